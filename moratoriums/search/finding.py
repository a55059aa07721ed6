"""Asking the index: which records, in which order, and why each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.db.models.expressions import RawSQL

from moratoriums.models import SearchText
from moratoriums.search.engines import Engine, engine
from moratoriums.search.pieces import Piece, read_pieces
from moratoriums.search.words import (
    Term,
    found_in,
    may_have,
    nearest,
    passes,
    read_terms,
    spans,
    words_in,
)

# More matches than this are not ranked: so common a word tells none of them from the others.
RANKED_MOST = 2000
_AROUND = 90


@dataclass(frozen=True)
class Found:
    """What a search came to: keys of pledges, the best first if there were not too many to rank.

    ``read_as`` says which words were taken for a mistyped one.
    """

    ids: Sequence[int] = ()
    ranked: bool = True
    terms: tuple[Term, ...] = ()
    read_as: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reason:
    """Why a record was found: the kind of its piece, and the words around, those found marked."""

    kind: str
    parts: Sequence[tuple[str, bool]]


def find(text: str, *, known_by: date | None = None) -> Found:
    """Search the published records for all the words of a text, and its phrases in quotes.

    When nothing has them all, a word that no record has is taken for the known words nearest to it.

    Args:
        known_by: count only what readers could know by that day, unless the words are so common
            that there are more than RANKED_MOST matches.
    """
    index = engine()
    terms = read_terms(text)
    if not terms:
        return Found()
    read_as: dict[str, Sequence[str]] = {}
    ids = index.matching(terms)
    if not ids:
        terms, read_as = _corrected(index, terms)
        ids = index.matching(terms) if read_as else []
    ranked = len(ids) <= RANKED_MOST
    if ranked and len(ids) > 1:
        ids = index.matching(terms, RANKED_MOST)
    if known_by is not None and ranked:
        ids = _known_by(ids, terms, known_by)
    return Found(ids, ranked, terms, read_as)


def keys_found(text: str, *, known_by: date | None = None) -> Sequence[int] | RawSQL:
    """Return the keys of what ``find`` finds, as a filter of the database takes them.

    However many there are, they need not leave the database.
    """
    index = engine()
    terms = read_terms(text)
    if not terms:
        return []
    if known_by is not None:
        return find(text, known_by=known_by).ids
    if not index.has(*terms):
        terms, _ = _corrected(index, terms)
    return RawSQL(*index.question(terms))  # noqa: S611


def explain(
    found: Found, ids: Iterable[int], *, known_by: date | None = None
) -> dict[int, list[Reason]]:
    """Say for each of these records where the words stand: at most two places, the best first."""
    terms = found.terms
    # The same few hundred words make up all these texts.
    asked_by = cache(lambda word: [term for term in terms if passes(term, word)])
    texts = SearchText.objects.filter(pk__in=ids).values_list("pk", "pieces")
    return {key: _reasons(terms, asked_by, _visible(stored, known_by)) for key, stored in texts}


def _corrected(
    index: Engine, terms: tuple[Term, ...]
) -> tuple[tuple[Term, ...], dict[str, Sequence[str]]]:
    """Take a word that nothing has for the words nearest to it."""
    read: list[Term] = []
    read_as: dict[str, Sequence[str]] = {}
    for term in terms:
        if term.word and len(term.word) > 2 and not index.has(term):
            near = nearest(term.word, index.alike(term.word))
            if near:
                read_as[term.word] = near
                term = Term(tuple((word,) for word in near))
        read.append(term)
    return tuple(read), read_as


def _known_by(ids: Sequence[int], terms: Sequence[Term], day: date) -> list[int]:
    """Keep the records that have every term in what readers could know by a day."""
    kept = set()
    texts = SearchText.objects.filter(pk__in=ids).values_list("pk", "pieces")
    for key, stored in texts:
        words = [words_in(piece.text) for piece in _visible(stored, day)]
        if all(any(found_in(term, one) for one in words) for term in terms):
            kept.add(key)
    return [key for key in ids if key in kept]


def _visible(stored: Iterable[Sequence[str]], day: date | None) -> list[Piece]:
    pieces = read_pieces(stored)
    if day is None:
        return pieces
    return [piece for piece in pieces if piece.since is None or piece.since <= day]


def _reasons(
    terms: Sequence[Term], asked_by: Callable[[str], list[Term]], pieces: Sequence[Piece]
) -> list[Reason]:
    """The weightiest pieces that have, together, what was asked for; at most two."""
    reasons: list[Reason] = []
    missing = list(terms)
    for piece in sorted(pieces, key=lambda one: one.weight):
        if not may_have(piece.text, missing):
            continue
        places = list(spans(piece.text))
        hits = [(start, end, asked) for start, end, word in places if (asked := asked_by(word))]
        words = [word for _, _, word in places]
        near = [term for term in missing if any(term in asked for _, _, asked in hits)]
        told = [term for term in near if term.single or found_in(term, words)]
        if told:
            reasons.append(Reason(piece.kind, _marked(piece.text, hits)))
            missing = [term for term in missing if term not in told]
        if not missing or len(reasons) == 2:
            break
    return reasons


def _marked(text: str, hits: Sequence[tuple[int, int, object]]) -> list[tuple[str, bool]]:
    """Cut a text around the first word found, and part it into plain and found words."""
    first, last = _window(text, *hits[0][:2])
    parts = [("…", False)] if first else []
    at = first
    for start, end, _ in hits:
        if end > last:
            break
        parts += [(text[at:start], False), (text[start:end], True)]
        at = end
    parts.append((text[at:last], False))
    if last < len(text):
        parts.append(("…", False))
    return [part for part in parts if part[0]]


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """From where to where a text is shown: whole words around the one found."""
    first, last = max(0, start - _AROUND), min(len(text), end + 2 * _AROUND)
    if first:
        first = text.find(" ", first, start) + 1 or first
    if last < len(text):
        last = max(text.rfind(" ", end, last), end)
    return first, last
