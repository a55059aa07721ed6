"""The register that comes with the project is right, sourced, and says what is known."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine

from moratoriums.models import Pledge, PledgeEvent
from moratoriums.register import schema
from moratoriums.register.directory import read_register
from moratoriums.register.dumping import dump_register
from moratoriums.register.loading import load_register
from moratoriums.register.values import is_tracking
from moratoriums.services import flag_due
from moratoriums.status import Flag, State, flags
from moratoriums.terms import RULES
from moratoriums.vocabulary import EventKind, Stance
from tests.moratoriums.register_folder import content

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
AT = datetime(2026, 11, 23, tzinfo=UTC)
CHECKED = date(2026, 11, 22)
FAMOUS = (
    "amazon-rekognition-police-2020",
    "ibm-exit-2020",
    "microsoft-police-2020",
    "clearview-aclu-illinois-2022",
)


@pytest.fixture(scope="module")
def register():
    return read_register(DATA)


@pytest.fixture
def loaded(db):
    with time_machine.travel(AT, tick=False):  # the day on which this site receives it
        load_register(DATA, at=AT)


def test_every_file_is_right_and_in_the_usual_form(register):
    assert [str(e.path) for e in register.entries() if not e.is_in_usual_form] == []
    assert len(register.pledges) >= 70
    assert len(register.companies) >= 81
    assert len(register.refusals) >= 8


def test_no_address_tracks_its_readers(register):
    for entry in (*register.pledges.values(), *register.refusals.values()):
        for source in entry.record.sources:
            names = [name for name, _ in parse_qsl(urlsplit(source.url).query)]
            assert not any(map(is_tracking, names)), source.url


def test_whatever_is_published_has_a_source_that_somebody_read(register):
    for entry in register.pledges.values():
        record = entry.record
        seen = {source.key for source in record.sources if source.seen}
        claims = [record.evidence, *(e.sources for e in (*record.events, *record.exemptions))]
        assert all(seen & {c.source for c in citations} for citations in claims), record.slug
        assert all(statement.source in seen for statement in record.statements)


def test_ends_are_counted_by_rules_that_a_page_can_explain(register):
    for entry in register.pledges.values():
        terms = [entry.record.term, *(e.term for e in entry.record.events if e.term)]
        assert all(term.rule in RULES for term in terms if term.rule)
        assert all(term.rule for term in terms if term.basis == "computed")


def test_no_search_is_on_the_log_that_nobody_made(register):
    assert not any(entry.record.checks for entry in register.pledges.values())


@pytest.mark.django_db
def test_the_register_comes_back_byte_for_byte(tmp_path):
    load_register(DATA, at=AT)
    dump_register(tmp_path)
    assert content(tmp_path) == content(DATA)
    assert load_register(tmp_path, at=AT).changed == []
    assert not PledgeEvent.objects.filter(quiet=False).exists()


def test_loading_history_flags_no_day_and_clearview_is_the_next_to_end(loaded):
    assert flag_due(day=AT.date(), at=AT) == 0
    assert not PledgeEvent.objects.filter(quiet=False).exists()
    ahead = Pledge.objects.published().as_of(CHECKED).ending_within(365, CHECKED)
    assert [pledge.slug for pledge in ahead] == ["clearview-aclu-illinois-2022"]
    ninety_before = date(2027, 2, 8)
    flag_due(day=ninety_before, at=AT)
    assert [(e.pledge.slug, e.rung) for e in PledgeEvent.objects.filter(quiet=False)] == [
        ("clearview-aclu-illinois-2022", 90)
    ]


def states(day: str) -> dict[str, tuple[str, str, str, str, bool]]:
    """Return lifecycle, term, end, conduct and dispute of each famous pledge on a day."""
    on = date.fromisoformat(day)
    rows = Pledge.objects.published().as_of(on).with_conduct(on).filter(slug__in=FAMOUS)
    return {
        row.slug.split("-")[0]: (
            row.lifecycle,
            row.state_term,
            row.state_end_on,
            row.conduct,
            row.disputed,
        )
        for row in rows
    }


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (
            "2020-06-11",
            {
                "amazon": ("in_force", "fixed", "2021-06-10", "not_assessed", False),
                "ibm": ("in_force", "unstated", "", "not_assessed", False),
                "microsoft": ("in_force", "until_condition", "", "not_assessed", False),
            },
        ),
        (
            "2021-05-11",
            {
                "amazon": ("in_force", "fixed", "2021-06-10", "not_assessed", False),
                "ibm": ("in_force", "unstated", "", "questioned", False),
                "microsoft": ("in_force", "until_condition", "", "not_assessed", False),
            },
        ),
        (
            "2021-06-11",
            {
                "amazon": ("in_force", "until_further_notice", "", "not_assessed", False),
                "ibm": ("in_force", "unstated", "", "questioned", False),
                "microsoft": ("in_force", "until_condition", "", "not_assessed", False),
            },
        ),
        (
            "2026-11-22",
            {
                "amazon": ("in_force", "until_further_notice", "", "questioned", True),
                "ibm": ("in_force", "unstated", "", "questioned", True),
                "microsoft": ("in_force", "until_condition", "", "not_assessed", False),
                "clearview": (
                    "in_force",
                    "fixed",
                    "2027-05-09/2027-05-31",
                    "not_assessed",
                    False,
                ),
            },
        ),
    ],
)
def test_the_famous_pledges_on_the_days_that_matter(loaded, day, expected):
    assert states(day) == expected


def test_amazon_names_three_exempt_bodies_and_a_fourth_party_since_2024(loaded):
    pledge = Pledge.objects.get(slug="amazon-rekognition-police-2020")
    told = [(e.beneficiary.name, e.since) for e in pledge.exemptions.all()]
    assert told == [
        ("Thorn", ""),
        ("International Centre for Missing & Exploited Children", ""),
        ("Marinus Analytics", ""),
        ("Searches for missing persons", "2024-01"),
    ]
    assert "National Center" in pledge.exemptions.all()[1].note


def test_thirty_days_before_its_first_end_amazon_ends_soon(loaded):
    day = date(2021, 5, 11)
    amazon = Pledge.objects.as_of(day).get(slug="amazon-rekognition-police-2020")
    assert amazon.state_end_earliest == day + timedelta(days=30)
    state = State(Stance(amazon.state_stance), end_earliest=amazon.state_end_earliest)
    assert Flag.ENDS_SOON in flags(state, day)


def test_nothing_remembered_is_published(loaded):
    """The lengths and days that no seen source gives are nowhere but among the unconfirmed."""
    for slug in ("meta-ftc-2020", "everalbum-ftc-2021", "intellivision-ftc-2024"):
        pledge = Pledge.objects.as_of(CHECKED).get(slug=slug)
        assert (pledge.state_term, pledge.state_end_on) == ("unstated", "")
        assert any("20 years" in fact["value"] for fact in pledge.unconfirmed)


def table(heading: str) -> list[list[str]]:
    """Return the rows of the table under a heading of the page that compares statuses."""
    text = (ROOT / "docs/statuses-compared.md").read_text()
    section = text.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows[1:]]


def test_the_page_that_compares_statuses_is_true(loaded):
    rows = Pledge.objects.published().as_of(CHECKED).with_conduct(CHECKED)
    computed = {row.slug: (row.lifecycle, row.conduct, row.disputed) for row in rows}
    assert len(computed) == 70
    for slug, notes, lifecycle, conduct, disputed, why in table("Where they differ"):
        assert computed.pop(slug) == (lifecycle, conduct, disputed == "yes")
        assert notes
        assert why
    for notes, lifecycle, slugs in table("Where they agree"):
        for slug in slugs.split(", "):
            found, conduct, _ = computed.pop(slug)
            assert found == lifecycle
            assert (conduct == "questioned") is (notes == "in_force_contested")
    assert set(computed.values()) == {("in_force", "not_assessed", False)}


def test_the_format_is_documented_field_by_field():
    text = (ROOT / "docs/register-format.md").read_text()
    words = set(re.findall(r"[a-z_0-9]+", text))
    parts = [part for part in vars(schema).values() if isinstance(part, type)]
    records = [part for part in parts if issubclass(part, schema.Part)]
    fields = {name for part in records for name in part.model_fields}
    assert fields - words == set()
    kinds = {
        kind.value for kind in EventKind if not kind.endswith("_flagged") and kind != "announced"
    }
    assert kinds - words == set()
