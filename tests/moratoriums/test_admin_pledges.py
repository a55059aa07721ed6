"""The editors' page of a pledge: what is typed in, and how it is read."""

from datetime import date
from typing import Any

import pytest

from moratoriums.models import Citation, Pledge
from moratoriums.vocabulary import EventKind, Lifecycle
from tests.factories import (
    make_beneficiary,
    make_company,
    make_exemption,
    make_source,
)
from tests.moratoriums.forms import page_of, send, shown, typed

pytestmark = pytest.mark.django_db

ADD = "/admin/moratoriums/pledge/add/"


def standing(pledge: Pledge, day: date) -> Pledge:
    return Pledge.objects.as_of(day).get(pk=pledge.pk)


NEW: dict[str, Any] = {
    "company": "amazon",
    "slug": "amazon-2020",
    "title": "Amazon: moratorium on police use",
    "summary": "Amazon stops police use of Rekognition for a year.",
    "kind": "moratorium",
    "force": "2",
    "announced_on": "10 June 2020",
    "lasts_words": "for one year",
    "whose_use": ["police"],
    "places": "US",
    "citations-0-source": "first-report",
    "citations-0-supports": ["announced", "term"],
    "exemptions-0-beneficiary": "thorn",
    "exemptions-0-since": "10 June 2020",
    "exemptions-0-citations-0-source": "first-report",
    "exemptions-0-citations-0-quote": "such as the nonprofit Thorn",
}


@pytest.fixture
def ground() -> None:
    """What a new pledge points to."""
    make_company("Amazon")
    make_source(slug="first-report", url="https://news.example/amazon")
    make_beneficiary("Thorn")


# --- a new pledge ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("ground")
def test_a_whole_pledge_is_entered_on_one_page(browser):
    response = browser.post(ADD, typed(shown(browser, ADD), **NEW))
    assert response.status_code == 302, response.content.decode()

    pledge = Pledge.objects.get()
    announced = pledge.events.get()
    assert (pledge.announced_on, pledge.published_at) == ("2020-06-10", None)
    assert (announced.kind, announced.happened_on) == (EventKind.ANNOUNCED, "2020-06-10")
    assert (announced.end_on, announced.end_basis, announced.end_rule) == (
        "2021-06-10",
        "computed",
        "length",
    )
    assert [str(use) for use in pledge.barred_uses.all()] == ["Police"]
    assert [place.code for place in pledge.jurisdictions.all()] == ["US"]
    exemption = pledge.exemptions.get()
    assert exemption.citations.get().quote == "such as the nonprofit Thorn"
    assert announced.citations.get().source.slug == "first-report"
    assert pledge.revisions.get().saved_by == "ada"


@pytest.mark.usefixtures("ground")
def test_a_preview_of_a_new_pledge_shows_end_rule_and_reminders_and_saves_nothing(browser):
    page = browser.post(ADD, typed(shown(browser, ADD), "_preview", **NEW)).content.decode()
    assert "ends 10 June 2021 (computed)" in page
    assert "The stated length is added in one step" in page
    assert "2021-05-11 (30 days before), to editors and readers: past: will not be sent" in page
    assert "added: </span>slug: amazon-2020" in page
    assert not Pledge.objects.exists()
    assert "such as the nonprofit Thorn" in page


@pytest.mark.usefixtures("ground")
def test_a_draft_is_published_from_the_page_and_then_in_force_as_announced(browser):
    browser.post(ADD, typed(shown(browser, ADD), **NEW))
    pledge = Pledge.objects.get()
    send(browser, pledge, "_publish")
    assert standing(pledge, date(2020, 6, 11)).lifecycle == Lifecycle.IN_FORCE
    assert Pledge.objects.published().get() == pledge


