"""Reads a whole text: which companies act, what they do, and the facts that belong to each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from news.extraction.acts import Cue, find_cues
from news.extraction.companies import Mention, NameBook
from news.extraction.days import is_background
from news.extraction.facts import Act, Reading
from news.extraction.gathering import Clause, gather_facts
from news.extraction.newcomers import find_newcomers, is_shouting, same_company
from news.extraction.phrases import ISSUES, STAND_IN, TOPIC
from news.extraction.sentences import Sentence, split_sentences
from news.extraction.speakers import (
    Actor,
    can_act,
    find_actors,
    others_act,
    speaks_of_a_company,
)
from news.extraction.talk import is_only_talk

LONGEST_TEXT = 100_000  # characters; what lies behind is not read
# More than any honest text has; a text made of nothing else must not cost minutes.
_MOST_CUES = 10  # in one sentence
_MOST_CLAUSES = 40  # for one company and act
_REACH = 150  # characters around a cue in which its object has to stand
_CHANGES = (Act.EXTEND, Act.NARROW, Act.END, Act.BREACH)


def read_text(
    text: str, book: NameBook, published_on: date | None, *, headline_length: int = 0
) -> list[Reading]:
    """Read what a text says companies did: one reading for each company and act.

    Args:
        text: plain text; offsets of the facts count in it.
        book: the names of the register.
        published_on: weekdays and dates without a year are resolved against it; without it no
            day is read and no end is counted.
        headline_length: how many characters at the start are the headline.

    Never raises on any text. Takes time in proportion to its length.
    """
    return _Reader(text[:LONGEST_TEXT], book, published_on, headline_length).read()


@dataclass
class _Group:
    """Everything found for one company and act, clause by clause."""

    actor: Actor
    act: Act
    clauses: list[Clause] = field(default_factory=list)
    firm: bool = False


class _Reader:
    def __init__(
        self, text: str, book: NameBook, published_on: date | None, headline_length: int
    ) -> None:
        self.text, self.published_on = text, published_on
        self.mentions = book.find(text)
        self.sentences = split_sentences(text, headline_length)
        self.groups: dict[tuple[str, Act], _Group] = {}
        self.recent: list[Actor] = []
        self.topic_seen_at = -10
        self.newcomers: list[str] = []
        self.headline_length = headline_length

    def read(self) -> list[Reading]:
        if not TOPIC.search(self.text) and not any(one.role == "product" for one in self.mentions):
            return []
        index = 0
        for number, sentence in enumerate(self.sentences):
            here = []
            while index < len(self.mentions) and self.mentions[index].start < sentence.end:
                if self.mentions[index].start >= sentence.start:
                    here.append(_shift(self.mentions[index], -sentence.start))
                index += 1
            self._read_sentence(number, sentence, here)
        return [
            gather_facts(group.actor, group.act, group.clauses, self.published_on)
            for group in self._settled()
        ]

    def _read_sentence(self, number: int, sentence: Sentence, mentions: list[Mention]) -> None:
        text = sentence.text
        names_topic = bool(TOPIC.search(text)) or any(one.role == "product" for one in mentions)
        if names_topic:
            self.topic_seen_at = number
        in_context = names_topic or number - self.topic_seen_at <= 2 or sentence.headline
        cues = find_cues(text)[:_MOST_CUES] if in_context else []
        mentions = self._with_newcomers(sentence, mentions) if in_context else mentions
        told: list[tuple[Cue, list[Actor]]] = []
        for cue in cues:
            if any(one.start < cue.end and cue.start < one.end for one in mentions):
                continue  # a word of a name: "Austin City Limits"
            actors = self._actors(sentence, cue, mentions, names_topic)
            if actors:
                told.append((cue, actors))
        for place, (cue, actors) in enumerate(told):
            start, end = _clause(text, told, place)
            self._add(Clause(sentence, start, end, cue, tuple(mentions)), cue.act, actors)
        if not told and in_context:
            self._follow_up(sentence, mentions)
        mentions = [one for one in mentions if can_act(one, text)]
        named = [Actor(one.owner, one.slug, one.start, one.end) for one in mentions]
        if told:
            self.recent = told[-1][1]
        elif named:
            self.recent = named[:1] if not sentence.headline else _first_group(text, mentions)

    def _with_newcomers(self, sentence: Sentence, known: list[Mention]) -> list[Mention]:
        """The sentence's names with those that the register does not know, in their order."""
        cut = self.headline_length
        elsewhere = self.text[cut:] if sentence.headline else self.text[:cut]
        shouting = sentence.headline and is_shouting(sentence.text)
        found = find_newcomers(sentence.text, known, shouting=shouting, elsewhere=elsewhere)
        named = [self._settle_name(one) for one in found]
        return sorted([*known, *named], key=lambda one: one.start)

    def _settle_name(self, mention: Mention) -> Mention:
        """A new name as the text first gave it, or the known company whose short form it is."""
        if mention.role != "new":
            return mention
        for known in self.mentions:
            if known.role in ("name", "alias", "former") and same_company(known.text, mention.text):
                return replace(mention, owner=known.owner, slug=known.slug, role="alias")
        for name in self.newcomers:
            if same_company(name, mention.text):
                return replace(mention, owner=name)
        self.newcomers.append(mention.text)
        return mention

    def _actors(
        self, sentence: Sentence, cue: Cue, mentions: list[Mention], names_topic: bool
    ) -> list[Actor]:
        text = sentence.text
        if not _has_object(text, cue, mentions, names_topic):
            return []
        if is_only_talk(text, cue, 0):
            return []
        if cue.act == Act.ANNOUNCE and is_background(text, cue.start, self.published_on):
            return []
        actors = find_actors(text, cue, mentions, self.recent)
        if cue.form == "noun" and not _owns_noun(text, cue, actors):
            return []
        return actors

    def _add(self, clause: Clause, act: Act, actors: Iterable[Actor]) -> None:
        for actor in actors:
            key = (actor.slug or actor.owner.casefold(), act)
            group = self.groups.setdefault(key, _Group(actor, act))
            if (actor.stated and not group.actor.stated) or (
                group.actor.for_owner and not actor.for_owner
            ):
                group.actor = actor
            if len(group.clauses) >= _MOST_CLAUSES:
                continue
            group.clauses.append(clause.of(actor))
            group.firm = group.firm or clause.tells_news(self.published_on)

    def _follow_up(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        """Keep a sentence with no act of its own for the facts it may add: exemptions, a day."""
        owners = {one.slug or one.owner.casefold() for one in mentions}
        speaks_of = owners & {owner for owner, _ in self.groups}
        others = any(one.slug and one.role != "public_body" for one in mentions) or (
            not speaks_of and others_act(sentence.text, mentions)
        )
        recent = set() if others else {one.slug or one.owner.casefold() for one in self.recent}
        for (owner, act), group in self.groups.items():
            if len(group.clauses) >= _MOST_CLAUSES:
                continue
            if act in (Act.ANNOUNCE, Act.EXTEND) and owner in (speaks_of or recent):
                group.clauses.append(
                    Clause(sentence, 0, len(sentence.text), None, tuple(mentions)).of(group.actor)
                )

    def _settled(self) -> list[_Group]:
        """Drop what only nouns hint at, and announcements that a later act makes background."""
        changed = {
            owner for (owner, act), group in self.groups.items() if act in _CHANGES and group.firm
        }
        plain = {act for (_, act), group in self.groups.items() if not group.actor.for_owner}
        kept = []
        for (owner, act), group in self.groups.items():
            if not group.firm or (group.actor.for_owner and act in plain):
                continue
            if (
                act == Act.ANNOUNCE
                and owner in changed
                and not any(one.cue and one.dated(self.published_on) for one in group.clauses)
            ):
                continue
            kept.append(group)
        return kept


def _shift(mention: Mention, by: int) -> Mention:
    return Mention(
        mention.owner,
        mention.slug,
        mention.role,
        mention.text,
        mention.start + by,
        mention.end + by,
    )


def _first_group(text: str, mentions: Sequence[Mention]) -> list[Actor]:
    chosen = [mentions[0]]
    for mention in mentions[1:]:
        gap = text[chosen[-1].end : mention.start]
        if len(gap) > 12 or not any(mark in gap for mark in (",", "and", "&")):
            break
        chosen.append(mention)
    return [Actor(one.owner, one.slug, one.start, one.end) for one in chosen]


def _has_object(text: str, cue: Cue, mentions: Sequence[Mention], names_topic: bool) -> bool:
    """Whether facial recognition, or a word that stands for it, is what the cue acts on.

    It follows the cue within the clause; or it stands before it, where the cue needs no object
    or the sentence is passive ("the system is shutting down", "sales were halted").
    """
    stop = _CLAUSE_END.search(text, cue.end, cue.end + _REACH)
    end = stop.start() if stop else min(len(text), cue.end + _REACH)
    if _names(text, cue.start, end, mentions) or STAND_IN.search(text, cue.end, end):
        return True
    start = max(0, cue.start - _REACH)
    if cue.form != "verb" or cue.rule != "announce.stops":
        return names_topic and _names(text, start, min(len(text), cue.end + _REACH), mentions)
    return bool(
        _PASSIVE.search(text, max(0, cue.start - 30), cue.start)
        or _NOTHING_FOLLOWS.match(text, cue.end)
    ) and (_names(text, start, cue.start, mentions) or bool(STAND_IN.search(text, start, cue.start)))


def _names(text: str, start: int, end: int, mentions: Sequence[Mention]) -> bool:
    return bool(TOPIC.search(text, start, end)) or any(
        one.role == "product" and start <= one.start < end for one in mentions
    )


# Behind these the sentence speaks of something else: "stops fraud, it says, and ends ..."
_CLAUSE_END = re.compile(
    r"[;.](?=\s|$)|,\s+(?!and\b|or\b)|,?\s+(?:while|because|amid|despite|but|whereas|although|though)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
_NOTHING_FOLLOWS = re.compile(r"\s*(?:$|[.;:,!?—–\"”]|(?:after|amid|as|for\s+good|in|following|until|because|on)\b)", re.I)


def _owns_noun(text: str, cue: Cue, actors: Sequence[Actor]) -> bool:
    """Whether a pledge noun belongs to the company: "IBM's pause", "Amazon announced a pause"."""
    for actor in actors:
        if not actor.stated:
            return bool(ISSUES.search(text, 0, cue.start))
        if actor.start >= cue.end and _BY.fullmatch(text, cue.end, actor.start):
            return True
        gap = text[actor.end : cue.start]
        if 0 < len(gap) < 80 and (_POSSESSES.fullmatch(gap) or ISSUES.search(gap)):
            return True
    return False


_BY = re.compile(r"\s+(?:by|from)\s+(?:the\s+)?")
_POSSESSES = re.compile(r"['’]s?\s+(?:[\w,-]+\s+){0,6}|\s+(?:[\w-]+\s+){0,2}")


def _clause(text: str, told: Sequence[tuple[Cue, list[Actor]]], place: int) -> tuple[int, int]:
    """The stretch of the sentence that belongs to one act: from its actor to the next one's."""
    cue, actors = told[place]
    starts = [actor.start for actor in actors if actor.stated and actor.start < cue.start]
    start = 0
    if place and starts and _others(told[place - 1][1], actors):
        start = min(starts)
    end = len(text)
    for later, others in told[place + 1 :]:
        if _others(actors, others):
            behind = [
                one.start for one in others if one.stated and cue.end <= one.start < later.start
            ]
            end = min(behind) if behind else later.start
            break
    return start, max(end, cue.end)


def _others(one: Sequence[Actor], two: Sequence[Actor]) -> bool:
    return {actor.owner for actor in one} != {actor.owner for actor in two}
