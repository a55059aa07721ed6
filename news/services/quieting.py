"""Quiet rules: patterns whose stories are dismissed by themselves, in sight, until lifted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from news.models import Entry, Proposal, QuietRule, Story

SHORTEST = 4  # letters of a pattern; shorter ones stand in too many words


@transaction.atomic
def add_quiet_rule(pattern: str, *, by: str) -> QuietRule:
    """Make a rule, or put one that was lifted in force again.

    Raises:
        ValueError: the pattern is too short to tell anything apart.
    """
    pattern = " ".join(pattern.split())[:100]
    if len(pattern) < SHORTEST:
        raise ValueError(f"A pattern needs at least {SHORTEST} letters, or it meets everything.")
    rule = QuietRule.objects.filter(pattern__iexact=pattern).first()
    if rule is None:
        return QuietRule.objects.create(pattern=pattern, made_by=by)
    rule.active = True
    rule.save(update_fields=["active"])
    return rule


def quiet_story(story: Story, entry: Entry, *, at: datetime) -> QuietRule | None:
    """Dismiss a new story if a rule in force meets it; returns the rule."""
    rules = QuietRule.objects.filter(active=True)
    rule = next((one for one in rules if one.matches(entry.title, entry.publisher)), None)
    if rule is None:
        return None
    QuietRule.objects.filter(pk=rule.pk).update(hits=F("hits") + 1)
    story.state, story.quieted_by, story.decided_at = Story.State.DISMISSED, rule, at
    story.save(update_fields=["state", "quieted_by", "decided_at"])
    entry.proposals.filter(state=Proposal.State.PENDING).update(
        state=Proposal.State.DISMISSED, decided_at=at, reason=f"Quiet rule {rule}"[:300]
    )
    return rule


@transaction.atomic
def lift_quiet_rule(rule: QuietRule) -> int:
    """Take a rule out of force and bring its stories back; returns how many."""
    QuietRule.objects.filter(pk=rule.pk).update(active=False)
    stories = Story.objects.filter(quieted_by=rule, state=Story.State.DISMISSED)
    pks = list(stories.values_list("pk", flat=True))
    Proposal.objects.filter(
        entry__story__in=pks, state=Proposal.State.DISMISSED, reason__startswith="Quiet rule"
    ).update(state=Proposal.State.PENDING, decided_at=None, decided_by="", reason="")
    return Story.objects.filter(pk__in=pks).update(
        state=Story.State.NEW, quieted_by=None, decided_at=None
    )
