"""Keeping the index in step: called by the services that write, in their transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from moratoriums.models import Pledge, SearchText, SearchWord
from moratoriums.register.rows.upserts import in_batches
from moratoriums.search.engines import Fields, engine
from moratoriums.search.pieces import WEIGHTS, Piece, pieces_of, with_texts
from moratoriums.search.words import words_in


@transaction.atomic
def index_pledges(ids: Iterable[int]) -> None:
    """Write what readers may find of these pledges anew; drafts and merged ones are taken out."""
    for batch in in_batches(ids):
        _index(batch)
    engine().learn()


@transaction.atomic
def rebuild() -> int:
    """Write the whole index anew, with no word that no record has; return the number of records."""
    SearchWord.objects.all().delete()
    engine().forget(list(SearchText.objects.values_list("pk", flat=True)))
    SearchText.objects.all().delete()
    index_pledges(Pledge.objects.published().values_list("pk", flat=True))
    return SearchText.objects.count()


def _index(ids: tuple[int, ...]) -> None:
    pieces = {pledge.pk: pieces_of(pledge) for pledge in with_texts(ids)}
    gone = [key for key in ids if key not in pieces]
    SearchText.objects.filter(pk__in=gone).delete()
    engine().forget(gone)
    SearchText.objects.bulk_create(
        [
            SearchText(pledge_id=key, pieces=[piece.stored() for piece in found])
            for key, found in pieces.items()
        ],
        update_conflicts=True,
        unique_fields=["pledge"],
        update_fields=["pieces"],
    )
    texts = {key: _fields(found) for key, found in pieces.items()}
    engine().write(texts)
    _learn({word for fields in texts.values() for words in fields for word in words})


def _fields(pieces: list[Piece]) -> Fields:
    """The folded words of a pledge by weight."""
    fields: list[list[str]] = [[] for _ in WEIGHTS]
    for piece in pieces:
        fields[piece.weight].extend(words_in(piece.text))
    return fields


def _learn(words: set[str]) -> None:
    """Add the words that are new. Sorted, so that two writers never wait for each other."""
    for batch in in_batches(sorted(words)):
        known = set(SearchWord.objects.filter(word__in=batch).values_list("word", flat=True))
        SearchWord.objects.bulk_create(
            [SearchWord(word=word) for word in batch if word not in known], ignore_conflicts=True
        )
