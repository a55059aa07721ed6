"""Gathers, from the clauses that tell of one act of one company, the facts they state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from moratoriums.lasting import shortest_edtf
from news.extraction.acts import Cue
from news.extraction.companies import Mention
from news.extraction.days import StatedDay, find_days
from news.extraction.exemptions import Exempt, find_exempt
from news.extraction.facts import Act, Fact, Reading
from news.extraction.lasting import Lasting, find_lasting
from news.extraction.newcomers import is_called_a_company
from news.extraction.phrases import ISSUES, PLEDGE_NOUN
from news.extraction.sentences import Sentence
from news.extraction.speakers import Actor
from news.extraction.who import find_barred, find_channel, find_places

_SAYING = re.compile(
    r"\b(?:announc\w+|said|statement|blog|letter|decision|move|news|told|confirm\w+|interview|event|settle\w*|agree\w*|order\w*|rul(?:ed|ing))\b",
    re.IGNORECASE,
)
_PLEDGE = re.compile(rf"\b{PLEDGE_NOUN}\b", re.IGNORECASE)
_PAUSE = re.compile(
    r"\b(?:moratori\w+|paus\w+|suspen\w+|temporar\w+|hold|freez\w+|hiatus|halt\w*)\b", re.IGNORECASE
)
_LEAVES = re.compile(
    r"\b(?:exit\w*|withdr\w+|quit\w*|abandon\w*|sunset\w*|scrap\w*|shut\w*|ceas\w+|discontinu\w+|general[\s-]purpose"
    r"|(?:develop|offer|research|pursu)\w*|get\w*\s+out|out\s+of|it\s+quits|leav\w+|walk\w*\s+away)\b",
    re.IGNORECASE,
)
_SELLS = re.compile(r"\b(?:sell\w*|sales?|selling|provid\w+|suppl\w+|licens\w+)\b", re.IGNORECASE)


_OF_BEFORE = re.compile(
    r"(?!another|for\b|until|till|by\b)[\w-]+[\s-](?:year|month|week|day)s?(?:[\s-]long)?\s+(?:\w+\s+){0,2}"
    rf"{PLEDGE_NOUN}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence about one act; ``cue`` is None where it only adds facts."""

    sentence: Sentence
    start: int
    end: int
    cue: Cue | None
    mentions: tuple[Mention, ...]
    actor: Actor | None = None
    tells_day: bool = True  # False: the day in it is somebody else's

    def of(self, actor: Actor) -> Clause:
        """The same stretch, read for one actor."""
        return replace(self, actor=actor)

    @property
    def in_headline(self) -> bool:
        """Whether it stands in the headline."""
        return self.sentence.headline

    @property
    def text(self) -> str:
        """The words of the stretch."""
        return self.sentence.text[self.start : self.end]

    def days(self, published_on: date | None) -> list[StatedDay]:
        """The days the stretch states; a clause without an act has to speak of saying something."""
        if not self.tells_day or (self.cue is None and not _SAYING.search(self.text)):
            return []
        return find_days(self.text, published_on)

    def dated(self, published_on: date | None) -> bool:
        """Whether it states a day of its own."""
        return bool(self.days(published_on))

    def tells_news(self, published_on: date | None) -> bool:
        """Whether it reports the act itself; "Amazon's pause" alone may be an old one."""
        if self.cue is None or self.cue.form != "noun":
            return self.cue is not None
        lead = self.sentence.text[max(0, self.cue.start - 60) : self.cue.start]
        return bool(ISSUES.search(lead)) or self.dated(published_on)

    def fact(
        self, name: str, value: str, start: int, end: int, rule: str, confidence: float
    ) -> Fact:
        """A fact whose offsets, given within the stretch, become offsets in the whole text."""
        offset = self.sentence.start + self.start
        quote = self.text[start:end]
        return Fact(name, value[:500], quote, offset + start, offset + end, rule, confidence)


def gather_facts(
    actor: Actor, act: Act, clauses: Sequence[Clause], published_on: date | None
) -> Reading:
    """The reading of one company and act; body text goes before headlines, acts before asides."""
    ordered = sorted(clauses, key=_telling)
    acting = [one for one in ordered if one.cue]
    facts = [*_who_acts(actor, act, acting), *_day(ordered, published_on)]
    stated = date.fromisoformat(facts[-1].value) if facts[-1].name == "announced" else None
    if act not in (Act.END, Act.RESUME, Act.BREACH):
        facts += _lasting(ordered, act, stated, published_on)
    facts += _products(actor, ordered)
    facts += _scope(acting)
    facts += _exempt(actor, ordered)
    if act in (Act.ANNOUNCE, Act.ORDER):
        facts += _kind(acting, facts)
    return Reading(actor.owner, actor.slug, bool(actor.slug), act, tuple(facts), actor.name)


