"""Asks whether one process of the site is well; for health checks in containers.

`python -m config.probe web` asks the web server on this machine, `... beat` looks at the age of the
timetable's file, which a living clock rewrites every few minutes, `... worker` asks the worker.
"""

import os
import socket
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

STALE_AFTER = 600  # seconds; the clock writes its file at least every 180
PATIENCE = 10  # seconds


def web() -> bool:
    """Whether the web server answers, asked under the site's own name."""
    host = urlsplit(os.environ.get("SITE_URL", "")).netloc or "localhost"
    port = os.environ.get("PORT", "") or "8000"
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
        return bool(answer.status == 200)


def worker() -> bool:
    """Whether a worker on this machine, for whatever queues, answers over the broker."""
    from config.celery import app

    queues = [queue.name for queue in app.conf.task_queues]
    names = [f"{name}@{socket.gethostname()}" for name in ("celery", *queues)]
    return bool(app.control.inspect(names, timeout=PATIENCE, limit=1).ping())


def beat() -> bool:
    """Whether the clock wrote its file lately."""
    from config.celery import app

    file = Path(app.conf.beat_schedule_filename)
    # The storage behind it may add an ending of its own.
    ages = [time.time() - path.stat().st_mtime for path in file.parent.glob(f"{file.name}*")]
    return bool(ages) and min(ages) < STALE_AFTER


if __name__ == "__main__":
    probes = {"web": web, "worker": worker, "beat": beat}
    try:
        well = probes[sys.argv[1]]()
    except OSError as error:
        sys.exit(f"{sys.argv[1]} does not answer: {error}")
    sys.exit(0 if well else f"{sys.argv[1]} is not well")
