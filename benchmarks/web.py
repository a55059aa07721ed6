"""How fast the list answers beside a plain Django list and Datasette, in turn in one run.

    .venv/bin/python -m benchmarks.peers DIR
    .venv/bin/python -m benchmarks.web --peers DIR [--data DIR] [--sizes 10000,100000]

Needs wrk. Each size has a database for each server, made once and kept in --data. "uncached" is the
site with no page kept (PAGE_MEMORY_MB=0). The machine's speed drifts: only ratios of one run count.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import peers
from benchmarks.filled import company_name, made

ROOT = Path(__file__).resolve().parent.parent
TRIES = 9
# Often enough that every worker has made what is made once for each state of the register.
WARMING = 6
SEARCH = "surveillance+amendment"


@dataclass(frozen=True)
class Server:
    """A server to be measured: its command, its environment, and its addresses by name."""

    name: str
    command: Sequence[str]
    variables: dict[str, str]
    pages: dict[str, str]


@dataclass(frozen=True)
class Data:
    """The databases of one size."""

    folder: Path
    rows: int

    @property
    def site(self) -> Path:
        """The site's folder."""
        return self.folder / f"site-{self.rows}"

    @property
    def plain(self) -> Path:
        """The plain Django list's file."""
        return self.folder / f"plain-{self.rows}.sqlite3"

    @property
    def flat(self) -> Path:
        """Datasette's file."""
        return self.folder / f"flat{self.rows}.db"

    def make(self) -> None:
        """Make what is not there yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.site.exists():
            _python(_site_variables(self.site), "benchmarks.web", "--fill", str(self.rows))
        if not self.plain.exists():
            _python({"DATABASE": str(self.plain)}, "benchmarks.plain_django", str(self.rows))
        if not self.flat.exists():
            _write_flat(self.flat, self.rows)


def _write_flat(path: Path, rows: int) -> None:
    """Write one table with indexes and full-text search, as Datasette's guide has it."""
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE pledges (id INTEGER PRIMARY KEY, company TEXT, title TEXT, summary TEXT,"
            " kind TEXT, used_by TEXT, announced TEXT, ends TEXT)"
        )
        database.executemany(
            "INSERT INTO pledges VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    one.number,
                    company_name(one.company),
                    one.title,
                    one.summary,
                    one.kind,
                    one.use,
                    str(one.announced),
                    str(one.end) if one.end else None,
                )
                for one in made(rows)
            ),
        )
        for column in ("company", "kind", "used_by", "announced"):
            database.execute(f"CREATE INDEX by_{column} ON pledges ({column})")
        database.execute(
            "CREATE VIRTUAL TABLE pledges_fts USING fts5"
            "(title, summary, company, content='pledges', content_rowid='id')"
        )
        database.execute("INSERT INTO pledges_fts (pledges_fts) VALUES ('rebuild')")
    with sqlite3.connect(path) as database:
        database.execute("ANALYZE")


def _site_variables(folder: Path) -> dict[str, str]:
    return {
        "VAR_DIR": str(folder),
        "MORATORIUM_ENV": "development",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "ERROR",
    }


def _python(variables: dict[str, str], module: str, *words: str) -> None:
    command = [sys.executable, "-m", module, *words]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, check=True)


def fill_site(rows: int) -> None:
    """Make the site's database in the environment's folder."""
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.filled import fill

    call_command("migrate", verbosity=0)
    fill(rows)


