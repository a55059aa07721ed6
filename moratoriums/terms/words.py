"""The closed vocabulary: every word the reading of terms knows, and what it is taken for."""

from __future__ import annotations

import re


def words(pattern: str) -> re.Pattern[str]:
    """Compile alternatives that match whole words only."""
    return re.compile(rf"(?<![\w'])(?:{pattern})(?![\w])")


PLEDGE_NOUN = (
    r"moratori(?:um|ums|a)|pauses?|bans?|halts?|suspensions?|freezes?|stops?|hiatus|pledges?|"
    r"commitments?|prohibitions?|embargo|stoppage|break|restrictions?|promises?|undertaking|"
    r"time-?outs?|abstention|standstill|hold"
)
# Nouns whose length is not the pledge's: "a two-year contract".
OTHER_NOUN = (
    r"contracts?|deals?|leases?|licen[cs]es?|warrant(?:y|ies)|plans?|programmes?|programs?|"
    r"veterans?|relationships?|partnerships?|histor(?:y|ies)|sentences?|prison|study|studies|"
    r"investigations?|reviews?|notice|budgets?|campaigns?|protests?|trials?|pilots?|tests?|"
    r"projects?|jobs?|careers?|roles?|mandates?|subscriptions?|customers?|employees?|lawsuits?|"
    r"litigation|inquir(?:y|ies)|consultations?|roadmap|comment|delay|fund|grants?|effort|reign|"
    r"tenure|experience|data|records?|archives?|anniversary|mark|deadline|window|high|low|streak|offers?|sale|hearing"
)
# Somebody stops, refuses or promises something here.
STOPPING = words(
    rf"{PLEDGE_NOUN}|moratoriums?|paus(?:ed|ing)|halt(?:ed|ing)|suspend(?:s|ed|ing)?|stopped|"
    r"stopping|stop|ban|banned|banning|bar|bars|barred|barring|prohibit(?:s|ed|ing)?|"
    r"prevent(?:s|ed|ing)?|block(?:s|ed|ing)?|freeze|freezing|frozen|froze|forbid(?:s|den|ding)?|"
    r"refrain(?:s|ed|ing)?|abstain(?:s|ed|ing)?|withhold(?:s|ing)?|withheld|pledg(?:ed|ing)|"
    r"promis(?:ed|ing)|commit(?:s|ted|ting)?|vow(?:s|ed|ing)?|agree(?:s|d|ing)?|not|\w+n't|"
    r"cannot|never|no|without|ceas(?:e|es|ed|ing)|disabl(?:e|es|ed|ing)|shelv(?:e|es|ed|ing)|"
    r"hold(?:s|ing)? off|on hold|off[- ]limits|off the market|restrict(?:s|ed|ing)?|unavailable|"
    r"discontinu(?:e|es|ed|ing)|forgo(?:es|ing)?|shut(?:s|ting)?|exclud(?:e|es|ed|ing)|"
    r"refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|den(?:y|ies|ied|ying)|end the (?:sale|use)"
)
# Right before "for a year" or "until June" these speak of the pledge as well.
LASTING = re.compile(
    r"(?<![\w'])(?:lasts?|lasting|runs?|running|in (?:place|force|effect)|applies|apply|valid|"
    r"remains?|continues?|continuing|effective|immediately|only|just|initially|temporarily|"
    r"stays?|extend(?:s|ed|ing)?|ends?|ending|expires?|set|due|scheduled|"
    r"terms?|period|duration|length)"
    r"(?: (?:to|will|shall|would))* ?$"
)
# These verbs take a length or a date as their object: "the policy lasts a year".
MEASURING = words(
    r"lasts?|lasting|runs?|running|spans?|spanning|terms?|duration|"
    r"ends?|ending|expir(?:e|es|y|ing|ation)|lifts?|lifted|end date|laps(?:e|es|ing)"
)
OTHER_MATTER = words(
    rf"{OTHER_NOUN}|in business|founded|established|existed|been|employ(?:s|ed|ing)?|aged?|old|ago"
)
# Words that make it doubtful whether a length or a date is the pledge's own.
DOUBT = words(
    r"reject(?:s|ed|ing)?|oppos(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:for|on)|urg(?:e|es|ed|ing)|"
    r"demand(?:s|ed|ing)?|ask(?:s|ed|ing)?|propos(?:e|es|ed|ing|als?)|consider(?:s|ed|ing)?|"
    r"mull(?:s|ed|ing)?|might|could|should|(?<!in )(?<!of )may(?! not| \d|,)|if|"
    r"whether|instead of|rather than|plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|aim(?:s|ed|ing)?|"
    r"hop(?:e|es|ed|ing)|expect(?:s|ed|ing)?|likely|possibl[ey]|perhaps|maybe|probably|suggest(?:s|ed|ing)?|"
    r"recommend(?:s|ed|ing)?|want(?:s|ed|ing)?|threaten(?:s|ed|ing)?|unlike|nor|"
    r"last (?:year|month|week)(?:'s)?|earlier this|ended|expired|lapsed|lifted|overturned|"
    r"reversed|scrapped|abandoned|dropped|had|been|previous(?:ly)?|former(?:ly)?|would have|"
    r"(?:have|has|had|given|gives?) until|bills?|ordinances?|lawmakers?|senators?|did not|didn't|"
    r"comment|rul(?:e|es|ed|ing) out|when|before|(?<!at )once"
)
EXTENDING = words(
    r"extend(?:s|ed|ing)?|extensions?|prolong(?:s|ed|ing)?|renew(?:s|ed|al|ing)|"
    r"lengthen(?:s|ed|ing)?|shorten(?:s|ed|ing)?|cut|reduc(?:e|es|ed|ing)|doubl(?:e|es|ed|ing)|"
    r"twice|(?:further|additional|another|extra|second|third) (?:period|term)|"
    r"resum(?:e|es|ed|ing)|delay(?:s|ed|ing)?|postpon(?:e|es|ed|ing)"
)
HEDGE = words(
    r"at least|at (?:a )?minimum|(?:no|not) (?:less|fewer|shorter|earlier|sooner) than|minimum|"
    r"up to|(?:no|not) (?:more|longer|later) than|not exceeding|not to exceed|maximum|at most|"
    r"more than|less than|longer than|fewer than|at the (?:latest|earliest)|about|around|roughly|"
    r"approximately|nearly|almost|approx|abt|ca|circa|min|max|est"
)
NEGATION = re.compile(
    r"(?:\bnot|\w+n't|\bno|\bnever|\bnor|\bwithout|\brather than|\binstead of|\bno longer)"
    r"(?: (?:be|been|being|an?|the|yet|made|meant to be|necessarily))* $"
)
REVIEWING = words(
    r"review(?:s|ed|ing)?|reassess(?:es|ed|ing)?|revisit(?:s|ed|ing)?|re-?evaluat(?:e|es|ed|ing)|"
    r"report(?:s|ed|ing)?|update(?:s|d)?|assess(?:es|ed|ing)?"
)

