"""Which feeds are watched: lists loaded and handed on, and the feeds of a page found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from news.discovery import NamedFeed, feeds_named_in, looks_like_feed, usual_addresses
from news.door import one_line
from news.feed_lists import read_feed_lists
from news.models import Feed
from news.models.feeds import host_of
from news.opml import FeedLine, OpmlList, read_opml
from outbound.addresses import ClosedAddress, take_apart
from outbound.fetching import Fetched, FetchFailed, fetch


@dataclass(frozen=True)
class Added:
    """What a list of feeds came to."""

    new: int
    known: int
    left_out: tuple[str, ...] = ()

    def __str__(self) -> str:
        text = f"{self.new} feed{'' if self.new == 1 else 's'} added, {self.known} known before."
        return " ".join([text, *(f"Left out: {line}" for line in self.left_out)])


class NoFeedFound(ValueError):
    """No feed was found behind an address; the message says what was tried."""


@transaction.atomic
def add_feeds(lines: Iterable[FeedLine], *, left_out: tuple[str, ...] = ()) -> Added:
    """Add the feeds that are not watched yet; those that are stay as their operator has them."""
    wanted: dict[str, FeedLine] = {}
    for line in lines:
        try:
            take_apart(line.url)
        except ClosedAddress as error:
            left_out += (f"{line.url}: {error}.",)
        else:
            wanted[line.url] = line
    known = set(Feed.objects.filter(url__in=wanted).values_list("url", flat=True))
    fresh = [
        Feed(url=url, host=host_of(url), title=line.title[:300], publisher=line.publisher[:200])
        for url, line in wanted.items()
        if url not in known
    ]
    Feed.objects.bulk_create(fresh, ignore_conflicts=True)
    return Added(len(fresh), len(known), left_out)


def load_feeds(directory: Path) -> Added:
    """Add the feeds that the lists of a folder name.

    Raises:
        BadFeedList: nothing was added.
    """
    lists = read_feed_lists(directory)
    return add_feeds(
        FeedLine(feed.url, feed.title, feed.publisher) for one in lists for feed in one.feeds
    )


def import_opml(raw: bytes) -> Added:
    """Add the feeds of an OPML file.

    Raises:
        BadOpml: nothing was added.
    """
    found: OpmlList = read_opml(raw)
    return add_feeds(found.feeds, left_out=found.left_out)


def exported_feeds() -> list[FeedLine]:
    """All active feeds, as lists name them."""
    active = Feed.objects.filter(active=True).order_by("publisher", "title", "url")
    return [FeedLine(feed.url, feed.title, feed.publisher) for feed in active]


def find_feeds(url: str, *, fetcher: Callable[[str], Fetched] = fetch) -> list[NamedFeed]:
    """The feeds behind an address: itself, those its page names, or those at usual addresses.

    Raises:
        NoFeedFound: with what was tried.
    """
    try:
        page = fetcher(url)
    except FetchFailed as error:
        raise NoFeedFound(f"{one_line(url, 200)} cannot be fetched: {error}") from error
    if page.status != 200:
        raise NoFeedFound(f"{page.url} answered {page.status}. Open it in a browser and compare.")
    if looks_like_feed(page.body):
        return [NamedFeed(page.url)]
    if named := feeds_named_in(page.body, page.url):
        return named
    for address in usual_addresses(page.url):
        try:
            answer = fetcher(address)
        except FetchFailed:
            continue
        if answer.status == 200 and looks_like_feed(answer.body):
            return [NamedFeed(answer.url)]
    tried = ", ".join(usual_addresses(page.url))
    raise NoFeedFound(f"{page.url} names no feed, and there is none at {tried}.")
