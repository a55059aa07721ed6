"""One set of servers for all tests of faults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import House, open_house


@pytest.fixture(scope="session")
def opened(tmp_path_factory) -> Iterator[House]:
    """The servers, with readers and news; started once."""
    folder: Path = tmp_path_factory.mktemp("house")
    with open_house(folder) as house:
        yield house


@pytest.fixture
def house(opened: House) -> Iterator[House]:
    """The servers with nothing told yet; what the test starts is ended after it."""
    opened.clear()
    yield opened
    opened.clear()
