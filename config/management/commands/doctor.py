"""Says what is wrong with this site, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import Tags, run_checks
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from alerts.mailbox import Mailbox, MailboxError
from alerts.transport import Post, ServerUnavailable
from website.upkeep.health import read_findings


class Command(BaseCommand):
    help = (
        "Look at settings, database, broker, mail server, mailbox and jobs; say what is wrong and "
        "what to do. Sends nothing. Ends with status 1 when something is wrong."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for name, trouble in self._look():
            wrong += bool(trouble)
            self.stdout.write(
                f"{'WRONG' if trouble else 'ok':6} {name}{trouble and f': {trouble}'}"
            )
        if wrong:
            raise SystemExit(1)

    def _look(self) -> Iterator[tuple[str, str]]:
        for message in run_checks(tags=[Tags.security]):
            if message.is_serious() and not message.is_silenced():
                yield "settings", f"{message.msg} {message.hint or ''}"
        database = _database()
        yield "database", database
        yield "broker", _broker()
        yield "mail server", _mail_server()
        if settings.BOUNCES_URL:
            yield "mailbox", _mailbox()
        if not database:
            findings = read_findings(timezone.now())
            for finding in findings:
                yield finding.key, f"{finding.text} {finding.advice}"
            if not findings:
                yield "jobs and outbox", ""


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return f"It does not answer ({error}). See DATABASE_URL."
    return f"{len(waiting)} migration(s) wait: manage.py prepare" if waiting else ""


def _broker() -> str:
    from config.celery import app

    try:
        with app.connection_for_read() as broker:
            broker.ensure_connection(max_retries=1, timeout=5)
    except Exception as error:  # every transport has errors of its own
        return f"It does not answer ({error}). Start manage.py up, or see REDIS_URL."
    return ""


def _mail_server() -> str:
    post = Post()
    try:
        post.open()
    except ServerUnavailable as error:
        return f"It cannot be reached ({error}). See EMAIL_URL and EMAIL_PASSWORD."
    finally:
        post.close()
    return ""


def _mailbox() -> str:
    try:
        Mailbox.from_url(settings.BOUNCES_URL, settings.BOUNCES_PASSWORD).look()
    except (MailboxError, ValueError) as error:
        return f"It cannot be read ({error}). See BOUNCES_URL and BOUNCES_PASSWORD."
    return ""
