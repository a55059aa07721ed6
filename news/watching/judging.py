"""Judges what became of a source from one answer of its address and the text kept earlier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from moratoriums.vocabulary import SourceHealth
from news.watching.differences import likeness
from news.watching.words import missing_quotes

# Below this share of common sentences a page has changed; above it a date or a menu has.
ALIKE = 0.98
# One missing page may be a mishap of its server; a second look a day later decides.
STRIKES_UNTIL_GONE = 2
_GONE = frozenset({404, 410})
_TO_BE_PAID = frozenset({401, 402})


@dataclass(frozen=True)
class Answer:
    """What came back when a source was asked for.

    ``status`` is 0 and ``failure`` says why when nothing came back at all.
    """

    asked_url: str
    final_url: str = ""
    status: int = 0
    text: str = ""
    to_be_paid: bool = False
    failure: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    ``health`` is None when the answer settles nothing: the source stays what it was, and is asked
    again sooner. ``quotes_missing`` is empty unless the text could be read.
    """

    health: SourceHealth | None
    note: str = ""
    quotes_missing: tuple[str, ...] = ()
    readable: bool = False
    strike: bool = False


def judge_source(
    answer: Answer, *, quotes: Sequence[str], first_text: str, strikes: int
) -> Verdict:
    """Say what became of a source.

    Args:
        quotes: the words it is cited for.
        first_text: the text of the copy that an editor read; empty before the first copy.
        strikes: how many checks in a row, before this one, found the page missing.
    """
    if not answer.status:
        return Verdict(None, answer.failure or "It cannot be reached.")
    if answer.status in _GONE or _sent_to_the_front_page(answer, quotes):
        note = f"The page is not there (answer {answer.status})."
        if answer.status not in _GONE:
            note = "The address leads to the site's front page."
        gone = strikes + 1 >= STRIKES_UNTIL_GONE
        return Verdict(SourceHealth.GONE if gone else None, note, strike=True)
    if answer.status in _TO_BE_PAID:
        return Verdict(SourceHealth.PAYWALLED, f"The site asks for payment ({answer.status}).")
    if answer.status != 200:
        return Verdict(None, f"The site does not let a machine read it (answer {answer.status}).")
    if not answer.text:
        return Verdict(SourceHealth.LIVE, answer.failure or "A machine can read no text in it.")
    return _judge_text(answer, quotes, first_text)


def _judge_text(answer: Answer, quotes: Sequence[str], first_text: str) -> Verdict:
    missing = missing_quotes(quotes, answer.text)
    found_before = [quote for quote in missing if not missing_quotes([quote], first_text)]
    if missing and answer.to_be_paid:
        note = "Only part of the text is free to read."
        return Verdict(SourceHealth.PAYWALLED, note)
    if found_before:
        health, note = SourceHealth.QUOTE_GONE, _counted(len(found_before), "no longer there")
    elif _elsewhere(answer.asked_url, answer.final_url):
        health, note = SourceHealth.MOVED, f"It is now at {answer.final_url}"
    elif first_text and likeness(first_text, answer.text) < ALIKE:
        health, note = SourceHealth.TEXT_CHANGED, "The text differs from the copy that was read."
    else:
        health, note = SourceHealth.LIVE, ""
    if missing and not found_before:
        note = f"{note} {_counted(len(missing), 'not in the text a machine can read')}".strip()
    return Verdict(health, note, tuple(missing), readable=True)


def _counted(number: int, what: str) -> str:
    return f"{number} cited quote{' is' if number == 1 else 's are'} {what}."


def _sent_to_the_front_page(answer: Answer, quotes: Sequence[str]) -> bool:
    """Whether a page that was taken down answers with the front page instead of an error."""
    asked, final = urlsplit(answer.asked_url), urlsplit(answer.final_url or answer.asked_url)
    away = asked.path.strip("/") and not final.path.strip("/") and not final.query
    return bool(away) and bool(missing_quotes(quotes, answer.text) or not quotes)


def _elsewhere(asked_url: str, final_url: str) -> bool:
    """Whether a page has another address now; https, www and a last slash make no other one."""
    return bool(final_url) and _place(asked_url) != _place(final_url)


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return host, parts.path.rstrip("/"), parts.query
