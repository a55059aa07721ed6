"""The order of the queue: scores from the rules, and from what editors decided before."""

from __future__ import annotations

from collections.abc import Iterable

from news import ranking
from news.models import RankerReport, Story

_BATCH = 500


def current_weights() -> ranking.Weights | None:
    """The weights of the last training that had enough to learn from."""
    report = RankerReport.objects.exclude(weights={}).first()
    return ranking.Weights(report.weights, report.intercept) if report else None


def score_stories(pks: Iterable[int]) -> None:
    """Give stories their score and its parts."""
    weights, rows = current_weights(), []
    stories = Story.objects.filter(pk__in=list(pks)).prefetch_related("entries__proposals")
    for story in stories:
        found = ranking.score(features_of(story), weights)
        story.score, story.parts = found.value, [list(part) for part in found.parts]
        rows.append(story)
    Story.objects.bulk_update(rows, ["score", "parts"], batch_size=_BATCH)


def features_of(story: Story) -> dict[str, float]:
    """What the ranker sees of a story whose members are fetched."""
    entries = sorted(story.entries.all(), key=lambda entry: entry.pk)
    proposals = [proposal for entry in entries for proposal in entry.proposals.all()]
    facts = [fact for proposal in proposals for fact in proposal.facts]
    return ranking.features(
        ranking.Seen(
            confidence=max(
                (ranking.confidence_of(proposal.facts) for proposal in proposals), default=0.0
            ),
            facts=sorted({str(fact["name"]) for fact in facts}),
            rules=sorted({str(fact["rule"]) for fact in facts}),
            acts=sorted({proposal.act for proposal in proposals}),
            outlets=sorted({entry.publisher for entry in entries if entry.publisher}),
            headline=story.title,
            known_company=any(proposal.company_slug for proposal in proposals),
            near_pledge=any(proposal.near_id for proposal in proposals),
            reports=sum(1 for entry in entries if entry.copy_of_id is None),
        )
    )


def score_waiting() -> int:
    """Score everything that waits anew; returns how many stories."""
    waiting = Story.objects.filter(state__in=[Story.State.NEW, Story.State.SNOOZED])
    pks = list(waiting.values_list("pk", flat=True))
    for start in range(0, len(pks), _BATCH):
        score_stories(pks[start : start + _BATCH])
    return len(pks)
