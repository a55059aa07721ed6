"""The Celery application: worker and beat start from here, the web process sends through it."""

import os

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init, worker_shutting_down

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("moratorium_watch", task_cls="config.jobs:NotedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def check_settings(**kwargs: object) -> None:
    """Hold worker and beat to the same checks as the web server."""
    from config.checks import refuse_unsafe_start

    refuse_unsafe_start()


@worker_shutting_down.connect
def ask_jobs_to_stop(**kwargs: object) -> None:
    """Let a long job end after the step it is at, instead of holding up the worker's end."""
    from moratoriums.services.jobs import stopping

    stopping.set()


@setup_logging.connect
def keep_log_settings(**kwargs: object) -> None:
    """Log as Django's LOGGING says: with a receiver here, Celery leaves the loggers alone."""
