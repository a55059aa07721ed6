"""What holds for every page: its frame, its manners towards browsers, and other days."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests import factories
from tests.website.reading import Page, read

PAGES = [
    "/",
    "/pledges/",
    "/timeline/",
    "/timeline/2021/",
    "/p/amazon-police-2020",
    "/companies/",
    "/c/amazon",
    "/x/",
    "/x/thorn",
    "/s/amazon-post",
    "/j/",
    "/j/US-IL",
    "/coverage/",
    "/compare/",
    "/week/2021-W20/",
    "/ending/",
    "/silence/",
    "/conditions/",
    "/corrections/",
    "/about",
    "/refusals",
    "/methodology",
    "/status",
    "/data/",
    "/api/",
]

# The one script there is: results that follow the typing. Everything works without it.
LIVE = ["/static/django_htmx/htmx-2.min.js"]


def answers(client, query: str = "") -> list[tuple[str, Page]]:
    """Return every kind of page with its address."""
    return [(address, read(client, address + query)) for address in PAGES]


def test_every_page_tells_its_freshness_and_time_zone(client, register):
    for address, page in answers(client):
        assert page.status == 200, address
        footer = page.text("footer")
        assert "Records were last checked on 22 November 2026" in footer
        assert "time zone UTC; today is 23 November 2026" in footer


def test_no_page_sets_a_cookie_or_varies_by_one(client, register):
    for address in PAGES:
        answer = client.get(address)
        assert not answer.cookies, address
        assert "Cookie" not in answer.get("Vary", ""), address


def test_no_page_carries_inline_style_or_script_or_asks_another_host(client, register):
    for address, page in answers(client):
        # A block of data is no script: no browser runs it.
        script = 'script:not([type="application/ld+json"])'
        assert not page.tree.css(f"style, [style], iframe, {script}:not([src])"), address
        scripts = [node.attributes["src"] for node in page.tree.css(script)]
        assert scripts == (LIVE if address == "/pledges/" else []), address
        assert not re.search(r"\son\w+=", page.html), address
        loaded = [
            node.attributes.get(name) or ""
            for node in page.tree.css("img, link[rel=stylesheet], link[rel=icon], use")
            for name in ("src", "href")
        ]
        assert all(not one or one.startswith(("/static/", "#")) for one in loaded), address
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy


def test_every_page_has_a_title_a_description_and_one_address(client, register, settings):
    settings.SITE_URL = "https://watch.example.org"
    for address, page in answers(client, "?as_of=2024-02-01"):
        assert page.text("title").endswith("· Moratorium Watch")
        assert len(page.tree.css("h1")) == 1, address
        assert page.attribute("meta[name=description]", "content")
        canonical = page.attribute("link[rel=canonical]", "href")
        assert canonical == f"https://watch.example.org{address}"
        assert page.attribute("meta[name=robots]", "content") == "noindex"


def test_every_page_of_another_day_says_so_and_keeps_to_it(client, register):
    for address, page in answers(client, "?as_of=2024-02-01"):
        assert "The record as of 1 February 2024." in page.text(".as-of")
        assert page.links(".as-of a") == [address]
        inside = [link for link in page.links("main a, .masthead a") if link.startswith("/")]
        kept = [one for one in inside if "as_of=2024-02-01" in one or one.startswith("/follow")]
        assert inside == kept, address


def test_every_date_in_words_is_marked_up(client, register):
    for address, page in answers(client):
        for node in page.tree.css("time, option, .cite, .hint, blockquote"):
            node.decompose()
        months = r"\b\d{1,2} (January|May|June|November) 20\d\d\b"
        assert not re.search(months, page.text("body")), address


@pytest.mark.parametrize("day", ["2020-13-45", "yesterday", "<b>"])
def test_a_day_that_cannot_be_read_gets_a_clear_answer(client, register, day):
    for address, page in answers(client, f"?as_of={day}"):
        assert page.status == 400, address
        assert "That day cannot be read" in page.text("h1")
        assert "<b>" not in page.html


def test_a_day_before_the_first_record_says_so(client, register):
    page = read(client, "/?as_of=2001-01-01")
    assert "No record of ours had been announced by 1 January 2001." in page.text(".lede")
    assert "Our first record is of 10 June 2020" in page.text(".notice")


def test_a_day_to_come_is_marked_as_not_yet_known(client, register):
    assert "is still to come" in read(client, "/?as_of=2027-06-01").text(".as-of")


def test_the_form_for_another_day_keeps_the_filters(client, register):
    page = read(client, "/pledges/?company=amazon&as_of=2024-02-01")
    assert page.attribute(".day-form input[name=company]", "value") == "amazon"
    assert page.attribute(".day-form input[name=as_of]", "value") == "2024-02-01"


def test_what_does_not_exist_gets_words_and_ways_on(client, register, settings):
    settings.DEBUG = False
    page = read(client, "/p/nothing-here")
    assert page.status == 404
    assert "Nothing stands at this address" in page.text("h1")
    assert "/pledges/" in page.links("main a")


def test_a_fault_of_ours_gets_words_without_asking_the_database(client, db, monkeypatch):
    monkeypatch.setattr("website.views.front.listed", lambda day: 1 / 0)
    client.raise_request_exception = False
    page = read(client, "/")
    assert page.status == 500
    assert "Something went wrong on our side" in page.text("h1")


def test_pages_can_be_read_and_not_written(client, register):
    for address in PAGES:
        assert client.post(address).status_code == 405, address
        assert client.head(address).status_code == 200, address


def test_the_site_is_alive_and_ready(client, db):
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "ok")
    assert ready["Cache-Control"] == "no-store"


def test_the_site_is_not_ready_before_its_migrations(client, db, monkeypatch):
    from django.db.migrations.executor import MigrationExecutor

    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: ["one"])
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "manage.py migrate" in answer.json()["migrations"]


def test_crawlers_are_kept_from_the_admin_and_the_past(client, db):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Disallow: /*as_of=" in text


def test_an_undated_announcement_appears_from_the_day_it_was_first_read(client, db, today):
    factories.make_pledge(slug="undated", announced="")
    assert "first read 22 November 2026" in read(client, "/").text(".events")
    assert "Not on record" in read(client, "/p/undated?as_of=2026-11-21").text(".lede")


def test_a_form_no_page_takes_gets_a_page_that_says_so(db, today):
    answer = Client(enforce_csrf_checks=True).post("/pledges/", {"q": "x"})
    assert answer.status_code == 403
    assert "That was not accepted" in answer.content.decode()


def test_the_site_says_whom_to_tell_of_a_hole_for_less_than_a_year(client, db, settings):
    settings.SECURITY_CONTACT = "holes@example.org"
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"].startswith("text/plain")
    said = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert said["Contact"] == "mailto:holes@example.org"
    assert said["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"
    left = datetime.fromisoformat(said["Expires"]) - datetime.now(UTC)
    assert timedelta(days=90) < left < timedelta(days=365)
    settings.SECURITY_CONTACT = "https://example.org/tell"
    assert b"Contact: https://example.org/tell\n" in client.get("/.well-known/security.txt").content


@pytest.mark.parametrize("address", ["/", "/admin/login/", "/api/v1/pledges", "/feed.atom"])
def test_no_page_may_use_camera_place_or_payment(client, register, address):
    policy = client.get(address)["Permissions-Policy"]
    assert {"camera=()", "geolocation=()", "payment=()"} <= set(policy.split(", "))


@pytest.mark.parametrize("address", ["/", "/pledges/", "/p/amazon-police-2020", "/es/about"])
def test_pages_that_know_no_reader_start_no_process_of_their_own(client, register, address):
    answer = client.get(address)
    assert answer["Cross-Origin-Opener-Policy"] == "unsafe-none"
    assert "Cookie" not in answer["Vary"]


@pytest.mark.parametrize("address", ["/admin/login/", "/follow", "/tips"])
def test_pages_that_know_somebody_cannot_be_watched_from_another_window(client, register, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Cross-Origin-Opener-Policy"]) == (200, "same-origin")
