"""What somebody sent after their session had ended, carried through signing in.

It travels in the pages themselves, so nothing of a visitor who may be nobody is stored. Django's
check against forged forms comes first: what is carried was sent from a page of ours.
"""

from __future__ import annotations

import json

from django.http import QueryDict

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (the name of a field)


def pack(sent: QueryDict) -> str:
    """What was sent, as one text; nothing where a password is among it."""
    if any("password" in name for name in sent):
        return ""
    pairs = [(name, value) for name, values in sent.lists() for value in values if name != _TOKEN]
    return json.dumps(pairs) if pairs else ""


def unpack(text: str) -> list[tuple[str, str]]:
    """The fields and values in a text that ``pack`` made; none in any other."""
    try:
        found = json.loads(text)
        return [(str(name), str(value)) for name, value in found]
    except (ValueError, TypeError):
        return []
