"""How the record is made: every word with its definition, the date rules, the known weaknesses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse

from companies.vocabulary import Word
from moratoriums import status
from moratoriums.ladder import EDITOR_RUNGS, READER_RUNGS
from moratoriums.services.verdicts import PLACES_TO_SEARCH
from moratoriums.terms.answer import RULES
from moratoriums.vocabulary import (
    ConditionHealth,
    Conduct,
    ExemptionOrigin,
    Force,
    Grounds,
    Kind,
    Lifecycle,
    Quality,
    SourceClass,
    SourceHealth,
    Technology,
    TermKind,
    WhoseUse,
)
from website.across.corrections import PROMISED_DAYS
from website.lists.rows import FLAG_WORDS
from website.records.coverage import Coverage
from website.serving.days import Asked
from website.serving.page import dated, page
from website.wording.languages import listing

FLAGS = {
    status.Flag.ENDS_SOON: f"The earliest reading of the end is at most {status.ENDS_SOON_DAYS} "
    "days ahead.",
    status.Flag.MAY_HAVE_ENDED: "A minimum term has run out, or the window of a vague end is "
    "open: it may have ended, and the calendar alone cannot say.",
    status.Flag.UNDECIDED: f"Past its end for more than {status.UNDECIDED_DAYS} days without "
    "anybody having decided what became of it.",
    status.Flag.REVIEW_DUE: "The day on which somebody was to look again has come.",
    status.Flag.STALE: f"Nobody has checked the record for {status.STALE_DAYS} days.",
}


@dataclass(frozen=True)
class Section:
    """One part of the vocabulary; ``prefix`` keeps its anchors apart from the others'."""

    anchor: str
    title: str
    lead: str
    words: type[Word]
    prefix: str = ""


SECTIONS = (
    Section(
        "term",
        "Term: how long it says it lasts",
        "Read from the pledge's own words.",
        TermKind,
        "term-",
    ),
    Section(
        "force",
        "How strongly it binds",
        "From a remark to a law, weakest first. Orders stand on the same timeline, marked.",
        Force,
        "force-",
    ),
    Section("kind", "Kind: what sort of promise it is", "", Kind, "kind-"),
    Section(
        "coverage",
        "Covered, exempt, silent",
        "What all records of one organisation say of one class of users. The strongest word of a "
        "record in force is shown; an exemption is never hidden behind it.",
        Coverage,
        "coverage-",
    ),
    Section("use", "Whose use is stopped or limited", "", WhoseUse, "use-"),
    Section(
        "technology",
        "Technology",
        "Facial recognition, unless a record says otherwise.",
        Technology,
        "technology-",
    ),
    Section("grounds", "In whose words we know it", "", Grounds, "grounds-"),
    Section(
        "quality",
        "Record quality",
        "Computed from the sources that somebody of ours has seen.",
        Quality,
        "quality-",
    ),
    Section("exemptions", "How somebody came to be exempt", "", ExemptionOrigin, "exemption-"),
    Section("conditions", "How far a condition has come", "", ConditionHealth, "condition-"),
    Section("source-classes", "Sorts of source", "", SourceClass, "source-"),
    Section("source-health", "Whether a source can still be read", "", SourceHealth, "health-"),
)


# What changed in how the record is made, the newest first: the version, its day, and the change.
VERSIONS = (
    (
        "2",
        date(2026, 11, 26),
        "Adds the words for what is covered, exempt and silent, the ledger of conduct with letter "
        "and spirit apart, what is said of a source's quoted words, and how corrections are timed.",
    ),
    ("1", date(2026, 11, 22), "The first published vocabulary, date rules and known weaknesses."),
)


@dated
def methodology(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Define every word that pages use, each at an address of its own."""
    context = {
        "lifecycle": list(Lifecycle),
        "conduct": list(Conduct),
        "flags": [
            (flag.value.replace("_", "-"), FLAG_WORDS[flag], text) for flag, text in FLAGS.items()
        ],
        "sections": [
            (one, [(f"{one.prefix}{word.value}", word) for word in one.words]) for one in SECTIONS
        ],
        "rules": list(RULES.items()),
        "versions": VERSIONS,
        "version": VERSIONS[0],
        "editor_rungs": listing([str(days) for days in EDITOR_RUNGS]),
        "reader_rungs": listing([str(days) for days in READER_RUNGS]),
        "places_to_search": PLACES_TO_SEARCH,
        "promised_days": PROMISED_DAYS,
    }
    return page(request, asked, "methodology.html", context)
