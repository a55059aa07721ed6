"""Polls feeds by JSON lines, so that a server kept elsewhere can play the hostile web to us.

A line in is {"op": "poll", "url": ...}; a line out says the outcome and all entries kept. The
environment names the one private address that may be reached, HOSTILE_ALLOW=127.0.0.1:PORT, and
more ports that public hosts may have, HOSTILE_PORTS. The database is empty, and in memory.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.update(
    MORATORIUM_ENV="test",
    DJANGO_SETTINGS_MODULE="config.settings",
    DATABASE_URL="sqlite://:memory:",
    VAR_DIR=tempfile.mkdtemp(),
    LOG_LEVEL="ERROR",
)

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.template import engines  # noqa: E402
from django.utils import timezone  # noqa: E402

from news.models import Entry, Poll  # noqa: E402
from news.services import Manners, add_feed, poll_feed, read_waiting_entries  # noqa: E402
from outbound.addresses import PORTS, take_apart  # noqa: E402
from outbound.many import Pace  # noqa: E402

SHOWN = "{% for entry in entries %}<h3>{{ entry.title }}</h3><p>{{ entry.text }}</p>{% endfor %}"


def manners() -> Manners:
    """The usual ones, but for the addresses of the test and without a pause between polls."""
    host, _, port = os.environ.get("HOSTILE_ALLOW", "").rpartition(":")
    more = frozenset(int(one) for one in os.environ.get("HOSTILE_PORTS", "").split(",") if one)
    also = frozenset({(host, int(port))}) if host else frozenset()
    return Manners(pace=Pace(gap_seconds=0.0), also=also, ports=PORTS | more)


def poll(url: str) -> dict[str, Any]:
    """Poll one feed, and show what is kept of it."""
    asked = manners()
    try:
        ports = asked.ports | {port for _, port in asked.also}
        feed, _ = add_feed(url, at=timezone.now(), check=partial(take_apart, ports=ports))
    except ValueError as error:
        return {"outcome": "blocked", "error": str(error), "entries": [], "next_poll_s": None}
    tally = poll_feed(feed, asked)
    read_waiting_entries()
    feed.refresh_from_db()
    outcome = "skip"
    if tally.feeds:
        outcome = Poll.objects.filter(feed=feed).latest("pk").outcome
    pause = (feed.next_poll_at - timezone.now()).total_seconds() if feed.next_poll_at else None
    entries = list(Entry.objects.filter(feed=feed).order_by("pk"))
    template = engines["django"].from_string(SHOWN)
    return {
        "outcome": outcome,
        "error": feed.last_error,
        "entries": [shown(entry) for entry in entries],
        "feed": {"title": feed.title, "link": ""},
        "next_poll_s": pause,
        "rendered": template.render({"entries": entries}),
    }


def shown(entry: Entry) -> dict[str, Any]:
    """An entry as it is kept."""
    return {
        "id": entry.identity,
        "link": entry.url,
        "title": entry.title,
        "summary": entry.text,
        "content": "",
        "published": entry.published_at.isoformat() if entry.published_at else None,
    }


def main() -> None:
    """Answer line by line until there is no more."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever else is printed is no answer
    call_command("migrate", verbosity=0)
    hello = {"ready": True, "name": "moratorium watch", "caps": ["schedule", "gone", "json"]}
    print(json.dumps(hello), file=answers, flush=True)
    for line in sys.stdin:
        try:
            answer = poll(json.loads(line)["url"])
        except Exception as error:
            answer = {"outcome": "error", "error": repr(error), "uncaught": True, "entries": []}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
