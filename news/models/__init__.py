"""The intake's tables: feeds, polls, entries, the stories they fold into, and proposals."""

from news.models.entries import Entry, EntryVersion, Story
from news.models.feeds import Feed, Host, Poll
from news.models.proposals import Proposal

__all__ = ["Entry", "EntryVersion", "Feed", "Host", "Poll", "Proposal", "Story"]
