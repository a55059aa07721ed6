"""The words for stopping: single verbs, and turns of phrase without any of them."""

from __future__ import annotations


def _forms(verb: str) -> str:
    """A regular verb marked with "+" in its forms: "halt+", "stop+p", "pause+" (drops its e)."""
    stem, mark, twice = verb.partition("+")
    if not mark:
        return verb
    bare = stem.removesuffix("e")
    ends = "es" if bare.endswith(("sh", "ch", "x", "ss")) or bare != stem else "s"
    return f"{stem} {bare}{ends} {bare}{twice}ed {bare}{twice}ing"


_STOPS = """
    abandon+ avoid+ axe+ ban+n bar+r bench+ bin+n block+ cancel+ cancel+l canned canning cap+p
    cease+ cull+ curb+ deactivate+ decommission+ delay+ delete+ destroy+ disable+ disavow+ erase+
    discontinue+ dismantle+ ditch+ divest+ drop+p dump+ eliminate+ end+ eschew+ exclude+ exit+
    forbade forbid+d forbidden foreswear forgo forgoes forgoing forswear+ forswore freeze freezes
    freezing froze frozen ground+ halt+ jettison+ junk+ kill+ leave+ left limit+ mothball+ nix+
    outlaw+ park+ pause+ postpone+ prevent+ prohibit+ pull+ purge+ quit quit+t refrain+ remove+
    renounce+ rescind+ restrict+ retire+ retreat+ scrap+p shelve+ shun+n shutter+ spurn+ stop+p
    sunset+t suspend+ terminate+ tighten+ uninstall+ unplug+g withdraw+ withdrawn withdrew
    withheld withhold+ wipe+ yank+
"""
STOP_WORDS = frozenset(form for verb in _STOPS.split() for form in _forms(verb).split())

_FEW = r"(?:(?!who\b|which\b)[\w’'-]+\s+){0,6}?"  # stands for "…"

# The verb, and what makes it a turn of phrase; "…" are up to six words between.
_IDIOMS = {
    "shut shuts shutting": "… down|… off|… out|the door",
    "turn+": "… off|… away|… down|its back|their back",
    "switch+": "… off",
    "phase+": "… out",
    "press+": "pause|… pause",
    "pull+": "the plug|out|back|away|… from",
    "hit hits hitting slam slams slammed apply applies applied tap taps tapped": (
        "pause|the pause|the brakes|on the brakes"
    ),
    "call+": "it quits|off|… off|time on|a halt to|halt to",
    "walk+": "away|back|… back",
    "back+": "away|out|off|down",
    "step+p": "back|away",
    "get gets getting got": "out of|rid of|cold feet",
    "give gives giving gave given": "up|… up|… the boot|… the push|way on|way over",
    "wind winds winding wound": "down",
    "hold holds holding held": "off|back",
    "cut cuts cutting": "off|… off|ties|back|down|… short",
    "rule+": "out",
    "roll+": "back",
    "part+": "ways|company",
    "do does doing did": "away with|without",
    "steer+": "clear",
    "stay+": "away|out|clear",
    "swear swears swearing swore": "off",
    "scale+": "back|down",
    "dial+ dialled dialling": "back|down",
    "rein+": "in",
    "bow+": "out",
    "put puts putting": (
        "… on hold|… on ice|… on pause|… on the shelf|… on the back burner|an end to|a stop to"
        "|a halt to|off|the brakes on"
    ),
    "say says saying said": "no to|goodbye to",
    "bring brings bringing brought": "… to an end",
    "come comes coming came": "to an end|to a close|to a halt",
    "pump+": "the brakes",
    "close+": "down|the door",
    "distance+": "itself|themselves",
    "take takes taking took taken": "… down|… offline|… off|… out|a break|a pause|a step back",
    "rip+p": "out",
    "backtrack+ back-pedal+ backpedal+": "on",
    "keep keeps keeping kept": r"… off\b|… out of|… away|… from",
    "hang hangs hung": "up on",
    "sell sells selling sold": "its stake|their stake|a stake|the stake|its … stake",
    "opt+": "out|not to",
    "choose chooses chose decide decides decided": "not to|against",
    "think thinks thought": "better of|again",
    "draw draws drew": "a line|line|the line",
    "lose loses losing lost": "interest|appetite",
    "wash washes washed": "its hands|their hands",
    "lay lays laid": "… to rest",
    "is are was were": "over|off limits|off-limits",
    "be remain remains stay stays": "off limits|off-limits",
    "not off": "on the table|the table",
    "has have had": "enough of",
    "agree agrees agreed": "to limits|to curbs|to restrictions|not",
    "vow vows vowed promise promises promised pledge pledges pledged commit commits committed": (
        "no|to no"
    ),
    "no": r"(?:more|longer)\s+(?=fac(?:e|ial))|appetite",
    "fold+": "on",
    "go goes going went": "dark",
    "pass passes passed": "on",
    "back-flip+p backflip+p u-turn+": "on",
    "make makes making made": "… optional",
    "let lets letting allow+ offer+": (
        "… without|… skip|… bypass|… avoid|… opt out of|… opting out of"
    ),
}


def _pattern(verbs: str, turns: str) -> str:
    forms = "|".join(" ".join(map(_forms, verbs.split())).split())
    after = turns.replace("… ", _FEW).replace(" ", r"\s+")
    return rf"(?:{forms})\s+(?:{after})"


IDIOM = "|".join(_pattern(verbs, turns) for verbs, turns in _IDIOMS.items())
IDIOM_BEGINNINGS = " ".join(
    form for verbs in _IDIOMS for verb in verbs.split() for form in _forms(verb).split()
)

# What "will not", "no longer" and "never" stand before; a verb may end in other letters.
_DEEDS = """
    accept access add adopt allow ask(?!ed) avail becom bring build buy captur collect come_back
    commerciali condone creat deal deploy develop employ enabl engage follow force fund gather giv
    go_ahead grant group hand have identify implement infer install integrat introduc invest launch
    let licens mak market match offer operat option participat permit pilot process provid pursu put
    re-start read recogni[sz] record releas renew repeat require research restart resum return roll
    run sale scan seek sell share ship sign stor suppl support take test touch track train trial
    turn use using watch work
"""
DO = "|".join(_DEEDS.split()).replace("_", r"\s+")
