"""The steps that change the register: what each one writes, and what it refuses whole."""

from datetime import UTC, date, datetime, timedelta

import pytest

from moratoriums.models import Check, Pledge, PledgeEvent, Revision, Source
from moratoriums.services import (
    Conflict,
    EventFacts,
    SecondEditorNeeded,
    confirm_event,
    decline_event,
    extend_pledge,
    publish_pledge,
    record_event,
    retell_states,
    settle_pledge,
    supersede_pledge,
    unpublish_pledge,
    withdraw_pledge,
)
from moratoriums.vocabulary import (
    CheckPlace,
    EndBasis,
    EventKind,
    Lifecycle,
    TermKind,
)
from tests.factories import make_company, make_event, make_pledge, make_source

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
END = date(2021, 6, 10)


@pytest.fixture
def amazon() -> Pledge:
    """One year from 10 June 2020, as announced."""
    return make_pledge(
        make_company("Amazon"),
        slug="amazon-2020",
        announced="2020-06-10",
        term=TermKind.FIXED,
        term_words="for one year",
        end="2021-06-10",
        end_basis=EndBasis.COMPUTED,
        end_rule="length",
    )


def quotes() -> list[tuple[Source, str]]:
    return [(make_source(), "the words that say so")]


def standing(pledge: Pledge, day: date) -> Pledge:
    return Pledge.objects.as_of(day).get(pk=pledge.pk)


def withdraw(pledge: Pledge, on: str = "2021-03-01", by: str = "one") -> PledgeEvent:
    return withdraw_pledge(pledge, on=on, quotes=quotes(), by=by, at=AT)


# --- extending ------------------------------------------------------------------------------------


def test_an_extension_holds_from_its_day_and_the_old_end_stays_on_record(amazon):
    extend_pledge(
        amazon,
        on="2021-05-18",
        term=TermKind.UNTIL_FURTHER_NOTICE,
        words="until further notice",
        quotes=quotes(),
        by="one",
        at=AT,
    )
    before, after = standing(amazon, date(2021, 5, 17)), standing(amazon, date(2021, 6, 11))
    assert (before.state_end_earliest, before.lifecycle) == (END, Lifecycle.IN_FORCE)
    assert (after.state_end_earliest, after.lifecycle) == (None, Lifecycle.IN_FORCE)
    assert after.state_term == TermKind.UNTIL_FURTHER_NOTICE


def test_without_an_extension_the_calendar_takes_the_pledge_past_its_end(amazon):
    assert standing(amazon, END - timedelta(days=1)).lifecycle == Lifecycle.IN_FORCE
    assert standing(amazon, END).lifecycle == Lifecycle.PAST_END


def test_an_event_keeps_its_sources_with_the_words(amazon):
    event = extend_pledge(
        amazon, on="2021", term=TermKind.PERMANENT, quotes=quotes(), by="one", at=AT
    )
    assert [citation.quote for citation in event.citations.all()] == ["the words that say so"]


def test_an_event_without_a_source_is_refused_and_nothing_is_written(amazon):
    facts = EventFacts(EventKind.CLARIFIED, "2021-01-01")
    with pytest.raises(ValueError, match="source"):
        record_event(amazon, facts, by="one", at=AT)
    assert not amazon.events.filter(kind=EventKind.CLARIFIED).exists()
    assert not amazon.revisions.exists()


def test_an_event_with_an_impossible_day_is_refused_and_nothing_is_written(amazon):
    with pytest.raises(ValueError, match="2021-02-30"):
        withdraw(amazon, on="2021-02-30")
    assert not amazon.events.filter(kind=EventKind.WITHDRAWN).exists()


@pytest.mark.parametrize("kind", [EventKind.CLARIFIED, EventKind.WITHDRAWN])
def test_an_event_without_a_day_is_refused_and_nothing_is_written(amazon, kind):
    with pytest.raises(ValueError, match="needs a day"):
        record_event(amazon, EventFacts(kind, "", quotes=quotes()), by="one", at=AT)
    assert not amazon.events.filter(kind=kind).exists()


def test_the_same_thing_may_happen_twice_on_one_day(amazon):
    facts = EventFacts(EventKind.CLARIFIED, "2021-01-01", quotes=quotes())
    keys = [record_event(amazon, facts, by="one", at=AT).key for _ in range(3)]
    assert keys == ["2021-01-01", "2021-01-01-2", "2021-01-01-3"]


# --- a term that goes on --------------------------------------------------------------------------


def test_an_event_that_says_nothing_of_the_term_carries_on_the_one_in_force(amazon):
    facts = EventFacts(EventKind.CONDITION_MET, "2021-02-01", quotes=quotes())
    event = record_event(amazon, facts, by="one", at=AT)
    assert (event.term, event.end_on, event.term_words) == ("fixed", "2021-06-10", "for one year")


