"""Where Chromium is on this machine."""

import functools
import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@functools.cache
def executable() -> str:
    """The browser's program, or an empty string. BROWSER_PATH goes first."""
    given = os.environ.get("BROWSER_PATH", "")
    if given and Path(given).exists():
        return given
    return next((found for name in NAMES if (found := shutil.which(name))), "")
