"""Backups: made beside writers, readable by their owner, and proven by being put back."""

import os
import sqlite3
import stat
import subprocess
import threading
import time
from contextlib import closing
from datetime import timedelta
from io import StringIO

import dj_database_url
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from alerts.models import Subscriber
from companies.models import Company
from config import backups
from tests import factories
from tests.servers import postgres
from website.upkeep.health import read_findings

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    """A folder for backups, and PostgreSQL's programs within reach."""
    if connection.vendor == "postgresql":
        monkeypatch.setenv("PATH", f"{postgres.binaries()}{os.pathsep}{os.environ['PATH']}")
    settings.BACKUP_DIR = tmp_path / "backups"
    return settings.BACKUP_DIR


def drilled() -> str:
    out = StringIO()
    call_command("restore_drill", stdout=out)
    return out.getvalue()


def test_a_drill_compares_every_table_prints_the_time_and_leaves_nothing(folder):
    factories.make_pledge()
    said = drilled()
    assert "are the same" in said
    assert " s." in said
    assert list(folder.iterdir()) == []


def test_a_drill_holds_while_others_write(folder):
    stop = threading.Event()
    written: list[str] = []

    def write():
        try:
            while not stop.is_set():
                name = f"Company {len(written)}"
                Company.objects.create(name=name, slug=f"w-{len(written)}")
                written.append(name)
                time.sleep(0.005)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 20:
            time.sleep(0.01)
        assert "are the same" in drilled()
        begun = len(written)
        time.sleep(0.2)
        assert len(written) > begun, "the writer went on"
    finally:
        stop.set()
        writer.join()


def test_what_was_committed_before_the_start_is_in_the_backup(folder):
    factories.make_company("Kept Inc")
    path = backups.make_backup(folder, at=timezone.now())
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(path)) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            rows = str(copy.execute("SELECT name FROM companies_company").fetchall())
    else:
        command = ["pg_restore", "--data-only", "--table=companies_company", "--file=-", str(path)]
        rows = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Kept Inc" in rows


def test_the_owner_alone_can_read_a_backup(folder):
    old = os.umask(0)
    try:
        path = backups.make_backup(folder, at=timezone.now())
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_people_can_be_left_out_to_the_last_byte(folder):
    Subscriber.objects.create(email="somebody@example.org", asked_at=timezone.now())
    whole = backups.make_backup(folder, at=timezone.now())
    without = backups.make_backup(folder, at=timezone.now(), without_people=True)
    if connection.vendor == "sqlite":
        assert b"somebody@example.org" in whole.read_bytes()
    assert b"somebody@example.org" not in without.read_bytes()
    left_out = backups.tables_of_people()
    for table in ("alerts_subscriber", "alerts_token", "alerts_delivery", "alerts_email"):
        assert table in left_out
    assert not {"companies_company", "moratoriums_pledge"} & set(left_out)


def test_a_drill_tells_of_a_table_that_differs(folder, monkeypatch):
    factories.make_company()
    name = "_sums_sqlite" if connection.vendor == "sqlite" else "_sums_postgres"
    true, calls = getattr(backups, name), []

    def lying(source):
        calls.append(1)
        sums = true(source)
        if len(calls) == 2:
            sums["companies_company"] = (0, "0")
        return sums

    monkeypatch.setattr(backups, name, lying)
    with pytest.raises(CommandError, match="These tables differ: companies_company"):
        drilled()


def test_a_backup_that_cannot_be_written_says_why_and_leaves_nothing(folder, settings):
    settings.BACKUP_DIR.parent.joinpath("file").write_text("")
    with pytest.raises(CommandError, match=r"No backup was made\. .*Not a directory"):
        call_command("backup", "--into", settings.BACKUP_DIR.parent / "file" / "x")


def test_a_backup_demands_the_encryption_that_the_site_demands():
    url = "postgres://ada:word@db.example:5433/watch?sslmode=verify-full&sslrootcert=/ca.pem"
    said = dj_database_url.parse(url)
    options = {**said["OPTIONS"], "isolation_level": 3}
    assert backups.access_to({**said, "OPTIONS": options}, name="drill_1") == {
        "dbname": "drill_1",
        "user": "ada",
        "password": "word",
        "host": "db.example",
        "port": 5433,
        "sslmode": "verify-full",
        "sslrootcert": "/ca.pem",
    }


def test_old_backups_are_deleted_on_wish(folder):
    for day in range(3):
        backups.make_backup(folder, at=timezone.now() - timedelta(days=day + 1))
    out = StringIO()
    call_command("backup", "--keep", "2", stdout=out)
    assert "2 older one(s) deleted" in out.getvalue()
    assert len(list(folder.iterdir())) == 2


def test_health_turns_red_when_backups_stop(folder):
    def red():
        return [found.text for found in read_findings(timezone.now()) if found.key == "backup"]

    assert red() == []
    path = backups.make_backup(folder, at=timezone.now())
    assert red() == []
    then = time.time() - 27 * 3600
    os.utime(path, (then, then))
    assert len(red()) == 1
