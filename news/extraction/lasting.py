"""Finds the words that say how long a pledge lasts, and has the register's date rules read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from moratoriums.terms import Term, read_term

_NUMBER = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|twenty-four"
    r"|thirty-six|another|half\s+a|the\s+next)"
)
_UNIT = r"(?:years?|months?|weeks?|days?|decades?|yrs?|mos?)"
_PAUSE = (
    r"(?:moratori(?:um|a)|ban|pause|suspension|halt|freeze|break|stop|hold|hiatus|block|lockout|timeout"
    r"|prohibition|embargo|stay)"
)
_OPENERS = re.compile(
    rf"\b(?:for\s+(?:at\s+least\s+|up\s+to\s+|no\s+(?:more|less|longer)\s+than\s+|about\s+|an?\s+initial\s+|a\s+period\s+of\s+"
    rf"|the\s+next\s+|another\s+)?{_NUMBER}[\s-]+(?:more\s+|full\s+|calendar\s+)?{_UNIT}"
    rf"|{_NUMBER}[\s-]{_UNIT}(?:[\s-]long)?\s+(?:\w+\s+){{0,2}}?{_PAUSE}|(?:year|month|decade)-?long\s+(?:\w+\s+){{0,2}}?{_PAUSE}"
    rf"|for\s+(?:at\s+least\s+)?{_NUMBER}(?:\s+or\s+\w+)?\s+{_UNIT}|{_PAUSE}\s+of\s+(?:at\s+least\s+)?{_NUMBER}[\s-]{_UNIT}"
    r"|until|till|unless\s+and\s+until|pending|indefinitely|permanent(?:ly)?|for\s+good|forever|for\s+ever|open-ended"
    r"|through\s+(?:(?:the\s+end\s+of\s+)?\d{4}|\w+\s+\d)|without\s+an?\s+end\s+date|as\s+long\s+as"
    r"|while\s+(?:an?|the|it|its)\s+(?:\w+\s+){0,6}?(?:investigat|review|inquir|prob|consider|assess|look)\w*)\b",
    re.IGNORECASE,
)
_STOPS = re.compile(
    r"[;!?\"”\n]|\.(?=\s|$)|,\s+(?:the|it|he|she|they|said|says|but|while|after|which|who|in|according|adding|citing|a|an|as)\b"
    r"|\s+(?:after|following|amid|because|to\s+give|so\s+that|in\s+order|in\s+response|even\s+as|the\s+company|said)\b"
)
_LENGTH_FIRST = re.compile(rf"{_NUMBER}[\s-]{_UNIT}|(?:year|month|decade)-?long", re.IGNORECASE)

_WHAT_WAS = re.compile(
    r"\b(?:fought|campaign\w*|used|ran|run|operated|defended|resisted|tested|trialled|worked"
    r"|been(?!\s+\w+ed\b)|existed|stored|collected|complained|criticis\w+)\s+(?:[\w’'-]+\s+){0,2}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Lasting:
    """What the register's rules read in a phrase, with the phrase's offsets in the sentence."""

    term: Term
    start: int
    end: int


def find_lasting(clause: str, announced_on: date) -> list[Lasting]:
    """Every phrase of a clause that tells how long, in its order, as the date rules read it.

    Lengths are counted from ``announced_on``; the caller drops what rests on a day that the text
    does not state.
    """
    found = []
    behind = 0
    for match in _OPENERS.finditer(clause):
        if match.start() < behind:
            continue
        if match[0][:4].lower() == "for " and _WHAT_WAS.search(clause, 0, match.start()):
            continue  # "a trial it had run for five years": how long something was, not will be
        end = _phrase_end(clause, match)
        behind = end
        term = read_term(clause[match.start() : end], announced_on)
        found.append(Lasting(term, match.start(), end))
    return found


def _phrase_end(clause: str, match: re.Match[str]) -> int:
    """A length stands alone; "until", "pending" and "for a year" take along what follows."""
    if _LENGTH_FIRST.match(match[0]):
        return match.end()
    stop = _STOPS.search(clause, match.end())
    return min(stop.start() if stop else len(clause), match.start() + 200)
