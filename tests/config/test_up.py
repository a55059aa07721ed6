"""`manage.py up`: the whole site from one command, whatever is killed."""

import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil
import pytest

from tests.servers import site
from tests.servers.redis import free_port

pytestmark = pytest.mark.processes

PARTS = {
    "web": "gunicorn",
    "post worker": "celery --app config --quiet worker --queues post",
    "worker for the rest": "celery --app config --quiet worker --queues rest",
    "beat": "celery --app config --quiet beat",
    "broker": "server *:0",  # a server that listens on its socket alone names itself so
    "guard": "guard.py",
}


@dataclass
class Running:
    """A started site."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def part(self, name: str) -> psutil.Process | None:
        """The first process of a part, if it runs."""
        for child in psutil.Process(self.process.pid).children():
            try:
                line = " ".join(child.cmdline())
            except psutil.Error:
                continue
            if PARTS[name] in line or (name == "broker" and ".sock" in line):
                return child
        return None


def start(folder: Path) -> Running:
    """Start the site in a folder and wait for its first page and its worker."""
    port = free_port()
    env = site.environment(VAR_DIR=str(folder), PORT=str(port))
    with (folder / "log").open("wb") as log:
        running = Running(site.manage("up", env=env, log=log), port, folder)
    try:
        site.wait_until("the page answers", lambda: site.status(running.url) == 200, 60)
        site.wait_until("the workers are ready", lambda: running.log().count("ready.") == 2)
    except AssertionError:
        running.process.terminate()
        running.process.wait(30)
        raise
    return running


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder of its own for the site's files, with a short path."""
    with tempfile.TemporaryDirectory(prefix="moratorium-up-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Running]:
    """One started site that several tests look at, and leave running."""
    started = start(folder)
    yield started
    started.process.terminate()
    started.process.wait(30)


def logged(running: Running, words: str) -> bool:
    """Whether the site has logged the words."""
    return words in running.log()


def replaced(running: Running, name: str, pid: int) -> bool:
    """Whether a part runs again as another process."""
    now = running.part(name)
    return now is not None and now.pid != pid


def all_gone(processes: list[psutil.Process]) -> bool:
    """Whether none of the processes runs any more."""
    return not site.alive(processes)


def test_both_jobs_run_soon_after_the_start_and_again_after_each_process_was_killed(running):
    for task in ("moratoriums.tasks.flag_due", "alerts.tasks.deliver"):
        site.wait_until(task, partial(logged, running, f"Task {task}"))
    for name in PARTS:
        first = running.part(name)
        assert first is not None, name
        family = [first, *first.children(recursive=True)]
        first.kill()
        site.wait_until(f"{name} comes back", partial(replaced, running, name, first.pid))
        site.wait_until(f"{name} leaves no orphan", partial(all_gone, family))
    site.wait_until("the page answers again", lambda: site.status(running.url) == 200)
    env = site.environment(VAR_DIR=str(running.folder), DJANGO_SETTINGS_MODULE="config.settings")
    before = running.log().count("alerts.tasks.deliver")
    call = "from config import celery_app; celery_app.send_task('alerts.tasks.deliver')"
    subprocess.run([sys.executable, "-c", call], cwd=site.ROOT, env=env, check=True, timeout=30)
    site.wait_until("a new task runs", lambda: running.log().count("alerts.tasks.deliver") > before)


def test_a_second_start_in_the_same_folder_says_that_the_first_still_runs(running):
    env = site.environment(VAR_DIR=str(running.folder), PORT=str(free_port()))
    second = site.manage("up", env=env)
    output, _ = second.communicate(timeout=30)
    assert second.returncode == 1
    assert f"process {running.process.pid}".encode() in output


def test_a_port_in_use_is_named_with_what_to_do(tmp_path):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        refused = site.manage("up", env=site.environment(VAR_DIR=str(tmp_path), PORT=str(port)))
        output, _ = refused.communicate(timeout=30)
    assert refused.returncode == 1
    assert f"Port {port} cannot be used" in output.decode()
    assert "PORT=" in output.decode()


def test_an_interrupt_ends_every_process_also_after_a_crash_of_the_supervisor():
    with tempfile.TemporaryDirectory(prefix="moratorium-up-") as name:
        first = start(Path(name))
        everyone = site.below(first.process.pid)
        first.process.kill()
        first.process.wait()
        site.wait_until("nothing survives the supervisor", partial(all_gone, everyone), 10)

        second = start(Path(name))
        assert "Loading the register" not in second.log()
        everyone = site.below(second.process.pid)
        second.process.send_signal(signal.SIGINT)
        assert second.process.wait(30) == 0
        assert site.alive(everyone) == []
        assert not (Path(name) / "broker.sock").exists()
