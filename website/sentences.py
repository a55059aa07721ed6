"""The sentences that answer a page's question, made from plain facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from moratoriums.partial_dates import PartialDate
from moratoriums.vocabulary import Conduct, EventKind, Lifecycle, TermKind
from website.facts import Facts
from website.phrases import Phrase, counted, day, listing

_PAST_TENSE = {
    EventKind.EXTENDED: "extended",
    EventKind.SHORTENED: "shortened",
    EventKind.MADE_PERMANENT: "made permanent",
    EventKind.REINSTATED: "reinstated",
    EventKind.REAFFIRMED: "reaffirmed",
    EventKind.AMENDED: "reworded",
    EventKind.NARROWED: "narrowed",
    EventKind.WIDENED: "widened",
    EventKind.CLARIFIED: "clarified",
    EventKind.PARTLY_WITHDRAWN: "partly withdrawn",
}


def at(value: PartialDate | date) -> Phrase:
    """Return a time with its preposition: "on 10 June 2020", "in June 2020", "about 2021"."""
    moment = day(value)
    if moment.value.precision == "interval" or moment.value.edtf[-1] in "~?%":
        return (moment,)
    return ("on " if moment.value.precision == "day" else "in ", moment)


def status_sentence(facts: Facts) -> Phrase:
    """Say in one sentence where a pledge stands."""
    turned = (" ", *at(facts.turned)) if facts.turned else ()
    if facts.lifecycle == Lifecycle.IN_FORCE:
        return _in_force(facts)
    if facts.lifecycle == Lifecycle.ANNOUNCED:
        applies = ("it applies from ", day(facts.effective)) if facts.effective else ()
        return ("Announced, not yet in force", *(("; ", *applies) if applies else ()), ".")
    if facts.lifecycle == Lifecycle.PAST_END and facts.end:
        since = ("Past its end since ", day(facts.end.earliest), "; ")
        return (*since, "nothing on record says what happened, and we are checking.")
    if facts.lifecycle == Lifecycle.UNCLEAR:
        return (f"Unclear: {facts.reason.rstrip('.')}.",)
    told: dict[Lifecycle, Phrase] = {
        Lifecycle.LAPSED: ("Lapsed in silence: its end passed and no statement was found.",),
        Lifecycle.ENDED: ("Ended as stated", *turned, "."),
        Lifecycle.WITHDRAWN: ("Withdrawn early", *turned, "."),
        Lifecycle.CONDITION_MET: (
            "What it waited for happened",
            *turned,
            "; what comes of the pledge is open.",
        ),
        Lifecycle.SUPERSEDED: ("Replaced", *turned, " by another record."),
    }
    return told.get(facts.lifecycle, (f"{facts.lifecycle.label}.",))


def _in_force(facts: Facts) -> Phrase:
    if facts.end is None:
        words = f": “{facts.term_words}”" if facts.term_words else ""
        return {
            TermKind.UNTIL_FURTHER_NOTICE: ("In force until further notice.",),
            TermKind.UNTIL_CONDITION: (f"In force until a condition is met{words}.",),
            TermKind.PERMANENT: ("In force, and for good by its own words.",),
        }.get(facts.term, ("In force; no end was stated.",))
    if facts.end_is_minimum:
        return ("In force until at least ", day(facts.end), ".")
    until: Phrase = ("In force until ", day(facts.end))
    if facts.end.earliest != facts.end.latest:
        until = ("In force; the earliest reading of its end is ", day(facts.end.earliest))
    if facts.term == TermKind.FIXED_OR_CONDITION:
        return (*until, ", or earlier if a condition is met.")
    return (*until, ".")


def history_sentence(facts: Facts) -> Phrase:
    """Say when a pledge was announced and what last changed its term."""
    if facts.began is None:
        seen: Phrase = (" ", *at(facts.first_seen_on)) if facts.first_seen_on else ()
        start: Phrase = ("The announcement is undated; first read", *seen)
    else:
        start = ("Announced ", *at(facts.began))
    changed = _PAST_TENSE.get(facts.turned_by)
    if changed and facts.turned:
        return (*start, f", {changed} ", *at(facts.turned), ".")
    return (*start, ".")


def checked_sentence(facts: Facts) -> Phrase:
    """Say when the record was last looked at."""
    if facts.checked_on is None:
        return ("Not checked since it was entered.",)
    return ("Last checked ", day(facts.checked_on), ".")


def conduct_sentence(facts: Facts, looked_on: date | None = None) -> Phrase:
    """Say what is on record about conduct; a dispute stands beside the finding."""
    if facts.conduct == Conduct.NONE_FOUND and looked_on:
        return ("No contrary evidence found (last looked ", day(looked_on), ").")
    said: dict[Conduct, str] = {
        Conduct.NOT_ASSESSED: "Conduct is not assessed.",
        Conduct.NONE_FOUND: "No contrary evidence found where we looked.",
        Conduct.QUESTIONED: "Conduct is questioned by a named source.",
        Conduct.AGAINST_SPIRIT: "Two editors find conduct against its spirit.",
        Conduct.CONTRADICTED: "Two editors find that conduct contradicts the words.",
    }
    dispute = " The company disputes this." if facts.disputed else ""
    return (said[facts.conduct] + dispute,)


def headline(facts: Facts) -> list[Phrase]:
    """Return the sentences that head a pledge's page; conduct only where it is in question."""
    sentences = [status_sentence(facts), history_sentence(facts)]
    if facts.conduct not in (Conduct.NOT_ASSESSED, Conduct.NONE_FOUND):
        sentences.append(conduct_sentence(facts))
    return [*sentences, checked_sentence(facts)] if facts.current else sentences


