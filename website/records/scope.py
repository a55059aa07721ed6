"""What a pledge covers, exempts and leaves unsaid, as a table whose cells lead to the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_noop as noop

from moratoriums.models import Exemption, Pledge
from moratoriums.vocabulary import BeneficiaryKind, ExemptionOrigin, WhoseUse
from website.records.coverage import AMONG_CUSTOMERS, Coverage
from website.records.quotes import Claim, literal, use_pattern
from website.records.sources import Ref
from website.wording.languages import word
from website.wording.places import place_name, written_names

COLUMNS = (
    noop("Whose use"),
    noop("Product or feature"),
    noop("Purpose"),
    noop("Place"),
)
_WHOSE, _PURPOSE, _PLACE = 0, 2, 3
_UNNAMED = (
    noop("nobody named"),
    noop("none named"),
    noop("no purpose named"),
    noop("no place named"),
)


@dataclass(frozen=True)
class Entry:
    """One thing in a cell: its words, its place on the page, and where a quote says it.

    ``ours`` where the words are the record's own, in English, and no label of a coded value.
    """

    text: str
    anchor: str = ""
    said: str = ""
    ours: bool = False


@dataclass(frozen=True)
class ScopeCell:
    """One cell; without entries the record is silent on it, and ``silence`` says so."""

    entries: Sequence[Entry] = ()
    silence: str = ""
    spans: int = 1


@dataclass(frozen=True)
class ScopeRow:
    """One row: a use that is covered, somebody who is exempt, or a use nothing is said of."""

    coverage: Coverage
    cells: Sequence[ScopeCell]
    refs: Sequence[Ref] = ()
    note: str = ""


def claims_of(pledge: Pledge) -> list[Claim]:
    """Return what the table says that a quote may say in so many words."""
    uses = [WhoseUse(one.whose_use) for one in pledge.barred_uses.all()]
    claims = [Claim(_use_anchor(use), use_pattern(use)) for use in uses]
    for number, product in enumerate(pledge.products, 1):
        # Sources seldom write the maker's name before the product's.
        bare = product.removeprefix(f"{pledge.company.name} ")
        claims.append(Claim(f"c-product-{number}", literal(product, bare)))
    if pledge.purpose:
        claims.append(Claim("c-purpose", literal(pledge.purpose)))
    for one in pledge.jurisdictions.all():
        claims.append(Claim(_place_anchor(one.code), literal(*written_names(one.code))))
    return claims


def exemption_claims(exemptions: Sequence[Exemption]) -> list[Claim]:
    """Return the names of the exempt that a quote may hold."""
    return [
        Claim(one.anchor, literal(one.beneficiary.name, *one.beneficiary.also_known_as))
        for one in exemptions
    ]


def scope_rows(
    pledge: Pledge,
    exempt: Sequence[tuple[Exemption, Sequence[Ref]]],
    said: Mapping[str, str],
    refs: Sequence[Ref],
) -> list[ScopeRow]:
    """Return the table of a pledge.

    Args:
        exempt: the exemptions that hold on the day, with their sources.
        said: where a quote says a claim, by the claim's anchor.
        refs: the sources for what is covered.
    """
    rest = _rest(pledge, said)
    uses = [WhoseUse(one.whose_use) for one in pledge.barred_uses.all()]
    rows: list[ScopeRow] = []
    for use in uses:
        whose = ScopeCell((_entry(word(use.label), _use_anchor(use), said),))
        rows.append(ScopeRow(Coverage.COVERED, (whose, *rest), refs))
        rest = _again(rest)
    if not uses:
        rows.append(ScopeRow(Coverage.COVERED, (ScopeCell(silence=_UNNAMED[_WHOSE]), *rest), refs))
    rows += _exempt_rows(exempt, said)
    allowed = {use for one, _ in exempt for use in one.beneficiary.whose_use}
    left = [use for use in WhoseUse if use not in uses and use not in allowed]
    return rows + [_unnamed_row(use, uses, _again(rest)) for use in left]


def _again(cells: Sequence[ScopeCell]) -> list[ScopeCell]:
    """The same cells in a further row: an address stands on a page once."""
    return [
        ScopeCell([replace(entry, anchor="") for entry in cell.entries], cell.silence)
        for cell in cells
    ]


def _unnamed_row(use: WhoseUse, uses: Sequence[WhoseUse], rest: Sequence[ScopeCell]) -> ScopeRow:
    """A use the record does not name: covered among all customers, or not spoken of."""
    whose = ScopeCell((Entry(word(use.label)),))
    if WhoseUse.CUSTOMERS in uses and use in AMONG_CUSTOMERS:
        return ScopeRow(Coverage.COVERED, (whose, *rest), note=noop("among all customers"))
    silent = ScopeCell(silence=noop("The record says nothing of it."), spans=len(COLUMNS) - 1)
    return ScopeRow(Coverage.SILENT, (whose, silent))


def _rest(pledge: Pledge, said: Mapping[str, str]) -> list[ScopeCell]:
    """Products, purpose and places, which a record gives once for every use it names."""
    products = [
        _entry(product, f"c-product-{number}", said, ours=True)
        for number, product in enumerate(pledge.products, 1)
    ]
    purposes = [_entry(pledge.purpose, "c-purpose", said, ours=True)] if pledge.purpose else []
    places = [
        _entry(word(place_name(one.code)), _place_anchor(one.code), said)
        for one in pledge.jurisdictions.all()
    ]
    return [
        ScopeCell(entries, "" if entries else _UNNAMED[column])
        for column, entries in enumerate((products, purposes, places), 1)
    ]


def _exempt_rows(
    exempt: Sequence[tuple[Exemption, Sequence[Ref]]], said: Mapping[str, str]
) -> list[ScopeRow]:
    """Who is exempt, those together that are so for the same purpose and by the same words."""
    together: dict[tuple[object, ...], list[Entry]] = {}
    refs_of: dict[tuple[object, ...], Sequence[Ref]] = {}
    for one, refs in exempt:
        kind = BeneficiaryKind(one.beneficiary.kind)
        column = {BeneficiaryKind.USE: _PURPOSE, BeneficiaryKind.PLACE: _PLACE}.get(kind, _WHOSE)
        key = (column, one.purpose, one.origin, *(ref.anchor for ref in refs))
        name = Entry(one.beneficiary.name, said=said.get(one.anchor, ""), ours=True)
        together.setdefault(key, []).append(name)
        refs_of[key] = refs
    return [
        _exempt_row(key[0], str(key[1]), key[2] == ExemptionOrigin.ADDED, names, refs_of[key])
        for key, names in together.items()
    ]


def _exempt_row(
    column: object, purpose: str, added: bool, names: Sequence[Entry], refs: Sequence[Ref]
) -> ScopeRow:
    """Who is exempt stands under whose use, what under purpose, and where under place."""
    cells = [
        ScopeCell(names) if place == column else ScopeCell(silence=unnamed)
        for place, unnamed in enumerate(_UNNAMED)
    ]
    if purpose and column != _PURPOSE:
        cells[_PURPOSE] = ScopeCell((Entry(purpose, ours=True),))
    return ScopeRow(Coverage.EXEMPT, cells, refs, noop("added later") if added else "")


def _entry(text: str, anchor: str, said: Mapping[str, str], *, ours: bool = False) -> Entry:
    return Entry(text, anchor, said.get(anchor, ""), ours)


def _use_anchor(use: WhoseUse) -> str:
    return f"c-use-{use.value}"


def _place_anchor(code: str) -> str:
    return f"c-place-{code}"
