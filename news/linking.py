"""Tells which pledge on record an article is about, what it says of it, and where; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from moratoriums.vocabulary import WhoseUse
from news.vocabulary import Relation

RECENT_DAYS = 14  # an undated report this soon after an announcement is taken to be about it

_USERS = {use.value: use.label.lower() for use in WhoseUse}
# What each act says of a pledge that is on record.
_RELATIONS = {
    "extend": Relation.EXTENDS,
    "narrow": Relation.NARROWS,
    "widen": Relation.WIDENS,
    "reword": Relation.REWORDS,
    "end": Relation.ENDS,
    "end_early": Relation.ENDS,
    "resume": Relation.ENDS,
    "breach": Relation.CONTRADICTS,
}


@dataclass(frozen=True)
class Clause:
    """One part of a pledge that an article may touch; ``key`` tells it apart within the pledge."""

    key: str
    label: str


@dataclass(frozen=True)
class Held:
    """A pledge on record, as far as linking has to know it. Days are the earliest readings."""

    pk: int
    title: str
    company: str
    announced: tuple[date, date] | None = None
    uses: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    has_condition: bool = False
    stands: bool = True

    def clauses(self) -> tuple[Clause, ...]:
        """Its parts, those that articles touch most often first."""
        found = [Clause(f"use:{use}", f"use by: {_USERS.get(use, use)}") for use in self.uses]
        found += [Clause("term", "how long it lasts")]
        found += [Clause(f"product:{name}", f"product: {name}") for name in self.products]
        found += [Clause(f"exempt:{name}", f"exempt: {name}") for name in self.exempt]
        found += [Clause("condition", "its condition")] * self.has_condition
        return tuple(found)


@dataclass(frozen=True)
class Told:
    """What an article tells of one company: the act, its day, and the facts by name."""

    company: str
    act: str
    announced: date | None
    published: date | None
    facts: Mapping[str, Sequence[str]]

    def values(self, name: str) -> set[str]:
        """The values of the facts of a name, in small letters."""
        return {value.casefold() for value in self.facts.get(name, ())}


@dataclass(frozen=True)
class Link:
    """An article's place in the register: the pledge, what it says of it, the clause, and why."""

    pledge: Held
    relation: Relation
    clause: Clause
    why: str


def find_link(told: Told, held: Iterable[Held]) -> Link | None:
    """The pledge on record that an article is about, or None where it tells of a new one.

    An announcement is about a pledge on record only if the days agree; any other act is about the
    pledge of the company that shares most with it, one that stands before one that does not.
    """
    own = [pledge for pledge in held if told.company and pledge.company == told.company]
    if not own:
        return None
    relation = _RELATIONS.get(told.act)
    if relation is None:
        return _second_report(told, own)
    nearest = max(own, key=lambda pledge: (_shared(told, pledge), pledge.stands, _age(pledge)))
    shared = _shared_words(told, nearest)
    why = f"the same company, and {' and '.join(shared)}" if shared else "the same company"
    if len(own) > 1 and not shared:
        why += f", which has {len(own)} pledges on record: choose"
    return Link(nearest, relation, _clause(told, nearest, relation), why)


def _second_report(told: Told, own: Sequence[Held]) -> Link | None:
    """An announcement that is on record already: another source for it."""
    for pledge in sorted(own, key=lambda one: -_shared(told, one)):
        if pledge.announced is None or _apart(told, pledge):
            continue
        first, last = pledge.announced
        if told.announced:
            if (first - told.announced).days <= 1 and (told.announced - last).days <= 1:
                why = f"announced on {told.announced.isoformat()}, as is on record"
                return Link(pledge, Relation.SUPPORTS, _clause(told, pledge, None), why)
        elif told.published and 0 <= (told.published - first).days <= RECENT_DAYS:
            why = f"published within {RECENT_DAYS} days of the announcement, and no other day told"
            return Link(pledge, Relation.SUPPORTS, _clause(told, pledge, None), why)
    return None


def _apart(told: Told, pledge: Held) -> bool:
    """Whether both name whose use is meant and have none in common: then they are two pledges."""
    uses = told.values("whose_use")
    return bool(uses and pledge.uses and not uses & set(pledge.uses))


def _shared(told: Told, pledge: Held) -> int:
    return len(_shared_words(told, pledge))


def _shared_words(told: Told, pledge: Held) -> list[str]:
    words = []
    if _named(told.values("product"), pledge.products):
        words.append("the same product")
    if told.values("whose_use") & set(pledge.uses):
        words.append("the same users")
    if _named(told.values("exempt"), pledge.exempt):
        words.append("somebody who is exempt")
    return words


def _age(pledge: Held) -> date:
    return pledge.announced[0] if pledge.announced else date.min


def _named(values: set[str], names: Iterable[str]) -> str:
    """The first of the names that a value means: "Rekognition" is "Amazon Rekognition"."""
    for name in names:
        small = name.casefold()
        if any(value in small or small in value for value in values):
            return name
    return ""


def _clause(told: Told, pledge: Held, relation: Relation | None) -> Clause:
    """The clause an article touches: what it changes, else what it names, else the first."""
    wanted: list[str] = []
    if relation in (Relation.EXTENDS, Relation.ENDS):
        wanted.append("term")
    name = _named(told.values("exempt"), pledge.exempt)
    if relation in (Relation.NARROWS, Relation.WIDENS) and name:
        wanted.append(f"exempt:{name}")
    wanted += [f"use:{use}" for use in pledge.uses if use in told.values("whose_use")]
    product = _named(told.values("product"), pledge.products)
    wanted += [f"product:{product}"] * bool(product)
    parts = {clause.key: clause for clause in pledge.clauses()}
    return next((parts[key] for key in wanted if key in parts), pledge.clauses()[0])
