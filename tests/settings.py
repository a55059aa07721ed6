"""Settings under test: the real ones, with files in a folder apart and cheap passwords."""

import os
from pathlib import Path

os.environ["MORATORIUM_ENV"] = "test"
if "VAR_DIR" not in os.environ:
    os.environ["VAR_DIR"] = str(Path(__file__).resolve().parent.parent / "var" / "test")

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if "sqlite3" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # A file of this run, not memory: threads and processes that a test starts see the same rows.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / f"test-{os.getpid()}.sqlite3")}  # noqa: F405
PAGE_MEMORY_MB = 0  # tests write rows beside the services; those of the memory turn it on
EXPORTS_PER_MINUTE = (
    1_000_000  # the clock of most tests stands still, so that their minute never ends
)
