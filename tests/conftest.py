"""What holds for every test: no way out to the network, and a page of what could not run."""

import ipaddress
import socket
from collections.abc import Iterator

import pytest

from tests.servers import browser

pytest_plugins: list[str] = []


class OutsideTheMachine(Exception):
    """A test tried to reach a machine other than this one."""


def _demand_loopback(address: object) -> None:
    """Raise OutsideTheMachine for an internet address that is not a loopback one."""
    if not isinstance(address, tuple):
        return  # a path: a Unix socket
    host = str(address[0])
    try:
        inside = ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        inside = host == "localhost"
    if not inside:
        raise OutsideTheMachine(f"Tests may not connect to {host}. Serve the page on 127.0.0.1.")


@pytest.fixture(scope="session", autouse=True)
def stay_on_this_machine() -> Iterator[None]:
    """Refuse connections to other machines, and look up no names but this machine's."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            original = getattr(socket.socket, name)

            def guarded(self, address, _original=original):
                _demand_loopback(address)
                return _original(self, address)

            patch.setattr(socket.socket, name, guarded)
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave browser tests out where there is no browser; the summary of the suite says so."""
    if browser.executable():
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
