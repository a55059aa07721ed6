"""Several senders, and senders that die, against one database and one mail server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.db import connection

from alerts.models import Delivery, Email
from alerts.services import queue_deliveries, send_due
from tests.alerts.mail_server import KEEP_AND_KILL
from tests.alerts.readers import NOON, make_news, make_old_pledge, make_readers

ROOT = Path(__file__).resolve().parent.parent.parent
SENDER = """
    import sys, pathlib, os
    import django
    django.setup()
    from datetime import datetime
    from django.conf import settings
    settings.EMAIL_BACKEND = "alerts.transport.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
    settings.EMAIL_TIMEOUT = 5
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "watch@example.org"
    from alerts.services import queue_deliveries, send_due
    pathlib.Path(sys.argv[3]).write_text(str(os.getpid()))
    at = datetime.fromisoformat(sys.argv[2])
    queue_deliveries(at=at)
    send_due(at=at)
"""

pytestmark = [pytest.mark.django_db(transaction=True)]


def database_url() -> str:
    """The address of the test database, for another process."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    user, password = quote(found["USER"]), quote(found["PASSWORD"] or "")
    host = quote(found["HOST"] or "", safe="")
    return f"postgresql://{user}:{password}@{host}:{found['PORT'] or ''}/{found['NAME']}"


def start_sender(port: int, pid_file: Path) -> subprocess.Popen[bytes]:
    """Start a process that queues and sends, as the worker does."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "tests.settings"),
        "VAR_DIR": str(django_settings.VAR_DIR),
    }
    code = textwrap.dedent(SENDER)
    arguments = [str(port), NOON.isoformat(), str(pid_file)]
    return subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=ROOT, env=environment)


def finish(process: subprocess.Popen[bytes]) -> int:
    """Wait for a sender and return its exit status; one that hangs is ended."""
    try:
        return process.wait(120)
    finally:
        process.kill()


def test_two_senders_at_once_send_two_hundred_mails_once_each(mail_server, tmp_path):
    make_readers(200)
    make_news(make_old_pledge())
    senders = [start_sender(mail_server.port, tmp_path / f"{n}.pid") for n in range(2)]
    assert [finish(sender) for sender in senders] == [0, 0]
    assert mail_server.received() == {f"reader{n}@example.org": 1 for n in range(200)}
    assert Delivery.objects.filter(state="sent").count() == 200


def test_a_sender_killed_after_the_servers_yes_is_repeated_with_the_same_message_id(
    mail_server, tmp_path
):
    make_readers(10)
    make_news(make_old_pledge())
    mail_server.victim = tmp_path / "sender.pid"
    mail_server.at_data["reader4@example.org"] = [KEEP_AND_KILL]
    assert finish(start_sender(mail_server.port, mail_server.victim)) == -signal.SIGKILL
    assert Email.objects.filter(state="sending").count() == 1

    at = NOON + timedelta(minutes=11)
    queue_deliveries(at=at)
    send_due(at=at)

    expected = {f"reader{n}@example.org": 1 for n in range(10)} | {"reader4@example.org": 2}
    assert mail_server.received() == expected
    first, second = mail_server.ids("reader4@example.org")
    assert first == second
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
