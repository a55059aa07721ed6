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
