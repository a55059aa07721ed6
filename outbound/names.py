"""Looks a name up once and checks every address it has; the connection goes to one of these."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import suppress
from ipaddress import ip_address

from outbound.addresses import ClosedAddress, Target, is_public, take_apart
from outbound.failures import Blocked, FetchFailed


async def check(
    url: str, *, also: frozenset[tuple[str, int]], ports: frozenset[int]
) -> tuple[Target, str]:
    """Take an address apart and find the one address to connect to.

    Args:
        also: pairs of host and port that may be fetched although they are not public.
        ports: the ports of public hosts that may be fetched.

    Raises:
        Blocked: its form, or any address its name resolves to, is not public.
        FetchFailed: its name cannot be found.
    """
    try:
        target = take_apart(url, ports=ports | {port for _, port in also})
    except ClosedAddress as error:
        raise Blocked(f"{error}.") from error
    addresses = await _addresses(target)
    if (target.host, target.port) in also:
        return target, addresses[0]
    if target.port not in ports or not all(map(is_public, addresses)):
        raise Blocked("its host is not on the public internet.")
    return target, addresses[0]


async def _addresses(target: Target) -> list[str]:
    """All addresses of a name; looked up in a thread, because a look-up obeys no deadline.

    The thread is a daemon of its own and not one of a pool: a pool waits for its threads.
    """
    with suppress(ValueError):
        return [str(ip_address(target.host))]
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
            found = [str(row[4][0]) for row in rows]
        except (OSError, UnicodeError):
            found = []
        with suppress(RuntimeError):  # nobody waits any more: the loop is closed
            loop.call_soon_threadsafe(tell, found)

    def tell(found: list[str]) -> None:
        if not answer.done():
            answer.set_result(found)

    threading.Thread(target=look_up, daemon=True).start()
    addresses = await answer
    if not addresses:
        raise FetchFailed("its name cannot be found.")
    return addresses
