"""A Redis or Valkey of this run alone, on a loopback port."""

import contextlib
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from config.broker import server_binary
from config.supervisor import die_with_parent


def free_port() -> int:
    """A port on 127.0.0.1 that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start a server, yield its REDIS_URL, and end it."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="moratorium-redis-") as folder:
        command = [
            server_binary(),
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            folder,
            "--logfile",
            str(Path(folder) / "log"),
        ]
        server = subprocess.Popen(
            command,
            preexec_fn=partial(die_with_parent, signal.SIGTERM),  # also when a run is killed
        )
        try:
            _wait_for(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait(10)


def _wait_for(port: int) -> None:
    limit = time.monotonic() + 10
    while time.monotonic() < limit:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"the test broker does not answer on port {port}")
