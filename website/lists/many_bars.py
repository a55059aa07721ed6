"""Figures of hundreds of bars: read as bare columns, and written without a template for each.

Such a page is as slow as it has elements. So a row has two, itself and its link, and the bars of a
block of rows are drawn together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from companies.models import Company
from moratoriums.models import Exemption, Pledge
from moratoriums.vocabulary import Lifecycle
from website.lists import bars
from website.lists.rows import reworded_on, state_facts
from website.lists.shapes import SHEET_WIDTH, sheet_of
from website.serving.days import Asked
from website.wording import endings
from website.wording.facts import Facts
from website.wording.languages import in_spanish, spoken, word
from website.wording.phrases import short_title

# More bars than this stand on a page without the words that their neighbours repeat.
LARGE_FIGURE = 150
# About so many are laid out together when the reader comes near them; the style sheet reserves
# their height. All rows of a block are as high as its highest, so it is not long.
BLOCK_ROWS = 20

_COLUMNS = (
    *("pk", "slug", "title", "company_id", "announced_on", "first_seen_on", "effective_on"),
    *("effective_earliest", "review_on", "checked_on", "lifecycle", "state_kind", "state_stance"),
    *("state_happened_on", "state_reason", "state_term", "state_term_words", "state_end_on"),
    *("state_end_earliest", "state_end_latest", "state_end_likely_on", "state_end_is_minimum"),
    *("state_end_basis", "state_end_rule", "state_end_note"),
)
_HERE = "here"
# Statuses whose words say nothing of the day on which they began.
_BY_THEIR_END = frozenset({Lifecycle.IN_FORCE, Lifecycle.PAST_END})


@dataclass(frozen=True)
class Line:
    """One pledge in a large figure."""

    slug: str
    title: str
    company: int
    facts: Facts
    versions: int
    bar: bars.Bar


@dataclass(frozen=True)
class LargeFigure:
    """Many bars with their axis, company by company, written out block by block.

    ``signs`` are those on the bars, each with the tone it has there.
    """

    blocks: Sequence[SafeString]
    span: bars.Span
    years: Sequence[bars.Year]
    signs: Sequence[tuple[str, str]]

    @property
    def fade(self) -> tuple[int, int] | None:
        """Where on a sheet bars without an end begin to fade, and where they have faded."""
        if not self.span.today:
            return None
        day, end = self.span.day, self.span.day + bars.FADE
        first, last = (round(self.span.at(one) / 100 * SHEET_WIDTH) for one in (day, end))
        return first, last


def large_figure(keys: Sequence[int], asked: Asked, span: bars.Span) -> LargeFigure:
    """Draw pledges, given by their keys, in the order of each company's first pledge."""
    together: dict[int, list[Line]] = {}
    signs: set[tuple[str, str]] = set()
    for line in _read(keys, asked.day, span):
        together.setdefault(line.company, []).append(line)
        signs.update((mark.shape, line.facts.lifecycle.value) for mark in line.bar.marks)
    return LargeFigure(_write(together, asked, span), span, span.years(), sorted(signs))


def _read(keys: Sequence[int], day: date, span: bars.Span) -> list[Line]:
    """Read the pledges that are on record on a day, the earliest first."""
    records = Pledge.objects.published().as_of(day).filter(pk__in=keys).order_by()
    rows: list[Any] = list(records.values_list(*_COLUMNS, named=True))
    exempt = Exemption.objects.filter(pledge__in=keys).values_list("pledge", "since_earliest")
    since: dict[int, list[date | None]] = {}
    for key, moment in exempt:
        since.setdefault(key, []).append(moment)
    reworded = reworded_on(keys, day)
    lines = []
    for row in rows:
        facts = state_facts(row, day)
        begun = bars.start(facts).earliest
        days = [moment or begun for moment in since.get(row.pk, ())]
        changes = reworded.get(row.pk, ())
        bar = bars.draw(facts, span, [one for one in days if one <= day], changes)
        lines.append(Line(row.slug, row.title, row.company_id, facts, len(changes) + 1, bar))
    lines.sort(key=lambda line: (bars.start(line.facts), line.slug))
    return lines


def _write(together: dict[int, list[Line]], asked: Asked, span: bars.Span) -> list[SafeString]:
    """Write the companies' groups, in blocks short enough to be laid out one at a time.

    A company that goes on in the next block is named there again.
    """
    companies = Company.objects.in_bulk(list(together))
    record = asked.link(reverse("pledge", args=[_HERE])).split(_HERE)
    company = asked.link(reverse("company", args=[_HERE])).split(_HERE)
    words = _Words()
    blocks: list[SafeString] = []
    groups: list[str] = []
    drawn: list[Line] = []
    for key, lines in together.items():
        whose = companies[key]
        name = f'<a class="bars-company" href="{whose.slug.join(company)}">{escape(whose.name)}</a>'
        left = lines
        while left:
            room = BLOCK_ROWS - len(drawn)
            room = room if len(left) > room + BLOCK_ROWS // 2 else len(left)
            here, left = left[:room], left[room:]
            rows = (_row(line, whose.name, record, words) for line in here)
            groups.append(f'<li><ol class="bars-rows"><li>{name} {"<li>".join(rows)}</ol>')
            drawn += here
            if len(drawn) >= BLOCK_ROWS:
                blocks.append(_block(groups, drawn, span))
                groups, drawn = [], []
    return [*blocks, _block(groups, drawn, span)] if drawn else blocks


def _block(groups: list[str], lines: list[Line], span: bars.Span) -> SafeString:
    """Write some rows, and the bars of all of them together. Rows need no end tags."""
    sheet = sheet_of([(line.facts.lifecycle.value, line.bar) for line in lines], span.today)
    listed = f'<ol class="bars-groups">{"".join(groups)}</ol>'
    return mark_safe(f'<div class="bars-block">{listed}{sheet}</div>')  # noqa: S308


def _row(line: Line, company: str, record: list[str], words: _Words) -> str:
    """Write a link that holds the title, and what the bar says in words."""
    ours = ' lang="en"' if in_spanish() else ""
    title = escape(short_title(line.title, company))
    link = f'<a class="bars-title"{ours} href="{line.slug.join(record)}">{title}</a>'
    return f"{link} {words.of(line)}"


class _Words:
    """What bars say in words; most of them say what others say, too."""

    def __init__(self) -> None:
        self._said: dict[Any, str] = {}

    def of(self, line: Line) -> str:
        """Say the status, the end, and how many wordings there were."""
        facts = line.facts
        turned = None if facts.lifecycle in _BY_THEIR_END else facts.turned
        same = (facts.lifecycle, facts.term, facts.end, facts.end_is_minimum, turned)
        if (told := self._said.get(same)) is None:
            told = f"{word(facts.lifecycle.label)}, {spoken(endings.end_words(facts))}"
            self._said[same] = told = escape(told)
        if line.versions > 1:
            return f"{told}, {gettext('%(number)s versions') % {'number': line.versions}}"
        return told
