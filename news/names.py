"""The register's names, as the reading needs them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from companies.models import Company, CompanyName
from companies.vocabulary import CompanyKind
from news.extraction.companies import KnownName, NameBook, NameRole

# Their decisions are no corporate pledges; their names tell whose act a sentence reports.
_NOT_CORPORATE = {CompanyKind.PUBLIC_BODY.value, CompanyKind.UNIVERSITY.value}

_SHORTEST = 4  # letters of a name without its legal or national addition
_SUFFIX = re.compile(
    r",?\s+(?:Inc|Corp|Corporation|Company|Ltd|Limited|plc|LLC|GmbH|AG|SA|Group|Holdings|Platforms"
    r"|Enterprises?|Entertainment|Stores|Australia|UK|USA|US|Canada)\.?$"
)
_TELLING = 6  # letters; a product's shorter second name is too often an everyday word


def register_names() -> NameBook:
    """Every name, alias, former name, brand, product and domain in the register; two queries."""
    return NameBook(_names())


def _names() -> Iterator[KnownName]:
    current = Company.objects.current()
    for slug, name, kind in current.values_list("slug", "name", "kind"):
        role: NameRole = "public_body" if kind in _NOT_CORPORATE else "name"
        yield KnownName(name, slug, name, role)
        short = _SUFFIX.sub("", name)
        if short != name and len(short) >= _SHORTEST:
            yield KnownName(short, slug, name, role)  # "Kmart" for "Kmart Australia"
    others = CompanyName.objects.filter(company__merged_into=None).values_list(
        "name", "kind", "company__slug", "company__name", "company__kind"
    )
    for name, kind, slug, owner, owner_kind in others:
        role = "public_body" if owner_kind in _NOT_CORPORATE else cast(NameRole, kind)
        yield KnownName(name, slug, owner, role)
        short = name.removeprefix(f"{owner} ")
        if role == "product" and short != name and len(short) >= _TELLING and " " not in short:
            yield KnownName(short, slug, owner, role)  # "Rekognition" for "Amazon Rekognition"
