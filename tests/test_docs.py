"""The papers keep up with the code: settings, commands, addresses and files are those there are."""

import re
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from django.urls import URLPattern, get_resolver, resolve
from django.utils.translation import override

from config.timetable import TIMETABLE
from website.urls import in_both_languages, urlpatterns

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {
    *("config", "website", "news", "alerts", "moratoriums", "companies", "staff", "outbound"),
}
PAPERS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "data/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def all_papers() -> str:
    return "\n".join(paper.read_text(encoding="utf-8") for paper in PAPERS)


def variables() -> set[str]:
    """The environment variables that the settings read."""
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', text("config/settings.py")))


def test_every_variable_of_the_settings_is_explained_twice_and_no_other():
    read = variables()
    assert {"SECRET_KEY", "DATABASE_URL", "TIME_ZONE"} < read
    in_example = set(re.findall(r"^([A-Z_]+)=", text(".env.example"), re.MULTILINE))
    in_table = set(re.findall(r"^\| `([A-Z_]+)`", text("docs/operating.md"), re.MULTILINE))
    assert read == in_example == in_table


def test_containers_are_given_every_setting_but_those_that_the_image_makes():
    compose = yaml.safe_load(text("docker-compose.yml"))
    given = {name.removesuffix("_FILE") for name in compose["services"]["web"]["environment"]}
    made = {"VAR_DIR", "BACKUP_DIR", "STATIC_ROOT", "HOST", "PORT", "DEBUG"}
    assert given == variables() - made


def test_every_finding_of_the_checks_is_explained():
    raised = set(re.findall(r'id="(moratorium\.\w+)"', text("config/checks.py")))
    explained = set(re.findall(r"^\| `(moratorium\.\w+)`", text("docs/operating.md"), re.MULTILINE))
    assert raised == explained


def test_every_command_of_ours_is_named():
    ours = {name for name, app in get_commands().items() if str(app).split(".")[0] in ROOMS}
    assert {"up", "load_register", "make_admin"} <= ours
    named = {word for code in re.findall(r"`([^`]+)`", all_papers()) for word in code.split()}
    shown = set(re.findall(r"manage\.py (\w+)", all_papers()))
    assert ours - named - shown == set()


def test_every_command_that_is_named_exists():
    named = set(re.findall(r"manage\.py (\w+)", all_papers()))
    assert named - set(get_commands()) == set()
    targets = set(re.findall(r"^(\w+):", text("Makefile"), re.MULTILINE))
    # As code only: "make the form usable" is no command.
    called = set(re.findall(r"`(?:\w+=\S+ )*make ([a-z-]+)", all_papers()))
    called |= set(re.findall(r"^make ([a-z-]+)$", all_papers(), re.MULTILINE))
    assert called
    assert called - targets == set()


def test_every_public_page_is_explained_with_its_address():
    table = dict(re.findall(r"^\| `(\w+)` \| `(/\S*)` \|", text("docs/pages.md"), re.MULTILINE))
    assert set(table) == {
        page.name for page in (*in_both_languages, *urlpatterns) if isinstance(page, URLPattern)
    }
    for name, example in table.items():
        assert resolve(example).url_name == name, example


def test_every_recurring_job_is_explained():
    jobs = {str(line["task"]) for line in TIMETABLE.values()}
    assert jobs == set(re.findall(r"^\| `([\w.]+\.tasks\.\w+)`", text("docs/operating.md"), re.M))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_file_that_is_named_is_there(paper):
    words = paper.read_text(encoding="utf-8")
    named = re.findall(r"`((?:[\w.-]+/)+[\w.-]*\.(?:md|py|txt|toml|in|yml|yaml))`", words)
    named += re.findall(r"\]\(([^)#:]+)\)", words)
    for name in named:
        assert (ROOT / name).exists() or (paper.parent / name).exists(), name


def test_the_admin_and_the_site_share_the_root_and_nothing_else_does():
    assert [str(part.pattern) for part in get_resolver().url_patterns] == ["admin/", "", ""]
    with override("es"):
        assert [str(part.pattern) for part in get_resolver().url_patterns] == ["admin/", "es/", ""]
