"""Where editors looked for word of a pledge, whom they asked, and what came back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from moratoriums.vocabulary import CheckPlace

PLACES = [place for place in CheckPlace if place != CheckPlace.COMPANY_ASKED]


@dataclass(frozen=True)
class Look:
    """One look, or one question to the company, as the search log has it."""

    place: CheckPlace
    on: date
    found: str = ""


@dataclass(frozen=True)
class Search:
    """The search log since a day: the last look at each place, and each question asked.

    ``answered_on`` is the first reply of the company since it was first asked.
    """

    looks: Sequence[Look]
    asked: Sequence[Look]
    answered_on: date | None = None

    @property
    def places(self) -> int:
        """At how many places somebody looked."""
        return len(self.looks)

    @property
    def of_places(self) -> int:
        """How many places there are to look at."""
        return len(PLACES)


def search_of(looks: Iterable[Look], replies: Iterable[date], since: date | None = None) -> Search:
    """Return the search since a day (or ever): for each place the last look, in the log's order.

    Args:
        replies: the days on which words of the company in reply are on record.
    """
    latest: dict[CheckPlace, Look] = {}
    asked = []
    for look in sorted(looks, key=lambda one: one.on):
        if since and look.on < since:
            continue
        if look.place == CheckPlace.COMPANY_ASKED:
            asked.append(look)
        else:
            latest.pop(look.place, None)
            latest[look.place] = look
    first = asked[0].on if asked else None
    answers = sorted(on for on in replies if first and on >= first)
    return Search(list(latest.values()), asked, answers[0] if answers else None)
