"""The only way out to the web: one guarded request, its redirects followed by hand."""

from __future__ import annotations

import http.client
import os
import queue
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from outbound.addresses import PORTS, ClosedAddress, Target, is_public, take_apart

DEADLINE_SECONDS = 25.0  # for everything: names, redirects, the last byte
MOST_BYTES = 10 * 1024 * 1024  # decoded
MOST_REDIRECTS = 5
_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class FetchFailed(Exception):
    """Nothing was fetched; the message says why in words for a person."""


class Blocked(FetchFailed):
    """The address, or one it leads to, is not on the public web."""


class TooSlow(FetchFailed):
    """The deadline passed."""


class TooLarge(FetchFailed):
    """The answer is larger than allowed."""


@dataclass(frozen=True)
class Fetched:
    """An answer: its status, the address it came from in the end, headers in small letters."""

    url: str
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content_type(self) -> str:
        """The declared type with its parameters, in small letters."""
        return self.headers.get("content-type", "").lower()


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    deadline_seconds: float = DEADLINE_SECONDS,
    most_bytes: int = MOST_BYTES,
    also: frozenset[tuple[str, int]] = frozenset(),
) -> Fetched:
    """Fetch one page of the public web, or post to it.

    Every hop is checked: its form, and all addresses its name resolves to, by our own list; the
    connection goes to the very address that was checked. No proxy of the environment is used and
    nothing in an answer but a redirect is taken as an address. A POST follows no redirect.

    Args:
        headers: sent to the first host only, beside our own.
        deadline_seconds: for the whole of it, however the bytes drip.
        most_bytes: of the decoded body.
        also: pairs of host and port that may be fetched although they are not public.

    Raises:
        Blocked, TooSlow, TooLarge, FetchFailed: nothing is returned half.
    """
    ends_at = time.monotonic() + deadline_seconds
    extra = dict(headers or {})
    for _ in range(MOST_REDIRECTS + 1):
        target, address = _check(url, also, ends_at)
        with _Request(target, address, ends_at) as request:
            response = request.send(method, extra, body)
            location = response.headers.get("location")
            if method == "GET" and response.status in _REDIRECTS and location:
                url, extra = urljoin(url, location), {}
                continue
            answer = request.read(response, most_bytes)
            kept = {name.lower(): value[:2000] for name, value in response.headers.items()}
            return Fetched(url, response.status, answer, kept)
    raise FetchFailed(f"it redirects more than {MOST_REDIRECTS} times.")


def _check(url: str, also: frozenset[tuple[str, int]], ends_at: float) -> tuple[Target, str]:
    """The target and the one address to connect to."""
    open_ports = PORTS | {port for _, port in also}
    try:
        target = take_apart(url, ports=open_ports)
    except ClosedAddress as error:
        raise Blocked(f"{error}.") from error
    addresses = _resolve(target, ends_at)
    if (target.host, target.port) in also:
        return target, addresses[0]
    if target.port not in PORTS or not all(map(is_public, addresses)):
        raise Blocked("its host is not on the public internet.")
    return target, addresses[0]


def _resolve(target: Target, ends_at: float) -> list[str]:
    """All addresses of a name; looked up beside us, because a look-up obeys no deadline."""
    answer: queue.Queue[list[str] | OSError] = queue.Queue()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
            answer.put([str(row[4][0]) for row in found])
        except (OSError, UnicodeError) as error:
            answer.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=look_up, daemon=True).start()
    try:
        found = answer.get(timeout=max(0.0, ends_at - time.monotonic()))
    except queue.Empty:
        raise TooSlow("looking up its name took too long.") from None
    if isinstance(found, OSError) or not found:
        raise FetchFailed("its name cannot be found.")
    return found


class _Request:
    """One connection to one checked address, cut when the deadline passes."""

    def __init__(self, target: Target, address: str, ends_at: float) -> None:
        self.target, self.address, self.ends_at = target, address, ends_at
        self.late = False
        self._handle: socket.socket | None = None
        self._timer = threading.Timer(max(0.0, self._left()), self._cut)
        self._timer.daemon = True
        timeout = max(0.1, self._left())
        self._connection: _PinnedHttp | _PinnedHttps
        if target.scheme == "https":
            context = ssl.create_default_context()
            self._connection = _PinnedHttps(
                target.host, target.port, timeout=timeout, ssl_context=context
            )
        else:
            self._connection = _PinnedHttp(target.host, target.port, timeout=timeout)
        self._connection.pinned = self

    def __enter__(self) -> _Request:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._connection.close()
        if self._handle is not None:
            self._handle.close()

    def connect(self) -> socket.socket:
        """Connect to the checked address; a second handle stays with us to cut the line."""
        sock = socket.create_connection((self.address, self.target.port), max(0.1, self._left()))
        self._handle = socket.socket(fileno=os.dup(sock.fileno()))
        return sock

    def send(self, method: str, extra: Mapping[str, str], body: bytes) -> HTTPResponse:
        """Send the request and read the head of the answer."""
        headers = {
            "User-Agent": f"MoratoriumWatch (+{settings.SITE_URL}; {settings.DEFAULT_FROM_EMAIL})",
            "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip",
            **extra,
        }
        with _told(self):
            self._connection.request(
                method,
                self.target.path,
                body=body or None,
                headers=headers,
                preload_content=False,
            )
            return self._connection.getresponse()

    def read(self, response: HTTPResponse, most_bytes: int) -> bytes:
        """Read the body to its end."""
        encoding = response.headers.get("content-encoding", "").strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            raise FetchFailed(f"it is packed as {encoding[:40]}, which is not read.")
        body = bytearray()
        with _told(self):
            while chunk := response.read1(_CHUNK, decode_content=True):
                body += chunk
                if len(body) > most_bytes:
                    raise TooLarge(f"it is larger than {most_bytes // 1024 // 1024} MB.")
        if self.late:  # a cut line can look like the end of a body without a length
            raise TooSlow("it took too long.")
        return bytes(body)

    def _left(self) -> float:
        return self.ends_at - time.monotonic()

    def _cut(self) -> None:
        """Shut the line: read timeouts count each read alone, and a drip renews them for ever."""
        self.late = True
        if self._handle is not None:
            try:
                self._handle.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it is closed already


class _told:  # noqa: N801  (reads as a phrase: "with told")
    """Turn what goes wrong on the line into words."""

    def __init__(self, request: _Request) -> None:
        self.request = request

    def __enter__(self) -> None:
        if self.request.ends_at <= time.monotonic():
            raise TooSlow("it took too long.")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: object
    ) -> None:
        if error is None or isinstance(error, FetchFailed):
            return
        if not isinstance(error, HTTPError | http.client.HTTPException | OSError | ValueError):
            return
        if self.request.late or isinstance(error, TimeoutError):
            raise TooSlow("it took too long.") from error
        raise FetchFailed(f"the connection failed ({type(error).__name__}).") from error


class _PinnedHttp(HTTPConnection):
    pinned: _Request

    def _new_conn(self) -> socket.socket:
        return self.pinned.connect()


class _PinnedHttps(HTTPSConnection):
    pinned: _Request

    def _new_conn(self) -> socket.socket:
        return self.pinned.connect()
