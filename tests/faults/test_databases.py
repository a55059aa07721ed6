"""A database that restarts, is away, cuts connections or takes no writes: no mail is lost."""

from __future__ import annotations

import contextlib
import signal

import psycopg2
import pytest

from tests.faults.house import everybody, quiet_for, reader
from tests.servers import site

pytestmark = [pytest.mark.processes, pytest.mark.postgres]
SECONDS = 3
_CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = 'postgres' AND pid <> pg_backend_pid()"
)
_FULL = """
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
    END $$;
    CREATE TRIGGER no_room BEFORE UPDATE ON alerts_email FOR EACH ROW
        WHEN (NEW.state = 'sent') EXECUTE FUNCTION no_room()
"""


def wait_for_trouble(house) -> None:
    """Wait until the look in hand has come to its end."""
    site.wait_until("the look fails", lambda: "Task alerts.tasks.deliver" in house.said(" raised "))


def send_after_the_lease(house) -> None:
    """Let the lease of what was in hand run out, and have the worker look."""
    house.pass_time(7)
    house.look_and_wait()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["fast", "crash"])
def test_a_restart_in_the_middle_costs_no_repetition(house, how):
    worker = house.worker()
    with house.in_hand(reader(6)):
        house.database.stop(how)
        house.database.start()
    house.wait_for_mail(everybody())
    assert worker.poll() is None


def test_a_connection_cut_after_the_servers_yes_costs_no_repetition(house):
    house.worker()
    with house.in_hand(reader(2)):
        house.sql(_CUT)
    house.wait_for_mail(everybody())


def test_a_database_that_is_away_when_alerts_are_due_is_waited_for_in_peace(house):
    worker = house.worker()
    house.database.stop()
    for _ in range(SECONDS):
        house.look()
        quiet_for(1)
    assert house.said("").count(" raised ") <= SECONDS
    assert house.mail.received() == {}
    house.database.start()
    house.look_and_wait()
    house.wait_for_mail(everybody())
    assert worker.poll() is None


@pytest.mark.parametrize("begun", [False, True])
def test_nothing_is_sent_that_cannot_be_claimed(house, begun):
    house.worker()
    read_only = "ALTER DATABASE postgres SET default_transaction_read_only = on; "
    if begun:
        with house.in_hand(reader(3)):
            house.sql(read_only + _CUT)
    else:
        house.sql(read_only + _CUT)
        house.look()
    wait_for_trouble(house)
    there = 3 if begun else 0
    house.look(times=3)
    quiet_for(SECONDS)
    assert len(house.mail.kept) == there
    with contextlib.closing(house.connect()) as connection, connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = off")
        cursor.execute("ALTER DATABASE postgres RESET default_transaction_read_only")
        cursor.execute(_CUT)
    send_after_the_lease(house)
    house.once_each_but(reader(3))


def test_a_full_disk_when_the_result_is_recorded_costs_one_repetition_at_most(house):
    house.worker()
    house.sql(_FULL)
    try:
        house.look()
        wait_for_trouble(house)
        assert len(house.mail.kept) == 1, "what cannot be recorded is not gone on with"
        held = house.sql("SELECT state, attempts FROM alerts_email ORDER BY id LIMIT 1")
        assert held == [("sending", 0)], "nor repeated before its lease has run out"
    finally:
        house.sql("DROP FUNCTION no_room CASCADE")
    send_after_the_lease(house)
    house.once_each_but(reader(1))


def test_rows_locked_by_somebody_else_are_waited_for(house):
    house.worker()
    house.python(
        """
        import django; django.setup()
        from django.utils import timezone
        from alerts.services import queue_deliveries
        from alerts.services.gathering import gather
        queue_deliveries(at=timezone.now())
        gather(at=timezone.now())
        """
    )
    with contextlib.closing(house.connect()) as connection, connection.cursor() as cursor:
        connection.autocommit = False
        cursor.execute("SELECT id FROM alerts_email WHERE id % 2 = 0 FOR UPDATE")
        house.look()
        quiet_for(0.5)
        connection.rollback()
    house.wait_for_mail(everybody())


@pytest.mark.parametrize(
    "setting", ["statement_timeout = '1ms'", "lock_timeout = '1ms'", "temp_file_limit = 0"]
)
def test_a_database_that_breaks_off_what_it_is_asked_delays_and_loses_nothing(house, setting):
    house.worker()
    try:
        house.sql(f"ALTER DATABASE postgres SET {setting}")
        house.sql(_CUT)
        house.look(times=3)
        quiet_for(1)
    finally:
        house.sql(f"ALTER DATABASE postgres RESET {setting.split()[0]}")
        with contextlib.suppress(psycopg2.Error):
            house.sql(_CUT)
    send_after_the_lease(house)
    found = house.mail.received()
    assert set(found) == set(everybody())
    assert max(found.values()) <= 2


@pytest.fixture
def people_come_back(house):
    """Put back the readers whom the test erases."""
    tables = ("alerts_subscriber", "alerts_subscription")
    for table in tables:
        house.sql(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")
    yield
    house.sql(f"TRUNCATE {', '.join(tables)} CASCADE")
    for table in tables:
        house.sql(f"INSERT INTO {table} SELECT * FROM kept_{table}; DROP TABLE kept_{table}")


@pytest.mark.usefixtures("people_come_back")
def test_who_is_erased_or_leaves_while_mails_go_out_holds_up_nobody_else(house):
    """Those already claimed in the same second may still get theirs; nobody gets two."""
    house.worker()
    with house.in_hand(reader(2)):
        house.python(
            """
            import django; django.setup()
            from django.utils import timezone
            from alerts.models import Subscriber
            for number in (2, 11):
                Subscriber.objects.get(email=f"reader{number}@example.org").delete()
            Subscriber.objects.filter(email="reader12@example.org").update(left_at=timezone.now())
            """
        )
    house.look_and_wait()
    house.look_and_wait()
    found = house.mail.received()
    # Reader 2 was being written to, and 3 to 5 were claimed with them.
    assert found == everybody(10)
    assert house.states() == {"sent": 9, "dropped": 1}
    assert not house.count("alerts_delivery", "state = 'queued'")
