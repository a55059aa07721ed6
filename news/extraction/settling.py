"""Collects what a text tells of each company and act, and settles which of it is news."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from news.extraction.facts import Act
from news.extraction.gathering import Clause
from news.extraction.speakers import Actor

_MOST_CLAUSES = 40  # for one company and act: more than any honest text has
_NEW = (Act.ANNOUNCE, Act.ORDER)
_CHANGES = (Act.EXTEND, Act.WIDEN, Act.NARROW, Act.END, Act.RESUME, Act.BREACH)
# Two acts of one company in one text that are one and the same, told twice.
_TAKEN_UP = (Act.END, Act.RESUME)
_SAME = ((Act.RESUME, Act.END), (Act.ANNOUNCE, Act.ORDER))
_PROMISED = re.compile(
    r"\b(?:vow|pledg|promis|swore|sworn|commitment|assur)\w*"
    r"|\b(?:said|told)\s+(?:[\w’'-]+\s+){0,4}?(?:it|they)\s+(?:would|had)\s+"
    r"(?:not|never|no|stop|end|turned)\b",
    re.IGNORECASE,
)

_LONGER = re.compile(
    r"\b(?:indefinite(?:ly)?|until\s+further\s+notice|permanent(?:ly)?|for\s+another)\b",
    re.IGNORECASE,
)

_HAD_SAID = re.compile(
    r"\bhad\s+(?:\w+\s+){0,3}?(?:said|told|insisted|assured|claimed|stated|promised|pledged|vowed"
    r"|denied)\b[^.;]{0,160}$"
    r"|\b(?:in\s+(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|\d{4})|last\s+\w+|earlier|previously|(?:weeks|months|years)\s+ago)\b[^.;]{0,60}?"
    r"\b(?:said|told|insisted|assured|claimed|stated)\b[^.;]{0,60}?"
    r"\b(?:(?:do|does|did|was|were)(?:\s+not|n[’']t)|never)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?:photograph\w*|documents?|records?|e-?mails|footage|screenshots?|leak\w*|reveal\w*|discover\w*"
    r"|found\s+(?:that|out)|(?:was|were|been)\s+found|emerged|researchers?|contradict\w*|despite)\b",
    re.IGNORECASE,
)
_TOO = re.compile(r"\b(?:also|as\s+well)\b", re.IGNORECASE)


@dataclass
class Group:
    """Everything found for one company and act, clause by clause."""

    actor: Actor
    act: Act
    clauses: list[Clause] = field(default_factory=list)
    firm: bool = False  # an act is reported, not only a pause or pledge named

    def dated(self, published_on: date | None) -> bool:
        """Whether a clause with an act states its day."""
        return any(one.cue and one.dated(published_on) for one in self.clauses)

    def only_a_first_word(self) -> bool:
        """Whether it is one unknown word, and only the first of the headline: "Drugstores"."""
        return (
            not self.actor.slug
            and " " not in self.actor.name
            and self.actor.start == 0
            and all(one.in_headline for one in self.clauses)
        )

    def had_been_said(self) -> bool:
        """Whether each act is only what the company "had said" before."""
        acting = [one for one in self.clauses if one.cue and not one.in_headline]
        return bool(acting) and all(
            one.cue and _HAD_SAID.search(one.sentence.text, 0, one.cue.end) for one in acting
        )

    def lifted(self) -> bool:
        """Whether a word says that the pledge itself is over."""
        return any(one.cue and one.cue.rule == "end.lifts" for one in self.clauses)


class Groups:
    """The groups of one text."""

    def __init__(self, published_on: date | None) -> None:
        self.published_on = published_on
        self._groups: dict[tuple[str, Act], Group] = {}
        self._promised = False
        self._shown = False
        self._earlier: set[str] = set()

    def add(self, clause: Clause, act: Act, actors: Iterable[Actor]) -> Iterator[Group]:
        """Add a clause that tells of an act; gives the groups that it made."""
        for actor in actors:
            key = (actor.key, act)
            if key not in self._groups:
                self._groups[key] = Group(actor, act)
                yield self._groups[key]
            group = self._groups[key]
            if (actor.stated and not group.actor.stated) or (
                group.actor.for_owner and not actor.for_owner
            ):
                group.actor = actor
            if len(group.clauses) < _MOST_CLAUSES:
                group.clauses.append(clause.of(actor))
                group.firm = group.firm or clause.tells_news(self.published_on)

    def about(self, owners: set[str]) -> list[Group]:
        """The groups of these companies that may still take a clause."""
        return [
            group
            for (owner, act), group in self._groups.items()
            if owner in owners
            and act in (*_NEW, Act.EXTEND, Act.WIDEN)
            and len(group.clauses) < _MOST_CLAUSES
        ]

    def owners(self) -> set[str]:
        """Whose acts have been found so far."""
        return {owner for owner, _ in self._groups}

    def notice(self, sentence: str) -> None:
        """Remember whether any sentence speaks of a promise, or of something that was found."""
        self._promised = self._promised or bool(_PROMISED.search(sentence))
        self._shown = self._shown or bool(_SHOWN.search(sentence))

    def notice_earlier(self, actors: Iterable[Actor]) -> None:
        """Remember whose pledge of earlier days the text tells of."""
        self._earlier |= {actor.key for actor in actors}

    def settled(self) -> list[Group]:
        """Drop what only nouns hint at, and announcements that a later act makes background."""
        self._fold()
        self._tell_breaches()
        self._tell_extensions()
        firm = [group for group in self._groups.values() if group.firm]
        changed = {group.actor.key for group in firm if group.act in _CHANGES}
        body = " ".join(one.text for group in firm for one in group.clauses if not one.in_headline)
        longer = {group.actor.key for group in firm if group.act == Act.EXTEND}
        plain = {group.act for group in firm if not group.actor.for_owner}
        plain |= set(_NEW) if plain & set(_NEW) else set()
        return [
            group
            for group in firm
            if not (group.actor.for_owner and group.act in plain)
            and not (group.act in _TAKEN_UP and group.actor.key in longer and not group.lifted())
            and not (body and group.only_a_first_word() and group.actor.name not in body)
            and not (
                group.act in _NEW
                and group.actor.key in changed
                and not group.dated(self.published_on)
            )
        ]

    def _fold(self) -> None:
        """What is lifted and resumed ends; what is announced and ordered is ordered."""
        for less, more in _SAME:
            for (owner, act), group in list(self._groups.items()):
                kept = self._groups.get((owner, more))
                if act != less or kept is None or not group.firm or not kept.firm:
                    continue
                del self._groups[(owner, act)]
                kept.clauses += group.clauses
                if group.actor.stated and not kept.actor.stated:
                    kept.actor = group.actor

    def _tell_extensions(self) -> None:
        """An announcement without an end, beside a pledge of earlier days, extends that pledge.

        One that "also" shuts somebody out widens it.
        """
        for (owner, act), group in list(self._groups.items()):
            if act != Act.ANNOUNCE or owner not in self._earlier:
                continue
            told = " ".join(one.text for one in group.clauses if one.cue)
            changed = (
                Act.EXTEND if _LONGER.search(told) else Act.WIDEN if _TOO.search(told) else None
            )
            if changed:
                del self._groups[(owner, act)]
                self._groups.setdefault((owner, changed), replace(group, act=changed))

    def _tell_breaches(self) -> None:
        """What is taken up again against a promise, with no word that it is over, is a breach.

        So is what a company had said that it does not do, where the text tells what was found.
        """
        for (owner, act), group in list(self._groups.items()):
            again = self._promised and act in _TAKEN_UP and not group.lifted()
            if again or (self._shown and act == Act.ANNOUNCE and group.had_been_said()):
                del self._groups[(owner, act)]
                self._groups.setdefault((owner, Act.BREACH), replace(group, act=Act.BREACH))
