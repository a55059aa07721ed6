"""The sentences that open the pages that list things, made from numbers and days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from website.phrases import Phrase, counted, day, listing


def ending_sentence(number: int, days: int, on: date) -> Phrase:
    """Say how many pledges end in the next days."""
    if not number:
        return (f"No pledge on record ends in the {days} days from ", day(on), ".")
    verb = "ends" if number == 1 else "end"
    told = f"{counted(number, 'pledge')} {verb} in the {days} days from "
    return (told, day(on), ", by the earliest reading of the words.")


def silence_sentence(lapsed: int, past: int, on: date) -> Phrase:
    """Say how many pledges lapsed in silence, and how many are past their end and checked."""
    if not lapsed and not past:
        return ("On ", day(on), ", no pledge on record is past its end without a word.")
    checked = f"{past:,} {'is' if past == 1 else 'are'} past the end and being checked"
    silent = counted(lapsed, "pledge") if lapsed else "no pledge"
    return ("On ", day(on), f", {silent} lapsed in silence, and {checked}.")


def conditions_sentence(number: int, on: date) -> Phrase:
    """Say how many conditions are waited for."""
    if not number:
        return ("On ", day(on), ", no condition is being waited for.")
    what = counted(number, "condition is being waited for", "conditions are being waited for")
    return ("On ", day(on), f", {what}.")


def corrections_sentence(number: int, on: date) -> Phrase:
    """Say how often the record was corrected."""
    if not number:
        return ("No correction of the record had been made by ", day(on), ".")
    order = ", the newest first" if number > 1 else ""
    return (f"{counted(number, 'correction')} of the record by ", day(on), f"{order}.")


def week_sentence(number: int, first: date, last: date, happened: int, entered: int) -> Phrase:
    """Say what one week brought: what happened in it, and what was entered about earlier days."""
    what = counted(happened, "thing") if happened else "nothing"
    older = counted(entered, "entry", "entries") if entered else "no entry"
    made = f"{older} about earlier days {'was' if entered < 2 else 'were'} made"
    span: Phrase = (f"In week {number}, from ", day(first), " to ", day(last))
    return (*span, f", {what} happened to pledges on record, and {made}.")


def coverage_sentence(companies: int, sector: str, place: str, on: date) -> Phrase:
    """Say whose records the map shows, and what it says of them."""
    what = counted(companies, "company or other organisation", "companies and other organisations")
    where = f" in the sector “{sector}”" if sector else ""
    applies = f"a record that applies in {place}" if place else "a record"
    shown = "and whose use of the technology each of them covers, exempts or leaves unsaid"
    return ("On ", day(on), f": {what}{where} with {applies}, {shown}.")


def compare_sentence(companies: Sequence[tuple[str, int, int]], most: int) -> str:
    """Say what is compared, from (name, records, records in force)."""
    if not companies:
        return f"Choose up to {most} companies to set side by side."
    parts = [
        f"{name} has {counted(records, 'record')} ({standing:,} in force)"
        for name, records, standing in companies
    ]
    return f"{listing(parts)}."
