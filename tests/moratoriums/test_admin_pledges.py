"""The editors' page of a pledge: typed in, previewed, saved whole or not at all."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from moratoriums.models import Citation, Pledge, PledgeEvent, Revision
from moratoriums.services import settle_pledge
from moratoriums.vocabulary import EndBasis, EventKind, Lifecycle, TermKind
from tests.factories import (
    RECORDED_AT,
    make_beneficiary,
    make_company,
    make_event,
    make_exemption,
    make_pledge,
    make_source,
)
from tests.moratoriums.forms import typed

pytestmark = pytest.mark.django_db

ADD = "/admin/moratoriums/pledge/add/"


@pytest.fixture
def editor() -> User:
    return User.objects.create_superuser("ada", password="x")


@pytest.fixture
def browser(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def amazon() -> Pledge:
    pledge = make_pledge(
        make_company("Amazon"),
        slug="amazon-2020",
        title="Amazon: moratorium on police use",
        announced="2020-06-10",
        term=TermKind.FIXED,
        term_words="for one year",
        end="2021-06-10",
        end_basis=EndBasis.COMPUTED,
        end_rule="length",
        source=make_source(slug="first-report"),
    )
    settle_pledge(pledge, by="loader", at=RECORDED_AT)
    return pledge


def page_of(pledge: Pledge) -> str:
    return f"/admin/moratoriums/pledge/{pledge.pk}/change/"


def shown(browser: Client, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


def send(browser: Client, pledge: Pledge, button: str = "_save", **changes: object):
    """Open the page, type the changes, press a button."""
    small = {"change_kind": "small"} if pledge.published_at else {}
    html = shown(browser, page_of(pledge))
    return browser.post(page_of(pledge), typed(html, button, **small | changes))


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


# --- events ---------------------------------------------------------------------------------------


EXTENSION: dict[str, Any] = {
    "events-0-kind": "extended",
    "events-0-happened_on": "18 May 2021",
    "events-0-description": "Amazon goes on with it.",
    "events-0-lasts_from": "words",
    "events-0-lasts_words": "until further notice",
    "events-0-citations-0-source": "first-report",
}


def test_an_extension_is_entered_with_its_source_and_moves_the_end(browser, amazon):
    response = send(browser, amazon, **EXTENSION)
    assert response.status_code == 302, response.content.decode()
    event = amazon.events.get(kind=EventKind.EXTENDED)
    assert (event.recorded_by, event.confirmed_at is not None) == ("ada", True)
    assert event.citations.get().supports == ["event"]
    assert standing(amazon, date(2021, 5, 17)).state_end_on == "2021-06-10"
    assert standing(amazon, date(2021, 6, 11)).state_term == TermKind.UNTIL_FURTHER_NOTICE


def test_an_extension_has_to_say_how_long(browser, amazon):
    response = send(browser, amazon, **EXTENSION | {"events-0-lasts_from": "same"})
    assert response.status_code == 200
    assert "Say how long the pledge lasts since then." in response.content.decode()


def test_a_public_event_without_a_source_is_refused_and_nothing_is_lost(browser, amazon):
    response = send(browser, amazon, **EXTENSION | {"events-0-citations-0-source": ""})
    page = response.content.decode()
    assert response.status_code == 200
    assert "events.0.sources" in page
    assert "Amazon goes on with it." in page
    assert not amazon.events.filter(kind=EventKind.EXTENDED).exists()


def test_a_mistyped_source_of_an_event_is_said_beside_it(browser, amazon):
    response = send(browser, amazon, **EXTENSION | {"events-0-citations-0-source": "frist-report"})
    assert "Do you mean first-report?" in response.content.decode()
    assert not amazon.events.filter(kind=EventKind.EXTENDED).exists()


def test_an_event_before_a_corrected_term_carries_the_corrected_term(browser, amazon):
    make_event(
        amazon,
        EventKind.CONDITION_MET,
        "2021-02-01",
        term=TermKind.FIXED,
        term_words="for one year",
        end="2021-06-10",
        end_basis=EndBasis.COMPUTED,
        end_rule="length",
    )
    send(browser, amazon, lasts_words="for two years")
    assert amazon.events.get(kind=EventKind.CONDITION_MET).end_on == "2022-06-10"


def test_a_withdrawal_waits_for_a_second_editor(browser, amazon):
    changes = EXTENSION | {"events-0-kind": "withdrawn", "events-0-lasts_from": "same"}
    send(browser, amazon, **changes)
    event = amazon.events.get(kind=EventKind.WITHDRAWN)
    assert (event.confirmed_at, event.recorded_by) == (None, "ada")
    assert standing(amazon, date(2021, 5, 19)).lifecycle == Lifecycle.IN_FORCE


def test_an_event_that_is_turned_into_a_verdict_waits_again(browser, amazon):
    send(browser, amazon, **EXTENSION | {"events-0-kind": "clarified"})
    send(browser, amazon, **{"events-0-kind": "withdrawn", "events-0-lasts_from": "same"})
    event = amazon.events.get(kind=EventKind.WITHDRAWN)
    assert event.confirmed_at is None


def test_a_confirmed_verdict_that_is_reworded_waits_for_its_second_editor_again(browser, amazon):
    make_event(
        amazon,
        EventKind.CONTRADICTED,
        "2021-01-01",
        description="One product is sold on.",
        recorded_by="one",
        confirmed_by="two",
    )
    send(browser, amazon, **{"events-0-description": "All products are sold on."})
    event = amazon.events.get(kind=EventKind.CONTRADICTED)
    assert (event.confirmed_at, event.confirmed_by, event.recorded_by) == (None, "", "ada")


def test_a_lapse_without_the_search_it_takes_is_refused(browser, amazon):
    changes = EXTENSION | {
        "events-0-kind": "lapsed",
        "events-0-happened_on": "2021-09-01",
        "events-0-lasts_from": "same",
    }
    page = send(browser, amazon, **changes).content.decode()
    assert "The company has not been asked since the end" in page
    assert not amazon.events.filter(kind=EventKind.LAPSED).exists()


def test_what_the_clock_wrote_is_not_on_the_page_and_survives_saving(browser, amazon):
    flag = PledgeEvent.objects.create(
        pledge=amazon,
        kind=EventKind.END_FLAGGED,
        key="2021-06-10/30",
        happened_on="2021-05-11",
        recorded_at=RECORDED_AT,
        confirmed_at=RECORDED_AT,
        about_on=date(2021, 6, 10),
        rung=30,
    )
    assert "End date flagged" not in shown(browser, page_of(amazon))
    send(browser, amazon, title="Another title")
    assert PledgeEvent.objects.filter(pk=flag.pk).exists()


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


# --- versions, conflicts, notes -------------------------------------------------------------------


def test_saving_makes_a_version_with_the_editors_name_and_note(browser, amazon):
    send(
        browser,
        amazon,
        title="A clearer title",
        change_kind="significant",
        change_note="The title named the wrong product.",
    )
    newest = amazon.revisions.latest("version")
    assert (newest.saved_by, newest.significant) == ("ada", True)
    assert newest.note == "The title named the wrong product."
    assert "A clearer title" in newest.text


def test_saving_without_a_change_makes_no_version(browser, amazon):
    before = Revision.objects.count()
    assert send(browser, amazon).status_code == 302
    assert Revision.objects.count() == before


def test_opening_and_saving_leaves_the_record_byte_for_byte(browser, amazon):
    make_exemption(amazon, quote="words")
    make_event(amazon, EventKind.EXTENDED, "2021-05-18", description="It goes on.")
    before = settle_pledge(amazon, by="x", at=RECORDED_AT).text
    send(browser, amazon, note="Only the note changes.")
    after = amazon.revisions.latest("version").text
    assert [line for line in after.splitlines() if line not in before.splitlines()] == [
        "note: Only the note changes."
    ]


def test_the_sort_of_change_has_to_be_chosen(browser, amazon):
    response = send(browser, amazon, title="Another title", change_kind=None)
    assert "change_kind" in response.context["adminform"].form.errors


def test_a_significant_change_needs_a_note(browser, amazon):
    response = send(browser, amazon, title="Another title", change_kind="significant")
    assert "change_note" in response.context["adminform"].form.errors
    amazon.refresh_from_db()
    assert amazon.title == "Amazon: moratorium on police use"


def test_two_editors_on_one_record_are_a_conflict_that_loses_nothing(browser, amazon):
    opened = shown(browser, page_of(amazon))
    Pledge.objects.filter(pk=amazon.pk).update(title="Their title")
    settle_pledge(amazon, by="bob", at=RECORDED_AT, note="Bob's change.")

    mine = typed(opened, summary="My summary", change_kind="small", **EXTENSION)
    response = browser.post(page_of(amazon), mine)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Saved by somebody else" in page
    assert "Bob&#x27;s change." in page
    assert "title: Their title" in page
    assert "My summary" in page
    assert "Amazon goes on with it." in page
    amazon.refresh_from_db()
    assert (amazon.title, amazon.version) == ("Their title", 3)

    again = typed(page, title="Their title")
    assert browser.post(page_of(amazon), again).status_code == 302
    amazon.refresh_from_db()
    assert (amazon.title, amazon.summary, amazon.version) == ("Their title", "My summary", 4)
    assert amazon.events.filter(kind=EventKind.EXTENDED).exists()


def test_a_preview_of_a_change_shows_the_lines_and_saves_nothing(browser, amazon):
    response = send(browser, amazon, "_preview", title="A clearer title", **EXTENSION)
    page = response.content.decode()
    assert "added: </span>title: A clearer title" in page
    assert (
        "removed: </span>title: &#x27;Amazon: moratorium" in page or "removed: </span>title" in page
    )
    amazon.refresh_from_db()
    assert (amazon.title, amazon.version) == ("Amazon: moratorium on police use", 2)
    assert not amazon.events.filter(kind=EventKind.EXTENDED).exists()


def test_a_preview_with_a_mistake_says_the_mistake(browser, amazon):
    response = send(browser, amazon, "_preview", **EXTENSION | {"events-0-happened_on": "soon"})
    assert "is not a date we can keep" in response.content.decode()


def test_words_that_claim_too_much_are_pointed_out(browser, amazon):
    page = send(browser, amazon, "_preview", summary="Amazon violated its ban.").content.decode()
    assert "Wording: “violated”" in page
    assert "Wording: “ban”" in page


def test_the_history_page_shows_each_version_with_its_changed_lines(browser, amazon):
    send(browser, amazon, title="A clearer title")
    page = shown(browser, f"/admin/moratoriums/pledge/{amazon.pk}/history/")
    assert "Version 3" in page
    assert "ada" in page
    assert "added: </span>title: A clearer title" in page


# --- rights ---------------------------------------------------------------------------------------


def staff(client: Client, *rights: str) -> Client:
    user = User.objects.create_user("eve", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return client


ENTERING = [f"change_{name}" for name in ("pledge", "pledgeevent", "citation", "exemption")]


def test_an_editor_without_the_right_to_publish_is_not_offered_it_nor_let_do_it(client):
    draft = make_pledge(published=False)
    browser = staff(client, *ENTERING)
    html = shown(browser, page_of(draft))
    assert "_publish" not in html
    response = browser.post(page_of(draft), typed(html, "_publish"))
    assert response.status_code == 403
    draft.refresh_from_db()
    assert draft.published_at is None


def test_a_reader_of_the_admin_sees_the_page_and_cannot_save(client, amazon):
    browser = staff(client, "view_pledge")
    assert browser.get(page_of(amazon)).status_code == 200
    assert browser.post(page_of(amazon), {"version": amazon.version}).status_code == 403


def test_a_published_pledge_cannot_be_deleted(browser, amazon):
    address = f"/admin/moratoriums/pledge/{amazon.pk}/delete/"
    assert browser.post(address, {"post": "yes"}).status_code == 403
    assert Pledge.objects.filter(pk=amazon.pk).exists()


def test_taking_back_to_draft_needs_a_reason_and_keeps_it(browser, amazon):
    refused = send(browser, amazon, "_unpublish")
    assert "Say why readers may no longer see it" in refused.content.decode()
    send(browser, amazon, "_unpublish", change_note="The page was misread.")
    amazon.refresh_from_db()
    assert amazon.published_at is None
    assert "misread" in amazon.revisions.latest("version").note


# --- how much it asks of the database -------------------------------------------------------------


def test_the_list_of_pledges_takes_as_many_queries_for_twenty_as_for_two(
    browser, django_assert_max_num_queries
):
    for _ in range(20):
        make_pledge()
    with django_assert_max_num_queries(12):
        browser.get("/admin/moratoriums/pledge/")
