"""Who may do what in the admin: the groups, and the rights each of them has over every room."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

RECORD_ROOMS = ("companies", "moratoriums", "news")


class Role(StrEnum):
    """Editors enter and correct, reviewers also decide what is shown, operators keep it running.

    An administrator does everything, and alone manages accounts and hands out what is held on
    subscribers.
    """

    ADMIN = "admin"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    OPERATOR = "operator"


def group_for(role: Role) -> Group:
    """The group of a role, with exactly the rights it should have; made when it is missing."""
    group, _ = Group.objects.get_or_create(name=role.value)
    group.permissions.set(rights_of(role))
    return group


def renew_groups() -> None:
    """Give the groups that are in use the rights that their roles have in this version."""
    for name in Group.objects.filter(name__in=[role.value for role in Role]):
        group_for(Role(name.name))


def rights_of(role: Role) -> QuerySet[Permission]:
    """The rights of a role: none over accounts, and over subscribers only what it needs."""
    if role == Role.ADMIN:
        return Permission.objects.all()
    if role == Role.OPERATOR:
        return Permission.objects.filter(_OPERATING)
    rights = Permission.objects.filter(
        Q(content_type__app_label__in=RECORD_ROOMS) | Q(codename__in=_TOLD)
    )
    rights = rights.exclude(Q(codename__startswith="delete_") & ~Q(codename__in=_PARTS))
    if role == Role.EDITOR:
        return rights.exclude(codename__in=_DECIDING)
    # Who decides what readers see cannot make a record disappear that is not shown yet.
    return rights.exclude(codename="delete_pledge")


_DECIDING = ["publish_pledge", "confirm_verdict", "send_correction", "add_correction"]
# Of the post room: what was told about a record, to nobody by name.
_TOLD = ["view_correction", "add_correction", "send_correction", "view_dispatch"]
# The post room and the feeds; of the record only the sight, and nothing of what editors decide.
_OPERATING = (
    (
        Q(content_type__app_label="alerts")
        & ~Q(codename__startswith="delete_")
        & ~Q(codename__in=["export_subscriber", "send_correction", "add_correction"])
    )
    | Q(codename__in=["add_feed", "change_feed"])
    | Q(content_type__app_label__in=RECORD_ROOMS, codename__startswith="view_")
)
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
