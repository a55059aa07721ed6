"""The evidence watch over the database: what each look keeps, changes and proposes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from moratoriums.models import Revision, Source
from moratoriums.register.rows.sources import read_source, write_sources
from moratoriums.vocabulary import SourceClass, SourceHealth
from news import services
from news.models import Capture, Proposal, SourceCheck, SourceWatch
from outbound.fetching import Fetched, FetchFailed
from tests.factories import make_citation, make_company, make_pledge, make_source, make_statement

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
QUOTE = "we will not sell it to the police"
WORDS = f"For one year {QUOTE}. Other customers may go on as before, under the same terms."


class Web:
    """Answers addresses with what a test put there."""

    def __init__(self) -> None:
        self.pages: dict[str, Fetched | FetchFailed] = {}
        self.asked: list[str] = []

    def put(self, url: str, words: str, status: int = 200) -> None:
        html = f"<html><title>Pledge</title><body><article><p>{words}</p></article></body></html>"
        headers = {"content-type": "text/html; charset=utf-8"}
        self.pages[url] = Fetched(url, status, html.encode(), headers)

    def __call__(self, url: str) -> Fetched:
        self.asked.append(url)
        found = self.pages[url]
        if isinstance(found, FetchFailed):
            raise found
        return found


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def source(web) -> Source:
    """The company's own page, cited for its pledge with a quote."""
    company = make_company("Maker")
    source = make_source("Maker", source_class=SourceClass.COMPANY)
    pledge = make_pledge(company, source=source)
    pledge.citations.filter(source=source).update(quote=QUOTE)
    web.put(source.url, WORDS)
    return source


def look(source: Source, web: Web, at: datetime = AT) -> SourceCheck:
    services.check_due_sources(at=at - 2 * DAY, limit=0)  # puts new sources on the schedule
    return services.check_source(SourceWatch.objects.get(source=source), at=at, fetcher=web)


def test_every_source_that_was_read_is_looked_at_and_no_other(web, source):
    unread = make_source(seen_on=None)
    for other in Source.objects.exclude(pk=unread.pk):
        web.put(other.url, WORDS)
    services.check_due_sources(at=AT, fetcher=web)
    assert unread.url not in web.asked
    services.check_due_sources(at=AT + 2 * DAY, fetcher=web)
    assert source.url in web.asked
    assert set(web.asked) == set(Source.objects.exclude(pk=unread.pk).values_list("url", flat=True))


def test_a_look_is_made_once_when_it_is_due(web, source):
    services.check_due_sources(at=AT, limit=0)
    SourceWatch.objects.exclude(source=source).delete()
    Source.objects.exclude(pk=source.pk).update(seen_on=None)
    assert services.check_due_sources(at=AT, fetcher=web) == 1
    assert services.check_due_sources(at=AT, fetcher=web) == 0
    assert services.check_due_sources(at=AT + DAY, fetcher=web) == 1


def test_the_first_copy_is_kept_with_hash_and_moment_on_the_source(web, source):
    check = look(source, web)
    source.refresh_from_db()
    assert check.capture
    assert check.health == source.health == SourceHealth.LIVE
    assert (source.sha256, source.captured_at) == (check.capture.sha256, AT)
    assert source.health_checked_at == AT
    pledge = source.citations.get(pledge__isnull=False).pledge
    assert source.sha256 in Revision.objects.filter(pledge=pledge).latest("pk").text


def test_loading_the_files_again_keeps_the_copies_the_site_made(web, source):
    look(source, web)
    source.refresh_from_db()
    written = read_source(source).model_copy(update={"sha256": "", "captured": None})
    write_sources([written])
    again = Source.objects.get(pk=source.pk)
    assert (again.sha256, again.captured_at) == (source.sha256, AT)


def test_the_same_wording_is_kept_once_however_often_it_is_seen(web, source):
    look(source, web)
    look(source, web, AT + DAY)
    capture = Capture.objects.get(source=source)
    assert (capture.captured_at, capture.last_seen_at) == (AT, AT + DAY)
    assert source.checks.count() == 2


