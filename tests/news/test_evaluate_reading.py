"""manage.py evaluate_reading: predictions for a file of items, with and without a database."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from companies.models import Company
from news.evaluation import publishers_day
from news.models import Entry
from tests.factories import make_company

ITEM = {
    "id": "a",
    "title": "Acme Cloud ends face recognition for police",
    "text": "Acme Cloud said on Tuesday it will stop selling facial recognition for a year.",
    "published": "2024-03-14",
}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "items.jsonl"


def run(*args: object, **options: Any) -> str:
    out = StringIO()
    call_command("evaluate_reading", *map(str, args), stdout=out, **options)
    return out.getvalue()


def write(file, *items: dict[str, Any]) -> None:
    file.write_text("".join(f"{json.dumps(item)}\n" for item in items), encoding="utf-8")


@pytest.mark.django_db
def test_each_item_gets_one_prediction_with_what_its_text_says(file):
    make_company("Acme Cloud")
    write(file, ITEM, ITEM | {"id": 2, "title": "", "text": ""})
    first, second = map(json.loads, run(file).splitlines())
    assert first["id"] == "a"
    assert (first["relevant"], first["label"]) == (True, "pledge")
    (pledge,) = first["pledges"]
    assert pledge == {
        "company": "Acme Cloud",
        "slug": "acme-cloud",
        "product": None,
        "action": "announce",
        "announced_on": "2024-03-12",
        "duration": "P1Y",
        "expires_on": "2025-03-12",
        "condition": None,
        "exemptions": [],
    }
    assert second == {"id": "2", "relevant": False, "label": "not", "pledges": []}
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("text", "action", "label"),
    [
        ("A court ordered Acme Cloud to stop selling face recognition.", "announce", "pledge"),
        ("Acme Cloud extended its face recognition ban to all shops.", "extend", "change"),
        ("Acme Cloud will resume selling face recognition to police.", "end", "change"),
    ],
)
def test_finer_acts_are_written_as_one_of_five(file, settings, text, action, label):
    write(file, {"id": "a", "title": "", "text": text})
    found = json.loads(run(file, register=settings.DATA_DIR))
    assert ([one["action"] for one in found["pledges"]], found["label"]) == ([action], label)


@pytest.mark.django_db
def test_an_empty_register_is_replaced_by_the_files_of_the_project(file):
    text = "Facebook will shut down its facial recognition system."
    write(file, {"id": "a", "text": text, "title": ""})
    (pledge,) = json.loads(run(file))["pledges"]
    assert (pledge["company"], pledge["slug"]) == ("Facebook", "meta")


def test_no_database_is_needed(file, monkeypatch):
    def unreachable(*_: object) -> bool:
        raise DatabaseError("no such table")

    monkeypatch.setattr(type(Company.objects.all()), "exists", unreachable)
    write(file, ITEM)
    assert json.loads(run(file))["relevant"]


def test_predictions_go_to_a_file_with_names_from_a_folder(file, tmp_path, settings):
    write(file, ITEM)
    output = tmp_path / "predictions.jsonl"
    said = run(file, output=output, register=settings.DATA_DIR)
    assert said == f"1 predictions are in {output}.\n"
    assert json.loads(output.read_text(encoding="utf-8"))["id"] == "a"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"id": "a"}\n{"id": ', "Line 2: is no JSON"),
        ("[]", "Line 1: is no object"),
        ('\n{"title": "x"}', 'Line 2: has no "id"'),
        ('{"id": "a", "text": 3}', 'Line 1: "text" is no text'),
        ('{"id": "a", "published": "yesterday"}', 'Line 1: "published": yesterday is no day'),
        ('{"id": "a"}\n{"id": "a"}', "Line 2: the id a stands on line 1 too"),
    ],
)
def test_a_line_that_is_no_item_is_named_with_its_number(file, settings, content, words):
    file.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=words):
        run(file, register=settings.DATA_DIR)


def test_files_that_cannot_be_read_or_written_are_named(file, tmp_path, settings):
    names = {"register": settings.DATA_DIR}
    with pytest.raises(CommandError, match="No such file"):
        run(file, **names)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="no UTF-8 text"):
        run(file, **names)
    write(file, ITEM)
    with pytest.raises(CommandError, match=r"missing.out"):
        run(file, output=tmp_path / "missing" / "out", **names)
    with pytest.raises(CommandError, match="is no register"):
        run(file, register=tmp_path)


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2020-06-10", date(2020, 6, 10)),
        ("2020-06-10T23:30:00-04:00", date(2020, 6, 10)),
        ("2020-06-11T00:30:00+02:00", date(2020, 6, 11)),
        ("2020-06-10T20:04:00Z", date(2020, 6, 10)),
        (None, None),
        ("", None),
    ],
)
def test_the_day_of_publication_is_that_of_the_publishers_clock(published, day):
    assert publishers_day(published) == day
