"""The words for organisations and their names, and what every coded value of the house knows."""

from __future__ import annotations

from enum import StrEnum


class Word(StrEnum):
    """A coded value that knows its label and the definition readers are shown."""

    label: str
    definition: str

    def __new__(cls, value: str, label: str = "", definition: str = "") -> Word:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.definition = definition
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return (value, label) pairs, in the order of the definition."""
        return [(word.value, word.label) for word in cls]

    @classmethod
    def values(cls) -> list[str]:
        """Return the coded values, in the order of the definition."""
        return [word.value for word in cls]


class CompanyKind(Word):
    """What sort of organisation gives a pledge or is bound by an order."""

    COMPANY = "company", "Company"
    GROUP = "group", "Group of organisations"
    PUBLIC_BODY = "public_body", "Public body"
    UNIVERSITY = "university", "University"
    NON_PROFIT = "non_profit", "Non-profit"


class NameKind(Word):
    """Why a name that is not the main one leads to a company."""

    ALIAS = "alias", "Also called"
    FORMER = "former", "Former name"
    BRAND = "brand", "Brand"
    PRODUCT = "product", "Product"
    DOMAIN = "domain", "Web domain"
