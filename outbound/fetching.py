"""The only way out to the web: one guarded request, its redirects followed by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin

from django.conf import settings

from outbound.addresses import PORTS, Target
from outbound.answers import Head, read_body, read_head
from outbound.failures import Blocked, FetchFailed, TooLarge, TooSlow
from outbound.lines import Line, LineCut
from outbound.names import check
from outbound.unpacking import READ

DEADLINE_SECONDS = 25.0  # for everything: names, redirects, the last byte
FIRST_ANSWER_SECONDS = 15.0  # for one host to connect and send the head of its answer
MOST_BYTES = 10 * 1024 * 1024  # on the line, and again unpacked
MOST_REDIRECTS = 9
_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}


@dataclass(frozen=True)
class Request:
    """What to ask of the web.

    ``headers`` go to the first host only, beside our own; with ``headers_at`` they go to that very
    address only, wherever among the redirects it comes. ``also`` holds pairs of host and port that
    may be fetched although they are not public.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    headers_at: str = ""
    body: bytes = b""
    deadline_seconds: float = DEADLINE_SECONDS
    most_bytes: int = MOST_BYTES
    also: frozenset[tuple[str, int]] = frozenset()
    ports: frozenset[int] = PORTS


@dataclass(frozen=True)
class Fetched:
    """An answer: its status, the address it came from in the end, headers in small letters."""

    url: str
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    moved_for_good: bool = False  # every redirect on the way, and there was one, was permanent
    packed: bytes = b""  # the body as it came, if that was one piece that zlib unpacks by itself

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
    connection goes to the very address that was checked. No proxy of the environment is used,
    no cookie is kept, and nothing in an answer but a redirect is taken as an address. Only GET
    and HEAD follow redirects; to anything else the redirect is the answer.

    Args:
        headers: sent to the first host only, beside our own.
        deadline_seconds: for the whole of it, however the bytes drip.
        most_bytes: of the body, packed and unpacked.
        also: pairs of host and port that may be fetched although they are not public.

    Raises:
        Blocked, TooSlow, TooLarge, FetchFailed: nothing is returned half.
        ValueError: a header holds a line end.
    """
    request = Request(
        url,
        method=method,
        headers=headers or {},
        body=body,
        deadline_seconds=deadline_seconds,
        most_bytes=most_bytes,
        also=also,
    )
    return asyncio.run(_once(request))


async def _once(request: Request) -> Fetched:
    errand = Errand()
    try:
        return await errand.run(request)
    finally:
        errand.hang_up()


class Errand:
    """Fetches one thing after another, over the same line while it leads to the same host."""

    def __init__(self, large: asyncio.Semaphore | None = None) -> None:
        """Start without a line; ``large`` is a turn that each large body has to wait for."""
        self._line: Line | None = None
        self._large = large or asyncio.Semaphore()

    def hang_up(self) -> None:
        """Close the line."""
        if self._line is not None:
            self._line.close()
            self._line = None

    async def run(self, request: Request) -> Fetched:
        """Fetch within the deadline.

        Raises:
            Blocked, TooSlow, TooLarge, FetchFailed, ValueError: as ``fetch``.
        """
        try:
            async with asyncio.timeout(request.deadline_seconds):
                return await self._follow(request)
        except TimeoutError:
            self.hang_up()
            raise TooSlow("it took too long.") from None
        except OSError as error:
            self.hang_up()
            raise FetchFailed(f"the connection failed ({type(error).__name__}).") from error
        except BaseException:
            self.hang_up()
            raise

    async def _follow(self, request: Request) -> Fetched:
        url = request.url
        moves: list[int] = []
        for _ in range(MOST_REDIRECTS + 1):
            target, address = await check(url, also=request.also, ports=request.ports)
            asked = url == request.headers_at if request.headers_at else not moves
            head = await self._ask(target, address, _message(request, target, with_extra=asked))
            if head.status in _REDIRECTS and request.method in ("GET", "HEAD"):
                self.hang_up()  # the body of a redirect is not read
                url = urljoin(url, _location(head))
                moves.append(head.status)
                continue
            body, packed = b"", b""
            if request.method != "HEAD" and self._line:
                body, packed = await read_body(self._line, head, request.most_bytes, self._large)
            if not head.keeps_line or not self._quiet:
                self.hang_up()
            for_good = bool(moves) and _PERMANENT.issuperset(moves)
            kept = {name: value[:2000] for name, value in head.headers.items()}
            return Fetched(url, head.status, body, kept, for_good, packed)
        raise FetchFailed(f"it redirects more than {MOST_REDIRECTS} times.")

    @property
    def _quiet(self) -> bool:
        return self._line is not None and self._line.quiet

    async def _ask(self, target: Target, address: str, message: bytes) -> Head:
        """Send the request, over the line that is open if it leads there, and read the head."""
        async with asyncio.timeout(FIRST_ANSWER_SECONDS):
            if self._line and self._line.end == (target.scheme, target.host, target.port):
                with suppress(LineCut, OSError):  # it was closed since: that says nothing yet
                    await self._line.send(message)
                    return await read_head(self._line)
            self.hang_up()
            self._line = await Line.open(target, address)
            await self._line.send(message)
            return await read_head(self._line)


def _location(head: Head) -> str:
    location = head.headers.get("location", "")
    if not location:
        raise FetchFailed("it redirects to nowhere.")
    # Headers are read byte by byte; an address outside ASCII comes as UTF-8.
    return location.encode("latin-1", "replace").decode("utf-8", "replace")


def _message(request: Request, target: Target, *, with_extra: bool) -> bytes:
    """The request as it goes over the line."""
    usual = 443 if target.scheme == "https" else 80
    host = f"[{target.host}]" if ":" in target.host else target.host
    headers = {
        "Host": host if target.port == usual else f"{host}:{target.port}",
        "User-Agent": user_agent(),
        "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5",
        "Accept-Encoding": READ,
    }
    if request.method not in ("GET", "HEAD"):
        headers["Content-Length"] = str(len(request.body))
    if with_extra:
        headers.update(request.headers)
    lines = [f"{request.method} {quote(target.path, safe=_PATH)} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if len("\n".join([*lines, "end"]).splitlines()) != len(lines) + 1:
        raise ValueError("A header holds a line end.")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + request.body


_PATH = "%/:=&?~#+!$,;'@()*[]|^`{}\"<>"  # what is sent as it was written


def user_agent() -> str:
    """Who we are, and where a publisher finds us."""
    contact = settings.OUTBOUND_CONTACT or settings.DEFAULT_FROM_EMAIL
    return f"MoratoriumWatch (+{settings.SITE_URL}; {contact})"


__all__ = [
    "Blocked",
    "Errand",
    "FetchFailed",
    "Fetched",
    "Request",
    "TooLarge",
    "TooSlow",
    "fetch",
    "user_agent",
]
