"""The plumbing: settings from the environment, root URLs, Celery; no rule lives here."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
