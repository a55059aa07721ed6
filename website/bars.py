"""The geometry of the duration bars: pieces and marks in per cent of the width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from moratoriums.partial_dates import PartialDate
from moratoriums.vocabulary import Lifecycle, TermKind
from website.facts import Facts

LONGEST_YEARS = 15
AHEAD = timedelta(days=365)
FADE = timedelta(days=240)
_LABELLED_YEARS = 12

_END_MARKS = {
    Lifecycle.ENDED: "square",
    Lifecycle.WITHDRAWN: "cross",
    Lifecycle.CONDITION_MET: "diamond",
    Lifecycle.SUPERSEDED: "arrow",
}


@dataclass(frozen=True)
class Piece:
    """A stretch of a bar; ``x`` and ``width`` are per cent of the figure, as text."""

    shape: str
    x: str
    width: str

    @property
    def paint(self) -> str:
        """The pattern that fills the stretch, where a plain tone does not say enough."""
        return {"hatched": "url(#bar-hatch)", "fade": "url(#bar-fade)"}.get(self.shape, "")


@dataclass(frozen=True)
class Mark:
    """A sign on a bar; ``x`` is per cent of the figure, as text."""

    shape: str
    x: str


@dataclass(frozen=True)
class Bar:
    """One pledge drawn over time."""

    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Year:
    """A year on the axis: where it starts, and whether it is named on narrow screens too."""

    label: str
    x: str
    middle: str
    always: bool


@dataclass(frozen=True)
class Span:
    """The days a figure shows: from the first, to the last exclusive, with the day asked for."""

    first: date
    last: date
    day: date

    def at(self, moment: date) -> float:
        """Return where a day lies, in per cent, held inside the figure."""
        share = (moment - self.first) / (self.last - self.first)
        return min(max(share, 0.0), 1.0) * 100

    @property
    def today(self) -> str:
        """Where the line of the day stands."""
        return _number(self.at(self.day))

    def years(self) -> list[Year]:
        """Return the years of the axis; every fifth only when there are many."""
        numbers = range(self.first.year, self.last.year)
        step = 1 if len(numbers) <= _LABELLED_YEARS else 5
        found = []
        for number in numbers:
            if number % step:
                continue
            start, after = self.at(date(number, 1, 1)), self.at(date(number + 1, 1, 1))
            always = len(numbers) <= 6 or (number - self.last.year) % 2 == 0
            found.append(Year(str(number), _number(start), _number((start + after) / 2), always))
        return found


def span_of(rows: Iterable[Facts], day: date) -> Span:
    """Return whole years from the first start to a year after the day, at most LONGEST_YEARS."""
    last = date((day + AHEAD).year + 1, 1, 1)
    starts = [start(facts).earliest for facts in rows]
    first_year = min([moment.year for moment in starts] + [day.year])
    return Span(date(max(first_year, last.year - LONGEST_YEARS), 1, 1), last, day)


def start(facts: Facts) -> PartialDate:
    """Return from when a bar runs: in force from, else announced, else first read."""
    known = facts.effective or facts.began
    if known:
        return known
    seen = facts.first_seen_on or facts.day
    return PartialDate(seen, seen, seen.isoformat(), "day")


def draw(facts: Facts, span: Span, exempt_since: Sequence[date] = ()) -> Bar:
    """Draw one pledge: how it began, how far it reaches, how it ended, and its exemptions."""
    began = start(facts)
    stop = _stop(facts)
    pieces = [
        *_before(facts, began, span),
        _piece("unsure", began.earliest, min(began.latest, stop), span),
        _piece("solid", min(began.latest, stop), stop, span),
        *_after(facts, stop, span),
    ]
    drawn = tuple(piece for piece in pieces if piece)
    exemptions = sorted({_number(span.at(moment)) for moment in exempt_since})
    marks = [*_ends(facts, stop, span), *(Mark("exemption", x) for x in exemptions)]
    return Bar(drawn, tuple(marks))


def _stop(facts: Facts) -> date:
    """Until when the record says the pledge applied, up to the day."""
    if facts.lifecycle == Lifecycle.ANNOUNCED:
        return start(facts).earliest
    if facts.lifecycle == Lifecycle.IN_FORCE:
        return facts.day
    if facts.lifecycle in (Lifecycle.PAST_END, Lifecycle.LAPSED) and facts.end:
        return min(facts.end.earliest, facts.day)
    return facts.turned.earliest if facts.turned else facts.day


def _before(facts: Facts, began: PartialDate, span: Span) -> list[Piece | None]:
    """The wait between an announcement and the day from which it applies."""
    if facts.began is None or facts.began.earliest >= began.earliest:
        return []
    return [_piece("waiting", facts.began.earliest, began.earliest, span)]


def _after(facts: Facts, stop: date, span: Span) -> list[Piece | None]:
    """What follows the stretch in which the pledge surely applied."""
    if facts.lifecycle == Lifecycle.PAST_END:
        return [_piece("hatched", stop, facts.day, span)]
    if facts.lifecycle == Lifecycle.LAPSED:
        return [_piece("broken", stop, facts.day, span)]
    if facts.lifecycle == Lifecycle.UNCLEAR:
        return [_piece("dotted", max(stop, start(facts).earliest), facts.day, span)]
    if facts.lifecycle not in (Lifecycle.IN_FORCE, Lifecycle.ANNOUNCED):
        return []
    begin = max(stop, facts.day)
    if facts.end and not facts.end_is_minimum:
        return [_piece("planned", begin, facts.end.earliest, span)]
    if facts.term == TermKind.PERMANENT:
        return [_piece("planned", begin, span.last, span)]
    return [_piece("fade", begin, begin + FADE, span)]


def _ends(facts: Facts, stop: date, span: Span) -> list[Mark]:
    """The signs at the ends: what the pledge came to, or the end that lies ahead."""
    today = _number(span.at(facts.day))
    if facts.lifecycle in _END_MARKS:
        return [Mark(_END_MARKS[facts.lifecycle], _number(span.at(stop)))]
    if facts.lifecycle == Lifecycle.PAST_END:
        return [Mark("question", today)]
    if facts.lifecycle == Lifecycle.LAPSED:
        return [Mark("circle", today)]
    if facts.end and facts.lifecycle in (Lifecycle.IN_FORCE, Lifecycle.ANNOUNCED):
        beyond = facts.end.earliest > span.last
        return [Mark("beyond" if beyond else "tick", _number(span.at(facts.end.earliest)))]
    return []


def _piece(shape: str, first: date, last: date, span: Span) -> Piece | None:
    """A stretch from one day to another; nothing when none of it is inside the figure."""
    left, right = span.at(first), span.at(last)
    if last <= first or right <= left:
        return None
    return Piece(shape, _number(left), _number(right - left))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
