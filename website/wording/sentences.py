"""The sentences that answer a page's question, made from plain facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from moratoriums.partial_dates import PartialDate
from moratoriums.vocabulary import Conduct, EventKind, Lifecycle, TermKind
from website.wording.facts import Facts
from website.wording.languages import figure, listing, word
from website.wording.phrases import Phrase, day, fill

_PAST_TENSE = {
    EventKind.EXTENDED: gettext_noop("extended"),
    EventKind.SHORTENED: gettext_noop("shortened"),
    EventKind.MADE_PERMANENT: gettext_noop("made permanent"),
    EventKind.REINSTATED: gettext_noop("reinstated"),
    EventKind.REAFFIRMED: gettext_noop("reaffirmed"),
    EventKind.AMENDED: gettext_noop("reworded"),
    EventKind.NARROWED: gettext_noop("narrowed"),
    EventKind.WIDENED: gettext_noop("widened"),
    EventKind.CLARIFIED: gettext_noop("clarified"),
    EventKind.PARTLY_WITHDRAWN: gettext_noop("partly withdrawn"),
}


def at(value: PartialDate | date) -> Phrase:
    """Return a time with its preposition: "on 10 June 2020", "in June 2020", "about 2021"."""
    moment = day(value)
    if moment.value.precision == "interval" or moment.value.edtf[-1] in "~?%":
        return (moment,)
    if moment.value.precision == "day":
        return fill(_("on {when}"), when=moment)
    return fill(_("in {when}"), when=moment)


def status_sentence(facts: Facts) -> Phrase:
    """Say in one sentence where a pledge stands."""
    turned: Phrase = (" ", *at(facts.turned)) if facts.turned else ()
    if facts.lifecycle == Lifecycle.IN_FORCE:
        return _in_force(facts)
    if facts.lifecycle == Lifecycle.ANNOUNCED:
        if not facts.effective:
            return (_("Announced, not yet in force."),)
        applies = _("Announced, not yet in force; it applies from {when}.")
        return fill(applies, when=day(facts.effective))
    if facts.lifecycle == Lifecycle.PAST_END and facts.end:
        window = facts.end.earliest != facts.end.latest
        since = (
            _(
                "Past its end since {when} at the earliest; nothing on record says what happened, "
                "and we are checking."
            )
            if window
            else _(
                "Past its end since {when}; nothing on record says what happened, and we are "
                "checking."
            )
        )
        return fill(since, when=day(facts.end.earliest))
    if facts.lifecycle == Lifecycle.UNCLEAR:
        return fill(_("Unclear: {reason}."), reason=facts.reason.rstrip("."))
    told: dict[Lifecycle, str] = {
        Lifecycle.LAPSED: _("Lapsed in silence: its end passed and no statement was found."),
        Lifecycle.ENDED: _("Ended as stated{when}."),
        Lifecycle.WITHDRAWN: _("Withdrawn early{when}."),
        Lifecycle.CONDITION_MET: _(
            "What it waited for happened{when}; what comes of the pledge is open."
        ),
        Lifecycle.SUPERSEDED: _("Replaced{when} by another record."),
    }
    return fill(told.get(facts.lifecycle, f"{word(facts.lifecycle.label)}."), when=turned)


def _in_force(facts: Facts) -> Phrase:
    if facts.end is None:
        words = f": “{facts.term_words}”" if facts.term_words else ""
        template = {
            TermKind.UNTIL_FURTHER_NOTICE: _("In force until further notice."),
            TermKind.UNTIL_CONDITION: _("In force until a condition is met{words}."),
            TermKind.PERMANENT: _("In force, and for good by its own words."),
        }.get(facts.term, _("In force; no end was stated."))
        return fill(template, words=words)
    if facts.end_is_minimum:
        return fill(_("In force until at least {when}."), when=day(facts.end))
    window = facts.end.earliest != facts.end.latest
    if facts.term == TermKind.FIXED_OR_CONDITION:
        until = (
            _(
                "In force; the earliest reading of its end is {when}, or earlier if a condition is "
                "met."
            )
            if window
            else _("In force until {when}, or earlier if a condition is met.")
        )
    else:
        until = (
            _("In force; the earliest reading of its end is {when}.")
            if window
            else _("In force until {when}.")
        )
    return fill(until, when=day(facts.end.earliest if window else facts.end))


def history_sentence(facts: Facts) -> Phrase:
    """Say when a pledge was announced and what last changed its term."""
    if facts.began is None:
        seen: Phrase = (" ", *at(facts.first_seen_on)) if facts.first_seen_on else ()
        start = fill(_("The announcement is undated; first read{when}"), when=seen)
    else:
        start = fill(_("Announced {when}"), when=at(facts.began))
    changed = _PAST_TENSE.get(facts.turned_by)
    if changed and facts.turned:
        return (*start, f", {_(changed)} ", *at(facts.turned), ".")
    return (*start, ".")


def checked_sentence(facts: Facts) -> Phrase:
    """Say when the record was last looked at."""
    if facts.checked_on is None:
        return (_("Not checked since it was entered."),)
    return fill(_("Last checked {when}."), when=day(facts.checked_on))


def conduct_sentence(facts: Facts, looked_on: date | None = None) -> Phrase:
    """Say what is on record about conduct; a dispute stands beside the finding."""
    if facts.conduct == Conduct.NONE_FOUND and looked_on:
        looked = _("No contrary evidence found (last looked {when}).")
        return fill(looked, when=day(looked_on))
    said: dict[Conduct, str] = {
        Conduct.NOT_ASSESSED: _("Conduct is not assessed."),
        Conduct.NONE_FOUND: _("No contrary evidence found where we looked."),
        Conduct.QUESTIONED: _("Conduct is questioned by a named source."),
        Conduct.AGAINST_SPIRIT: _("Two editors find conduct against its spirit."),
        Conduct.CONTRADICTED: _("Two editors find that conduct contradicts the words."),
    }
    dispute = " " + _("The company disputes this.") if facts.disputed else ""
    return (said[facts.conduct] + dispute,)


def headline(facts: Facts) -> list[Phrase]:
    """Return the sentences that head a pledge's page; conduct only where it is in question."""
    sentences = [status_sentence(facts), history_sentence(facts)]
    if facts.conduct not in (Conduct.NOT_ASSESSED, Conduct.NONE_FOUND):
        sentences.append(conduct_sentence(facts))
    return [*sentences, checked_sentence(facts)] if facts.current else sentences