def test_a_lost_quote_becomes_a_proposal_that_shows_what_stands_there_now(web, source):
    look(source, web)
    web.put(source.url, WORDS.replace("not sell it to the police", "limit what we sell the police"))
    check = look(source, web, AT + DAY)
    source.refresh_from_db()
    assert check.health == source.health == SourceHealth.QUOTE_GONE
    assert check.capture and check.capture.state == Capture.State.WAITING
    proposal = Proposal.objects.get()
    (fact,) = proposal.facts
    assert (proposal.act, proposal.company_slug) == ("reword", "maker")
    assert fact["value"] == QUOTE
    assert "limit what we sell the police" in fact["quote"]
    assert proposal.entry.whole[fact["start"] : fact["end"]] == fact["quote"]
    look(source, web, AT + 2 * DAY)
    assert Proposal.objects.count() == 1


def test_a_quote_with_nothing_like_it_left_says_only_that_it_is_gone(web, source):
    look(source, web)
    web.put(source.url, "Our shop sells tents, stoves, ropes and lamps at fair prices all year.")
    look(source, web, AT + DAY)
    (fact,) = Proposal.objects.get().facts
    assert (fact["rule"], fact["quote"]) == ("wording.lost", "")


def test_an_editor_who_has_read_a_wording_makes_it_the_one_to_compare_with(web, source, client):
    look(source, web)
    web.put(source.url, WORDS.replace("as before", "as they did") + " One more sentence is here.")
    changed = look(source, web, AT + DAY)
    assert changed.health == SourceHealth.TEXT_CHANGED
    client.force_login(User.objects.create_superuser("editor"))
    address = f"/admin/news/capture/{changed.capture_id}/change/"
    shown = client.get(address).content.decode()
    assert '<ins><span class="mark">added:</span>' in shown
    assert client.post(address).status_code == 302
    assert Capture.objects.get(state=Capture.State.READ).reviewed_by == "editor"
    assert look(source, web, AT + 2 * DAY).health == SourceHealth.LIVE


def test_a_changed_news_page_waits_for_nobody_while_its_quote_stands(web):
    source = make_source(source_class=SourceClass.NEWS)
    pledge = make_pledge(source=source)
    make_statement(pledge, QUOTE, source=source)
    web.put(source.url, WORDS)
    look(source, web)
    web.put(source.url, f"{WORDS} The paper has added a paragraph about something else.")
    check = look(source, web, AT + DAY)
    assert check.health == SourceHealth.TEXT_CHANGED
    assert check.capture and check.capture.state == Capture.State.KEPT
    assert not Proposal.objects.exists()


def test_quotes_of_drafts_are_not_watched(web, source):
    draft = make_pledge(published=False)
    make_citation(source, pledge=draft, quote="words that nobody has seen yet")
    assert look(source, web).note == ""


def test_what_cannot_be_reached_keeps_its_health_and_is_asked_again(web, source):
    look(source, web)
    web.pages[source.url] = FetchFailed("its name cannot be found.")
    check = look(source, web, AT + DAY)
    source.refresh_from_db()
    assert (check.health, source.health) == ("", SourceHealth.LIVE)
    assert SourceWatch.objects.get(source=source).next_check_at == AT + 2 * DAY


def test_a_page_missing_twice_is_gone_and_one_that_comes_back_is_live(web, source):
    look(source, web)
    web.put(source.url, "not here", 404)
    assert look(source, web, AT + DAY).health == ""
    assert look(source, web, AT + 2 * DAY).health == SourceHealth.GONE
    web.put(source.url, WORDS)
    assert look(source, web, AT + 92 * DAY).health == SourceHealth.LIVE


def test_a_page_that_differs_at_every_look_is_not_kept_for_ever(web, source, monkeypatch):
    monkeypatch.setattr("news.services.watching.MOST_WORDINGS", 3)
    for number in range(6):
        web.put(source.url, f"{WORDS} " + " ".join(f"Teaser {number}{n}." for n in range(9)))
        look(source, web, AT + number * DAY)
    assert source.captures.count() == 3
    assert source.checks.count() == 6
