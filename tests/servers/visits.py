"""An editor in Chromium: logged in, and watched for everything that goes wrong on the pages."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.servers import browser as chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextlib.contextmanager
def running() -> Iterator[Browser]:
    """Chromium, for the tests of one module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop running here
        with sync_playwright() as playwright:
            launched = playwright.chromium.launch(executable_path=chromium.executable(), args=FLAGS)
            yield launched
            launched.close()


class Visit:
    """An editor who is logged in, and everything that went wrong on the pages."""

    def __init__(self, browser: Browser, site: str, **look: object) -> None:
        self.site, self.troubles = site, list[str]()
        self.context: BrowserContext = browser.new_context(**look)  # type: ignore[arg-type]
        self.context.set_default_timeout(10_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda said: self._note(said.type == "error", said.text))
        self.page.on("pageerror", lambda error: self._note(True, str(error)))
        self.page.on("request", lambda asked: self._note(not asked.url.startswith(site), asked.url))
        client = Client()
        staff = {"is_staff": True, "is_superuser": True}
        client.force_login(User.objects.get_or_create(username="ada", defaults=staff)[0])
        session = client.cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])

    def _note(self, wrong: bool, text: str) -> None:
        if wrong:
            self.troubles.append(text)

    def open(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    def focused(self) -> str:
        """The id of what has the focus."""
        return str(self.page.evaluate("document.activeElement.id"))

    def faults(self) -> list[tuple[str, str]]:
        """What axe finds wrong with the page: the rule and the element."""
        found = Axe().run(self.page, options={"runOnly": RULES}).response["violations"]
        return [(each["id"], each["nodes"][0]["html"]) for each in found]

    def fits(self) -> bool:
        """Whether the page needs no sideways scroll."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
