"""What a mail says of one event: the facts gathered from the register, ready to be set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from alerts import wording
from alerts.chores import chore
from alerts.evidence import Evidence, Words, absolute, sources_of, words_of
from alerts.matching import is_silent
from alerts.wording import Ladder, Step
from moratoriums.models import Condition, Pledge, PledgeEvent
from moratoriums.partial_dates import display, parse
from moratoriums.vocabulary import (
    CLOCK_KINDS,
    STANDING,
    Conduct,
    EventKind,
    ExemptionState,
    Lifecycle,
    TermKind,
)
from moratoriums.wording import field_names

SILENT = "No word yet"


@dataclass(frozen=True)
class Silence:
    """What is told instead to those who asked to hear when nothing is announced."""

    subject: str
    fact: str


@dataclass(frozen=True)
class Notice:
    """Everything a mail says of one event; sentences are whole, addresses absolute."""

    subject: str
    subject_to_do: str
    section: str
    fact: str
    details: tuple[str, ...]
    in_short: str
    words: tuple[Words, ...]
    known: tuple[str, ...]
    next_step: str
    exemptions: str
    sources: tuple[Evidence, ...]
    url: str
    thread: str
    step: str
    chore: str = ""
    silence: Silence | None = None


def read_notice(event: PledgeEvent, day: date) -> Notice:
    """Gather what a mail says of an event on a day. The number of questions asked is constant."""
    pledge = (
        Pledge.objects.filter(pk=event.pledge_id)
        .as_of(day)
        .with_conduct(day)
        .select_related("company")
        .first()
    ) or event.pledge
    names = names_of(pledge)
    step = _step(event, pledge, day)
    if step:
        subject, fact = wording.step_subject(step, names), wording.step_fact(step, pledge.title)
    else:
        label, until = event.get_kind_display(), _until(event)
        subject = wording.change_subject(label, until, names)
        fact = wording.change_fact(label, until, pledge.title, event.happened_on)
    return Notice(
        subject=subject,
        subject_to_do=wording.step_subject(step, names, before="To do: ") if step else subject,
        section=_section(event, step),
        fact=fact,
        details=tuple(text for text in (event.description, event.note) if text),
        in_short=pledge.summary,
        words=words_of(pledge, event),
        known=tuple(_known(pledge)),
        next_step=wording.step_next(step) if step else _next(pledge),
        exemptions=_exemptions(pledge),
        sources=sources_of(pledge, event),
        url=absolute(event.get_absolute_url()),
        thread=pledge.slug,
        step=step_name(event),
        chore=chore(step.ladder, event.rung or 0) if step else "",
        silence=_silence(event, step, pledge, names),
    )


def names_of(pledge: Pledge) -> list[str]:
    """Ways to name a pledge in a subject, fullest first."""
    company = pledge.company.name
    kind = pledge.get_kind_display().lower()
    return [
        pledge.title.replace(": ", ", ", 1),
        f"{wording.possessive(company)} {kind}",
        company,
    ]


def _section(event: PledgeEvent, step: Step | None) -> str:
    if step is None:
        special = {
            EventKind.ANNOUNCED.value: "New pledges",
            EventKind.SOURCE_REMOVED.value: "Evidence lost",
        }
        return special.get(event.kind, "Changed")
    if step.ladder in (Ladder.REVIEW, Ladder.CONDITION):
        return "To review"
    return "Past its end" if step.days_left < 0 else "Ends soon"


def _step(event: PledgeEvent, pledge: Pledge, day: date) -> Step | None:
    if event.kind not in CLOCK_KINDS or event.about_on is None:
        return None
    if event.kind == EventKind.REVIEW_FLAGGED:
        return Step(Ladder.REVIEW, event.about_on, day)
    if event.kind == EventKind.CONDITION_FLAGGED:
        waits = Condition.objects.filter(pledge=pledge, expected_earliest=event.about_on).first()
        return Step(Ladder.CONDITION, event.about_on, day, awaited=waits.what if waits else "")
    end_on = getattr(pledge, "state_end_on", "")
    stated = parse(end_on) if end_on else None
    if getattr(pledge, "state_end_is_minimum", False):
        return Step(Ladder.MINIMUM_END, event.about_on, day)
    if stated and stated.earliest != stated.latest:
        return Step(Ladder.POSSIBLE_END, event.about_on, day, stated=display(stated))
    return Step(Ladder.END, event.about_on, day)


def _silence(
    event: PledgeEvent, step: Step | None, pledge: Pledge, names: list[str]
) -> Silence | None:
    if step is None or not is_silent(event):
        return None
    return Silence(wording.silence_subject(step, names), wording.silence_fact(step, pledge.title))


def step_name(event: PledgeEvent) -> str:
    """Which step of the ladder an event is, in a few words."""
    if event.kind not in CLOCK_KINDS or event.rung is None:
        return _("a change")
    if event.rung > 0:
        return _("the {days}-day step").format(days=event.rung)
    if event.rung == 0:
        return _("the step on the day itself")
    return _("the step after the day")


def _until(event: PledgeEvent) -> str:
    """Until when a pledge lasts after an event that changed its term."""
    if event.kind not in (EventKind.EXTENDED, EventKind.SHORTENED, EventKind.REINSTATED):
        return ""
    if event.end_on:
        return f"to {display(parse(event.end_on))}"
    return "until further notice" if event.term == TermKind.UNTIL_FURTHER_NOTICE else ""


def _next(pledge: Pledge) -> str:
    """What happens next to a pledge after a change; nothing if it does not stand any more."""
    if getattr(pledge, "lifecycle", "") not in STANDING:
        return ""
    end_on = pledge.state_end_on
    end = f"{'on ' if len(end_on) == 10 else 'in '}{display(parse(end_on))}" if end_on else ""
    return wording.term_next(end, pledge.state_end_is_minimum, pledge.review_on)


def _known(pledge: Pledge) -> list[str]:
    """What was checked and when, and what nobody knows."""
    checked = pledge.checked_on
    lines = [
        f"Last checked on {wording.prose(checked)}." if checked else "Nobody has checked it yet.",
        f"On record now: {_label(Lifecycle, getattr(pledge, 'lifecycle', ''))}. "
        f"Conduct: {_label(Conduct, getattr(pledge, 'conduct', Conduct.NOT_ASSESSED))}.",
    ]
    if words := getattr(pledge, "state_term_words", ""):
        lines.append(f"How long, in the words of the source: “{words}”.")
    lines += [str(caution) for caution in pledge.cautions]
    if names := field_names(pledge.unconfirmed):
        lines.append(f"We hold no source yet for: {', '.join(names)}.")
    return lines


def _label(words: type[Lifecycle] | type[Conduct], value: str) -> str:
    return dict(words.choices()).get(value, "not known").lower()


def _exemptions(pledge: Pledge) -> str:
    names = (
        pledge.exemptions.exclude(state=ExemptionState.REMOVED)
        .select_related("beneficiary")
        .values_list("beneficiary__name", flat=True)
    )
    return f"Exempt: {'; '.join(names)}." if names else "No exemption is on record."
