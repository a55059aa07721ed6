"""Entering from an article: what is written, what is refused, what comes back."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from moratoriums.models import Pledge, PledgeEvent
from news.models import Entry, Proposal
from tests.news.forms import the_form_as_shown

pytestmark = pytest.mark.django_db
AT = datetime(2020, 6, 11, 9, 0, tzinfo=UTC)


def test_an_editor_can_change_a_fact_before_publishing(desk):
    answer = desk.press(
        "publish",
        announced="11 June 2020",
        holds_because="The blog post carries that day.",
        title="Another title",
    )
    assert answer.status_code == 302
    pledge = Pledge.objects.get()
    assert (pledge.announced_on, pledge.title) == ("2020-06-11", "Another title")
    assert "The source says “Wednesday”" in pledge.announced_note
    assert "The blog post carries that day." in pledge.announced_note
    assert pledge.events.get().end_on == "2021-06-11"
    assert pledge.published_at


def test_holding_another_day_than_the_source_says_needs_a_reason(desk):
    page = desk.press("publish", announced="11 June 2020").content.decode()
    assert "say why we hold 11 June 2020" in page
    assert not Pledge.objects.exists()


def test_a_day_read_from_a_weekday_has_to_be_confirmed(desk):
    page = desk.press("publish", confirm_day="").content.decode()
    assert "Confirm that “Wednesday” means 10 June 2020" in page
    assert not Pledge.objects.exists()
    assert desk.press("drafts", confirm_day="").status_code == 302
    assert Pledge.objects.get().announced_on == "2020-06-10"


def test_a_fact_is_bound_to_other_words_and_the_evidence_follows(desk, proposal):
    words = "one-year moratorium"
    assert desk.press("save", term_words=words).status_code == 302
    proposal.refresh_from_db()
    (term,) = [fact for fact in proposal.facts if fact["name"] == "term"]
    whole = proposal.entry.whole
    assert whole[term["start"] : term["end"]] == term["quote"] == words
    assert "An editor chose these words." in desk.page()
    assert desk.press("publish").status_code == 302
    assert "We hope this one-year moratorium" in Pledge.objects.get().citations.get().quote


def test_words_that_do_not_stand_in_the_article_are_refused(desk):
    page = desk.press("publish", words_announced="last Tuesday").content.decode()
    assert "These words do not stand in the article like this" in page
    assert not Pledge.objects.exists()


def test_the_company_s_own_words_are_kept_with_their_speaker(desk):
    words = "We hope this one-year moratorium gives lawmakers time to act"
    desk.press("publish", said=words, said_by="Amazon", said_where="blog post")
    statement = Pledge.objects.get().statements.get()
    assert (statement.quote, statement.speaker, statement.said_on) == (
        words,
        "Amazon",
        "2020-06-10",
    )
    assert statement.source.url == "https://news.example/a"


def test_previewing_shows_row_mail_and_people_and_saves_nothing_of_the_register(desk):
    with time_machine.travel(AT, tick=False):
        page = desk.press("preview").content.decode()
    assert "Announced: " in page
    assert "Mail: to 0 people now" in page
    assert "accepted by" not in page
    assert "on police use of Amazon Rekognition" in page
    assert not Pledge.objects.exists()
    assert Proposal.objects.filter(state="pending").exists()


def test_the_preview_says_that_history_is_told_to_nobody(desk):
    page = desk.press("preview").content.decode()
    assert "history is told to nobody" in page


def test_the_public_page_is_shown_before_it_is_public(desk, client):
    answer = desk.press("page")
    assert answer.status_code == 200
    assert "Amazon: moratorium on police use of Amazon Rekognition" in answer.content.decode()
    assert not Pledge.objects.exists()


def test_words_that_settle_no_term_are_said_beside_the_field(desk, proposal):
    text = proposal.entry.text + "\n\nIt may last for about a year."
    Entry.objects.filter(pk=proposal.entry_id).update(text=text)
    page = desk.press("publish", term_words="for about a year").content.decode()
    assert "These words do not settle the term" in page
    assert not Pledge.objects.exists()
    answer = desk.press(
        "publish",
        term_words="for about a year",
        term_kind="fixed",
        term_end="June 2021",
        term_note="The month is certain, the day is not.",
    )
    assert answer.status_code == 302
    event = Pledge.objects.get().events.get()
    assert (event.end_on, event.end_basis) == ("2021-06", "stated")
    assert event.end_note == "The month is certain, the day is not."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"places": ""}, "1. Amazon: Places: Say at least one."),
        ({"places": "America"}, "Places: &#x27;America&#x27; is no place"),
        ({"whose_use": []}, "1. Amazon: Whose use: Say at least one."),
        ({"announced": "06/10/2021"}, "two ways"),
        ({"announced": "2021-02-30"}, "calendar"),
        ({"kind": ""}, "This field is required"),
        ({"company": ""}, "Choose the company"),
        ({"company": "", "new_company": "Amazon"}, "The register has this company"),
        ({"page_fields": {"source_url": "javascript:alert(1)"}}, "Write the whole address"),
        ({"page_fields": {"source_publisher": ""}}, "This field is required"),
        ({"page_fields": {"change": ""}}, "Choose one: small or significant"),
        ({"page_fields": {"change_note": ""}}, "needs a public note"),
        ({"slug": "no slug"}, "slug"),
        ({"summary": "x" * 3000}, "2000"),
        ({"term_kind": "fixed", "term_end": "June 2021"}, "Say how you read it"),
    ],
)
def test_an_error_stands_beside_its_field_and_nothing_is_entered(desk, changes, words):
    answer = desk.press("publish", **changes)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    assert "Please put right" in page
    assert not Pledge.objects.exists()
    assert Proposal.objects.filter(state="pending", company_slug="amazon").count() == 1


def test_what_is_missing_is_said_in_one_go(desk):
    page = desk.press("publish", places="", force="", confirm_day="").content.decode()
    top = page[page.index("Please put right") : page.index('id="desk-form"')]
    for words in ("Places: Say at least one", "Force: This field is required", "Confirm that"):
        assert words in top
    assert top.count("1. Amazon: ") == 3


def test_a_draft_needs_less_than_a_publication(desk):
    assert desk.press("drafts", places="", whose_use=[]).status_code == 302
    assert Pledge.objects.get().published_at is None


def test_what_is_typed_comes_back_with_the_errors_and_on_the_next_visit(desk):
    page = desk.press("publish", title="A title of mine", places="").content.decode()
    assert 'value="A title of mine"' in page
    assert 'value="A title of mine"' in desk.page()


def test_exempt_parties_stand_in_rows_with_their_sort_and_words(desk):
    rows = desk.exempt(
        ("Thorn", "organisation", "Thorn"),
        ("searches for victims", "use", "to find victims of trafficking"),
        ("nonprofits", "customer_class", "the nonprofit"),
    )
    assert desk.press("publish", **rows).status_code == 302
    exempt = Pledge.objects.get().exemptions.all()
    kinds = {row.beneficiary.name: row.beneficiary.kind for row in exempt}
    assert kinds == {
        "Thorn": "organisation",
        "searches for victims": "use",
        "nonprofits": "customer_class",
    }
    assert all("does not apply to organisations" in row.citations.get().quote for row in exempt)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("Thorn", "organisation", "Thorn"), ("Thorn", "organisation", "")], "stands here twice"),
        ([("Somebody else", "organisation", "")], "do not stand in the article"),
    ],
)
def test_a_wrong_row_of_exempt_parties_is_pointed_out(desk, rows, words):
    page = desk.press("publish", **desk.exempt(*rows)).content.decode()
    assert words in page
    assert not Pledge.objects.exists()


def test_more_rows_for_exempt_parties_keep_what_was_typed(desk, proposal):
    page = desk.press(f"more:{proposal.pk}", title="Kept").content.decode()
    assert 'value="Kept"' in page
    assert page.count('-words" ') > desk.page().count('-words" ') - 3
    assert re.search(r'-x-TOTAL_FORMS" value="7"', page)


@pytest.mark.parametrize("saves", [1, 2])
def test_an_exempt_party_that_was_not_read_outlives_every_save(desk, proposal, saves):
    """Also where no exempt party was read, and the row is one of those that came empty."""
    proposal.facts = [fact for fact in proposal.facts if not fact["name"].startswith("exempt")]
    proposal.save()
    rows = desk.exempt(("Border Force", "organisation", "nonprofit"))
    for _ in range(saves):
        desk.press("save", **rows)
    assert desk.press("publish", **rows).status_code == 302
    exempt = Pledge.objects.get().exemptions.all()
    assert [row.beneficiary.name for row in exempt] == ["Border Force"]


def test_entering_the_same_twice_is_refused(desk, client, address):
    form = the_form_as_shown(desk.page())
    card = desk.card
    form |= {f"{card}-choice": "new", f"{card}-places": "US", f"{card}-confirm_day": "on"}
    form |= {"change": "small", "action": "publish"}
    assert client.post(address, form).status_code == 302
    again = client.post(address, form | {f"{card}-slug": "another"})
    assert again.status_code == 409
    assert Pledge.objects.count() == 1


def test_dismissing_a_card_asks_for_a_reason(desk, proposal):
    assert "Say why" in desk.press("publish", choice="dismiss").content.decode()
    assert desk.press("publish", choice="dismiss", reason="old").status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.reason) == (
        "dismissed",
        "editor",
        "Old news",
    )


def test_a_small_entry_is_history_that_nobody_is_told_of(desk):
    desk.press("publish", page_fields={"change": "small", "change_note": ""})
    assert PledgeEvent.objects.get().quiet
