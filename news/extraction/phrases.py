"""The language of pledges: the words and turns of phrase by which companies stop and resume."""

from __future__ import annotations

import re
from typing import Literal

from news.extraction.facts import Act
from news.extraction.idioms import DO, IDIOM, IDIOM_BEGINNINGS

Form = Literal["verb", "negated", "noun", "barred"]

# What may stand for it once the text has named it.
STAND_IN = re.compile(
    r"\b(?:the|this|that|its|their|such|all|any|those|these|a|an|no)\s+"
    r"(?:(?:new|own|entire|controversial|disputed|contested|biased|powerful|live|in-?store|police|ai|ai-powered|smart|security"
    r"|surveillance|recognition|cloud|general|purpose|real-time|automated|similar|whole|existing|planned|proposed|pilot"
    r"|trial|test|testing|store|shop|customer|feature|decade-old|\d+|one|two|three|four|five|six|twelve|sales?\s+of|use\s+of|\w+ed"
    r"|rollout\s+of|deployment\s+of|such|this|kind\s+of|form\s+of|the|of)[\s-]+){0,4}"
    r"(?:technolog\w+|tech|tools?|software|systems?|services?|features?|programs?"
    r"|programmes?|products?|cameras?|trials?|pilots?|database|platform|sales?|business|use|cops?"
    r"|police|app|market|contracts?|scheme|rollout|scans?|scanners?|practice|function|faces?"
    r"|algorithms?|images?|project|experiment|plans?|kiosks?|tests?)\b|\bit\b|\bthem\b"
    r"|\b(?:biometric\w*|selfies?|tech|technology|software|law[\s-]enforcement|faces?|police|facial)\b",
    re.IGNORECASE,
)

ISSUES = re.compile(
    r"\b(?:issu|announc|declar|plac|impos|implement|put|introduc|institut|enact|adopt|made|mak|tak|took"
    r"|unveil|order|begin|began|agree|promis|join|follow|sign)\w*\b",
    re.IGNORECASE,
)

PLEDGE_NOUN = (
    r"(?:moratori(?:um|a)|ban|pause|suspension|halt|freeze|pledge|commitment|promise|vow"
    r"|self-imposed\s+\w+|prohibition|restrictions?|limits?|policy|stance|block|embargo|exit|retreat"
    r"|withdrawal|departure|about-face)"
)
_WIDE = r"(?:[\w’'-]+\s+){0,6}?"
_OWN = r"(?:its|their|the|an?\s+(?:earlier|existing)|[\w.&]+['’]s?)\s+"
# Whom or what a pledge is widened to, no length and no day.
_MORE = (
    r"(?:(?:also\s+)?(?:cover|includ|reach|tak)\w*|all|any|every\w*|other|more|private|federal|local|state|foreign|its|their"
    r"|police|law|government\w*|compan\w+|business\w*|retail\w*|customers|shops|stores|schools|employers"
    r"|immigration|border|military|emotion|facial|face|video)\b"
)

