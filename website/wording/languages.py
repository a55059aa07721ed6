"""The two languages of the public pages: which one an address asks for, its days and figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import translate_url
from django.utils import translation
from django.utils.translation import get_language_info, gettext

from website.wording import phrases, spanish_days
from website.wording.phrases import Phrase, When

SPANISH = "es"
# A point parts thousands in Spain and decimals in Mexico, so neither: from five digits on a space
# that does not break, as the academies of the language advise.
_SPANISH_SIGNS = str.maketrans(",.", "\u00a0,")
_GROUPED_FROM = 10_000
# Spanish says "e" for "y" before the sound of an i: "Honduras e Italia", yet "Corea y Hielo".
_SOUNDS_LIKE_I = re.compile(r"h?[ií](?!e)", re.IGNORECASE)


class PageLanguageMiddleware:
    """Answers in the language of the address; neither cookies nor the browser are asked.

    So one address is one page, for readers, for caches and for whoever is sent the link.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Speak the language of the address until the answer is made."""
        with translation.override(language_of(request.path_info)):
            return self.get_response(request)


def language_of(path: str) -> str:
    """Return the language of an address: Spanish under /es/, else English."""
    return SPANISH if f"{path}/".startswith(f"/{SPANISH}/") else settings.LANGUAGE_CODE


def in_spanish() -> bool:
    """Whether the page being made is in Spanish."""
    return translation.get_language() == SPANISH


def language_name(code: str) -> str:
    """Return a language's name in the language of the page; its code (BCP 47) if none is known."""
    if code == "zh":  # Django knows only its two ways of writing
        return gettext("Chinese")
    try:
        return str(get_language_info(code.lower())["name_translated"])
    except KeyError:
        return code


def twins(path: str) -> list[tuple[str, str, str]]:
    """Return where a page stands in each language, as (language, its own name, address).

    A page that is there in English alone has no twin, and nothing is returned.
    """
    addresses = [(code, name, _address_in(path, code)) for code, name in settings.LANGUAGES]
    both = len({address for _, _, address in addresses}) == len(addresses)
    return [(code.split("-")[0], name, at) for code, name, at in addresses] if both else []


@lru_cache(maxsize=1000)
def _address_in(path: str, code: str) -> str:
    return translate_url(path, code)


def figure(number: float) -> str:
    """Return a number as the page's language writes it: 1,000 and 2.5, or 1000 and 2,5."""
    if not in_spanish():
        return f"{number:,.12g}"
    text = f"{number:,.12g}" if abs(number) >= _GROUPED_FROM else f"{number:.12g}"
    return text.translate(_SPANISH_SIGNS)


def listing(words: Sequence[str]) -> str:
    """Return words as the page's language lists them: "a, b and c", "a, b y c"."""
    if len(words) < 2 or not in_spanish():
        return phrases.listing(list(words))
    glue = " e " if _SOUNDS_LIKE_I.match(words[-1]) else " y "
    return f"{', '.join(words[:-1])}{glue}{words[-1]}"


def day_pieces(moment: When, *, in_sentence: bool = False) -> list[tuple[str, str]]:
    """Return a day's words with the values of their time elements, in the page's language."""
    if in_spanish():
        return spanish_days.pieces(moment, in_sentence=in_sentence)
    return moment.pieces()


def spoken(parts: Phrase | str) -> str:
    """Return a sentence as bare text, its days in the page's language."""
    if isinstance(parts, str):
        return parts
    return "".join(
        part
        if isinstance(part, str)
        else "".join(words for words, _ in day_pieces(part, in_sentence=True))
        for part in parts
    )


def word(label: str) -> str:
    """Return the label of a coded value in the page's language."""
    return gettext(label) if label else ""
