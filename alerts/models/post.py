"""The outbox: which event went on its round, to whom it is owed, and the messages that left."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from alerts.models.claims import Claimed, ClaimedQuerySet
from alerts.models.subscribers import Subscriber, Subscription
from moratoriums.models import PledgeEvent


class Dispatch(models.Model):
    """One event that went through the post room, once: when, and how many people it concerned.

    Written together with its deliveries. An event that was looked at and concerned nobody, or
    was no news, has its row too, so that a later subscriber or a changed rule never digs it up.
    """

    event = models.OneToOneField(PledgeEvent, on_delete=models.CASCADE, related_name="dispatch")
    queued_at = models.DateTimeField()
    people = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "dispatches"

    def __str__(self) -> str:
        return f"{self.event} to {self.people}"


class EmailQuerySet(ClaimedQuerySet["Email"]):
    """Verbs about many messages."""

    def unsent(self) -> EmailQuerySet:
        """Keep what is still to leave, or whose fate nobody knows."""
        return self.filter(state__in=[Email.State.QUEUED, Email.State.SENDING, Email.State.UNKNOWN])

    def recorded(self) -> EmailQuerySet:
        """Keep what came to its end in a run that has not settled its deliveries yet."""
        ends = [Email.State.SENT, Email.State.DROPPED, Email.State.FAILED, Email.State.UNKNOWN]
        return self.filter(held_by__gt="", state__in=ends)


class Email(Claimed):
    """One message to one person: claimed by one sender at a time, and marked after it was sent.

    An alert carries one or several deliveries; the others carry none. Those that somebody waits
    for go before alerts.
    """

    CLAIM_ORDER = ("-kind", "pk")

    class Kind(models.TextChoices):
        ALERT = "alert", "Alert"
        CONFIRMATION = "confirmation", "Confirmation"
        CORRECTION = "correction", "Correction"
        STILL_WANTED = "still_wanted", "Still wanted?"
        NOTHING_NEW = "nothing_new", "Nothing happened"
        DUTY = "duty", "Editor's reminder"
        NOTE = "note", "Note to editors"

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        SENDING = "sending", "Sending"
        SENT = "sent", "Sent"
        DROPPED = "dropped", "Dropped"
        FAILED = "failed", "Failed"
        UNKNOWN = "unknown", "Outcome unknown"

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="emails")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ALERT)
    correction = models.ForeignKey(
        "alerts.Correction", null=True, blank=True, on_delete=models.CASCADE, related_name="emails"
    )
    duty = models.ForeignKey(
        "alerts.Duty", null=True, blank=True, on_delete=models.CASCADE, related_name="emails"
    )
    note = models.ForeignKey(
        "alerts.Note", null=True, blank=True, on_delete=models.CASCADE, related_name="emails"
    )
    message_id = models.CharField(max_length=200, unique=True, help_text="The same at each try.")
    subject = models.CharField(max_length=200, blank=True)
    ladder_on = models.DateField(
        null=True, blank=True, help_text="The day whose reminders it carries, at most one mail."
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True, help_text="What the last try ran into.")
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = EmailQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        permissions = [("settle_email", "Can decide what became of a mail, or send it again")]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "ladder_on"],
                condition=Q(ladder_on__isnull=False),
                name="email_one_ladder_mail_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["alert", "confirmation", "still_wanted", "nothing_new"])
                | Q(kind="correction", correction__isnull=False)
                | Q(kind="duty", duty__isnull=False)
                | Q(kind="note", note__isnull=False),
                name="email_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["queued", "sending", "sent", "dropped", "failed", "unknown"]
                ),
                name="email_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["dropped", "failed", "unknown"]) | ~Q(reason=""),
                name="email_given_up_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="email_sent_has_time"
            ),
        ]
        indexes = [
            models.Index("state", F("kind").desc(), "id", name="email_to_claim"),
            models.Index(
                fields=["lease_until"], condition=Q(state="sending"), name="email_abandoned"
            ),
            models.Index(fields=["held_by"], name="email_held"),
            models.Index(fields=["sent_at"], name="email_sent"),
        ]

    def __str__(self) -> str:
        return self.subject or f"{self.get_kind_display()} to {self.subscriber}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Verbs about many deliveries."""

    def waiting(self) -> DeliveryQuerySet:
        """Keep what is owed and in no message yet."""
        return self.filter(state=Delivery.State.QUEUED, email=None)


class Delivery(models.Model):
    """One event owed to one subscriber, once, and what became of it.

    Written by one statement for a million people, so it carries few columns and indexes, and the
    database does not look up each row's parents again: the rows are made from those parents. When
    it was queued its event's ``Dispatch`` says.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        SENT = "sent", "Sent"
        DROPPED = "dropped", "Dropped"
        FAILED = "failed", "Failed"
        UNKNOWN = "unknown", "Outcome unknown"

    event = models.ForeignKey(
        PledgeEvent,
        on_delete=models.CASCADE,
        related_name="deliveries",
        db_constraint=False,
        db_index=False,  # the unique pair begins with it
    )
    subscriber = models.ForeignKey(
        Subscriber,
        on_delete=models.CASCADE,
        related_name="deliveries",
        db_constraint=False,
        db_index=False,  # their mails lead to them; only erasing a person reads the whole table
    )
    subscription = models.ForeignKey(
        Subscription,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
        help_text="Because of which they get it; it may be gone.",
    )
    email = models.ForeignKey(
        Email,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deliveries",
        db_index=False,  # the index below holds only those that have one
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    due_at = models.DateTimeField(help_text="Held until then, so that a burst becomes one mail.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was not sent.")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="delivery_once"),
            # Written out, the usual value first: for a list SQLite builds a table at each row.
            models.CheckConstraint(
                condition=Q(state="queued")
                | Q(state="sent")
                | Q(state="dropped")
                | Q(state="failed")
                | Q(state="unknown"),
                name="delivery_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="queued") | Q(state="sent") | ~Q(reason=""),
                name="delivery_given_up_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subscriber"],
                condition=Q(state="queued", email__isnull=True),
                name="delivery_waiting",
            ),
            models.Index(
                fields=["email"], condition=Q(email__isnull=False), name="delivery_in_mail"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.subscriber}"
