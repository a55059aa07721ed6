"""What a webhook is sent: the body in the receiver's form, and its signature."""

from __future__ import annotations

import base64
import hmac
import json
import re
import secrets
from datetime import datetime
from hashlib import sha256
from typing import Any

from alerts.matching import public_since
from alerts.models import Webhook
from alerts.notices import Notice
from moratoriums.models import PledgeEvent

SECRET_PREFIX = "whsec_"  # noqa: S105  (what every secret begins with)
LONGEST_TEXT = 2900  # Slack takes 3000 characters in one section
_SLACK_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~>-])")


def new_secret() -> str:
    """A secret to sign with: 192 random bits, as Standard Webhooks writes them."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def new_key() -> str:
    """The id of a call, the same at each try, by which a receiver knows a repetition."""
    return f"msg_{secrets.token_urlsafe(16)}"


def signature(secret: str, key: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of a signed call (Standard Webhooks 1.0, symmetric).

    Raises:
        ValueError: the secret is not one of ``new_secret``.
    """
    encoded = secret.removeprefix(SECRET_PREFIX)
    stamp = str(int(at.timestamp()))
    signed = b".".join((key.encode(), stamp.encode(), body))
    digest = hmac.new(base64.b64decode(encoded, validate=True), signed, sha256).digest()
    return {
        "webhook-id": key,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def body_of(form: str, event: PledgeEvent, notice: Notice) -> bytes:
    """What is posted, in the receiver's form."""
    made: dict[str, Any]
    if form == Webhook.Format.SLACK:
        made = _slack(notice)
    elif form == Webhook.Format.MATTERMOST:
        made = _mattermost(notice)
    else:
        made = _standard(event, notice)
    return json.dumps(made, ensure_ascii=False).encode()


def _standard(event: PledgeEvent, notice: Notice) -> dict[str, Any]:
    pledge = event.pledge
    return {
        "type": f"pledge.{event.kind}",
        "timestamp": public_since(event).isoformat(),
        "data": {
            "fact": notice.fact,
            "details": list(notice.details),
            "event": {
                "kind": event.kind,
                "happened_on": event.happened_on,
                "about_on": event.about_on.isoformat() if event.about_on else None,
                "days_before": event.rung,
                "url": notice.url,
            },
            "pledge": {
                "slug": pledge.slug,
                "title": pledge.title,
                "version": pledge.version,
                "in_short": notice.in_short,
            },
            "company": {"slug": pledge.company.slug, "name": pledge.company.name},
            "words": [{"quote": words.quote, "source": words.url} for words in notice.words],
            "what_we_know": list(notice.known),
            "next": notice.next_step,
            "exemptions": notice.exemptions,
            "sources": [{"name": source.name, "url": source.url} for source in notice.sources],
        },
    }


def _slack(notice: Notice) -> dict[str, Any]:
    """Slack's text; with & < > escaped nothing in it can call a channel or make a link."""
    fact, *rest = [line.translate(_SLACK_ESCAPES) for line in _lines(notice)]
    text = "\n".join([f"*{fact}*", *rest])[:LONGEST_TEXT] + f"\n<{notice.url}|The record>"
    return {
        "text": fact,
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}],
        "unfurl_links": False,
    }


def _mattermost(notice: Notice) -> dict[str, Any]:
    """Mattermost's Markdown; marks are escaped, and an @ calls nobody."""
    fact, *rest = [
        _plain(line)
        for line in (notice.fact, *notice.details, notice.exemptions, *notice.known[:1])
    ]
    text = "\n".join([f"**{fact}**", *rest])[:LONGEST_TEXT]
    return {"username": "Moratorium Watch", "text": f"{text}\n[The record]({notice.url})"}


def _lines(notice: Notice) -> tuple[str, ...]:
    """What a chat is told: the fact first."""
    return (notice.fact, *notice.details, notice.exemptions, *notice.known[:1])


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text).replace("@", "@\u200b")
