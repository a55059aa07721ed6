"""Polls a farm of made-up feeds with our intake and with the library "reader", in turn.

    benchmarks/install_peers.sh
    .venv/bin/python -m benchmarks.feeds [--feeds 300] [--rounds 3] [--memory]

Each round polls four times: everything new, nothing new, one new entry in 5 % of the feeds, three
new entries in every feed; then nothing new over lines that answer after 0 to 300 ms, and a farm in
which some feeds hang, fail, are cut off or drip. The table shows medians and the ratio within a
round. With --memory: the peak memory of our processes with 1,000 and 10,000 feeds instead. With
--poll URLS DATABASE: one poll of ours of the addresses in a file, for a farm kept elsewhere; prints
its figures as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil

ROOT = Path(__file__).resolve().parent.parent
READER = ROOT / "var/peers/reader/bin/python"
Figures = dict[str, float]


def main() -> None:
    """Measure in turn and print the table."""
    parser = argparse.ArgumentParser(description="Compare pollers on one farm.")
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--poll", nargs=2, metavar=("URLS", "DATABASE"), help="one poll of ours")
    asked = parser.parse_args()
    if asked.poll:
        print(json.dumps(poll(*asked.poll)))
        return
    if asked.memory:
        for feeds in (1000, 10_000):
            with tempfile.TemporaryDirectory() as folder, farm(feeds) as base:
                found = ours(urls_file(folder, base, feeds), Path(folder) / "ours.sqlite3")
            print(f"{feeds:>6} feeds: {found['peak_mb']:.0f} MB at most, {found['seconds']:.0f} s")
        return
    rows: dict[str, list[tuple[Figures, Figures]]] = {}
    for _ in range(asked.rounds):
        for name, pair in round_of(asked.feeds):
            rows.setdefault(name, []).append(pair)
            print(".", end="", flush=True)
    print(f"\n{'seconds, medians':28}{'reader':>10}{'ours':>10}{'ratio':>8}{'entries':>10}")
    for name, pairs in rows.items():
        peer, mine = (statistics.median(pair[side]["seconds"] for pair in pairs) for side in (0, 1))
        ratio = statistics.median(pair[0]["seconds"] / pair[1]["seconds"] for pair in pairs)
        entries = pairs[-1][1]["entries"]
        print(f"{name:28}{peer:>10.3f}{mine:>10.3f}{ratio:>8.1f}{entries:>10.0f}")
    ours_3 = [pair[1] for pair in rows["3 new in every feed"]]
    each = [asked.feeds / mine["cpu"] for mine in ours_3]
    alone = [mine["alone"] for mine in ours_3]
    ratio = statistics.median(mine / one for mine, one in zip(each, alone, strict=True))
    print(
        f"3 new in every feed, feeds for each second of the processor: feedparser alone "
        f"{statistics.median(alone):.0f}, ours {statistics.median(each):.0f}: {ratio:.1f}"
    )


def round_of(feeds: int) -> Iterator[tuple[str, tuple[Figures, Figures]]]:
    """The figures of the peer and ours for each situation, once."""
    with tempfile.TemporaryDirectory() as folder, farm(feeds) as base:
        urls = urls_file(folder, base, feeds)
        databases = Path(folder) / "reader.sqlite3", Path(folder) / "ours.sqlite3"

        def both() -> tuple[Figures, Figures]:
            return reader(urls, databases[0], 10), ours(urls, databases[1])

        yield "all new", both()
        yield "nothing new", both()
        get(f"{base}/_advance?share=0.05&entries=1")
        yield "1 new in 5 % of the feeds", both()
        get(f"{base}/_advance?share=1&entries=3")
        peer, mine = both()
        mine["alone"] = feedparser_alone(feeds)  # at once, for machines change their pace
        yield "3 new in every feed", (peer, mine)
    for name, options in (("nothing new, 0-300 ms", ["--latency", "0.3"]), ("rough", ["--rough"])):
        with tempfile.TemporaryDirectory() as folder, farm(feeds, *options) as base:
            urls = urls_file(folder, base, feeds)
            files = Path(folder) / "reader.sqlite3", Path(folder) / "ours.sqlite3"
            pair = reader(urls, files[0], 30), ours(urls, files[1])
            if "--latency" in options:  # the first poll is not what is asked here
                pair = reader(urls, files[0], 30), ours(urls, files[1])
            yield name, pair


@contextmanager
def farm(feeds: int, *options: str) -> Iterator[str]:
    """Run a farm; gives its address."""
    command = [sys.executable, "-m", "benchmarks.feed_farm", "--feeds", str(feeds), *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.kill()


def get(url: str) -> bytes:
    """What the farm says."""
    with urllib.request.urlopen(url, timeout=120) as answer:
        found: bytes = answer.read()
    return found


def urls_file(folder: str, base: str, feeds: int) -> Path:
    """The addresses of all feeds, a line each."""
    path = Path(folder) / "urls.txt"
    path.write_text("\n".join(f"{base}/f/{number}" for number in range(feeds)))
    return path


def reader(urls: Path, database: Path, workers: int) -> Figures:
    """One poll by the peer."""
    script = ROOT / "benchmarks/peer_reader.py"
    return run([str(READER), str(script), str(urls), str(database), str(workers)])


def ours(urls: Path, database: Path) -> Figures:
    """One poll by us, in a process of its own."""
    return run([sys.executable, "-m", "benchmarks.feeds", "--poll", str(urls), str(database)])


def run(command: list[str]) -> Figures:
    """Run a poller and take its figures."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def poll(urls: str, database: str) -> Figures:
    """Poll everything once; only the poll is timed, with the parsers started as in a worker."""
    os.environ.update(
        DATABASE_URL=f"sqlite:///{database}",
        VAR_DIR=str(Path(database).parent),
        MORATORIUM_ENV="test",
        LOG_LEVEL="ERROR",
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    if not Path(database).exists():  # in another process: its memory is none of the poller's
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(migrate, cwd=ROOT, check=True)
    import django

    django.setup()
    from news.models import Entry, Feed
    from news.models.feeds import host_of
    from news.parsers import parsers
    from news.services import Manners, poll_all_feeds
    from outbound.many import Pace

    wanted = Path(urls).read_text().split()
    known = set(Feed.objects.values_list("url", flat=True))
    Feed.objects.bulk_create(
        [Feed(url=url, host=host_of(url)) for url in wanted if url not in known]
    )
    ends = {urlsplit(url).netloc for url in wanted}
    also = frozenset((host, int(port)) for host, port in (end.split(":") for end in ends))
    # All feeds of the farm are one host, which the usual manners would ask once a second.
    manners = Manners(pace=Pace(per_host=64, gap_seconds=0.0), also=also)
    parsers().start()
    started, cpu = time.perf_counter(), _processor_seconds()
    poll_all_feeds(manners)
    seconds = time.perf_counter() - started
    found = {
        "seconds": seconds,
        "update_wall_s": seconds,  # as other programs that time pollers call it
        "cpu": _processor_seconds() - cpu,
        "peak_mb": sum(map(_peak_mb, _processes())),
        "entries": float(Entry.objects.count()),
        "db_mb": _size_mb(Path(database)),
    }
    parsers().close()
    return found


def _processes() -> list[psutil.Process]:
    """This one and the children that it has now."""
    me = psutil.Process()
    return [me, *me.children()]


def _processor_seconds() -> float:
    times = [process.cpu_times() for process in _processes()]
    return sum(one.user + one.system for one in times)


def _peak_mb(process: psutil.Process) -> float:
    """The most memory that a process ever held; what its parent held before does not count."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.findall(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)[0]) / 1024


def _size_mb(database: Path) -> float:
    return sum(path.stat().st_size for path in database.parent.glob(f"{database.name}*")) / 1e6


def feedparser_alone(feeds: int) -> float:
    """How many of these feeds feedparser reads in a second of the processor."""
    import io

    import feedparser

    from benchmarks.feed_farm import Farm

    some = Farm(min(feeds, 40), 0.0, rough=False).documents
    started = time.process_time()
    for _, _, text in some:
        feedparser.parse(io.BytesIO(text))  # type: ignore[attr-defined,no-untyped-call]
    return len(some) / (time.process_time() - started)


if __name__ == "__main__":
    main()
