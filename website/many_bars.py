"""Figures of hundreds of bars: read as bare columns, and written without a template for each.

Such a page is as slow as it has elements. So each row has four where it can: itself, its one link,
and a picture with a single outline, whose paint turns at the line of today.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from companies.models import Company
from moratoriums.models import Exemption, Pledge
from website import bars, endings
from website.days import Asked
from website.facts import Facts
from website.languages import in_spanish, spoken, word
from website.rows import reworded_on, short_title, state_facts
from website.shapes import STRIP_WIDTH, picture_of

# More bars than this stand on a page without the words that their neighbours repeat.
LARGE_FIGURE = 150
# How many bars of a large figure are laid out together when the reader comes near them; the style
# sheet reserves the height that so many may need.
BLOCK_ROWS = 25

_COLUMNS = (
    *("pk", "slug", "title", "company_id", "announced_on", "first_seen_on", "effective_on"),
    *("effective_earliest", "review_on", "checked_on", "lifecycle", "state_kind", "state_stance"),
    *("state_happened_on", "state_reason", "state_term", "state_term_words", "state_end_on"),
    *("state_end_earliest", "state_end_latest", "state_end_likely_on", "state_end_is_minimum"),
    *("state_end_basis", "state_end_rule", "state_end_note"),
)
_HERE = "here"


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
    """Many bars with their axis, company by company, written out block by block."""

    blocks: Sequence[SafeString]
    span: bars.Span
    years: Sequence[bars.Year]

    @property
    def turns(self) -> tuple[int, int] | None:
        """Where in a stretched strip the paints of bars turn: at the day, and where fades end."""
        if not self.span.today:
            return None
        day, end = self.span.day, self.span.day + bars.FADE
        first, last = (round(self.span.at(one) / 100 * STRIP_WIDTH) for one in (day, end))
        return first, last


def large_figure(keys: Sequence[int], asked: Asked, span: bars.Span) -> LargeFigure:
    """Draw pledges, given by their keys, in the order of each company's first pledge."""
    together: dict[int, list[Line]] = {}
    for line in _read(keys, asked.day, span):
        together.setdefault(line.company, []).append(line)
    return LargeFigure(_write(together, asked), span, span.years())


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


def _write(together: dict[int, list[Line]], asked: Asked) -> list[SafeString]:
    """Write the companies' groups, in lists short enough to be laid out one at a time."""
    companies = Company.objects.in_bulk(list(together))
    record = asked.link(reverse("pledge", args=[_HERE])).partition(_HERE)
    company = asked.link(reverse("company", args=[_HERE])).partition(_HERE)
    blocks: list[SafeString] = []
    parts: list[str] = []
    rows = 0
    for key, lines in together.items():
        whose = companies[key]
        parts.append(
            f'<li class="bars-group"><a class="bars-company" href="{company[0]}{whose.slug}'
            f'{company[2]}">{escape(whose.name)}</a><ol class="bars-rows">'
        )
        parts += _rows(lines, whose.name, record)
        parts.append("</ol></li>")
        rows += len(lines)
        if rows >= BLOCK_ROWS:
            blocks.append(_block(parts))
            parts, rows = [], 0
    return [*blocks, _block(parts)] if parts else blocks


def _block(groups: list[str]) -> SafeString:
    return mark_safe(f'<ol class="bars-groups">{"".join(groups)}</ol>')  # noqa: S308


def _rows(lines: Sequence[Line], company: str, record: tuple[str, str, str]) -> Iterator[str]:
    """Each row: a link that holds the title, what the bar says in words, and the bar."""
    ours = ' lang="en"' if in_spanish() else ""
    before, _, after = record
    for line in lines:
        status = line.facts.lifecycle
        words = f"{word(status.label)}, {spoken(endings.end_words(line.facts))}"
        if line.versions > 1:
            words += f", {gettext('%(number)s versions') % {'number': line.versions}}"
        yield (
            f'<li class="bars-row tone-{status.value}"><a class="bars-title"{ours} '
            f'href="{before}{line.slug}{after}">{escape(short_title(line.title, company))}</a>'
            f"{escape(words)}{picture_of(line.bar)}</li>"
        )
