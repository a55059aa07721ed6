"""The intake's tables: feeds, polls, entries, the stories they fold into, proposals, drafts."""

from news.models.drafts import Draft, Rescue
from news.models.entries import Entry, EntryVersion, StoryKey
from news.models.feeds import Feed, Host, Poll
from news.models.pages import EntryPage
from news.models.proposals import Proposal
from news.models.stories import Decision, QuietRule, RankerReport, Story
from news.models.tips import Tip
from news.models.watching import Capture, SourceCheck, SourceWatch

__all__ = [
    "Capture",
    "Decision",
    "Draft",
    "Entry",
    "EntryPage",
    "EntryVersion",
    "Feed",
    "Host",
    "Poll",
    "Proposal",
    "QuietRule",
    "RankerReport",
    "Rescue",
    "SourceCheck",
    "SourceWatch",
    "Story",
    "StoryKey",
    "Tip",
]
