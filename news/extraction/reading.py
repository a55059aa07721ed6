"""Reads a whole text: which companies act, what they do, and the facts that belong to each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from news.extraction.acts import Cue, find_cues
from news.extraction.companies import Mention, NameBook
from news.extraction.days import is_background
from news.extraction.facts import Act, Reading
from news.extraction.gathering import Clause, gather_facts
from news.extraction.naming import Namer
from news.extraction.objects import has_object, owns_noun
from news.extraction.orders import is_ordered
from news.extraction.sentences import Sentence, split_sentences
from news.extraction.settling import Groups
from news.extraction.speakers import (
    COMPANY_ROLES,
    Actor,
    acting_names,
    actor_of,
    find_actors,
    first_group,
    others_act,
    speaks_of_a_company,
)
from news.extraction.talk import is_only_talk
from news.extraction.topic import find_topics

LONGEST_TEXT = 100_000  # characters; what lies behind is not read
# More than any honest sentence has; a text made of nothing else must not cost minutes.
_MOST_CUES = 10
_SENTENCES_ON = 2  # so long "it" may mean what an earlier sentence named


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


@dataclass(frozen=True)
class _Scene:
    """One sentence with the names in it and the places where it names the topic."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    topics: tuple[int, ...]

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.sentence.text

    def clause(self, start: int, end: int, cue: Cue | None, *, tells_day: bool = True) -> Clause:
        """A stretch of it."""
        return Clause(self.sentence, start, end, cue, self.mentions, tells_day=tells_day)


class _Reader:
    def __init__(
        self, text: str, book: NameBook, published_on: date | None, headline_length: int
    ) -> None:
        self.published_on = published_on
        self.mentions = book.find(text)
        self.starts = [one.start for one in self.mentions]
        self.topics = sorted(
            [start for start, _ in find_topics(text)]
            + [one.start for one in self.mentions if one.role == "product"]
        )
        self.sentences = split_sentences(text, headline_length) if self.topics else []
        self.namer = Namer(text, headline_length, self.mentions)
        self.groups = Groups(published_on)
        self.recent: list[Actor] = []
        self.held: list[Clause] = []
        self.topic_seen_at = -10

    def read(self) -> list[Reading]:
        for number, sentence in enumerate(self.sentences):
            self._read_sentence(number, sentence)
        return [
            gather_facts(group.actor, group.act, group.clauses, self.published_on)
            for group in self.groups.settled()
        ]

    def _read_sentence(self, number: int, sentence: Sentence) -> None:
        topics = self._topics_of(sentence)
        if topics:
            self.topic_seen_at = number
        in_context = number - self.topic_seen_at <= _SENTENCES_ON or sentence.headline
        known = self._known_in(sentence)
        if not in_context:
            self._remember(sentence, known, [])
            return
        scene = _Scene(sentence, tuple(self.namer.names_in(sentence, known)), topics)
        told = self._told(scene)
        for place, (cue, actors) in enumerate(told):
            clause = scene.clause(*_stretch(scene.text, told, place), cue)
            for group in self.groups.add(clause, cue.act, actors):
                group.clauses += [one.of(group.actor) for one in self.held]
                self.held = []
        if not told:
            self._follow_up(scene)
        else:
            self.topic_seen_at = number
        self.groups.notice(scene.text)
        self._remember(sentence, scene.mentions, told)

    def _topics_of(self, sentence: Sentence) -> tuple[int, ...]:
        first = bisect_left(self.topics, sentence.start)
        last = bisect_left(self.topics, sentence.end)
        return tuple(start - sentence.start for start in self.topics[first:last])

    def _known_in(self, sentence: Sentence) -> list[Mention]:
        first = bisect_left(self.starts, sentence.start)
        last = bisect_left(self.starts, sentence.end)
        return [one.moved(-sentence.start) for one in self.mentions[first:last]]

    def _told(self, scene: _Scene) -> list[tuple[Cue, list[Actor]]]:
        """The acts of a sentence with those who act."""
        told = []
        for cue in find_cues(scene.text)[:_MOST_CUES]:
            if any(one.start <= cue.start < one.end for one in scene.mentions):
                continue  # a word of a name: "Austin City Limits"
            if self._is_act(scene, cue):
                actors = find_actors(scene.text, cue, scene.mentions, self.recent)
                if cue.form == "noun" and not owns_noun(scene.text, cue, actors):
                    continue
                if actors:
                    told.append((self._bound(scene, cue, actors), actors))
                elif speaks_of_a_company(scene.text, cue.start):
                    self.held = [scene.clause(0, len(scene.text), None)]  # until it is named
        return told

    def _bound(self, scene: _Scene, cue: Cue, actors: Sequence[Actor]) -> Cue:
        """The same cue, as an order where somebody else makes the company stop."""
        if cue.act == Act.ANNOUNCE and is_ordered(scene.text, cue, actors, scene.mentions):
            return replace(cue, act=Act.ORDER, rule="order.binds")
        return cue

    def _is_act(self, scene: _Scene, cue: Cue) -> bool:
        if not has_object(scene.text, cue, scene.topics) or is_only_talk(scene.text, cue, 0):
            return False
        if cue.act != Act.ANNOUNCE or not is_background(scene.text, cue.start, self.published_on):
            return True
        self.groups.notice_earlier(find_actors(scene.text, cue, scene.mentions, self.recent))
        return False

    def _follow_up(self, scene: _Scene) -> None:
        """Keep a sentence with no act of its own for the facts it may add: exemptions, a day."""
        owners = {one.slug or one.owner.casefold() for one in scene.mentions}
        owners &= self.groups.owners()
        by_name = bool(owners)
        if not owners and not any(one.slug for one in scene.mentions if one.role != "public_body"):
            owners = {one.key for one in self.recent}
        groups = self.groups.about(owners)
        if not groups:
            return
        tells_day = by_name or not others_act(scene.text, scene.mentions)
        clause = scene.clause(0, len(scene.text), None, tells_day=tells_day)
        for group in groups:
            group.clauses.append(clause.of(group.actor))

    def _remember(
        self,
        sentence: Sentence,
        mentions: Sequence[Mention],
        told: Sequence[tuple[Cue, list[Actor]]],
    ) -> None:
        """Who "it" and "the company" of the next sentence are."""
        acting = acting_names(sentence.text, mentions)
        if sentence.headline and not acting:  # "Foodworld cameras match faces": whose news it is
            acting = [one for one in mentions if one.role in COMPANY_ROLES and one.start == 0]
        if told:
            self.recent = told[-1][1]
        elif acting:
            together = sentence.headline
            self.recent = first_group(sentence.text, acting) if together else [actor_of(acting[0])]


def _stretch(text: str, told: Sequence[tuple[Cue, list[Actor]]], place: int) -> tuple[int, int]:
    """The part of the sentence that belongs to one act: from its actor to the next one's."""
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
