"""The steps of the intake: an article becomes an entry, an entry proposals, a proposal a record."""

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
from news.services.learning import desk_precision, train_ranker, waiting_since
from news.services.ordering import score_waiting
from news.services.polling import Manners, Tally, poll_all_feeds, poll_due_feeds, poll_feed
from news.services.pressing import NothingToDo
from news.services.quieting import add_quiet_rule, lift_quiet_rule
from news.services.reading import read_waiting_entries
from news.services.taking_in import read_entry, take_in_article
from news.services.triage import (
    assign_stories,
    attach_story,
    dismiss_stories,
    restore_stories,
    snooze_stories,
)
from news.services.undoing import undo_press

__all__ = [
    "AlreadyDecided",
    "Manners",
    "NothingToDo",
    "Tally",
    "accept_as_event",
    "accept_as_source",
    "accept_proposal",
    "add_feed",
    "add_quiet_rule",
    "adopt_address",
    "assign_stories",
    "attach_story",
    "desk_precision",
    "dismiss_proposal",
    "dismiss_stories",
    "fold_entry",
    "fold_left_over",
    "lift_quiet_rule",
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
    "take_in_article",
    "train_ranker",
    "undo_press",
    "waiting_since",
]
