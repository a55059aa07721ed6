"""The intake's recurring jobs: each says only "look now"."""

from celery import shared_task
from django.utils import timezone

from news import services


@shared_task(name="news.tasks.poll_due_feeds")
def poll_due_feeds() -> int:
    """Poll the feeds that are due."""
    return services.poll_due_feeds().feeds


@shared_task(name="news.tasks.read_waiting_entries")
def read_waiting_entries() -> int:
    """Read the entries that polls brought."""
    return services.read_waiting_entries()


@shared_task(name="news.tasks.prune_polls")
def prune_polls() -> int:
    """Drop the bytes of old polls."""
    return services.prune_polls(at=timezone.now())[0]


@shared_task(name="news.tasks.order_queue")
def order_queue() -> int:
    """Fold what no story holds yet and score what waits."""
    services.fold_left_over()
    return services.score_waiting()


@shared_task(name="news.tasks.train_ranker")
def train_ranker() -> int:
    """Learn from the editors' decisions."""
    return services.train_ranker(at=timezone.now()).trained_on
