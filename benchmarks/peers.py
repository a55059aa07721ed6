"""Installs what the benchmarks compare with, into a folder of its own.

    .venv/bin/python -m benchmarks.peers DIR

Datasette goes into an environment of its own; vis-timeline, TimelineJS and Lighthouse into a folder
of npm (Node 20 or newer). Nothing of it is a part of the site.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

PYTHON = ("datasette>=0.65,<1",)
NPM = ("vis-timeline@8", "@knight-lab/timelinejs@3", "lighthouse@12")


def datasette(folder: Path) -> Path:
    """Return Datasette's program."""
    return folder / "datasette" / "bin" / "datasette"


def modules(folder: Path) -> Path:
    """Return where the packages of npm are."""
    return folder / "npm" / "node_modules"


def main() -> None:
    """Install what is not there yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder.resolve()
    if not datasette(folder).exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "datasette"], check=True)
        pip = folder / "datasette" / "bin" / "pip"
        subprocess.run([pip, "install", "--quiet", *PYTHON], check=True)
    if not modules(folder).exists():
        (folder / "npm").mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", folder / "npm"]
        subprocess.run([*command, *NPM], check=True)


if __name__ == "__main__":
    main()
