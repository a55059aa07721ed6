"""Words and evidence to look at again before something is published; nothing is forbidden."""

from __future__ import annotations

from collections.abc import Sequence

from moratoriums.vocabulary import CheckPlace, EventKind, TermKind
from moratoriums.wording import remarks, unattributed
from news.desk.cards import Card, our_words
from news.vocabulary import CardChoice

_NEGATIVE = (
    EventKind.ALLEGED,
    EventKind.AGAINST_SPIRIT,
    EventKind.CONTRADICTED,
    EventKind.WITHDRAWN,
    EventKind.PARTLY_WITHDRAWN,
)


def lint(cards: Sequence[Card]) -> list[str]:
    """What to look at again in the chosen cards."""
    new = [card for card in cards if card.choice == CardChoice.NEW]
    permanent = bool(new) and all(card.form.lasting.term == TermKind.PERMANENT for card in new)
    found = [str(remark) for remark in remarks(our_words(cards), permanent=permanent)]
    for card in cards:
        if card.choice == CardChoice.EVENT:
            found += _event(card)
    return found


def _event(card: Card) -> list[str]:
    kind = str(card.event_form["kind"].value())
    text = str(card.event_form["description"].value() or "")
    found = []
    if kind == EventKind.ALLEGED and unattributed(text):
        found.append("Say who says so: “reportedly”, “according to …”. A report is no finding.")
    target = card.card.target() if card.card.is_valid() else None
    if kind in _NEGATIVE and target:
        asked = target.checks.filter(place=CheckPlace.COMPANY_ASKED).exists()
        if not asked:
            found.append(f"{target.company} has not been asked: log the question and its day.")
    return found
