"""Tells when two articles are the same news: by address, by their words, by what they tell; pure.

The words are compared by the smallest hashes of their runs of words (bottom-k sketches): the share
of common ones estimates how much of the shorter text stands in the longer one. A copy of a report
with its ends cut and some words changed keeps most of its runs; two reporters who write about the
same announcement share little more than its quotes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

SKETCH = 48  # hashes kept of a text
RUN = 4  # words in a run
FEWEST_RUNS = 20  # of a shorter text nothing can be said
SAME_WORDS = 0.45  # share of the shorter text's runs that the longer one holds
_LONGEST = 20_000  # characters compared
# Headlines of one and the same thing: one outlet writes that a firm stops, another that it must.
_SAID_ALIKE = {"order": "announce", "widen": "extend", "resume": "end"}
_WORD = re.compile(r"\w+")
_SPACE = 1 << 63


@dataclass(frozen=True)
class Claim:
    """What an article tells first of all: a company (slug or name), its act and the day."""

    company: str
    act: str
    day: date | None


def hashed(text: str) -> int:
    """A text as a number below 2 to the 63rd, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) >> 1


def url_key(url: str) -> int | None:
    """The key of an address; its scheme, a "www." and a final slash make no difference."""
    parts = urlsplit(url)
    if not parts.hostname:
        return None
    path = parts.path.rstrip("/")
    if not path and not parts.query:
        return None  # a front page is no article
    return hashed(f"{parts.hostname.removeprefix('www.')}{path}?{parts.query}")


def sketch(text: str) -> list[int]:
    """The smallest hashes of a text's runs of words, in rising order; fewer for a short text."""
    words = [match[0] for match in _WORD.finditer(text[:_LONGEST].casefold())]
    runs = {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    return sorted(map(hashed, runs))[:SKETCH]


def overlap(one: Collection[int], other: Collection[int]) -> float:
    """How much of the shorter text's runs stand in the longer one, from 0 to 1; an estimate."""
    if min(len(one), len(other)) < FEWEST_RUNS:
        return 0.0
    union = sorted({*one, *other})[:SKETCH]
    both = {*one} & {*other}
    jaccard = sum(1 for value in union if value in both) / len(union)
    shorter, longer = sorted((_runs(one), _runs(other)))
    return min(1.0, jaccard * (shorter + longer) / (1 + jaccard) / shorter)


def same_words(one: Collection[int], other: Collection[int]) -> bool:
    """Whether one text repeats the other."""
    return overlap(one, other) >= SAME_WORDS


def _runs(sketched: Collection[int]) -> float:
    """How many runs a text has, estimated from how far its smallest hashes reach."""
    if len(sketched) < SKETCH:
        return len(sketched)
    return (SKETCH - 1) / (max(sketched) / _SPACE)


def act_key(claim: Claim) -> int | None:
    """The key under which a claim is kept; none without a day."""
    return _act_key(claim, claim.day) if claim.day else None


def act_keys_near(claim: Claim) -> list[int]:
    """The keys under which the same claim may be kept: its day, the day before and after.

    Reports that give no day are known by their own, often the day after.
    """
    if claim.day is None:
        return []
    days = (claim.day + timedelta(days=step) for step in (0, -1, 1))
    return [_act_key(claim, day) for day in days]


def _act_key(claim: Claim, day: date) -> int:
    act = _SAID_ALIKE.get(claim.act, claim.act)
    return hashed(f"{claim.company.casefold()}/{act}/{day.isoformat()}")
