"""What is known of a message after a try to hand it over, whoever it was handed to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """What is known after a try."""

    ACCEPTED = "accepted"
    LATER = "later"
    REFUSED = "refused"
    NOT_US = "refused as a sender"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Result:
    """An outcome with what the server or the network said."""

    outcome: Outcome
    reason: str = ""


class ServerUnavailable(Exception):
    """No connection to the mail server: nothing was tried, nothing can be."""