PATTERNS: list[tuple[str, Act, Form, str]] = [
    (
        "breach.goes_back",
        Act.BREACH,
        "verb",
        r"(?:go(?:es|ing|ne)?|went)\s+back\s+on"
        r"|(?:backtrack|back-?pedal)\w*\s+"
        + _WIDE
        + PLEDGE_NOUN
        + r"|having\s+(?:promis|pledg|vow|sworn|committ)\w*\s+[^.;]{5,120}?,\s+[^.;,]{1,60}?\bnow"
        r"|(?:br(?:eak|oke|eaks|eaking)|broken)\s+"
        + _WIDE
        + PLEDGE_NOUN
        + r"|(?:u-turn|reversal|about-turn|flip-flop)(?:s|ped)?\b"
        r"|(?:despite|after|even\s+though|although|though)\s+(?:\w+\s+){0,3}?(?:vow|pledg|promis|swor|swear|committ|agree|insist|"
        r"renounc|saying|telling|said|told|assur)\w*(?:\s+[\w’']+){0,7}?\s+(?:not\s+to|never|(?:it\s+|they\s+)?would\s+(?:not|no|never|only)|it\s+wouldn|"
        r"against|no\s+plans?|to\s+(?:stop|end|quit|work\s+only))"
        r"|despite\s+(?:[\w’'-]+\s+){0,4}?(?:pledge|promise|vow|commitment|assurances?|moratorium|ban|pause|policy)\b"
        r"|(?:in\s+(?:breach|violation)\s+of|violat\w+)\s+"
        + _WIDE
        + PLEDGE_NOUN
        + r"|contrary\s+to\s+(?:[\w’'-]+\s+){0,4}?"
        r"(?:pledge|promise|vow|commitment|assurances?|statements?|policy)"
        r"|(?:promis|pledg|vow|sa(?:id|ys)|told|assur)\w*\s+(?:[\w’'-]+\s+){0,8}?(?:not|never|no)\s+(?:[\w’'-]+[\s,]+){1,14}?(?:yet|but)\b"
        r"|(?:promis|pledg|vow|swor)\w*\s+(?:[\w’'-]+\s+){1,12}?[—–;:-]\s*(?:then|now|yet|but)\s+(?:it|they|the\s+company)\b"
        r"|(?:go|goes|going|went)\s+against\s+"
        + _WIDE
        + PLEDGE_NOUN
        + r"|renege[sd]?|reneging|(?:is|are|gets?|got|getting)\s+back\s+in(?:to)?",
    ),
    (
        "resume.takes_up_again",
        Act.RESUME,
        "verb",
        r"resum(?:e|es|ed|ing)|restart(?:s|ed|ing)?|reintroduc(?:e|es|ed|ing)|re-?launch(?:es|ed|ing)?"
        r"|reviv(?:e|es|ed|ing)|re-?enabl(?:e|es|ed|ing)|re-?instat(?:e|es|ed|ing)"
        r"|br(?:ing|ings|inging|ought)\s+(?:[\w’'-]+\s+){0,5}?back|return(?:s|ed|ing)?\s+to"
        r"|turn(?:s|ed|ing)?\s+(?!(?:its|their)\s+back)(?:[\w’'-]+\s+){0,5}?back\s+on|once\s+again\s+(?:us|sell|offer)\w+"
        r"|(?:years?|months?|weeks?)\s+after\s+(?:it\s+|they\s+|the\s+company\s+)?(?:had\s+)?(?:was\s+|were\s+|been\s+)?(?:shut|kill|scrapp|end(?:ed|ing)|abandon"
        r"|shelv|paus|stopp|clos|dropp|discontinu|ditch|halt|suspend|pull|remov|disown|retir|switch|taken?|took)\w*"
        r"|us(?:es?|ing|ed)\s+(?:[\w’'-]+\s+){1,4}?again\b|(?:is|are|was|were)\s+(?:once\s+)?again\s+\w+ing"
        r"|(?:test|try|trial|sell|offer|scan|us)\w*\s+(?:[\w’'-]+\s+){1,4}?(?:again|once\s+more)\b"
        r"|put(?:s|ting)?\s+(?:[\w’'-]+\s+){1,4}?back\s+(?:in|into|on|up)\b"
        r"|(?:mak(?:e|es|ing)|made)\s+(?:[\w’'-]+\s+){1,6}?(?:possible|available)\s+again"
        r"|(?:is|are|was|were|be|been)\s+(?:once\s+)?(?:again|back)\s+(?:possible|available|allowed|on\s+sale)",
    ),
    (
        "widen.tightens",
        Act.WIDEN,
        "verb",
        rf"(?:widen|broaden|expand|toughen|strengthen|tighten)\w*\s+(?:{_OWN}{_WIDE}{PLEDGE_NOUN}"
        + rf"|{_WIDE}{PLEDGE_NOUN}\s+(?:[\w’'-]+\s+){{0,8}}?to\s+{_MORE})"
        + rf"|extend\w*\s+{_WIDE}{PLEDGE_NOUN}\s+(?:[\w’'-]+\s+){{0,8}}?to\s+{_MORE}"
        + rf"|{PLEDGE_NOUN}\s+(?:[\w’'-]+\s+){{0,8}}?"
        + r"(?:(?:has\s+been|was|is)\s+(?:widened|broadened|expanded)"
        + r"|(?:will\s+)?(?:now|also)\s+(?:also\s+)?(?:cover|appl|includ|extend)\w*)"
        + r"|(?:scrap|remov|drop|end|clos|withdr|revok|delet|eliminat|tak)\w*\s+(?:away\s+)?"
        + rf"{_WIDE}(?:exemption|exception|carve-?out|loophole)s?",
    ),
    (
        "end.lifts",
        Act.END,
        "verb",
        r"(?!end\s+of\b)(?:lift|end|drop|scrap|revers|abandon|revok|rescind|withdraw|cancel|remov|ditch|reconsider|axe|"
        r"overturn|repeal|undo|undid|eas)(?:s|es|ed|d|ing|e|ped|ping|ew|ne)?\s+"
        + _WIDE
        + PLEDGE_NOUN
        + r"|let(?:s|ting)?\s+"
        + _WIDE
        + PLEDGE_NOUN
        + r"\s+(?:[\w’'-]+\s+){0,6}?(?:expire|lapse|run\s+out)"
        + r"|(?:did|does|do|will|would|has|have)\s*(?:not|n[’']t)\s+"
        + r"(?:renew|extend|prolong)(?:ed)?\s+"
        + _WIDE
        + PLEDGE_NOUN
        + r"|"
        + PLEDGE_NOUN
        + r"\s+(?:[\w’'-]+\s+){0,10}?"
        r"(?:has\s+(?:expired|lapsed|run\s+out)|expired|lapsed|ran\s+out|(?:is|was|been)\s+lifted)",
    ),
    (
        "extend.keeps_longer",
        Act.EXTEND,
        "verb",
        r"(?:extend(?:s|ed|ing)?|prolong(?:s|ed|ing)?|renew(?:s|ed|ing)?|lengthen(?:s|ed|ing)?)\s+"
        + _WIDE
        + PLEDGE_NOUN
        + r"|"
        + PLEDGE_NOUN
        + r"\s+(?:[\w’'-]+\s+){0,8}?"
        r"(?:extended|prolonged|renewed|(?:made|now|becomes?|became)\s+(?:permanent|indefinite|open-ended)"
        r"|(?:goes|turns)\s+(?:[\w-]+\s+){0,3}?(?:permanent|indefinite|open-ended)|"
        r"until\s+further\s+notice|indefinite(?:ly)?)"
        r"|(?:keeps?|keeping|kept|maintain\w*|continu\w+)\s+"
        + _WIDE
        + PLEDGE_NOUN
        + r"|(?:mak(?:e|es|ing)|made)\s+"
        + _WIDE
        + r"(?:"
        + PLEDGE_NOUN
        + r"\s+)?(?:permanent|indefinite)|extension\s+of\s+"
        + _WIDE
        + PLEDGE_NOUN
        + r"|"
        + PLEDGE_NOUN
        + r"\s+(?:[\w’'-]+,?\s+){0,16}?"
        r"(?:(?:will|to|would)\s+(?:stay|remain|continue|last)|(?:stays|stayed|remains|remained)\s+(?:in\s+(?:place|force|effect)|on\b))"
        r"|" + PLEDGE_NOUN + r"\s+(?:[\w’'-]+,?\s+){0,14}?"
        r"(?:(?:has|have)\s+been|was|is\s+being|will\s+be)\s+(?:extended|prolonged|renewed)"
        r"|" + PLEDGE_NOUN + r"\s+(?:[\w’'-]+,?\s+){0,9}?"
        r"(?:was|were|been)\s+(?:set|due|about|scheduled|supposed)\s+to\s+"
        r"(?:expire|end|lapse|run\s+out)"
        r"|push\w*\s+back\s+the\s+(?:end|expiry)\s+of\s+"
        + _WIDE
        + PLEDGE_NOUN
        + r"|(?:stick|stuck|stand|stood)(?:s|ing)?\s+(?:by|to|with)\s+"
        + _WIDE
        + PLEDGE_NOUN
        + r"|(?:uphold|upheld|reaffirm|reiterat|recommit)\w*\s+"
        + _WIDE
        + PLEDGE_NOUN,
    ),
    (
        "narrow.loosens",
        Act.NARROW,
        "verb",
        r"(?:narrow|weaken|water|loosen|relax|soften|dilut|rewrit|rewrote|reword|revis)\w*\s+(?:down\s+)?"
        + _WIDE
        + PLEDGE_NOUN
        + r"|carv(?:e|es|ed|ing)\s+(?:\w+\s+){0,4}?(?:exception|exemption)s?",
    ),
    (
        "announce.may_not_use",
        Act.ANNOUNCE,
        "barred",
        r"(?:(?:police|officers|cops|law\s+enforcement|customers|clients|agencies|departments|forces|developers|"
        r"governments?|companies)\s+(?:[\w’'-]+\s+){0,4}?(?:may|can|could|will|would)(?:\s+not|not|\s+no\s+longer|n[’']t)\s+"
        r"(?:be\s+)?(?:us|buy|access|get|able|allowed|permitted|given)\w*"
        r"|(?:police|officers|customers|clients|agencies|developers|users|governments?|companies|firms)\s+"
        r"(?:(?:will|would)\s+)?(?:los(?:e|es|t|ing)|be\s+cut\s+off\s+from)\s+(?:\w+\s+)?access"
        r"|(?:gets?|sell|sells|give|gives)\s+no\s+(?=fac(?:e|ial)))",
    ),
    (
        "announce.will_not",
        Act.ANNOUNCE,
        "negated",
        r"(?:(?:will|would|do|does|did|is|are|shall|has|have|can|could|may|must)\s*(?:not|n[’'o]t)|won[’']t|(?:will\s+)?no\s+longer"
        r"|never(?:\s+again)?|not\s+to|no\s+(?:current\s+|immediate\s+)?(?:plans?|intentions?)\s+(?:to|of)|neither|not\s+be\s+allowed\s+to)\s+"
        r"(?:be\s+|been\s+|currently\s+|longer\s+|and\s+will\s+not\s+){0,2}"
        r"(?:(?!fac(?:e|ial)\b|say|comment|confirm|know|whether|disclos|only|just|answer|stop|end|paus|halt|suspend"
        r"|ceas|quit|drop|ban|bar|limit|curb"
        r"|includ|appl|cover|affect|extend)[\w’'-]+\s+){0,3}?" + rf"(?:{DO})\w*"
        r"|no\s+(?:\w+\s+)?(?:plans?|intentions?)\s+for\b",
    ),
    (
        "announce.noun",
        Act.ANNOUNCE,
        "noun",
        r"moratori(?:um|a)|suspension|commitment|retreat|withdrawal|prohibition"
        r"|decision\s+to\s+(?:stop|end|pause|halt|suspend)"
        r"|(?P<verb_too>ban|pause|halt|freeze|hold|exit|stop|pledge|promise|vow|restrictions|limits|curbs)",
    ),
    ("announce.idiom", Act.ANNOUNCE, "verb", IDIOM),
]
# Pledge nouns that are verbs too, and what stands before them where they are.
PLEDGE_VERB = re.compile(r"(?:ban|pause|halt|freeze|pledge|promise|vow|limit|block|exit)\b", re.I)
AS_VERB = re.compile(r"\b(?:to|will|would|can|could|may|might|must|and|it|they)\s+$", re.IGNORECASE)
# What is a verb as well is a noun only behind an article, an owner or a length.
NOUN_LEAD = re.compile(
    r"\b(?:an?|the|its|their|this|that|such|similar|temporary|voluntary|\w+['’]s?|\w+[\s-](?:year|month|week|day))\s+"
    r"(?:(?!w(?:ill|ould|on)|to\b|ha[sd]|have|is|are|was|can|may|must|should|sa(?:id|ys))[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
# The words with which each rule's patterns begin; of long words the first four letters count. A
# pattern is tried only at such a word: looking one up costs far less than trying everywhere.
BEGINNINGS: dict[str, str] = {
    "breach.goes_back": (
        "in violate having about-turn after although though are assure back-pedal backtrack "
        "break broke contrary "
        "despite even flip get go goes going gone got is pledge promise renege reversal said "
        "says swore told u-turn vow went"
    ),
    "resume.takes_up_again": (
        "are bring brought is month once put re-launch reenable reinstate reintroduce relaunch "
        "restart resume return revive scan sell test trial tried try turn use using was week were "
        "year make made making offer be been"
    ),
    "end.lifts": (
        "abandon about-face axe ban block cancel commitment departure ditch drop ease easing "
        "embargo end exit freeze halt let lift limit moratorium overturn pause pledge policy "
        "prohibition promise reconsider remove repeal rescind restriction retreat reverse "
        "revoke scrap self-imposed stance suspension undid undo vow withdraw did do "
        "does will would has have"
    ),
    "extend.keeps_longer": (
        "push kept about-face ban block commitment continue departure embargo exit extend freeze "
        "halt "
        "keep lengthen limit made maintain make making moratorium pause pledge policy "
        "prohibition prolong promise reaffirm recommit reiterate renew restriction retreat "
        "self-imposed stance stand stick stood stuck suspension upheld uphold vow withdrawal"
    ),
    "widen.tightens": (
        "about-face ban block broaden close commitment delete departure drop eliminate embargo end "
        "exit expand extend freeze halt limit moratorium pause pledge policy prohibition promise "
        "remove restriction retreat revoke scrap self-imposed stance strengthen suspension take "
        "taking tighten took toughen vow widen withdraw"
    ),
    "narrow.loosens": "carve dilute loosen narrow relax revise reword rewrite soften water weaken",
    "announce.will_not": (
        "are can could did do does had has have is may must neither never no not shall will "
        "won would"
    ),
    "announce.may_not_use": (
        "agencies clients companies cops customers departments developers forces get give "
        "governments law officers police sell users firms"
    ),
    "announce.noun": (
        "ban commitment curb decision exit freeze halt hold limit moratorium pause pledge "
        "prohibition promise restriction retreat stop suspension vow withdrawal"
    ),
    "announce.idiom": IDIOM_BEGINNINGS,
}
