"""Decides whose act a cue reports: a company's, or somebody's whose acts are no pledges."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from news.extraction.acts import Cue
from news.extraction.behind import acts_behind, did_it, is_bound, says_it
from news.extraction.companies import Mention
from news.extraction.wordlists import COMPANY_NOUNS

_PUBLIC_BODIES = (
    r"city|cities|county|counties|councils?|councillors?|supervisors?|state|senate|senators?|house|lawmakers"
    r"|legislat\w+|governments?|governor|mayor|ministers?|ministry|IRS|agency|agencies|bureau|courts?"
    r"|judges?|commissions?|commissioners?|regulators?|watchdog|congress\w*|parliament\w*|EU|European\s+Union"
    r"|university|universities|college|schools?|districts?|airport|TSA|GSA|DHS|FBI|CBP|NYPD|LAPD|RCMP|Met\s+Police"
    r"|bill|law|ordinance|legislation|measure|tribunal|treasury|department\s+of|home\s+office"
    r"|police(?!\s+(?:use|work|ban|pause|moratorium|sales|customers|contracts?|face|facial)\b)"
    r"|force|officials"
    r"|shoppers|customers|consumers|passengers|critics|campaigners|protesters|groups|artists|musicians|users|students|"
    r"shares|stocks|voters|residents|teachers|workers|investors|shareholders|activists|advocates|opinion"
)
# Looked at only where a word has the first letters of one: that is far quicker.
_PUBLIC_BODY = re.compile(rf"(?<!\bthe\sU\.S\.\s)(?:{_PUBLIC_BODIES})\b", re.IGNORECASE)
_LETTERS = 3
_BODY_BEGINNINGS = frozenset(
    word.lower() for word in re.findall(rf"(?:^|\|)([A-Za-z]{{2,{_LETTERS}}})", _PUBLIC_BODIES)
)
_WORD = re.compile(r"\b[A-Za-z]+")
_PREPOSITION = (
    r"to|by|from|with|in|for|of|at|tell|told|telling|tells|promised|assured|warned|informed|against|under|until|unless|or|on|over|near|"
    r"through|via|into|like|unlike|than|about|among|between|using|use[sd]?|called|named|as|including|inside|outside|across"
)
_HANGS_ON = re.compile(
    rf"\b(?:{_PREPOSITION}"
    r"|gave|give[sn]?|giving|sell|sells|sold|selling|let|lets|letting|offer\w*|help\w*|allow\w*|bar|bars|barr\w+"
    r"|block\w*|stop\w*|ban|bans|bann\w+|prevent\w*|ask\w*|keep|keeps|kept|requir\w+|suppl\w+|provid\w+"
    r"|federal|provincial|local|foreign|other|and|when|while|before|where|after)\s+(?:the\s+|a\s+|any\s+|its\s+|their\s+)?(?:[\w.’'-]+\s+){0,2}$",
    re.IGNORECASE,
)
_HANGS_CLOSE = re.compile(
    rf"\b(?:{_PREPOSITION}|with|after|before|while|when|since)\s+(?:the\s+|a\s+|an\s+|its\s+|their\s+)?(?:[a-z-]+\s+){{0,1}}$",
    re.IGNORECASE,
)
# "the maker of Snapchat", "the company behind Foodworld": the one meant is the name's owner.
# "in a letter to Foodworld, the bank said": Foodworld is not the bank.
_TOLD_TO = re.compile(r"\b(?:to|with|against|for|in|at|told|tells)\s+(?:the\s+)?$", re.IGNORECASE)
_STANDS_FOR = re.compile(
    r"\b(?:maker|owner|operator|parent|developer|publisher|provider|supplier|company|firm|group|organi[sz]ers?|head|boss|chief)s?\s+(?:of|behind|at)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# "Festivals including Foodfest": what they do, it does.
_AMONG = re.compile(rf"\b{COMPANY_NOUNS},?\s+including\s+(?:the\s+)?$", re.IGNORECASE)
_SOME = re.compile(r"\ban?\s+$", re.IGNORECASE)
_ITS = re.compile(r"\s+(?:company|subsidiary|unit|brand|spin-off|business)\b", re.IGNORECASE)
_OWNER_AFTER = re.compile(
    r"(?:['’]s?)?[\s-]+(?:(?:tour|festival|concert|show|app|chain|brand|stores?|mall|arena)\s+)?(?:owners?|parent|organi[sz]ers?|promoter|operator|developer|landlord|maker)\b",
    re.I,
)
_BY_PUBLIC_BODY = re.compile(
    r"\s*(?:\w+\s+){0,6}?by\s+(?:the\s+|a\s+|its\s+)?(?:[\w.]+\s+){0,3}?(?:city|council|state|government|senate"
    r"|lawmakers|legislature|law|voters|congress|EU)\b",
    re.IGNORECASE,
)
_NOT_THE_ACTOR_BEFORE = re.compile(
    r"\b(?:unlike|like|rivals?|competitors?|than|against|about|on|upon|at|ask(?:s|ed|ing)?|urg\w+|press(?:es|ed|ing)|accus\w+|sues?"
    r"|suing|sued|investigat\w+|prob\w+|criticis\w+|criticiz\w+|with|from|using|use|used|uses|called|tell|told|such\s+as|owns?|owning|acquired|operates"
    r"|including|by|buying|bought|now|formerly|previously|once)\s+(?:\w+\s+){0,1}$",
    re.IGNORECASE,
)
# Not the company but others: "Foodworld's critics", "Foodworld shareholders", "Foodworld-owned".
_OTHERS_OF = re.compile(
    r"(?:(?:['’]s?\s+(?:\w+\s+){0,2}?|\s+)(?:critics|customers|clients|employees|workers|staff|shareholders|investors|shares|stock|rivals?|phones?|cameras?|scanners?|devices?|glasses"
    r"|competitors|users|partners|home)\b|['’]s\s+(?:\w+\s+){0,2}?(?:board|council|schools?|mayor|residents|students)\b|\s+owned\b|-(?:based|owned|made|backed|led|style|supplied|powered))",
    re.IGNORECASE,
)
_ANAPHOR = re.compile(
    r"\b(?:it|they|he|she|both|(?<=[“\"])we(?=\s)|(?:the|this|that|both|the\s+[\w-]+)\s+(?:[\w-]+\s+){0,2}?(?:"
    + COMPANY_NOUNS
    + r"|pair|ceo|chief\s+executive|executive|spokes\w+|founder|president))\b",
    re.IGNORECASE,
)
_BARE_IT = frozenset(("it", "they", "he", "she", "both"))
# "Tech companies paused sales": somebody did, but nobody in particular.
_CROWD = re.compile(
    r"\b(?<!\bthe\s)(?:tech|other|several|some|many|most|few|big|major|all|two|three|four|dozens\s+of)\s+(?:\w+\s+)?"
    r"(?:companies|firms|retailers|vendors|giants|stores|chains|brands|festivals|airlines|sponsors)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\s*(?:['’]s)?\s*(?:,|&|and|,\s*and|,?\s*as\s+well\s+as|,?\s*along\s+with|,?\s*plus|[-–—/])\s*(?:the\s+|its\s+\w+\s+|also\s+|both\s+)?",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"\s*(?:\w+\s+){0,5}?(?:follow\w*|join\w*|mirror\w*|echo\w*)\s+(?:\w+\s+){0,4}?$", re.IGNORECASE
)
# "put Foodworld on a list that bars ...": the list does, not Foodworld.
_RELATIVE = re.compile(r"\b(?:an?|the)\s+(?:[a-z-]+\s+){1,3}(?:that|which)\s+(?:\w+\s+)?$")
_FOR_EXAMPLE = re.compile(r"\b(?:such\s+as|like|including)\s+(?:the\s+)?$", re.IGNORECASE)
_AGENT_AFTER = re.compile(
    r"[^.;]{0,100}?\b(?:by|from)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}?$", re.IGNORECASE
)


@dataclass(frozen=True)
class Actor:
    """Who acts; companies that the register does not know have no slug."""

    owner: str
    slug: str
    name: str  # as the text has it
    start: int
    end: int
    stated: bool = True  # False: the sentence only says "it" or "the company"
    by_product: bool = False  # named by its product only
    for_owner: bool = False  # "the Foodworld owner", "the maker of Foodworld": who that is, is open

    @property
    def key(self) -> str:
        """The same for every name of one company."""
        return self.slug or self.owner.casefold()


def actor_of(mention: Mention, *, for_owner: bool = False) -> Actor:
    """The company that a mention names, as one that acts."""
    product = mention.role == "product"
    name = mention.owner if product or not mention.slug else mention.text
    return Actor(
        mention.owner, mention.slug, name, mention.start, mention.end, True, product, for_owner
    )


def find_actors(
    sentence: str, cue: Cue, mentions: Sequence[Mention], previous: Sequence[Actor]
) -> list[Actor]:
    """The companies whose act a cue reports; empty if it is nobody's or not a company's.

    Args:
        mentions: the names in this sentence, with offsets into it: the register's and others.
        previous: who acted or was named in the sentences before, for "it" and "the company".
    """
    if _BY_PUBLIC_BODY.match(sentence, cue.end):
        return []
    before = [one for one in acting_names(sentence, mentions) if one.end <= cue.start]
    body = max(
        [_public_body_before(sentence, cue.start, mentions, barred=cue.form == "barred")]
        + [one.start for one in mentions if one.end <= cue.start and _is_other_actor(one, sentence)]
    )
    if _CROWD.search(sentence, before[-1].end if before else 0, cue.start):
        return []
    companies = [one for one in mentions if one.role in COMPANY_ROLES]
    bound = [one for one in companies if body >= 0 and is_bound(one, sentence, cue)]
    if bound:
        return _group(sentence, bound, first=True)
    if body >= 0 and _RELATIVE.search(sentence[max(0, cue.start - 60) : cue.start]):
        return []
    if before and body < before[-1].start:
        return _group(sentence, before)
    anaphor = _last_anaphor(sentence, cue.start)
    if body >= 0:
        # "The company told the city that ...": the noun says who is meant, "it" does not.
        named = anaphor and anaphor.start() > body and anaphor[0].lower() not in _BARE_IT
        if not named:
            return []
        if before:
            return _group(sentence, before)
    agents = [one for one in mentions if one.start >= cue.end and one.role in COMPANY_ROLES]
    for mention in agents[:1]:
        gap = sentence[cue.end : mention.start]
        if (
            _AGENT_AFTER.fullmatch(gap)
            and not _FOR_EXAMPLE.search(gap)
            and cue.form != "negated"
            and mention.slug
        ):
            return _group(sentence, [mention, *agents[1:]], first=True)
    done_by = [one for one in companies if did_it(one, sentence, cue)]
    if done_by:
        return _group(sentence, done_by, first=True)
    said_by = [one for one in companies if says_it(one, sentence, cue)]
    if said_by:
        return _group(sentence, said_by[:1])
    fronted = acts_behind(sentence, cue, acting_names(sentence, mentions))
    if fronted:
        return _group(sentence, fronted, first=True)
    named_here = [
        one
        for one in mentions
        if anaphor
        and one.end <= anaphor.start()
        and one.role in COMPANY_ROLES
        and not _TOLD_TO.search(sentence, max(0, one.start - 20), one.start)
    ]
    if named_here:  # "a promise by Foodworld, whose head said the company would ..."
        return _group(sentence, named_here)
    if (anaphor or cue.start < 3) and previous:
        return [replace(actor, start=0, end=0, stated=False) for actor in previous]
    return []


COMPANY_ROLES = frozenset(("name", "alias", "former", "brand", "product", "domain", "new"))


def _last_anaphor(sentence: str, end: int) -> re.Match[str] | None:
    """The last "it" or "the company" before an offset that is no part of "trading in the firm"."""
    free = (
        match
        for match in _ANAPHOR.finditer(sentence, 0, end)
        if not _HANGS_CLOSE.search(sentence, max(0, match.start() - 30), match.start())
    )
    return next(iter(deque(free, maxlen=1)), None)


def acting_names(sentence: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The companies that stand where the one who acts may stand: "by A and B" leaves out both."""
    found: list[Mention] = []
    left_out: Mention | None = None
    for mention in mentions:
        joined = left_out and _JOINED.fullmatch(sentence, left_out.end, mention.start)
        if joined or not can_act(mention, sentence):
            left_out = mention if mention.role in COMPANY_ROLES else None
            continue
        left_out = None
        found.append(mention)
    return found