def _telling(clause: Clause) -> tuple[bool, bool, bool]:
    """Sort key: clauses with an act first, body before headline, verbs before mere nouns."""
    noun = clause.cue is not None and clause.cue.form == "noun"
    return clause.cue is None, clause.sentence.headline, noun


def _who_acts(actor: Actor, act: Act, acting: Sequence[Clause]) -> Iterator[Fact]:
    for clause in acting:
        own = clause.actor
        if own and own.stated and clause.start <= own.start < clause.end:
            rule, sure = ("company.register", 0.95) if own.slug else ("company.new", 0.5)
            if not own.slug and is_called_a_company(clause.sentence.text, own.start, own.end):
                sure = 0.7
            if own.by_product:
                rule, sure = "company.by_product", 0.7
            yield clause.fact(
                "company", actor.owner, own.start - clause.start, own.end - clause.start, rule, sure
            )
            break
    else:
        clause = acting[0]
        yield clause.fact("company", actor.owner, 0, 0, "company.referred", 0.6)
    telling = next((one for one in acting if one.cue and one.cue.act == act), acting[0])
    cue = telling.cue
    if cue:
        start = telling.start
        rule = cue.rule if cue.act == act else _BY_CONTEXT[cue.act, act]
        yield telling.fact("act", act, cue.start - start, cue.end - start, rule, 0.8)


# What the rest of the text makes of an act.
_BY_CONTEXT = {
    (Act.END, Act.BREACH): "breach.against_a_promise",
    (Act.RESUME, Act.BREACH): "breach.against_a_promise",
    (Act.ANNOUNCE, Act.BREACH): "breach.shown_otherwise",
    (Act.ANNOUNCE, Act.EXTEND): "extend.after_an_earlier_one",
    (Act.ANNOUNCE, Act.WIDEN): "widen.after_an_earlier_one",
}


def _day(clauses: Sequence[Clause], published_on: date | None) -> list[Fact]:
    for clause in clauses:
        days = clause.days(published_on)
        if days:
            day = _nearest(days, clause)
            sure = 0.9 if clause.cue else 0.6
            return [
                clause.fact("announced", day.day.isoformat(), day.start, day.end, day.rule, sure)
            ]
    return []


def _nearest(days: Sequence[StatedDay], clause: Clause) -> StatedDay:
    cue = clause.cue.start - clause.start if clause.cue else 0
    return min(days, key=lambda day: abs(day.start - cue))


# Stands in where no day is known; what is counted from it is dropped.
_ANY_DAY = date(2000, 1, 1)

# The register's word for each kind of answer the term grammar gives.
_TERM_OF = {
    "duration": "fixed",
    "date": "fixed",
    "at_least": "fixed",
    "at_most": "fixed",
    "open": "until_further_notice",
    "permanent": "permanent",
    "conditional": "until_condition",
}


def _lasting(
    clauses: Sequence[Clause], act: Act, stated: date | None, published_on: date | None
) -> list[Fact]:
    """Term, length, end and condition: the first dated term wins, a condition joins it.

    In an extension "its one-year pause" tells of the pledge that was, not of how long it lasts now.
    """
    found: list[tuple[Clause, Lasting]] = []
    for clause in clauses:
        if clause.cue is None and not _PLEDGE.search(clause.text):
            continue
        found += [
            (clause, one)
            for one in find_lasting(clause.text, stated or published_on or _ANY_DAY)
            if act != Act.EXTEND or not _OF_BEFORE.match(clause.text, one.start)
        ]
    settled = [pair for pair in found if pair[1].term.kind in _TERM_OF]
    if not settled:
        return [
            clause.fact("term_unread", one.term.reason, one.start, one.end, "needs_human", 0.3)
            for clause, one in found[:1]
        ]
    main = next((pair for pair in settled if _TERM_OF[pair[1].term.kind] == "fixed"), settled[0])
    condition = next((pair for pair in [main, *settled] if pair[1].term.condition), None)
    clause, lasting = main
    kind = _TERM_OF[lasting.term.kind]
    facts = [_term_fact(clause, lasting, "term", kind)]
    facts += _length_and_end(clause, lasting, stated, known=bool(stated or published_on))
    if condition:
        facts.append(
            condition[0].fact(
                "condition",
                condition[1].term.condition,
                condition[1].start,
                condition[1].end,
                "term.condition" if kind == "until_condition" else "condition.beside",
                0.8,
            )
        )
    return facts


