"""A record written as rows reads back the same, and writing it again changes only what changed."""

from datetime import UTC, date, datetime

import pytest

from companies.models import Company
from moratoriums.models import Beneficiary, Citation, Exemption, Pledge, PledgeEvent, Source
from moratoriums.register import schema
from moratoriums.register.files import from_text, to_text
from moratoriums.register.rows import read_pledge, with_parts, write_pledge, write_pledges
from moratoriums.services import confirm_event, flag_due, retell_states
from moratoriums.vocabulary import EventKind
from tests.moratoriums.register_folder import PLEDGE, second_pledge

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def neighbours():
    Company.objects.create(slug="amazon", name="Amazon")
    Company.objects.create(slug="other", name="Other")
    Beneficiary.objects.create(slug="thorn", name="Thorn", kind="organisation")
    Beneficiary.objects.create(slug="marinus", name="Marinus", kind="organisation")


def record(text: str = PLEDGE) -> schema.PledgeRecord:
    return from_text(text, schema.PledgeRecord)


FULL = (
    PLEDGE.replace(
        "term:\n",
        "announced_note: In the afternoon.\n"
        "in_force_from: 2020-06\n"
        "in_force_note: In the coming weeks.\n"
        "term:\n",
        1,
    )
    .replace("  end: 2021-06-10\n", "  end: 2021-06-10/2021-06-30\n  likely_end: 2021-06-11\n")
    .replace(
        "exemptions:\n",
        "conditions:\n"
        "- what: Congress acts\n"
        "  would_count: A law.\n"
        "  ends_pledge: false\n"
        "  health: waiting\n"
        "  expected: 2027\n"
        "  last_movement: 2026-01-02\n"
        "  checked: 2026-01-03\n"
        "  note: It may not.\n"
        "- what: The board decides\n"
        "exemptions:\n"
        "- beneficiary: marinus\n"
        "  origin: added\n"
        "  state: narrowed\n"
        "  since: 2020-07\n"
        "  until: 2021\n"
        "  note: Reported later.\n"
        "  sources:\n"
        "  - source: example-news-2020\n"
        "    quote: we will allow them\n",
    )
    .replace(
        "evidence:\n",
        "statements:\n"
        "- quote: We stop.\n"
        "  speaker: A. Person\n"
        "  channel: Blog\n"
        "  said: 2020-06-10\n"
        "  language: nl\n"
        "  role: reply\n"
        "  source: example-news-2020\n"
        "evidence:\n",
    )
    .replace(
        "checked: 2026-11-22\n",
        "- kind: withdrawn\n"
        "  key: verdict\n"
        "  happened: 2022\n"
        "  happened_note: In spring.\n"
        "  what: It sells again.\n"
        "  note: Two reports.\n"
        "  significant: false\n"
        "  recorded: 2026-11-20T10:00:00+00:00\n"
        "  recorded_by: first editor\n"
        "  confirmed: 2026-11-21\n"
        "  confirmed_by: second editor\n"
        "  sources: [example-news-2021]\n"
        "cautions:\n"
        "- |-\n"
        "  A paragraph.\n"
        "\n"
        "  Another one.\n"
        "note: A note.\n"
        "related: [amazon-2021]\n"
        "related_companies: [other]\n"
        "checks:\n"
        "- place: newsroom\n"
        "  looked: 2026-11-01\n"
        "  looked_by: editor\n"
        "  contrary_found: true\n"
        "  found: A page.\n"
        "unconfirmed:\n"
        "- field: term\n"
        "  value: two years\n"
        "  why: Remembered.\n"
        "review: 2027-11-22\n"
        "checked: 2026-11-22\n"
        "next_check: 2027-01-01\n",
        1,
    )
)


def test_a_record_with_every_part_reads_back_as_it_was_written():
    write_pledge(record(second_pledge()), at=AT, by="editor")
    pledge = write_pledge(record(FULL), at=AT, by="editor")
    assert to_text(record(FULL)) == FULL
    assert to_text(read_pledge(Pledge.objects.get(pk=pledge.pk))) == FULL


def test_reading_takes_the_same_number_of_queries_however_many_there_are(
    django_assert_max_num_queries,
):
    write_pledges([record(), record(second_pledge())], at=AT, by="editor")
    with django_assert_max_num_queries(16):
        for pledge in with_parts(Pledge.objects.all()):
            read_pledge(pledge)


def test_the_announcement_is_an_event_with_the_first_state_and_its_sources():
    pledge = write_pledge(record(), at=AT, by="editor")
    announced = pledge.events.get(kind=EventKind.ANNOUNCED)
    assert (announced.happened_on, announced.stance, announced.end_on) == (
        "2020-06-10",
        "stands",
        "2021-06-10",
    )
    assert [c.source.slug for c in announced.citations.all()] == ["example-news-2020"]
    assert (announced.recorded_by, announced.recorded_at.date()) == (
        "starting register",
        date(2026, 11, 22),
    )