@pytest.mark.usefixtures("ground")
def test_publishing_without_a_seen_source_is_refused_and_stays_a_draft(browser):
    page = shown(browser, ADD)
    browser.post(ADD, typed(page, **NEW | {"citations-0-source": "", "citations-0-supports": []}))
    pledge = Pledge.objects.get()
    response = send(browser, pledge, "_publish")
    assert response.status_code == 200
    assert "no source that somebody has seen" in response.content.decode()
    pledge.refresh_from_db()
    assert (pledge.published_at, pledge.version) == (None, 2)


@pytest.mark.usefixtures("ground")
def test_a_source_may_be_named_by_its_address_and_a_company_by_its_name(browser):
    data = NEW | {"company": "Amazon", "citations-0-source": "https://news.example/amazon"}
    browser.post(ADD, typed(shown(browser, ADD), **data))
    assert Pledge.objects.get().citations.get().source.slug == "first-report"


@pytest.mark.usefixtures("ground")
def test_an_unknown_key_is_refused_with_the_nearest_one(browser):
    page = browser.post(ADD, typed(shown(browser, ADD), **NEW | {"company": "amazn"}))
    assert "Do you mean amazon?" in page.content.decode()
    assert not Pledge.objects.exists()


def test_what_is_wrong_stands_at_the_top_and_leads_to_its_place(browser, amazon):
    wrong = {
        "announced_on": "31 February 2020",
        "exemptions-0-beneficiary": "nobody-known",
        "events-0-kind": "reaffirmed",
        "events-0-happened_on": "2021-05-18",
    }
    page = send(browser, amazon, **wrong).content.decode()
    top = page[page.index("Nothing is saved yet") : page.index("<fieldset")]
    assert 'href="#id_announced_on"' in top
    assert "Exemption 1: Beneficiary: " in top
    assert 'href="#id_exemptions-0-beneficiary"' in top
    assert '<a href="#events-0">Event 1: Give at least one source below' in top
    assert 'id="events-0"' in page
    assert "Give the day of the announcement" not in page  # one is given, and is wrong


# --- dates and terms as they are typed ------------------------------------------------------------


def test_a_date_is_typed_as_an_editor_would_write_it(browser, amazon):
    send(browser, amazon, announced_on="spring 2020", lasts_words="until further notice")
    amazon.refresh_from_db()
    assert amazon.announced_on == "2020-21"
    assert amazon.events.get().happened_on == "2020-21"


def test_the_page_says_how_a_date_is_read(browser, amazon):
    page = send(browser, amazon, "_preview", announced_on="June 2020").content.decode()
    assert "June 2020 (month: 2020-06-01 to 2020-06-30), kept as 2020-06" in page


def test_a_date_that_can_be_read_two_ways_is_refused_beside_its_box(browser, amazon):
    response = send(browser, amazon, announced_on="06/10/2020")
    errors = response.context["adminform"].form.errors
    assert "two ways" in errors["announced_on"][0]
    amazon.refresh_from_db()
    assert amazon.announced_on == "2020-06-10"


def test_the_computed_end_and_its_rule_are_shown_when_the_page_is_opened(browser, amazon):
    page = shown(browser, page_of(amazon))
    assert "Fixed term: ends 10 June 2021 (computed)." in page
    assert "The stated length is added in one step" in page


def test_words_that_do_not_settle_the_term_are_handed_to_the_editor(browser, amazon):
    response = send(browser, amazon, lasts_words="for some time", lasts_from="words")
    page = response.content.decode()
    assert response.status_code == 200
    assert "a person has to decide" in page
    assert "Choose “by hand”" in page
    amazon.refresh_from_db()
    assert amazon.events.get().end_on == "2021-06-10"


def test_a_term_by_hand_is_stored_as_it_was_decided(browser, amazon):
    send(
        browser,
        amazon,
        lasts_words="for some time",
        lasts_from="hand",
        lasts_kind="fixed",
        lasts_end="June 2022",
        lasts_basis="stated",
        lasts_likely="15 June 2022",
        lasts_note="The spokesman named the month.",
    )
    event = amazon.events.get()
    assert (event.end_on, event.end_likely_on, event.end_rule) == (
        "2022-06",
        date(2022, 6, 15),
        "",
    )
    assert event.end_note == "The spokesman named the month."


