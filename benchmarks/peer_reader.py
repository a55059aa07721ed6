"""Polls with the library "reader", in its own environment; prints seconds and entries as JSON.

var/peers/reader/bin/python benchmarks/peer_reader.py URLS DATABASE WORKERS
"""

from __future__ import annotations

import json
import logging
import pathlib
import resource
import sys
import time
from typing import Any


def main(urls: str, database: str, workers: str) -> None:
    """Add what is missing, then update all feeds once; only the update is timed."""
    from reader import make_reader

    logging.disable(logging.CRITICAL)
    reader: Any = make_reader(database)
    known = {feed.url for feed in reader.get_feeds()}
    for url in pathlib.Path(urls).read_text().split():
        if url not in known:
            reader.add_feed(url)
    started, cpu = time.perf_counter(), time.process_time()
    for _ in reader.update_feeds_iter(workers=int(workers), scheduled=False):
        pass
    found = {
        "seconds": time.perf_counter() - started,
        "cpu": time.process_time() - cpu,
        "entries": reader.get_entry_counts().total,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
