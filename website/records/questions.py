"""What the search log says of the questions put to a company, as sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _

from website.records.searching import PLACES, Search
from website.wording.languages import word
from website.wording.phrases import Phrase, day, fill


def question_sentence(search: Search) -> Phrase:
    """Say whether the company was asked, when it was reminded, and whether it answered."""
    if not search.asked:
        return (_("The organisation has not been asked yet."),)
    told = fill(_("Asked the organisation {when}"), when=day(search.asked[0].on))
    for reminder in search.asked[1:]:
        told = (*told, *fill(_(", reminder {when}"), when=day(reminder.on)))
    if search.answered_on:
        return (*told, *fill(_("; it answered {when}."), when=day(search.answered_on)))
    return (*told, _("; no answer on record."))


def unseen_places(search: Search) -> str:
    """Return the places at which nobody has looked yet, in words."""
    seen = {look.place for look in search.looks}
    return ", ".join(word(place.label).lower() for place in PLACES if place not in seen)
