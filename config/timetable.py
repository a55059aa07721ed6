"""When the recurring jobs run: names of tasks and seconds, nothing else."""

from datetime import UTC, datetime, timedelta

# With a first run so long ago, every job is due at once when the clock process starts on an empty
# schedule file; after a restart the file remembers the real last run.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def _every(period: timedelta, task: str) -> dict[str, object]:
    """One line of the timetable. A run that no worker took before the next one is dropped."""
    options = {"expires": period.total_seconds()}
    return {"task": task, "schedule": period, "last_run_at": LONG_AGO, "options": options}


TIMETABLE = {
    "flag what is due": _every(timedelta(minutes=10), "moratoriums.tasks.flag_due"),
    "forget old runs": _every(timedelta(days=1), "moratoriums.tasks.forget_old_runs"),
    "look at sources": _every(timedelta(minutes=10), "news.tasks.watch_sources"),
    "keep archived copies": _every(timedelta(minutes=10), "news.tasks.archive_sources"),
    "forget who sent tips": _every(timedelta(hours=6), "news.tasks.forget_senders"),
    "poll feeds": _every(timedelta(minutes=1), "news.tasks.poll_due_feeds"),
    "read new entries": _every(timedelta(minutes=1), "news.tasks.read_waiting_entries"),
    "take article pages": _every(timedelta(minutes=1), "news.tasks.take_pages"),
    "drop old bytes": _every(timedelta(days=1), "news.tasks.prune_polls"),
    "read what came back": _every(timedelta(minutes=10), "alerts.tasks.read_returns"),
    "send a test alert": _every(timedelta(hours=6), "alerts.tasks.send_test"),
    "order the queue": _every(timedelta(minutes=10), "news.tasks.order_queue"),
    "learn from the desk": _every(timedelta(days=1), "news.tasks.train_ranker"),
    "send what is waiting": _every(timedelta(minutes=1), "alerts.tasks.deliver"),
    "call webhooks": _every(timedelta(minutes=1), "alerts.tasks.call"),
    "keep the post room's house": _every(timedelta(hours=1), "alerts.tasks.keep_house"),
    "tell of trouble": _every(timedelta(hours=1), "website.tasks.tell_editors"),
    "forget sign-ins": _every(timedelta(days=1), "staff.tasks.forget_sign_ins"),
    "freeze the month": _every(timedelta(hours=6), "website.tasks.freeze_month"),
}
