"""Reads who or what stays allowed: lists of names, names with "and" in them, and classes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from news.extraction.wordlists import COMMON_WORDS

_SUBJECT_SIDE = re.compile(
    r"\b(?:(?:will\s+|to\s+|can\s+|may\s+|still\s+)*(?:keep|keeps|kept|retain|retains|retained|have|has)\s+(?:their\s+|its\s+|full\s+|continued\s+)*access"
    r"|(?:can|may|will\s+be\s+able\s+to|will|are\s+allowed\s+to|be\s+allowed\s+to)\s+(?:still|continue\s+to|keep)\s*(?:us\w+|access\w*)"
    r"|(?:is|are|will\s+be|remain|remains)\s+(?:\w+\s+)?(?:exempt(?:ed)?|excluded|unaffected|not\s+affected|not\s+covered)"
    r"|(?:may\s+|will\s+|can\s+)?(?:still\s+)?(?:go(?:es)?|carr(?:y|ies))\s+on(?:\s+(?:using|receiving))?|will\s+(?:not\s+be\s+affected|still\s+have\s+access))",
    re.IGNORECASE,
)
_OBJECT_SIDE = re.compile(
    r"\b(?:(?:does|do|did|will|would)(?:\s+not|n[’']t)\s+(?:include|apply\s+to|cover|affect|extend\s+to|prevent|touch)"
    r"|excep(?:t|ting)(?:\s+for)?|with\s+(?:the\s+)?exceptions?\s+(?:of|for)|exceptions?\s+(?:(?:is|are|was|were)\s+made\s+)?for"
    r"|exempt(?:s|ed|ing)?(?:\s+from\s+(?:it|this|the\s+\w+))?(?:\s+(?:is|are|was|were))?|excluding|other\s+than|apart\s+from|aside\s+from"
    r"|(?:will\s+|would\s+|to\s+)?(?:continue[sd]?|keep[s]?)\s+(?:to\s+)?(?:allow|let|permit|offer|provid|supply|support|sell|work)(?:s|ing|e)?"
    r"(?:\s+(?:it|the\s+\w+|its\s+\w+|access|its\s+technology))?(?:\s+(?:to|for|by|with))?"
    r"|(?:will|would)\s+still\s+(?:allow|let|permit|be\s+(?:available|open)\s+to|offer|provide|supply)(?:\s+\w+\s+to)?"
    r"|still\s+(?:available|open)\s+to|remains?\s+(?:available|open)\s+(?:to|for)|carve-?outs?\s+for|exemptions?\s+for"
    r"|(?:does|do|did|will|would)(?:\s+not|n[’']t)\s+stop(?=\s+[A-Z]|\s+the\s+[A-Z]))\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|never|no\s+longer|cannot|\w+n[’']t)\s+$", re.IGNORECASE)
_LIST_OPENER = re.compile(
    r"(?:,\s*)?\b(?:such\s+as|including|among\s+them|for\s+example|e\.g\.|like|namely)\b[:,]?\s*",
    re.IGNORECASE,
)
_STOPS = re.compile(
    r"[.;:!?()\n—–]|\s-\s|,?\s+(?:but|while|whereas|although|though|because|which|who|so\s+that|in\s+order|when"
    r"|after|before|until|if|as\s+it|the\s+company\s+said|it\s+said|said|says)\b"
)
_CAPITALISED = re.compile(
    r"(?:[A-Z][\w.&’'-]*)(?:\s+(?:(?:of|for|on|against|the|and|&|to|in|de|at)\s+){0,2}[A-Z][\w.&’'-]*)*"
)
_NOT_AN_ORGANISATION = re.compile(
    r"^(?:The|A|An|It|Its|They|We|He|She|There|These|Those|All|No|Not|Only|After|Before|In|On|At|By|For|From|As"
    r"|When|While|If|Since|Under|With|This|That|Congress|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|Groups|Organi[sz]ations|However|But|Some|Customers|U\.S|US|UK|United States|America|CEO|AI"
    r"|Rekognition|Facial|Face)$",
    re.IGNORECASE,
)
_HEAD = (
    r"(?:Cent(?:er|re)|Department|Ministry|Office|Bureau|Institute|Agency|Council|Commission|Association"
    r"|Society|Coalition|Foundation|Alliance|Fund|Committee|Federation|Organi[sz]ation|Union|Board|Network|Campaign)"
)
# "... Center for Missing": the name goes on, because an adjective cannot end it.
_UNFINISHED = re.compile(
    r"\b(?:for|of|on|against|in|to)\s+(?:the\s+)?(?:\w+(?:ing|ed|al|ive|ous|ic)|Human|Civil|Public|Free|Safe)$"
)
_IN_A_PLACE = re.compile(r"\s*in\s+(?:the\s+)?[A-Z]")
_AND = re.compile(r"\s+(?:and|&|or)\s+")
_CLASS_OF_USE = re.compile(
    r"\b(?:search\w*|find\w*|identif\w+|rescu\w+|locat\w+|combat\w*|verification|unlock\w*|research)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Exempt:
    """A party or use that stays allowed, with offsets into the sentence.

    ``kind`` is a word of the register's beneficiary kinds; ``named`` tells an organisation's name
    from the description of a class.
    """

    value: str
    kind: str
    start: int
    end: int
    rule: str

    @property
    def named(self) -> bool:
        """Whether it is a name."""
        return self.kind == "organisation"


def find_exempt(sentence: str, own_names: frozenset[str] = frozenset()) -> list[Exempt]:
    """Everybody a sentence says stays allowed.

    Args:
        own_names: names of the pledging company and its products, in small letters; never exempt.

    Where a class is illustrated by names ("organisations that ..., such as X and Y") the names
    are the exemptions and the class comes along as their purpose, with the rule
    ``exempt.purpose``.
    """
    found: list[Exempt] = []
    for match in _OBJECT_SIDE.finditer(sentence):
        start = match.end()
        stop = _STOPS.search(sentence, start)
        found += _read_list(sentence, start, stop.start() if stop else len(sentence))
    for match in _SUBJECT_SIDE.finditer(sentence):
        if _NOT.search(sentence, max(0, match.start() - 20), match.start()):
            continue
        start = 0
        for stop in _STOPS.finditer(sentence, 0, match.start()):
            start = stop.end()
        found += _read_list(sentence, start, match.start())
    unique: dict[tuple[str, str], Exempt] = {}
    for exempt in found:
        if exempt.value.casefold() not in own_names:
            unique.setdefault((exempt.kind, exempt.value.casefold()), exempt)
    return list(unique.values())


def _read_list(sentence: str, start: int, end: int) -> list[Exempt]:
    if _IN_A_PLACE.match(sentence, start, end):
        return []  # a place stays as it was, nobody is exempt
    opener = _LIST_OPENER.search(sentence, start, end)
    names_from = opener.end() if opener else start
    named = [
        Exempt(sentence[first:last], "organisation", first, last, "exempt.named")
        for first, last in _split_names(sentence, names_from, end)
    ]
    purpose = _class(sentence, start, opener.start() if opener else end)
    if named:
        return [*named, purpose] if purpose and opener else named
    return (
        [Exempt(purpose.value, purpose.kind, purpose.start, purpose.end, "exempt.class")]
        if purpose
        else []
    )


def _class(sentence: str, start: int, end: int) -> Exempt | None:
    """The description of a class: "organisations that help find missing children"."""
    words = sentence[start:end]
    lead = len(words) - len(words.lstrip(" ,"))
    value = words.strip(" ,")
    if (
        not 8 <= len(value) <= 200
        or " " not in value
        or value.split()[0].lower() in ("it", "that", "this", "any")
    ):
        return None
    kind = "use" if _CLASS_OF_USE.match(value) else "customer_class"
    return Exempt(value, kind, start + lead, start + lead + len(value), "exempt.purpose")


def _split_names(sentence: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the names in "A, the B for Missing and Exploited Children and C"."""
    items = []
    at = start
    for comma in re.finditer(r",\s*", sentence[start:end]):
        items.append((at, start + comma.start()))
        at = start + comma.end()
    items.append((at, end))
    for number, (first, last) in enumerate(items):
        closes_list = len(items) > 1 and number == len(items) - 1
        alone = len(items) == 1 or closes_list  # only there can an "and" join two names
        parts = _split_item(sentence, first, last, closes_list) if alone else [(first, last)]
        for one, two in parts:
            name = _name_in(sentence, one, two)
            if name:
                yield name


