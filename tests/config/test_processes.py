"""The processes of a production site, without containers, on a real PostgreSQL and Redis."""

import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import dj_database_url
import psycopg2
import pytest

from tests.servers import site
from tests.servers.redis import free_port

pytestmark = [pytest.mark.processes, pytest.mark.postgres]


@pytest.fixture
def database_url(postgres_url: str) -> Iterator[str]:
    """An empty database of this test."""
    parts = dj_database_url.parse(postgres_url)
    name = f"processes_{uuid.uuid4().hex[:8]}"
    connection = psycopg2.connect(host=parts["HOST"], user=parts["USER"], dbname=parts["NAME"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        yield postgres_url.rsplit("/", 1)[0] + f"/{name}"
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


def test_web_worker_and_beat_serve_a_page_and_run_the_due_job(database_url, redis_url, tmp_path):
    port = free_port()
    key = tmp_path / "key"
    key.write_text(uuid.uuid4().hex + uuid.uuid4().hex)
    env = site.environment(
        MORATORIUM_ENV="production",
        SECRET_KEY_FILE=str(key),
        DATABASE_URL=database_url,
        REDIS_URL=redis_url,
        SITE_URL=f"http://127.0.0.1:{port}",
        ALLOWED_HOSTS="127.0.0.1",
        MAIL_FROM="watch@example.org",
        EMAIL_URL="smtp://127.0.0.1:1",
        VAR_DIR=str(tmp_path),
        PORT=str(port),
    )
    # Without the admin's many files, which no page of this test shows.
    collect = ("collectstatic", "--noinput", "--verbosity", "0", "--ignore", "admin")
    for words in (("prepare",), collect):
        prepared = site.manage(*words, env=env)
        output, _ = prepared.communicate(timeout=90)
        assert prepared.returncode == 0, output.decode()
    log = tmp_path / "log"
    with log.open("wb") as file:
        started = [site.manage(name, env=env, log=file) for name in ("serve", "work", "tick")]
    try:
        url = f"http://127.0.0.1:{port}/"
        site.wait_until("the page answers", lambda: site.status(url) == 200, 60)
        for task in ("moratoriums.tasks.flag_due", "alerts.tasks.deliver"):
            site.wait_until(task, partial(succeeded, log, task), 60)
        assert site.status(f"{url}readyz") == 200
        for name in ("web", "worker", "beat"):
            assert probe(name, env).returncode == 0, name
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
        codes = [process.wait(30) for process in started]
    assert codes == [0, 0, 0], log.read_text()
    assert "Traceback" not in log.read_text()
    assert probe("web", env).returncode != 0


def succeeded(log: Path, task: str) -> bool:
    """Whether the worker logged a run of the task that ended well."""
    lines = log.read_text().splitlines()
    return any(f"Task {task}[" in line and " succeeded in " in line for line in lines)


def probe(name: str, env: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    """What a container's health check does."""
    command = [sys.executable, "-m", "config.probe", name]
    return subprocess.run(command, cwd=Path(site.ROOT), env=env, timeout=60, capture_output=True)
