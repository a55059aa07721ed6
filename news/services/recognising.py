"""Finds the entries on record that anything in some documents might be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from news.identity import Keys, Known
from news.models import Entry
from news.rows import find_pairs

_ROWS_AT_ONCE = 400


def known_entries(held: Mapping[int, Sequence[Keys]]) -> dict[int, list[Known]]:
    """The entries of each feed, by its number, with a key that an entry in its document has too.

    All feeds are asked about in the same few statements.
    """
    identities = {
        (feed, name) for feed, rows in held.items() for keys in rows for name in keys.identities
    }
    links = {(feed, keys.link) for feed, rows in held.items() for keys in rows if keys.link}
    titles = {(feed, keys.title) for feed, rows in held.items() for keys in rows}
    numbers: set[int] = set()
    for name, pairs in (("identity", identities), ("link_key", links), ("title_key", titles)):
        numbers |= find_pairs(Entry, ("feed", name), sorted(pairs))
    found: dict[int, list[Known]] = defaultdict(list)
    wanted = sorted(numbers)
    for start in range(0, len(wanted), _ROWS_AT_ONCE):
        rows = Entry.objects.filter(pk__in=wanted[start : start + _ROWS_AT_ONCE]).order_by("pk")
        for row in rows.values_list(
            "pk", "identity", "link_key", "title_key", "sha256", "published_at", "feed_id"
        ):
            found[row[-1] or 0].append(Known(*row[:-1]))
    return found
