"""A mail server on the loopback that takes everything, counts, and keeps nothing.

    .venv/bin/python -m benchmarks.mail_sink      prints its port and runs until it is ended

XCOUNT answers how many messages came and how many different Message-IDs they had; XRESET forgets.
"""

from __future__ import annotations

import asyncio
import json
import re

_MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    """One connection; the counts are shared by all."""

    mails = 0
    distinct: set[bytes] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        self._transport = transport
        self._waiting, self._in_message = b"", False
        self._say("220 sink")

    def data_received(self, data: bytes) -> None:
        """Answer every whole line or message that has come."""
        self._waiting += data
        while True:
            head, found, rest = self._waiting.partition(_END if self._in_message else b"\r\n")
            if not found:
                return
            self._waiting = rest
            if self._in_message:
                self._take(head)
            else:
                self._answer(head[:6].upper().strip())

    def _take(self, message: bytes) -> None:
        self._in_message = False
        Sink.mails += 1
        Sink.distinct.update(_MESSAGE_ID.findall(message)[:1])
        self._say("250 taken")

    def _answer(self, verb: bytes) -> None:
        if verb == b"DATA":
            self._in_message = True
            self._say("354 go on")
        elif verb == b"QUIT":
            self._say("221 bye")
            self._transport.close()
        elif verb == b"XCOUNT":
            self._say("250 " + json.dumps({"mails": Sink.mails, "distinct": len(Sink.distinct)}))
        elif verb == b"XRESET":
            Sink.mails, Sink.distinct = 0, set()
            self._say("250 {}")
        else:
            self._say("250 ok")

    def _say(self, line: str) -> None:
        self._transport.write(f"{line}\r\n".encode())  # type: ignore[attr-defined]


async def main() -> None:
    """Serve on a free port until the process is ended."""
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