def can_act(mention: Mention, sentence: str) -> bool:
    """Whether a name is a company's and stands where the one who acts may stand."""
    if mention.role not in COMPANY_ROLES or _OTHERS_OF.match(sentence, mention.end):
        return False
    lead = sentence[max(0, mention.start - 40) : mention.start]
    if _STANDS_FOR.search(lead):
        return True
    if _AMONG.search(lead):
        return True
    if _SOME.search(lead) and _ITS.match(sentence, mention.end):
        return False  # "Lensview, a Foodworld company, stops": Lensview does
    if _NOT_THE_ACTOR_BEFORE.search(lead[-30:]):
        return False
    return mention.role != "new" or not _HANGS_CLOSE.search(lead)


def others_act(sentence: str, mentions: Sequence[Mention]) -> bool:
    """Whether a public body or somebody else who is no company acts in a sentence."""
    return _public_body_before(sentence, len(sentence), mentions) >= 0 or any(
        _is_other_actor(one, sentence) for one in mentions
    )


def speaks_of_a_company(sentence: str, end: int) -> bool:
    """Whether a company without a name acts before an offset: "the chain", "a retailer"."""
    return bool(_UNNAMED.search(sentence, 0, end))


_UNNAMED = re.compile(rf"\b{COMPANY_NOUNS}\b", re.IGNORECASE)


