"""Learning from the desk: what editors took and dismissed trains the order of the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from news import ranking
from news.models import Decision, RankerReport, Story
from news.services.ordering import score_waiting
from news.stories import hashed
from news.vocabulary import DeskAction, DismissReason

FEWEST = 20  # decisions of each sort before there is anything to learn
FEWEST_HELD_BACK = 5  # of which a precision is worth saying
HELD_BACK = 5  # one story in so many is never learned from
_MOST = 20_000  # decisions learned from, the newest

_TAKEN = (DeskAction.ATTACH, DeskAction.NEW)
# The other reasons say nothing of the story: a good report may be a copy.
_UNWANTED = (DismissReason.OFF_TOPIC, DismissReason.OLD, DismissReason.OPINION)


@dataclass(frozen=True)
class Lesson:
    """One decision to learn from."""

    story: int
    features: dict[str, float]
    wanted: bool

    @property
    def held_back(self) -> bool:
        """Whether it is kept for measuring; always the same for one story."""
        return hashed(f"held back {self.story}") % HELD_BACK == 0


def train_ranker(*, at: datetime) -> RankerReport:
    """Learn from the decisions so far, report how well, and order the queue anew.

    Too few decisions leave a report without weights, and the rules order the queue.
    """
    lessons = gather_lessons()
    learned = [one for one in lessons if not one.held_back]
    kept = [one for one in lessons if one.held_back]
    report = RankerReport(made_at=at, trained_on=len(learned), held_back=len(kept))
    taken = sum(one.wanted for one in learned)
    if min(taken, len(learned) - taken) < FEWEST:
        report.note = f"At least {FEWEST} taken and {FEWEST} dismissed stories are needed."
    else:
        from news.training import fit  # takes seconds to import: only where it is needed

        weights = fit([one.features for one in learned], [one.wanted for one in learned])
        report.weights, report.intercept = dict(weights.of), weights.intercept
        _measure(report, kept, weights)
    report.save()
    score_waiting()
    return report


def gather_lessons() -> list[Lesson]:
    """The last decision about each story, if it still holds and says what the story was worth."""
    rows = Decision.objects.filter(
        undone_at=None, action__in=[*_TAKEN, DeskAction.DISMISS]
    ).values_list("story_id", "action", "reason", "features")[:_MOST]
    newest: dict[int, Lesson | None] = {}
    for story, action, reason, features in rows:
        if story in newest:
            continue
        wanted = action in _TAKEN
        says = bool(features) and (wanted or reason in _UNWANTED)
        newest[story] = Lesson(story, features, wanted) if says else None
    return [lesson for lesson in newest.values() if lesson]


def _measure(report: RankerReport, kept: list[Lesson], weights: ranking.Weights) -> None:
    """Precision and recall on what was held back, beside the rules' on as many stories."""
    if len(kept) < FEWEST_HELD_BACK:
        report.note = f"Only {len(kept)} decisions were held back: too few to measure."
        return
    by_score = _ordered(kept, weights)
    chosen = [lesson for value, lesson in by_score if value >= 0.5]
    by_rules = [lesson for _, lesson in _ordered(kept, None)][: len(chosen)]
    report.precision = _share(chosen)
    report.rules_precision = _share(by_rules)
    wanted = sum(one.wanted for one in kept)
    report.recall = sum(one.wanted for one in chosen) / wanted if wanted else None


def _ordered(lessons: list[Lesson], weights: ranking.Weights | None) -> list[tuple[float, Lesson]]:
    scored = [(ranking.score(one.features, weights).value, one) for one in lessons]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].story))


def _share(lessons: list[Lesson]) -> float | None:
    return sum(one.wanted for one in lessons) / len(lessons) if lessons else None


def desk_precision(day: date) -> tuple[int, int]:
    """What editors took on a day, and that with what they dismissed as off topic."""
    rows = Decision.objects.filter(
        undone_at=None, at__date__gte=day, at__date__lt=day + timedelta(days=1)
    )
    taken = rows.filter(action__in=_TAKEN).values("story").distinct().count()
    off = rows.filter(action=DeskAction.DISMISS, reason=DismissReason.OFF_TOPIC)
    return taken, taken + off.values("story").distinct().count()


def waiting_since(day: date) -> datetime | None:
    """Since when the oldest story of the queue waits."""
    oldest = Story.objects.waiting(day).order_by("first_seen_at").first()
    return oldest.first_seen_at if oldest else None
