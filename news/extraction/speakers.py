"""Decides whose act a cue reports, and whether it is one: calls, laws and denials are not."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from news.extraction.acts import Cue
from news.extraction.companies import Mention, has_company_mark, unknown_name_before

# Words that make what follows somebody's wish, and words that make it a fact or a promise.
# Whichever stands nearer before the cue decides.
_WISH = (
    r"urg\w+|call(?:s|ed|ing)?\s+(?:on|for|upon)|call(?:s|ed)|calling|ask(?:s|ed|ing)?|press(?:es|ed|ing|ure[sd]?)"
    r"|demand\w*|petition\w*|implor\w+|push(?:e[sd]|ing)?|lobb(?:y|ied|ying)|wants?|wanted|beg(?:s|ged|ging)?"
    r"|appeal\w*|campaign\w*|protest\w*|needs?|needed|should|must|ought|encourag\w+|challeng\w+"
    r"|recommend\w*|propos\w*|hope[sd]?|calls|consider\w*|weigh(?:s|ed|ing)?|mull\w*|explor\w+"
    r"|refus\w+|declin\w+|den(?:y|ies|ied|ying)|fail(?:s|ed|ing)?|reject\w*|resist\w*|might|could|may|whether"
    r"|if|unless|lets?|time\s+to|bills?|laws?|legislation|ordinance|measure|motion|plan\s+for|debat\w+|vot(?:e[sd]?|ing)"
    r"|without|rather\s+than|instead\s+of|criticis\w+|criticiz\w+|fear\w*|threaten\w*|seek\w*|sought|sues?|sued|lawsuit"
)
_PROMISE = (
    r"announc\w+|sa(?:id|ys?)|plans?|planned|planning|pledg\w+|promis\w+|vow\w*|decid\w+|decision|agree[sd]?|orders?|ordered"
    r"|confirm\w*|will|won[’']?t|would|has|have|had|is|are|was|were|moves?|moved|intend\w*|set|going|commit\w*"
    r"|opt(?:s|ed)|chose|forced?|requir\w+|told|tells|settle\w*|begins?|began|start(?:s|ed)?|stat(?:ed|ing)|wrote"
    r"|declar\w+|instruct\w+|compel\w*|be|been|being"
)
_GOVERNOR = re.compile(rf"\b(?:(?P<wish>{_WISH})|(?P<promise>{_PROMISE}))\b", re.IGNORECASE)
# A denial governs all that follows it in the sentence.
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|dismiss(?:es|ed|ing)|reject(?:s|ed|ing)?|false|untrue|rumou?rs?)\s+"
    r"(?:\w+\s+){0,4}$",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"(?:\b(?:not|never|n[’']t|won[’']t|cannot|no\s+plans?|nor|without|yet|refus\w+|declin\w+|fail\w*"
    r"|should|must|could|might|ought|to\s+not|don’t|doesn’t)\s+(?:\w+\s+){0,2}|\bnot\s+(?:[\w’']+\s+){0,3}to\s+)$",
    re.IGNORECASE,
)
_PUBLIC_BODY = re.compile(
    r"(?<!\bthe\sU\.S\.\s)\b(?:city|cities|county|counties|councils?|councillors?|supervisors?|state|senate|senators?|house|lawmakers"
    r"|legislat\w+|governments?|governor|mayor|ministers?|ministry|IRS|agency|agencies|bureau|courts?"
    r"|judges?|commissions?|commissioners?|regulators?|watchdog|congress\w*|parliament\w*|EU|European\s+Union"
    r"|university|universities|college|schools?|districts?|airport|TSA|GSA|DHS|FBI|CBP|NYPD|LAPD|RCMP|Met\s+Police"
    r"|bill|law|ordinance|legislation|measure|tribunal|San\s+Francisco|Portland|Boston|Oakland|Seattle"
    r"|Minneapolis|Baltimore|Vermont|Maine|Massachusetts|California|New\s+Orleans|New\s+York|Somerville|Virginia|Austin"
    r"|Moscow|Denmark|Italy|France|Germany|Belgium|Morocco|treasury|department\s+of|home\s+office)\b",
    re.IGNORECASE,
)
_HANGS_ON = re.compile(
    r"\b(?:to|by|from|with|in|for|of|at|tell|told|telling|against|under|until|unless|or"
    r"|federal|provincial|local|foreign|other|and|when|while|before|where|after)\s+(?:the\s+|a\s+|any\s+|its\s+|their\s+)?(?:[\w.’'-]+\s+){0,2}$",
    re.IGNORECASE,
)
_BY_PUBLIC_BODY = re.compile(
    r"\s*(?:\w+\s+){0,6}?by\s+(?:the\s+|a\s+|its\s+)?(?:[\w.]+\s+){0,3}?(?:city|council|court|state|government|senate"
    r"|lawmakers|legislature|judge|regulators?|commission\w*|watchdog|law|voters|congress|EU)\b",
    re.IGNORECASE,
)
_NOT_THE_ACTOR_BEFORE = re.compile(
    r"\b(?:unlike|like|rivals?|competitors?|than|against|about|on|upon|at|ask(?:s|ed|ing)?|urg\w+|press(?:es|ed|ing)|accus\w+|sues?"
    r"|suing|sued|investigat\w+|prob\w+|criticis\w+|criticiz\w+|with|from|using|use|used|uses|called|tell|told)\s+(?:\w+\s+){0,1}$",
    re.IGNORECASE,
)
_OTHERS_OF = re.compile(
    r"\s*(?:['’]s?)?\s+(?:\w+\s+){0,2}?(?:critics|customers|clients|employees|workers|staff|shareholders|investors|rivals?"
    r"|competitors|users|partners|home)\b",
    re.IGNORECASE,
)
_ANAPHOR = re.compile(
    r"\b(?:it|they|he|she|both|(?:the|this|that|both|the\s+[\w-]+)\s+(?:[\w-]+\s+){0,2}?(?:compan(?:y|ies)|firms?|retailers?|chains?|giants?"
    r"|start-?ups?|maker|vendor|supplier|operator|developer|platform|network|group|supermarket|airline|bank|stores?|business|brand|app|pair|ceo|chief"
    r"\s+executive|executive|spokes\w+|founder|president))\b",
    re.IGNORECASE,
)
# "Tech companies paused sales": somebody did, but nobody in particular.
_CROWD = re.compile(
    r"\b(?:tech|other|several|some|many|most|few|big|major|all|two|three|four|dozens\s+of)\s+(?:\w+\s+)?"
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
_AGENT_AFTER = re.compile(
    r"[^.;]{0,100}?\b(?:by|from)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}?$", re.IGNORECASE
)
_WORD_OF_COMPANY = re.compile(
    r"\b(?:compan(?:y|ies)|firm|retailer|chain|start-?up|supermarket|customers|shoppers|stores|app|users"
    r"|vendor|maker|developer|business|brand|shares|inc|corp|giant|sell\w*|licens\w+|clients?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Actor:
    """Who acts; unknown companies have no slug and no role in the register."""

    owner: str
    slug: str
    start: int
    end: int
    stated: bool = True  # False: the sentence only says "it" or "the company"


def is_only_talk(sentence: str, cue: Cue, clause_start: int) -> bool:
    """Whether the cue tells of a wish, a call, a refusal, a question or a law, not of an act."""
    lead = sentence[max(clause_start, cue.start - 150) : cue.start]
    if cue.form == "verb" and _NOT_DONE.search(lead[-40:]):
        return True
    if _DENIED.search(lead[-60:]):
        return True
    governors = deque(_GOVERNOR.finditer(lead), maxlen=1)
    if not governors:
        return False
    last = governors[0]
    if cue.form == "barred" and last["wish"]:
        return last["wish"].lower() in ("should", "must", "if", "whether")
    return last["wish"] is not None


def find_actors(
    sentence: str, cue: Cue, mentions: Sequence[Mention], previous: Sequence[Actor]
) -> list[Actor]:
    """The companies whose act a cue reports; empty if it is nobody's or not a company's.

    Args:
        mentions: the register's names in this sentence, with offsets into it.
        previous: who acted or was named in the sentences before, for "it" and "the company".
    """
    if _BY_PUBLIC_BODY.match(sentence, cue.end):
        return []
    usable = [
        mention
        for mention in mentions
        if not _OTHERS_OF.match(sentence, mention.end)
        and not _NOT_THE_ACTOR_BEFORE.search(sentence, max(0, mention.start - 30), mention.start)
    ]
    before = [
        mention for mention in usable if mention.start < cue.start and mention.role != "public_body"
    ]
    body = max(
        [_public_body_before(sentence, cue.start)]
        + [one.start for one in usable if one.role == "public_body" and one.start < cue.start],
    )
    if _CROWD.search(sentence, before[-1].end if before else 0, cue.start):
        return []
    if before and body < before[-1].start:
        return _group(sentence, before)
    if body >= 0:
        return []
    agents = [mention for mention in mentions if mention.start >= cue.end]
    for mention in agents[:1]:
        if _AGENT_AFTER.fullmatch(sentence[cue.end : mention.start]) and cue.form != "negated":
            return _group(sentence, [mention, *agents[1:]], first=True)
    anaphor = deque(_ANAPHOR.finditer(sentence, 0, cue.start), maxlen=1)
    new = unknown_name_before(sentence, cue.start)
    if new and (not anaphor or new[1] > anaphor[0].start()):
        name, start, end = new
        if any(one.start < end and start < one.end for one in mentions):
            return []
        if _OTHERS_OF.match(sentence, end):
            return []
        if has_company_mark(name) or _WORD_OF_COMPANY.search(sentence):
            return [Actor(name, "", start, end)]
    if (anaphor or cue.start < 3) and previous:
        return [Actor(actor.owner, actor.slug, 0, 0, stated=False) for actor in previous]
    return []


def _public_body_before(sentence: str, end: int) -> int:
    """Where the last public body that could be the subject stands before an offset, or -1."""
    found = -1
    for match in _PUBLIC_BODY.finditer(sentence, 0, end):
        if not _HANGS_ON.search(sentence, max(0, match.start() - 40), match.start()):
            found = match.start()
    return found


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
            Actor(mention.owner, mention.slug, mention.start, mention.end),
        )
    return list(actors.values())
