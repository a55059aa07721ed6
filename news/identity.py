"""Tells whether an entry of a feed was seen before: pure, over the keys of both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit

from moratoriums.register.values import is_tracking
from news.parsing.entries import ParsedEntry

LONGEST_IDENTITY = 500
_SCHEME = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True)
class Keys:
    """By what an entry can be known again; guid and link are empty where it has none."""

    guid: str
    address: str
    link: str  # a hash of the address
    title: str  # a hash of headline and stated date

    @property
    def usual(self) -> str:
        """The identity under which it is kept, unless another entry of the feed has the same."""
        return self.guid or self.address or f"title:{self.title}"

    @property
    def fuller(self) -> str:
        """The identity where guid or address are shared by several entries."""
        return f"{(self.guid or self.address)[:400]} {self.link if self.guid else self.title}"

    @property
    def identities(self) -> tuple[str, str]:
        """Both identities under which it may be kept."""
        return self.usual, self.fuller


@dataclass(frozen=True)
class Known:
    """An entry on record, as far as it is needed to know it again."""

    pk: int
    identity: str
    link_key: str
    title_key: str
    sha256: str
    published_at: datetime | None


@dataclass(frozen=True)
class Match:
    """An entry of a feed, its keys, its identity, and the entry on record if there is one."""

    entry: ParsedEntry
    keys: Keys
    identity: str
    known: Known | None


def keys_of(entry: ParsedEntry) -> Keys:
    """The keys of an entry: guid and address without scheme, the address without tracking.

    A guid that is the link says no more than the link, and changes with it.
    """
    guid = "" if entry.guid == entry.link else _SCHEME.sub("", entry.guid, count=1)
    address = _address(entry.link) if entry.link else ""
    stated = entry.published_raw or entry.text[:2000]
    return Keys(
        guid=_short(guid),
        address=_short(address),
        link=_hash(address) if address else "",
        title=_hash(f"{entry.title.casefold()}\n{stated}"),
    )


def match_entries(
    entries: Sequence[tuple[ParsedEntry, Keys]], known: Iterable[Known]
) -> Iterator[Match]:
    """Match what a feed holds with what is on record of it; each of both at most once."""
    return _Matching([keys for _, keys in entries], known).run(entries)


class _Matching:
    """One reading of one feed."""

    def __init__(self, held: Sequence[Keys], known: Iterable[Known]) -> None:
        self._by_identity: dict[str, Known] = {}
        self._by_link: dict[str, Known] = {}
        self._by_title: dict[str, Known] = {}
        for row in known:
            self._by_identity.setdefault(row.identity, row)
            self._by_link.setdefault(row.link_key, row)
            self._by_title.setdefault(row.title_key, row)
        self._guids = {keys.guid for keys in held if keys.guid}
        self._shared = _shared((keys.guid, keys.link or keys.title) for keys in held)
        self._shared |= _shared((keys.address, keys.guid or keys.title) for keys in held)
        self._taken: set[str] = set()
        self._used: set[int] = set()

    def run(self, rows: Iterable[tuple[ParsedEntry, Keys]]) -> Iterator[Match]:
        for entry, keys in rows:
            shared = keys.usual in self._shared
            identity = keys.fuller if shared else keys.usual
            if identity in self._taken:
                continue  # the same entry twice in one document
            self._taken.add(identity)
            known = self._find(entry, keys, shared=shared)
            if known:
                self._used.add(known.pk)
            yield Match(entry, keys, identity, known)

    def _find(self, entry: ParsedEntry, keys: Keys, *, shared: bool) -> Known | None:
        found = self._free(self._by_identity.get(keys.fuller))
        usual = self._free(self._by_identity.get(keys.usual))
        if usual and (not shared or usual.link_key == keys.link):
            found = found or usual
        return found or self._moved(entry, keys) or self._renamed(entry, keys)

    def _moved(self, entry: ParsedEntry, keys: Keys) -> Known | None:
        """The entry at the same address under another guid, if it is the same article."""
        row = self._free(self._by_link.get(keys.link)) if keys.link else None
        if row is None or row.identity in self._guids or keys.address in self._shared:
            return None
        same = row.title_key == keys.title or row.published_at == entry.published_at
        return row if same or not keys.guid else None

    def _renamed(self, entry: ParsedEntry, keys: Keys) -> Known | None:
        """The entry of the same headline and date whose address changes at each fetch."""
        row = self._free(self._by_title.get(keys.title))
        if row is None or row.identity in self._guids | self._taken:
            return None
        if keys.guid and (entry.published_at is None or row.sha256 != entry.sha256):
            return None
        return row

    def _free(self, row: Known | None) -> Known | None:
        return row if row and row.pk not in self._used else None


def _shared(pairs: Iterable[tuple[str, str]]) -> set[str]:
    """The first parts that stand with more than one second part."""
    seconds: dict[str, set[str]] = {}
    for first, second in pairs:
        if first:
            seconds.setdefault(first, set()).add(second)
    return {first for first, several in seconds.items() if len(several) > 1}


def _address(link: str) -> str:
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    host = parts.netloc.lower().removeprefix("www.")
    address = f"{host}{parts.path.rstrip('/')}"
    if parts.query:
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        query = sorted(pair for pair in pairs if not is_tracking(pair[0]))
        address += f"?{urlencode(query)}" if query else ""
    return address + (f"#{parts.fragment}" if parts.fragment else "")


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:24]


def _short(identity: str) -> str:
    if len(identity) <= LONGEST_IDENTITY:
        return identity
    return f"sha256:{sha256(identity.encode('utf-8', 'replace')).hexdigest()}"
