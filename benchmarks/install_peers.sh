#!/usr/bin/env bash
# Installs what the benchmarks compare with, each into an environment of its own under var/peers.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
# sgmllib3k: reader carries a feedparser that needs it and does not ask for it.
[ -x var/peers/reader/bin/reader ] || {
    "$python" -m venv var/peers/reader
    var/peers/reader/bin/python -m pip install --quiet 'reader>=3.26' sgmllib3k
}
