"""The one way in which reading a phrase gives up."""


class Unsettled(Exception):
    """The words leave the end open; the message says what a person has to decide."""
