"""The last watch: when its standard input closes, it kills every process group it was told of.

Run by itself, with the standard library alone. The supervisor holds the other end of the pipe; the
system closes that end however the supervisor dies, kill -9 included, on every kind of Unix.
"""

import contextlib
import os
import signal
import sys


def watch() -> None:
    """Read lines "+123" and "-123" (process groups to mind, to forget) until the input ends."""
    groups: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        if line[0] == "+":
            groups.add(group)
        else:
            groups.discard(group)
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)  # it ends with its supervisor, not before
    watch()
