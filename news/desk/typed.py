"""What a browser sends to the page of an article, apart from what concerns the sending of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from news.vocabulary import Relation

Typed = Mapping[str, list[str]]
_ABOUT_THE_PAGE = {"csrfmiddlewaretoken", "action", "version", "owner"}


@dataclass(frozen=True)
class Begun:
    """An event that was begun in the queue: on which card, of what sort, for which pledge."""

    card: int
    relation: Relation
    pledge: int


def read_begun(query: Mapping[str, str]) -> Begun | None:
    """What an address says was begun in the queue; None if it says nothing that makes sense."""
    card, pledge = query.get("card", ""), query.get("pledge", "")
    relation = query.get("relation", "")
    if not (card.isdecimal() and pledge.isdecimal() and relation in Relation.values()):
        return None
    return Begun(int(card), Relation(relation), int(pledge))


def without_page(typed: QueryDict) -> Typed:
    """What was typed into the form, without what only concerns the sending of it."""
    return {name: typed.getlist(name) for name in typed if name not in _ABOUT_THE_PAGE}


def differences(mine: Typed, theirs: Typed) -> list[tuple[str, str, str]]:
    """The fields in which two versions of a page differ: name, mine, theirs."""
    names = sorted({*mine, *theirs})
    return [
        (name.partition("-")[2].replace("_", " ") or name, " / ".join(mine.get(name, [])),
         " / ".join(theirs.get(name, [])))
        for name in names
        if mine.get(name, []) != theirs.get(name, [])
    ]  # fmt: skip
