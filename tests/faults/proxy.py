"""A way to a server that passes everything on, each answer after a while."""

from __future__ import annotations

import asyncio
import contextlib
import threading

from tests.servers.redis import free_port


class SlowWay:
    """Stands between programs and a server on this machine; each answer waits for ``seconds``."""

    def __init__(self, port: int, seconds: float) -> None:
        self.port, self._to, self._seconds = free_port(), port, seconds
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def __enter__(self) -> SlowWay:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *error: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._pass, "127.0.0.1", self.port)
        self._ready.set()
        await self._over.wait()
        server.close()

    async def _pass(self, asked: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            reader, writer = await asyncio.open_connection("127.0.0.1", self._to)
            await asyncio.gather(
                self._copy(asked, writer, 0), self._copy(reader, answers, self._seconds)
            )

    async def _copy(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, seconds: float
    ) -> None:
        try:
            while some := await source.read(2**16):
                await asyncio.sleep(seconds)
                target.write(some)
                await target.drain()
        except OSError:
            pass  # one side has hung up
        finally:
            target.close()
