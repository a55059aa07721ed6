"""The language of pledges: the words and turns of phrase by which companies stop and resume."""

from __future__ import annotations

import re
from typing import Literal

from news.extraction.facts import Act

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

# fmt: off
STOP_WORDS = (
    "stop stops stopped stopping cease ceases ceased ceasing halt halts halted halting "
    "suspend suspends suspended suspending pause pauses paused pausing end ends ended ending "
    "discontinue discontinues discontinued discontinuing abandon abandons abandoned abandoning "
    "scrap scraps scrapped scrapping drop drops dropped dropping ditch ditches ditched ditching "
    "retire retires retired retiring sunset sunsets sunsetting sunsetted shutter shutters "
    "shuttered shuttering axe axes axed axing kill kills killed killing remove removes removed "
    "removing disable disables disabled disabling deactivate deactivates deactivated deactivating "
    "withdraw withdraws withdrew withdrawn withdrawing exit exits exited exiting quit quits "
    "quitting leave leaves left leaving ban bans banned banning bar bars barred barring block "
    "blocks blocked blocking prohibit prohibits prohibited prohibiting forbid forbids forbade "
    "forbidden forbidding prevent prevents prevented preventing restrict restricts restricted "
    "restricting limit limits limited limiting curb curbs curbed curbing freeze freezes froze "
    "frozen freezing shelve shelves shelved shelving renounce renounces renounced renouncing "
    "forgo forgoes forgoing forswear foreswear cancel cancels cancelled canceled cancelling "
    "canceling dismantle dismantles dismantled dismantling decommission decommissions "
    "decommissioned mothball mothballs mothballed nix nixes nixed yank yanks yanked dump dumps "
    "dumped dumping delete deletes deleted deleting avoid avoids eschew eschews pull pulls pulled "
    "pulling unplug unplugs unplugged rescind rescinds rescinded terminate terminates terminated "
    "terminating eliminate eliminates eliminated "
    "eliminating destroy destroys destroyed destroying renege disavow disavows disavowed forswears "
    "forswore foreswears shun shuns shunned exclude excludes excluded spurn spurns spurned refrain "
    "refrains refrained park parks parked ground grounds grounded bench benches benched suspends "
    "uninstall uninstalls uninstalled uninstalling divest divests divested divesting postpone "
    "postpones postponed delay delays delayed cap caps capped tighten tightens tightened retreat "
    "retreats retreated exits purge purges purged purging jettison jettisons jettisoned junk junks "
    "junked bin bins binned cull outlaw outlaws outlawed veto withhold withholds withheld"
)
_DO = (
    r"(?:sell|offer|provid|develop|us[ei]|licens|ma(?:ke|king)|suppl|allow|let|permit|deploy|work"
    r"|fund|invest|buy|research|seek|build|creat|market|giv|grant|support|process|scan|collect|stor"
    r"|require|renew|read|go\s+ahead|identif|put|bring|add|roll|sale|infer|record|track|suppl|take|turn|re-?start|resum|accept|gather|have"
    r"|deal|sign|commerciali|engage|train|watch|integrat|ask|force"
    r"|run|operat|recogni|adopt|introduc|install|implement|access|condone|pursu|enabl|trial"
    r"|test|launch|pilot|return|touch|employ|participat|identif|share|hand)\w*"
)
# fmt: on
_IDIOMS = (
    r"shut(?:s|ting)?\s+(?:[\w’']+\s+){0,3}?(?:down|off|out)|turn(?:s|ed|ing)?\s+(?:[\w’']+\s+){0,3}?"
    r"(?:off|away)|turn(?:s|ed|ing)?\s+(?:its|their)\s+back|switch(?:es|ed|ing)?\s+(?:\w+\s+){0,3}?off"
    r"|phas(?:e|es|ed|ing)\s+(?:\w+\s+){0,2}?out|pull(?:s|ed|ing)?\s+the\s+plug|hit(?:s|ting)?\s+"
    r"(?:the\s+)?(?:pause|brakes)|call(?:s|ed|ing)?\s+it\s+quits|walk(?:s|ed|ing)?\s+away"
    r"|back(?:s|ed|ing)?\s+(?:away|out|off)|step(?:s|ped|ping)?\s+(?:back|away)"
    r"|g[eo]t(?:s|ting)?\s+(?:out\s+of|rid\s+of)|gi?a?v(?:e|es|en|ing)\s+up|w(?:i|ou)nd(?:s|ing)?\s+down"
    r"|h[eo]ld(?:s|ing)?\s+(?:off|back)|cut(?:s|ting)?\s+(?:off|ties)|rul(?:e|es|ed|ing)\s+out"
    r"|roll(?:s|ed|ing)?\s+back|part(?:s|ed|ing)?\s+(?:ways|company)|d(?:o|oes|oing|id)\s+away\s+with"
    r"|steer(?:s|ed|ing)?\s+clear|swear(?:s|ing)?\s+off|swore\s+off|scal(?:e|es|ed|ing)\s+(?:back|down)"
    r"|bow(?:s|ed|ing)?\s+out|put(?:s|ting)?\s+(?:[\w’'-]+\s+){0,9}?on\s+(?:hold|ice|pause|the\s+(?:shelf|back-?\s?burner))"
    r"|sa(?:y|ys|id|ying)\s+(?:no|goodbye)\s+to|bring(?:s|ing)?\s+(?:[\w’'-]+\s+){0,6}?to\s+an\s+end"
    r"|put(?:s|ting)?\s+an?\s+(?:end|stop|halt)\s+to|pump(?:s|ed|ing)?\s+the\s+brakes"
    r"|call(?:s|ed|ing)?\s+(?:a\s+)?(?:halt|time)\s+(?:to|on)|clos(?:e|es|ed|ing)\s+down"
    r"|distanc\w+\s+(?:itself|themselves)|took\s+(?:\w+\s+){0,3}?offline|rip(?:s|ped|ping)?\s+out"
    r"|t(?:ake|akes|aking|ook|aken)\s+(?:[\w’'-]+\s+){1,5}?(?:down|out|offline|off)\b"
    r"|cut(?:s|ting)?\s+(?:back|down)|decid(?:e|es|ed|ing)\s+against|g[eo]t(?:s|ting)?\s+cold\s+feet|think(?:s|ing)?\s+better\s+of"
    r"|thought\s+better\s+of|(?:opt|opts|opted|choose|chooses|chose|decid\w+)\s+not\s+to|back-?flip(?:s|ped|ping)?|walk(?:s|ed|ing)?\s+back"
    r"|draw(?:s|n|ing)?\s+(?:a\s+)?line|drew\s+(?:a\s+)?line|los(?:e|es|ing|t)\s+(?:appetite|interest)|dial(?:s|led|ed|ling)?\s+(?:back|down)"
    r"|rein(?:s|ed|ing)?\s+in|(?:is|are|be|remains?|stays?)\s+off(?:-|\s)limits|not\s+on\s+the\s+table|off\s+the\s+table|no\s+appetite"
    r"|ha(?:s|ve|d)\s+enough\s+of|wash(?:es|ed)?\s+(?:its|their)\s+hands|u-?turn(?:s|ed)?\s+on|think(?:s)?\s+again|lay(?:s|ing)?\s+to\s+rest|laid\s+to\s+rest"
    r"|put(?:s|ting)?\s+off|call(?:s|ed|ing)?\s+off|turn(?:s|ed|ing)?\s+away\s+from|hang(?:s|ing)?\s+up\s+on"
    r"|(?:sell|sells|sold|selling)\s+(?:its|their|a|the)\s+(?:\w+\s+)?(?:stake|interest|share)|opt(?:s|ed|ing)?\s+out"
    r"|(?:is|are|was|were)\s+over\b|clos(?:e|es|ed|ing)\s+the\s+door|shut(?:s|ting)?\s+the\s+door"
    r"|do(?:es)?\s+without|agree[sd]?\s+to\s+(?:limits|curbs|restrictions)|ban\s+(?:itself|themselves)"
    r"|(?:hit|hits|hitting|slam|slams|slammed|apply|applies|applied|tap|taps)\s+(?:on\s+)?the\s+brakes?"
    r"|fold(?:s|ed)?\s+on|mak(?:e|es|ing)\s+(?:[\w’'-]+\s+){1,5}?optional|made\s+(?:[\w’'-]+\s+){1,5}?optional"
    r"|tak(?:e|es|ing)\s+a\s+(?:break|pause|step\s+back)|took\s+a\s+(?:break|pause|step\s+back)"
    r"|turn(?:s|ed|ing)?\s+down|pass(?:es|ed)?\s+on|put(?:s|ting)?\s+(?:the\s+)?brakes?\s+on"
    r"|pull(?:s|ed|ing)?\s+(?:out|back|away)|st(?:ay|ays|ayed|aying)\s+(?:away|out|clear)"
    r"|keep(?:s|ing)?\s+(?:[\w’'-]+\s+){1,6}?(?:off|out\s+of|away|from)\b|kept\s+(?:[\w’'-]+\s+){1,6}?(?:off|out\s+of|away|from)\b"
    r"|no\s+(?:more|longer)\s+(?=fac(?:e|ial))|(?:vow|promise|pledge|commit)(?:s|ed|ted)?\s+(?:to\s+)?no\b|agree[sd]?\s+not\b"
    r"|(?:let|lets|letting|allow|allows|allowing|give|gives|giving|offer|offers|offering)\s+(?:[\w’'-]+\s+){1,9}?"
    r"(?:without|skip|bypass|avoid|opt\s+out\s+of|opting\s+out\s+of)\b|keep(?:s|ing)?\s+(?:[\w’'-]+\s+){1,5}?from\s+\w+ing|kept\s+(?:[\w’'-]+\s+){1,5}?from\s+\w+ing"
)
PLEDGE_NOUN = (
    r"(?:moratori(?:um|a)|ban|pause|suspension|halt|freeze|pledge|commitment|promise|vow"
    r"|self-imposed\s+\w+|prohibition|restrictions?|limits?|policy|stance|block|embargo|exit|retreat"
    r"|withdrawal|departure|about-face)"
)
_WIDE = r"(?:[\w’'-]+\s+){0,6}?"

