"""The settings as a whole: safe in production, strict towards browsers."""

import os
import stat
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import override_settings

from config import checks
from tests.servers import site

SAFE = {
    "MORATORIUM_ENV": "production",
    "SECRET_KEY": "0123456789abcdefghij" * 3,
    "SITE_URL": "https://watch.example.org",
    "ALLOWED_HOSTS": "watch.example.org",
    "MAIL_FROM": "watch@example.org",
    "EMAIL_URL": "smtps://watch@mail.example.org",
    "DATABASE_URL": "postgres://u:p@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def production(*words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a command with a production environment, changed as given."""
    env = site.environment(**{**SAFE, **changes})
    return subprocess.run(
        [sys.executable, *words], cwd=site.ROOT, env=env, capture_output=True, text=True, timeout=60
    )


@pytest.mark.processes
def test_safe_production_settings_are_accepted(tmp_path):
    done = production("manage.py", "check", VAR_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []  # no key is made up in production


UNSAFE = {
    "moratorium.E001": {"SECRET_KEY": "short"},
    "moratorium.E002": {"DEBUG": "1"},
    "moratorium.E003": {"SITE_URL": ""},
    "moratorium.E004": {"ALLOWED_HOSTS": ""},
    "moratorium.E005": {"MAIL_FROM": ""},
    "moratorium.E006": {"EMAIL_URL": ""},
}


@pytest.mark.processes
def test_web_worker_and_beat_refuse_unsafe_settings_and_name_them_all(tmp_path):
    everything = {name: value for change in UNSAFE.values() for name, value in change.items()}
    for words in (
        ("-c", "import config.wsgi"),
        ("-m", "celery", "--app", "config", "worker", "--pool", "solo"),
        ("-m", "celery", "--app", "config", "beat"),
        ("manage.py", "serve"),
    ):
        done = production(*words, VAR_DIR=str(tmp_path), **everything)
        assert done.returncode != 0, words
        assert [code for code in UNSAFE if code not in done.stderr] == [], (words, done.stderr)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("moratorium.E001", {"SECRET_KEY": "a" * 80}),
        ("moratorium.E001", {"SECRET_KEY": "change-me-" * 8}),
        ("moratorium.E002", {"DEBUG": True}),
        ("moratorium.E003", {"SITE_URL": ""}),
        ("moratorium.E004", {"ALLOWED_HOSTS": ["*"]}),
        ("moratorium.E005", {"DEFAULT_FROM_EMAIL": "nobody"}),
        ("moratorium.E006", {"EMAIL_URL": ""}),
        ("moratorium.W001", {"SITE_URL": "http://watch.example.org"}),
    ],
)
def test_each_unsafe_setting_has_a_finding_with_advice(code, changes):
    safe = {
        "PRODUCTION": True,
        "SECRET_KEY": SAFE["SECRET_KEY"],
        "SITE_URL": SAFE["SITE_URL"],
        "ALLOWED_HOSTS": ["watch.example.org"],
        "DEFAULT_FROM_EMAIL": SAFE["MAIL_FROM"],
        "EMAIL_URL": SAFE["EMAIL_URL"],
    }
    with override_settings(**{**safe, **changes}):
        found = {message.id: message for message in checks.check_production(None)}
    assert code in found
    assert found[code].hint
    with override_settings(**safe):
        assert code not in {message.id for message in checks.check_production(None)}


def test_the_key_made_outside_production_can_be_read_by_its_owner_alone():
    path = settings.VAR_DIR / "secret_key"
    assert path.read_text() == settings.SECRET_KEY
    assert len(settings.SECRET_KEY) >= checks.SHORTEST_KEY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_tests_run_with_settings_of_their_own_however_they_are_started():
    assert os.environ["DJANGO_SETTINGS_MODULE"] == "tests.settings"
    assert settings.MORATORIUM_ENV == "test"
    assert "MD5" in settings.PASSWORD_HASHERS[0]


@pytest.mark.django_db
def test_a_public_page_sets_no_cookie_and_allows_no_foreign_or_inline_content(client):
    answer = client.get("/")
    assert answer.status_code == 200
    policy = policy_of(answer)
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    for directive in ("script-src", "style-src", "img-src", "font-src", "form-action"):
        assert policy[directive] == "'self'"
    assert answer.cookies == {}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "extra"),
    [
        ("/nowhere", 404, {}),
        ("/?as_of=never", 400, {}),
        ("/", 400, {"HTTP_HOST": "not-ours.example"}),
        ("/", 405, {"REQUEST_METHOD": "POST"}),
        ("/outbox/", 302, {}),
    ],
)
def test_the_policy_stands_on_errors_and_redirects_too(client, address, status, extra):
    answer = client.get(address, **extra)
    assert answer.status_code == status
    assert policy_of(answer)["default-src"] == "'none'"
    assert answer.cookies == {}


@pytest.mark.django_db
def test_the_policy_stands_on_the_redirect_to_https_and_on_its_refusals(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    for host, status in (("localhost", 301), ("not-ours.example", 400)):
        answer = client.get("/", HTTP_HOST=host)
        assert answer.status_code == status
        assert policy_of(answer)["default-src"] == "'none'"


@pytest.mark.django_db
def test_only_the_admin_may_style_inline_and_nothing_may_script_inline(client):
    policy = policy_of(client.get("/admin/login/"))
    assert policy["style-src"] == "'self' 'unsafe-inline'"
    assert policy["script-src"] == "'self'"
    assert "'unsafe-inline'" not in policy_of(client.get("/administration"))["style-src"]


def policy_of(answer) -> dict[str, str]:
    """The content security policy of an answer, by directive."""
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


@pytest.mark.processes
def test_in_production_cookies_are_secure_and_plain_http_is_sent_to_https(tmp_path):
    code = (
        "import django; django.setup(); from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
        " s.SECURE_HSTS_SECONDS >= 31536000, s.DEBUG)"
    )
    done = production("-c", code, VAR_DIR=str(tmp_path), DJANGO_SETTINGS_MODULE="config.settings")
    assert done.stdout.split() == ["True", "True", "True", "True", "False"], done.stderr
