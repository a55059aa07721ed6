"""Small letters at the same offsets, for looking words up."""

from __future__ import annotations


def small(text: str) -> str:
    """The text in small letters, each at the offset it has in the text."""
    found = text.lower()
    if len(found) == len(text):
        return found
    # "İ" has two characters in small letters: such a one stays as it is.
    return "".join(one if len(one := letter.lower()) == 1 else letter for letter in text)