def servers(data: Data, folder: Path, port: int, workers: int) -> list[Server]:
    """Return every server over one size, each on the same port in its turn."""
    gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    gunicorn += ["--workers", str(workers), "--worker-class", "gthread", "--threads", "4"]
    gunicorn += ["--no-control-socket", "--log-level", "error"]
    last = -(-data.rows // 50)
    ours = {
        "list": "/pledges/",
        "filter": "/pledges/?use=police&kind=exit",
        "search": f"/pledges/?q={SEARCH}",
        "deep page": f"/pledges/?page={last // 2}",
        "last page": f"/pledges/?page={last}",
        "bars": "/timeline/?kind=exit&use=police",
    }
    plain = {
        "list": "/pledges/",
        "filter": "/pledges/?use=police&kind=exit",
        "search": f"/pledges/?q={SEARCH}",
        "deep page": f"/pledges/?page={data.rows // 50}",
        "last page": f"/pledges/?page={data.rows // 25}",
        "empty": "/empty",
    }
    table = f"/flat{data.rows}/pledges?_size=25&_sort_desc=announced"
    flat = {
        "list": table,
        "filter": f"{table}&used_by=police&kind=exit",
        "search": f"{table}&_search={SEARCH}",
    }
    site = _site_variables(data.site)
    return [
        Server("site, kept", [*gunicorn, "config.wsgi"], {**site, "PAGE_MEMORY_MB": "64"}, ours),
        Server("site, uncached", [*gunicorn, "config.wsgi"], {**site, "PAGE_MEMORY_MB": "0"}, ours),
        Server(
            "plain Django",
            [*gunicorn, "benchmarks.plain_django"],
            {"DATABASE": str(data.plain)},
            plain,
        ),
        Server(
            "Datasette",
            [str(peers.datasette(folder)), str(data.flat), "-p", str(port), "-h", "127.0.0.1"],
            {},
            flat,
        ),
    ]


@contextmanager
def running(server: Server, port: int) -> Iterator[None]:
    """Run a server until it answers, and stop it afterwards."""
    process = subprocess.Popen(
        server.command,
        cwd=ROOT,
        env={**os.environ, **server.variables},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                answer(port, next(iter(server.pages.values())))
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise SystemExit(f"{server.name} does not answer.")
        for page in [*server.pages.values()] * WARMING:
            answer(port, page)
        yield
    finally:
        process.terminate()
        process.wait()


def answer(port: int, page: str, tag: str = "") -> tuple[float, str]:
    """Ask for a page once; return the milliseconds until it was read, and its ETag."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    started = time.perf_counter()
    connection.request("GET", page, headers={"If-None-Match": tag} if tag else {})
    response = connection.getresponse()
    response.read()
    took = (time.perf_counter() - started) * 1000
    connection.close()
    if response.status not in (200, 304):
        raise SystemExit(f"{page} answered {response.status}")
    return took, response.getheader("ETag", "")


def rate(port: int, page: str, seconds: int, tag: str = "") -> float:
    """Return how many answers a second eight clients get."""
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "--timeout", "30s"]
    command += ["-H", f"If-None-Match: {tag}"] if tag else []
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{page}"], capture_output=True, text=True, check=True
    )
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    return float(found.group(1)) if found else 0.0


def measure(asked: argparse.Namespace, data: Data) -> None:
    """Measure every server over one size, in turn, as many rounds as asked for."""
    single: dict[tuple[str, str], list[float]] = {}
    rates: dict[tuple[str, str], list[float]] = {}
    for _ in range(asked.rounds):
        for server in servers(data, asked.peers, asked.port, asked.workers):
            with running(server, asked.port):
                for name, page in server.pages.items():
                    times = [answer(asked.port, page)[0] for _ in range(TRIES)]
                    single.setdefault((server.name, name), []).append(statistics.median(times))
                for name in ("list", "empty"):
                    if name in server.pages:
                        got = rate(asked.port, server.pages[name], asked.seconds)
                        rates.setdefault((server.name, name), []).append(got)
                if server.name == "site, kept":
                    tag = answer(asked.port, "/pledges/")[1]
                    got = rate(asked.port, "/pledges/", asked.seconds, tag)
                    rates.setdefault((server.name, "unchanged"), []).append(got)
    print(f"\n## {data.rows:,} pledges\n")
    _table("one client, milliseconds", single, "{:.1f}")
    _table("eight clients, answers a second", rates, "{:,.0f}")
    _ratios(rates)


def _table(title: str, found: dict[tuple[str, str], list[float]], form: str) -> None:
    print(f"| {title} | page | min | median | max |\n|---|---|---|---|---|")
    for (server, page), values in found.items():
        told = (form.format(each(values)) for each in (min, statistics.median, max))
        print(f"| {server} | {page} | {' | '.join(told)} |")
    print()


def _ratios(rates: dict[tuple[str, str], list[float]]) -> None:
    """Print the medians of the ratios, each taken within its round."""
    wanted: tuple[tuple[str, tuple[str, str], tuple[str, str]], ...] = (
        ("kept / plain Django", ("site, kept", "list"), ("plain Django", "list")),
        ("uncached / plain Django", ("site, uncached", "list"), ("plain Django", "list")),
        ("kept / Datasette", ("site, kept", "list"), ("Datasette", "list")),
        ("unchanged / Django's empty view", ("site, kept", "unchanged"), ("plain Django", "empty")),
    )
    for words, ours, theirs in wanted:
        pairs = zip(rates[ours], rates[theirs], strict=True)
        ratio = statistics.median(one / other for one, other in pairs if other)
        print(f"{words}: {ratio:.2f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare the list with its peers.")
    parser.add_argument("--peers", type=Path, help="the folder of benchmarks.peers")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "benchmarks")
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--port", type=int, default=8930)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.fill:
        fill_site(asked.fill)
        return
    if not asked.peers:
        parser.error("say where the peers are: --peers DIR")
    asked.peers = asked.peers.resolve()
    for rows in map(int, asked.sizes.split(",")):
        data = Data(asked.data.resolve(), rows)
        data.make()
        measure(asked, data)


if __name__ == "__main__":
    main()
