"""Where Chromium is on this machine, and how it is started."""

import functools
import os
import shutil
from pathlib import Path

FLAGS = [
    "--no-sandbox",  # the root of a container must start it so
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@functools.cache
def executable() -> str:
    """The browser's program, or an empty string. BROWSER_PATH goes first."""
    given = os.environ.get("BROWSER_PATH", "")
    if given and Path(given).exists():
        return given
    return next((found for name in NAMES if (found := shutil.which(name))), "")
