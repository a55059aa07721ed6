"""Tells an act from mere talk of one: wishes, calls, refusals, questions, denials and bills."""

from __future__ import annotations

import re
from collections import deque

from news.extraction.acts import Cue

# Words that make what follows somebody's wish, and words that make it a fact or a promise.
# Whichever stands nearer before the cue decides.
_WISH = (
    r"(?:won[’']t|not)\s+(?:be\s+)?join\w*|urg\w+|call(?:s|ed|ing)?\s+(?:on|for|upon|to)|call(?:s|ed)|calling|ask(?:s|ed|ing)?|press(?:es|ed|ing|ure[sd]?)?"
    r"|demand\w*|petition\w*|implor\w+|push(?:e[sd]|ing)?|lobb(?:y|ied|ying)|wants?|wanted|beg(?:s|ged|ging)?"
    r"|appeal\w*|campaign\w*|protest\w*|needs?|needed|should|must|ought|encourag\w+|challeng\w+"
    r"|recommend\w*|propos\w*|hope[sd]?|calls|consider\w*|weigh(?:s|ed|ing)?|mull\w*|explor\w+"
    r"|refus\w+|declin\w+|den(?:y|ies|ied|ying)|fail(?:s|ed|ing)?|reject\w*|resist\w*|might|could|may|whether"
    r"|if|unless|lets?|time\s+to|bills?|laws?|legislation|ordinance|measure|motion|plan\s+for|debat\w+|vot(?:e[sd]?|ing)"
    r"|without|rather\s+than|instead\s+of|criticis\w+|criticiz\w+|fear\w*|threaten\w*|seek\w*|sought|sues?|sued|lawsuit"
    r"|how\s+to|why|rul\w+\s+out|can|aims?\s+to|designed\s+to|helps?|tries|trying|tried|short\s+of|would-be|praised"
    r"|expected|likely|tipped|rumou?red"
)
_PROMISE = (
    r"announc\w+|sa(?:id|ys?)|plans?|planned|planning|pledg\w+|promis\w+|vow\w*|decid\w+|decision|agree[sd]?|orders?|ordered"
    r"|confirm\w*|will|won[’']?t|would|has|have|had|is|are|was|were|moves?|moved|intend\w*|set|going|commit\w*"
    r"|opt(?:s|ed)|chose|forced?|requir\w+|told|tells|settle\w*|begins?|began|start(?:s|ed)?|stat(?:ed|ing)|wrote"
    r"|declar\w+|instruct\w+|compel\w*|be|been|being|bow(?:s|ed)"
)
_GOVERNOR = re.compile(rf"\b(?:(?P<wish>{_WISH})|(?P<promise>{_PROMISE}))\b", re.IGNORECASE)
# What a company says in its defence: "our machines do not store faces".
_DEFENCE = re.compile(
    r"do(?:es)?\s*(?:not|n[’']t)\s+(?:[\w’'-]+\s+){0,3}?"
    r"(?:stor|record|identif|recogni|collect|gather|shar|track|process|infer|read|touch)\w*",
    re.IGNORECASE,
)
# A denial governs all that follows it in the sentence.
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|dismiss(?:es|ed|ing)|reject(?:s|ed|ing)?|false|untrue|rumou?rs?)\s+"
    r"(?:[\w’']+\s+){0,5}$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"[^.;]{0,60}\b(?:(?:is|are|was|were)\s+(?:false|untrue|not\s+true|wrong)|den(?:y|ies|ied))\b",
    re.I,
)
_NOT_DONE = re.compile(
    r"(?:\b(?:not|never|n[’']t|won[’']t|cannot|no\s+plans?|nor|without|yet|refus\w+|declin\w+|fail\w*"
    r"|should|must|could|might|ought|to\s+not|don’t|doesn’t|no\s+intention|short|no\s+(?:reason|need|cause|grounds|case|point))\s+(?:(?:to|of|be|yet)\s+)?(?:\w+\s+){0,1}|\bnot\s+(?:[\w’']+\s+){0,3}to\s+)$",
    re.IGNORECASE,
)
# Under an order or a settlement "must" is no wish.
_BINDING = re.compile(
    r"\b(?:settle\w*|order(?:s|ed)?|ruling|ruled|decree|deal|agreement|consent|judge|court|tribunal|regulator|watchdog"
    r"|commission\w*|CNIL|ICO|FTC|OAIC)\b",
    re.IGNORECASE,
)
# "Groups to Foodworld: stop scanning faces"
_ORDERED_ABOUT = re.compile(r":\s*[\"“‘']?$")
_COMMANDS = frozenset(("stop", "end", "drop", "scrap", "ban", "halt", "pause", "quit", "ditch"))
_IGNORED = re.compile(
    r"\b(?:(?:not|n[’']t|never)\s+(?:respond|compl|heed|obey)\w*|ignor\w+|defied|defies|flout\w*)\b",
    re.IGNORECASE,
)
# "ruled out removing it"
_NO_END = re.compile(
    r"\s+(?:an?\s+(?:ban|end|halt|pause)|(?:remov|end|stopp|dropp|scrapp|paus|halt|withdraw|limit|ditch|suspend"
    r"|abandon)ing|(?:switching|turning)\s+off|giving\s+up)\b",
    re.IGNORECASE,
)
_SHORT_OF = re.compile(r"\s+short\s+of\b", re.IGNORECASE)


def is_only_talk(sentence: str, cue: Cue, clause_start: int) -> bool:
    """Whether the cue tells of a wish, a call, a refusal, a question or a law, not of an act."""
    lead = sentence[max(clause_start, cue.start - 150) : cue.start]
    if _ORDERED_ABOUT.search(lead) and sentence[cue.start : cue.end].lower() in _COMMANDS:
        return True
    if _IGNORED.search(lead) or _DEFENCE.fullmatch(sentence, cue.start, cue.end):
        return True
    if _NO_END.match(sentence, cue.end) and cue.rule == "announce.idiom":
        return True
    if _SHORT_OF.match(sentence, cue.end):
        return True
    if _DENIED.search(lead[-80:]) or _DENIED_AFTER.match(sentence, cue.end):
        return True
    governors = deque(_GOVERNOR.finditer(lead), maxlen=1)
    last = governors[0] if governors else None
    bound = last is not None and last[0].lower() == "must" and bool(_BINDING.search(sentence))
    if cue.form == "verb" and not bound and _NOT_DONE.search(lead[-40:]):
        return True
    if last is None or bound:
        return False
    if cue.form == "barred" and last["wish"]:
        return last["wish"].lower() in ("should", "must", "if", "whether")
    return last["wish"] is not None
