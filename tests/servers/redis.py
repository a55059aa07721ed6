"""A Redis or Valkey of this run alone, on a loopback port."""

import contextlib
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from config.broker import server_binary
from config.supervisor import die_with_parent


def free_port() -> int:
    """A port on 127.0.0.1 that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """One server; it forgets everything when it is stopped, and can be started again."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its REDIS_URL."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        options = {"port": str(self.port), "bind": "127.0.0.1", "save": "", "dir": str(self.folder)}
        words = [word for key, value in options.items() for word in (f"--{key}", value)]
        self.process = subprocess.Popen(
            [server_binary(), *words, "--logfile", str(self.folder / "log")],
            preexec_fn=partial(die_with_parent, signal.SIGTERM),  # also when a run is killed
        )
        _wait_for(self.port)

    def stop(self) -> None:
        """End it at once."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start a server, yield its REDIS_URL, and end it."""
    with serving() as server:
        yield server.url


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    """Start a server, yield it, and end it."""
    with tempfile.TemporaryDirectory(prefix="moratorium-redis-") as folder:
        server = Server(free_port(), Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _wait_for(port: int) -> None:
    limit = time.monotonic() + 10
    while time.monotonic() < limit:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"the test broker does not answer on port {port}")
