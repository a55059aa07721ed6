"""The steps of the intake: an article becomes an entry, an entry proposals, a proposal a record."""

from news.services.archiving import keep_archived_copies
from news.services.completing import take_due_pages
from news.services.deciding import (
    AlreadyDecided,
    accept_as_event,
    accept_as_source,
    accept_proposal,
    dismiss_proposal,
)
from news.services.feeds import (
    add_feed,
    adopt_address,
    pause_feeds,
    poll_soon,
    prune_polls,
    resume_feeds,
)
from news.services.folding import fold_entry, fold_left_over
from news.services.health import FeedTrouble, feed_troubles
from news.services.learning import desk_precision, train_ranker, waiting_since
from news.services.listing import (
    Added,
    NoFeedFound,
    add_feeds,
    exported_feeds,
    find_feeds,
    import_opml,
    load_feeds,
)
from news.services.ordering import score_waiting
from news.services.polling import Manners, Tally, poll_all_feeds, poll_due_feeds, poll_feed
from news.services.pressing import NothingToDo
from news.services.quieting import add_quiet_rule, lift_quiet_rule
from news.services.reading import read_waiting_entries
from news.services.taking_in import read_entry, take_in_article
from news.services.tips import TooManyTips, decide_tip, find_tip, forget_senders, take_in_tip
from news.services.triage import (
    assign_stories,
    attach_story,
    dismiss_stories,
    restore_stories,
    snooze_stories,
)
from news.services.undoing import undo_press
from news.services.watching import check_due_sources, check_source, mark_capture_read

__all__ = [
    "Added",
    "AlreadyDecided",
    "FeedTrouble",
    "Manners",
    "NoFeedFound",
    "NothingToDo",
    "Tally",
    "TooManyTips",
    "accept_as_event",
    "accept_as_source",
    "accept_proposal",
    "add_feed",
    "add_feeds",
    "add_quiet_rule",
    "adopt_address",
    "assign_stories",
    "attach_story",
    "check_due_sources",
    "check_source",
    "decide_tip",
    "desk_precision",
    "dismiss_proposal",
    "dismiss_stories",
    "exported_feeds",
    "feed_troubles",
    "find_feeds",
    "find_tip",
    "fold_entry",
    "fold_left_over",
    "forget_senders",
    "import_opml",
    "keep_archived_copies",
    "lift_quiet_rule",
    "load_feeds",
    "mark_capture_read",
    "pause_feeds",
    "poll_all_feeds",
    "poll_due_feeds",
    "poll_feed",
    "poll_soon",
    "prune_polls",
    "read_entry",
    "read_waiting_entries",
    "restore_stories",
    "resume_feeds",
    "score_waiting",
    "snooze_stories",
    "take_due_pages",
    "take_in_article",
    "take_in_tip",
    "train_ranker",
    "undo_press",
    "waiting_since",
]