def test_a_term_by_hand_that_contradicts_itself_is_refused_beside_its_box(browser, amazon):
    changes = {"lasts_kind": "permanent", "lasts_end": "2022", "lasts_basis": "stated"}
    response = send(browser, amazon, lasts_from="hand", **changes)
    assert "lasts_kind" in response.context["adminform"].form.errors


def test_a_moved_announcement_moves_the_computed_end(browser, amazon):
    send(browser, amazon, announced_on="2020-06-12")
    assert amazon.events.get().end_on == "2021-06-12"


def test_a_pledge_without_an_end_gets_a_review_day(browser, amazon):
    send(browser, amazon, lasts_words="until further notice")
    amazon.refresh_from_db()
    assert amazon.review_on is not None


def test_while_typing_the_page_can_ask_how_a_term_is_read(browser):
    asked = {"words": "for one year", "start": "10 June 2020", "effective": ""}
    answer = browser.get("/admin/moratoriums/pledge/read/", asked).json()
    assert "ends 10 June 2021" in answer["html"]
    date_answer = browser.get("/admin/moratoriums/pledge/read/", {"date": "spring 2020"}).json()
    assert "spring 2020 (season, approximate" in date_answer["text"]


def test_what_is_typed_comes_back_as_text_and_never_as_markup(browser):
    asked = {"words": "until <script>alert(1)</script> is passed", "start": "2020-06-10"}
    answer = browser.get("/admin/moratoriums/pledge/read/", asked).json()
    assert "<script>" not in answer["html"]


def test_reading_dates_is_for_editors_only(client):
    assert client.get("/admin/moratoriums/pledge/read/", {"date": "2020"}).status_code == 302


# --- parts ----------------------------------------------------------------------------------------


def test_a_citation_of_an_exemption_is_taken_away(browser, amazon):
    exemption = make_exemption(amazon, quote="old words")
    make_source(slug="better")
    changes = {
        "exemptions-0-citations-0-DELETE": "on",
        "exemptions-0-citations-1-source": "better",
        "exemptions-0-citations-1-quote": "new words",
    }
    response = send(browser, amazon, **changes)
    assert response.status_code == 302, response.content.decode()
    assert [(c.source.slug, c.quote) for c in exemption.citations.all()] == [
        ("better", "new words")
    ]


def test_an_exemption_is_removed(browser, amazon):
    make_exemption(amazon)
    send(browser, amazon, **{"exemptions-0-DELETE": "on"})
    assert not amazon.exemptions.exists()


def test_the_same_party_twice_is_refused(browser, amazon):
    exemption = make_exemption(amazon, make_beneficiary("Thorn"))
    changes = {
        "exemptions-1-beneficiary": "thorn",
        "exemptions-1-citations-0-source": "first-report",
    }
    response = send(browser, amazon, **changes)
    assert response.status_code == 200
    assert list(amazon.exemptions.all()) == [exemption]


SECOND: dict[str, Any] = {
    "citations-1-source": "second-report",
    "citations-1-supports": ["announced"],
}


def test_the_announcement_cites_what_the_pledge_cites_for_it(browser, amazon):
    make_source(slug="second-report")
    send(
        browser,
        amazon,
        **SECOND,
    )
    cited = Citation.objects.filter(event=amazon.events.get())
    assert sorted(row.source.slug for row in cited) == ["first-report", "second-report"]


def test_facts_without_a_source_are_kept_apart(browser, amazon):
    send(browser, amazon, unconfirmed="term.end | 2045-01 | remembered, no page seen")
    amazon.refresh_from_db()
    assert amazon.unconfirmed == [
        {"field": "term.end", "value": "2045-01", "why": "remembered, no page seen"}
    ]
