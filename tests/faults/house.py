"""The real processes of the post room beside servers of their own that fail on order.

PostgreSQL, Redis and the mail server are real, and so are worker and clock: what they run is what
an operator runs, with nothing changed inside. Only time is helped along, by moving what the
database keeps of it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg2
from celery import Celery
from redis import Redis

from config import processes
from tests.alerts.mail_server import MailServer
from tests.servers import postgres, redis, site

PEOPLE = 12
DELIVER = "alerts.tasks.deliver"
QUEUES = ("post", "rest")
_FILL = """
    import sys, django
    django.setup()
    from datetime import timedelta
    from django.core.management import call_command
    from django.utils import timezone
    from benchmarks.made_up import make_news, make_people
    call_command("migrate", verbosity=0)
    now = timezone.now()
    make_people(int(sys.argv[1]), now - timedelta(days=1))
    make_news(now - timedelta(hours=1))
"""
# What the post room wrote: without it the event is as new, and is told to everybody again.
_WRITTEN = (
    "alerts_return",
    "alerts_delivery",
    "alerts_email",
    "alerts_dispatch",
    "alerts_token",
    "alerts_gate",
    "moratoriums_jobrun",
)
_MOMENTS = {
    "alerts_email": ("lease_until", "not_before_at", "queued_at"),
    "alerts_delivery": ("due_at",),
    "alerts_call": ("lease_until", "not_before_at", "queued_at"),
}


def reader(number: int) -> str:
    """The address of one of those who follow everything, counted from 1."""
    return f"reader{number}@example.org"


def everybody(number: int = PEOPLE) -> Counter[str]:
    """What the mail server holds when each got one mail."""
    return Counter({reader(one): 1 for one in range(1, number + 1)})


@dataclass
class House:
    """The servers, and the processes that a test starts beside them."""

    folder: Path
    database: postgres.Server
    broker: redis.Server
    mail: MailServer
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kept: subprocess.Popen[bytes] | None = None
    _said_before: int = 0

    def environment(self) -> dict[str, str]:
        """What the site's processes are told."""
        given = {
            "MORATORIUM_ENV": "development",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": self.database.url,
            "REDIS_URL": self.broker.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail.port}?timeout=5",
            "MAIL_FROM": "watch@example.org",
            "SITE_URL": "https://watch.example.org",
            "VAR_DIR": str(self.folder),
        }
        return site.environment(**given)

    def fill(self) -> None:
        """Make the tables, the readers, and one event that they are to be told of."""
        self.python(_FILL, str(PEOPLE))

    def clear(self) -> None:
        """End what a test started, and put everything back to before anybody was told.

        The worker that tests share stays, if it is alive and has nothing to do.
        """
        for process in self.started:
            _end(process)
        self.started.clear()
        if self.database.process is None:
            self.database.start()
        if self.broker.process is None:
            self.broker.start()
        Redis.from_url(self.broker.url).delete(*QUEUES)
        self.forget_what_was_told()
        self.restart_mail()
        self._said_before = len(self.log())

    def restart_mail(self, certificate: Path | None = None) -> None:
        """Have the mail server start anew on its port, with nothing in it."""
        self.mail.stop()
        self.mail = MailServer(self.mail.port, certificate=certificate).start()

    def forget_what_was_told(self) -> None:
        """Put the database back to before anybody was told."""
        self.sql(f"TRUNCATE {', '.join(_WRITTEN)} CASCADE")

    # --- processes ---------------------------------------------------------------------------

    def worker(self) -> subprocess.Popen[bytes]:
        """The worker that tests share: the last one if it still lives, else a new one."""
        if self.kept is None or self.kept.poll() is not None:
            self.kept = self.start_worker()
            self.started.remove(self.kept)
        return self.kept

    def dismiss(self) -> None:
        """End the worker that tests share, for a test that has workers of its own."""
        if self.kept is not None:
            self.kill(self.kept)

    def start_worker(self, only: str = "", **variables: str) -> subprocess.Popen[bytes]:
        """Start a worker of this test alone and wait until it takes tasks."""
        before = self.log().count("ready.")
        process = self.start(processes.worker(only), **variables)
        site.wait_until("the worker is ready", lambda: self.log().count("ready.") > before, 60)
        return process

    def start(self, command: list[str], **variables: str) -> subprocess.Popen[bytes]:
        """Start one of the site's processes in a process group of its own."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=site.ROOT,
                env=self.environment() | variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def python(self, code: str, *words: str) -> str:
        """Run some lines in a process of the site; returns what they print."""
        command = [sys.executable, "-c", textwrap.dedent(code), *words]
        done = subprocess.run(
            command, cwd=site.ROOT, env=self.environment(), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill a process and all below it, as a power cut does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def log(self) -> str:
        """What the processes have said."""
        return (self.folder / "log").read_text(errors="replace")

    def said(self, words: str) -> str:
        """The lines with some words that were logged in this test."""
        lines = self.log()[self._said_before :].splitlines()
        return "\n".join(line for line in lines if words in line)

    # --- queue and clock ---------------------------------------------------------------------

    def on_queue(self, task: str) -> int:
        """How often a task is on the queue, untaken."""
        waiting = Redis.from_url(self.broker.url).lrange(QUEUES[0], 0, -1)
        return sum(json.loads(one)["headers"]["task"] == task for one in waiting)

    def look(self, times: int = 1, task: str = DELIVER) -> None:
        """Put the job on the queue, as the clock does each minute."""
        queue = Celery(broker=self.broker.url)
        for _ in range(times):
            queue.send_task(task, queue=QUEUES[0])

    def looked(self) -> int:
        """How many looks have ended well."""
        return self.count("moratoriums_jobrun", f"ok AND name = '{DELIVER}'")

    @contextlib.contextmanager
    def in_hand(self, address: str, looks: int = 1) -> Iterator[None]:
        """Have the worker look; meanwhile one mail is kept by the mail server, not answered for."""
        reached, go_on = threading.Event(), threading.Event()

        def wait() -> None:
            reached.set()
            go_on.wait(60)

        self.mail.meanwhile[address] = wait
        self.look(looks)
        assert reached.wait(30), f"no mail to {address}"
        try:
            yield
        finally:
            go_on.set()

    def look_and_wait(self) -> None:
        """Have the worker look, and wait until it has."""
        before = self.looked()
        self.look()
        site.wait_until("the look is done", lambda: self.looked() > before)

    def pass_time(self, minutes: float) -> None:
        """Let time go by: everything that waits for a moment is that much nearer to it."""
        for table, columns in _MOMENTS.items():
            moved = ", ".join(
                f"{column} = {column} - interval '{minutes} minutes'" for column in columns
            )
            self.sql(f"UPDATE {table} SET {moved}")

    # --- the database and the mails ----------------------------------------------------------

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Run one statement from outside."""
        with contextlib.closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def connect(self) -> Any:
        """A connection from outside, in which each statement stands for itself."""
        connection = psycopg2.connect(
            host=str(self.database.home),
            user="postgres",
            dbname="postgres",
            options="-c statement_timeout=0 -c lock_timeout=0",
        )
        connection.autocommit = True
        return connection

    def count(self, table: str, condition: str = "true") -> int:
        """How many rows fulfil a condition."""
        return int(self.sql(f"SELECT count(*) FROM {table} WHERE {condition}")[0][0])

    def states(self) -> Counter[str]:
        """How many mails are in which state."""
        return Counter(dict(self.sql("SELECT state, count(*) FROM alerts_email GROUP BY state")))

    def wait_for_mail(self, wanted: Counter[str], seconds: float = 20) -> None:
        """Wait until the mail server holds exactly this, and everything is recorded as sent."""
        site.wait_until(
            f"the mail arrives; there is {self.mail.received()}",
            lambda: self.mail.received() == wanted and set(self.states()) == {"sent"},
            seconds,
        )

    def once_each_but(self, repeated: str) -> None:
        """Wait until everybody has a mail; one address may have it twice, as the same message."""
        site.wait_until("all are sent", lambda: set(self.states()) == {"sent"})
        found = self.mail.received()
        assert found in (everybody(), everybody() + Counter([repeated])), found
        assert len(set(self.mail.ids(repeated))) == 1


def sender_of(worker: subprocess.Popen[bytes]) -> psutil.Process:
    """The process of a worker's pool that does the work; waits until there is one."""
    found = psutil.Process(worker.pid)
    site.wait_until("there is a sender", found.children)
    (sender,) = found.children()
    return sender


def quiet_for(seconds: float) -> None:
    """Give processes time to do what they must not do."""
    time.sleep(seconds)


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


@contextlib.contextmanager
def open_house(folder: Path) -> Iterator[House]:
    """A house with readers who wait for one piece of news."""
    # A commit that was confirmed stays, also when the server is killed.
    with postgres.serving(synchronous_commit="on") as database, redis.serving() as broker:
        house = House(folder, database, broker, MailServer().start())
        (folder / "log").touch()
        try:
            house.fill()
            yield house
        finally:
            for process in [*house.started, *filter(None, [house.kept])]:
                _end(process)
            house.mail.stop()
