"""Finds names that the register does not know, and tells companies from everybody else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from news.extraction.companies import Mention, NameRole
from news.extraction.idioms import IDIOM_BEGINNINGS, STOP_WORDS
from news.extraction.wordlists import (
    CIVIC_NAMES,
    CIVIC_WORDS,
    COMMON_WORDS,
    COMPANY_MARKS,
    COMPANY_NOUNS,
    EVERYDAY_NAMES,
    FIRST_NAMES,
    LEGAL_WORDS,
    MONTHS_AND_DAYS,
    PLACES,
    PUBLIC_NAMES,
    PUBLIC_WORDS,
    TITLES,
    TOPIC_WORDS,
)

_OPENING = 6  # characters: quotation marks and brackets before the first word
LONGEST_NAME = 6  # words; a longer run of capitals is a headline's

# A word with a capital or a digit in front, or with a capital soon behind: "eBay", "iRobot".
_TOKEN = re.compile(r"(?<![\w&'’.+-])(?:[^\W_a-z]|[a-z]{1,3}[A-Z])[\w&'’.+-]*")
_POSSESSIVE = re.compile(r"['’]s?$")
_INSIDE = re.compile(r" (?:& |of |of the |de |for the )?")
_BASED = re.compile(r"-(?:based|owned|made|backed|led|run|style|area|wide|born|listed)\b")
# What may follow a name that itself ends in 's: "Lowe's said", "Trader Joe's and Aldi".
_NO_OWNER = re.compile(
    r"\s*(?:[,:;.—–(]|$|-\s|(?:and|or|to|is|are|was|were|ha[sd]|have|will|would|won[’']t|may|must|can|could|from|sa(?:id|ys)|also|"
    r"does|did|do|announc\w+|plans|told|tells|confirm\w*|agree\w*|hits?|pulls?|ends?|ended|stop(?:s|ped)|halt(?:s|ed)|paus(?:es|ed)|"
    r"suspend\w*|drop\w*|scrap\w*|ditch\w*|quit\w*|turns?|rul\w+|vow\w*|pledg\w+|promis\w+|remov\w+|switch\w*|"
    r"shel\w+|bans|bars?|never|quietly|limits?|curbs?|cuts?|backs?|calls?|extend\w*|resum\w+|revers\w+|who|which|"
    r"owner|parent)\b)",
    re.IGNORECASE,
)
_ROLE_AFTER = re.compile(
    r",\s*(?:(?:an?|the|its|their|a\s+former|former)\s+)?(?:[\w-]+\s+){0,3}?(?:chief\s+executive|CEO|CTO|chief|founder|"
    r"co-?founder|president|chair(?:man|woman)?|director|professor|lawyer|attorney|researcher|analyst|senator|lawmaker|"
    r"spokes(?:man|woman|person)|officer|manager|head\s+of|boss|minister)\b",
    re.IGNORECASE,
)
_COMPANY_BESIDE = re.compile(
    rf"(?:,|\s\(|,?\s+which|\s+is)\s+(?:an?\s+|the\s+|one\s+of\s+)?(?:[\w.&’'-]+\s+){{0,7}}?{COMPANY_NOUNS}\b",
    re.IGNORECASE,
)
_SINCE = ("In", "On", "Since", "By", "From", "Last")  # "In May Foodworld said"
_VERBS = STOP_WORDS | frozenset(IDIOM_BEGINNINGS.split())
_COMPANY_NOUN = re.compile(COMPANY_NOUNS, re.IGNORECASE)
_LABEL_AFTER = re.compile(
    rf"\s+(?!makers?\b|owners?\b|parent\b|operators?\b|organi[sz]ers?\b){COMPANY_NOUNS}\s",
    re.IGNORECASE,
)
_COMPANY_BEFORE = re.compile(rf"(?:\b{COMPANY_NOUNS},?|-based)\s+$", re.IGNORECASE)
_PLACE_ACTS = re.compile(
    r"\s+(?:to|has|have|is|are|will|would|may|could|should|also|put|gave|told|held|let|set|cut|become|became"
    r"|(?:ban|pass|vot|approv|order|fin|suspend|mov|becom|stop|halt|paus|end|bar|limit|restrict|drop|scrap|adopt"
    r"|rul|launch|start|open|join|plan|want|consider|delay|extend|lift|tighten|block|prohibit|outlaw|giv|tell|say"
    r"|blacklist|sanction|regulat|propos|debat|sue|us|buy|deploy|roll)(?:s|es|ed|ned|ped|red|d))\b",
    re.IGNORECASE,
)
_VERBAL = re.compile(r"(?:ing|ed|ly)$")
# "King's Cross", "Dick's Sporting Goods": the owner's 's is inside the name before these.
_NAME_ENDS = COMPANY_MARKS | {"cross", "club", "sporting", "place", "field", "gate", "companies"}
# "12-Month", "1-Year", "6th"
_LENGTH = re.compile(r"\d+(?:st|nd|rd|th|-?(?:year|month|week|day|hour|minute)s?)?$", re.IGNORECASE)


@dataclass(frozen=True)
class _Run:
    """Words with capitals that stand together, as tokens with their places."""

    words: tuple[str, ...]
    start: int
    end: int
    first: bool  # it starts the sentence


def find_newcomers(
    sentence: str, known: Sequence[Mention], *, shouting: bool, elsewhere: str
) -> list[Mention]:
    """Names in a sentence that no known name covers: companies, public bodies and others.

    Args:
        known: what the register's names found in the sentence, with offsets into it.
        shouting: whether nearly every word has a capital, as in many headlines.
        elsewhere: other text of the same article, in which a name stands again and an everyday
            word stands in small letters.

    Returns mentions with the role "new" (could be a company), "public_body", or "other": persons,
    places, groups and newspapers.
    """
    found = []
    for run in _runs(sentence, shouting):
        if any(one.start < run.end and run.start < one.end for one in known):
            continue
        run = _without_label(run, sentence, elsewhere)
        name = sentence[run.start : run.end]
        role = _role(run, sentence)
        if role == "new" and not _trusted(run, name, sentence, shouting, elsewhere):
            continue
        found.append(Mention(name, "", role, name, run.start, run.end))
    return found


def is_shouting(sentence: str) -> bool:
    """Whether most longer words start with a capital, as in headlines of many outlets."""
    words = [word for word in sentence.split() if len(word) > 3 and word[0].isalpha()]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def is_called_a_company(sentence: str, start: int, end: int) -> bool:
    """Whether the words of a name or those beside it say that it is a company's."""
    name = sentence[start:end]
    if name.split()[-1].rstrip(".").lower() in COMPANY_MARKS or ".com" in name:
        return True
    lead = sentence[max(0, start - 30) : start]
    return bool(_COMPANY_BEFORE.search(lead) or _COMPANY_BESIDE.match(sentence, end))


