"""A frozen version answers the filters of the list as the live tables of its day do."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from moratoriums.filters import FILTERS
from moratoriums.vocabulary import EventKind, Force, Kind, TermKind, WhoseUse
from tests import factories
from website.datasets.selecting import PASSES
from website.datasets.services import freeze_dataset
from website.exports.tables import TABLES

QUERIES = [
    "company=amazon",
    "family=holding",
    "sector=cloud",
    "status=withdrawn",
    "status=lapsed",
    "use=own",
    "kind=never_use",
    "term=fixed",
    "force=6",
    "conduct=questioned",
    "exempt=any",
    "exempt=none",
    "exempt=thorn",
    "exempt=gone",
    "place=US",
    "place=US-IL",
    "technology=facial_recognition",
    "from=2021-02-15",
    "to=2021-02-10",
    "company=amazon&status=in_force&exempt=thorn&from=2020-01-01",
]


@pytest.fixture
def frozen(register, settings, tmp_path):
    """A register that differs in everything the filters ask about, frozen."""
    settings.VAR_DIR = tmp_path
    holding = factories.make_company("Holding")
    register.amazon.parent = holding
    register.amazon.save()
    ring = factories.make_company("Ring", parent=register.amazon, sector="doorbells")
    withdrawn = factories.make_pledge(
        ring, slug="withdrawn", kind=Kind.NEVER_USE, announced="2021-02", uses=[WhoseUse.OWN],
        places=["US-IL", "GB"],
    )  # fmt: skip
    factories.make_event(withdrawn, EventKind.WITHDRAWN, "2025-12-09")
    over = factories.make_beneficiary("Gone")
    factories.make_exemption(withdrawn, over, until="2022-01-01", state="removed")
    factories.make_pledge(
        slug="order", kind=Kind.ORDER, force=Force.LAW, announced="", places=["US"],
        term=TermKind.FIXED, end="2027-01-01",
    )  # fmt: skip
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    return freeze_dataset(day=date(2026, 11, 23), at=at)


def lines(client, address: str) -> list[str]:
    """Return the records of a download, in an order of their own."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return sorted(answer.getvalue().decode().split("\r\n"))


def test_frozen_and_live_tables_answer_alike(client, frozen):
    asked = [("pledges", query) for query in QUERIES]
    asked += [(name, query) for name in TABLES for query in ("company=ring", "exempt=thorn")]
    for name, query in asked:
        kept = lines(client, f"/data/{frozen.name}/{name}.csv?{query}")
        assert kept == lines(client, f"/{name}.csv?{query}"), (name, query)


def test_every_filter_but_the_search_can_be_asked():
    assert set(PASSES) == {one.name for one in FILTERS} - {"q"}
    assert {query.partition("=")[0] for query in QUERIES} == set(PASSES)


def test_the_same_question_gives_the_same_bytes_whatever_happens_since(client, frozen, register):
    address = f"/data/{frozen.name}/events.csv?company=amazon&status=in_force"
    before = client.get(address)
    text = before.getvalue()
    factories.make_event(register.pause, EventKind.WITHDRAWN, "2026-11-23")
    again = client.get(address)
    assert again.getvalue() == text
    assert again["ETag"] == before["ETag"]
    assert "immutable" in again["Cache-Control"]
    assert client.get(address, headers={"if-none-match": before["ETag"]}).status_code == 304
    other = client.get(f"/data/{frozen.name}/events.csv?company=ring")
    assert other["ETag"] != before["ETag"]


@pytest.mark.parametrize(
    ("file", "query", "said"),
    [
        ("events.csv", "q=words", "has no filter “q”"),
        ("events.csv", "status=gone", "“gone” is no value of status"),
        ("events.csv", "use=own&use=police", "given 2 times"),
        ("events.csv", "from=2020-13-01", "“2020-13-01” is no day"),
        ("README.md", "status=ended", "sent whole"),
    ],
)
def test_what_a_frozen_version_cannot_answer_is_refused(client, frozen, file, query, said):
    answer = client.get(f"/data/{frozen.name}/{file}?{query}")
    assert answer.status_code == 400
    assert said in answer.content.decode()
