"""The words of an alert: subjects and sentences from plain values; no database, no clock."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from moratoriums.partial_dates import display, parse

SUBJECT_LENGTH = 60
_HIDDEN = {"Cc", "Cf", "Zl", "Zp", "Cs"}


class Ladder(StrEnum):
    """What a step of the clock leads to."""

    END = "end"
    MINIMUM_END = "minimum end"
    POSSIBLE_END = "possible end"
    REVIEW = "review"
    CONDITION = "condition"


@dataclass(frozen=True)
class Step:
    """A day that a reminder is about, asked about on ``day``.

    ``stated`` is the end in the words of the record, such as "June 2021", when it is a window
    whose earliest day is ``about_on``; ``awaited`` is what a condition waits for.
    """

    ladder: Ladder
    about_on: date
    day: date
    stated: str = ""
    awaited: str = ""

    @property
    def days_left(self) -> int:
        """Days from the asked day to the day it is about; negative once that has passed."""
        return (self.about_on - self.day).days


_AHEAD = {
    Ladder.END: "Ends {when}: {{}} ({date})",
    Ladder.MINIMUM_END: "Can end {when}: {{}} ({date})",
    Ladder.POSSIBLE_END: "May end {when}: {{}} (from {date})",
    Ladder.REVIEW: "Review due {when}: {{}} ({date})",
    Ladder.CONDITION: "Day to watch {when}: {{}} ({date})",
}
_TODAY = {
    Ladder.MINIMUM_END: "Can end from today: {{}} ({date})",
    Ladder.POSSIBLE_END: "May end from today: {{}} ({date})",
}
_BEHIND = {
    Ladder.END: "Past its end, no word: {{}} ({date})",
    Ladder.MINIMUM_END: "Can end since {date}: {{}}",
    Ladder.POSSIBLE_END: "May have ended: {{}} (from {date})",
    Ladder.REVIEW: "Review overdue: {{}} ({date})",
    Ladder.CONDITION: "Day to watch has passed: {{}} ({date})",
}
_FACTS = {
    Ladder.END: (
        "reaches the end of its term {when}, on {date}.",
        "reaches the end of its term today, {date}.",
        "passed the end of its term on {date}, {ago}, and nothing on record says what happened.",
    ),
    Ladder.MINIMUM_END: (
        "reaches the end of its minimum term {when}, on {date}: it can end from then on.",
        "has run its minimum term and can end from today, {date}.",
        "passed its minimum term on {date}, {ago}: it can end from then on.",
    ),
    Ladder.POSSIBLE_END: (
        "may end from {date}, {when}. The record gives its end as {stated}.",
        "may end from today, {date}. The record gives its end as {stated}.",
        "may have ended: its earliest possible end was on {date}, {ago}. The record gives its "
        "end as {stated}.",
    ),
    Ladder.REVIEW: (
        "has no end date and is up for review {when}, on {date}.",
        "has no end date and is up for review today, {date}.",
        "has no end date; its review was due on {date}, {ago}.",
    ),
    Ladder.CONDITION: (
        "waits for something that may happen {when}, on {date}: {awaited}",
        "waits for something that may happen today, {date}: {awaited}",
        "waits for something that was expected on {date}, {ago}: {awaited}",
    ),
}
_NEXT = {
    Ladder.END: "If nothing is announced, the record says “Past its end, checking” from {date} on, "
    "and an editor looks for what came of it.",
    Ladder.MINIMUM_END: "The calendar alone does not end it. The record keeps it as in force until "
    "a source says otherwise.",
    Ladder.POSSIBLE_END: "If nothing is announced, the record says “Past its end, checking” from "
    "{date} on, the earliest reading, and an editor looks for what came of it.",
    Ladder.REVIEW: "An editor looks again at what the company says and does, and records what was "
    "found.",
    Ladder.CONDITION: "An editor looks whether it happened. The pledge ends only when a source "
    "says so.",
}


def prose(day: date) -> str:
    """A day in words: 10 June 2021."""
    return display(parse(day.isoformat()))


def short_day(day: date) -> str:
    """A day in few letters: 10 Jun 2021."""
    return f"{day.day} {day:%b} {day.year}"


def one_line(text: str) -> str:
    """Text fit for a header: one line, without control, bidi or zero-width characters."""
    kept = (" " if unicodedata.category(char) in _HIDDEN else char for char in text)
    return " ".join("".join(kept).split())


def step_subject(step: Step, names: Sequence[str], *, before: str = "") -> str:
    """The subject of a reminder. ``names`` are ways to name the pledge, fullest first."""
    pattern = _AHEAD[step.ladder]
    if step.days_left == 0:
        pattern = _TODAY.get(step.ladder, pattern)
    elif step.days_left < 0:
        pattern = _BEHIND[step.ladder]
    told = pattern.format(when=_when(step.days_left), date=prose(step.about_on))
    return fit(f"{before}{told}", names)


def step_fact(step: Step, title: str) -> str:
    """The one sentence of a reminder, with the absolute date and the days really left."""
    ahead, today, behind = _FACTS[step.ladder]
    sentence = ahead if step.days_left > 0 else behind if step.days_left < 0 else today
    told = sentence.format(
        when=_when(step.days_left),
        ago=_ago(-step.days_left),
        date=prose(step.about_on),
        stated=step.stated,
        awaited=f"{step.awaited.rstrip('. ')}.",
    )
    return f"“{title}” {told}"


def step_next(step: Step) -> str:
    """What happens next if nobody says anything."""
    if step.days_left < 0 and step.ladder in (Ladder.END, Ladder.POSSIBLE_END):
        return (
            "The record says “Past its end, checking”. An editor looks for what came of it; only "
            "a source, or a search that two editors stand behind, changes that."
        )
    return _NEXT[step.ladder].format(date=prose(step.about_on))


def silence_subject(step: Step, names: Sequence[str]) -> str:
    """The subject when nothing has been announced about an end that is near."""
    tense = "ended" if step.days_left < 0 else "ends"
    return fit(f"No word yet: {{}} ({tense} {prose(step.about_on)})", names)


def silence_fact(step: Step, title: str) -> str:
    """The one sentence when nothing has been announced about an end that is near."""
    if step.days_left < 0:
        return step_fact(step, title)
    return f"{step_fact(step, title).rstrip('.')}. Nothing on record says what comes after that."


def term_next(end: str, is_minimum: bool, review_on: date | None) -> str:
    """What happens next to a pledge that stands after a change. ``end`` is in words, or empty."""
    if end and is_minimum:
        return f"It can end from {end} on. Reminders go out 90, 30 and 7 days before."
    if end:
        return f"It ends {end}. Reminders go out 90, 30 and 7 days before and on the day."
    if review_on:
        return f"It has no end date. An editor looks at it again on {prose(review_on)}."
    return "It has no end date, and no day is set on which an editor looks at it again."


def change_subject(label: str, until: str, names: Sequence[str]) -> str:
    """The subject of a change: what happened, until when if the term changed, to which pledge."""
    return fit(f"{label}{' ' if until else ''}{until}: {{}}", names)


def change_fact(label: str, until: str, title: str, happened_on: str) -> str:
    """The one sentence of a change, with the date (EDTF) as precise as its source."""
    told = f"{label[:1].lower()}{label[1:]}{' ' if until else ''}{until}"
    return f"“{title}”: {told}, {_happened(happened_on)}."


def digest_subject(counts: Sequence[tuple[int, str, str]], day: date) -> str:
    """The subject of a mail that carries several events.

    Args:
        counts: for each section its number and its words for one and for many. What does not
            fit within SUBJECT_LENGTH characters is counted together.
    """
    told = [(number, _counted(number, one, many)) for number, one, many in counts if number]
    for shown in range(len(told), -1, -1):
        parts = [words for _, words in told[:shown]]
        if rest := sum(number for number, _ in told[shown:]):
            parts.append(f"{rest} more" if parts else f"{rest} things to know")
        subject = f"Digest: {', '.join(parts)} ({short_day(day)})"
        if len(subject) <= SUBJECT_LENGTH:
            break
    return subject


def fit(pattern: str, names: Sequence[str]) -> str:
    """Fill in the fullest name that keeps the subject within SUBJECT_LENGTH characters.

    If none does, the shortest name is cut at a word.
    """
    for name in names:
        subject = one_line(pattern.format(name))
        if len(subject) <= SUBJECT_LENGTH:
            return subject
    room = SUBJECT_LENGTH - len(pattern.format("")) - 1
    shortest = min(names, key=len)[: max(room, 12)]
    return one_line(pattern.format(f"{shortest.rsplit(' ', 1)[0].rstrip(' ,:;')}…"))


def possessive(name: str) -> str:
    """Amazon's, Lowe's, 17 retailers'."""
    if name.endswith("'s"):
        return name
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _happened(edtf: str) -> str:
    if not edtf:
        return "on a day that is not known"
    date_ = parse(edtf)
    before = {"day": "on ", "month": "in ", "season": "in ", "year": "in "}
    return f"{'' if date_.approximate else before.get(date_.precision, '')}{display(date_)}"


def _when(days: int) -> str:
    if days == 0:
        return "today"
    return "tomorrow" if days == 1 else f"in {days} days"


def _ago(days: int) -> str:
    return "yesterday" if days == 1 else f"{days} days ago"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""
