"""Serves hundreds of made-up feeds on the loopback, well-behaved or rough, for timing pollers.

    .venv/bin/python -m benchmarks.feed_farm --feeds 300 [--latency 0.3] [--rough]

Prints its port. /f/NUMBER is a feed; /_advance?share=0.05&entries=1 gives a share of the feeds new
entries. Everything is made and packed beforehand, so that the farm costs next to nothing beside
what it measures.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import random
from collections.abc import Coroutine
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

ENTRIES = 50
# Of a hundred feeds, so many behave like this; the rest are well.
ROUGH = {"hang": 1, "503": 2, "429": 2, "301": 2, "410": 1, "garbage": 2, "cut": 1, "drip": 1}
_TEXT = """the company council police camera face recognition software pause review ban store city
law people said report statement vendor public privacy rights use data image match court rule"""
_WORDS = _TEXT.split()


class Farm:
    """The feeds, each at a version of its own."""

    def __init__(self, feeds: int, latency: float, rough: bool) -> None:
        self.latency, self.chance = latency, random.Random(1)
        self.oldest = [0] * feeds
        self.documents = [self.render(number) for number in range(feeds)]
        kinds = [kind for kind, share in ROUGH.items() for _ in range(share * feeds // 100)]
        self.fates = dict(zip(self.chance.sample(range(feeds), len(kinds)), kinds, strict=True))
        self.fates = self.fates if rough else {}

    def render(self, number: int) -> tuple[str, bytes, bytes]:
        """The validator, the packed document and the plain one."""
        first = self.oldest[number]
        rows = "".join(self.entry(number, one) for one in range(first + ENTRIES - 1, first - 1, -1))
        text = (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
            f"<title>Site {number}</title><link>https://site{number}.example/</link>"
            f"<description>Made up</description>{rows}</channel></rss>"
        ).encode()
        return f'"{number}-{first}"', gzip.compress(text, 6, mtime=0), text

    def entry(self, number: int, one: int) -> str:
        """An item of about a kilobyte, always the same."""
        words = random.Random(number * 100_003 + one)
        text = " ".join(words.choices(_WORDS, k=110))
        link = f"https://site{number}.example/{one}"
        return (
            f"<item><title>{text[:60]}</title><link>{link}</link><guid>{link}</guid>"
            f"<pubDate>Wed, 10 Jun 2020 12:{one % 60:02}:00 GMT</pubDate>"
            f"<description>&lt;p&gt;{text[:300]}&lt;/p&gt;"
            f"&lt;a href=&quot;{link}&quot;&gt;{text[300:]}&lt;/a&gt;</description></item>\n"
        )

    def advance(self, share: float, entries: int) -> None:
        """Give a share of the feeds so many new entries."""
        count = len(self.oldest)
        for number in self.chance.sample(range(count), round(share * count)):
            self.oldest[number] += entries
            self.documents[number] = self.render(number)

    def answer(self, head: bytes, writer: asyncio.Transport) -> None:
        """Answer one request as the fate of its feed will have it."""
        path = urlsplit(head.split(b" ", 2)[1].decode("latin-1"))
        if not path.path.startswith("/f/"):
            say(writer, "200 OK", self.control(path.path, parse_qs(path.query)))
            return
        number = int(path.path.removeprefix("/f/"))
        fate = self.fates.get(number, "")
        if fate == "301" and path.query:
            fate = ""
        if not fate and not self.latency:
            self.behave(number, head, writer)
        elif fate:
            keep(self.misbehave(fate, number, writer))
        else:
            delay = self.chance.uniform(0, self.latency)
            asyncio.get_running_loop().call_later(delay, self.behave, number, head, writer)

    def behave(self, number: int, head: bytes, writer: asyncio.Transport) -> None:
        """Give the feed, or say that it is as it was."""
        tag, packed, _ = self.documents[number]
        if tag.encode() in head:
            say(writer, "304 Not Modified", None, f"ETag: {tag}\r\n")
        else:
            say(writer, "200 OK", packed, f"ETag: {tag}\r\nContent-Encoding: gzip\r\n")

    async def misbehave(self, fate: str, number: int, writer: asyncio.Transport) -> None:
        """Answer as no publisher should."""
        plain = self.documents[number][2]
        if self.latency:
            await asyncio.sleep(self.chance.uniform(0, self.latency))
        if fate == "hang":
            await asyncio.sleep(600)
        elif fate == "301":
            say(writer, "301 Moved", b"", f"Location: /f/{number}?moved\r\n")
        elif fate == "garbage":
            say(writer, "200 OK", b"<html><body>Please wait</body></html>" * 500)
        elif fate in ("cut", "drip"):
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(plain)}\r\n\r\n".encode()
            writer.write(head + plain[: len(plain) // 2 if fate == "cut" else 0])
            for start in range(0, len(plain) if fate == "drip" else 0, 4096):
                writer.write(plain[start : start + 4096])
                await asyncio.sleep(0.2)
            if fate == "cut":
                writer.close()
        else:
            say(writer, f"{fate} Later", b"", "Retry-After: 120\r\n")

    def control(self, path: str, query: dict[str, list[str]]) -> bytes:
        """Do what the measuring program asks for."""
        if path == "/_advance":
            self.advance(float(query["share"][0]), int(query["entries"][0]))
        return b"done"


class Connection(asyncio.Protocol):
    """Takes requests off a connection; a protocol costs a fraction of a pair of streams."""

    def __init__(self, farm: Farm) -> None:
        self.farm, self.received = farm, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where the answers go."""
        self.writer = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Answer what is complete."""
        self.received += data
        while b"\r\n\r\n" in self.received:
            head, _, self.received = self.received.partition(b"\r\n\r\n")
            self.farm.answer(head, self.writer)


_KEPT: set[asyncio.Task[None]] = set()


def keep(work: Coroutine[Any, Any, None]) -> None:
    """Let it run; the loop itself would let it be collected."""
    task = asyncio.get_running_loop().create_task(work)
    _KEPT.add(task)
    task.add_done_callback(_KEPT.discard)


def say(writer: asyncio.Transport, status: str, body: bytes | None, more: str = "") -> None:
    """Send one answer; None for one that has no body at all."""
    length = "" if body is None else f"Content-Length: {len(body)}\r\n"
    writer.write(f"HTTP/1.1 {status}\r\n{length}{more}\r\n".encode() + (body or b""))


async def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description="Serve made-up feeds.")
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds, at most")
    parser.add_argument("--rough", action="store_true", help="some feeds hang, fail or drip")
    asked = parser.parse_args()
    farm = Farm(asked.feeds, asked.latency, asked.rough)
    server = await asyncio.get_running_loop().create_server(
        lambda: Connection(farm), "127.0.0.1", 0, backlog=1024
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
