"""The day on which the pages' tests take place, and the register they look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from companies.models import Company
from moratoriums.models import Beneficiary, Pledge, Source
from moratoriums.vocabulary import EndBasis, EventKind, SourceClass, TermKind
from tests import factories
from tests.servers import browser as chromium

TODAY = "2026-11-23"


@dataclass(frozen=True)
class Register:
    """A pledge with everything a page can show, and what stands around it."""

    amazon: Company
    pause: Pledge
    thorn: Beneficiary
    source: Source
    unseen: Source


@pytest.fixture
def today() -> Iterator[None]:
    """Let it be noon of TODAY."""
    with time_machine.travel(f"{TODAY}T12:00:00+00:00", tick=False):
        yield


@pytest.fixture
def register(db, today) -> Register:
    """A one-year pause with an exemption, extended before its end, later questioned."""
    amazon = factories.make_company("Amazon", sector="cloud")
    source = factories.make_source(
        publisher="Amazon", slug="amazon-post", source_class=SourceClass.COMPANY
    )
    pause = factories.make_pledge(
        amazon,
        slug="amazon-police-2020",
        title="Amazon: pause on police use of Rekognition",
        summary="Amazon stopped police use of Rekognition for a year.",
        announced="2020-06-10",
        effective="2020-06-10",
        term=TermKind.FIXED,
        term_words="for one year",
        end="2021-06-10",
        end_basis=EndBasis.COMPUTED,
        end_rule="length",
        source=source,
        products=["Amazon Rekognition"],
        cautions=["The wording became narrower later."],
        unconfirmed=[{"field": "case_reference", "value": "SECRET-77", "why": "from memory"}],
    )
    thorn = factories.make_beneficiary("Thorn")
    factories.make_exemption(pause, thorn, quote="We will continue to allow Thorn.", source=source)
    factories.make_exemption(
        pause, factories.make_beneficiary("Missing persons"), since="2024-01", origin="added"
    )
    factories.make_statement(pause, "We are pausing police use for one year.", source=source)
    factories.make_event(
        pause,
        EventKind.EXTENDED,
        "2021-05-18",
        description="Amazon says that the pause stays until further notice.",
    )
    factories.make_event(
        pause, EventKind.ALLEGED, "2024-01-25", description="An inventory lists a new use."
    )
    factories.make_event(pause, EventKind.DISPUTED, "2024-01-26", description="Amazon denies that.")
    unseen = factories.make_source(publisher="Never Read Weekly", slug="never-read", seen_on=None)
    factories.make_citation(unseen, pledge=pause)
    return Register(amazon, pause, thorn, source, unseen)


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The site on a port of this machine, with the register of the data folder.

    The register is entered once, outside every test's own transaction.
    """
    with django_db_blocker.unblock():
        call_command("load_register", str(settings.DATA_DIR), verbosity=0)
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def browser(site) -> Iterator[Browser]:
    """Debian's Chromium, as the root of a container must start it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop running here
        with sync_playwright() as playwright:
            launched = playwright.chromium.launch(
                executable_path=chromium.executable(), args=chromium.FLAGS
            )
            yield launched
            launched.close()
