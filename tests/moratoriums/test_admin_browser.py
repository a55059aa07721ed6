"""The editors' pages in a real browser: with and without script, for every eye."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from moratoriums.models import Pledge, PledgeEvent
from moratoriums.services import settle_pledge
from moratoriums.vocabulary import EventKind, TermKind
from tests.factories import (
    RECORDED_AT,
    make_beneficiary,
    make_company,
    make_event,
    make_exemption,
    make_pledge,
    make_source,
)
from tests.servers import visits
from tests.servers.visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARTIES = ["Thorn", "Marinus Analytics", "National Center for Missing and Exploited Children"]


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with visits.running() as browser:
        yield browser


@pytest.fixture
def pledge() -> Pledge:
    """A published pledge with an exemption, and a withdrawal that waits for a second editor."""
    pledge = make_pledge(
        make_company("Amazon"),
        announced="2020-06-10",
        term=TermKind.UNSTATED,
        source=make_source(slug="first-report"),
    )
    make_exemption(pledge, make_beneficiary("Thorn"), quote="such as Thorn")
    make_event(pledge, EventKind.WITHDRAWN, "2021-03-01", confirmed=False)
    settle_pledge(pledge, by="loader", at=RECORDED_AT)
    return pledge


def pages(pledge: Pledge) -> list[str]:
    event = PledgeEvent.objects.get(kind=EventKind.WITHDRAWN)
    source = pledge.citations.get().source
    return [
        "/admin/",
        "/admin/moratoriums/pledge/",
        f"/admin/moratoriums/pledge/{pledge.pk}/change/",
        f"/admin/moratoriums/pledge/{pledge.pk}/history/",
        f"/admin/moratoriums/pledgeevent/{event.pk}/decide/",
        f"/admin/moratoriums/source/{source.pk}/change/",
        f"/admin/companies/company/{pledge.company_id}/change/",
    ]


@pytest.mark.parametrize(
    "look",
    [
        {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
        {"viewport": {"width": 400, "height": 800}, "color_scheme": "dark"},
    ],
    ids=["wide and light", "narrow and dark"],
)
def test_the_pages_can_be_used_by_everybody_and_ask_nobody_else(
    chrome: Browser, live_server: LiveServer, pledge: Pledge, look: dict[str, object]
) -> None:
    visit = Visit(chrome, live_server.url, **look)
    for path in pages(pledge):
        visit.open(path)
        assert visit.faults() == [], path
        assert visit.fits(), path
    assert visit.troubles == []
    visit.context.close()


def test_a_pledge_is_entered_and_published_without_script(
    chrome: Browser, live_server: LiveServer
) -> None:
    make_company("Amazon")
    make_source(slug="first-report")
    for name in PARTIES:
        make_beneficiary(name)
    visit = Visit(chrome, live_server.url, java_script_enabled=False)
    page = visit.open("/admin/moratoriums/pledge/add/")
    page.fill("[name=company]", "amazon")
    page.fill("[name=slug]", "amazon-2020")
    page.fill("[name=title]", "Amazon: moratorium on police use")
    page.fill("[name=summary]", "Amazon stops police use for a year.")
    page.select_option("[name=kind]", "moratorium")
    page.select_option("[name=force]", "2")
    page.fill("[name=announced_on]", "10 June 2020")
    page.fill("[name=lasts_words]", "for one year")
    page.check("[name=whose_use][value=police]")
    page.fill("[name=places]", "US")
    page.click("#citations-0 summary")
    page.fill("[name=citations-0-source]", "first-report")
    for number, name in enumerate(PARTIES):
        page.click(f"#exemptions-{number} summary")
        page.fill(f"[name=exemptions-{number}-beneficiary]", name)
        page.fill(f"[name=exemptions-{number}-citations-0-source]", "first-report")
    page.click("[name=_preview]")
    assert "ends 10 June 2021 (computed)" in page.inner_text("#content")
    page.click("[name=_continue]")
    page.click("[name=_publish]")
    pledge = Pledge.objects.published().as_of(date(2020, 6, 11)).get()
    assert str(pledge.state_end_earliest) == "2021-06-10"
    assert pledge.exemptions.count() == 3
    visit.context.close()


def test_with_script_the_page_says_how_it_reads_while_the_editor_types(
    chrome: Browser, live_server: LiveServer, pledge: Pledge
) -> None:
    visit = Visit(chrome, live_server.url)
    page = visit.open(f"/admin/moratoriums/pledge/{pledge.pk}/change/")
    page.fill("[name=announced_on]", "June 2020")
    page.wait_for_selector("text=kept as 2020-06")
    page.fill("[name=lasts_words]", "for one year")
    page.wait_for_selector("text=Fixed term: ends June 2021 (computed).")
    page.click("text=Add another Event")
    page.fill("[name=events-2-happened_on]", "18 May 2021")
    page.fill("[name=events-2-lasts_words]", "until further notice")
    page.wait_for_selector("text=Until further notice. No end day.")
    assert page.is_checked("[name=events-2-lasts_from][value=words]")
    assert visit.troubles == []
    visit.context.close()
