"""Names for the place codes that records use; a code without a name here is shown as it is."""

from __future__ import annotations

import re

WORLDWIDE = "worldwide"
_CODE = re.compile(r"worldwide|[A-Z]{2}(-[A-Z0-9]{1,3})?")
NAMES = {
    WORLDWIDE: "Worldwide",
    "AT": "Austria",
    "AU": "Australia",
    "BE": "Belgium",
    "BR": "Brazil",
    "CA": "Canada",
    "CA-BC": "British Columbia, Canada",
    "CA-ON": "Ontario, Canada",
    "CA-QC": "Quebec, Canada",
    "CH": "Switzerland",
    "CN": "China",
    "DE": "Germany",
    "DK": "Denmark",
    "ES": "Spain",
    "EU": "European Union",
    "FI": "Finland",
    "FR": "France",
    "GB": "United Kingdom",
    "IE": "Ireland",
    "IL": "Israel",
    "IN": "India",
    "IT": "Italy",
    "JE": "Jersey",
    "JP": "Japan",
    "KR": "South Korea",
    "MX": "Mexico",
    "NL": "Netherlands",
    "NO": "Norway",
    "NZ": "New Zealand",
    "PL": "Poland",
    "PT": "Portugal",
    "SE": "Sweden",
    "SG": "Singapore",
    "US": "United States",
    "US-CA": "California, US",
    "US-CO": "Colorado, US",
    "US-IL": "Illinois, US",
    "US-MA": "Massachusetts, US",
    "US-ME": "Maine, US",
    "US-NY": "New York, US",
    "US-OR": "Oregon, US",
    "US-TX": "Texas, US",
    "US-VT": "Vermont, US",
    "US-WA": "Washington State, US",
    "ZA": "South Africa",
}


# How sources write some of them too; "US" is left out, because it reads like the word "us".
_ALSO = {
    WORLDWIDE: ("globally", "anywhere in the world"),
    "GB": ("U.K.", "Britain"),
    "US": ("U.S.", "USA"),
}
# The members of the European Union, which some records name as one place.
_EU = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
     "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)  # fmt: skip


def written_names(code: str) -> list[str]:
    """Return the names by which sources write of a place: "Illinois" for US-IL."""
    name = place_name(code)
    return [name, name.split(",")[0], *_ALSO.get(code, ())]


def around(code: str) -> list[str]:
    """Return the places whose records apply in a place without naming it, the nearest first."""
    if code == WORLDWIDE:
        return []
    country = code.split("-")[0]
    larger = [country] if country != code else []
    return [*larger, *(["EU"] if country in _EU else []), WORLDWIDE]


def place_name(code: str) -> str:
    """Return the name of a place code: "Illinois, US" for US-IL."""
    return NAMES.get(code, code)


def is_place(code: str) -> bool:
    """Whether a text has the form of a place code: worldwide, a country, or a part of one."""
    return _CODE.fullmatch(code) is not None


def is_named(code: str) -> bool:
    """Whether the site has a name for a place code."""
    return code in NAMES
