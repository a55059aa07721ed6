"""The single values of a register file, each checked as it is read; no Django."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from moratoriums.partial_dates import parse
from moratoriums.vocabulary import Force

_BLANKS = re.compile(r"[ \t\r\n]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_EVENT_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9~?%/.-]*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLACE = re.compile(r"worldwide|[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
# Control characters, private use and surrogates, and the marks that change the direction of text,
# hide in it, or end a line for some readers only.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\u200b\u200e\u200f"
    "\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\U000f0000-\U0010ffff]"
)

# Query parameters that say who passed an address on; the page is the same without them.
TRACKING = re.compile(
    r"utm_\w+|_hs\w+|hsa_\w+|mc_[ce]id|mkt\w*|fbclid|gclid|dclid|msclkid|yclid|igshid|"
    r"ref|ref_src|refsrc|source|cmp|cmpid|smid|guccounter|guce_\w+|bc|spm|ncid|xtor|"
    r"__twitter_impression|wt\.mc_id|s_cid|_ga|_gl",
    re.IGNORECASE,
)


def unprintable(text: str) -> str:
    """Return the first character that no register text may hold, or an empty string."""
    found = _UNPRINTABLE.search(text)
    return found.group() if found else ""


def is_tracking(parameter: str) -> bool:
    """Tell whether a query parameter only says who passed the address on."""
    return TRACKING.fullmatch(parameter) is not None


def _clean(text: str) -> str:
    if bad := unprintable(text):
        raise ValueError(f"holds the unprintable character U+{ord(bad):04X}. Delete it.")
    return text


def _line(text: str) -> str:
    return _BLANKS.sub(" ", _clean(text)).strip(" ")


def _text(text: str) -> str:
    lines = [
        _BLANKS.sub(" ", line).strip(" ") for line in _clean(text).replace("\r", "\n").split("\n")
    ]
    return "\n".join(lines).strip("\n")


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise ValueError(
            f"{text!r} is no slug. Use lower-case letters a-z, digits and single hyphens, "
            "as in amazon-rekognition-police-2020."
        )
    return text


def _event_key(text: str) -> str:
    if not _EVENT_KEY.fullmatch(text):
        raise ValueError(f"{text!r} is no key. The day of the event will do, as in 2021-05-18.")
    return text


def _edtf(text: str) -> str:
    if not text:
        return ""
    try:
        return parse(text).edtf
    except ValueError:
        raise ValueError(
            f"{text!r} is no date. Write a day (2020-06-10), a month (2020-06), a year (2020), "
            "'about' with a tilde (2020-06~) or a window (2026-06-05/2026-06-08)."
        ) from None


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        if not _DAY.fullmatch(value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value!r} is no day. Write it as 2020-06-10.") from None


def _instant(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        if _DAY.fullmatch(value):
            return datetime.combine(date.fromisoformat(value), datetime.min.time(), UTC)
        return datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(
            f"{value!r} is no moment. Write a day (2026-11-22) or a time with its zone "
            "(2026-11-22T09:30:00+00:00)."
        ) from None


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("has no time zone. Add one, as in 2026-11-22T09:30:00+00:00.")
    return value.astimezone(UTC)


def _flag(value: Any) -> Any:
    if isinstance(value, str):
        if value not in ("true", "false"):
            raise ValueError(f"{value!r} is neither true nor false. Write one of the two.")
        return value == "true"
    return value


def _url(text: str) -> str:
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
        port = parts.port
    except ValueError:
        known, port = False, None
    if not known or port == 0 or re.search(r"[\s<>\"\\^`{|}]", text):
        raise ValueError(f"{text!r} is no web address. It starts with https:// or http://.")
    if "@" in parts.netloc:
        raise ValueError(f"{text!r} carries a user name. Write the address without it.")
    tracking = [name for name, _ in parse_qsl(parts.query, True) if is_tracking(name)]
    if tracking or parts.fragment.startswith("utm_"):
        raise ValueError(
            f"{text!r} carries tracking ({', '.join(tracking) or 'after the #'}). "
            "Delete that part and check that the page still opens."
        )
    return text


def _place(text: str) -> str:
    if not _PLACE.fullmatch(text):
        raise ValueError(
            f"{text!r} is no place. Write worldwide, a country code (US) or a region code (US-IL)."
        )
    return text


def _country(text: str) -> str:
    if text and not re.fullmatch("[A-Z]{2}", text):
        raise ValueError(f"{text!r} is no country code. Write two capital letters, as in US.")
    return text


def _language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise ValueError(f"{text!r} is no language code. Write en, nl, ja or pt-BR.")
    return text


def _wikidata(text: str) -> str:
    if text and not re.fullmatch(r"Q[1-9]\d{0,14}", text):
        raise ValueError(f"{text!r} is no Wikidata id. It looks like Q3884.")
    return text


def _force(value: Any) -> Any:
    """Read the word that files use for a force; code passes the member itself."""
    if isinstance(value, Force):
        return value
    words = {force.name.lower(): force for force in Force}
    if value in words:
        return words[value]
    raise ValueError(f"{value!r} is not one of: {', '.join(words)}.")


Line = Annotated[str, AfterValidator(_line)]
Line40 = Annotated[Line, Field(max_length=40)]
Line80 = Annotated[Line, Field(max_length=80)]
Line150 = Annotated[Line, Field(max_length=150)]
Line200 = Annotated[Line, Field(max_length=200)]
Line300 = Annotated[Line, Field(max_length=300)]
Line400 = Annotated[Line, Field(max_length=400)]
Text = Annotated[str, AfterValidator(_text), Field(max_length=20_000)]
Slug = Annotated[str, Field(max_length=80), AfterValidator(_slug)]
EventKey = Annotated[str, Field(max_length=60), AfterValidator(_event_key)]
Edtf = Annotated[str, Field(max_length=40), AfterValidator(_edtf)]
Day = Annotated[date, BeforeValidator(_day)]
Instant = Annotated[datetime, BeforeValidator(_instant), AfterValidator(_in_utc)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Url = Annotated[str, Field(max_length=1000), AfterValidator(_url)]
Place = Annotated[str, AfterValidator(_place)]
Country = Annotated[str, AfterValidator(_country)]
Language = Annotated[str, AfterValidator(_language)]
WikidataId = Annotated[str, AfterValidator(_wikidata)]
ForceWord = Annotated[Force, BeforeValidator(_force)]
