"""A publisher of our own on the loopback, and feeds that are polled from it."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from news.models import Entry, Feed, Poll
from news.parsers import parsers
from news.services import Manners, poll_due_feeds, poll_feed
from outbound.many import Pace
from tests.outbound.web_server import WebServer


class Publisher(WebServer):
    """Serves feeds, and polls them as the worker would."""

    @property
    def manners(self) -> Manners:
        """The usual ones, for this machine and without a pause."""
        return Manners(pace=Pace(gap_seconds=0.0), also=frozenset({("127.0.0.1", self.port)}))

    def feed(self, path="/feed", **fields) -> Feed:
        """A feed of ours that is due."""
        url = self.url(path)
        return Feed.objects.create(url=url, next_poll_at=timezone.now(), **fields)

    def poll(self, feed: Feed) -> Poll:
        """Poll one feed, due or not, and give the attempt."""
        before = feed.polls.count()
        poll_feed(feed, self.manners)
        feed.refresh_from_db()
        assert feed.polls.count() == before + 1
        return feed.polls.latest("pk")

    def run(self) -> int:
        """Poll what is due; says how many feeds were asked."""
        return poll_due_feeds(self.manners).feeds

    def asked(self, path="/feed") -> list[str]:
        """The requests for a path, as they came."""
        return [text for text in self.seen if text.split(" ", 2)[1] == path]


@pytest.fixture
def publisher(db) -> Iterator[Publisher]:
    server = Publisher()
    yield server
    server.close()


@pytest.fixture(scope="session", autouse=True)
def _end_parsers() -> Iterator[None]:
    yield
    if parsers.cache_info().currsize:
        parsers().close()


def titles(feed: Feed) -> list[str]:
    """The headlines kept of a feed, in the order in which they came."""
    return list(Entry.objects.filter(feed=feed).order_by("pk").values_list("title", flat=True))
