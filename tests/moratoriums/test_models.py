"""The database itself refuses rows that make no sense, whoever writes them and however."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from companies.models import Company
from moratoriums.models import (
    BarredUse,
    Beneficiary,
    Check,
    Citation,
    Condition,
    Exemption,
    JobRun,
    Jurisdiction,
    Pledge,
    PledgeEvent,
    Refusal,
    Revision,
    Source,
    Statement,
)
from moratoriums.vocabulary import (
    BeneficiaryKind,
    CheckPlace,
    EventKind,
    Force,
    Kind,
    Stance,
    TermKind,
    WhoseUse,
)

AT = datetime(2026, 11, 22, tzinfo=UTC)
DAY, LATER = date(2021, 6, 10), date(2021, 6, 11)
Rows = dict[str, Any]


@pytest.fixture
def rows(db: None) -> Rows:
    """One good row of each table."""
    company = Company.objects.create(slug="acme", name="Acme")
    pledge = Pledge.objects.create(
        slug="acme-2020",
        company=company,
        title="Acme: moratorium",
        kind=Kind.MORATORIUM,
        force=Force.STATEMENT,
        announced_on="2020-06-10",
        effective_on="2020-06",
    )
    source = Source.objects.create(
        slug="s1", url="https://a.example/1", title="T", publisher="P", published_on="2020-06-10"
    )
    beneficiary = Beneficiary.objects.create(
        slug="thorn", name="Thorn", kind=BeneficiaryKind.ORGANISATION
    )
    event = PledgeEvent.objects.create(
        pledge=pledge,
        kind=EventKind.ANNOUNCED,
        key="2020-06-10",
        happened_on="2020-06-10",
        recorded_at=AT,
        recorded_by="one",
        confirmed_at=AT,
        stance=Stance.STANDS,
        term=TermKind.FIXED,
        end_on="2021-06-10/2021-06-20",
        end_basis="computed",
        holds_from=date(2020, 6, 10),
    )
    exemption = Exemption.objects.create(
        pledge=pledge, beneficiary=beneficiary, since="2020", until="2021"
    )
    return {
        "run": JobRun.objects.create(name="a job", started_at=AT),
        "pledge": pledge,
        "source": source,
        "beneficiary": beneficiary,
        "event": event,
        "note": PledgeEvent.objects.create(
            pledge=pledge, kind=EventKind.CLARIFIED, key="1", happened_on="2021", recorded_at=AT
        ),
        "exemption": exemption,
        "use": BarredUse.objects.create(pledge=pledge, whose_use=WhoseUse.POLICE),
        "place": Jurisdiction.objects.create(pledge=pledge, code="US"),
        "condition": Condition.objects.create(pledge=pledge, what="A law", expected_on="2022"),
        "check": Check.objects.create(pledge=pledge, place=CheckPlace.TERMS, looked_on=DAY),
        "statement": Statement.objects.create(
            pledge=pledge, source=source, quote="We pause.", said_on="2020"
        ),
        "citation": Citation.objects.create(source=source, pledge=pledge),
        "event citation": Citation.objects.create(source=source, event=event),
        "exemption citation": Citation.objects.create(source=source, exemption=exemption),
        "refusal": Refusal.objects.create(slug="other", who="Other", stance="Gave no promise."),
        "revision": Revision.objects.create(pledge=pledge, version=1, text="x", saved_at=AT),
    }


def change(row: str, **values: Any) -> Callable[[Rows], None]:
    """Overwrite columns behind the back of every form and of save().

    A value that is a function is asked for the row to use.
    """

    def write(rows: Rows) -> None:
        named = {name: value(rows) if callable(value) else value for name, value in values.items()}
        type(rows[row]).objects.filter(pk=rows[row].pk).update(**named)

    return write


def again(row: str) -> Callable[[Rows], None]:
    """Insert the row a second time under a new primary key."""

    def write(rows: Rows) -> None:
        copy = type(rows[row]).objects.get(pk=rows[row].pk)
        copy.pk = None
        type(copy).objects.bulk_create([copy])

    return write


def half(row: str, name: str) -> list[Callable[[Rows], None]]:
    """The ways in which a pair of days may be out of order or half there."""
    earliest, latest = f"{name}_earliest", f"{name}_latest"
    return [
        change(row, **{earliest: LATER, latest: DAY}),
        change(row, **{earliest: None, latest: DAY}),
        change(row, **{earliest: DAY, latest: None}),
    ]


def verdict(**values: Any) -> Callable[[Rows], None]:
    return change("note", kind=EventKind.CONTRADICTED, recorded_by="one", **values)


CASES: dict[str, list[Callable[[Rows], None]]] = {
    "job_run_has_name": [change("run", name="")],
    "job_run_well_has_ended": [change("run", ok=True), change("run", ok=True, error="trouble")],
    "pledge_has_slug": [change("pledge", slug="")],
    "pledge_has_title": [change("pledge", title="")],
    "pledge_kind_known": [change("pledge", kind="ban")],
    "pledge_force_known": [change("pledge", force="7")],
    "pledge_grounds_known": [change("pledge", grounds="rumour")],
    "pledge_confidence_known": [change("pledge", confidence="total")],
    "pledge_technology_known": [change("pledge", technology="palm")],
    "pledge_announced_in_order": half("pledge", "announced"),
    "pledge_effective_in_order": half("pledge", "effective"),
    "pledge_dated_or_first_seen": [change("pledge", announced_on="")],
    "pledge_not_replaced_by_itself": [change("pledge", superseded_by=lambda rows: rows["pledge"])],
    "pledge_not_merged_into_itself": [change("pledge", merged_into=lambda rows: rows["pledge"])],
    "barred_use_once": [again("use")],
    "barred_use_known": [change("use", whose_use="robots")],
    "jurisdiction_once": [again("place")],
    "jurisdiction_has_code": [change("place", code="")],
    "event_once": [again("event")],
    "event_has_key": [change("event", key="")],
    "event_kind_known": [change("note", kind="rumoured")],
    "event_dated_unless_announced": [change("note", happened_on="")],
    "event_happened_in_order": half("note", "happened"),
    "event_end_in_order": [
        change("event", end_earliest=LATER, end_latest=DAY),
        change("event", end_earliest=None, end_basis="", end_latest=DAY),
        change("event", end_earliest=DAY, end_latest=None),
    ],
    "event_state_whole_or_absent": [
        change(
            "event", stance="", end_earliest=None, end_latest=None, end_basis="", holds_from=None
        ),
        change("note", stance="stands"),
        change("note", stance="vanished", term="unstated"),
    ],
    "event_term_known": [change("note", stance="stands", term="forever")],
    "event_end_has_basis_and_dated_term": [
        change("event", end_basis=""),
        change("event", end_basis="guessed"),
        change("event", term="permanent"),
        change("event", end_earliest=None, end_latest=None),
    ],
    "event_likely_end_inside_window": [
        change("event", end_likely_on=date(2021, 6, 9)),
        change("event", end_likely_on=date(2021, 6, 21)),
        change("note", end_likely_on=DAY),
    ],
    "event_holds_in_order": [
        change("event", holds_from=LATER, holds_until=DAY),
        change("event", holds_from=None, holds_until=DAY),
    ],
    "event_holds_only_with_state": [change("note", holds_from=DAY)],
    "event_unclear_has_reason": [change("event", stance="unclear")],
    "event_verdict_needs_second_editor": [
        verdict(confirmed_at=AT),
        verdict(confirmed_at=AT, confirmed_by="one"),
    ],
    "event_wrong_since_only_corrected": [
        change("note", wrong_since_on=DAY),
        change("note", reported_on=DAY),
    ],
    "event_flag_has_day_and_rung": [
        change("note", kind="end_flagged"),
        change("note", kind="end_flagged", about_on=DAY),
        change("note", kind="end_flagged", rung=30),
        change("note", about_on=DAY, rung=30),
        change("note", rung=30),
    ],
    "source_has_slug": [change("source", slug="")],
    "source_has_url": [change("source", url="")],
    "source_has_title": [change("source", title="")],
    "source_class_known": [change("source", source_class="blog")],
    "source_health_known": [change("source", health="poorly")],
    "source_published_in_order": half("source", "published"),
    "statement_has_quote": [change("statement", quote="")],
    "statement_role_known": [change("statement", role="aside")],
    "statement_said_in_order": half("statement", "said"),
    "citation_has_one_target": [
        change("citation", pledge=None),
        change("citation", event=lambda rows: rows["event"]),
        change("event citation", exemption=lambda rows: rows["exemption"]),
    ],
    "citation_once_per_pledge": [again("citation")],
    "citation_once_per_event": [again("event citation")],
    "citation_once_per_exemption": [again("exemption citation")],
    "beneficiary_has_slug": [change("beneficiary", slug="")],
    "beneficiary_has_name": [change("beneficiary", name="")],
    "beneficiary_kind_known": [change("beneficiary", kind="friend")],
    "exemption_once_per_beneficiary": [again("exemption")],
    "exemption_origin_known": [change("exemption", origin="guess")],
    "exemption_state_known": [change("exemption", state="gone")],
    "exemption_since_in_order": half("exemption", "since"),
    "exemption_until_in_order": half("exemption", "until"),
    "condition_once_per_pledge": [again("condition")],
    "condition_says_what": [change("condition", what="")],
    "condition_health_known": [change("condition", health="fine")],
    "condition_expected_in_order": half("condition", "expected"),
    "check_once_per_place_and_day": [again("check")],
    "check_place_known": [change("check", place="rumour mill")],
    "refusal_says_who": [change("refusal", who="")],
    "refusal_says_what": [change("refusal", stance="")],
    "revision_once_per_version": [again("revision")],
}


@pytest.mark.parametrize(
    ("name", "write"), [(name, write) for name, writes in CASES.items() for write in writes]
)
def test_the_database_refuses(name, write, rows):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write(rows)
    assert name in str(refusal.value) or "UNIQUE" in str(refusal.value)


def test_no_constraint_is_without_a_case():
    tables = apps.get_app_config("moratoriums").get_models()
    declared = {rule.name for table in tables for rule in table._meta.constraints}
    assert declared == set(CASES)


@pytest.mark.parametrize("row", ["pledge", "source", "beneficiary", "refusal"])
def test_a_slug_is_never_given_twice(row, rows):
    with pytest.raises(IntegrityError), transaction.atomic():
        again(row)(rows)


def test_one_address_is_one_source(rows):
    twin = Source(slug="s2", url="https://a.example/1", title="T", publisher="P")
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.bulk_create([twin])


@pytest.mark.parametrize("row", ["source", "beneficiary"])
def test_what_a_pledge_rests_on_cannot_be_deleted_from_under_it(row, rows):
    with pytest.raises(models.ProtectedError):
        rows[row].delete()


def test_a_company_with_pledges_cannot_be_deleted(rows):
    with pytest.raises(models.ProtectedError):
        rows["pledge"].company.delete()


def test_a_verdict_stands_once_a_second_editor_confirmed_it(rows):
    verdict(confirmed_at=AT, confirmed_by="two")(rows)
    rows["note"].refresh_from_db()
    assert rows["note"].confirmed_by == "two"


def test_a_verdict_may_wait_without_a_second_editor(rows):
    verdict(confirmed_at=None)(rows)
    rows["note"].refresh_from_db()
    assert rows["note"].kind == EventKind.CONTRADICTED


def test_an_announcement_may_be_undated_when_the_pledge_has_a_day_it_was_first_seen(rows):
    change("pledge", announced_on="", first_seen_on=DAY)(rows)
    change("event", happened_on="", happened_earliest=None, happened_latest=None)(rows)
    assert Pledge.objects.get(slug="acme-2020").first_seen_on == DAY


# --- partial dates in the database ----------------------------------------------------------------


def test_saving_a_partial_date_fills_its_earliest_and_latest_day(rows):
    pledge = rows["pledge"]
    pledge.announced_on = "2020-06"
    pledge.save()
    pledge.refresh_from_db()
    assert (pledge.announced_earliest, pledge.announced_latest) == (
        date(2020, 6, 1),
        date(2020, 6, 30),
    )


def test_a_bulk_insert_fills_the_days_as_well(rows):
    Condition.objects.bulk_create(
        [Condition(pledge=rows["pledge"], what="A trial", expected_on="2026-09/2026-12")]
    )
    found = Condition.objects.get(what="A trial")
    assert (found.expected_earliest, found.expected_latest) == (
        date(2026, 9, 1),
        date(2026, 12, 31),
    )


def test_clearing_a_partial_date_clears_its_days(rows):
    pledge = rows["pledge"]
    pledge.effective_on = ""
    pledge.save()
    pledge.refresh_from_db()
    assert pledge.effective_earliest is None
    assert pledge.effective_latest is None


def test_text_that_is_no_date_is_never_written(rows):
    pledge = rows["pledge"]
    pledge.announced_on = "2020-13-01"
    with pytest.raises(ValueError, match="2020-13-01"), transaction.atomic():
        pledge.save()
    pledge.refresh_from_db()
    assert pledge.announced_on == "2020-06-10"
