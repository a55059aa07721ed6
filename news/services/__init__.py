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
from news.services.polling import Manners, Tally, poll_all_feeds, poll_due_feeds, poll_feed
from news.services.reading import read_waiting_entries
from news.services.taking_in import read_entry, take_in_article

__all__ = [
    "AlreadyDecided",
    "Manners",
    "Tally",
    "accept_as_event",
    "accept_as_source",
    "accept_proposal",
    "add_feed",
    "adopt_address",
    "dismiss_proposal",
    "pause_feeds",
    "poll_all_feeds",
    "poll_due_feeds",
    "poll_feed",
    "poll_soon",
    "prune_polls",
    "read_entry",
    "read_waiting_entries",
    "resume_feeds",
    "take_in_article",
]
