"""Drafts the parts of a register record from a proposal: what the text says, and never more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from moratoriums.lasting import Lasting, NeedsPerson, read_lasting
from moratoriums.models import Source as SourceRow
from moratoriums.partial_dates import PartialDate, display
from moratoriums.register import schema
from moratoriums.register.rows.sources import read_source
from moratoriums.vocabulary import BeneficiaryKind, Kind, SourceClass, WhoseUse
from news.extraction.sentences import split_sentences
from news.models import Entry, Proposal
from news.shelf import Shelf, spelled

_LONGEST_QUOTE = 1500


@dataclass(frozen=True)
class ExemptLine:
    """One exempt party as the text names it; ``slug`` is its key in the register, old or new."""

    name: str
    slug: str
    kind: BeneficiaryKind
    known: bool
    quote: str


def facts_named(proposal: Proposal, name: str) -> list[dict[str, Any]]:
    """The facts of one name, in the order of the text's telling."""
    return [fact for fact in proposal.facts if fact["name"] == name]


def value_of(proposal: Proposal, name: str) -> str:
    """The value of the first fact of a name, or an empty text."""
    found = facts_named(proposal, name)
    return str(found[0]["value"]) if found else ""


def term_of(proposal: Proposal) -> Lasting:
    """The term in the register's columns; unstated where the words need a person."""
    announced = value_of(proposal, "announced")
    words = next((f["quote"] for f in facts_named(proposal, "term")), "")
    try:
        return read_lasting(words, PartialDate.parse(announced) if announced else None)
    except NeedsPerson:
        return Lasting()


def record_term(lasting: Lasting) -> schema.Term:
    """A term as a record holds it."""
    return schema.Term(
        kind=lasting.term,
        words=lasting.term_words[:200],
        end=lasting.end_on,
        likely_end=lasting.end_likely_on,
        at_least=lasting.end_is_minimum,
        basis=lasting.end_basis,
        rule=lasting.end_rule if lasting.end_basis else "",
        note=lasting.end_note,
    )


def evidence(proposal: Proposal, source: str) -> schema.Citation:
    """The citation of the article for the pledge: the facts it supports and the sentences."""
    wanted = {
        "announced": schema.Fact.ANNOUNCED,
        "act": schema.Fact.SUMMARY,
        "kind": schema.Fact.KIND,
        "whose_use": schema.Fact.COVERS,
        "term": schema.Fact.TERM,
        "condition": schema.Fact.CONDITIONS,
        "exempt": schema.Fact.EXEMPTIONS,
    }
    stated = {str(fact["name"]) for fact in proposal.facts}
    supports = tuple(word for name, word in wanted.items() if name in stated)
    telling = [f for f in proposal.facts if f["name"] in ("act", "announced", "term", "condition")]
    return schema.Citation(
        source=source, supports=supports, quote=sentences_around(proposal.entry, telling)
    )


def sentences_around(entry: Entry, facts: Iterable[dict[str, Any]]) -> str:
    """The sentences in which facts stand, each once, in the order of the text."""
    whole = entry.whole
    found: dict[int, str] = {}
    sentences = split_sentences(whole, len(entry.title))
    for fact in facts:
        for sentence in sentences:
            if sentence.start <= fact["start"] < sentence.end and fact["end"] > fact["start"]:
                found[sentence.start] = sentence.text
    in_body = {start: text for start, text in found.items() if start > len(entry.title)}
    kept = in_body or found
    return " […] ".join(kept[start] for start in sorted(kept))[:_LONGEST_QUOTE]


def exempt_lines(proposal: Proposal, shelf: Shelf) -> list[ExemptLine]:
    """The exempt parties, matched by name with those in the register or proposed as new."""
    kinds = {
        "exempt": BeneficiaryKind.ORGANISATION,
        "exempt_use": BeneficiaryKind.USE,
        "exempt_customer_class": BeneficiaryKind.CUSTOMER_CLASS,
        "exempt_place": BeneficiaryKind.PLACE,
    }
    lines: dict[str, ExemptLine] = {}
    for fact in proposal.facts:
        if fact["name"] in kinds:
            quote = sentences_around(proposal.entry, [fact])
            line = exempt_line(str(fact["value"]), kinds[fact["name"]], shelf, quote)
            lines.setdefault(line.slug, line)
    return list(lines.values())


