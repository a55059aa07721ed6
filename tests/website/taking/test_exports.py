"""Downloads have exactly what a filter finds: every row, in the same bytes, safe to open."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moratoriums.vocabulary import EventKind
from tests import factories
from tests.website.conftest import TODAY
from tests.website.reading import read
from website.exports import tables
from website.exports.cells import tame
from website.exports.tables import TABLES
from website.views import compare


def text(client, address: str) -> str:
    """Return a whole download."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.getvalue().decode())


def records(client, address: str) -> list[dict[str, str]]:
    """Return the rows of a CSV download."""
    return list(csv.DictReader(io.StringIO(text(client, address), newline="")))


def test_a_pledge_has_one_row_that_says_where_it_stands(client, register):
    (row,) = records(client, "/pledges.csv")
    assert row["pledge"] == "amazon-police-2020"
    assert (row["status"], row["term"], row["end"]) == ("in_force", "until_further_notice", "")
    assert (row["announced"], row["conduct"], row["conduct_disputed"]) == (
        "2020-06-10",
        "questioned",
        "true",
    )
    assert row["exemptions"] == "thorn | missing-persons"
    assert row["checked"] == "2026-11-22"


@pytest.mark.parametrize(
    ("day", "status", "end", "exemptions", "checked"),
    [
        ("2020-06-11", "in_force", "2021-06-10", "thorn", ""),
        ("2021-06-11", "in_force", "", "thorn", ""),
        ("2024-02-01", "in_force", "", "thorn | missing-persons", ""),
    ],
)
def test_any_day_can_be_asked_about(client, register, day, status, end, exemptions, checked):
    (row,) = records(client, f"/pledges.csv?as_of={day}")
    found = (row["status"], row["end"], row["exemptions"], row["checked"])
    assert found == (status, end, exemptions, checked)


def test_nothing_later_than_the_day_is_in_any_table(client, register):
    events = records(client, "/events.csv?as_of=2021-05-17")
    assert [row["kind"] for row in events] == ["announced"]
    assert events[0]["holds_until"] == ""
    assert records(client, "/events.csv")[0]["holds_until"] == "2021-05-18"
    assert records(client, "/pledges.csv?as_of=2019-01-01") == []


def test_every_event_exemption_statement_and_citation_is_a_row(client, register):
    kinds = [row["kind"] for row in records(client, "/events.csv")]
    assert kinds == ["announced", "extended", "alleged", "disputed"]
    exempt = records(client, "/exemptions.csv")
    assert [row["beneficiary"] for row in exempt] == ["thorn", "missing-persons"]
    assert exempt[0]["quotes"] == "We will continue to allow Thorn."
    assert len(records(client, "/statements.csv")) == 1
    cited = records(client, "/citations.csv")
    assert cited[0]["supports"] == "summary | announced"
    assert {row["event"] for row in cited if row["event"]} == {
        row["event"] for row in records(client, "/events.csv")
    }


def test_what_nobody_has_read_or_published_is_in_no_table(client, register):
    factories.make_pledge(slug="draft", published=False)
    for name in TABLES:
        told = text(client, f"/{name}.csv") + text(client, f"/{name}.json")
        assert "never-read" not in told, name
        assert "SECRET-77" not in told, name
        assert "draft" not in told, name


def test_a_filter_chooses_the_pledges_of_every_table(client, register):
    other = factories.make_pledge(slug="second-record", announced="2022-01-01")
    factories.make_exemption(other, factories.make_beneficiary("Somebody"))
    for name in TABLES:
        narrow = text(client, f"/{name}.csv?company=amazon")
        assert other.slug not in narrow, name
        assert "amazon" in narrow or name in ("beneficiaries",), name
    assert [row["pledge"] for row in records(client, "/pledges.csv?order=oldest")] == [
        "amazon-police-2020",
        "second-record",
    ]


