"""The desk's words: what an editor does with a story, and why one is dismissed."""

from __future__ import annotations

from companies.vocabulary import Word


class DeskAction(Word):
    """What an editor does with a story of the queue."""

    ATTACH = "attach", "Attached"
    NEW = "new", "Entered"
    DISMISS = "dismiss", "Dismissed"
    SNOOZE = "snooze", "Snoozed"
    ASSIGN = "assign", "Assigned"
    RESTORE = "restore", "Brought back"


class DismissReason(Word):
    """Why a story is not for the register."""

    OFF_TOPIC = "off_topic", "Off topic", "Not about a company's pledge on facial recognition."
    OLD = "old", "Old news", "Tells only what is on record, with nothing new."
    WIRE_COPY = "wire_copy", "Wire copy", "A copy of a report that is on record."
    OPINION = "opinion", "Opinion", "A call, a wish or a comment, and nobody's act."
    OTHER = "other", "Other", "None of these."


# The key that gives each reason.
REASON_KEYS = {
    "o": DismissReason.OFF_TOPIC,
    "l": DismissReason.OLD,
    "w": DismissReason.WIRE_COPY,
    "v": DismissReason.OPINION,
    "x": DismissReason.OTHER,
}


class Relation(Word):
    """What an article says of a pledge that is on record."""

    SUPPORTS = "supports", "Supports", "Another report of what is on record."
    EXTENDS = "extends", "Extends", "It goes on, for longer or for good."
    NARROWS = "narrows", "Narrows", "It stops or limits less than before."
    WIDENS = "widens", "Widens", "It stops or limits more than before."
    REWORDS = "rewords", "Rewords", "The words were changed, neither wider nor narrower for sure."
    CONTRADICTS = "contradicts", "Contradicts", "Conduct is said not to match the words."
    ENDS = "ends", "Ends", "It is lifted, taken back or runs out."
    BACKGROUND = "background", "Background", "Mentions it beside other news."


class CardChoice(Word):
    """What becomes of one card of facts on the page of an article."""

    LATER = "later", "Not decided yet"
    NEW = "new", "A new pledge"
    EVENT = "event", "Something happened to a pledge on record"
    SOURCE = "source", "Another source of a pledge on record"
    DISMISS = "dismiss", "Not for the register"
