"""The texts that need a Spanish one: found in the code, kept in locale/, compiled for the site.

``make messages`` brings the list up to date and compiles it; what has no Spanish text yet is
printed. No program beside Babel is needed.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django
from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "locale" / "es" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"

# One text, or the singular and the plural of one.
Text = str | tuple[str, ...]

_CODE = (
    "website/**/*.py",
    "moratoriums/filters/*.py",
    "alerts/**/*.py",
    "news/services/tips.py",
)
_CALLS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_noop": None,
    "noop": None,
    "ngettext": (1, 2),
}
# The calls that Django makes of the tags of a template: the quoted texts in them.
_QUOTED = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_TAGGED = re.compile(
    rf"\b(?:gettext|_)\(\s*({_QUOTED})\s*\)|\bngettext\(({_QUOTED}),\s*({_QUOTED})"
)
# Mails, pages of staff and editors: English alone.
_ENGLISH_TEMPLATES = ("admin", "mail", "outbox", "follow/duty.html")
_WRITTEN_AT = datetime(2026, 11, 1, tzinfo=UTC)  # no clock: the same texts give the same file


def wanted() -> set[Text]:
    """Return every text that a Spanish page may show."""
    found: set[Text] = {*_in_code(), *_in_templates(), *_in_vocabularies()}
    # A text that is also the singular of another has its translation there.
    return found - {text[0] for text in found if isinstance(text, tuple)}


def _in_code() -> Iterator[Text]:
    for pattern in _CODE:
        for path in ROOT.glob(pattern):
            with path.open("rb") as file:
                for _, text, _, _ in extract("python", file, keywords=_CALLS):
                    yield text if isinstance(text, str) else (text[0], text[1])


def _in_templates() -> Iterator[Text]:
    from django.utils.translation.template import templatize

    folder = ROOT / "templates"
    for path in folder.rglob("*.html"):
        if path.relative_to(folder).as_posix().startswith(_ENGLISH_TEMPLATES):
            continue
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        for one, singular, plural in _TAGGED.findall(code):
            if one:
                yield ast.literal_eval(one)
            else:
                yield ast.literal_eval(singular), ast.literal_eval(plural)


def _in_vocabularies() -> Iterator[str]:
    """The words for coded values, filters, orders, places and rules."""
    from alerts.models import Subscription
    from companies.vocabulary import Word
    from moratoriums.filters import FILTERS, ORDERS
    from moratoriums.terms.answer import RULES
    from moratoriums.wording import FIELD_WORDS
    from news.models import Tip
    from website.exports.columns import KIND_WORDS
    from website.exports.tables import TABLES
    from website.serving.days import DAY_PROBLEMS
    from website.views import methodology
    from website.wording.places import NAMES

    for vocabulary in Word.__subclasses__():
        if vocabulary.__module__.partition(".")[0] in ("companies", "moratoriums", "website"):
            for word in vocabulary:
                yield from filter(None, (word.label, word.definition))
    yield from (one.label for one in FILTERS)
    yield from ORDERS.values()
    yield from RULES.values()
    yield from NAMES.values()
    yield from FIELD_WORDS.values()
    yield from DAY_PROBLEMS
    yield from Subscription.Frequency.labels
    yield from Tip.State.labels
    yield from KIND_WORDS.values()
    for table in TABLES.values():
        yield from (table.title, table.says)
        yield from (column.says for column in table.columns)
    yield from methodology.FLAGS.values()
    for section in methodology.SECTIONS:
        yield from filter(None, (section.title, section.lead))
    yield from (text for _, _, text in methodology.VERSIONS)


def spanish() -> Catalog:
    """Return the texts as they stand in the file that translators edit."""
    with PO.open("rb") as file:
        return read_po(file, locale="es")


def compiled() -> Catalog:
    """Return the texts as the site reads them."""
    with MO.open("rb") as file:
        return read_mo(file)


def texts(catalog: Catalog) -> dict[Text, Text]:
    """Return the texts that a catalogue translates, each with its Spanish one, or with several."""
    return {_hashable(one.id): _hashable(one.string or "") for one in catalog if one.id}


def _hashable(text: str | list[str] | tuple[str, ...]) -> Text:
    return text if isinstance(text, str) else tuple(text)


def untranslated(catalog: Catalog) -> set[Text]:
    """Return the texts that have no Spanish one, or one that nobody has confirmed."""
    return {
        _hashable(one.id)
        for one in catalog
        if one.id and (one.fuzzy or not _all_said(_hashable(one.string or "")))
    }


def _all_said(text: Text) -> bool:
    return bool(text) and all(text if isinstance(text, tuple) else (text,))


def write() -> set[Text]:
    """Bring both files up to date; return what has no Spanish text yet."""
    known = spanish() if PO.exists() else Catalog("es")
    catalog = Catalog(
        locale="es",
        project="Moratorium Watch",
        header_comment="# The Spanish texts of the public pages; see CONTRIBUTING.md.",
        creation_date=_WRITTEN_AT,
        revision_date=_WRITTEN_AT,
        fuzzy=False,
    )
    for text in sorted(wanted(), key=str):
        found = known.get(text)
        catalog.add(text, found.string if found and not found.fuzzy else None)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalog, width=100)
    with MO.open("wb") as file:
        write_mo(file, catalog)
    return untranslated(catalog)


if __name__ == "__main__":
    django.setup()
    missing = write()
    print(*(f"No Spanish text: {one}" for one in sorted(missing, key=str)), sep="\n")
    sys.exit(bool(missing))
