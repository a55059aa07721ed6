"""What record pages print: quoted words whose marked parts lead back to what they say."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from website.records.coverage import Coverage
from website.records.questions import question_sentence, unseen_places
from website.records.quotes import Quote, Segment
from website.records.searching import Search
from website.records.worddiff import Stretch
from website.wording.phrases import Phrase

register = template.Library()


@register.simple_tag
def coverage_words() -> list[Coverage]:
    """Return the words for what is covered, exempt and silent, for a legend."""
    return list(Coverage)


@register.filter
def question(search: Search) -> Phrase:
    """Say whether the company was asked, when it was reminded, and whether it answered."""
    return question_sentence(search)


@register.filter
def unseen(search: Search) -> str:
    """Name the places at which nobody has looked yet."""
    return unseen_places(search)


@register.filter
def marked(quote: Quote) -> SafeString:
    """Show a quote; words that say what the page claims lead to where it claims it."""
    return format_html_join("", "{}", ((_segment(part),) for part in quote.segments))


def _segment(part: Segment) -> str | SafeString:
    if not part.anchor:
        return part.text
    address = format_html('id="{}" href="#{}"', part.anchor, part.claimed)
    return format_html('<a class="said" {}>{}</a>', address, part.text)


@register.filter
def compared(changes: list[Stretch]) -> SafeString:
    """Show a wording with what it gained and lost, said in words for who cannot see the marks."""
    return format_html_join(" ", "{}", ((_stretch(one),) for one in changes))


def _stretch(one: Stretch) -> str | SafeString:
    if one.kind == "same":
        return one.text
    tag = "ins" if one.kind == "added" else "del"
    kind = _("added") if one.kind == "added" else _("removed")
    return format_html(
        '<{tag}><span class="unseen">{kind}: </span>{text}'
        '<span class="unseen"> {end}</span></{tag}>',
        tag=tag,
        kind=kind,
        end=_("(end of what was {kind})").format(kind=kind),
        text=one.text,
    )
