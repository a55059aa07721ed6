"""The forms of the desk, where an editor turns a proposal into part of the register."""

from news.forms.articles import ArticleForm
from news.forms.cards import CardForm, ChangeForm
from news.forms.events import EventForm
from news.forms.pledges import PledgeForm
from news.forms.sources import SourceForm

__all__ = ["ArticleForm", "CardForm", "ChangeForm", "EventForm", "PledgeForm", "SourceForm"]
