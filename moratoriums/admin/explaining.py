"""Explains a term to an editor: what it comes to, by which rule, and which reminders follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from moratoriums.ladder import EDITOR_RUNGS, READER_RUNGS, rung_due, upcoming
from moratoriums.lasting import Lasting, NeedsPerson
from moratoriums.partial_dates import PartialDate, display
from moratoriums.terms import RULES
from moratoriums.vocabulary import EndBasis, TermKind

_KINDS = {kind.value: kind for kind in TermKind}
_BASES = {basis.value: basis for basis in EndBasis}


@dataclass(frozen=True)
class Reminder:
    """One reminder to come, or one that will not be sent."""

    due_on: str
    to: str
    fate: str


@dataclass(frozen=True)
class Reading:
    """What an editor is told about a term: in one sentence, then line by line."""

    settled: bool
    headline: str
    lines: tuple[str, ...] = ()
    reminders: tuple[Reminder, ...] = ()

    def render(self) -> SafeString:
        """The reading as a part of a page."""
        return render_to_string("admin/moratoriums/reading.html", {"reading": self})


def explain(lasting: Lasting, day: date) -> Reading:
    """Say what a term comes to, by which rule, and which reminders follow from it on a day."""
    kind = _KINDS[lasting.term]
    if not lasting.end_on:
        lines = [_rule(lasting)] if lasting.end_rule else []
        lines += [f"The words name a condition: “{lasting.condition}”."] * bool(lasting.condition)
        lines.append("There is no end day, so the review day brings the pledge back to an editor.")
        return Reading(True, f"{kind.label}. No end day.", tuple(lines))
    end = PartialDate.parse(lasting.end_on)
    least = "at least until" if lasting.end_is_minimum else "ends"
    basis = _BASES[lasting.end_basis].label.lower()
    headline = f"{kind.label}: {least} {display(end)} ({basis})."
    lines = [_rule(lasting)] if lasting.end_rule else ["Filled in by hand; no rule was used."]
    if end.earliest != end.latest:
        lines.append(
            f"Earliest reading {end.earliest}, latest {end.latest}; reminders count from the first."
        )
    if lasting.condition:
        lines.append(f"The words also name a condition: “{lasting.condition}”. Add it below.")
    return Reading(True, headline, tuple(lines), _reminders(end.earliest, day))


def explain_refusal(why: NeedsPerson) -> Reading:
    """Say why a person has to decide, and where to fill in the decision."""
    lines = (
        f"Reason: {why}.",
        "Choose “by hand”, then give the kind of term and, if there is one, the end and whether "
        "the source states it or you computed it. Say how you read it in the note on the end.",
    )
    return Reading(False, "The words do not settle this: a person has to decide.", lines)


def _rule(lasting: Lasting) -> str:
    return f"Rule: {RULES.get(lasting.end_rule, lasting.end_rule)}"


def _reminders(end_on: date, day: date) -> tuple[Reminder, ...]:
    """The whole ladder, each step with what becomes of it when the record is entered on ``day``."""
    at_once = rung_due(end_on, day, rungs=READER_RUNGS, entered_on=day)
    told = []
    for rung in upcoming(end_on, {*EDITOR_RUNGS, *READER_RUNGS}):
        to = "editors and readers" if rung.days in READER_RUNGS else "editors"
        if rung.due_on > day:
            fate = "will be sent"
        elif at_once and at_once.days == rung.days:
            fate = "due now: one reminder goes out"
        else:
            fate = "past: will not be sent"
        told.append(Reminder(f"{rung.due_on} ({_before(rung.days)})", to, fate))
    return tuple(told)


def _before(days: int) -> str:
    return {0: "the day itself", 1: "1 day before"}.get(days, f"{days} days before")
