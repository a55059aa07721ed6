"""Feeds by the list, and what is wrong with them: in the admin, the desk and the status page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from news import services
from news.feed_health import Trouble
from news.models import Feed, Poll
from news.opml import FeedLine
from outbound.fetching import Fetched, FetchFailed
from tests.suite import ROOT
from tests.website.reading import read

pytestmark = pytest.mark.django_db

OPML = b"""<opml version="2.0"><body>
<outline text="A" xmlUrl="https://a.news/feed"/>
<outline text="Inside" xmlUrl="http://printer.local/feed"/>
</body></opml>"""
RSS = b"<?xml version='1.0'?>\n<rss version='2.0'><channel/></rss>"


def test_the_feeds_to_start_with_are_loaded_once_and_leave_others_alone(capsys):
    Feed.objects.create(url="https://www.eff.org/rss/updates.xml", title="Ours", active=False)
    call_command("load_feeds", str(ROOT / "data" / "feeds"))
    number = Feed.objects.count()
    call_command("load_feeds", str(ROOT / "data" / "feeds"))
    assert "0 feeds added" in capsys.readouterr().out
    assert Feed.objects.count() == number > 30
    kept = Feed.objects.get(url="https://www.eff.org/rss/updates.xml")
    assert (kept.title, kept.active) == ("Ours", False)
    assert not Feed.objects.filter(host="").exists()


def test_opml_comes_in_and_goes_out_in_the_admin(admin_client):
    file = SimpleUploadedFile("feeds.opml", OPML)
    answer = admin_client.post("/admin/news/feed/import/", {"opml": file}, follow=True)
    told = answer.content.decode()
    assert "1 feed added" in told
    assert "http://printer.local/feed" in told, "what is left out is named"
    assert [feed.url for feed in Feed.objects.all()] == ["https://a.news/feed"]
    out = admin_client.get("/admin/news/feed/opml/")
    assert b'xmlUrl="https://a.news/feed"' in out.content
    assert out["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_no_opml_adds_nothing_and_says_so(admin_client):
    answer = admin_client.post(
        "/admin/news/feed/import/", {"opml": SimpleUploadedFile("a.opml", b"<rss/>")}
    )
    assert "no OPML" in answer.content.decode()
    assert not Feed.objects.exists()


def test_an_editor_without_the_right_adds_no_feeds(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    assert client.get("/admin/news/feed/import/").status_code == 403
    assert client.post("/admin/news/feed/find/", {"feed": "https://a.news/"}).status_code == 403


def web(**pages: bytes | int):
    """A fetcher over paths of one site; a number is a status without a body."""

    def fetcher(url: str) -> Fetched:
        path = url.removeprefix("https://s.example")
        found = pages.get(path.strip("/").replace(".", "_") or "front", 404)
        if isinstance(found, int):
            return Fetched(url, found, b"")
        return Fetched(url, 200, found)

    return fetcher


def test_the_feeds_of_a_page_are_those_it_names():
    html = b'<link rel="alternate" type="application/rss+xml" href="/news.xml" title="News">'
    (found,) = services.find_feeds("https://s.example/", fetcher=web(front=html))
    assert (found.url, found.title) == ("https://s.example/news.xml", "News")


def test_a_feed_is_found_at_a_usual_address_when_the_page_names_none():
    (found,) = services.find_feeds("https://s.example/", fetcher=web(front=b"<p>", rss=RSS))
    assert found.url == "https://s.example/rss"
    (itself,) = services.find_feeds("https://s.example/rss", fetcher=web(rss=RSS))
    assert itself.url == "https://s.example/rss"


def test_a_site_without_a_feed_is_told_with_what_was_tried():
    with pytest.raises(services.NoFeedFound, match=r"https://s.example/feed.xml"):
        services.find_feeds("https://s.example/", fetcher=web(front=b"<rssless>"))

    def unreachable(url: str) -> Fetched:
        raise FetchFailed("its name cannot be found.")

    with pytest.raises(services.NoFeedFound, match="cannot be found"):
        services.find_feeds("https://s.example/", fetcher=unreachable)


@pytest.fixture
def troubled():
    """One feed that fails, one that fell silent, one that is well."""
    now = timezone.now()
    services.add_feeds([FeedLine(f"https://{name}.news/feed", name) for name in "abc"])
    failing, silent, well = Feed.objects.order_by("url")
    Feed.objects.filter(pk=failing.pk).update(
        failures=7, failing_since=now - timedelta(days=2), last_error="It answers 503."
    )
    for days in range(40, 19, -1):
        at = now - timedelta(days=days)
        Poll.objects.create(feed=silent, polled_at=at, outcome="ok", new_entries=1, seconds=1)
    Feed.objects.filter(pk=silent.pk).update(last_new_at=now - timedelta(days=20))
    Feed.objects.filter(pk=well.pk).update(last_new_at=now)
    return now


def test_what_is_wrong_is_told_gravest_first_with_why(troubled):
    found = services.feed_troubles(now=troubled)
    assert [(str(one.feed), one.kind) for one in found] == [
        ("a", Trouble.FAILING),
        ("b", Trouble.SILENT),
    ]
    assert "It answers 503." in found[0].text
    assert found[1].text == "Nothing new for 20 days; usually 7 times a week."


def test_trouble_stands_on_the_status_page_and_in_the_desks_lane(troubled, client, admin_client):
    page = read(client, "/status").text()
    assert "7 polls in a row failed" in page
    assert "Nothing new for 20 days" in page
    lane = admin_client.get("/admin/news/story/?tab=feeds").content.decode()
    assert "7 polls in a row failed" in lane


def test_the_work_does_not_grow_with_the_feeds_that_are_well(troubled, django_assert_num_queries):
    services.add_feeds([FeedLine(f"https://n{number}.news/feed") for number in range(50)])
    with django_assert_num_queries(3):
        services.feed_troubles(now=troubled)