def test_all_rows_come_out_and_in_one_order_however_many_there_are(client, db, today, monkeypatch):
    monkeypatch.setattr(tables, "BATCH", 3)
    company, source = factories.make_company("Shop"), factories.make_source()
    made = [factories.make_pledge(company, source=source).slug for _ in range(8)]
    rows = [row["pledge"] for row in records(client, "/pledges.csv?page=2")]
    assert sorted(rows) == sorted(made)
    assert text(client, "/events.csv") == text(client, "/events.csv")


def test_questions_grow_with_batches_and_not_with_rows(client, db, today):
    company, source = factories.make_company("Shop"), factories.make_source()
    thorn = factories.make_beneficiary("Thorn")

    def fill(number):
        for _ in range(number):
            factories.make_exemption(factories.make_pledge(company, source=source), thorn)

    def questions(name):
        with CaptureQueriesContext(connection) as asked:
            text(client, f"/{name}.csv")
        return len(asked)

    fill(3)
    few = {name: questions(name) for name in TABLES}
    fill(9)
    assert {name: questions(name) for name in TABLES} == few
    assert max(few.values()) <= 8


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "  =", "＝"])
def test_no_cell_runs_in_a_spreadsheet(client, db, today, start):
    danger = f"{start}cmd|' /C calc'!A0"
    pledge = factories.make_pledge(slug="one", summary=danger, who=danger, products=[danger, "x"])
    factories.make_event(pledge, EventKind.NARROWED, "2021-01-01", description=danger)
    for name in ("pledges", "events"):
        for row in csv.reader(io.StringIO(text(client, f"/{name}.csv"), newline="")):
            for cell in row:
                assert not cell.lstrip(" ").startswith(tuple("=+-@\t\r＝")), cell
    found = json.loads(text(client, "/pledges.json"))["rows"][0]
    assert found["who"] == danger


def test_ordinary_text_stays_as_it_is():
    assert tame("A – dash, 50 % and = signs") == "A – dash, 50 % and = signs"


def test_texts_of_every_script_and_line_ends_survive(client, db, today):
    summary = '顔認証を停止する。\n“Zweite” Zeile; ünïcödé, "quoted"'
    factories.make_pledge(slug="one", summary=summary)
    assert records(client, "/pledges.csv")[0]["summary"] == summary
    assert json.loads(text(client, "/pledges.json"))["rows"][0]["summary"] == summary


def test_json_says_what_it_is_and_how_many_rows_it_has(client, register):
    told = json.loads(text(client, "/events.json?company=amazon&as_of=2021-06-11"))
    assert (told["table"], told["as_of"], told["count"]) == ("events", "2021-06-11", 2)
    assert told["filters"] == {"company": "amazon"}
    assert told["rows"][0]["significant"] is True
    assert told["rows"][0]["end"] == "2021-06-10"
    assert json.loads(text(client, "/events.json?status=lapsed"))["rows"] == []


def test_a_download_is_named_by_its_day(client, register):
    answer = client.get("/pledges.csv?as_of=2021-06-11&company=amazon")
    assert answer["Content-Type"].startswith("text/csv; charset=utf-8")
    assert answer["Content-Disposition"] == (
        'attachment; filename="moratorium-watch-pledges-selection-2021-06-11.csv"'
    )
    assert not answer.cookies


def test_who_has_the_file_already_is_told_so(client, register):
    first = client.get("/pledges.csv?company=amazon")
    first.getvalue()
    headers = {"if-none-match": first["ETag"]}
    assert client.get("/pledges.csv?company=amazon", headers=headers).status_code == 304
    factories.make_event(register.pause, EventKind.NARROWED, "2026-11-23")
    changed = client.get("/pledges.csv?company=amazon", headers=headers)
    assert changed.status_code == 200
    changed.getvalue()


