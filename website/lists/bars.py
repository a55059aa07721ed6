"""The geometry of the duration bars: pieces and marks in per cent of the width."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from moratoriums.partial_dates import PartialDate
from moratoriums.vocabulary import Lifecycle, TermKind
from website.wording.facts import Facts

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


_PAINTS = {
    "hatched": "url(#bar-hatch)",
    "fade": "url(#bar-fade)",
    "broken": "url(#bar-broken)",
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
        return _PAINTS.get(self.shape, "")


@dataclass(frozen=True)
class Mark:
    """A sign on a bar; ``x`` is per cent of the figure, as text."""

    shape: str
    x: str


@dataclass(frozen=True)
class Bar:
    """One pledge drawn over time; ``lane`` has a stretch for each wording once it was changed."""

    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...]
    lane: tuple[Piece, ...] = ()


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
        """Where the line of the day stands; nothing when the day is not shown."""
        return _number(self.at(self.day)) if self.first <= self.day < self.last else ""

    def shows(self, moment: date) -> bool:
        """Whether a day lies inside the figure."""
        return self.first <= moment <= self.last

    def zoomed(self, first_year: int, last_year: int) -> Span:
        """Return the same figure from one year to another, both whole."""
        return Span(date(first_year, 1, 1), date(last_year + 1, 1, 1), self.day)

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
    return span_from((start(facts).earliest.year for facts in rows), day)


def span_from(years: Iterable[int], day: date) -> Span:
    """Return whole years from the first of these to a year after the day, at most LONGEST_YEARS."""
    last = date((day + AHEAD).year + 1, 1, 1)
    first_year = min([*years, day.year])
    return Span(date(max(first_year, last.year - LONGEST_YEARS), 1, 1), last, day)


def start(facts: Facts) -> PartialDate:
    """Return from when a bar runs: in force from, else announced, else first read."""
    known = facts.effective or facts.began
    if known:
        return known
    seen = facts.first_seen_on or facts.day
    return PartialDate(seen, seen, seen.isoformat(), "day")


def draw(
    facts: Facts, span: Span, exempt_since: Iterable[date] = (), reworded: Iterable[date] = ()
) -> Bar:
    """Draw one pledge: how it began, how far it reaches, how it ended, and its exemptions.

    Args:
        exempt_since: the days from which somebody is exempt.
        reworded: the days on which what it covers became another.
    """
    began = start(facts)
    stop = _stop(facts)
    pieces = [
        *_before(facts, began, span),
        _piece("unsure", began.earliest, min(began.latest, stop), span),
        _piece("solid", min(began.latest, stop), stop, span),
        *_after(facts, stop, span),
    ]
    drawn = tuple(piece for piece in pieces if piece)
    exemptions = {_number(span.at(moment)) for moment in exempt_since if span.shows(moment)}
    marks = [*_ends(facts, stop, span), *(Mark("exemption", x) for x in sorted(exemptions))]
    return Bar(drawn, tuple(marks), _lane(began.earliest, stop, reworded, span))


def _lane(first: date, stop: date, reworded: Iterable[date], span: Span) -> tuple[Piece, ...]:
    """A stretch for each wording, in turns of two tones; nothing while it was never changed."""
    changes = sorted({moment for moment in reworded if first < moment < stop})
    if not changes:
        return ()
    stretches = zip([first, *changes], [*changes, stop], strict=True)
    drawn = (
        _piece("version" if number % 2 else "version-other", begin, end, span)
        for number, (begin, end) in enumerate(stretches)
    )
    return tuple(piece for piece in drawn if piece)


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
    if facts.lifecycle in _END_MARKS:
        return _mark(_END_MARKS[facts.lifecycle], stop, span)
    if facts.lifecycle == Lifecycle.PAST_END:
        return _mark("question", facts.day, span)
    if facts.lifecycle == Lifecycle.LAPSED:
        return _mark("circle", facts.day, span)
    if facts.end and facts.lifecycle in (Lifecycle.IN_FORCE, Lifecycle.ANNOUNCED):
        if facts.end.earliest > span.last:
            return [Mark("beyond", "100")]
        return _mark("tick", facts.end.earliest, span)
    return []


def _mark(shape: str, moment: date, span: Span) -> list[Mark]:
    """A sign on a day, if the figure shows it."""
    return [Mark(shape, _number(span.at(moment)))] if span.shows(moment) else []


def _piece(shape: str, first: date, last: date, span: Span) -> Piece | None:
    """A stretch from one day to another; nothing when none of it is inside the figure."""
    left, right = span.at(first), span.at(last)
    if last <= first or right <= left:
        return None
    return Piece(shape, _number(left), _number(right - left))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
