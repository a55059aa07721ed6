"""The intake's recurring jobs: each says only "look now"."""

from celery import shared_task
from django.utils import timezone

from news import services


@shared_task(name="news.tasks.watch_sources")
def watch_sources() -> int:
    """Look at the sources that are due."""
    return services.check_due_sources(at=timezone.now())


@shared_task(name="news.tasks.archive_sources")
def archive_sources() -> int:
    """Look for archived copies of sources that have none, and order those nobody has made."""
    return services.keep_archived_copies(at=timezone.now())


@shared_task(name="news.tasks.forget_senders")
def forget_senders() -> int:
    """Erase what could tell who sent a tip."""
    return services.forget_senders(at=timezone.now())


@shared_task(name="news.tasks.poll_due_feeds")
def poll_due_feeds() -> int:
    """Poll the feeds that are due."""
    return services.poll_due_feeds().feeds


@shared_task(name="news.tasks.read_waiting_entries")
def read_waiting_entries() -> int:
    """Read the entries that polls brought."""
    return services.read_waiting_entries()


@shared_task(name="news.tasks.take_pages")
def take_pages() -> int:
    """Ask for the pages of articles of which a feed brought a part."""
    return services.take_due_pages(at=timezone.now())


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
