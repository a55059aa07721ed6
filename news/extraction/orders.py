"""Tells what a court, a regulator or a settlement lays on a company from what it decides itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from news.extraction.acts import Cue
from news.extraction.behind import is_bound
from news.extraction.companies import Mention
from news.extraction.speakers import Actor

_REACH = 160  # characters before a cue in which the word that binds has to stand

# Who may bind a company; written so that "Order" and "court" count and "in order to" does not.
_POWER = (
    r"(?:courts?|judges?|tribunals?|regulators?|watchdogs?|commission(?:er)?s?|authorit(?:y|ies)|ombudsman|prosecutors?"
    r"|attorney\s+general|ministry|minister|agency|government|FTC|ICO|CNIL|OAIC|AEPD|DPC|EDPB|Garante)"
)
_PAPER = (
    r"(?:settlements?|consent\s+(?:order|decree)s?|decrees?|injunctions?|court\s+orders?|court\s+rulings?"
    r"|enforcement\s+notices?|orders?)"
)
# "ordered Foodworld to", "an order requiring it to": up to the word that stops.
_LAID_ON = re.compile(
    r"\b(?:order(?:s|ed|ing)?|requir(?:es|ed|ing)|compel(?:s|led|ling)?|oblig(?:es|ed|ing)"
    r"|instruct(?:s|ed|ing)?|direct(?:s|ed|ing)|forc(?:es|ed|ing)|tells|told|gives?|gave)\s+"
    r"(?:[^\s;.]+\s+){0,10}?to\s+(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
_STRONG = re.compile(r"\border(?:s|ed|ing)?\b", re.IGNORECASE)
_POWER_IN = re.compile(rf"\b(?:{_POWER})\b", re.IGNORECASE)
# "under a settlement", "as part of a consent decree", "settled and will stop"
_UNDER = re.compile(
    rf"\b(?:under|in|with|by|following|after|through|as\s+part\s+of|terms\s+of|complying\s+with"
    rf"|compl(?:y|ies|ied)\s+with)\s+(?:an?\s+|the\s+|its\s+|this\s+|that\s+)?"
    rf"(?:(?!no\b)[\w’'.$-]+\s+){{0,4}}?{_PAPER}\b(?!\s+(?:online|food|to\s+(?:protect|improve|give)))"
    r"|\bto\s+settle\b|\bsettl(?:es?|ed|ing)\s+(?:[\w’'$-]+\s+){0,6}?"
    r"(?:lawsuits?|suits?|case|claims?|charges?|complaints?|allegations?|with|and)\b"
    rf"|\b{_PAPER}\s+(?:[\w’'-]+\s+){{0,6}}?(?:bars?|bans?|requires?|prohibits?|forbids?|obliges?)\b",
    re.IGNORECASE,
)
# "Foodworld banned from", "has been barred by the court from": the company is who may not.
_PASSIVE = re.compile(
    r",?\s*(?:[^.;]{0,60}?\s)?(?:(?:is|are|was|were|be|been|being|gets?|got)\s+)?(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_SHUT_OUT = re.compile(r"(?:banned|barred|prohibited|forbidden|blocked|stopped|enjoined)\b", re.I)
_FROM = re.compile(r"(?:\s+[^\s;.,]+){0,8}?\s+from\s+[a-z-]+ing\b|\s+to\s+[a-z]+\b", re.IGNORECASE)
_MUST = re.compile(r"\bmust\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)


def is_ordered(
    sentence: str, cue: Cue, actors: Sequence[Actor], mentions: Sequence[Mention]
) -> bool:
    """Whether somebody with power over the company, or its own settlement, makes it stop."""
    lead = sentence[max(0, cue.start - _REACH) : cue.start]
    own = {actor.start for actor in actors if actor.stated}
    if any(one.start in own and is_bound(one, sentence, cue) for one in mentions):
        return True
    laid = _LAID_ON.search(lead)
    if laid and (_STRONG.match(laid[0]) or _POWER_IN.search(sentence)):
        return True
    if _MUST.search(lead) or _UNDER.search(sentence):
        return True
    if not _SHUT_OUT.match(sentence, cue.start) or not _FROM.match(sentence, cue.end):
        return False
    return any(
        actor.end <= cue.start and _PASSIVE.fullmatch(sentence, actor.end, cue.start)
        for actor in actors
        if actor.stated
    )
