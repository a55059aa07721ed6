"""Events on the editors' page: each with its source, and verdicts that wait."""

from datetime import date
from typing import Any

import pytest

from moratoriums.models import Pledge, PledgeEvent
from moratoriums.register.rows import read_pledge
from moratoriums.vocabulary import EndBasis, EventKind, Lifecycle, TermKind
from tests.factories import (
    RECORDED_AT,
    make_event,
)
from tests.moratoriums.forms import page_of, send, shown

pytestmark = pytest.mark.django_db


def standing(pledge: Pledge, day: date) -> Pledge:
    return Pledge.objects.as_of(day).get(pk=pledge.pk)


EXTENSION: dict[str, Any] = {
    "events-0-kind": "extended",
    "events-0-happened_on": "18 May 2021",
    "events-0-description": "Amazon goes on with it.",
    "events-0-lasts_from": "words",
    "events-0-lasts_words": "until further notice",
    "events-0-citations-0-source": "first-report",
}


GOES_ON = {"events-0-lasts_from": "same", "events-0-lasts_words": ""}


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
    assert "Say how long the pledge lasts since then" in response.content.decode()


def test_words_of_a_term_are_not_dropped_in_silence(browser, amazon):
    changes = EXTENSION | {"events-0-kind": "reaffirmed", "events-0-lasts_from": "same"}
    assert "kept only if the term follows them" in send(browser, amazon, **changes).content.decode()
    assert not amazon.events.filter(kind=EventKind.REAFFIRMED).exists()


def test_a_public_event_without_a_source_is_refused_and_nothing_is_lost(browser, amazon):
    response = send(browser, amazon, **EXTENSION | {"events-0-citations-0-source": ""})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Give at least one source below" in page
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
    changes = EXTENSION | {"events-0-kind": "withdrawn", **GOES_ON}
    send(browser, amazon, **changes)
    event = amazon.events.get(kind=EventKind.WITHDRAWN)
    assert (event.confirmed_at, event.recorded_by) == (None, "ada")
    assert standing(amazon, date(2021, 5, 19)).lifecycle == Lifecycle.IN_FORCE


def test_what_readers_are_told_of_a_change_says_nothing_of_a_verdict_that_waits(browser, amazon):
    changes = EXTENSION | {"events-0-kind": "withdrawn", **GOES_ON}
    told = {"change_kind": "significant", "change_note": "Amazon went back on it."}
    send(browser, amazon, **changes | told)
    revision = amazon.revisions.latest("version")
    assert (revision.note, revision.significant) == ("Amazon went back on it.", False)
    assert "nor is the note" in shown(browser, "/admin/")
    assert "Amazon went back" not in shown(browser, f"/p/{amazon.slug}")
    assert "Amazon went back" not in shown(browser, f"/p/{amazon.slug}/v/{revision.version}")


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
        **GOES_ON,
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


CORRECTION: dict[str, Any] = {
    "events-0-kind": "corrected",
    "events-0-happened_on": "20 November 2026",
    "events-0-description": "The end was a day late.",
    "events-0-wrong_since_on": "10 November 2026",
    "events-0-reported_on": "18 November 2026",
    "events-0-citations-0-source": "first-report",
}


def test_a_correction_says_since_when_the_record_was_wrong(browser, amazon):
    response = send(browser, amazon, **CORRECTION)
    assert response.status_code == 302, response.content.decode()
    event = amazon.events.get(kind=EventKind.CORRECTED)
    assert (event.wrong_since_on, event.reported_on) == (date(2026, 11, 10), date(2026, 11, 18))
    text = amazon.revisions.latest("version").text
    assert "wrong_since: 2026-11-10\n  reported: 2026-11-18" in text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"events-0-kind": "reaffirmed"}, "Only a correction has this day."),
        ({"events-0-wrong_since_on": "21 November 2026"}, "This comes after the correction."),
    ],
)
def test_the_days_of_a_correction_belong_to_one_and_lie_before_it(browser, amazon, typed, told):
    response = send(browser, amazon, **CORRECTION | typed)
    assert told in response.content.decode()
    assert not amazon.events.filter(kind__in=["corrected", "reaffirmed"]).exists()


def test_a_finding_about_conduct_names_the_words_it_bears_on(browser, amazon):
    event = make_event(amazon, EventKind.AGAINST_SPIRIT, "2024-09-01", clause="police use")
    amazon.refresh_from_db()
    assert read_pledge(amazon).events[-1].clause == "police use"
    assert event.confirmed_at
