"""Looking closer at a few years of the bars: what an address asks for, and the ways to ask it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from website.lists.bars import Span

_YEARS = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?")
_CLOSE_YEARS = 5


@dataclass(frozen=True)
class ZoomLink:
    """One way to look: its words, its address, and whether it is how the page looks now."""

    words: str
    value: str
    address: str
    current: bool


def read_zoom(text: str, whole: Span) -> tuple[Span, str, str]:
    """Return the years asked for, their spelling in an address, and what is wrong with them."""
    if not text:
        return whole, "", ""
    match = _YEARS.fullmatch(text)
    first, last = whole.first.year, whole.last.year - 1
    if match:
        begin, end = int(match[1]), int(match[2] or match[1])
        if first <= begin <= end <= last:
            return whole.zoomed(begin, end), match.group(), ""
    shown = "".join(letter for letter in text if letter.isprintable())[:20]
    return (
        whole,
        "",
        _(
            "“{shown}” are no years of this figure. Write one from {first} to {last}, or two such "
            "as {first}-{last}. All years are shown."
        ).format(shown=shown, first=first, last=last),
    )


def zoom_links(whole: Span, chosen: str, address: Callable[[str], str]) -> list[ZoomLink]:
    """Return the links that zoom: all years, the last few, and each alone."""
    first, last = whole.first.year, whole.last.year - 1
    ways = [(_("All years"), "")]
    if last - first >= _CLOSE_YEARS:
        close = f"{last - _CLOSE_YEARS + 1}-{last}"
        ways.append((_years(close), close))
    if "-" in chosen and chosen not in dict(ways).values():
        ways.append((_years(chosen), chosen))
    ways += [(str(year), str(year)) for year in range(last, first - 1, -1)]
    return [ZoomLink(words, value, address(value), value == chosen) for words, value in ways]


def _years(both: str) -> str:
    first, _dash, last = both.partition("-")
    return _("{first} to {last}").format(first=first, last=last)
