"""Reads an HTTP/1.1 answer: its head, and its body within a limit; RFC 9112."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass

from outbound.failures import FetchFailed, TooLarge
from outbound.lines import Line, LineCut
from outbound.unpacking import Unpacker

MOST_HEAD_BYTES = 64 * 1024
LARGE = 1024 * 1024
_MOST_INTERIM = 20  # "100 Continue" and the like before the answer
_STATUS = re.compile(r"HTTP/1\.([01]) ([1-5]\d\d)(?: .*)?", re.ASCII)
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_END_OF_LINE = re.compile(rb"\r?\n")
_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True)
class Head:
    """Status and headers, the names in small letters; of a repeated header the first."""

    status: int
    headers: Mapping[str, str]
    persistent: bool  # the protocol version keeps the line open unless told otherwise

    @property
    def bodiless(self) -> bool:
        """Whether no body follows, whatever the headers say."""
        return self.status in (204, 304)

    @property
    def keeps_line(self) -> bool:
        """Whether the line may carry another request once the body is read."""
        closed = "close" in self.headers.get("connection", "").lower()
        measured = self.bodiless or ("content-length" in self.headers) != self.chunked
        return self.persistent and not closed and measured

    @property
    def chunked(self) -> bool:
        """Whether the body comes in chunks."""
        return "transfer-encoding" in self.headers


async def read_head(line: Line) -> Head:
    """Read the head of the answer, passing over interim ones.

    Raises:
        LineCut: nothing, or not all of it, came.
        FetchFailed: it is no HTTP, or longer than any honest head.
    """
    for _ in range(_MOST_INTERIM):
        head = (await line.read_to(_END_OF_HEAD, MOST_HEAD_BYTES)).decode("latin-1")
        lines = head.replace("\r\n", "\n").split("\n")
        status = _STATUS.fullmatch(lines[0])
        if not status:
            raise FetchFailed("the connection failed: that is no HTTP.")
        if status[2][:1] != "1":
            return Head(int(status[2]), _headers(lines[1:]), status[1] == "1")
    raise FetchFailed("the connection failed: it never comes to the answer.")


def _headers(lines: list[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for row in lines:
        name, colon, value = row.partition(":")
        if not colon or _CONTROL.search(value):
            continue
        name, value = name.strip().lower(), value.strip()
        if headers.setdefault(name, value) != value and name == "content-length":
            raise FetchFailed("the connection failed: it gives two lengths.")
    return headers


async def read_body(
    line: Line, head: Head, most_bytes: int, large: asyncio.Semaphore
) -> tuple[bytes, bytes]:
    """Read the body to its end and unpack it; what is large waits for its turn half-way.

    Returns:
        The body, and as it came if it was packed in one piece.

    Raises:
        TooLarge: it is larger than ``most_bytes``, packed or unpacked.
        FetchFailed: it is cut off, damaged, or packed in a way that is not read.
    """
    if head.bodiless:
        return b"", b""
    unpacker = Unpacker(head.headers.get("content-encoding", ""), most_bytes)
    packed = 0
    async with AsyncExitStack() as turn:
        async for data in _pieces(line, head, most_bytes):
            if packed <= LARGE < packed + len(data):
                await turn.enter_async_context(large)
            packed += len(data)
            if packed > most_bytes:
                raise TooLarge(f"it is larger than {most_bytes / 1024 / 1024:.0f} MB.")
            unpacker.take(data)
    return unpacker.result(), unpacker.packed


def _pieces(line: Line, head: Head, most_bytes: int) -> AsyncIterator[bytes]:
    if head.chunked:
        if head.headers["transfer-encoding"].lower() != "chunked":
            raise FetchFailed("the connection failed: it sends its body in an unknown way.")
        return _chunks(line)
    length = head.headers.get("content-length")
    if length is None:
        return _until_closed(line)
    if not re.fullmatch(r"\d{1,18}", length, re.ASCII):
        raise FetchFailed("the connection failed: its length is no number.")
    if int(length) > most_bytes:
        raise TooLarge(f"it is larger than {most_bytes / 1024 / 1024:.0f} MB.")
    return _measured(line, int(length))


async def _until_closed(line: Line) -> AsyncIterator[bytes]:
    while data := await line.read_some():
        yield data


async def _measured(line: Line, length: int) -> AsyncIterator[bytes]:
    while length:
        data = await line.read_some()
        if not data:
            raise LineCut("the connection failed: it was cut.")
        line.put_back(data[length:])
        yield data[:length]
        length -= min(length, len(data))


async def _chunks(line: Line) -> AsyncIterator[bytes]:
    while True:
        size = _CHUNK_SIZE.fullmatch(await line.read_to(_END_OF_LINE, 4096))
        if not size:
            raise FetchFailed("the connection failed: a chunk has no size.")
        length = int(size[1], 16)
        if not length:
            break
        async for data in _measured(line, length):
            yield data
        if await line.read_to(_END_OF_LINE, 2) not in (b"\r\n", b"\n"):
            raise FetchFailed("the connection failed: a chunk is longer than it says.")
    for _ in range(100):  # trailers, which say nothing we want
        if await line.read_to(_END_OF_LINE, 4096) in (b"\r\n", b"\n"):
            return
    raise FetchFailed("the connection failed: its headers are too long.")
