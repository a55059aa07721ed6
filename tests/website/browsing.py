"""The site in a real browser: every kind of page there is, and the looks readers give it."""

from __future__ import annotations

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from alerts import services
from alerts.interests import Interest, Manner
from alerts.models import Subscriber, Token
from alerts.tokens import make_token
from moratoriums.models import Pledge
from news.services import take_in_tip
from website.datasets.services import freeze_dataset

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
# What changes with width and colours; structure and names are the same in every look.
OF_LOOKS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size",
                                           "scrollable-region-focusable"]},
    "resultTypes": ["violations"],
}  # fmt: skip
# A window of 1280 pixels enlarged to 400 % is 320 pixels wide.
WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
NARROW: dict[str, Any] = {"viewport": {"width": 320, "height": 700}, "color_scheme": "dark"}
FORCED: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"}

PAGES = [
    "/",
    "/pledges/",
    "/pledges/?q=polise",
    "/timeline/?zoom=2020-2024",
    "/pledges/?status=ended&company=amazon&colour=red",
    "/timeline/2021/",
    "/p/amazon-rekognition-police-2020",
    "/p/amazon-rekognition-police-2020?as_of=2020-06-11",
    "/p/amazon-rekognition-police-2020/v/1",
    "/companies/",
    "/c/amazon?family=1",
    "/x/",
    "/x/thorn",
    "/s/fedscoop-2024-01-25",
    "/j/",
    "/j/US-IL",
    "/coverage/",
    "/compare/?company=amazon&company=ibm&company=microsoft",
    "/week/2026-W47/",
    "/ending/",
    "/silence/",
    "/conditions/",
    "/corrections/",
    "/about",
    "/refusals",
    "/methodology",
    "/status",
    "/alerts/log",
    "/data/",
    "/api/",
    "/p/amazon-rekognition-police-2020/certificate",
    "/p/amazon-rekognition-police-2020/card",
    "/p/amazon-rekognition-police-2020/embed",
    "/c/microsoft/card",
    "/c/microsoft/embed",
    "/follow?search=status%3Din_force",
    "/follow/sent",
    "/follow/ways",
    "/tips?about=amazon-rekognition-police-2020",
]
# Errors are pages as well.
TROUBLES = ["/nothing-here", "/?as_of=2020-13-45"]


def in_spanish(addresses: list[str]) -> list[str]:
    """The same pages in the other language."""
    return [f"/es{address}" for address in addresses]


def pages_of_one() -> list[str]:
    """Write what some pages need, and return those that one person is sent or that are frozen."""
    now = timezone.now()
    day = timezone.localdate(now)
    for name in (f"{day}", f"{day}.2"):
        freeze_dataset(day=day, at=now, name=name)
    pledge = Pledge.objects.get(slug="amazon-rekognition-police-2020")
    services.subscribe("ann@example.org", Interest(pledge=pledge), Manner(), at=now)
    subscriber = Subscriber.objects.get(email="ann@example.org")
    confirm = make_token(subscriber, Token.Purpose.CONFIRM, at=now)
    reader = Subscriber.objects.create(email="ben@example.org", confirmed_at=now)
    leave = make_token(reader, Token.Purpose.LEAVE, at=now)
    services.add(leave, Interest(pledge=pledge), Manner(), at=now)
    tip = take_in_tip(
        text="A shop scans faces again.", url="", email="", about="", sender="", at=now
    )
    return [
        f"/data/{day}/",
        f"/data/{day}.2/changes",
        f"/follow/confirm/{confirm}",
        f"/follow/leave/{leave}",
        f"/follow/leave/{leave}/erase",
        f"/tips/{tip}",
    ]


class Watched:
    """A page with all that went wrong on it: console errors, failures, requests elsewhere."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site, self.troubles = site, list[str]()
        self.page: Page = context.new_page()
        self.page.on("console", lambda said: self.note(said.type == "error", said.text))
        self.page.on("pageerror", lambda error: self.note(True, str(error)))
        self.page.on("request", lambda asked: self.note(not asked.url.startswith(site), asked.url))
        self.page.on(
            "response", lambda got: self.note(got.status >= 400, f"{got.status} {got.url}")
        )

    def note(self, wrong: bool, what: str) -> None:
        """Keep a trouble."""
        if wrong:
            self.troubles.append(what)

    def open(self, address: str) -> Page:
        """Go to an address of the site."""
        self.page.goto(self.site + address)
        return self.page


def assert_accessible(page: Page, address: str, options: dict[str, Any]) -> None:
    """Let axe look at a page; it is put into the page once, however often it looks."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = AxeResults(page.evaluate(f"axe.run({json.dumps(options)})"))
    assert found.violations_count == 0, f"{address}: {found.generate_report()}"


def assert_fits(page: Page, address: str) -> None:
    """Nothing but a table's own frame may scroll sideways."""
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not too_wide, f"{address} scrolls sideways"