def exempt_line(name: str, kind: BeneficiaryKind, shelf: Shelf, quote: str = "") -> ExemptLine:
    """One exempt party by its name; spelling counts, so that two bodies never become one."""
    found = shelf.beneficiaries.get(spelled(name))
    if found:
        return ExemptLine(found.name, found.slug, BeneficiaryKind(found.kind), True, quote)
    return ExemptLine(name, slugify(name)[:80].strip("-") or "unnamed", kind, False, quote)


def draft_source(entry: Entry) -> schema.Source:
    """The article as a source: the register's own if it knows the address, else a new one."""
    row = SourceRow.objects.filter(url=entry.url).first()
    if row:
        return read_source(row)
    if not entry.url:
        raise ValueError("The article has no address. A source needs one: give it with --url.")
    return source_of(
        entry,
        url=entry.url,
        title=entry.title or "Untitled article",
        publisher=entry.publisher or "Unknown publisher",
        source_class=SourceClass.WIRE_COPY if entry.copy_of_id else SourceClass.NEWS,
    )


def source_of(
    entry: Entry, *, url: str, title: str, publisher: str, source_class: SourceClass
) -> schema.Source:
    """A new source for an entry's article, under a key that is free."""
    day = entry.published_on.isoformat() if entry.published_on else ""
    stem = slugify(f"{publisher} {day} {title}")[:70].strip("-") or "source"
    rows = SourceRow.objects.filter(slug__startswith=stem)
    taken = frozenset(rows.values_list("slug", flat=True))
    return schema.Source(
        key=_free(stem, taken),
        url=url,
        title=title,
        title_is_ours=not entry.title,
        publisher=publisher,
        published=day,
        source_class=source_class,
        seen=timezone.localdate(entry.first_seen_at),
        captured=entry.first_seen_at,
        sha256=entry.sha256,
    )


def _free(stem: str, taken: Collection[str]) -> str:
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def draft_slug(proposal: Proposal, shelf: Shelf) -> str:
    """A free slug such as ``amazon-rekognition-police-2020``."""
    company = proposal.company_slug or slugify(proposal.company_name)
    product = value_of(proposal, "product").removeprefix(f"{proposal.company_name} ")
    year = (value_of(proposal, "announced") or str(proposal.entry.published_on or ""))[:4]
    words = [company, product or "facial recognition", value_of(proposal, "whose_use"), year]
    stem = slugify(" ".join(word for word in words if word))[:74].strip("-")
    return _free(stem, shelf.slugs)


def company_slug(name: str) -> str:
    """The key of a company that the register does not have yet."""
    return slugify(name)[:80].strip("-")


_OF = {
    WhoseUse.POLICE: "police use of ",
    WhoseUse.GOVERNMENT: "use by public bodies of ",
    WhoseUse.BUSINESS: "use by private companies of ",
    WhoseUse.OWN: "its own use of ",
    WhoseUse.PUBLIC: "use by individuals of ",
    WhoseUse.CUSTOMERS: "customers' use of ",
}


def _what(proposal: Proposal) -> str:
    """Kind, users and product in plain words: "moratorium on police use of Rekognition"."""
    thing = value_of(proposal, "product") or "facial recognition"
    use = value_of(proposal, "whose_use")
    used = _OF[WhoseUse(use)] if use else ""
    match value_of(proposal, "kind"):
        case Kind.EXIT:
            return f"exit from {used}{thing}"
        case Kind.SALES_BAN:
            return f"stop of sales for {used}{thing}"
        case Kind.MORATORIUM:
            return f"moratorium on {used}{thing}"
    return f"limits on {used}{thing}"


def draft_title(proposal: Proposal) -> str:
    """A neutral title from the facts: company, kind, whose use, product."""
    return f"{proposal.company_name}: {_what(proposal)}"[:200]


def draft_summary(proposal: Proposal, shelf: Shelf) -> str:
    """One or two neutral sentences from the facts; the source's own words stand in quotes."""
    announced = value_of(proposal, "announced")
    day = f" on {display(PartialDate.parse(announced))}" if announced else ""
    what = _what(proposal)
    article = "an" if what[0] in "aeiou" else "a"
    what = what if what.startswith("limits") else f"{article} {what}"
    sentence = f"{proposal.company_name} is reported to have announced{day} {what}"
    words = [f["quote"] for f in facts_named(proposal, "term")]
    conditions = [f["value"] for f in facts_named(proposal, "condition")]
    quoted = [*words, *(one for one in conditions if not any(one in other for other in words))]
    sentence += "".join(f", “{one}”" for one in quoted) + "."
    names = _listed([line.name for line in exempt_lines(proposal, shelf)])
    return f"{sentence} Named as exempt: {names}." if names else sentence


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else "".join(names)
