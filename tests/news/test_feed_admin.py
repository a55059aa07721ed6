"""What an operator sees of feeds, and does to them."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from news.models import Feed, Poll
from news.services import read_entry
from news.tasks import poll_due_feeds, prune_polls, read_waiting_entries
from tests.news.feeds import item, rss

pytestmark = pytest.mark.django_db
LIST = reverse("admin:news_feed_changelist")
FORM = {"title": "", "publisher": "", "active": "on"}
FORM |= {"polls-TOTAL_FORMS": "0", "polls-INITIAL_FORMS": "0"}


def act(admin_client, action, *feeds):
    data = {"action": action, "_selected_action": [feed.pk for feed in feeds]}
    return admin_client.post(LIST, data, follow=True).content.decode()


def test_a_feed_is_added_in_the_admin_and_due_at_once(admin_client):
    page = FORM | {"publisher": "Example"}
    url = reverse("admin:news_feed_add")
    refused = admin_client.post(url, page | {"url": "http://127.0.0.1/feed"})
    assert "This address is not fetched" in refused.content.decode()
    admin_client.post(url, page | {"url": "https://news.example.org/feed"})
    assert Feed.objects.due(timezone.now()).get().url == "https://news.example.org/feed"


def test_a_new_address_starts_without_the_validators_of_the_old_one(admin_client):
    feed = Feed.objects.create(url="https://old.example.org/", etag='"1"', body_sha256="x")
    page = FORM | {"url": "https://new.example.org/"}
    admin_client.post(reverse("admin:news_feed_change", args=[feed.pk]), page)
    feed.refresh_from_db()
    assert (feed.host, feed.etag, feed.body_sha256) == ("new.example.org", "", "")


def test_feeds_are_paused_resumed_and_polled_soon_from_the_list(admin_client):
    feed = Feed.objects.create(url="https://news.example.org/", failures=7)
    assert "1 paused" in act(admin_client, "pause", feed)
    assert "is paused. Resume it first." in act(admin_client, "poll_now", feed)
    assert "1 resumed" in act(admin_client, "resume", feed)
    feed.refresh_from_db()
    assert (feed.active, feed.failures) == (True, 0)
    assert "will be polled within a minute" in act(admin_client, "poll_now", feed)


def test_a_feed_cannot_be_deleted(admin_client):
    feed = Feed.objects.create(url="https://news.example.org/")
    url = reverse("admin:news_feed_delete", args=[feed.pk])
    assert admin_client.post(url, {"post": "yes"}).status_code == 403


def test_the_page_of_a_feed_shows_its_last_polls_and_their_bytes_as_text(admin_client, publisher):
    feed = publisher.feed()
    publisher.say("/feed", rss(item(title="<script>x</script> ban")))
    poll = publisher.poll(feed)
    for number in range(12):
        at = timezone.now() - timedelta(hours=number + 1)
        Poll.objects.create(feed=feed, polled_at=at, outcome="error", error=f"Fault {number}.")
    page = admin_client.get(reverse("admin:news_feed_change", args=[feed.pk])).content.decode()
    assert "Fault 8." in page
    assert "Fault 9." not in page
    address = reverse("admin:news_poll_raw", args=[poll.pk])
    assert (
        address
        in admin_client.get(reverse("admin:news_poll_change", args=[poll.pk])).content.decode()
    )
    raw = admin_client.get(address)
    assert raw.content == rss(item(title="<script>x</script> ban"))
    assert raw["Content-Type"] == "text/plain; charset=utf-8"
    assert raw["Content-Disposition"].startswith("attachment")


def test_bytes_that_were_dropped_or_never_came_are_not_found(admin_client):
    feed = Feed.objects.create(url="https://news.example.org/")
    poll = Poll.objects.create(feed=feed, polled_at=timezone.now(), outcome="error", sha256="a")
    address = reverse("admin:news_poll_raw", args=[poll.pk])
    assert admin_client.get(address).status_code == 404


def test_bytes_are_for_those_who_may_see_polls(client, django_user_model):
    feed = Feed.objects.create(url="https://news.example.org/")
    poll = Poll.objects.create(feed=feed, polled_at=timezone.now(), outcome="error", sha256="a")
    client.force_login(django_user_model.objects.create_user("ada", is_staff=True))
    address = reverse("admin:news_poll_raw", args=[poll.pk])
    assert client.get(address).status_code == 404


def test_feeds_are_taken_in_and_polled_by_command(capsys):
    call_command("add_feed", "https://news.example.org/feed", publisher="Example")
    call_command("add_feed", "https://news.example.org/feed")
    told = capsys.readouterr().out
    assert "is taken in" in told
    assert "was there already" in told
    with pytest.raises(CommandError, match="not taken"):
        call_command("add_feed", "ftp://news.example.org/")


def test_a_poll_by_command_tells_what_came(publisher, capsys, monkeypatch):
    publisher.feed()
    publisher.say("/feed", rss(item(text="A shop stops facial recognition.")))
    manners = publisher.manners
    for name in ("poll_due_feeds", "poll_all_feeds"):
        original = getattr(__import__("news.services", fromlist=[name]), name)
        monkeypatch.setattr(
            f"news.management.commands.poll_feeds.{name}", lambda do=original: do(manners)
        )
    call_command("poll_feeds")
    told = capsys.readouterr().out
    assert "1 read\n" in told
    assert "1 new entries" in told
    assert "1 read for pledges" in told
    call_command("poll_feeds")
    assert "No feed is due" in capsys.readouterr().out
    call_command("poll_feeds", all=True)
    assert "0 new entries" in capsys.readouterr().out


def test_the_tasks_do_what_they_say(publisher):
    assert poll_due_feeds() == 0
    assert read_waiting_entries() == 0
    assert prune_polls() == 0


def test_one_entry_that_cannot_be_read_stops_no_other(publisher, monkeypatch):
    feed = publisher.feed()
    publisher.say("/feed", rss(item(1), item(2)))
    publisher.poll(feed)

    def break_on_first(entry, names):
        if entry.title == "Item 1":
            raise RuntimeError("no")
        return read_entry(entry, names)

    monkeypatch.setattr("news.services.reading.read_entry", break_on_first)
    assert read_waiting_entries() == 2
    first, second = feed.entries.order_by("pk")
    assert first.why_skipped == "It could not be read (RuntimeError)."
    assert second.why_skipped == "It does not speak of facial recognition."
    assert read_waiting_entries() == 0
