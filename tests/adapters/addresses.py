"""Says of each address, one a line: allow or deny. No name is looked up."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from outbound.addresses import ClosedAddress, is_public, take_public


def verdict(line: str) -> str:
    """The verdict on a web address, or on a bare IP address."""
    text = line.rstrip("\n")
    if is_public(text):
        return "allow"
    try:
        take_public(text)
    except ClosedAddress:
        return "deny"
    return "allow"


if __name__ == "__main__":
    for address in sys.stdin:
        print(verdict(address), flush=True)
