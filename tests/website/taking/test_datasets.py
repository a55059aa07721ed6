"""A frozen version keeps its bytes, describes itself, and can be compared with another."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from moratoriums.vocabulary import EventKind
from tests import factories
from tests.website.reading import read
from website.datasets.changes import changes
from website.datasets.models import DatasetVersion
from website.datasets.services import NotFrozen, freeze_dataset, freeze_month
from website.exports.tables import TABLES
from website.tasks import freeze_the_month

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def archives(settings, tmp_path):
    """Keep the archives of a test in a folder of its own."""
    settings.VAR_DIR = tmp_path
    return tmp_path / "datasets"


@pytest.fixture
def version(register) -> DatasetVersion:
    """The register, frozen."""
    return freeze_dataset(day=DAY, at=AT)


def member(version: DatasetVersion, name: str) -> bytes:
    """Return a file of an archive."""
    with zipfile.ZipFile(version.path) as archive:
        return archive.read(name)


def test_an_archive_holds_every_table_with_its_papers(version):
    with zipfile.ZipFile(version.path) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert names == [
        *(f"{name}.csv" for name in TABLES),
        "codebook.csv",
        "datapackage.json",
        "CITATION.cff",
        "README.md",
        "LICENSE",
        "SHA256SUMS",
    ]
    rows = list(csv.DictReader(io.StringIO(member(version, "pledges.csv").decode(), newline="")))
    assert [row["pledge"] for row in rows] == ["amazon-police-2020"]
    assert "Creative Commons" in member(version, "LICENSE").decode()


def test_every_checksum_is_that_of_its_file(version):
    assert hashlib.sha256(version.path.read_bytes()).hexdigest() == version.sha256
    for line in member(version, "SHA256SUMS").decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(member(version, name)).hexdigest() == digest
    told = {one["name"]: one["sha256"] for one in version.files}
    assert told["events.csv"] == hashlib.sha256(member(version, "events.csv")).hexdigest()


def test_the_same_register_and_name_give_the_same_bytes(version):
    first = version.path.read_bytes()
    version.delete()
    again = freeze_dataset(day=DAY, at=datetime(2027, 1, 1, tzinfo=UTC), name="2026-11-23")
    assert again.path.read_bytes() == first


def test_a_later_version_leaves_the_older_as_it_was(version, register):
    before = version.path.read_bytes()
    factories.make_pledge(slug="new")
    freeze_dataset(day=DAY, at=AT, name="2026-11-23.2")
    assert version.path.read_bytes() == before
    with pytest.raises(NotFrozen, match=r"never changed. Name another, such as 2026-11-23.2"):
        freeze_dataset(day=DAY, at=AT)


def test_a_name_that_is_none_and_an_empty_register_are_refused(db, today, archives):
    with pytest.raises(NotFrozen, match="no name for a version"):
        freeze_dataset(day=DAY, at=AT, name="../etc")
    with pytest.raises(NotFrozen, match="nothing to freeze"):
        freeze_dataset(day=DAY, at=AT)
    assert list(archives.iterdir()) == []


def test_who_comes_second_leaves_no_archive_behind(register, archives, monkeypatch):
    first = freeze_dataset(day=DAY, at=AT)
    monkeypatch.setattr("website.datasets.services._demand_free", lambda name: None)
    factories.make_pledge(slug="meanwhile")
    with pytest.raises(NotFrozen, match="another process"):
        freeze_dataset(day=DAY, at=AT)
    assert list(archives.iterdir()) == [first.path]


def test_a_month_is_frozen_once(register):
    assert freeze_the_month() == "2026-11-23"
    assert freeze_the_month() == ""
    assert freeze_month(day=date(2026, 12, 1), at=AT) is not None
    assert DatasetVersion.objects.count() == 2


def test_the_package_describes_every_cell_of_its_tables(version):
    package = json.loads(member(version, "datapackage.json"))
    assert package["profile"] == "tabular-data-package"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        raw = member(version, resource["path"])
        assert resource["bytes"] == len(raw)
        assert resource["hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"
        fields = resource["schema"]["fields"]
        rows = list(csv.reader(io.StringIO(raw.decode(), newline="")))
        assert rows[0] == [field["name"] for field in fields]
        for row in rows[1:]:
            for field, cell in zip(fields, row, strict=True):
                _holds(field, cell)


def _holds(field: dict[str, Any], cell: str) -> None:
    """A cell is what its field allows."""
    rules = field.get("constraints", {})
    assert cell or not rules.get("required"), field["name"]
    if not cell:
        return
    assert cell in rules.get("enum", [cell]), field["name"]
    if field["type"] == "date":
        date.fromisoformat(cell)
    elif field["type"] == "datetime":
        datetime.strptime(cell, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    elif field["type"] == "boolean":
        assert cell in (*field["trueValues"], *field["falseValues"])
    elif field["type"] == "integer":
        int(cell)


def test_keys_of_the_tables_lead_somewhere(version):
    package = {
        one["name"]: one for one in json.loads(member(version, "datapackage.json"))["resources"]
    }

    def column(table, name):
        text = member(version, f"{table}.csv").decode()
        return [row[name] for row in csv.DictReader(io.StringIO(text, newline=""))]

    for name, resource in package.items():
        for key in resource["schema"].get("foreignKeys", ()):
            other = key["reference"]
            known = set(column(other["resource"], other["fields"][0]))
            assert set(column(name, key["fields"][0])) <= known


def test_the_citation_file_can_be_read(version):
    told = yaml.safe_load(member(version, "CITATION.cff"))
    assert (told["cff-version"], told["type"]) == ("1.2.0", "dataset")
    assert (told["version"], told["date-released"]) == ("2026-11-23", "2026-11-23")
    assert told["url"].endswith("/data/2026-11-23/")


def test_files_of_a_version_may_be_kept_for_ever(client, version):
    archive = client.get(f"/data/2026-11-23/{version.archive_name}")
    assert archive.getvalue() == version.path.read_bytes()
    assert archive["Cache-Control"] == "public, max-age=31536000, immutable"
    assert archive["ETag"] == f'"{version.sha256}"'
    table = client.get("/data/2026-11-23/events.csv")
    assert table.getvalue() == member(version, "events.csv")
    again = client.get("/data/2026-11-23/events.csv", headers={"if-none-match": table["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.csv", "..%2f..%2fsecret_key", "datapackage.json%00"])
def test_only_files_of_the_version_are_sent(client, version, name):
    assert client.get(f"/data/2026-11-23/{name}").status_code == 404


def test_an_archive_that_is_lost_or_changed_is_found(client, version, capsys):
    call_command("freeze_dataset", "--check")
    assert "as it was frozen" in capsys.readouterr().out
    version.path.write_bytes(b"other")
    with pytest.raises(CommandError, match="2026-11-23: changed"):
        call_command("freeze_dataset", "--check")
    version.path.unlink()
    with pytest.raises(CommandError, match="2026-11-23: missing"):
        call_command("freeze_dataset", "--check")
    assert client.get(f"/data/2026-11-23/{version.archive_name}").status_code == 404


def test_the_command_freezes_and_says_what(register, capsys):
    call_command("freeze_dataset", "2026-11-23.7")
    assert "1 rows  pledges.csv" in capsys.readouterr().out
    with pytest.raises(CommandError, match="exists"):
        call_command("freeze_dataset", "2026-11-23.7")


@pytest.fixture
def two(version, register) -> tuple[DatasetVersion, DatasetVersion]:
    """A version, and one after a record came, one changed, and an exemption went."""
    factories.make_pledge(register.amazon, slug="new", announced="2026-11-23")
    factories.make_event(register.pause, EventKind.NARROWED, "2026-11-23")
    register.pause.exemptions.filter(beneficiary__slug="thorn").delete()
    register.pause.summary = "Other words."
    register.pause.save()
    return version, freeze_dataset(day=DAY, at=AT, name="2026-11-23.2")


def test_two_versions_can_be_compared(two):
    older, newer = two
    keys = {name: table.key for name, table in TABLES.items()}
    found = {(one.table, one.key): one for one in changes(older.path, newer.path, keys)}
    assert found["pledges", "new"].what == "added"
    changed = found["pledges", "amazon-police-2020"]
    assert (changed.what, changed.columns) == ("changed", ("summary", "exemptions"))
    assert found["exemptions", "amazon-police-2020/thorn"].what == "removed"
    assert found["events", "amazon-police-2020#e-narrowed-2026-11-23"].what == "added"
    assert not list(changes(newer.path, newer.path, keys))


def test_the_comparison_is_a_page_and_a_file(client, two):
    page = read(client, "/data/2026-11-23.2/changes")
    assert page.text("h1") == "From 2026-11-23 to 2026-11-23.2"
    assert page.texts("tbody tr:first-child > *") == [
        "amazon-police-2020",
        "pledges",
        "changed",
        "summary, exemptions",
    ]
    told = client.get("/data/2026-11-23.2/changes.csv?since=2026-11-23").getvalue().decode()
    assert "pledges,new,added,\r\n" in told
    assert client.get("/data/2026-11-23/changes").status_code == 404
    assert client.get("/data/2026-11-23.2/changes?since=2020-01-01").status_code == 404


def test_pages_list_versions_with_checksums_and_citation(client, version):
    page = read(client, "/data/")
    assert version.sha256 in page.text("main")
    assert f"/data/2026-11-23/{version.archive_name}" in page.links("main a")
    one = read(client, "/data/2026-11-23/")
    assert "(Version 2026-11-23) [Data set]" in one.text(".cite")
    assert "/data/2026-11-23/events.csv" in one.links("tbody a")
    spanish = read(client, "/es/data/2026-11-23/")
    assert "El registro tal como estaba el 23 de noviembre de 2026" in spanish.text(".lede")
    assert spanish.links("tbody a") == one.links("tbody a")  # a file has one address
    assert client.get("/data/2026-11-23/cite.bib").status_code == 200


def test_a_site_without_a_version_says_so(client, db, today):
    assert "No version has been frozen yet" in read(client, "/data/").text("main")
