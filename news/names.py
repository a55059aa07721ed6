"""The register's names as the reading needs them: from the database, or from its files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from companies.models import Company, CompanyName
from companies.vocabulary import CompanyKind, NameKind
from moratoriums.register.directory import read_register
from news.extraction.companies import KnownName, NameBook, NameRole

# Their decisions are no corporate pledges; their names tell whose act a sentence reports.
_NOT_CORPORATE = {CompanyKind.PUBLIC_BODY.value, CompanyKind.UNIVERSITY.value}
_ROLES: dict[str, NameRole] = {
    NameKind.ALIAS.value: "alias",
    NameKind.FORMER.value: "former",
    NameKind.BRAND.value: "brand",
    NameKind.PRODUCT.value: "product",
    NameKind.DOMAIN.value: "domain",
}

_SHORTEST = 4  # letters of a name without its legal or national addition
_SUFFIX = re.compile(
    r",?\s+(?:Inc|Corp|Corporation|Company|Co|Ltd|Limited|plc|LLC|GmbH|AG|SA|S\.A|Group|Holdings"
    r"|Platforms|Enterprises?|Entertainment|Stores|Festival|Wholesale|Pty Ltd|Australia|UK|USA|US"
    r"|Canada)\.?$"
)
_ASIDE = re.compile(r"\s*\([^()]*\)$")  # "Argent (King's Cross Central LP)"
_EITHER = re.compile(r"\s+/\s+")  # "C3 Presents / Superfly"
_TELLING = 6  # letters; a product's shorter second name is too often an everyday word


class Named(NamedTuple):
    """A company of the register and one of its names; the main one has no kind."""

    slug: str
    company: str
    company_kind: str
    name: str
    name_kind: str = ""


def register_names() -> NameBook:
    """Every name, alias, former name, brand, product and domain in the register; two queries."""
    return NameBook(_known(_stored()))


def file_names(directory: Path) -> NameBook:
    """The same from the register's files, without a database.

    Raises:
        BadRegister: the folder is no register, or a file in it is wrong.
    """
    return NameBook(_known(_written(directory)))


def _stored() -> Iterator[Named]:
    current = Company.objects.current().values_list("slug", "name", "kind")
    for slug, name, kind in current:
        yield Named(slug, name, kind, name)
    others = CompanyName.objects.filter(company__merged_into=None).values_list(
        "company__slug", "company__name", "company__kind", "name", "kind"
    )
    for row in others:
        yield Named(*row)


def _written(directory: Path) -> Iterator[Named]:
    for entry in read_register(directory).companies.values():
        record = entry.record
        if record.merged_into:
            continue
        yield Named(record.slug, record.name, record.kind.value, record.name)
        for other in record.names:
            yield Named(record.slug, record.name, record.kind.value, other.name, other.kind.value)


def _known(rows: Iterable[Named]) -> Iterator[KnownName]:
    for row in rows:
        role = _ROLES.get(row.name_kind, "name")
        if row.company_kind in _NOT_CORPORATE:
            role = "public_body"
        if row.company_kind == CompanyKind.GROUP.value:
            continue  # "17 retailers": a heading of ours, no name that a text would use
        for name in _forms(row, role):
            yield KnownName(name, row.slug, row.company, role)


def _forms(row: Named, role: NameRole) -> Iterator[str]:
    """A name as the register has it, and the shorter ways in which texts write it."""
    yield row.name
    if role == "product":
        short = row.name.removeprefix(f"{row.company} ")
        if short != row.name and len(short) >= _TELLING and " " not in short:
            yield short  # "Rekognition" for "Amazon Rekognition"
        return
    for name in _EITHER.split(_ASIDE.sub("", row.name)):
        short = _SUFFIX.sub("", name)
        forms = [name, short]
        if name.startswith("The ") and name.count(" ") > 1:
            forms.append(name.removeprefix("The "))  # "Home Depot"
        for form in forms:
            if form != row.name and len(form) >= _SHORTEST:
                yield form  # "Kmart" for "Kmart Australia"
