"""What editors are asked to do at each step of the clock; plain words from plain values."""

from __future__ import annotations

from alerts.wording import Ladder

_ENDS = (
    (90, "Read the sources again and check that the end follows from their words. Note whom to "
         "ask at the company."),
    (60, "Check that each source can still be read and has an archived copy."),
    (30, "Ask the company what comes after the end, and enter the question in the search log."),
    (14, "No answer? Ask again. Look at the newsroom and the policy page."),
    (7, "Look at newsroom, policy page, terms, filings and news, and log each look."),
    (1, "Have the company's page captured today: it may change tomorrow."),
    (0, "The term runs out today. Look in the same places again and record what the company "
        "says."),
    (-1, "The record says “Past its end, checking”. Look in every place of the search log and "
         "log what you find."),
    (-7, "Ask the company in writing, and log it. “Lapsed” needs five places searched and the "
         "company asked."),
)  # fmt: skip
_UNDECIDED = (
    "Decide what became of it: extended, ended, withdrawn or lapsed. The last two need a second "
    "editor. Readers see how many days it has been undecided."
)
_OTHERS = {
    Ladder.REVIEW: (
        "A review is coming: note what to look at and whom to ask.",
        "Look again at what the company says and does, record it, and set the next review day.",
        "The review is overdue: do it, or set another day and say why.",
    ),
    Ladder.CONDITION: (
        "Something the pledge waits for may happen soon: note where it will be seen.",
        "Look whether it happened, and record what was found.",
        "The day has passed: look whether it happened, or give the condition another day.",
    ),
}


def chore(ladder: Ladder, rung: int) -> str:
    """The task of a step.

    Args:
        rung: days before the day it is about; negative after it.
    """
    if ladder in _OTHERS:
        ahead, today, behind = _OTHERS[ladder]
        return ahead if rung > 0 else behind if rung < 0 else today
    if rung < -7:
        return _UNDECIDED
    return next((text for days, text in _ENDS if rung >= days), _UNDECIDED)