def _stands_for_owner(mention: Mention, sentence: str) -> bool:
    lead = sentence[max(0, mention.start - 40) : mention.start]
    return bool(_STANDS_FOR.search(lead) or _OWNER_AFTER.match(sentence, mention.end))


def _is_other_actor(mention: Mention, sentence: str) -> bool:
    """Whether a name is that of a public body, a group or a newspaper that could act."""
    if mention.role not in ("public_body", "other"):
        return False
    lead = sentence[max(0, mention.start - 40) : mention.start]
    return mention.role == "public_body" and not _HANGS_ON.search(lead)


def _public_body_before(
    sentence: str, end: int, mentions: Sequence[Mention], *, barred: bool = False
) -> int:
    """Where the last public body that could be the subject stands before an offset, or -1.

    With ``barred`` the cue's own subject is who may not use it: "police may not", "police get no".
    """
    found = -1
    for start, word in _bodies_in(sentence):
        if start >= end:
            break
        if barred and word in _BARRED:
            continue
        if not any(one.start <= start < one.end for one in mentions):  # a word of a name
            found = start
    return found


@lru_cache(maxsize=16)  # asked again for every cue of a sentence
def _bodies_in(sentence: str) -> tuple[tuple[int, str], ...]:
    found = (
        _PUBLIC_BODY.match(sentence, word.start())
        for word in _WORD.finditer(sentence)
        if word[0][:_LETTERS].lower() in _BODY_BEGINNINGS
    )
    return tuple(
        (match.start(), match[0].lower())
        for match in found
        if match and not _HANGS_ON.search(sentence, max(0, match.start() - 40), match.start())
    )


