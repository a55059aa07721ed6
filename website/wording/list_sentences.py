"""The sentences that open the pages that list things, made from numbers and days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from website.wording.languages import figure, listing
from website.wording.phrases import Phrase, day, fill


def ending_sentence(number: int, days: int, on: date) -> Phrase:
    """Say how many pledges end in the next days."""
    if not number:
        none = _("No pledge on record ends in the {days} days from {when}.")
        return fill(none, days=str(days), when=day(on))
    told = ngettext(
        "{number} pledge ends in the {days} days from {when}, by the earliest reading of the "
        "words.",
        "{number} pledges end in the {days} days from {when}, by the earliest reading of the "
        "words.",
        number,
    )
    return fill(told, number=figure(number), days=str(days), when=day(on))


def silence_sentence(lapsed: int, past: int, on: date) -> Phrase:
    """Say how many pledges lapsed in silence, and how many are past their end and checked."""
    if not lapsed and not past:
        return fill(
            _("On {when}, no pledge on record is past its end without a word."), when=day(on)
        )
    checked = ngettext(
        "{number} is past the end and being checked",
        "{number} are past the end and being checked",
        past,
    ).format(number=figure(past))
    silent = ngettext(
        "{number} pledge lapsed in silence", "{number} pledges lapsed in silence", lapsed
    ).format(number=figure(lapsed))
    silent = silent if lapsed else _("no pledge lapsed in silence")
    told = _("On {when}, {silent}, and {checked}.")
    return fill(told, when=day(on), silent=silent, checked=checked)


def conditions_sentence(number: int, on: date) -> Phrase:
    """Say how many conditions are waited for."""
    if not number:
        return fill(_("On {when}, no condition is being waited for."), when=day(on))
    told = ngettext(
        "On {when}, {number} condition is being waited for.",
        "On {when}, {number} conditions are being waited for.",
        number,
    )
    return fill(told, when=day(on), number=figure(number))


def corrections_sentence(number: int, on: date) -> Phrase:
    """Say how often the record was corrected."""
    if not number:
        return fill(_("No correction of the record had been made by {when}."), when=day(on))
    told = ngettext(
        "{number} correction of the record by {when}.",
        "{number} corrections of the record by {when}, the newest first.",
        number,
    )
    return fill(told, number=figure(number), when=day(on))


def week_sentence(number: int, first: date, last: date, happened: int, entered: int) -> Phrase:
    """Say what one week brought: what happened in it, and what was entered about earlier days."""
    what = ngettext(
        "{number} thing happened to pledges on record",
        "{number} things happened to pledges on record",
        happened,
    ).format(number=figure(happened))
    what = what if happened else _("nothing happened to pledges on record")
    older = ngettext(
        "{number} entry about earlier days was made",
        "{number} entries about earlier days were made",
        entered,
    ).format(number=figure(entered))
    older = older if entered else _("no entry about earlier days was made")
    return fill(
        _("In week {number}, from {first} to {last}, {what}, and {older}."),
        number=str(number),
        first=day(first),
        last=day(last),
        what=what,
        older=older,
    )


def coverage_sentence(companies: int, sector: str, place: str, on: date) -> Phrase:
    """Say whose records the map shows, and what it says of them."""
    what = ngettext(
        "{number} company or other organisation",
        "{number} companies and other organisations",
        companies,
    ).format(number=figure(companies))
    told = _(
        "On {when}: {what}{where} with {applies}, and whose use of the technology each of them "
        "covers, exempts or leaves unsaid."
    )
    return fill(
        told,
        when=day(on),
        what=what,
        where=_(" in the sector “{sector}”").format(sector=sector) if sector else "",
        applies=_("a record that applies in {place}").format(place=place)
        if place
        else _("a record"),
    )


def compare_sentence(companies: Sequence[tuple[str, int, int]], most: int) -> str:
    """Say what is compared, from (name, records, records in force)."""
    if not companies:
        return _("Choose up to {most} companies to set side by side.").format(most=most)
    parts = [
        ngettext(
            "{name} has {number} record ({standing} in force)",
            "{name} has {number} records ({standing} in force)",
            records,
        ).format(name=name, number=figure(records), standing=figure(standing))
        for name, records, standing in companies
    ]
    return f"{listing(parts)}."
