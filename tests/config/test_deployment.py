"""Files that other programs read: containers, locks, the licence."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from tests.servers.site import ROOT, environment

NEEDED = {
    "SITE_URL": "https://watch.example.org",
    "ALLOWED_HOSTS": "watch.example.org",
    "MAIL_FROM": "watch@example.org",
    "EMAIL_URL": "smtp://mail.example.org",
}
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def compose(text: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """What the real compose parser says of a file."""
    spec = find_spec("compose")
    assert spec is not None
    assert spec.origin is not None
    file = folder / "docker-compose.yml"
    file.write_text(text)
    # The program itself: its Python wrapper reports success whatever happens.
    program = Path(spec.origin).with_name("docker-compose")
    return subprocess.run(
        [str(program), "--file", str(file), "config", "--quiet"],
        env={**environment(), **variables},
        capture_output=True,
        text=True,
    )


def test_the_compose_parser_accepts_the_file_and_refuses_a_broken_one(tmp_path):
    text = (ROOT / "docker-compose.yml").read_text()
    done = compose(text, tmp_path, **NEEDED)
    assert done.returncode == 0, done.stderr
    broken = text.replace("service_completed_successfully", "service_done")
    assert compose(broken, tmp_path, **NEEDED).returncode != 0


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_compose_asks_for_a_setting_that_is_missing(name, tmp_path):
    others = {key: value for key, value in NEEDED.items() if key != name}
    done = compose((ROOT / "docker-compose.yml").read_text(), tmp_path, **others)
    assert done.returncode != 0
    assert f"set {name} in .env" in done.stderr


def test_compose_takes_a_provider_instead_of_a_mail_server_and_passes_it_on(tmp_path):
    text = (ROOT / "docker-compose.yml").read_text()
    instead = NEEDED | {"EMAIL_URL": "", "ANYMAIL_ESP": "mailgun"}
    assert compose(text, tmp_path, **instead).returncode == 0
    for name in ("prepare", "web", "post", "worker", "beat"):
        variables = COMPOSE["services"][name]["environment"]
        for told in ("ANYMAIL_ESP", "ANYMAIL_API_KEY", "ANYMAIL_WEBHOOK_SECRET"):
            assert variables[told] == f"${{{told}:-}}", "else the site never hears of it"
        assert COMPOSE["services"][name]["build"]["args"] == {"ANYMAIL_ESP": "${ANYMAIL_ESP:-}"}


def test_compose_runs_every_process_with_a_health_check_and_no_secret_in_the_file():
    services = COMPOSE["services"]
    assert {"web", "post", "worker", "beat", "postgres", "redis", "prepare"} == set(services)
    for name, asked in (("web",) * 2, ("beat",) * 2, ("worker",) * 2, ("post", "worker")):
        assert services[name]["healthcheck"]["test"][-1] == asked
        waits = services[name]["depends_on"]
        assert waits["prepare"]["condition"] == "service_completed_successfully"
    for name in ("postgres", "redis"):
        assert services[name]["healthcheck"]["test"]
    variables = services["web"]["environment"]
    assert not {"SECRET_KEY", "DATABASE_URL", "EMAIL_PASSWORD"} & set(variables)


def test_every_queue_has_a_worker(settings):
    commands = [service.get("command", []) for service in COMPOSE["services"].values()]
    taken = [words[-1] for words in commands if words[-3:-1] == ["work", "--only"]]
    assert sorted(taken) == sorted(settings.QUEUES)


def test_the_image_definition_passes_its_linter():
    linter = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([str(linter), str(ROOT / "Dockerfile")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "least"),
    [("requirements.txt", 20), ("requirements/dev.txt", 20), ("requirements/provider.txt", 2)],
)
def test_a_lock_pins_every_package_with_hashes_and_names_no_server(name, least):
    text = (ROOT / name).read_text()
    pins = re.findall(r"^[a-z0-9][\w.\[\]-]*==\S+(?: ; .*?)? \\\n    --hash=sha256:", text, re.M)
    packages = re.findall(r"^[a-z0-9]", text, re.M)
    assert len(pins) == len(packages) > least
    assert "://" not in text


def test_every_package_of_the_short_list_is_pinned_in_the_lock():
    short = (ROOT / "requirements" / "runtime.in").read_text()
    names = re.findall(r"^([A-Za-z][\w.-]*)", short, re.M)
    lock = (ROOT / "requirements.txt").read_text()
    assert len(names) > 10
    assert [name for name in names if f"\n{name.lower()}==" not in f"\n{lock}"] == []
