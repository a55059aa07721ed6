"""The examples of docs/api.md are true."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from moratoriums.filters import FILTERS

PAPER = Path(__file__).resolve().parents[3] / "docs" / "api.md"
_EXAMPLE = re.compile(r"^GET (/\S+)\n(\d{3}) (\{.*\})$", re.MULTILINE)


def examples() -> list[tuple[str, str, str]]:
    """Return request, status and answer of each example."""
    return _EXAMPLE.findall(PAPER.read_text(encoding="utf-8"))


def within(part: Any, whole: Any) -> bool:
    """Whether an answer has what an example shows of it; lists are shown whole."""
    if isinstance(part, dict):
        return all(name in whole and within(value, whole[name]) for name, value in part.items())
    if isinstance(part, list):
        return len(part) == len(whole) and all(map(within, part, whole))
    return bool(part == whole)


def test_there_are_examples():
    assert len(examples()) >= 8


@pytest.mark.parametrize(("address", "status", "answer"), examples())
def test_an_example_is_true(client, register, address, status, answer):
    response = client.get(address)
    assert response.status_code == int(status)
    assert within(json.loads(answer), response.json()), response.json()


def test_every_address_and_filter_is_named(client, register):
    paper = PAPER.read_text(encoding="utf-8")
    assert all(f"`{one.name}`" in paper for one in FILTERS)
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        assert f"`{path}`" in paper, path
