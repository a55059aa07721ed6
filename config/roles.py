"""Who may do what in the admin: the groups, and the rights each of them has over every room."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

ROOMS = ("companies", "moratoriums", "news", "alerts")


class Role(StrEnum):
    """An administrator also manages accounts; a reviewer also publishes and confirms verdicts."""

    ADMIN = "admin"
    EDITOR = "editor"
    REVIEWER = "reviewer"


def group_for(role: Role) -> Group:
    """The group of a role, with exactly the rights it should have; made when it is missing."""
    group, _ = Group.objects.get_or_create(name=role.value)
    group.permissions.set(rights_of(role))
    return group


def rights_of(role: Role) -> QuerySet[Permission]:
    """Editors enter and correct everything; deciding what readers see takes a reviewer.

    What is held on subscribers is handed out by an administrator alone.
    """
    rights = Permission.objects.filter(content_type__app_label__in=ROOMS)
    rights = rights.exclude(codename="export_subscriber")
    if role == Role.EDITOR:
        rights = rights.exclude(codename__in=_DECIDING)
    return rights.exclude(Q(codename__startswith="delete_") & ~Q(codename__in=_PARTS))


_DECIDING = [
    "publish_pledge",
    "confirm_verdict",
    "send_correction",
    "settle_email",
    "replay_call",
    "add_webhook",
    "change_webhook",
    "view_webhook",
]
# Rows on a pledge's or a company's page, which are taken out there.
_PARTS = [
    f"delete_{part}"
    for part in (
        "citation",
        "statement",
        "exemption",
        "pledgeevent",
        "condition",
        "check",
        "pledge",
        "companyname",
        "membership",
    )
]
