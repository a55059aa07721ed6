"""The post room's tables: who asked to be told of what, and what was sent."""

from alerts.models.post import Delivery, Dispatch, Email
from alerts.models.subscribers import Subscriber, Subscription, Token

__all__ = ["Delivery", "Dispatch", "Email", "Subscriber", "Subscription", "Token"]
