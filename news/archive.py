"""Speaks to a web archive: is there a copy of a page, and please make one.

The two interfaces are those of the Internet Archive: its availability interface, and "Save Page
Now" in the form that answers with a job. Any server that speaks them will do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from news.door import one_line, web_address
from outbound.fetching import Fetched, FetchFailed, fetch

_STAMP = re.compile(r"\d{14}")
_JOB = re.compile(r"[A-Za-z0-9_-]{1,200}")


class ArchiveFailed(Exception):
    """The archive did not do what was asked; the message says why."""


@dataclass(frozen=True)
class Copy:
    """An archived copy: its address and the moment it was made (in UTC)."""

    url: str
    made_at: datetime


@dataclass(frozen=True)
class Archive:
    """One archive and how to reach it.

    Args:
        lookup_url: where its availability interface answers.
        save_url: where it takes orders and under which copies are found; without an end slash.
        key: ``access:secret`` for orders; without one the archive is only asked for copies.
        request: the way out.
    """

    lookup_url: str
    save_url: str
    key: str = ""
    request: Callable[..., Fetched] = fetch

    @property
    def may_save(self) -> bool:
        """Whether copies can be ordered."""
        return bool(self.key)

    def closest_copy(self, url: str, *, to: datetime) -> Copy | None:
        """The copy made nearest to a moment, or None if the archive has none.

        Raises:
            ArchiveFailed: it could not be asked.
        """
        query = urlencode({"url": url, "timestamp": f"{to.astimezone(UTC):%Y%m%d}"})
        answer = self._ask(f"{self.lookup_url}?{query}")
        snapshots = answer.get("archived_snapshots")
        closest = snapshots.get("closest") if isinstance(snapshots, dict) else None
        if not isinstance(closest, dict) or closest.get("available") is not True:
            return None
        if str(closest.get("status", "200")) != "200":
            return None
        return _copy(str(closest.get("url", "")), str(closest.get("timestamp", "")))

    def order_copy(self, url: str) -> str:
        """Ask for a copy; returns the name of the job that makes it.

        Raises:
            ArchiveFailed: the order was not taken.
        """
        answer = self._ask(self.save_url, form={"url": url, "skip_first_archive": "1"})
        job = str(answer.get("job_id") or "")
        if not _JOB.fullmatch(job):
            raise ArchiveFailed(one_line(str(answer.get("message") or "It named no job."), 200))
        return job

    def finished_copy(self, job: str) -> Copy | None:
        """The copy that a job made, or None while it is at work.

        Raises:
            ArchiveFailed: the job came to nothing, or could not be asked after.
        """
        answer = self._ask(f"{self.save_url}/status/{job}", signed=True)
        if answer.get("status") == "pending":
            return None
        stamp, original = str(answer.get("timestamp", "")), str(answer.get("original_url", ""))
        if answer.get("status") != "success" or not _STAMP.fullmatch(stamp) or not original:
            raise ArchiveFailed(one_line(str(answer.get("message") or "The job failed."), 200))
        site = self.save_url.removesuffix("/save")
        return _copy(f"{site}/web/{stamp}/{original}", stamp)

    def _ask(
        self, url: str, *, form: Mapping[str, str] | None = None, signed: bool = False
    ) -> dict[str, Any]:
        headers = {"Accept": "application/json"}
        options: dict[str, Any] = {}
        if form is not None or signed:
            headers["Authorization"] = f"LOW {self.key}"
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            options = {"method": "POST", "body": urlencode(form).encode("ascii")}
        try:
            fetched = self.request(url, headers=headers, **options)
        except FetchFailed as error:
            raise ArchiveFailed(f"The archive cannot be reached: {error}") from error
        if fetched.status != 200:
            raise ArchiveFailed(f"The archive answered {fetched.status}.")
        try:
            answer = json.loads(fetched.body)
        except (ValueError, RecursionError) as error:
            raise ArchiveFailed("The archive's answer cannot be read.") from error
        if not isinstance(answer, dict):
            raise ArchiveFailed("The archive's answer cannot be read.")
        return answer


def _copy(url: str, stamp: str) -> Copy:
    """A copy with its address checked and, as the archive serves both, in its safe form."""
    if not _STAMP.fullmatch(stamp):
        raise ArchiveFailed("The archive's answer names no moment.")
    if url.startswith("http://web.archive.org/"):
        url = f"https{url[4:]}"
    if not url or len(url) > 1000 or not web_address(url):
        raise ArchiveFailed("The archive's answer names no address that can be linked.")
    try:
        made_at = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise ArchiveFailed("The archive's answer names no moment.") from error
    return Copy(url, made_at)
