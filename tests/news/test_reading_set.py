"""How much the reading gets right on a set of items in our own words, against stated floors."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from news.evaluation import predict, read_items
from tests.news.samples import BOOK

SET = Path(__file__).with_name("reading_set.jsonl")
FACTS = ("announced_on", "duration")


@dataclass
class Count:
    """Found rightly, found wrongly, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)


@pytest.fixture(scope="module")
def pairs():
    lines = SET.read_text(encoding="utf-8").splitlines()
    items = list(read_items(lines))
    return [
        (json.loads(line), predict(item, BOOK)) for line, item in zip(lines, items, strict=True)
    ]


def test_relevant_items_are_told_from_the_others(pairs):
    count = Count()
    for gold, found in pairs:
        wanted = bool(gold["pledges"])
        count.right += wanted and found["relevant"]
        count.wrong += found["relevant"] and not wanted
        count.missed += wanted and not found["relevant"]
    assert count.f1 >= 0.95, count


def test_the_companies_are_found_though_the_register_lacks_most_of_them(pairs):
    count = Count()
    for gold, found in pairs:
        wanted = {one["company"] for one in gold["pledges"]}
        named = {one["company"] for one in found["pledges"]}
        count.right += len(wanted & named)
        count.wrong += len(named - wanted)
        count.missed += len(wanted - named)
    assert count.f1 >= 0.9, count


def test_the_act_the_day_the_length_and_the_exemptions_are_those_of_the_text(pairs):
    for gold, found in pairs:
        read = {one["company"]: one for one in found["pledges"]}
        for one in gold["pledges"]:
            own = read.get(one["company"])
            if own is None:
                continue
            assert own["action"] == one["action"], gold["id"]
            assert own["exemptions"] == one.get("exempt", []), gold["id"]
            for name in FACTS:
                assert own[name] == one.get(name), (gold["id"], name)
