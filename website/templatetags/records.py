"""What record pages print: quoted words whose marked parts lead back to what they say."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from website.coverage import Coverage
from website.quotes import Quote, Segment
from website.worddiff import Stretch

register = template.Library()


@register.simple_tag
def coverage_words() -> list[Coverage]:
    """Return the words for what is covered, exempt and silent, for a legend."""
    return list(Coverage)


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
    return format_html(
        '<{tag}><span class="unseen">{kind}: </span>{text}'
        '<span class="unseen"> (end of what was {kind})</span></{tag}>',
        tag=tag,
        kind=one.kind,
        text=one.text,
    )