def would_change(facts: Facts) -> list[str]:
    """Say what would change the status, so that nobody has to guess what we wait for."""
    common = "A source that shows something else than this record says."
    if facts.lifecycle in (Lifecycle.ANNOUNCED, Lifecycle.IN_FORCE):
        return [*_while_it_runs(facts), common]
    told = {
        Lifecycle.PAST_END: [
            "A statement of the company: an extension, an end, or a new pledge.",
            "No statement in at least five places, with the company asked: then two editors may "
            "record that it lapsed in silence.",
        ],
        Lifecycle.LAPSED: ["Any statement of the company about it."],
        Lifecycle.CONDITION_MET: ["Word from the company on what it does now."],
        Lifecycle.UNCLEAR: ["A source that settles the reason given above."],
    }
    return [*told.get(facts.lifecycle, ["The company takes the pledge up again."]), common]


def _while_it_runs(facts: Facts) -> list[str]:
    lines = ["The company withdraws, rewords, extends or replaces it, and a source says so."]
    if facts.lifecycle == Lifecycle.ANNOUNCED:
        lines.insert(0, "The day from which it applies.")
    if facts.end and not facts.end_is_minimum:
        lines.insert(0, "Its end passes with no word: it is then shown as past its end.")
    if facts.term in (TermKind.UNTIL_CONDITION, TermKind.FIXED_OR_CONDITION):
        lines.insert(0, "What it waits for happens.")
    return lines


_COUNTED = {
    Lifecycle.ANNOUNCED: ("is announced and not yet in force", "are announced, not yet in force"),
    Lifecycle.IN_FORCE: ("is in force", "are in force"),
    Lifecycle.PAST_END: ("is past its end and being checked", "are past their end, being checked"),
    Lifecycle.LAPSED: ("lapsed in silence", "lapsed in silence"),
    Lifecycle.ENDED: ("ended as stated", "ended as stated"),
    Lifecycle.WITHDRAWN: ("was withdrawn early", "were withdrawn early"),
    Lifecycle.CONDITION_MET: ("has met its condition", "have met their condition"),
    Lifecycle.SUPERSEDED: ("was replaced", "were replaced"),
    Lifecycle.UNCLEAR: ("is unclear", "are unclear"),
}


def counts_sentence(
    lifecycles: Mapping[Lifecycle, int], not_assessed: int, on: date, what: str = "record"
) -> Phrase:
    """Say how many records stand where on a day, each figure with what it is counted of."""
    total = sum(lifecycles.values())
    if not total:
        return (f"No {what} of ours had been announced by ", day(on), ".")
    parts = [
        f"{number:,} {_COUNTED[lifecycle][number != 1]}"
        for lifecycle in Lifecycle
        if (number := lifecycles.get(lifecycle, 0))
    ]
    conduct = f" Conduct is not assessed in {not_assessed:,} of {total:,}."
    if total == 1:
        conduct = " Conduct is not assessed." if not_assessed else ""
        return ("On ", day(on), f", the one {what} {parts[0].removeprefix('1 ')}.{conduct}")
    if len(parts) == 1:
        stands = parts[0].removeprefix(f"{total:,} ")
        return ("On ", day(on), f", all {counted(total, what)} {stands}.{conduct}")
    return ("On ", day(on), f", of {counted(total, what)}, {listing(parts)}.{conduct}")