def would_change(facts: Facts) -> list[str]:
    """Say what would change the status, so that nobody has to guess what we wait for."""
    common = _("A source that shows something else than this record says.")
    if facts.lifecycle in (Lifecycle.ANNOUNCED, Lifecycle.IN_FORCE):
        return [*_while_it_runs(facts), common]
    told = {
        Lifecycle.PAST_END: [
            _("A statement of the company: an extension, an end, or a new pledge."),
            _(
                "No statement in at least five places, with the company asked: then two editors "
                "may record that it lapsed in silence."
            ),
        ],
        Lifecycle.LAPSED: [_("Any statement of the company about it.")],
        Lifecycle.CONDITION_MET: [_("Word from the company on what it does now.")],
        Lifecycle.UNCLEAR: [_("A source that settles the reason given above.")],
    }
    again = [_("The company takes the pledge up again.")]
    return [*told.get(facts.lifecycle, again), common]


def _while_it_runs(facts: Facts) -> list[str]:
    lines = [_("The company withdraws, rewords, extends or replaces it, and a source says so.")]
    if facts.lifecycle == Lifecycle.ANNOUNCED:
        lines.insert(0, _("The day from which it applies."))
    if facts.end and not facts.end_is_minimum:
        lines.insert(0, _("Its end passes with no word: it is then shown as past its end."))
    if facts.term in (TermKind.UNTIL_CONDITION, TermKind.FIXED_OR_CONDITION):
        lines.insert(0, _("What it waits for happens."))
    return lines


def _stands(lifecycle: Lifecycle, number: int) -> str:
    """What a number of records do: "is in force", "are in force"."""
    told = {
        Lifecycle.ANNOUNCED: ngettext(
            "is announced and not yet in force", "are announced, not yet in force", number
        ),
        Lifecycle.IN_FORCE: ngettext("is in force", "are in force", number),
        Lifecycle.PAST_END: ngettext(
            "is past its end and being checked", "are past their end, being checked", number
        ),
        Lifecycle.LAPSED: ngettext("lapsed in silence", "lapsed in silence", number),
        Lifecycle.ENDED: ngettext("ended as stated", "ended as stated", number),
        Lifecycle.WITHDRAWN: ngettext("was withdrawn early", "were withdrawn early", number),
        Lifecycle.CONDITION_MET: ngettext(
            "has met its condition", "have met their condition", number
        ),
        Lifecycle.SUPERSEDED: ngettext("was replaced", "were replaced", number),
        Lifecycle.UNCLEAR: ngettext("is unclear", "are unclear", number),
    }
    return told[lifecycle]


def counts_sentence(lifecycles: Mapping[Lifecycle, int], not_assessed: int, on: date) -> Phrase:
    """Say how many records stand where on a day, each figure with what it is counted of."""
    total, when = sum(lifecycles.values()), day(on)
    stand = [
        (number, _stands(lifecycle, number))
        for lifecycle in Lifecycle
        if (number := lifecycles.get(lifecycle, 0))
    ]
    if not total:
        return fill(_("No record of ours had been announced by {when}."), when=when)
    conduct = " " + _("Conduct is not assessed in {number} of {total}.").format(
        number=figure(not_assessed), total=figure(total)
    )
    if total == 1:
        told = fill(_("On {when}, the one record {stands}."), when=when, stands=stand[0][1])
        return (*told, " ", _("Conduct is not assessed.")) if not_assessed else told
    if len(stand) == 1:
        template, stands = _("On {when}, all {total} records {stands}."), stand[0][1]
    else:
        template = _("On {when}, of {total} records, {stands}.")
        stands = listing([f"{figure(number)} {words}" for number, words in stand])
    return (*fill(template, when=when, total=figure(total), stands=stands), conduct)