def test_an_event_entered_late_carries_on_the_term_of_its_own_day_not_of_today(amazon):
    make_event(amazon, EventKind.EXTENDED, "2021-05-18")
    facts = EventFacts(EventKind.CONDITION_MET, "2021-02-01", quotes=quotes())
    assert record_event(amazon, facts, by="one", at=AT).end_on == "2021-06-10"


def test_the_term_in_force_is_found_also_after_an_undated_announcement():
    pledge = make_pledge(announced="", first_seen_on=date(2020, 1, 1))
    make_event(pledge, EventKind.EXTENDED, "2021-01-01", term=TermKind.PERMANENT)
    facts = EventFacts(EventKind.CONDITION_MET, "2022-01-01", quotes=quotes())
    assert record_event(pledge, facts, by="one", at=AT).term == TermKind.PERMANENT


def test_a_verdict_that_waits_lends_its_term_to_nobody(amazon):
    waiting = withdraw(amazon, on="2021-01-01")
    PledgeEvent.objects.filter(pk=waiting.pk).update(
        term=TermKind.PERMANENT, end_on="", end_earliest=None, end_latest=None, end_basis=""
    )
    facts = EventFacts(EventKind.CONDITION_MET, "2021-02-01", quotes=quotes())
    assert record_event(amazon, facts, by="one", at=AT).term == TermKind.FIXED


# --- verdicts and their second editor -------------------------------------------------------------


def test_a_withdrawal_is_no_state_before_a_second_editor_confirms_it(amazon):
    event = withdraw(amazon)
    assert event.confirmed_at is None
    assert standing(amazon, date(2021, 3, 2)).lifecycle == Lifecycle.IN_FORCE
    assert event not in PledgeEvent.objects.public()

    confirm_event(event, by="two", at=AT)
    assert standing(amazon, date(2021, 3, 2)).lifecycle == Lifecycle.WITHDRAWN
    assert event in PledgeEvent.objects.public()


@pytest.mark.parametrize("by", ["one", ""])
def test_whoever_recorded_a_verdict_cannot_confirm_it_nor_can_nobody(amazon, by):
    event = withdraw(amazon)
    with pytest.raises(SecondEditorNeeded):
        confirm_event(event, by=by, at=AT)
    event.refresh_from_db()
    assert event.confirmed_at is None


def test_confirming_twice_leaves_the_first_confirmation_as_it_is(amazon):
    event = withdraw(amazon)
    confirm_event(event, by="two", at=AT)
    confirm_event(event, by="three", at=AT + timedelta(days=1))
    event.refresh_from_db()
    assert (event.confirmed_by, event.confirmed_at) == ("two", AT)


def test_a_declined_verdict_is_gone_and_its_reason_stays_in_the_history(amazon):
    event = withdraw(amazon)
    decline_event(event, by="two", at=AT, why="The report speaks of another product.")
    assert not PledgeEvent.objects.filter(pk=event.pk).exists()
    assert "another product" in amazon.revisions.latest("version").note


def test_a_public_event_cannot_be_declined(amazon):
    event = withdraw(amazon)
    confirm_event(event, by="two", at=AT)
    with pytest.raises(ValueError, match="public already"):
        decline_event(event, by="three", at=AT, why="late doubt")
    assert PledgeEvent.objects.filter(pk=event.pk).exists()


def log_search(pledge: Pledge, *places: CheckPlace, day: date = date(2021, 8, 1)) -> None:
    Check.objects.bulk_create(Check(pledge=pledge, place=p, looked_on=day) for p in places)


def lapse(pledge: Pledge, on: str = "2021-09-01") -> PledgeEvent:
    facts = EventFacts(EventKind.LAPSED, on, quotes=quotes())
    return record_event(pledge, facts, by="one", at=AT)


ELSEWHERE = [place for place in CheckPlace if place != CheckPlace.COMPANY_ASKED]


def test_a_lapse_needs_five_places_searched_and_the_company_asked(amazon):
    log_search(amazon, *ELSEWHERE[:5])
    with pytest.raises(ValueError, match="asked"):
        lapse(amazon)
    log_search(amazon, CheckPlace.COMPANY_ASKED)
    event = lapse(amazon)
    confirm_event(event, by="two", at=AT)
    assert standing(amazon, date(2021, 9, 1)).lifecycle == Lifecycle.LAPSED


def test_four_places_are_too_few_for_a_lapse(amazon):
    log_search(amazon, CheckPlace.COMPANY_ASKED, *ELSEWHERE[:4])
    with pytest.raises(ValueError, match="4 of at least 5"):
        lapse(amazon)


def test_a_search_before_the_end_is_no_search_for_what_came_of_it(amazon):
    log_search(amazon, *CheckPlace, day=date(2021, 6, 1))
    with pytest.raises(ValueError, match="asked"):
        lapse(amazon)


