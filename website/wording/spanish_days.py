"""Days in Spanish: the same forms that English pages show, with the article a sentence needs."""

from __future__ import annotations

from moratoriums.partial_dates import SPANISH_MONTHS, PartialDate, parse
from website.wording.phrases import When

_SEASONS = {21: "primavera", 22: "verano", 23: "otoño", 24: "invierno"}
_ARTICLES = {"day": "el ", 21: "la ", 22: "el ", 23: "el ", 24: "el "}
_UNSURE = {"~": "hacia {}", "%": "quizá hacia {}", "?": "quizá {}"}


def pieces(moment: When, *, in_sentence: bool = False) -> list[tuple[str, str]]:
    """Return the words with, beside each, the value of its HTML time element, or nothing.

    Args:
        in_sentence: whether the day stands inside a sentence: "el 10 de junio de 2020".
    """
    edtf = moment.value.edtf
    if "/" not in edtf:
        machine = "" if moment.value.precision == "season" else edtf.rstrip("~?%")
        words = str(moment) if moment.style == "table" else _words(moment.value, in_sentence)
        return [(words, machine)]
    first, last = edtf.split("/")
    values = first.rstrip("~?%"), last.rstrip("~?%")
    if moment.style == "table":
        return [(values[0], values[0]), (" a ", ""), (values[1], values[1])]
    before, after = _words(parse(first), True), _words(parse(last), True)
    before = _without_shared_tail(before, after)
    return [("entre ", ""), (before, values[0]), (" y ", ""), (after, values[1])]


def _words(value: PartialDate, in_sentence: bool) -> str:
    day = value.earliest
    season = int(value.edtf[5:7]) if value.precision == "season" else 0
    words = {
        "day": f"{day.day} de {SPANISH_MONTHS[day.month - 1]} de {day.year}",
        "month": f"{SPANISH_MONTHS[day.month - 1]} de {day.year}",
        "year": str(day.year),
        "season": f"{_SEASONS.get(season, '')} de {day.year}",
    }[value.precision]
    unsure = _UNSURE.get(value.edtf[-1], "{}")
    article = _ARTICLES.get(season or value.precision, "")
    return unsure.format(article + words if in_sentence or unsure != "{}" else words)


def _without_shared_tail(first: str, last: str) -> str:
    """Drop the month and year that ``first`` shares with ``last``: "el 5", not "el 5 de junio"."""
    words, others = first.split(" de "), last.split(" de ")
    while len(words) > 1 and len(words) == len(others) and words[-1] == others[-1]:
        words.pop()
        others.pop()
    return " de ".join(words)