def test_writing_again_keeps_the_rows_that_stay_and_removes_what_is_gone():
    pledge = write_pledge(record(), at=AT, by="editor")
    extended = pledge.events.get(kind=EventKind.EXTENDED)
    exemption = Exemption.objects.get()
    PledgeEvent.objects.filter(pk=extended.pk).update(entered_at=datetime(2020, 1, 1, tzinfo=UTC))
    changed = PLEDGE.replace("  what: It goes on without an end date.\n", "  what: On it goes.\n")
    write_pledge(record(changed.replace("Finding victims", "Finding children")), at=AT, by="editor")
    again = pledge.events.get(kind=EventKind.EXTENDED)
    assert (again.pk, again.description) == (extended.pk, "On it goes.")
    assert again.entered_at == datetime(2020, 1, 1, tzinfo=UTC)
    assert (Exemption.objects.get().pk, Exemption.objects.get().purpose) == (
        exemption.pk,
        "Finding children",
    )
    short = record(changed).model_copy(update={"events": (), "exemptions": ()})
    write_pledge(short, at=AT, by="editor")
    assert [event.kind for event in pledge.events.all()] == ["announced"]
    assert not Exemption.objects.exists()
    assert Citation.objects.filter(event__kind=EventKind.EXTENDED).count() == 0


def test_a_corrected_day_of_the_announcement_moves_the_same_event():
    pledge = write_pledge(record(), at=AT, by="editor")
    before = pledge.events.get(kind=EventKind.ANNOUNCED)
    later = PLEDGE.replace("announced: 2020-06-10", "announced: 2020-06-11")
    write_pledge(record(later), at=AT, by="editor")
    after = pledge.events.get(kind=EventKind.ANNOUNCED)
    assert (after.pk, after.happened_on) == (before.pk, "2020-06-11")


def test_what_the_clock_wrote_and_verdicts_that_wait_stay():
    waiting = PLEDGE.replace(
        "checked: 2026-11-22\n",
        "- kind: withdrawn\n  key: verdict\n  happened: 2026-01-01\n  waiting: true\n"
        "  sources: [example-news-2021]\nchecked: 2026-11-22\n",
        1,
    )
    pledge = write_pledge(record(waiting), at=datetime(2021, 5, 1, tzinfo=UTC), by="editor")
    retell_states(pledge)
    Pledge.objects.update(published_at=datetime(2021, 5, 1, tzinfo=UTC))
    PledgeEvent.objects.update(entered_at=datetime(2021, 5, 1, tzinfo=UTC))
    assert flag_due(day=date(2021, 5, 11), at=AT)
    write_pledge(record(), at=AT, by="editor")
    kinds = {event.kind for event in pledge.events.all()}
    assert {EventKind.END_FLAGGED, EventKind.WITHDRAWN} <= kinds
    verdict = pledge.events.get(kind=EventKind.WITHDRAWN)
    assert verdict.citations.count() == 1
    assert to_text(read_pledge(pledge, public_only=True)) == PLEDGE
    confirm_event(verdict, by="second editor", at=AT)
    assert Pledge.objects.as_of(date(2026, 11, 23)).get().lifecycle == "withdrawn"


def test_a_state_without_a_term_of_its_own_carries_the_term_in_force_on():
    ended = PLEDGE.replace(
        "checked: 2026-11-22\n",
        "- kind: condition_met\n  key: x\n  happened: 2026-01-01\n"
        "  sources: [example-news-2021]\nchecked: 2026-11-22\n",
        1,
    )
    pledge = write_pledge(record(ended), at=AT, by="editor")
    assert pledge.events.get(kind=EventKind.CONDITION_MET).term == "until_further_notice"
    assert to_text(read_pledge(Pledge.objects.get())) == ended


def test_quiet_marks_new_events_alone():
    pledge = write_pledge(record(), at=AT, by="editor")
    assert not pledge.events.filter(quiet=True).exists()
    write_pledge(record(), at=AT, by="editor", quiet=True)
    assert not pledge.events.filter(quiet=True).exists()
    other = write_pledge(record(second_pledge()), at=AT, by="editor", quiet=True)
    assert not other.events.filter(quiet=False).exists()


def test_an_unknown_company_is_named_and_nothing_is_written():
    with pytest.raises(ValueError, match="no company 'nobody'"):
        write_pledge(
            record(PLEDGE.replace("company: amazon", "company: nobody")), at=AT, by="editor"
        )
    assert not Pledge.objects.exists()
    assert not Source.objects.exists()


def test_a_page_known_under_another_key_is_refused():
    write_pledge(record(), at=AT, by="editor")
    other = second_pledge("example-news-2020", "another-key")
    with pytest.raises(ValueError, match="as the source 'example-news-2020'"):
        write_pledge(record(other), at=AT, by="editor")


def test_what_the_link_checker_found_out_survives():
    write_pledge(record(), at=AT, by="editor")
    Source.objects.update(health="gone", health_checked_at=AT)
    write_pledge(record(), at=AT, by="editor")
    assert set(Source.objects.values_list("health", flat=True)) == {"gone"}


def test_rows_that_no_record_may_say_are_told_with_the_pledge_and_field():
    pledge = write_pledge(record(), at=AT, by="editor")
    Citation.objects.filter(event__kind=EventKind.EXTENDED).delete()
    with pytest.raises(ValueError, match=r"amazon-2020: events\.0\.sources: needs at least one"):
        read_pledge(pledge)
