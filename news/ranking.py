"""How likely a story is wanted: the parts of its score, from features and stored weights; pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from news.stories import hashed

WORD_BUCKETS = 256
_COMMON_WORDS = """a an and are as at be but by for from has have in into is it its not of on or
over says say that the their this to was will with"""
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True)
class Seen:
    """What the ranker sees of one story."""

    confidence: float  # of the rules, from 0 to 1
    facts: Sequence[str] = ()  # names of the facts read
    rules: Sequence[str] = ()
    acts: Sequence[str] = ()
    outlets: Sequence[str] = ()
    headline: str = ""
    known_company: bool = False
    near_pledge: bool = False
    reports: int = 1


@dataclass(frozen=True)
class Weights:
    """What a training left: one weight for each feature it saw."""

    of: Mapping[str, float] = field(default_factory=dict)
    intercept: float = 0.0


@dataclass(frozen=True)
class Score:
    """A story's place in the queue, from 0 to 1, and what made it: label and amount."""

    value: float
    parts: tuple[tuple[str, float], ...]


def features(seen: Seen) -> dict[str, float]:
    """A story as named numbers; the words of the headline fall into numbered buckets."""
    found = {"rules' confidence": seen.confidence, "independent reports": math.log1p(seen.reports)}
    found["company on record"] = float(seen.known_company)
    found["pledge on record"] = float(seen.near_pledge)
    for sort, names in (
        ("fact", seen.facts),
        ("rule", seen.rules),
        ("act", seen.acts),
        ("outlet", seen.outlets),
    ):
        found.update({f"{sort}: {name}": 1.0 for name in names})
    found.update({f"word {bucket}": 1.0 for bucket in _buckets(seen.headline)})
    return {name: value for name, value in found.items() if value}


def _buckets(headline: str) -> set[int]:
    words = {"".join(filter(str.isalnum, word)) for word in headline.casefold().split()}
    return {hashed(word) % WORD_BUCKETS for word in words - _COMMON if len(word) > 1}


def score(found: Mapping[str, float], weights: Weights | None) -> Score:
    """The score of a story. Without weights the rules' confidence is the score."""
    confidence = found.get("rules' confidence", 0.0)
    if weights is None:
        return Score(confidence, (("rules' confidence", round(confidence, 2)),))
    amounts = {name: weights.of.get(name, 0.0) * value for name, value in found.items()}
    total = weights.intercept + sum(amounts.values())
    return Score(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), _parts(amounts))


def _parts(amounts: Mapping[str, float], shown: int = 5) -> tuple[tuple[str, float], ...]:
    """The heaviest parts; the words of the headline count as one."""
    named = {name: amount for name, amount in amounts.items() if not name.startswith("word ")}
    named["words of the headline"] = sum(amounts.values()) - sum(named.values())
    heavy = sorted(named.items(), key=lambda part: -abs(part[1]))[:shown]
    return tuple((name, round(amount, 2)) for name, amount in heavy if abs(amount) >= 0.005)


def confidence_of(facts: Iterable[Mapping[str, Any]]) -> float:
    """How sure the rules are of one reading: of the company, the act, and what was pledged.

    A reading without a day or a term is as likely as one with them, so only the first two count
    fully; each further sort of fact closes a tenth of what is left to certainty.
    """
    best: dict[str, float] = {}
    for fact in facts:
        name = str(fact["name"])
        best[name] = max(best.get(name, 0.0), float(fact["confidence"]))
    sure = best.get("company", 0.0) * best.get("act", 0.0)
    further = len(best.keys() & {"announced", "term", "whose_use", "product", "kind", "condition"})
    return 1 - (1 - sure) * 0.9**further
