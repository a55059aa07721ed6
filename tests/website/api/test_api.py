"""The API answers what the pages answer, typed, for any day, with the same filters."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openapi_spec_validator import validate

from moratoriums import search
from moratoriums.filters import BEST, FILTERS, ORDERS
from moratoriums.services import settle_pledge
from moratoriums.vocabulary import TermKind
from tests import factories
from website.api.orders import ORDERS as API_ORDERS
from website.datasets.services import freeze_dataset
from website.exports.tables import TABLES

API = "/api/v1"


def got(client, address: str) -> dict[str, Any]:
    """Return an answer that must be a good one."""
    answer = client.get(API + address)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].startswith("application/json")
    told: dict[str, Any] = answer.json()
    return told


def refused(client, address: str, status: int = 422) -> dict[str, Any]:
    """Return the problem document of an answer that must be one."""
    answer = client.get(API + address)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert (told["status"], told["instance"]) == (status, (API + address).partition("?")[0])
    assert told["type"].endswith(f"/api/#problem-{status}")
    assert told["title"]
    assert told["detail"]
    return told


def test_a_list_has_the_columns_of_the_exports(client, register):
    (item,) = got(client, "/pledges")["items"]
    assert list(item) == [column.name for column in TABLES["pledges"].columns]
    assert item["pledge"] == "amazon-police-2020"
    assert item["exemptions"] == ["thorn", "missing-persons"]
    assert (item["end"], item["conduct_disputed"]) == (None, True)


def test_every_table_is_a_list(client, register):
    for name in TABLES:
        told = got(client, f"/{name}")
        assert told["items"], name
        assert (told["next"], told["next_cursor"], told["as_of"]) == (None, None, "2026-11-23")


def test_a_record_comes_with_everything_that_belongs_to_it(client, register):
    told = got(client, "/pledges/amazon-police-2020")
    assert [one["kind"] for one in told["events"]] == [
        "announced",
        "extended",
        "alleged",
        "disputed",
    ]
    assert told["statements"][0]["quote"] == "We are pausing police use for one year."
    assert {one["source"] for one in told["citations"]} <= {
        one["source"] for one in told["sources"]
    }
    assert "never-read" not in json.dumps(told)
    assert "SECRET-77" not in json.dumps(told)


@pytest.mark.parametrize("address", ["/pledges", "/pledges/amazon-police-2020", "/events"])
def test_any_day_can_be_asked_about(client, register, address):
    told = got(client, f"{address}?as_of=2020-06-11")
    assert told["as_of"] == "2020-06-11"
    text = json.dumps(told)
    assert "missing-persons" not in text
    assert '"extended"' not in text


def test_what_was_not_there_yet_is_absent(client, register):
    told = refused(client, "/pledges/amazon-police-2020?as_of=2019-01-01", 404)
    assert "not announced by 2019-01-01" in told["detail"]
    assert got(client, "/pledges?as_of=2019-01-01")["items"] == []


def test_the_filters_are_those_of_the_pages(client, register):
    factories.make_pledge(slug="other", announced="2022-01-01")
    search.rebuild()

    def found(query):
        return [one["pledge"] for one in got(client, f"/pledges?{query}")["items"]]

    assert found("company=amazon") == ["amazon-police-2020"]
    assert found("conduct=not_assessed") == ["other"]
    assert found("q=REKOGNITION") == ["amazon-police-2020"]
    assert found("from=2021-01-01") == ["other"]
    assert found("order=oldest") == ["amazon-police-2020", "other"]
    events = got(client, "/events?exempt=thorn")["items"]
    assert {one["pledge"] for one in events} == {"amazon-police-2020"}


def test_parties_and_sources_can_be_read(client, register):
    amazon = got(client, "/companies/amazon")
    assert (amazon["name"], amazon["by_status"]) == ("Amazon", {"in_force": 1})
    thorn = got(client, "/beneficiaries/thorn?as_of=2021-01-01")
    assert thorn["by_status"] == {"in_force": 1}
    assert thorn["pledges"].endswith("/api/v1/pledges?exempt=thorn&as_of=2021-01-01")
    assert client.get(thorn["pledges"]).json()["items"][0]["pledge"] == "amazon-police-2020"
    assert got(client, "/sources/amazon-post")["publisher"] == "Amazon"
    refused(client, "/sources/never-read", 404)


def test_health_says_how_fresh_the_register_is(client, register):
    told = got(client, "/health")
    assert (told["pledges"], told["events"], told["checked_last"]) == (1, 4, "2026-11-22")
    assert told["newest_version"] is None


def test_versions_have_their_checksums(client, register, settings, tmp_path, today):
    settings.VAR_DIR = tmp_path
    version = freeze_dataset(day=register.pause.checked_on, at=register.pause.published_at)
    (told,) = got(client, "/versions")["items"]
    assert told["sha256"] == version.sha256
    assert client.get(told["archive"]).getvalue() == version.path.read_bytes()
    assert all(client.get(one["address"]).getvalue() for one in told["files"])


def test_a_merged_record_leads_to_its_successor(client, register):
    factories.make_pledge(slug="old", merged_into=register.pause)
    answer = client.get(f"{API}/pledges/old?as_of=2021-06-11")
    assert answer.status_code == 301
    assert answer["Location"] == f"{API}/pledges/amazon-police-2020?as_of=2021-06-11"
    factories.make_pledge(slug="draft", published=False)
    refused(client, "/pledges/draft", 404)


def walk(client, query: str) -> list[str]:
    """Follow a list to its end."""
    names: list[str] = []
    address = f"{API}/pledges?{query}"
    while address:
        told = client.get(address).json()
        names += [one["pledge"] for one in told["items"]]
        address = told["next"]
    return names


@pytest.mark.parametrize("order", API_ORDERS["pledges"])
def test_a_walk_meets_every_row_once_in_every_order(client, db, today, order):
    company, source = factories.make_company("Shop"), factories.make_source()
    for number in range(4):
        factories.make_pledge(company, source=source, slug=f"same-{number}")
        factories.make_pledge(source=source, slug=f"undated-{number}", announced="")
        end = f"2027-0{number + 1}"
        factories.make_pledge(source=source, slug=f"fixed-{number}", term=TermKind.FIXED, end=end)
    whole = walk(client, f"order={order}&limit=200")
    assert len(whole) == 12
    assert walk(client, f"order={order}&limit=5") == whole
    download = client.get(f"/pledges.json?order={order}").getvalue()
    assert [row["pledge"] for row in json.loads(download)["rows"]] == whole


def test_new_rows_shift_nothing_and_midnight_changes_nothing(client, db, today):
    source = factories.make_source()
    for number in range(4):
        factories.make_pledge(source=source, slug=f"old-{number}")
    first = got(client, "/pledges?limit=2")
    factories.make_pledge(source=source, slug="new", announced="2026-11-23")
    rest = client.get(first["next"]).json()
    assert [one["pledge"] for one in first["items"] + rest["items"]] == [
        "old-0", "old-1", "old-2", "old-3",
    ]  # fmt: skip
    with time_machine.travel("2026-11-24T00:01:00+00:00", tick=False):
        assert client.get(first["next"]).json()["as_of"] == "2026-11-23"


@pytest.mark.parametrize(
    ("query", "name", "reason"),
    [
        ("limit=0", "limit", "from 1 to 200"),
        ("limit=201", "limit", "from 1 to 200"),
        ("limit=" + "9" * 60, "limit", "from 1 to 200"),
        ("limit=1.5", "limit", "from 1 to 200"),
        ("as_of=2021-02-30", "as_of", "no such day"),
        ("as_of=yesterday", "as_of", "such as 2021-06-11"),
        ("as_of=99999-01-01", "as_of", "such as 2021-06-11"),
        ("status=gone", "", "“gone” is no value of status"),
        ("colour=red", "", "no filter “colour”"),
        ("company=nobody", "", "No company in the register"),
        ("status=ended&status=lapsed", "", "given 2 times"),
        ("q=a%00b", "", "cannot be read"),
        ("page=2", "page", "by cursor"),
        ("order=best", "order", "Known are: newest"),
        ("cursor=zzz", "cursor", "as it was given"),
        ("cursor=W10", "cursor", "as it was given"),
        ("cursor=" + "A" * 5000, "cursor", "as it was given"),
    ],
)
def test_nothing_wrong_is_passed_over(client, register, query, name, reason):
    (fault,) = refused(client, f"/pledges?{query}")["errors"]
    assert fault["name"] == name
    assert reason in fault["reason"]


def test_a_cursor_belongs_to_its_day_order_and_list(client, db, today):
    for _ in range(3):
        factories.make_pledge()
    cursor = got(client, "/pledges?limit=1")["next_cursor"]
    refused(client, f"/pledges?cursor={cursor}&order=oldest")
    refused(client, f"/pledges?cursor={cursor}&as_of=2021-01-01")
    refused(client, f"/exemptions?cursor={cursor}")
    refused(client, "/events?order=oldest")


def test_numbers_no_database_can_count_to_are_refused(client, register):
    for number in (2**63, -(2**70), 1e300):
        raw = json.dumps(["newest", "2026-11-23", ["2020-06-10", number]]).encode()
        cursor = base64.urlsafe_b64encode(raw).decode().rstrip("=")
        refused(client, f"/events?cursor={cursor}")


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/pledges/nothing",
        "/pledges/%00",
        "/sources/a%00b",
        "/pledges/a/b",
        "/",
        "/companies/x",
    ],
)
def test_what_is_not_there_gets_a_problem_document(client, register, address):
    answer = client.get(API + address)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_can_be_read_and_not_written(client, register, method):
    answer = getattr(client, method)(f"{API}/pledges")
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_a_fault_of_ours_is_a_problem_document_too(client, register, monkeypatch, caplog):
    monkeypatch.setattr("website.api.endpoints.listed", lambda day: 1 / 0)
    told = refused(client, "/pledges", 500)
    assert "ZeroDivisionError" in caplog.text
    assert "Zero" not in json.dumps(told)


def test_an_unchanged_answer_is_not_sent_again(client, register):
    first = client.get(f"{API}/pledges")
    again = client.get(f"{API}/pledges", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    register.pause.summary = "Other words."
    register.pause.save()
    settle_pledge(register.pause, by="first editor", at=register.pause.published_at)
    changed = client.get(f"{API}/pledges", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_every_origin_may_read(client, register):
    for answer in (
        client.get(f"{API}/pledges", headers={"origin": "https://evil.example"}),
        client.get(f"{API}/nothing", headers={"origin": "null"}),
    ):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert not answer.cookies
    before = client.options(f"{API}/pledges")
    assert before.status_code == 204
    assert before["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_head_answers_like_get_without_the_words(client, register):
    head, whole = client.head(f"{API}/pledges"), client.get(f"{API}/pledges")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == whole["ETag"]


def test_who_asks_too_often_is_told_when_to_go_on(client, register, settings):
    settings.API_REQUESTS_PER_MINUTE = 2
    left = [client.get(f"{API}/health", REMOTE_ADDR="198.51.100.7") for _ in range(3)]
    assert [answer.status_code for answer in left] == [200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in left] == ["1", "0", "0"]
    assert 1 <= int(left[2]["Retry-After"]) <= 60
    assert left[2]["Content-Type"] == "application/problem+json"
    assert client.get(f"{API}/health", REMOTE_ADDR="198.51.100.8").status_code == 200


def test_a_client_is_known_by_what_the_proxy_added(client, register, settings):
    settings.API_REQUESTS_PER_MINUTE = 1

    def ask(said, **other):
        return client.get(f"{API}/health", headers={"x-forwarded-for": said}, **other).status_code

    assert [ask(f"10.0.0.{n}", REMOTE_ADDR="198.51.100.9") for n in (1, 2)] == [200, 429]
    settings.BEHIND_PROXY = True
    assert [ask(f"10.0.0.{n}, 203.0.113.5") for n in (1, 2)] == [200, 429]
    assert ask("203.0.113.5, 203.0.113.6") == 200
    assert [ask(f"2001:db8:0:1::{n}") for n in (1, 2)] == [200, 429]


def test_a_cache_that_is_down_lets_everybody_in(client, register, monkeypatch, caplog):
    def broken(self, *args, **kwargs):
        raise ConnectionError("no cache")

    monkeypatch.setattr("django.core.cache.backends.locmem.LocMemCache.add", broken)
    assert client.get(f"{API}/health").status_code == 200
    assert "cannot be counted" in caplog.text


def test_questions_do_not_grow_with_the_rows(client, db, today):
    company, source = factories.make_company("Shop"), factories.make_source()
    thorn = factories.make_beneficiary("Thorn")

    def fill(number):
        for _ in range(number):
            factories.make_exemption(factories.make_pledge(company, source=source), thorn)

    def questions():
        counts = {}
        for address in (*TABLES, "companies/shop", "beneficiaries/thorn", "health"):
            with CaptureQueriesContext(connection) as asked:
                got(client, f"/{address}")
            counts[address] = len(asked)
        return counts

    fill(3)
    few = questions()
    fill(9)
    assert questions() == few
    assert max(few.values()) <= 8


def test_the_description_is_valid_and_complete(client, register):
    told = got(client, "/openapi.json")
    validate(told)
    assert told["openapi"].startswith("3.1")
    for path, methods in told["paths"].items():
        answers = methods["get"]["responses"]
        assert {"200", "304", "422", "429"} <= set(answers), path
    parameters = {one["name"] for one in told["paths"]["/api/v1/events"]["get"]["parameters"]}
    assert {one.name for one in FILTERS} | {"as_of", "limit", "cursor"} == parameters


def test_orders_are_those_of_the_pages_without_the_best_match():
    assert list(API_ORDERS["pledges"]) == [name for name in ORDERS if name != BEST]
    assert set(API_ORDERS) == set(TABLES)


def test_the_page_about_it_names_every_address(client, register):
    page = client.get("/api/").content.decode()
    for path in got(client, "/openapi.json")["paths"]:
        assert f"GET {path}" in page
    assert "300 requests a minute" in page
