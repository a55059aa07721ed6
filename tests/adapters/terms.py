"""Answers questions about terms as JSON lines, so that a table kept elsewhere can be run on us."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from moratoriums.terms import read_term

UNREADABLE = {"kind": "needs_human", "alert_date": "", "lapse_date": ""}


def _day(text: str) -> date:
    """The calendar day as it is written, whatever zone follows."""
    return date.fromisoformat(text[:10])


def answer(line: str) -> dict[str, str]:
    """The answer to one line; a line that asks nothing readable is one for a person."""
    try:
        asked = json.loads(line)
        announced = _day(asked["announced"])
        effective = _day(asked["effective"]) if asked.get("effective") else None
        term = read_term(asked["phrase"], announced, effective)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return UNREADABLE
    return {
        "kind": term.kind,
        "alert_date": term.alert_on.isoformat() if term.alert_on else "",
        "lapse_date": term.lapse_on.isoformat() if term.lapse_on else "",
    }


if __name__ == "__main__":
    for question in sys.stdin:
        print(json.dumps(answer(question)), flush=True)