PATTERNS: list[tuple[str, Act, Form, str]] = [
    (
        "breach.goes_back",
        Act.BREACH,
        "verb",
        r"(?:go(?:es|ing|ne)?|went)\s+back\s+on|backtrack(?:s|ed|ing)?|back-?pedal(?:s|led|ling)?"
        r"|(?:br(?:eak|oke|eaks|eaking)|broken)\s+"
        + _WIDE
        + PLEDGE_NOUN
        + r"|(?:u-turn|reversal|about-turn|flip-flop)(?:s|ped)?\b"
        r"|(?:despite|after|even\s+though|although)\s+(?:\w+\s+){0,2}?(?:vow|pledg|promis|swor|swear|committ|"
        r"renounc|saying|telling|said|told|assur)\w*(?:\s+[\w’']+){0,7}?\s+(?:not\s+to|never|(?:it\s+|they\s+)?would\s+(?:not|no|never|only)|it\s+wouldn|"
        r"against|no\s+plans?|to\s+(?:stop|end|quit|work\s+only))"
        r"|despite\s+(?:[\w’'-]+\s+){0,4}?(?:pledge|promise|vow|commitment|assurances?|moratorium|ban|pause|policy)\b"
        r"|contrary\s+to\s+(?:[\w’'-]+\s+){0,4}?(?:pledge|promise|vow|commitment|assurances?|statements?|policy)"
        r"|(?:promis|pledg|vow|sa(?:id|ys)|told|assur)\w*\s+(?:[\w’'-]+\s+){0,8}?(?:not|never|no)\s+(?:[\w’'-]+[\s,]+){1,14}?(?:yet|but)\b"
        r"|(?:promis|pledg|vow|swor)\w*\s+(?:[\w’'-]+\s+){1,12}?[—–;:-]\s*(?:then|now|yet|but)\s+(?:it|they|the\s+company)\b"
        r"|(?:go|goes|going|went)\s+against\s+"
        + _WIDE
        + PLEDGE_NOUN
        + r"|renege[sd]?|reneging|(?:is|are|gets?|got|getting)\s+back\s+in(?:to)?",
    ),
    (
        "end.resumes",
        Act.END,
        "verb",
        r"resum(?:e|es|ed|ing)|restart(?:s|ed|ing)?|reintroduc(?:e|es|ed|ing)|re-?launch(?:es|ed|ing)?"
        r"|reviv(?:e|es|ed|ing)|re-?enabl(?:e|es|ed|ing)|re-?instat(?:e|es|ed|ing)"
        r"|br(?:ing|ings|inging|ought)\s+(?:[\w’'-]+\s+){0,5}?back|return(?:s|ed|ing)?\s+to"
        r"|turn(?:s|ed|ing)?\s+(?!(?:its|their)\s+back)(?:[\w’'-]+\s+){0,5}?back\s+on|once\s+again\s+(?:us|sell|offer)\w+"
        r"|(?:years?|months?|weeks?)\s+after\s+(?:it\s+|they\s+|the\s+company\s+)?(?:had\s+)?(?:shut|kill|scrapp|end(?:ed|ing)|abandon"
        r"|shelv|paus|stopp|clos|dropp|discontinu|ditch|halt|suspend|pull|remov|disown|retir|switch)\w*"
        r"|us(?:es?|ing|ed)\s+(?:[\w’'-]+\s+){1,4}?again\b|(?:is|are|was|were)\s+(?:once\s+)?again\s+\w+ing"
        r"|test(?:s|ing|ed)?\s+(?:[\w’'-]+\s+){1,4}?again\b",
    ),
    (
        "end.lifts",
        Act.END,
        "verb",
        r"(?:lift|end|drop|scrap|revers|abandon|revok|rescind|withdraw|cancel|remov|ditch|reconsider|axe|"
        r"overturn|repeal|undo|undid|eas)(?:s|es|ed|d|ing|e|ped|ping|ew|ne)?\s+"
        + _WIDE
        + PLEDGE_NOUN
        + r"|let(?:s|ting)?\s+"
        + _WIDE
        + PLEDGE_NOUN
        + r"\s+(?:expire|lapse|run\s+out)|"
        + PLEDGE_NOUN
        + r"\s+(?:\w+\s+){0,3}?(?:expir(?:es|ed)|laps(?:es|ed)|ran\s+out|(?:is|was|been)\s+lifted)",
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
        + r"\s+(?:[\w’'-]+\s+){0,8}?(?:extended|prolonged|renewed|(?:made|now)\s+(?:permanent|indefinite)|"
        r"until\s+further\s+notice|indefinite(?:ly)?)"
        r"|(?:keep|maintain|continu)(?:s|es|ed|ing|e)?\s+"
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
        + r"\s+(?:[\w’'-]+\s+){0,10}?(?:will|to|would)\s+(?:stay|remain|continue|last)"
        r"|(?:stick|stuck|stand|stood)(?:s|ing)?\s+(?:by|to|with)\s+"
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
        "announce.will_not",
        Act.ANNOUNCE,
        "negated",
        r"(?:(?:will|would|do|does|did|is|are|shall|has|have|can|could|may|must)\s*(?:not|n[’'o]t)|won[’']t|(?:will\s+)?no\s+longer"
        r"|never(?:\s+again)?|not\s+to|no\s+(?:current\s+|immediate\s+)?(?:plans?|intentions?)\s+(?:to|of|for)|neither|not\s+be\s+allowed\s+to)\s+"
        r"(?:be\s+|been\s+|currently\s+|longer\s+|and\s+will\s+not\s+){0,2}"
        r"(?:(?!say|comment|confirm|know|whether|disclos|only|just|answer|stop|end|paus|halt|suspend"
        r"|ceas|quit|drop|ban|bar|limit|curb"
        r"|includ|appl|cover|affect|extend)[\w’'-]+\s+){0,3}?" + _DO,
    ),
    (
        "announce.may_not_use",
        Act.ANNOUNCE,
        "barred",
        r"(?:(?:police|officers|cops|law\s+enforcement|customers|clients|agencies|departments|forces|developers|"
        r"governments?|companies)\s+(?:[\w’'-]+\s+){0,4}?(?:may|can|could|will|would)(?:\s+not|not|\s+no\s+longer|n[’']t)\s+"
        r"(?:be\s+)?(?:us|buy|access|get|able|allowed|permitted|given)\w*"
        r"|(?:gets?|sell|sells|give|gives)\s+no\s+(?=fac(?:e|ial)))",
    ),
    (
        "announce.noun",
        Act.ANNOUNCE,
        "noun",
        r"moratori(?:um|a)|suspension|commitment|retreat|withdrawal|prohibition"
        r"|decision\s+to\s+(?:stop|end|pause|halt|suspend)"
        r"|(?P<verb_too>ban|pause|halt|freeze|hold|exit|stop|pledge|promise|vow|restrictions|limits|curbs)",
    ),
    ("announce.idiom", Act.ANNOUNCE, "verb", _IDIOMS),
]
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
        "go goes going gone went backtrack back-pedal break broke u-turn reversal about-turn flip despite after "
        "even although renege is are get got contrary promise pledge vow swore said says told assure"
    ),
    "end.resumes": (
        "year month week use using test is are was were resume restart reintroduce relaunch re-launch revive "
        "reinstate reenable bring brought return turn once"
    ),
    "end.lifts": (
        "lift end drop scrap reverse abandon revoke rescind withdraw cancel remove ditch reconsider axe "
        "overturn repeal undo undid ease easing let moratorium ban pause suspension halt freeze pledge commitment promise "
        "vow self-imposed prohibition restriction limit policy stance block embargo exit retreat departure about-face"
    ),
    "extend.keeps_longer": (
        "extend prolong renew lengthen keep maintain continue make making made stick stuck stand stood uphold "
        "upheld reaffirm reiterate recommit moratorium ban pause suspension halt freeze pledge commitment promise "
        "vow self-imposed prohibition restriction limit policy stance block embargo exit retreat withdrawal departure about-face"
    ),
    "narrow.loosens": "narrow weaken water loosen relax soften dilute rewrite reword revise carve",
    "announce.will_not": "will won would do does did is are shall has have had no never not neither can could may must",
    "announce.may_not_use": (
        "police officers cops law customers clients agencies departments forces developers "
        "governments companies get sell give"
    ),
    "announce.noun": (
        "moratorium suspension commitment retreat withdrawal prohibition decision ban pause halt "
        "freeze hold exit stop pledge promise vow restriction limit curb"
    ),
    "announce.idiom": (
        "shut turn switch phase pull hit call walk back step get got give giving gave wind winding wound hold held cut rule ruling roll "
        "part do does doing did steer swear swore scale scaling bow put say said bring pump close closing distance took rip keep kept "
        "take taking hang sell sold opt is are was were agree ban slam apply tap fold make making made no pass stay vow promise "
        "pledge commit cease let allow offer decide think thought choose chose draw drew lose losing lost dial rein be "
        "remain off has have had wash u-turn lay laid not rename"
    ),
}
