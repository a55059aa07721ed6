"""Reads whose use is stopped, where, and by what kind of word the company binds itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from moratoriums.vocabulary import Force


@dataclass(frozen=True)
class Span:
    """A coded value and the words it was read from, with offsets into the sentence."""

    value: str
    start: int
    end: int
    rule: str


_WHO = [
    (
        "police",
        "who.police",
        r"police(?!\s+(?:reform|brutality|violence|abuse|killing|custody|shooting))(?:\s+(?:departments?|forces?|agencies|officers?))?"
        r"|law[\s-]enforcement(?:\s+(?:agencies|officials|officers|authorities|customers))?|cops?|sheriffs?",
    ),
    (
        "government",
        "who.government",
        r"(?:federal|state|local|government)\s+(?:agencies|customers|bodies)|governments|public\s+(?:bodies|authorities)"
        r"|immigration\s+(?:authorities|agencies|officials)",
    ),
    (
        "business",
        "who.business",
        r"private\s+(?:compan(?:y|ies)|businesses|firms|sector|entities|customers)|(?:private|commercial)\s+(?:customers|clients)"
        r"|most\s+businesses|other\s+(?:companies|businesses)",
    ),
    (
        "own",
        "who.own",
        r"(?:in|at|from|across)\s+(?:its|their|all|all\s+of\s+its|the)\s+(?:own\s+)?(?:[\w-]+\s+){0,2}?(?:stores?|shops|supermarkets|venues|"
        r"outlets|branches|airports|concerts|festivals|platforms?|social\s+network|offices|casinos|hotels|properties)|in-?store",
    ),
]
_WHO_PATTERNS = [
    (value, rule, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for value, rule, pattern in _WHO
]
# Only what is barred: bystanders of the sentence (police critics, police killings) are not.
_NOT_BARRED_AFTER = re.compile(
    r"\s*(?:reform|brutality|violence|abuse|killing|custody|protest)", re.IGNORECASE
)

# fmt: off
_PLACES = {
    "the united states": "US", "the u.s.": "US", "the us": "US", "america": "US",
    "canada": "CA", "australia": "AU", "new zealand": "NZ", "the united kingdom": "GB",
    "the uk": "GB", "britain": "GB", "ireland": "IE", "germany": "DE", "france": "FR",
    "italy": "IT", "spain": "ES",
    "the netherlands": "NL", "sweden": "SE", "denmark": "DK", "norway": "NO", "finland": "FI",
    "poland": "PL", "austria": "AT", "switzerland": "CH", "belgium": "BE", "japan": "JP",
    "india": "IN", "china": "CN", "brazil": "BR", "mexico": "MX", "illinois": "US-IL",
    "texas": "US-TX",
    "california": "US-CA", "new york": "US-NY", "europe": "EU", "the eu": "EU",
    "the european union": "EU", "worldwide": "worldwide",
}
# fmt: on
_PLACE = re.compile(
    r"(?:(?:\bin|\bacross|\bfrom|\bfor|\boutside)\s+)(?P<place>"
    + "|".join(re.escape(name) for name in sorted(_PLACES, key=len, reverse=True))
    + r")(?![\w-])|\b(?P<alone>worldwide|globally)\b",
    re.IGNORECASE,
)


def find_barred(clause: str) -> list[Span]:
    """Whose use the words of an act stop or limit; each class once, at its first place."""
    found = []
    for value, rule, pattern in _WHO_PATTERNS:
        match = pattern.search(clause)
        if match and not _NOT_BARRED_AFTER.match(clause, match.end()):
            found.append(Span(value, match.start(), match.end(), rule))
    return sorted(found, key=lambda span: span.start)


def find_places(clause: str) -> list[Span]:
    """The countries and states the words of an act name, as ISO 3166 codes."""
    found: dict[str, Span] = {}
    for match in _PLACE.finditer(clause):
        if match[0].lower().startswith("outside"):
            continue
        code = "worldwide" if match["alone"] else _PLACES[match["place"].lower()]
        group = "alone" if match["alone"] else "place"
        found.setdefault(code, Span(code, match.start(group), match.end(group), "place.named"))
    return list(found.values())


_CHANNELS = [
    (
        Force.LAW,
        r"court\s+(?:order(?:s|ed)?|ruling)|(?:judge|regulator|authority|commission)\s+orders?(?:ed)?",
    ),
    (Force.SETTLEMENT, r"settl(?:e[sd]?|ement|ing)|consent\s+(?:order|decree)"),
    (
        Force.TERMS,
        r"terms\s+of\s+(?:service|use)|(?:its|the)\s+contracts?\s+(?:now\s+)?(?:forbid|ban|bar)\w*",
    ),
    (
        Force.POLICY,
        r"code\s+of\s+conduct|(?:acceptable[\s-]use|responsible\s+AI|company|its|new)\s+(?:\w+\s+)?polic(?:y|ies)",
    ),
    (
        Force.STATEMENT,
        r"(?:a|its|the|company|corporate|official|short|public)?\s*blog(?:\s+post)?|press\s+release|in\s+a\s+statement"
        r"|in\s+an?\s+(?:open\s+)?letter|(?:an?\s+)?(?:open\s+)?letter\s+to\s+(?:the\s+)?(?:Congress|lawmakers|senators|customers|employees)"
        r"|on\s+its\s+website|(?:posted|wrote)\s+on\s+(?:Twitter|X|LinkedIn|Facebook)",
    ),
    (
        Force.SAID,
        r"(?:in|during)\s+an?\s+(?:\w+\s+)?(?:interview|event)|told\s+(?:[A-Z][\w.]+|reporters)|spokes(?:person|man|woman)"
        r"|in\s+an?\s+e-?mail",
    ),
]
_CHANNEL_PATTERNS = [
    (force, re.compile(rf"(?<!\w)(?:{pattern})\b")) for force, pattern in _CHANNELS
]


def find_channel(clause: str) -> Span | None:
    """How strongly the company binds itself, as a value of the register's Force; None if unsaid."""
    for force, pattern in _CHANNEL_PATTERNS:
        match = pattern.search(clause)
        if match:
            lead = len(match[0]) - len(match[0].lstrip())
            return Span(force.value, match.start() + lead, match.end(), "force.channel")
    return None
