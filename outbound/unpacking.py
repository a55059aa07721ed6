"""Unpacks gzip and deflate within a limit, so that a small answer cannot become a large one."""

from __future__ import annotations

import zlib

from outbound.failures import FetchFailed, TooLarge

READ = "gzip, deflate"  # what we say we read
_GZIP, _ZLIB, _BARE = 31, 15, -15  # zlib's numbers for the three wrappings


class Unpacker:
    """Takes the bytes of a body as they come; the result is never larger than the limit."""

    def __init__(self, encoding: str, most_bytes: int) -> None:
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise FetchFailed(f"it is packed as {encoding[:40]}, which is not read.")
        self._packed = encoding not in ("", "identity")
        self._gzip = encoding.endswith("gzip")
        self._most = most_bytes
        self._waiting = b""
        self._came: list[bytes] = []
        self._whole = True  # one piece, in a wrapping that zlib tells by itself
        self._body = bytearray()
        self._stream: zlib._Decompress | None = None

    def take(self, data: bytes) -> None:
        """Unpack the next bytes.

        Raises:
            TooLarge: there is more in it than allowed.
            FetchFailed: it is damaged.
        """
        if not self._packed:
            self._body += data
        else:
            self._came.append(data)
            try:
                self._unpack(self._waiting + data)
            except zlib.error as error:
                raise FetchFailed("the connection failed: what it packed is damaged.") from error
        if len(self._body) > self._most:
            raise TooLarge(f"it is larger than {self._most / 1024 / 1024:.0f} MB.")

    def result(self) -> bytes:
        """The whole body.

        Raises:
            FetchFailed: the packed data ended too early.
        """
        if self._waiting or (self._stream and not self._stream.eof):
            raise FetchFailed("the connection failed: what it packed is cut off.")
        return bytes(self._body)

    @property
    def packed(self) -> bytes:
        """What came, if ``zlib.decompress(packed, 47)`` makes the body of it; else nothing."""
        return b"".join(self._came) if self._whole else b""

    def _unpack(self, data: bytes) -> None:
        if self._stream is None:
            self._waiting = b"" if len(data) >= 2 else data
            if self._waiting or not data:
                return
            wrapping = self._wrapping(data)
            self._whole = wrapping != _BARE
            self._stream = zlib.decompressobj(wrapping)
        while data and len(self._body) <= self._most:
            room = self._most - len(self._body) + 1
            self._body += self._stream.decompress(data, room)
            data, rest = self._stream.unconsumed_tail, self._stream.unused_data
            self._whole = self._whole and not rest
            if rest[:2] == b"\x1f\x8b" and self._gzip:  # a further member follows
                data, self._stream = rest, zlib.decompressobj(_GZIP)

    def _wrapping(self, data: bytes) -> int:
        """What deflate means: RFC 9110 says zlib, but some servers send it bare."""
        if self._gzip:
            return _GZIP
        return _ZLIB if data[0] & 15 == 8 and int.from_bytes(data[:2], "big") % 31 == 0 else _BARE
