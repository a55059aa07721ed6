"""The mail server of the tests of the post room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.alerts.mail_server import MailServer


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    """A mail server that runs, and settings that lead to it."""
    server = MailServer().start()
    settings.EMAIL_BACKEND = "alerts.transport.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 3
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "watch@example.org"
    settings.SITE_URL = "https://watch.example.org"
    yield server
    server.stop()