def same_company(one: str, two: str) -> bool:
    """Whether two names are long and short for the same: "Foodworld", "Foodworld Stores", "FS"."""
    short, long = sorted((name.casefold().removeprefix("the ") for name in (one, two)), key=len)
    if long == short or long.startswith(f"{short} "):
        return True
    initials = "".join(word[0] for word in re.findall(r"\w+|&", long))
    return len(short) > 1 and short == initials


def _runs(sentence: str, shouting: bool) -> Iterator[_Run]:
    words: list[tuple[str, int, int]] = []
    for match in _TOKEN.finditer(sentence):
        word = match[0].rstrip(".,+-’'")
        start, end = match.start(), match.start() + len(word)
        first = start < _OPENING and not any(map(str.isalnum, sentence[:start]))
        stops = (
            not _is_capital(word)
            or _BASED.search(word)
            or _LENGTH.match(word)
            or sentence[max(0, start - 1) : start] in ("@", "#", ":", "/")
        )
        if not stops and (shouting or first):
            stops = _is_common(word) and not (first and not shouting and _goes_on(sentence, end))
        if stops:
            yield from _finished(words, sentence, shouting)
            words = []
            continue
        if words and not _INSIDE.fullmatch(sentence, words[-1][2], start):
            yield from _finished(words, sentence, shouting)
            words = []
        words.append((word, start, end))
    yield from _finished(words, sentence, shouting)


def _finished(words: list[tuple[str, int, int]], sentence: str, shouting: bool) -> Iterator[_Run]:
    """The names in a run of words with capitals: an owner's 's parts two of them."""
    part: list[tuple[str, int, int]] = []
    for place, (word, start, end) in enumerate(words):
        owner = _POSSESSIVE.search(word)
        last = place + 1 == len(words)
        if not owner:
            part.append((word, start, end))
        elif len(word) > 4 and (
            _NO_OWNER.match(sentence, end) if last else _bare(words[place + 1][0]) in _NAME_ENDS
        ):
            part.append((word, start, end))  # "Lowe's said", "King's Cross"
        else:
            bare = word[: owner.start()]
            part.append((bare, start, start + len(bare)))
            yield from _run(part)
            part = []
    yield from _run(part)