def _term_fact(clause: Clause, lasting: Lasting, name: str, value: str) -> Fact:
    return clause.fact(name, value, lasting.start, lasting.end, f"term.{lasting.term.rule}", 0.85)


def _length_and_end(
    clause: Clause, lasting: Lasting, stated: date | None, *, known: bool
) -> Iterator[Fact]:
    term = lasting.term
    if term.months or term.days:
        length = f"P{term.months}M" if term.months else f"P{term.days}D"
        yield _term_fact(clause, lasting, "length", length)
    counted = bool(term.months or term.days)
    if term.alert_on and (stated or (known and not counted)):
        yield _term_fact(
            clause, lasting, "end", shortest_edtf(term.alert_on, term.lapse_on or term.alert_on)
        )


def _products(actor: Actor, clauses: Sequence[Clause]) -> Iterator[Fact]:
    seen: set[str] = set()
    for clause in clauses:
        for mention in clause.mentions:
            if mention.role != "product" or mention.slug != actor.slug:
                continue
            start = mention.start - clause.start
            if not 0 <= start < len(clause.text):
                continue
            name = mention.text
            lead = f"{actor.owner} "
            if clause.text[:start].endswith(lead):  # "Amazon Rekognition"
                name, start = lead + name, start - len(lead)
            known = name.casefold().removeprefix(lead.casefold())
            if known not in seen:
                seen.add(known)
                yield clause.fact(
                    "product", name, start, mention.end - clause.start, "product.register", 0.9
                )


def _scope(acting: Sequence[Clause]) -> list[Fact]:
    """Whose use, where, and how bindingly: each from the first act that says it."""
    facts: list[Fact] = []
    for clause in acting:
        channel = find_channel(clause.text)
        found = {
            "whose_use": find_barred(clause.text),
            "place": find_places(clause.text),
            "force": [channel] if channel else [],
        }
        for name, spans in found.items():
            if not any(fact.name == name for fact in facts):
                facts += [
                    clause.fact(name, one.value, one.start, one.end, one.rule, 0.7) for one in spans
                ]
    return facts


def _exempt(actor: Actor, clauses: Sequence[Clause]) -> list[Fact]:
    own = frozenset(
        mention.text.casefold()
        for clause in clauses
        for mention in clause.mentions
        if (mention.slug or mention.owner.casefold()) == actor.key
    )
    found: dict[str, Fact] = {}
    for clause in clauses:
        if clause.sentence.headline:
            continue
        for one in find_exempt(clause.text, own):
            fact = _exempt_fact(clause, one)
            found.setdefault(f"{fact.name}/{fact.value.casefold()}", fact)
    return list(found.values())


def _exempt_fact(clause: Clause, one: Exempt) -> Fact:
    if one.rule == "exempt.purpose":
        return clause.fact("exempt_purpose", one.value, one.start, one.end, one.rule, 0.7)
    name = "exempt" if one.named else f"exempt_{one.kind}"
    sure = 0.85 if one.named else 0.6
    return clause.fact(name, one.value, one.start, one.end, one.rule, sure)


def _kind(acting: Sequence[Clause], facts: Sequence[Fact]) -> list[Fact]:
    """What sort of pledge it is, as a word of the register, from the words of the act."""
    terms = {fact.value for fact in facts if fact.name == "term"}
    users = {fact.value for fact in facts if fact.name == "whose_use"}
    for clause in acting:
        if clause.cue is None:
            continue
        tail = clause.text[max(0, clause.cue.start - clause.start - 30) :]
        pause, leaves, sells = _PAUSE.search(tail), _LEAVES.search(tail), _SELLS.search(tail)
        if pause or terms & {"fixed", "until_further_notice"}:
            return [_kind_fact(clause, "moratorium", "kind.term")]
        if users & {"police", "government", "business"} and (sells or not leaves):
            return [_kind_fact(clause, "sales_ban", "kind.sales")]
        if "own" in users:
            return [_kind_fact(clause, "exit", "kind.own_use")]
        if leaves:
            return [_kind_fact(clause, "exit", "kind.leaves")]
    return []


def _kind_fact(clause: Clause, kind: str, rule: str) -> Fact:
    cue = clause.cue
    assert cue is not None  # noqa: S101  (callers pass acting clauses only)
    return clause.fact("kind", kind, cue.start - clause.start, cue.end - clause.start, rule, 0.6)
