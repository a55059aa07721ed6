"""The status certificate of a record: one page to print, for a file or a packet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.vocabulary import Word
from moratoriums.models import Exemption, Pledge
from moratoriums.register.schema import Fact
from moratoriums.vocabulary import Confidence, Kind
from website.lists.rows import PledgeRow, listed, row_of
from website.records.dossier import Cited, Dossier, compile_dossier
from website.records.sources import NumberedSource, Ref
from website.records.versions import Said
from website.serving.days import Asked
from website.serving.subjects import about_pledge
from website.taking.works import work_of
from website.wording.endings import term_clock
from website.wording.languages import figure, listing, spoken, word
from website.wording.phrases import Phrase, day, joined
from website.wording.sentences import conduct_sentence, history_sentence, status_sentence

# How many lines of text one sheet holds in all parts that vary, and how many letters a line; what
# does not fit is said to be continued on the page of the record.
SHEET_LINES, LINE_LETTERS = 52, 110
WORDS_LINES, EXEMPTIONS_LINES = 9, 12


@dataclass(frozen=True)
class Axis:
    """One question with what the record says of it, and the sources that say so."""

    label: str
    value: Phrase | str
    refs: Sequence[Ref] = ()


@dataclass(frozen=True)
class Cut:
    """A list as the page has room for it."""

    shown: Sequence[Any]
    left_out: int


@about_pledge
def certificate(request: HttpRequest, asked: Asked, found: Pledge) -> HttpResponse:
    """Show where a record stood on a day, on one page, with what it stands on."""
    pledge = get_object_or_404(listed(asked.day), pk=found.pk)
    row, dossier = row_of(pledge, asked.day), compile_dossier(pledge, asked.day)
    axes = _axes(pledge, row, dossier)
    used = sum(_lines(_text(axis)) for axis in axes)
    words, words_cut = _words(dossier)
    used += sum(_lines(quote) + 1 for _, quote in words)
    exemptions = _cut(dossier.exemptions, _exemption_text, EXEMPTIONS_LINES)
    used += sum(_lines(_exemption_text(one)) for one in exemptions.shown)
    sources = _cut(dossier.sources.all(), _source_text, SHEET_LINES - used)
    left = [
        _exemptions_left(exemptions.left_out) if exemptions.left_out else "",
        _sources_left(sources.left_out) if sources.left_out else "",
        _("more of the words") if words_cut else "",
    ]
    context = {
        "asked": asked,
        "pledge": pledge,
        "axes": axes,
        "sentence": status_sentence(row.facts),
        "words": words,
        "exemptions": exemptions,
        "sources": sources,
        "continued": listing([one for one in left if one]),
        "verify_at": work_of(pledge, asked).address,
        "site": settings.SITE_URL,
    }
    return render(request, "certificate.html", context)


def _exemptions_left(number: int) -> str:
    told = ngettext("{number} exemption", "{number} exemptions", number)
    return told.format(number=figure(number))


def _sources_left(number: int) -> str:
    told = ngettext("{number} source", "{number} sources", number)
    return told.format(number=figure(number))


def _lines(text: str) -> int:
    return max(1, -(-len(text) // LINE_LETTERS))


def _text(axis: Axis) -> str:
    told = axis.value if isinstance(axis.value, str) else spoken(axis.value)
    return told + "".join(f"[{ref.number}]" for ref in axis.refs)


def _exemption_text(cited: Cited) -> str:
    """About as long as what the sheet says of an exemption."""
    item = cited.item
    name = item.beneficiary.name if isinstance(item, Exemption) else ""
    purpose = item.purpose if isinstance(item, Exemption) else ""
    return f"{name}: {purpose} ({cited.label}, since {cited.since}, until {cited.until}) [1][2]"


def _source_text(entry: NumberedSource) -> str:
    """About as long as what the sheet says of a source."""
    one = entry.source
    archived = f" Archived: {one.archived_url}" if one.archived_url else ""
    copy = f"SHA-256 {one.sha256}" if one.sha256 else "no copy captured"
    dated = f"{one.published_on}. Read {one.seen_on}."
    return f"1. {one.publisher}, {one.title}, {dated} {one.url}{archived} {copy}"


def _cut(items: Sequence[Any], text: Callable[[Any], str], room: int) -> Cut:
    """The items that fit into some lines, from the first on; one is always shown."""
    shown: list[Any] = []
    for one in items:
        room -= _lines(text(one))
        if room < 0 and shown:
            break
        shown.append(one)
    return Cut(shown, len(items) - len(shown))


def _words(dossier: Dossier) -> tuple[list[tuple[Said, str]], bool]:
    """The newest words as far as there is room, each whole or cut at a word, in their order."""
    left, told = WORDS_LINES, list[tuple[Said, str]]()
    for said in reversed(dossier.words):
        if left < 2:
            break
        quote, most = said.statement.quote, (left - 1) * LINE_LETTERS
        if len(quote) > most:
            quote = f"{quote[:most].rsplit(' ', 1)[0]} …"
        told.append((said, quote))
        left -= _lines(quote) + 1
    whole = len(told) == len(dossier.words) and all(
        one.statement.quote == quote for one, quote in told
    )
    return told[::-1], not whole


def _defined(coded: Word) -> str:
    """A coded value with what it means."""
    return f"{word(coded.label)}. {word(coded.definition)}"


def _axes(pledge: Pledge, row: PledgeRow, dossier: Dossier) -> list[Axis]:
    """What the record says of each question on the day, one line each."""
    facts = row.facts
    looked = facts.checked_on if facts.current else None
    uses = "; ".join(word(str(use)) for use in pledge.barred_uses.all()) or _(
        "the record names none"
    )
    backing = dossier.backing
    return [
        Axis(_("Status"), _defined(facts.lifecycle)),
        Axis(_("Announced"), history_sentence(facts), backing.get(Fact.ANNOUNCED, ())),
        Axis(_("Term"), joined(term_clock(facts)[:3]), dossier.term_refs),
        Axis(_("How it binds"), _defined(row.force)),
        Axis(_("Kind"), word(Kind(pledge.kind).label), backing.get(Fact.KIND, ())),
        Axis(_("Whose use"), uses, backing.get(Fact.COVERS, ())),
        Axis(_("Conduct"), conduct_sentence(facts), _conduct_refs(dossier)),
        Axis(_("Record quality"), word(dossier.sources.quality().label)),
        Axis(_("Editors' confidence"), word(Confidence(pledge.confidence).label)),
        Axis(_("Last checked"), (day(looked),) if looked else _("not by that day")),
    ]


def _conduct_refs(dossier: Dossier) -> list[Ref]:
    """What was reported of the conduct, and what the organisation answered: each source once."""
    refs = [
        ref
        for entry in dossier.ledger
        for refs in (entry.refs, *(answer for _, answer in entry.replies))
        for ref in refs
    ]
    return list({ref.number: ref for ref in refs}.values())