_ACTS = (
    r"(?:sell|develop|offer|provide|use|seek|make|build|licen[cs]e|supply|deploy|allow|let|permit|"
    r"enable|market|create|research|support|condone|release|ship|pursue|share|resume|buy|purchase|"
    r"acquire|adopt|invest|give|return|reintroduce|install|introduce|implement|procure|operate|"
    r"accept|contract|partner|collect|scan|identify|track|produce|distribute)"
)
NO_END_STATED = words(
    rf"(?:will|would|shall|must) (?:\w+ly )?(?:not|no longer) (?:\w+ly )?(?:be )?{_ACTS}(?:ing)?|"
    rf"(?:won't|wouldn't|shan't) (?:\w+ly )?(?:be )?{_ACTS}(?:ing)?|"
    rf"no longer (?:be )?{_ACTS}(?:s|ing|d|ed)?|discontinu(?:e|es|ing)|"
    r"exit(?:s|ing)? (?:the|from|its|facial|face)|withdraw(?:s|ing)? from|"
    r"shut(?:s|ting)? down|get(?:s|ting)? out of"
)
FOR_GOOD = words(
    r"permanent(?:ly)?|forever|for ever|in perpetuity|perpetual(?:ly)?|for all time|never|"
    r"for good(?= ?(?:$|[.,;:!?)]|and ))"
)
OPEN = words(
    r"indefinite(?:ly)?|(?:until|till|pending) further (?:notice|orders?|announcements?)|"
    r"(?:for )?the foreseeable future|open-? ?ended|sine die|"
    r"(?:no|without an?|without any|with no) (?:\w+ )?(?:end|expiry|expiration)(?: date)?|"
    r"(?:no|without an?|without any|with no) time limit|"
    r"for an (?:unspecified|undetermined|indeterminate) (?:period|time)"
)
FOR_NOW = words(
    r"temporar(?:y|ily)|for now|for the (?:time being|moment|present)|at this time|at present|"
    r"at the moment|for the time"
)