def test_nothing_lapses_before_the_last_reading_of_its_end_is_over(amazon):
    log_search(amazon, *CheckPlace)
    with pytest.raises(ValueError, match="last reading"):
        lapse(amazon, on="2021-06-10")


def test_a_pledge_without_an_end_day_cannot_lapse():
    pledge = make_pledge(term=TermKind.UNTIL_FURTHER_NOTICE)
    log_search(pledge, *CheckPlace)
    with pytest.raises(ValueError, match="without an end day"):
        lapse(pledge)


# --- replacing ------------------------------------------------------------------------------------


def test_a_replaced_pledge_points_to_its_successor(amazon):
    successor = make_pledge(amazon.company, announced="2021-04-01")
    supersede_pledge(amazon, successor=successor, on="2021-04-01", quotes=quotes(), by="one", at=AT)
    amazon.refresh_from_db()
    assert amazon.superseded_by == successor
    assert standing(amazon, date(2021, 4, 1)).lifecycle == Lifecycle.SUPERSEDED
    assert standing(successor, date(2021, 4, 1)).lifecycle == Lifecycle.IN_FORCE


# --- revisions and conflicts ----------------------------------------------------------------------


def test_every_settled_change_raises_the_version_and_keeps_the_whole_record(amazon):
    first = settle_pledge(amazon, by="one", at=AT, note="Typo.")
    amazon.title = "A clearer title"
    amazon.save(update_fields=["title"])
    second = settle_pledge(amazon, by="two", at=AT, note="Clearer.", significant=True)
    assert second.version == first.version + 1
    assert "A clearer title" in second.text
    assert "A clearer title" not in first.text
    assert (second.saved_by, second.significant, second.note) == ("two", True, "Clearer.")


def test_a_record_saved_by_somebody_else_meanwhile_is_a_conflict_that_writes_nothing(amazon):
    opened = amazon.version
    settle_pledge(amazon, by="two", at=AT)
    with pytest.raises(Conflict):
        settle_pledge(amazon, by="one", at=AT, expected_version=opened)
    assert Revision.objects.filter(pledge=amazon).count() == 1


# --- publishing -----------------------------------------------------------------------------------


def test_a_draft_is_published_once_a_seen_source_supports_it():
    draft = make_pledge(published=False)
    assert draft not in Pledge.objects.published()
    publish_pledge(draft, by="one", at=AT)
    assert draft in Pledge.objects.published()


def test_a_source_that_nobody_has_read_is_not_enough_to_publish():
    draft = make_pledge(published=False, source=make_source(seen_on=None))
    with pytest.raises(ValueError, match="source"):
        publish_pledge(draft, by="one", at=AT)
    draft.refresh_from_db()
    assert draft.published_at is None


def test_a_pledge_taken_back_to_draft_is_out_of_sight_with_its_events(amazon):
    unpublish_pledge(amazon, by="one", at=AT, why="The source was misread.")
    assert amazon not in Pledge.objects.published()
    assert not PledgeEvent.objects.public().filter(pledge=amazon).exists()
    assert "misread" in amazon.revisions.latest("version").note


def test_taking_back_to_draft_needs_a_reason(amazon):
    with pytest.raises(ValueError, match="why"):
        unpublish_pledge(amazon, by="one", at=AT, why=" ")
    assert amazon in Pledge.objects.published()


# --- the periods of states ------------------------------------------------------------------------


def test_retelling_gives_each_day_one_state_also_when_two_events_share_a_day(amazon):
    make_event(amazon, EventKind.EXTENDED, "2021-05-18", term=TermKind.FIXED, end="2022-01-01")
    make_event(amazon, EventKind.MADE_PERMANENT, "2021-05-18", term=TermKind.PERMANENT)
    retell_states(amazon)
    held = amazon.events.order_by("position").values_list("holds_from", "holds_until")
    may, june = date(2021, 5, 18), date(2020, 6, 10)
    assert list(held) == [(june, may), (may, may), (may, None)]
    assert standing(amazon, may).state_term == TermKind.PERMANENT


def test_retelling_twice_changes_nothing(amazon):
    make_event(amazon, EventKind.EXTENDED, "2021-05-18")
    before = list(amazon.events.order_by("pk").values())
    retell_states(amazon)
    assert list(amazon.events.order_by("pk").values()) == before


def test_a_state_that_is_taken_away_gives_its_days_back(amazon):
    event = make_event(amazon, EventKind.EXTENDED, "2021-05-18")
    event.delete()
    retell_states(amazon)
    assert standing(amazon, date(2021, 6, 11)).lifecycle == Lifecycle.PAST_END


def test_an_undated_announcement_counts_from_the_day_it_was_first_seen():
    pledge = make_pledge(announced="", first_seen_on=date(2025, 3, 1))
    assert not Pledge.objects.as_of(date(2025, 2, 28)).filter(pk=pledge.pk).exists()
    assert standing(pledge, date(2025, 3, 1)).lifecycle == Lifecycle.IN_FORCE
