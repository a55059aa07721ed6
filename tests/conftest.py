"""What holds for every test: no way out to the network, servers on request."""

import contextlib
import ipaddress
import os
import socket
from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.servers import browser, postgres, redis


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


@pytest.fixture(autouse=True)
def keep_nothing_between_tests() -> None:
    """What the site keeps in memory for a while would tell one test of another."""
    cache.clear()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL server: the one of the suite, or one started for this run."""
    with contextlib.ExitStack() as stack:
        yield os.environ.get("TEST_DATABASE_URL") or stack.enter_context(postgres.running())


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of a Redis or Valkey server: the suite's, or one started for this run."""
    with contextlib.ExitStack() as stack:
        yield os.environ.get("TEST_REDIS_URL") or stack.enter_context(redis.running())


def pytest_addoption(parser: pytest.Parser) -> None:
    """For a second run on another database: what touches none need not run again."""
    parser.addoption("--only-database", action="store_true", help="only tests with a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine cannot run; the summary of the suite names it."""
    absent = set()
    if not browser.executable():
        absent.add("browser")
    if postgres.binaries() is None:
        absent.add("postgres")
    only_database = config.getoption("--only-database")
    kept = [
        item
        for item in items
        if not absent & {mark.name for mark in item.iter_markers()}
        and (not only_database or uses_database(item))
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def uses_database(item: pytest.Item) -> bool:
    """Whether a test asks for the database, by mark or by fixture."""
    return item.get_closest_marker("django_db") is not None or bool(
        {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    )
