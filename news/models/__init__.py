"""The intake's tables: feeds, polls, entries, the stories they fold into, proposals, drafts."""

from news.models.drafts import Draft, Rescue
from news.models.entries import Entry, EntryVersion, StoryKey
from news.models.feeds import Feed, Host, Poll
from news.models.proposals import Proposal
from news.models.stories import Decision, QuietRule, RankerReport, Story

__all__ = [
    "Decision",
    "Draft",
    "Entry",
    "EntryVersion",
    "Feed",
    "Host",
    "Poll",
    "Proposal",
    "QuietRule",
    "RankerReport",
    "Rescue",
    "Story",
    "StoryKey",
]
