"""Rules that span several fields of one record, as the database holds them too; no Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moratoriums.partial_dates import parse
from moratoriums.vocabulary import (
    CLOCK_KINDS,
    NEEDS_SECOND_EDITOR,
    STANCE_AFTER,
    EventKind,
    TermKind,
)

if TYPE_CHECKING:
    from moratoriums.register import schema

Path = tuple[str | int, ...]
# Events that say how long the pledge lasts from then on.
CHANGES_TERM = (EventKind.EXTENDED, EventKind.SHORTENED, EventKind.MADE_PERMANENT)
# Events that are entered before they happen.
_AHEAD = (EventKind.DEADLINE, EventKind.TOOK_EFFECT, EventKind.REVIEW_PENDING, EventKind.ENDED)
_DATED = (TermKind.FIXED, TermKind.FIXED_OR_CONDITION)


@dataclass(frozen=True)
class Problem:
    """What is wrong, where in the record, and what to do about it."""

    path: Path
    message: str


def pledge_problems(record: schema.PledgeRecord) -> list[Problem]:
    """Return everything in a pledge that does not agree with the rest of it."""
    return [
        *_dates(record),
        *_term(record.term, ("term",)),
        *_events(record),
        *_repetitions(record),
        *_sources(record),
        *_links(record),
        *(_published(record) if record.published else ()),
    ]


def company_problems(record: schema.CompanyRecord) -> list[Problem]:
    """Return everything in a company that does not agree with the rest of it."""
    found = [*_twice(record.members, ("members",), "member")]
    found += _twice([f"{name.kind} {name.name}" for name in record.names], ("names",), "name")
    for field in ("parent", "merged_into"):
        if getattr(record, field) == record.slug:
            found.append(Problem((field,), "names the company itself. Name another one."))
    if record.slug in record.members:
        found.append(Problem(("members",), "names the group itself. Take it out."))
    if record.members and record.kind != "group":
        found.append(Problem(("members",), "belongs to a group. Set kind: group or delete it."))
    return found


def beneficiary_problems(record: schema.BeneficiaryRecord) -> list[Problem]:
    """Return everything in a beneficiary that does not agree with the rest of it."""
    found = _twice(record.also_known_as, ("also_known_as",), "name")
    if record.merged_into == record.slug:
        found.append(Problem(("merged_into",), "names the record itself. Name another one."))
    return found


def refusal_problems(record: schema.RefusalRecord) -> list[Problem]:
    """Return everything in a counter-case that does not agree with the rest of it."""
    found = _source_list(record.sources)
    if not any(source.seen for source in record.sources):
        found.append(Problem(("sources",), _NEEDS_SOURCE))
    return found


_NEEDS_SOURCE = "needs at least one source that somebody has read (one with a 'seen' day)."


def _dates(record: schema.PledgeRecord) -> Iterator[Problem]:
    if not record.announced and not record.first_seen:
        yield Problem(
            ("announced",),
            "is missing. Give the day of the announcement, or first_seen: the day on which "
            "somebody first read the pledge.",
        )


def _term(term: schema.Term, path: Path) -> Iterator[Problem]:
    if term.end and term.kind not in _DATED:
        yield Problem(
            (*path, "end"),
            f"does not go with the term {term.kind}. Use fixed or fixed_or_condition, "
            "or delete the end.",
        )
    if term.end and not term.basis:
        yield Problem(
            (*path, "end"),
            "needs a basis. Write basis: stated if the source names the day, or basis: computed.",
        )
    if term.basis and not term.end:
        yield Problem((*path, "basis"), "needs an end. Add the end or delete the basis.")
    if term.likely_end:
        window = parse(term.end) if term.end else None
        if window is None or not window.earliest <= term.likely_end <= window.latest:
            yield Problem((*path, "likely_end"), "lies outside the end. Put it inside the window.")
    if term.at_least and not term.end:
        yield Problem((*path, "at_least"), "needs an end. Add the end or delete at_least.")


def _events(record: schema.PledgeRecord) -> Iterator[Problem]:
    days = []
    term = record.term
    for index, event in enumerate(record.events):
        path: Path = ("events", index)
        if event.kind == EventKind.ANNOUNCED:
            yield Problem(
                (*path, "kind"),
                "the announcement is the pledge itself. Give its day under announced.",
            )
        if event.kind in CLOCK_KINDS:
            yield Problem((*path, "kind"), "is written by the clock alone. Delete the event.")
        if event.happened:
            day = parse(event.happened).earliest
            days.append(day)
            if days != sorted(days):
                yield Problem(
                    (*path, "happened"),
                    "comes before the event above it. Put the events in the order of their days.",
                )
                days.sort()
            recorded = event.recorded or record.recorded
            if recorded and day > recorded.date() and event.kind not in _AHEAD:
                yield Problem(
                    path, f"happened after it was recorded ({recorded.date()}). Add recorded."
                )
        else:
            yield Problem(path, "happened is missing. A year or a window will do.")
        yield from _verdict(event, record, path)
        yield from _state(event, path)
        yield from _correction(event, path)
        if event.term == term and event.kind in STANCE_AFTER and event.kind not in CHANGES_TERM:
            yield Problem((*path, "term"), "repeats the term in force. Delete it.")
        term = event.term if event.term and not event.waiting else term
    named = [f"{event.kind} {event.key}" for event in record.events]
    yield from _twice(named, ("events",), "event")


def _verdict(event: schema.Event, record: schema.PledgeRecord, path: Path) -> Iterator[Problem]:
    if event.waiting:
        if event.confirmed or event.confirmed_by:
            yield Problem((*path, "waiting"), "was confirmed. Delete waiting or the confirmation.")
        return
    editor = event.recorded_by or record.recorded_by
    if event.kind in NEEDS_SECOND_EDITOR and event.confirmed_by in ("", editor):
        yield Problem(
            path,
            f"{event.kind} is a verdict: write confirmed_by with an editor other than "
            f"{editor or 'the one under recorded_by'}.",
        )


def _correction(event: schema.Event, path: Path) -> Iterator[Problem]:
    """Only a correction says since when the record was wrong, and when that was reported."""
    for name, day in (("wrong_since", event.wrong_since), ("reported", event.reported)):
        if day is None:
            continue
        if event.kind != EventKind.CORRECTED:
            yield Problem((*path, name), "belongs to a correction (corrected). Delete it.")
        elif event.happened and day > parse(event.happened).latest:
            yield Problem((*path, name), "comes after the correction. Give an earlier day.")


def _state(event: schema.Event, path: Path) -> Iterator[Problem]:
    if event.kind == EventKind.MARKED_UNCLEAR and not event.reason:
        yield Problem(path, "marked_unclear needs a reason. Say what the sources leave open.")
    if event.term is not None:
        yield from _term(event.term, (*path, "term"))
    if event.kind in CHANGES_TERM and event.term is None:
        yield Problem(path, f"{event.kind} needs a term: how long the pledge lasts since then.")
    if event.kind not in STANCE_AFTER and event.reason:
        yield Problem((*path, "reason"), "belongs to a change of state. Use note instead.")


def _repetitions(record: schema.PledgeRecord) -> Iterator[Problem]:
    parties = [exemption.beneficiary for exemption in record.exemptions]
    yield from _twice(parties, ("exemptions",), "beneficiary")
    yield from _twice([condition.what for condition in record.conditions], ("conditions",), "text")
    yield from _twice(record.covers.whose_use, ("covers", "whose_use"), "word")
    yield from _twice(record.covers.places, ("covers", "places"), "place")
    days = [check.looked for check in record.checks]
    if days != sorted(days):
        yield Problem(("checks",), "are not in the order of their days. Sort them.")
    looks = [f"{check.place} {check.looked}" for check in record.checks]
    yield from _twice(looks, ("checks",), "place and day")
    yield from _twice(record.related, ("related",), "pledge")
    yield from _twice(record.related_companies, ("related_companies",), "company")


def _sources(record: schema.PledgeRecord) -> Iterator[Problem]:
    yield from _source_list(record.sources)
    known = {source.key for source in record.sources}
    used: set[str] = set()
    for path, citations in cited(record):
        used.update(citation.source for citation in citations)
        for index, citation in enumerate(citations):
            if citation.source not in known:
                yield Problem(
                    (*path, index),
                    f"cites {citation.source!r}, which is not under sources. Add it there.",
                )
        yield from _twice([citation.source for citation in citations], path, "source")
    for index, statement in enumerate(record.statements):
        used.add(statement.source)
        if statement.source not in known:
            yield Problem(
                ("statements", index, "source"),
                f"cites {statement.source!r}, which is not under sources. Add it there.",
            )
    for index, source in enumerate(record.sources):
        if source.key not in used:
            yield Problem(
                ("sources", index),
                f"{source.key!r} is cited nowhere. List it under evidence, or delete it.",
            )


def cited(record: schema.PledgeRecord) -> Iterator[tuple[Path, tuple[schema.Citation, ...]]]:
    """Yield every list of citations in a pledge with its path."""
    yield ("evidence",), record.evidence
    for index, event in enumerate(record.events):
        yield ("events", index, "sources"), event.sources
    for index, exemption in enumerate(record.exemptions):
        yield ("exemptions", index, "sources"), exemption.sources


def _source_list(sources: tuple[schema.Source, ...]) -> list[Problem]:
    found = _twice([source.key for source in sources], ("sources",), "key")
    return found + _twice([source.url for source in sources], ("sources",), "address")


def _links(record: schema.PledgeRecord) -> Iterator[Problem]:
    for field in ("superseded_by", "merged_into"):
        if getattr(record, field) == record.slug:
            yield Problem((field,), "names the pledge itself. Name another one.")
    if record.slug in record.related:
        yield Problem(("related",), "names the pledge itself. Take it out.")
    kinds = [event.kind for event in record.events]
    if EventKind.SUPERSEDED in kinds and not record.superseded_by:
        yield Problem(
            ("events", kinds.index(EventKind.SUPERSEDED)),
            "needs superseded_by: the slug of the record that took this one's place.",
        )


def _published(record: schema.PledgeRecord) -> Iterator[Problem]:
    """What readers may see has a source that somebody has read."""
    seen = {source.key for source in record.sources if source.seen}
    if not any(citation.source in seen for citation in record.evidence):
        yield Problem(("evidence",), _NEEDS_SOURCE)
    for index, event in enumerate(record.events):
        if not event.waiting and not any(c.source in seen for c in event.sources):
            yield Problem(("events", index, "sources"), _NEEDS_SOURCE)
    for index, exemption in enumerate(record.exemptions):
        if not any(citation.source in seen for citation in exemption.sources):
            yield Problem(("exemptions", index, "sources"), _NEEDS_SOURCE)
    for index, statement in enumerate(record.statements):
        if statement.source not in seen:
            yield Problem(("statements", index, "source"), _NEEDS_SOURCE)
    for field in ("whose_use", "places"):
        if not getattr(record.covers, field):
            yield Problem(("covers", field), "is missing. Say at least one.")


def _twice(values: Iterable[str], path: Path, noun: str) -> list[Problem]:
    seen: set[str] = set()
    found = []
    for index, value in enumerate(values):
        if value in seen:
            found.append(
                Problem(
                    (*path, index), f"the {noun} {str(value)!r} stands twice. Delete one of them."
                )
            )
        seen.add(value)
    return found
