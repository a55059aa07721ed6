"""The post room's tables: who asked to be told of what, and what was sent."""

from alerts.models.corrections import Correction
from alerts.models.duties import Duty
from alerts.models.following import Following
from alerts.models.gate import Gate
from alerts.models.knocks import Knock
from alerts.models.notes import Note
from alerts.models.post import Delivery, Dispatch, Email
from alerts.models.returns import Return, RoundTrip
from alerts.models.subscribers import Subscriber, Subscription, Token
from alerts.models.suppressions import Suppression
from alerts.models.webhooks import Call, Webhook

__all__ = [
    "Call",
    "Correction",
    "Delivery",
    "Dispatch",
    "Duty",
    "Email",
    "Following",
    "Gate",
    "Knock",
    "Note",
    "Return",
    "RoundTrip",
    "Subscriber",
    "Subscription",
    "Suppression",
    "Token",
    "Webhook",
]