_BARRED = frozenset(("police", "customers", "officials", "force", "government", "governments"))


def _group(sentence: str, mentions: Sequence[Mention], first: bool = False) -> list[Actor]:
    """The last (or first) mention and those joined to it: "A, B and C"."""
    ordered = list(mentions) if first else list(reversed(mentions))
    chosen = [ordered[0]]
    for mention in ordered[1:]:
        left, right = sorted((chosen[-1], mention), key=lambda one: one.start)
        gap = sentence[left.end : right.start]
        if not (_JOINED.fullmatch(gap) or (not gap.strip() and left.slug == right.slug)):
            if not first and _FOLLOWS.fullmatch(gap):
                chosen.append(mention)
                continue
            break
        chosen.append(mention)
    actors: dict[str, Actor] = {}
    for mention in sorted(chosen, key=lambda one: one.start):
        actors.setdefault(
            mention.slug or mention.owner,
            actor_of(mention, for_owner=_stands_for_owner(mention, sentence)),
        )
    return list(actors.values())


def first_group(sentence: str, mentions: Sequence[Mention]) -> list[Actor]:
    """The first company and those joined to it, as a headline names them."""
    chosen = [mentions[0]]
    for mention in mentions[1:]:
        gap = sentence[chosen[-1].end : mention.start]
        if len(gap) > 12 or not any(mark in gap for mark in (",", "and", "&")):
            break
        chosen.append(mention)
    return [actor_of(one) for one in chosen]
