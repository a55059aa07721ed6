"""What must be right before the site speaks to the public; each finding says what to do."""

import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.checks import Warning as Advice

SHORTEST_KEY = 50
REFUSED = 4  # the exit status that gunicorn takes as "do not start me again"


@register(Tags.security)
def check_production(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Findings about production settings; none anywhere else."""
    if not settings.PRODUCTION:
        return []
    return [*_check_secrets(), *_check_addresses(), *_check_mail(), *_check_stores()]


def _check_secrets() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    key = settings.SECRET_KEY
    if (
        len(key) < SHORTEST_KEY
        or len(set(key)) < 8
        or key.startswith(("django-insecure", "change"))
    ):
        found.append(
            Error(
                "SECRET_KEY is missing, short or a placeholder.",
                hint="Set SECRET_KEY, or SECRET_KEY_FILE, to at least 50 random characters: "
                "python -c 'import secrets; print(secrets.token_urlsafe(50))'",
                id="moratorium.E001",
            )
        )
    if settings.DEBUG:
        found.append(
            Error(
                "DEBUG is on: every error page would show settings and source to the public.",
                hint="Remove DEBUG from the environment.",
                id="moratorium.E002",
            )
        )
    if not settings.SECOND_FACTOR:
        found.append(
            Advice(
                "SECOND_FACTOR is off: an administrator's password alone opens everything.",
                hint="Remove SECOND_FACTOR from the environment. An administrator is led to set "
                "one up at the next sign-in; manage.py remove_second_factor helps who lost it.",
                id="moratorium.W004",
            )
        )
    return found


def _check_addresses() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not settings.SITE_URL:
        found.append(
            Error(
                "SITE_URL is not set: links in mails and feeds would lead nowhere.",
                hint="Set it to the public address, such as SITE_URL=https://watch.example.org",
                id="moratorium.E003",
            )
        )
    elif not settings.SITE_URL.startswith("https://"):
        found.append(
            Advice(
                "SITE_URL is not https: sign-in cookies travel unprotected.",
                hint="Put a server with a certificate in front and set SITE_URL=https://...",
                id="moratorium.W001",
            )
        )
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        found.append(
            Error(
                "ALLOWED_HOSTS is not set, or allows every name.",
                hint="List the names of the site: ALLOWED_HOSTS=watch.example.org",
                id="moratorium.E004",
            )
        )
    return found


def _check_mail() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if "@" not in settings.DEFAULT_FROM_EMAIL:
        found.append(
            Error(
                "MAIL_FROM is not set: alerts need a sender.",
                hint="Set it to an address of your domain: MAIL_FROM=watch@example.org",
                id="moratorium.E005",
            )
        )
    if not settings.EMAIL_URL and not settings.ANYMAIL_ESP:
        found.append(
            Error(
                "EMAIL_URL is not set: no alert would ever leave the machine.",
                hint="Set it to your mail server: EMAIL_URL=smtp+starttls://user@host:587",
                id="moratorium.E006",
            )
        )
    return found


def _check_stores() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if "sqlite3" in settings.DATABASES["default"]["ENGINE"]:
        found.append(
            Advice(
                "The database is SQLite: good for one machine and one web process.",
                hint="Set DATABASE_URL=postgres://... for more.",
                id="moratorium.W002",
            )
        )
    if settings.OWN_BROKER:
        found.append(
            Advice(
                "REDIS_URL is not set: the queue works only beside `manage.py up`.",
                hint="Set REDIS_URL=redis://host:6379/0",
                id="moratorium.W003",
            )
        )
    return found


def refuse_unsafe_start() -> None:
    """End this process when a production setting is unsafe, saying which and what to do.

    `manage.py` commands make their checks by themselves; servers and workers call this.
    """
    errors = [m for m in run_checks(tags=[Tags.security]) if m.is_serious() and not m.is_silenced()]
    if errors:
        sys.stderr.write("The site does not start:\n" + "".join(f"  {m}\n" for m in errors))
        raise SystemExit(REFUSED)