@pytest.mark.parametrize("query", ["status=gone", "colour=red", "company=nobody", "from=soon"])
def test_a_filter_that_cannot_be_read_is_refused_and_not_dropped(client, register, query):
    answer = client.get(f"/pledges.csv?{query}")
    assert answer.status_code == 400
    assert "Nothing was exported" in answer.content.decode()
    assert query.split("=")[1] in answer.content.decode() or "colour" in answer.content.decode()


def test_one_record_has_its_own_files_also_under_an_old_name(client, register):
    factories.make_pledge(slug="other")
    rows = records(client, "/p/amazon-police-2020/events.csv")
    assert {row["pledge"] for row in rows} == {"amazon-police-2020"}
    factories.make_pledge(slug="old", merged_into=register.pause)
    moved = client.get("/p/old/events.csv?as_of=2021-06-11")
    assert moved.status_code == 301
    assert moved["Location"] == "/p/amazon-police-2020/events.csv?as_of=2021-06-11"


def test_companies_side_by_side_are_a_file_with_a_row_for_each(client, register):
    ibm = factories.make_company("IBM")
    factories.make_pledge(ibm, slug="ibm-exit", title="IBM: exit")
    page = read(client, "/compare/?company=amazon&company=ibm")
    (address,) = [one for one in page.links("main a") if one.startswith("/compare.csv")]
    answer = client.get(address)
    assert answer["Content-Disposition"].endswith(f'comparison-{TODAY}.csv"')
    amazon, other = csv.DictReader(io.StringIO(answer.getvalue().decode()))
    assert (amazon["company"], other["company"]) == ("amazon", "ibm")
    assert (amazon["records"], amazon["in_force"], amazon["conduct_in_question"]) == ("1", "1", "1")
    assert amazon["use_police"] == "partly"
    assert amazon["use_public"] == "silent"
    assert amazon["products"] == "Amazon Rekognition"
    assert amazon["exempt"] == "Thorn | Missing persons"
    earlier = client.get(f"{address}&as_of=2020-06-11".replace(".csv", ".json"))
    told = json.loads(earlier.getvalue())
    assert told["companies"] == ["amazon", "ibm"]
    assert told["rows"][0]["ends"] == ["2021-06-10 amazon-police-2020"]
    for wrong in ("", "?company=nobody", "?company=amazon&company=nobody"):
        refused = client.get(f"/compare.csv{wrong}")
        assert refused.status_code == 400
        assert "Nothing was exported" in refused.content.decode()


def test_a_comparison_of_more_records_than_are_read_is_no_file(client, register, monkeypatch):
    monkeypatch.setattr(compare, "RECORDS_READ", 1)
    assert client.get("/compare.csv?company=amazon").status_code == 200
    assert "are read here" not in read(client, "/compare/?company=amazon").text()
    factories.make_pledge(register.amazon, slug="amazon-later", title="Amazon: later")
    assert "Only the newest 1 records" in read(client, "/compare/?company=amazon").text()
    refused = client.get("/compare.csv?company=amazon")
    assert refused.status_code == 400
    assert "more than 1 records" in refused.content.decode()


def test_files_go_out_in_measure_and_a_refusal_says_when_to_go_on(client, register, settings):
    settings.EXPORTS_PER_MINUTE = 2
    caches["limits"].clear()
    for address in ("/pledges.csv", "/events.json"):
        assert client.get(address).status_code == 200
    for address in (
        "/pledges.csv",
        "/compare.csv?company=amazon",
        "/p/amazon-police-2020/events.csv",
    ):
        refused = client.get(address)
        assert refused.status_code == 429
        assert 0 < int(refused["Retry-After"]) <= 60
        assert refused["Cache-Control"] == "no-store"
        assert "/data/" in refused.content.decode()
    assert client.get("/pledges.csv", REMOTE_ADDR="203.0.113.9").status_code == 200
    assert client.get("/pledges/").status_code == 200
    assert client.get("/api/v1/pledges").status_code == 200
    caches["limits"].clear()
