"""What a reading consists of: single facts, each with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Act(StrEnum):
    """What a text says a company did with a pledge."""

    ANNOUNCE = "announce"
    ORDER = "order"  # a court, a regulator or a settlement binds it
    EXTEND = "extend"
    WIDEN = "widen"
    NARROW = "narrow"
    END = "end"
    RESUME = "resume"
    BREACH = "breach"
    REWORD = "reword"  # a page that was watched reads differently; never read from news


@dataclass(frozen=True)
class Fact:
    """One fact and the words it was read from.

    ``start`` and ``end`` are offsets into the text that was read, and ``quote`` is the text
    between them. ``rule`` is a stable id from ``rules.RULES``; ``confidence`` runs from 0 to 1
    and orders facts, it is no probability.
    """

    name: str
    value: str
    quote: str
    start: int
    end: int
    rule: str
    confidence: float


@dataclass(frozen=True)
class Reading:
    """What one text says one company did, as a list of facts.

    ``known`` is False for a company that is not in the register; ``slug`` is then empty.
    ``called`` is the name by which the text calls it.
    """

    company: str
    slug: str
    known: bool
    act: Act
    facts: tuple[Fact, ...] = field(default_factory=tuple)
    called: str = ""

    @property
    def key(self) -> str:
        """Tells the readings of one text apart."""
        return f"{self.slug or self.company.casefold()}/{self.act}"[:200]

    def values(self, name: str) -> list[str]:
        """The values of the facts of one name, in the order of the text."""
        return [fact.value for fact in self.facts if fact.name == name]

    def first(self, name: str) -> Fact | None:
        """The first fact of a name, if the text states one."""
        return next((fact for fact in self.facts if fact.name == name), None)
