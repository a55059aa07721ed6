"""Events: everything that happens to a pledge, and the state each one leaves behind."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from moratoriums.fields import PartialDateField
from moratoriums.models.constraints import in_order, not_empty, one_of
from moratoriums.models.pledges import Pledge
from moratoriums.queries import PledgeEventQuerySet
from moratoriums.vocabulary import (
    CLOCK_KINDS,
    NEEDS_SECOND_EDITOR,
    TERM_KINDS,
    EndBasis,
    EventKind,
    Stance,
    TermKind,
)

_FLAGS = sorted(kind.value for kind in CLOCK_KINDS)
# The clock's first: it writes them by the thousand.
_KINDS = [*_FLAGS, *(kind for kind in EventKind.values() if kind not in _FLAGS)]
_DATED_TERMS = [TermKind.FIXED.value, TermKind.FIXED_OR_CONDITION.value]


class PledgeEvent(models.Model):
    """One thing that happened to a pledge.

    Timeline, feeds and alerts all read these rows. An event with a ``stance`` carries the state
    that holds from its day on: stance, term and end. ``holds_from`` and ``holds_until`` (the day
    of the next such event, exclusive) are worked out by ``services.retell_states``, so that the
    state on any day is one join. Unconfirmed events carry no period and are not public.
    """

    pledge = models.ForeignKey(
        Pledge,
        on_delete=models.CASCADE,
        related_name="events",
        db_index=False,  # the index of ``event_once`` begins with it
    )
    kind = models.CharField(max_length=24, choices=EventKind.choices())
    key = models.CharField(max_length=60, help_text="Tells events of one kind apart; permanent.")
    position = models.PositiveIntegerField(default=0, help_text="Order among events of one day.")
    happened_on = PartialDateField(earliest="happened_earliest", latest="happened_latest")
    happened_earliest = models.DateField(null=True, editable=False)
    happened_latest = models.DateField(null=True, editable=False)
    happened_note = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    note = models.TextField(blank=True, help_text="The editors' public note.")
    significant = models.BooleanField(default=True, help_text="Off: a small fix, told to nobody.")
    quiet = models.BooleanField(
        default=False, help_text="Entered as history: nobody is told of it."
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=150, blank=True)
    entered_at = models.DateTimeField(auto_now_add=True, help_text="When this site received it.")

    stance = models.CharField(max_length=16, choices=Stance.choices(), blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why unclear, for example.")
    term = models.CharField(max_length=24, choices=TermKind.choices(), blank=True)
    term_words = models.CharField(max_length=200, blank=True, help_text="The words of the term.")
    end_on = PartialDateField(earliest="end_earliest", latest="end_latest")
    end_earliest = models.DateField(null=True, editable=False)
    end_latest = models.DateField(null=True, editable=False)
    end_likely_on = models.DateField(
        null=True, blank=True, help_text="The best reading, when the end is a window."
    )
    end_is_minimum = models.BooleanField(
        default=False, help_text="'At least': it may end from that day, and does not by itself."
    )
    end_basis = models.CharField(max_length=8, choices=EndBasis.choices(), blank=True)
    end_rule = models.CharField(max_length=40, blank=True, help_text="The rule that gave it.")
    end_note = models.CharField(max_length=300, blank=True)
    holds_from = models.DateField(null=True, editable=False)
    holds_until = models.DateField(null=True, editable=False)

    clause = models.CharField(
        max_length=300, blank=True, help_text="The words of the pledge that this bears on."
    )
    wrong_since_on = models.DateField(
        null=True, blank=True, help_text="For a correction: since when the record was wrong."
    )
    reported_on = models.DateField(
        null=True, blank=True, help_text="For a correction: when the mistake was reported to us."
    )

    about_on = models.DateField(null=True, blank=True, help_text="The day a flag is about.")
    rung = models.SmallIntegerField(
        null=True, blank=True, help_text="Days before that day; negative after it."
    )

    objects = PledgeEventQuerySet.as_manager()

    class Meta:
        ordering = ["happened_earliest", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "kind", "key"], name="event_once"),
            not_empty("key", "event_has_key"),
            models.CheckConstraint(condition=one_of("kind", _KINDS), name="event_kind_known"),
            models.CheckConstraint(
                condition=~Q(happened_on="") | Q(kind=EventKind.ANNOUNCED.value),
                name="event_dated_unless_announced",
            ),
            in_order("happened_earliest", "happened_latest", "event_happened_in_order"),
            in_order("end_earliest", "end_latest", "event_end_in_order"),
            models.CheckConstraint(
                condition=Q(stance="", term="") | (Q(stance__in=Stance.values()) & ~Q(term="")),
                name="event_state_whole_or_absent",
            ),
            models.CheckConstraint(
                condition=Q(term="") | Q(term__in=TermKind.values()), name="event_term_known"
            ),
            models.CheckConstraint(
                condition=Q(end_earliest=None, end_basis="")
                | Q(
                    end_earliest__isnull=False,
                    end_basis__in=[EndBasis.STATED.value, EndBasis.COMPUTED.value],
                    term__in=_DATED_TERMS,
                ),
                name="event_end_has_basis_and_dated_term",
            ),
            models.CheckConstraint(
                condition=Q(end_likely_on=None)
                | Q(
                    end_earliest__isnull=False,
                    end_latest__isnull=False,
                    end_likely_on__gte=F("end_earliest"),
                    end_likely_on__lte=F("end_latest"),
                ),
                name="event_likely_end_inside_window",
            ),
            models.CheckConstraint(
                condition=Q(holds_until=None)
                | Q(
                    holds_from__isnull=False,
                    holds_until__isnull=False,
                    holds_from__lte=F("holds_until"),
                ),
                name="event_holds_in_order",
            ),
            models.CheckConstraint(
                condition=Q(holds_from=None) | ~Q(stance=""), name="event_holds_only_with_state"
            ),
            models.CheckConstraint(
                condition=~Q(stance=Stance.UNCLEAR.value) | ~Q(reason=""),
                name="event_unclear_has_reason",
            ),
            models.CheckConstraint(
                condition=~one_of("kind", sorted(kind.value for kind in NEEDS_SECOND_EDITOR))
                | Q(confirmed_at=None)
                | (~Q(confirmed_by="") & ~Q(confirmed_by=F("recorded_by"))),
                name="event_verdict_needs_second_editor",
            ),
            models.CheckConstraint(
                condition=(one_of("kind", _FLAGS) & Q(about_on__isnull=False, rung__isnull=False))
                | (~one_of("kind", _FLAGS) & Q(about_on=None, rung=None)),
                name="event_flag_has_day_and_rung",
            ),
            models.CheckConstraint(
                condition=Q(wrong_since_on=None, reported_on=None)
                | Q(kind=EventKind.CORRECTED.value),
                name="event_wrong_since_only_corrected",
            ),
        ]
        indexes = [
            # Flags are many and have no state: each index that leaves them out is less to write.
            models.Index(
                fields=["pledge", "holds_from"],
                condition=Q(holds_from__isnull=False),
                name="event_state_period",
            ),
            models.Index(fields=["recorded_at"], name="event_recorded"),
            models.Index(fields=["happened_earliest"], name="event_day"),
            # Led by the kind it would be taken for the events of one pledge, and read all others.
            models.Index(
                fields=["-happened_earliest"],
                condition=Q(kind=EventKind.CORRECTED.value),
                name="event_corrected_day",
            ),
            models.Index(
                fields=[
                    "stance",
                    "end_earliest",
                    "pledge",
                    "holds_from",
                    "holds_until",
                    "entered_at",
                    "id",
                ],
                condition=Q(end_earliest__isnull=False),
                name="event_state_end",
            ),
            # By day before pledge: the flags that one day writes lie side by side.
            models.Index(
                fields=["kind", "about_on", "pledge", "rung"],
                condition=Q(about_on__isnull=False),
                name="event_flag",
            ),
        ]
        permissions = [("confirm_verdict", "Can confirm a verdict as second editor")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"

    def get_absolute_url(self) -> str:
        return f"{self.pledge.get_absolute_url()}#{self.anchor}"

    @property
    def moves_term(self) -> bool:
        """Whether it says that the end of a pledge which goes on standing is another now."""
        return self.kind in TERM_KINDS and bool(self.stance)

    @property
    def anchor(self) -> str:
        """The permanent fragment of this event on its pledge's page."""
        return f"e-{self.kind}-{self.key}".replace("/", "-").replace("_", "-")
