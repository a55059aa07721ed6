"""What somebody or something follows: the columns that readers and webhooks have in common."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from alerts.interests import Interest, rungs_column
from companies.models import Company
from moratoriums.ladder import READER_RUNGS
from moratoriums.models import Beneficiary, Pledge

LONGEST_FILTER = 500
FOLLOWED = ("company", "pledge", "beneficiary")

NOTHING_SINGLE = Q(company=None, pledge=None, beneficiary=None, followed_filter="")


def default_rungs() -> str:
    """The steps a reader gets unless they choose others."""
    return rungs_column(READER_RUNGS)


class Following(models.Model):
    """Everything, a company with its family, a pledge, a beneficiary, or a filter of the list."""

    company = models.ForeignKey(Company, null=True, blank=True, on_delete=models.CASCADE)
    pledge = models.ForeignKey(Pledge, null=True, blank=True, on_delete=models.CASCADE)
    beneficiary = models.ForeignKey(Beneficiary, null=True, blank=True, on_delete=models.CASCADE)
    followed_filter = models.CharField(
        max_length=LONGEST_FILTER,
        blank=True,
        help_text="The filters of the list of records, as its address has them.",
    )
    rungs = models.CharField(
        max_length=60,
        default=default_rungs,
        help_text="Days before an end on which to be told, between commas: ,90,30,7,0,",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(company=None, pledge=None, followed_filter="")
                | Q(company=None, beneficiary=None, followed_filter="")
                | Q(pledge=None, beneficiary=None, followed_filter="")
                | Q(company=None, pledge=None, beneficiary=None),
                name="%(class)s_follows_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(rungs__startswith=",", rungs__endswith=","),
                name="%(class)s_rungs_between_commas",
            ),
        ]

    @property
    def interest(self) -> Interest:
        """What is followed."""
        return Interest(self.company, self.pledge, self.beneficiary, self.followed_filter)

    @property
    def followed(self) -> str:
        """What is followed, in words."""
        return str(self.interest)

    @property
    def rung_days(self) -> tuple[int, ...]:
        """The steps as numbers of days, the first to come first."""
        return tuple(int(days) for days in self.rungs.split(",") if days)


def once_per(owner: str) -> list[models.UniqueConstraint]:
    """The constraints by which one owner follows each single thing once."""
    return [
        *[
            models.UniqueConstraint(
                fields=[owner, followed],
                condition=Q(**{f"{followed}__isnull": False}),
                name=f"%(class)s_to_{followed}_once",
            )
            for followed in FOLLOWED
        ],
        models.UniqueConstraint(
            fields=[owner, "followed_filter"],
            condition=~Q(followed_filter=""),
            name="%(class)s_to_filter_once",
        ),
    ]
