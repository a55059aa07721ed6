"""Lets a suite of faults, kept elsewhere, drive the real post room: kills, and servers that fail.

    python tests/adapters/alerts.py FOLDER [sqlite|postgresql] [CASE ...]

FOLDER holds ``faults.py`` with a class ``Suite``. Each scene has a database of its own. The clock of
the senders runs SPEED times as fast, so that a hold of minutes and a lease pass in seconds; nothing
else of the post room is changed. A sender that is to die at a step is this file with a trap set at it.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
SPEED = 20
_ENVIRONMENT = {
    "MORATORIUM_ENV": "test",
    "LOG_LEVEL": "WARNING",
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "MAIL_FROM": "watch@example.org",
    "SITE_URL": "https://watch.example.org",
}


class Driver:
    """What the suite asks for: a fresh database with alerts due, and senders to start."""

    FAULTS = (
        "decided",
        "queued",
        "claimed",
        "before smtp",
        "after smtp accept",
        "recorded, next recipient not started",
    )
    AMBIGUOUS = frozenset({"after smtp accept"})
    RETRY_WAIT = 60
    QUIET = 20  # longer than a lease

    def __init__(self, folder: Path, server: str = "") -> None:
        self.NAME = f"Moratorium Watch on {'PostgreSQL' if server else 'SQLite'}"
        self._folder, self._server = folder, server
        self._scene, self._url, self._port = 0, "", 0
        self._other_port: int | None = None
        self._began = ""
        self._template = self._make_template()

    def setup(self, scene: str, port: int, recipients: list[str], alerts: int = 1) -> None:
        """Make a database in which each of ``alerts`` is due to each recipient."""
        self._scene += 1
        self._port, self._other_port = port, None
        self._began = datetime.now(UTC).isoformat()
        self._url = self._copy_of_template(Path(scene))
        self._run("--fill", json.dumps([recipients, alerts]))

    def start(self, fault: str | None = None) -> subprocess.Popen[bytes]:
        """Start a sender; with a fault it kills itself there, once."""
        with (self._folder / "sender.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, __file__, "--send", fault or ""],
                env=self._environment(),
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def smtp_port_override(self, port: int | None) -> None:
        """Point senders that start from now on to another port, or back."""
        self._other_port = port

    def _make_template(self) -> str:
        if not self._server:
            self._url = f"sqlite:///{self._folder / 'template.sqlite3'}"
        else:
            self._sql("CREATE DATABASE template_alerts")
            self._url = self._named("template_alerts")
        self._run("--migrate", "")
        return self._url

    def _copy_of_template(self, scene: Path) -> str:
        if not self._server:
            copy = scene / "db.sqlite3"
            shutil.copy(self._template.removeprefix("sqlite:///"), copy)
            return f"sqlite:///{copy}"
        name = f"scene_{self._scene}"
        self._sql(f"CREATE DATABASE {name} TEMPLATE template_alerts")
        return self._named(name)

    def _named(self, database: str) -> str:
        return self._server.rsplit("/", 1)[0] + f"/{database}"

    def _sql(self, statement: str) -> None:
        import dj_database_url
        import psycopg2

        parts = dj_database_url.parse(self._server)
        connection = psycopg2.connect(
            host=parts["HOST"], user=parts["USER"], dbname=parts["NAME"], port=parts["PORT"] or None
        )
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(statement)

    def _run(self, *words: str) -> None:
        command = [sys.executable, __file__, *words]
        subprocess.run(command, env=self._environment(), cwd=ROOT, check=True)

    def _environment(self) -> dict[str, str]:
        port = self._other_port or self._port
        return {
            **os.environ,
            **_ENVIRONMENT,
            "DATABASE_URL": self._url,
            "EMAIL_URL": f"smtp://127.0.0.1:{port or 25}?timeout=5",
            "VAR_DIR": str(self._folder / "var"),
            "BEGAN": self._began,  # from which the fast clocks of all senders count
        }


def fill(recipients: list[str], alerts: int) -> None:
    """Write subscribers and events. Of several alerts each is gathered into a mail of its own."""
    from django.utils import timezone

    from alerts.models import Subscriber, Subscription
    from alerts.services import queue_deliveries
    from alerts.services.gathering import gather
    from benchmarks.made_up import make_news

    at = timezone.now()
    before = at - timedelta(days=1)
    for address in recipients:
        person = Subscriber.objects.create(email=address, confirmed_at=before)
        Subscription.objects.create(subscriber=person, asked_at=before, confirmed_at=before)
    for number in range(alerts):
        make_news(at - timedelta(hours=1), f"pledge-{number}")
        if alerts > 1:
            queue_deliveries(at=at)
            gather(at=at)


def send(fault: str) -> None:
    """Look again and again, as the clock of the site has the worker do, until SIGTERM."""
    from django.utils import timezone

    from alerts.services import go_round
    from moratoriums.services.jobs import JobTrouble, stopping

    set_trap(fault)
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    began = datetime.fromisoformat(os.environ["BEGAN"])
    while not stopping.is_set():
        at = began + (timezone.now() - began) * SPEED
        with contextlib.suppress(JobTrouble):
            go_round(at=at, stop=stopping.is_set)
        time.sleep(0.2)


def set_trap(fault: str) -> None:
    """Kill this process at a step of the post room, the first time it comes there."""
    from alerts.models import Dispatch, Email
    from alerts.services import sending
    from alerts.transport import Outcome, Post

    if fault == "decided":
        after(type(Dispatch.objects.get_queryset()), "bulk_create", lambda rows: bool(rows))
    elif fault == "queued":
        after(sending, "gather")
    elif fault == "claimed":
        after(type(Email.objects.all()), "claim")
    elif fault == "before smtp":
        before(Post, "send")
    elif fault == "after smtp accept":
        after(Post, "send", lambda result: result.outcome is Outcome.ACCEPTED)
    elif fault:
        after(sending._Run, "_mark")


def before(owner: Any, name: str) -> None:
    """Die instead of calling it."""
    setattr(owner, name, lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL))


def after(owner: Any, name: str, when: Callable[[Any], bool] = lambda result: True) -> None:
    """Die when it has returned something that counts."""
    real = getattr(owner, name)

    def trapped(*args: Any, **kwargs: Any) -> Any:
        result = real(*args, **kwargs)
        if when(result):
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, trapped)


def inside(verb: str, words: str) -> None:
    """What the driver has done in a process of its own."""
    import django

    django.setup()
    if verb == "--migrate":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
    elif verb == "--fill":
        fill(*json.loads(words))
    else:
        send(words)


def main(folder: str, database: str, cases: list[str]) -> bool:
    """Run the suite, or some cases of it; True when all passed."""
    import tempfile

    from tests.servers import postgres

    sys.path.insert(0, folder)
    suite_class = importlib.import_module("faults").Suite
    with contextlib.ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="alerts-")))
        server = stack.enter_context(postgres.running()) if database == "postgresql" else ""
        rows = suite_class(Driver(work, server), settle=40).all(only=set(cases) or None)
    return all(row["ok"] for row in rows)


if __name__ == "__main__":
    if sys.argv[1].startswith("--"):
        inside(*sys.argv[1:3])
    else:
        sys.exit(not main(sys.argv[1], (sys.argv[2:3] or ["sqlite"])[0], sys.argv[3:]))
