"""How many records fall into each year: the overview of a list too long to be seen at once."""

from __future__ import annotations

from dataclasses import dataclass

from website.lists.selection import Selection


@dataclass(frozen=True)
class YearCount:
    """The records announced in one year; ``share`` is per cent of the fullest year, as text."""

    year: int
    number: int
    share: str
    address: str
    current: bool


def years_of(selection: Selection, path: str) -> list[YearCount]:
    """Return each year with its records under the other filters, as links that ask for it."""
    choice = selection.choice.without("from", "to")
    wide = Selection(choice, selection.asked) if choice != selection.choice else selection
    most = max(wide.years.values(), default=1)
    values = selection.choice.values
    return [
        YearCount(
            year,
            number,
            f"{100 * number / most:.1f}",
            f"{path}?{selection.choice.query(**_bounds(year))}",
            (values.get("from"), values.get("to")) == (f"{year}-01-01", f"{year}-12-31"),
        )
        for year, number in wide.years.items()
    ]


def _bounds(year: int) -> dict[str, str]:
    return {"from": f"{year}-01-01", "to": f"{year}-12-31", "page": ""}
