"""The intake's tables: feeds, polls, entries, the stories they fold into, and proposals."""

from news.models.entries import Entry, Story
from news.models.feeds import Feed, Poll
from news.models.proposals import Proposal

__all__ = ["Entry", "Feed", "Poll", "Proposal", "Story"]
