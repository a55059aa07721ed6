"""The intake's recurring jobs."""

from celery import shared_task
from django.utils import timezone

from news import services


@shared_task(name="news.tasks.order_queue")
def order_queue() -> int:
    """Fold what no story holds yet and score what waits."""
    services.fold_left_over()
    return services.score_waiting()


@shared_task(name="news.tasks.train_ranker")
def train_ranker() -> int:
    """Learn from the editors' decisions."""
    return services.train_ranker(at=timezone.now()).trained_on
