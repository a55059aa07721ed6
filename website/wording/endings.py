"""The words for how a pledge ends: short in a table, and as a clock with its rule on a page."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moratoriums.partial_dates import PartialDate
from moratoriums.status import Flag
from moratoriums.terms.answer import RULES
from moratoriums.vocabulary import EndBasis, Lifecycle, TermKind
from website.wording.facts import Facts
from website.wording.languages import figure, word
from website.wording.phrases import Phrase, day, fill
from website.wording.sentences import at

_OVER = frozenset(
    {Lifecycle.ENDED, Lifecycle.WITHDRAWN, Lifecycle.CONDITION_MET, Lifecycle.SUPERSEDED}
)


def end_words(facts: Facts) -> Phrase:
    """Return until when, as short as a table wants it; for what is over, when that came."""
    if facts.turned and facts.lifecycle in _OVER:
        return at(facts.turned)
    if facts.turned and facts.lifecycle == Lifecycle.UNCLEAR:
        return fill(_("since {when}"), when=day(facts.turned))
    if facts.end is None:
        return (word(facts.term.label).lower(),)
    if facts.end_is_minimum:
        return fill(_("at least {when}"), when=day(facts.end))
    return (day(facts.end),)


def distance(facts: Facts) -> str:
    """Return how far off the end is; meant to stand beside the day itself."""
    left = facts.days_left
    if left is None or facts.lifecycle in _OVER:
        return ""
    if left == 0:
        return _("today")
    template = (
        ngettext("in {number} day", "in {number} days", left)
        if left > 0
        else ngettext("{number} day ago", "{number} days ago", -left)
    )
    return template.format(number=figure(abs(left)))


def term_clock(facts: Facts) -> list[Phrase]:
    """Say when a pledge ends or is looked at again, and how that day was found."""
    lines: list[Phrase] = []
    if facts.end is None:
        unstated = facts.term == TermKind.UNSTATED
        endless = fill(_("{term}: there is no end date."), term=word(facts.term.label))
        lines.append((_("The words name no end."),) if unstated else endless)
    else:
        lines.append(_end_line(facts, facts.end))
        lines.extend(_readings(facts, facts.end))
    if facts.term_words:
        lines.append(fill(_("The source's words: “{words}”."), words=facts.term_words))
    if facts.review_on and facts.current:
        due = Flag.REVIEW_DUE in facts.flags
        review = _("Next review {when} (due).") if due else _("Next review {when}.")
        lines.append(fill(review, when=day(facts.review_on)))
    return lines


def _end_line(facts: Facts, end: PartialDate) -> Phrase:
    """The end with its distance; of a window, the distance of its earliest reading.

    What is over for another reason has an end that nobody counts down to any more.
    """
    if not distance(facts):
        return fill(_("The end it was given: {when}."), when=day(end))
    template = _("Can end from {when} ({distance}).") if facts.end_is_minimum else ""
    template = template or _("Ends {when} ({distance}).")
    if (facts.days_left or 0) < 0:
        template = _("Its end was {when} ({distance}).")
    off = distance(facts)
    if end.earliest != end.latest:
        off = _("{distance}, counted to its earliest reading").format(distance=off)
    return fill(template, when=day(end), distance=off)


def _readings(facts: Facts, end: PartialDate) -> list[Phrase]:
    """How the end was found: stated or counted, by which rule, with its other readings."""
    lines: list[Phrase] = []
    if end.earliest != end.latest:
        template = _("Earliest reading {first}, latest {last}. Alerts count from the earliest.")
        parts = {"first": day(end.earliest), "last": day(end.latest)}
        if facts.end_likely_on:
            template = _(
                "Earliest reading {first}, latest {last}; the likeliest is {likely}. Alerts count "
                "from the earliest."
            )
            parts["likely"] = day(facts.end_likely_on)
        lines.append(fill(template, **parts))
    if facts.end_basis == EndBasis.STATED:
        lines.append((_("The source states the day."),))
    elif facts.end_basis == EndBasis.COMPUTED:
        rule = word(RULES.get(facts.end_rule, ""))
        lines.append((_("We computed the day."), f" {rule}" if rule else ""))
    if facts.end_note:
        lines.append((facts.end_note,))
    return lines