def _run(part: list[tuple[str, int, int]]) -> Iterator[_Run]:
    while part and (
        part[0][0].lower() in ("the", "a", "an")
        or _bare(part[0][0]) in MONTHS_AND_DAYS
        or (part[0][0] in _SINCE and len(part) > 1 and _bare(part[1][0]) in MONTHS_AND_DAYS)
    ):
        part = part[1:]
    while part and _bare(part[-1][0]) in MONTHS_AND_DAYS:
        part = part[:-1]
    if part and len(part) <= LONGEST_NAME:
        yield _Run(
            tuple(word for word, _, _ in part), part[0][1], part[-1][2], first=part[0][1] < _OPENING
        )


def _is_capital(word: str) -> bool:
    return word[0].isupper() or (len(word) > 1 and any(letter.isupper() for letter in word[1:]))


def _without_label(run: _Run, sentence: str, elsewhere: str) -> _Run:
    """At the start "Discounter Foodworld" is Foodworld, if the text says so elsewhere."""
    if not run.first or len(run.words) < 2 or sentence[run.start : run.end] in elsewhere:
        return run
    start = sentence.index(" ", run.start) + 1
    rest = sentence[start : run.end]
    labelled = _COMPANY_NOUN.fullmatch(run.words[0]) or rest in elsewhere
    if not rest[0].isupper() or not labelled:
        return run
    return _Run(run.words[1:], start, run.end, first=False)


def _is_common(word: str) -> bool:
    return all(part in COMMON_WORDS or part in _VERBS for part in _bare(word).split("-"))


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word).lower().rstrip(".")


def _goes_on(sentence: str, end: int) -> bool:
    """Whether another capital follows at once: "Six Flags", "Live Nation"."""
    following = sentence[end : end + 2]
    return len(following) == 2 and following[0] == " " and following[1].isupper()


def _role(run: _Run, sentence: str) -> NameRole:
    words = [_bare(word) for word in run.words]
    if any(word in PUBLIC_WORDS for word in words) or words[0] in PUBLIC_NAMES:
        return "public_body"
    if all(word in PLACES or word in TOPIC_WORDS for word in words):
        acts = _PLACE_ACTS.match(sentence, run.end)
        return "public_body" if acts else "other"
    if any(word in CIVIC_WORDS for word in words) or words[0] in CIVIC_NAMES:
        return "other"
    if not LEGAL_WORDS.isdisjoint(words):
        return "other"
    common = all(word in COMMON_WORDS for word in words)
    if _COMPANY_BEFORE.search(sentence[max(0, run.start - 24) : run.start]) and (
        not common or _NO_OWNER.match(sentence, run.end)
    ):
        return "new"  # "the grocer Albert Hall", "Oslo-based Real"
    if common and words[-1] not in EVERYDAY_NAMES:
        return "other" if len(words) == 1 or not TOPIC_WORDS.isdisjoint(words) else "new"
    if (
        sentence[max(0, run.start - 1) : run.start] == "("
        and sentence[run.end : run.end + 1] == ")"
    ):
        return "other"  # "(FB)": an abbreviation or a ticker of the name before it
    if _is_person(run, words, sentence):
        return "person"
    return "new"


def _is_person(run: _Run, words: list[str], sentence: str) -> bool:
    if words[0] in TITLES:
        return True
    lead = sentence[max(0, run.start - 24) : run.start].lower().split()
    if lead and lead[-1].rstrip(",.") in TITLES:
        return True
    if words[-1] in COMPANY_MARKS:
        return False
    if len(words) in (2, 3) and words[0] in FIRST_NAMES:
        return True
    return len(words) in (2, 3) and bool(_ROLE_AFTER.match(sentence, run.end))


def _trusted(run: _Run, name: str, sentence: str, shouting: bool, elsewhere: str) -> bool:
    """Whether a run is a name at all and not just a word with a capital."""
    if len(name) < 2 or not any(letter.isalpha() for letter in name):
        return False
    bare = [_bare(word) for word in run.words]
    if len(bare) == 1 and bare[0] in EVERYDAY_NAMES:
        return bool(_NO_OWNER.match(sentence, run.end)) or (not run.first and not shouting)
    if not run.first and not shouting:
        return True
    if len(bare) == 1 and run.first and _LABEL_AFTER.match(sentence, run.end):
        return False  # "Beauty chain Foodworld"
    if name in elsewhere:
        return True
    if len(bare) == 1 and run.first and _VERBAL.search(bare[0]):
        return False
    if len(bare) == 1 and re.search(rf"\b{re.escape(bare[0])}\b", elsewhere):
        return False  # an everyday word: elsewhere it has no capital
    return run.first or _is_telling(name)


def _is_telling(name: str) -> bool:
    """Whether a name cannot be an everyday word: "BMW", "TikTok", "H&M", "7-Eleven"."""
    return bool(re.search(r"\d|&|\.\w|[a-z][A-Z]|^[A-Z]{2,}\b", name)) or " " in name
