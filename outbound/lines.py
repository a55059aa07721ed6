"""One connection to a checked address; whoever uses it sets the deadline."""

from __future__ import annotations

import asyncio
import functools
import re
import socket
import ssl
from collections.abc import Callable
from typing import TypeVar

from outbound.addresses import Target
from outbound.failures import FetchFailed

_CHUNK = 64 * 1024
_Result = TypeVar("_Result")


class LineCut(FetchFailed):
    """The other end hung up in the middle of something."""


@functools.cache
def _trust() -> ssl.SSLContext:
    """The certificates this machine trusts; reading them takes longer than a small page."""
    return ssl.create_default_context()


class Line:
    """Bytes to and from one host, encrypted or not, with what was received but not yet read."""

    def __init__(self, target: Target, sock: socket.socket) -> None:
        self.end = (target.scheme, target.host, target.port)
        self._socket = sock
        self._loop = asyncio.get_running_loop()
        self._received = bytearray()
        self._unread = bytearray()  # off the socket, and still encrypted if the line is
        self._ended: bytes | OSError | None = None
        self._watched = False
        self._waiter: asyncio.Future[None] | None = None
        self._tls: ssl.SSLObject | None = None
        self._coming, self._going = ssl.MemoryBIO(), ssl.MemoryBIO()

    @classmethod
    async def open(cls, target: Target, address: str) -> Line:
        """Connect to the address and, for https, agree on encryption with the named host.

        Raises:
            OSError: there is no connection, or the certificate is not the host's.
        """
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        line = cls(target, socket.socket(family, socket.SOCK_STREAM))
        try:
            line._socket.setblocking(False)
            line._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await line._loop.sock_connect(line._socket, (address, target.port))
            line._watch()
            if target.scheme == "https":
                line._tls = _trust().wrap_bio(
                    line._coming, line._going, server_hostname=target.host
                )
                await line._encrypted(line._tls.do_handshake)
        except BaseException:
            line.close()
            raise
        return line

    def close(self) -> None:
        """Hang up."""
        self._watch(on=False)
        self._socket.close()

    @property
    def quiet(self) -> bool:
        """Whether nothing came that was not asked for."""
        return not self._received and not self._unread

    async def send(self, data: bytes) -> None:
        """Send all of it."""
        if self._tls is None:
            await self._loop.sock_sendall(self._socket, data)
        else:
            tls = self._tls
            await self._encrypted(lambda: tls.write(data))

    async def read_some(self) -> bytes:
        """What has come, or what comes next; nothing at the end."""
        if self._received:
            data = bytes(self._received)
            self._received.clear()
            return data
        return await self._receive()

    def put_back(self, data: bytes) -> None:
        """Give back what was read too far."""
        self._received[:0] = data

    async def read_to(self, mark: re.Pattern[bytes], most_bytes: int) -> bytes:
        """Everything up to and with the first match.

        Raises:
            LineCut: the line ended before.
            FetchFailed: there is no match within ``most_bytes``.
        """
        while not (found := mark.search(self._received)):
            if len(self._received) > most_bytes:
                break
            data = await self._receive()
            if not data:
                raise LineCut("the connection failed: it was cut.")
            self._received += data
        if not found or found.end() > most_bytes:
            raise FetchFailed("the connection failed: its headers are too long.")
        data = bytes(self._received[: found.end()])
        del self._received[: found.end()]
        return data

    async def _receive(self) -> bytes:
        if self._tls is None:
            return await self._take()
        tls = self._tls
        try:
            return await self._encrypted(lambda: tls.read(_CHUNK))
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return b""

    async def _encrypted(self, step: Callable[[], _Result]) -> _Result:
        """Take one step of the encryption, carrying bytes to and fro until it can be taken."""
        while True:
            try:
                result = step()
            except ssl.SSLWantReadError:
                await self._carry_out()
                data = await self._take()
                if data:
                    self._coming.write(data)
                else:
                    self._coming.write_eof()
                continue
            await self._carry_out()
            return result

    async def _carry_out(self) -> None:
        if data := self._going.read():
            await self._loop.sock_sendall(self._socket, data)

    async def _take(self) -> bytes:
        """What came off the socket, or comes next; nothing at the end.

        The loop watches the socket as long as the line is open: asking it anew for each answer
        takes as long as reading the answer.
        """
        while not self._unread:
            if isinstance(self._ended, OSError):
                raise self._ended
            if self._ended is not None:
                return b""
            self._waiter = self._loop.create_future()
            await self._waiter
        data = bytes(self._unread)
        self._unread.clear()
        if self._ended is None:
            self._watch()
        return data

    def _watch(self, *, on: bool = True) -> None:
        if on and not self._watched:
            self._loop.add_reader(self._socket.fileno(), self._readable)
        elif self._watched and not on:
            self._loop.remove_reader(self._socket.fileno())
        self._watched = on

    def _readable(self) -> None:
        """Take what is there, but no more than is read."""
        try:
            data = self._socket.recv(_CHUNK)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            data, self._ended = b"", error
        self._unread += data
        if not data:
            self._ended = self._ended or data
        if not data or len(self._unread) >= _CHUNK:
            self._watch(on=False)
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
