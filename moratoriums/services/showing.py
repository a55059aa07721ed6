"""Letting readers see a change: the last step of every service that writes what pages show."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.db.models import Q

from companies.models import Company
from moratoriums import search
from moratoriums.models import Beneficiary, Pledge, Source
from moratoriums.models.versions import RegisterVersion


def restamp() -> None:
    """Give the register a new stamp, in the transaction of the change itself.

    Every page, count and list that was kept for the old stamp is out of use with the commit.

    Raises:
        TransactionManagementError: there is no transaction, so that the change could be seen
            without the stamp, or the stamp without the change.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A change and its stamp need one transaction.")
    RegisterVersion.objects.bulk_create(
        [RegisterVersion(pk=1, stamp=secrets.token_hex(12))],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["stamp"],
    )


def show_pledges(about: Q) -> None:
    """Let readers see and find what was changed around these pledges."""
    search.index_pledges(Pledge.objects.filter(about).values_list("pk", flat=True).distinct())
    restamp()


def show_company(company: Company) -> None:
    """Let readers see a changed company; its records are found by its names of now."""
    show_pledges(
        Q(company=company) | Q(company__parent=company) | Q(company__memberships__member=company)
    )


def show_beneficiary(beneficiary: Beneficiary) -> None:
    """Let readers see a changed exempt party."""
    show_pledges(Q(exemptions__beneficiary=beneficiary))


def show_source(source: Source) -> None:
    """Let readers see a changed source, or one that has been seen only now."""
    show_pledges(
        Q(citations__source=source)
        | Q(events__citations__source=source)
        | Q(exemptions__citations__source=source)
        | Q(statements__source=source)
    )
