"""What sentences and bars need to know of a pledge on a day, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from moratoriums.partial_dates import PartialDate, parse
from moratoriums.status import Flag
from moratoriums.vocabulary import Conduct, EndBasis, EventKind, Lifecycle, TermKind


@dataclass(frozen=True)
class Facts:
    """One pledge as it stood on ``day``.

    The days on which editors looked, or will look, are those of now: asked about a day before
    the last look (``current`` is False), pages leave them out.

    ``turned`` is when the state that holds began and ``turned_by`` what began it. ``end`` is the
    end as the record writes it; its earliest day counts. ``began`` is None for an undated
    announcement, which counts from ``first_seen_on``.
    """

    day: date
    lifecycle: Lifecycle
    term: TermKind
    began: PartialDate | None
    flags: frozenset[Flag] = frozenset()
    first_seen_on: date | None = None
    effective: PartialDate | None = None
    turned: PartialDate | None = None
    turned_by: EventKind = EventKind.ANNOUNCED
    reason: str = ""
    term_words: str = ""
    end: PartialDate | None = None
    end_likely_on: date | None = None
    end_is_minimum: bool = False
    end_basis: EndBasis = EndBasis.NONE
    end_rule: str = ""
    end_note: str = ""
    review_on: date | None = None
    checked_on: date | None = None
    conduct: Conduct = Conduct.NOT_ASSESSED
    disputed: bool = False
    current: bool = True

    @property
    def mark(self) -> str:
        """The name of the shape that stands for the status: the lifecycle, or that it ends soon."""
        return Flag.ENDS_SOON.value if Flag.ENDS_SOON in self.flags else self.lifecycle.value

    @property
    def days_left(self) -> int | None:
        """Days from ``day`` to the earliest reading of the end; negative once it has passed."""
        return (self.end.earliest - self.day).days if self.end else None


def read_date(text: str) -> PartialDate | None:
    """Return a stored date, or None where none is known."""
    return parse(text) if text else None
