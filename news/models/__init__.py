"""The intake's tables: feeds, polls, entries, the stories they fold into, proposals, drafts."""

from news.models.drafts import Draft, Rescue
from news.models.entries import Entry, StoryKey
from news.models.feeds import Feed, Poll
from news.models.proposals import Proposal
from news.models.stories import Decision, QuietRule, RankerReport, Story

__all__ = [
    "Decision",
    "Draft",
    "Entry",
    "Feed",
    "Poll",
    "Proposal",
    "QuietRule",
    "RankerReport",
    "Rescue",
    "Story",
    "StoryKey",
]
