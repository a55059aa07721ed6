"""Sends one event to many subscribers, beside Django's templates on a kept connection.

    .venv/bin/python -m benchmarks.sending [--people 2000] [--rounds 3]

The limit renders two templates for each mail and hands them over one connection, with no database
at all. Ours gathers, claims, checks, words, sends and marks each mail. Both talk to the same
server in the same run, in turn. Then a sender is killed half-way through 200 mails and another goes
on.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from benchmarks.databases import ROOT, on_both, ready

KILLED_OF = 200


def main() -> None:
    """Measure on both databases and print a table."""
    parser = argparse.ArgumentParser(description="Send one event to many.")
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--sender", metavar="MOMENT", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.sender:
        send(datetime.fromisoformat(asked.sender))
        return
    if asked.inside:
        print(json.dumps(measure(asked.people, asked.rounds)))
        return
    options = ("--people", str(asked.people), "--rounds", str(asked.rounds))
    print(f"{'database':12}{'limit':>10}{'ours':>10}{'ratio':>8}   after kill -9 at half of 200")
    for name, found in on_both("benchmarks.sending", *options):
        limit, ours = found["limit"], found["ours"]
        print(
            f"{name:12}{limit:>8.0f}/s{ours:>8.0f}/s{ours / limit:>8.2f}   "
            f"lost {found['lost']:.0f}, repeated {found['repeated']:.0f}"
        )


def measure(people: int, rounds: int) -> dict[str, float]:
    """Return mails a second of both, and what a kill lost and repeated."""
    with mail_sink() as port:
        os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
        os.environ["MAIL_FROM"] = "watch@example.org"
        ready()
        from django.utils import timezone

        from alerts.services import queue_deliveries, send_due
        from benchmarks.made_up import make_news, make_people

        at = timezone.now()
        make_people(people, at - timedelta(days=1))
        limit, ours = [], []
        for number in range(rounds):
            limit.append(people / _seconds(lambda: _templates(people)))
            make_news(at, f"pledge-{number}")
            queue_deliveries(at=at)
            later = at + timedelta(minutes=6)
            before = ask_sink(port)["mails"]
            ours.append(people / _seconds(lambda at=later: send_due(at=at)))
            if ask_sink(port)["mails"] - before != people:
                raise SystemExit("Not every mail reached the server.")
        lost, repeated = kill_half_way(port, at)
    return {
        "limit": statistics.median(limit),
        "ours": statistics.median(ours),
        "lost": lost,
        "repeated": repeated,
    }


def kill_half_way(port: int, at: datetime) -> tuple[int, int]:
    """Kill a sender half-way, let another finish after the lease; how many were lost, repeated."""
    from alerts.models import Subscriber
    from alerts.services import queue_deliveries
    from benchmarks.made_up import make_news

    Subscriber.objects.filter(pk__gt=KILLED_OF).update(left_at=at)
    make_news(at, "pledge-killed")
    queue_deliveries(at=at)
    ask_sink(port, "XRESET")
    first = _start_sender(at + timedelta(minutes=6))
    while ask_sink(port)["mails"] < KILLED_OF / 2:
        if first.poll() is not None:
            raise SystemExit("The sender ended before it could be killed.")
        time.sleep(0.005)
    first.send_signal(signal.SIGKILL)
    first.wait()
    _start_sender(at + timedelta(minutes=20)).wait()
    found = ask_sink(port)
    return KILLED_OF - found["distinct"], found["mails"] - found["distinct"]


def send(at: datetime) -> None:
    """What a sender in a process of its own does."""
    import django

    django.setup()
    from alerts.services import send_due

    send_due(at=at)


def _start_sender(at: datetime) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "benchmarks.sending", "--sender", at.isoformat()]
    return subprocess.Popen(command, cwd=ROOT)


def _templates(number: int) -> None:
    """The limit: two templates and a message for each mail, over one connection."""
    from django.core.mail import EmailMultiAlternatives, get_connection
    from django.template import Context, Template

    line = "Company {{ c.0 }}: a pause, ends in {{ c.1 }} days. https://example.org/p/{{ c.0 }}"
    text = Template("{% for c in cs %}" + line + "\n{% endfor %}")
    html = Template("<html><body>{% for c in cs %}<p>" + line + "</p>{% endfor %}</body></html>")
    connection = get_connection()
    connection.open()
    for i in range(number):
        context = Context({"cs": [(k, k + i % 30) for k in range(12)]})
        mail = EmailMultiAlternatives(
            f"Pledge {i} expires",
            text.render(context),
            "watch@example.org",
            [f"reader{i}@example.org"],
            connection=connection,
        )
        mail.attach_alternative(html.render(context), "text/html")
        mail.send()
    connection.close()


def _seconds(work: object) -> float:
    started = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - started


@contextmanager
def mail_sink() -> Iterator[int]:
    """A mail server in a process of its own that counts and keeps nothing."""
    command = [sys.executable, "-m", "benchmarks.mail_sink"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield int((process.stdout or sys.stdin).readline())
    finally:
        process.terminate()
        process.wait()


def ask_sink(port: int, verb: str = "XCOUNT") -> dict[str, int]:
    """What the sink counted so far."""
    import socket

    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile() as file:
        file.readline()
        connection.sendall(f"{verb}\r\n".encode())
        found: dict[str, int] = json.loads(file.readline()[4:])
        return found


if __name__ == "__main__":
    main()
