"""The steps of the intake: an article becomes an entry, an entry proposals, a proposal a record."""

from news.services.deciding import (
    AlreadyDecided,
    accept_as_event,
    accept_as_source,
    accept_proposal,
    dismiss_proposal,
)
from news.services.taking_in import read_entry, take_in_article

__all__ = [
    "AlreadyDecided",
    "accept_as_event",
    "accept_as_source",
    "accept_proposal",
    "dismiss_proposal",
    "read_entry",
    "take_in_article",
]
