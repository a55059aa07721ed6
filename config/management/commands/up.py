"""One command that shows the site: prepares the database, starts every process, stops them all."""

import fcntl
import os
import signal
import socket
import threading
import urllib.error
import urllib.request
from argparse import ArgumentParser
from typing import IO, Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management import BaseCommand, CommandError, call_command

from config import broker, processes
from config.supervisor import Part, Supervisor, die_with_parent, handles_interrupt

ROUND = 0.1  # seconds between two looks at the processes
ATTEMPTS = 3  # before the first page; after it, what dies is started again for ever


class Command(BaseCommand):
    requires_system_checks = (Tags.security,)  # the others are for developers, and take a second
    _parent_handles_interrupt = False
    help = "Prepare the database, then run web, worker, beat and broker until Ctrl+C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options for the caller."""
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="also stop when the process that started this one ends (Linux)",
        )

    def handle(self, *args: Any, with_parent: bool, **options: Any) -> None:
        """Run until a signal says stop. Raises CommandError when it cannot start."""
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: stop.set())
        if with_parent:
            die_with_parent(signal.SIGTERM)
            self._parent_handles_interrupt = handles_interrupt(os.getppid())
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        with (settings.VAR_DIR / "up.lock").open("a+") as lock:
            self._take(lock)
            self._demand_free_port()
            call_command("prepare", stdout=self.stdout)
            supervisor = Supervisor(self._first_parts(), self._say, settings.BASE_DIR)
            try:
                self._run(supervisor, stop)
            finally:
                supervisor.stop()
                self._say("Stopped.")

    def _run(self, supervisor: Supervisor, stop: threading.Event) -> None:
        announced = False
        while not stop.is_set() and not self._parent_was_interrupted():
            supervisor.look()
            if not announced and (announced := self._announce()):
                # Only now: on a small machine they would keep the first page waiting.
                supervisor.parts += [
                    *(
                        Part(f"{queue} worker", processes.worker(queue))
                        for queue in settings.QUEUES
                    ),
                    Part("beat", processes.beat()),
                ]
            elif not announced and any(p.crashes >= ATTEMPTS for p in supervisor.parts):
                raise CommandError("The site does not start; the messages above say why.")
            stop.wait(ROUND)

    def _parent_was_interrupted(self) -> bool:
        """Whether the make that waits for this process was told to stop, and told nobody."""
        return self._parent_handles_interrupt and not handles_interrupt(os.getppid())

    def _first_parts(self) -> list[Part]:
        """The web server, and a broker unless REDIS_URL names one."""
        parts = [Part("web", processes.web(f"{settings.HOST}:{settings.PORT}"))]
        if settings.OWN_BROKER:
            try:
                command = broker.server_command(settings.BROKER_SOCKET, settings.VAR_DIR)
            except broker.BrokerMissing as error:
                raise CommandError(str(error)) from error
            parts.insert(0, Part("broker", command, last_to_stop=True))
        return parts

    def _take(self, lock: IO[str]) -> None:
        """Hold the lock of VAR_DIR; the system lets go of it however this process ends."""
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CommandError(
                f"The site already runs from {settings.VAR_DIR} (process {lock.read().strip()}). "
                "Stop that one first, or give this one a folder of its own: VAR_DIR=..."
            ) from None
        lock.seek(0)
        lock.truncate()
        lock.write(f"{os.getpid()}\n")
        lock.flush()

    def _demand_free_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.HOST, settings.PORT))
            except OSError as error:
                raise CommandError(
                    f"Port {settings.PORT} cannot be used ({error.strerror}). Stop what uses it, "
                    f"or choose another: PORT={settings.PORT % 65535 + 1} make run"
                ) from error

    def _announce(self) -> bool:
        """Print the address once the page answers. True when that is settled."""
        address = f"http://{settings.HOST}:{settings.PORT}/"
        try:
            with urllib.request.urlopen(address, timeout=10):
                self._say(f"\n  The register is at {address}   (Ctrl+C stops it)\n")
        except urllib.error.HTTPError as error:
            self._say(f"{address} answers with an error ({error.code}); see the log above.")
        except OSError:
            return False
        return True

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
