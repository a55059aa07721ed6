"""The article's own page, where a feed brought a part of it."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from news.completing import beyond, is_partial
from news.models import Entry, EntryPage, Proposal, Story
from news.robots import Robots, robots_address, rules_of
from news.services import dismiss_stories, read_waiting_entries, take_due_pages
from news.services.completing import LEASE, TRIES
from news.vocabulary import DismissReason
from tests.factories import make_company

TEASER = "Acme will stop selling facial recognition to police departments …"
REST = (
    "Acme will stop selling facial recognition to police departments for one year, it said.",
    "Acme will still allow Thorn to use its facial recognition.",
)


def page(*paragraphs: str, title: str = "Acme pauses") -> bytes:
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}"
        "</article></body></html>"
    ).encode()


def rss(link: str, text: str = TEASER, title: str = "Acme pauses face recognition") -> bytes:
    return (
        '<rss version="2.0"><channel><title>Paper</title><item>'
        f"<title>{title}</title><link>{link}</link><guid>{link}</guid>"
        "<pubDate>Wed, 10 Jun 2020 12:00:00 GMT</pubDate>"
        f"<description>{text}</description></item></channel></rss>"
    ).encode()


@pytest.fixture(autouse=True)
def _no_rules_of_before():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def teaser(publisher) -> Entry:
    """An entry of which the feed brought a part; its page waits to be asked for."""
    make_company("Acme")
    publisher.say("/robots.txt", status="404 Not Found")
    publisher.say("/feed", rss(publisher.url("/story")))
    publisher.say("/story", page(*REST), Content_Type="text/html; charset=utf-8")
    publisher.poll(publisher.feed())
    read_waiting_entries()
    return Entry.objects.get()


def take(publisher, *, after: timedelta = timedelta()) -> EntryPage:
    take_due_pages(at=timezone.now() + after, manners=publisher.manners)
    return EntryPage.objects.get()


def facts() -> dict[str, str]:
    return {one["name"]: one["value"] for row in Proposal.objects.all() for one in row.facts}


def test_what_the_page_says_beyond_the_feed_is_read(publisher, teaser):
    assert "length" not in facts()
    assert take(publisher).state == "taken"
    teaser.refresh_from_db()
    assert teaser.text == TEASER
    assert teaser.page_text == "\n\n".join(REST)
    read_waiting_entries()
    read = facts()
    assert (read["term"], read["length"]) == ("fixed", "P12M")
    for proposal in Proposal.objects.all():
        for fact in proposal.facts:
            assert teaser.whole[fact["start"] : fact["end"]] == fact["quote"]
    assert len(publisher.asked("/story")) == 1


def test_a_page_is_asked_for_once_for_each_wording(publisher, teaser):
    take(publisher)
    read_waiting_entries()
    take(publisher, after=timedelta(days=30))
    assert len(publisher.asked("/story")) == 1
    publisher.say("/feed", rss(publisher.url("/story"), text=f"{TEASER} Updated."))
    publisher.poll(teaser.feed)
    read_waiting_entries()
    take(publisher, after=timedelta(hours=1))
    assert len(publisher.asked("/story")) == 2


@pytest.mark.parametrize(
    "text",
    ["A new phone has a better camera.", f"{TEASER} " + "The company said more about it. " * 80],
    ids=["another subject", "a whole article"],
)
def test_no_page_is_asked_for_where_it_is_not_needed(publisher, text):
    publisher.say("/feed", rss(publisher.url("/story"), text=text, title="News"))
    publisher.poll(publisher.feed())
    read_waiting_entries()
    assert EntryPage.objects.count() == 0


def test_the_setting_switches_it_off(publisher, settings):
    settings.TAKE_ARTICLE_PAGES = False
    publisher.say("/feed", rss(publisher.url("/story")))
    publisher.poll(publisher.feed())
    read_waiting_entries()
    assert EntryPage.objects.count() == 0


def test_robots_txt_is_asked_first_and_followed(publisher, teaser):
    publisher.say("/robots.txt", b"User-agent: MoratoriumWatch\nDisallow: /story")
    found = take(publisher)
    assert (found.state, found.due_at) == ("refused", None)
    assert publisher.asked("/story") == []


def test_a_site_whose_rules_cannot_be_had_is_left_alone_for_now(publisher, teaser):
    publisher.say("/robots.txt", status="503 Busy")
    found = take(publisher)
    assert (found.state, found.tries) == ("waiting", 1)
    assert publisher.asked("/story") == []
    publisher.say("/robots.txt", status="404 Not Found")
    assert take(publisher, after=TRIES[0] + timedelta(minutes=1)).state == "taken"


def test_the_pause_that_a_site_asks_for_is_kept(publisher, teaser):
    publisher.say("/robots.txt", b"User-agent: *\nCrawl-delay: 120")
    other = Entry.objects.create(
        feed=teaser.feed, identity="b", title="B", url=publisher.url("/other"), sha256="b"
    )
    EntryPage.objects.create(entry=other, wording="b", due_at=timezone.now())
    publisher.say("/other", page("Facial recognition is paused by Acme, which said so today."))
    at = timezone.now()
    take_due_pages(at=at, manners=publisher.manners)
    assert (len(publisher.asked("/story")), len(publisher.asked("/other"))) == (1, 0)
    assert EntryPage.objects.get(entry=other).due_at == at + timedelta(seconds=120)


@pytest.mark.parametrize("pause", ["1e12", "1e300", "inf", "nan", "-5"])
def test_a_pause_that_no_calendar_reaches_stops_no_other_page(publisher, teaser, pause):
    publisher.say("/robots.txt", f"User-agent: *\nCrawl-delay: {pause}".encode())
    assert take(publisher).state == "taken"


def test_a_failing_page_is_tried_later_each_time_and_given_up_in_the_end(publisher, teaser):
    publisher.say("/story", status="500 Oops")
    at, found = timezone.now(), EntryPage.objects.get()
    for pause in TRIES:
        take_due_pages(at=at, manners=publisher.manners)
        found.refresh_from_db()
        assert (found.state, found.due_at) == ("waiting", at + pause)
        at += pause
    take_due_pages(at=at, manners=publisher.manners)
    found.refresh_from_db()
    assert (found.state, found.due_at, found.http_status) == ("failed", None, 500)
    assert "500" in found.told()


@pytest.mark.parametrize("status", ["401 Login", "402 Pay", "403 No", "404 Not Found", "410 Gone"])
def test_a_page_that_is_not_for_us_is_left(publisher, teaser, status):
    publisher.say("/story", status=status)
    assert (take(publisher).state, take(publisher, after=LEASE).http_status) == (
        "failed",
        int(status[:3]),
    )
    assert len(publisher.asked("/story")) == 1


def test_a_notice_in_place_of_the_article_is_not_taken(publisher, teaser):
    publisher.say("/story", page("Before you go on, say whether you accept our cookies. " * 5))
    assert take(publisher).state == "failed"
    teaser.refresh_from_db()
    assert teaser.page_text == ""


def test_a_page_inside_the_house_is_never_asked(publisher, teaser):
    publisher.say(
        "/story", status="302 Found", Location=f"http://localhost:{publisher.port}/inside"
    )
    assert take(publisher).state == "failed"
    assert publisher.asked("/inside") == []


def test_whoever_claimed_a_page_is_not_disturbed(publisher, teaser):
    at = timezone.now()
    EntryPage.objects.update(due_at=at + LEASE)  # as a claim does
    take(publisher)
    assert publisher.asked("/story") == []
    assert take(publisher, after=LEASE + timedelta(seconds=1)).state == "taken"


def test_news_in_the_page_brings_a_dismissed_story_back(publisher, teaser):
    story = Story.objects.get()
    dismiss_stories([story.pk], reason=DismissReason.OFF_TOPIC, by="ada", at=timezone.now())
    publisher.say("/story", page(*REST, "Globex will also stop offering facial recognition."))
    make_company("Globex")
    take(publisher)
    read_waiting_entries()
    assert "Globex" in set(Proposal.objects.values_list("company_name", flat=True))
    story.refresh_from_db()
    assert story.state == Story.State.NEW


def test_the_desk_says_where_the_rest_comes_from(publisher, teaser, admin_client):
    desk = reverse("admin:news_entry_desk", args=[teaser.pk])
    assert "the page is asked for soon" in admin_client.get(desk).content.decode()
    take(publisher)
    shown = admin_client.get(desk).content.decode()
    assert "the rest was taken from the page" in shown
    assert "will still allow Thorn" in shown


def test_a_day_that_only_the_page_states_is_kept(publisher):
    undated = rss(publisher.url("/story")).replace(
        b"<pubDate>Wed, 10 Jun 2020 12:00:00 GMT</pubDate>", b""
    )
    publisher.say("/robots.txt", status="404 Not Found")
    publisher.say("/feed", undated)
    meta = b'<head><meta property="article:published_time" content="2020-06-10T12:00:00Z">'
    publisher.say("/story", page(*REST).replace(b"<head>", meta), Content_Type="text/html")
    publisher.poll(publisher.feed())
    read_waiting_entries()
    assert take(publisher).state == "taken"
    assert Entry.objects.get().published_on == date(2020, 6, 10)


@pytest.mark.parametrize(
    ("text", "partial"),
    [
        ("A short teaser.", True),
        ("Long text. " * 200, False),
        ("Long text. " * 200 + "And so on […]", True),
        ("Long text. " * 200 + "The post appeared first on Paper.", True),
        ("Long text. " * 200 + "Continue reading", True),
        ("She was reading more and more. " + "Long text. " * 200, False),
    ],
)
def test_what_counts_as_a_part(text, partial):
    assert is_partial(text) is partial


def test_only_what_the_feed_did_not_bring_is_added():
    assert beyond("One two.  Three.", "ONE two. three.\n\nFour five.\n\nTwo.") == "Four five."
    assert beyond("One two thr…", "One two three.\n\nFour.") == "One two three.\n\nFour."


def test_rules_are_read_as_the_standard_says():
    assert robots_address("https://a.example:8443/x/y?z#w") == "https://a.example:8443/robots.txt"
    assert rules_of(404, b"Disallow: /") == ""
    assert rules_of(500, b"") is rules_of(429, b"") is rules_of(302, b"") is None
    rules = Robots("User-agent: *\nDisallow: /*.pdf$\nCrawl-delay: 2.5\nAllow: /a/b\nDisallow: /a")
    assert not rules.allow("https://x.example/file.pdf")
    assert not rules.allow("https://x.example/a/c")
    assert rules.allow("https://x.example/a/b")
    assert rules.allow("https://x.example/file.pdf?page=1")
    assert rules.delay_seconds == 2.5
    assert Robots("").allow("https://x.example/a")
