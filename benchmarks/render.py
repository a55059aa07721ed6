"""How soon a browser shows the timeline, beside two script libraries, in turn in one run.

    .venv/bin/python -m benchmarks.peers DIR
    .venv/bin/python -m benchmarks.render --peers DIR [--data DIR] [--rounds 5]

"Rendered" is two frames after the load event, or after the library says that it is done. With
--lighthouse the four scores of Lighthouse for pages of a running site are printed instead.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import os
import shutil
import statistics
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks import peers
from benchmarks.filled import LAST_DAY, Made, company_name, made
from benchmarks.web import Data, Server, running, servers
from tests.servers import browser as chromium

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1000, 5000)
SCORES = ("performance", "accessibility", "best-practices", "seo")
_HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Timeline</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="icon" href="data:,">'
)
_DONE = (
    "function done() { requestAnimationFrame(() => requestAnimationFrame("
    "() => performance.mark('rendered'))); }"
)
_TWO_FRAMES = (
    "() => new Promise(tell => requestAnimationFrame(() => requestAnimationFrame("
    "() => tell(performance.now()))))"
)


def write_pages(folder: Path, modules: Path) -> None:
    """Write the pages of both libraries with the same made-up pledges."""
    folder.mkdir(parents=True, exist_ok=True)
    vis = modules / "vis-timeline"
    shutil.copy(vis / "standalone/umd/vis-timeline-graph2d.min.js", folder / "vis.js")
    shutil.copy(vis / "styles/vis-timeline-graph2d.min.css", folder / "vis.css")
    shutil.copytree(modules / "@knight-lab/timelinejs/dist", folder / "knight", dirs_exist_ok=True)
    for size in SIZES:
        rows = list(made(size))
        (folder / f"vis{size}.html").write_text(_vis_page(rows))
        (folder / f"knight{size}.html").write_text(_knight_page(rows))


def _vis_page(rows: Sequence[Made]) -> str:
    items = [
        {
            "id": one.number,
            "content": company_name(one.company),
            "title": one.title,
            "start": str(one.announced),
            "end": str(one.end or LAST_DAY + timedelta(days=365)),
        }
        for one in rows
    ]
    return (
        f'{_HEAD}<link rel="stylesheet" href="vis.css"></head><body><div id="t"></div>'
        f'<script src="vis.js"></script><script>{_DONE}'
        f"const shown = new vis.Timeline(document.getElementById('t'),"
        f" new vis.DataSet({json.dumps(items)}), {{stack: true, maxHeight: 800}});"
        "shown.once('changed', done);</script></body></html>"
    )


def _knight_page(rows: Sequence[Made]) -> str:
    events = [
        {
            "unique_id": f"p{one.number}",
            "start_date": _knight_day(one.announced),
            "end_date": _knight_day(one.end or LAST_DAY),
            "text": {"headline": one.title, "text": one.summary},
        }
        for one in rows
    ]
    return (
        f'{_HEAD}<link rel="stylesheet" href="knight/css/timeline.css"></head><body>'
        '<div id="t" style="width:100%;height:650px"></div>'
        f'<script src="knight/js/timeline.js"></script><script>{_DONE}'
        f"const shown = new TL.Timeline('t', {{events: {json.dumps(events)}}},"
        " {hash_bookmark: false}); shown.on('loaded', done);</script></body></html>"
    )


def _knight_day(day: object) -> dict[str, str]:
    year, month, number = str(day).split("-")
    return {"year": year, "month": month, "day": number}


@contextmanager
def files_at(folder: Path, port: int) -> Iterator[None]:
    """Serve a folder's files."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        """Say nothing."""


def rendered(launched: Browser, address: str, by_library: bool) -> tuple[float, int]:
    """Open a page anew; return the milliseconds until it was rendered, and its number of nodes."""
    context = launched.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="load", timeout=180_000)
    if by_library:
        page.wait_for_function(
            "() => performance.getEntriesByName('rendered').length", timeout=180_000
        )
        took = page.evaluate("() => performance.getEntriesByName('rendered')[0].startTime")
    else:
        took = page.evaluate(_TWO_FRAMES)
    nodes = page.evaluate("() => document.getElementsByTagName('*').length")
    context.close()
    return float(took), int(nodes)


def compare(asked: argparse.Namespace) -> None:
    """Render every page in turn and print the table."""
    data = Data(asked.data.resolve(), max(SIZES))
    data.make()
    folder = data.folder / "render"
    write_pages(folder, peers.modules(asked.peers))
    site = servers(data, asked.peers, asked.port, 1)[0]
    ours = {f"ours, {n:,} bars": f"http://127.0.0.1:{asked.port}{_bars(n)}" for n in SIZES}
    theirs = {
        f"{name}, {size:,} bars": f"http://127.0.0.1:{asked.port + 1}/{file}{size}.html"
        for size in SIZES
        for name, file in (("vis-timeline", "vis"), ("TimelineJS", "knight"))
        if (file, size) != ("knight", 5000)  # it does not come to an end
    }
    site = Server(site.name, site.command, site.variables, {n: _bars(n) for n in map(str, SIZES)})
    found: dict[str, list[tuple[float, int]]] = {}
    with running(site, asked.port), files_at(folder, asked.port + 1), sync_playwright() as play:
        launched = play.chromium.launch(executable_path=chromium.executable(), args=chromium.FLAGS)
        for _ in range(asked.rounds):
            for name, address in {**ours, **theirs}.items():
                found.setdefault(name, []).append(rendered(launched, address, name in theirs))
        launched.close()
    print("| page | rendered, ms: min | median | max | nodes |\n|---|---|---|---|---|")
    for name, values in found.items():
        times = [took for took, _ in values]
        told = (f"{each(times):.0f}" for each in (min, statistics.median, max))
        print(f"| {name} | {' | '.join(told)} | {values[0][1]:,} |")


def _bars(number: int | str) -> str:
    return f"/timeline/?rows={number}"


def lighthouse(asked: argparse.Namespace) -> None:
    """Print the scores of pages of a site that already runs; 1 ends the program if one is low."""
    program = peers.modules(asked.peers) / ".bin" / "lighthouse"
    print(f"| page | {' | '.join(SCORES)} |\n|---|---|---|---|---|")
    for page in asked.lighthouse:
        done = subprocess.run(
            [program, page, "--quiet", "--output=json", "--output-path=stdout",
             "--chrome-flags=--headless=new --no-sandbox --disable-gpu"],
            env={**os.environ, "CHROME_PATH": chromium.executable()},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        told = json.loads(done.stdout)
        scores = [round(100 * (told["categories"][name]["score"] or 0)) for name in SCORES]
        print(f"| {page} | {' | '.join(map(str, scores))} |", flush=True)
        for audit in told["audits"].values():
            if audit["score"] not in (None, 1) and audit["scoreDisplayMode"] == "binary":
                print(f"    {audit['id']}: {audit['title']}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare how soon timelines are rendered.")
    parser.add_argument("--peers", type=Path, required=True, help="the folder of benchmarks.peers")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "benchmarks")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--port", type=int, default=8940)
    parser.add_argument("--lighthouse", nargs="+", metavar="ADDRESS")
    asked = parser.parse_args()
    asked.peers = asked.peers.resolve()
    if asked.lighthouse:
        lighthouse(asked)
    else:
        compare(asked)


if __name__ == "__main__":
    main()