def _split_item(sentence: str, first: int, last: int, closes_list: bool) -> list[tuple[int, int]]:
    text = sentence[first:last]
    opening = re.match(r"(?:and|or|&)\s+", text)
    if opening:  # ", and X": the list's "and" is this one, any other belongs to the name
        return [(first + opening.end(), last)]
    joints = [
        joint
        for joint in _AND.finditer(text)
        if not _UNFINISHED.search(text[: joint.start()])
        and re.match(r"(?:(?:the|an?|its|other)\s+)?(?:[a-z-]+\s+){0,3}[A-Z]", text[joint.end() :])
    ]
    if not joints:
        return [(first, last)]
    either = [joint for joint in joints if joint[0].strip() == "or"]
    if either and len(either) < len(joints):
        joints = either  # "the Red Cross or Search and Rescue": the "and" is the name's
    led = [joint for joint in joints if re.match(r"(?:the|an?|its)\s", text[joint.end() :])]
    inside = re.search(rf"\b{_HEAD}\s+(?:of|for|on|against)\b", text[: joints[-1].start()])
    if led:
        joint = led[-1]
    elif inside and len(joints) == 1 and not closes_list:
        return [(first, last)]  # "Department of Health and Human Services"
    else:
        joint = joints[-1]
    head = (
        _split_item(sentence, first, first + joint.start(), False)
        if led
        else [(first, first + joint.start())]
    )
    return [*head, (first + joint.end(), last)]


def _name_in(sentence: str, first: int, last: int) -> tuple[int, int] | None:
    """The capitalised name in an item, without "the nonprofit" and without what follows it."""
    match = _CAPITALISED.search(sentence, first, last)
    if match is None or match.start() - first > 60:
        return None
    end = match.start() + len(match[0].rstrip(".,’'"))
    value = re.sub(r"['’]s$", "", sentence[match.start() : end])
    if len(value) < 2 or _NOT_AN_ORGANISATION.match(value) or value.lower() in COMMON_WORDS:
        return None
    return match.start(), match.start() + len(value)
