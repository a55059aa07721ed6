"""The Celery application: web, worker and beat all start from here."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("moratorium_watch")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
