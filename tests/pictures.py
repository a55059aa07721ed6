"""The pictures of the documentation, one of every kind of page, taken from a running site.

`python -m tests.pictures http://127.0.0.1:8000` looks at the site with Chromium and writes
docs/images; run it again when the pages have changed, and look at what it wrote.
"""

from __future__ import annotations

import argparse
import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.servers import browser as chromium

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
QUALITY = 70


@dataclass(frozen=True)
class Picture:
    """One picture: its file, the address it shows, and how the reader looks at it."""

    name: str
    address: str
    width: int = 1200
    height: int = 900
    scheme: Literal["light", "dark"] = "light"
    forced: Literal["active", "none"] = "none"
    paper: Literal["screen", "print"] = "screen"


PICTURES = (
    Picture("front", "/", height=1500),
    Picture("front-narrow-dark", "/", 390, 1400, "dark"),
    Picture("timeline", "/timeline/", height=1300),
    Picture("timeline-close", "/timeline/?zoom=2019-2022", scheme="dark"),
    Picture("timeline-forced-colours", "/timeline/", forced="active"),
    Picture("timeline-320", "/timeline/?use=police", 320, 1400),
    Picture("list", "/pledges/?q=police"),
    Picture("list-nothing-found", "/pledges/?company=amazon&as_of=2020-01-01"),
    Picture("year", "/timeline/2020/"),
    Picture("pledge", "/p/amazon-rekognition-police-2020", height=1300),
    Picture("pledge-as-of", "/p/amazon-rekognition-police-2020?as_of=2020-06-11"),
    Picture("pledge-print", "/p/amazon-rekognition-police-2020", 800, 1130, paper="print"),
    Picture("companies", "/companies/"),
    Picture("company", "/c/amazon?family=1", height=1100),
    Picture("beneficiaries", "/x/"),
    Picture("beneficiary", "/x/thorn"),
    Picture("source", "/s/fedscoop-2024-01-25"),
    Picture("refusals", "/refusals"),
    Picture("methodology", "/methodology"),
    Picture("coverage", "/coverage/"),
    Picture("compare", "/compare/?company=amazon&company=ibm&company=microsoft"),
    Picture("places", "/j/"),
    Picture("place", "/j/US"),
    Picture("week", "/week/"),
    Picture("ending", "/ending/"),
    Picture("silence", "/silence/"),
    Picture("conditions", "/conditions/"),
    Picture("corrections", "/corrections/"),
    Picture("about", "/about"),
    Picture("tips", "/tips"),
    Picture("ways-to-follow", "/follow/ways"),
    Picture("front-spanish", "/es/"),
    Picture("status", "/status"),
    Picture("follow", "/follow"),
    Picture("data", "/data/", height=1300),
    Picture("api", "/api/"),
    Picture("certificate", "/p/facebook-shut-fr-2021/certificate", 800, 1130, paper="print"),
    Picture("embed", "/p/amazon-rekognition-police-2020/embed", height=1200),
    Picture("card-320", "/c/microsoft/card", 320, 900, "dark"),
)


def take(picture: Picture, launched: Browser, site: str) -> Path:
    """Write one picture and return its file."""
    page = launched.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme=picture.scheme,
        forced_colors=picture.forced,
    )
    page.emulate_media(media=picture.paper)
    page.goto(site.rstrip("/") + picture.address)
    # Playwright itself writes PNG and JPEG alone; WebP is a fifth of their size.
    shot = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": "webp", "quality": QUALITY}
    )
    target = FOLDER / f"{picture.name}.webp"
    target.write_bytes(base64.b64decode(shot["data"]))
    page.close()
    return target


def main() -> None:
    """Take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", help="address of a running site, such as http://127.0.0.1:8000")
    parser.add_argument("names", nargs="*", help="only these pictures")
    asked = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium.executable() or None, args=chromium.FLAGS
        )
        for picture in PICTURES:
            if asked.names and picture.name not in asked.names:
                continue
            target = take(picture, launched, asked.site)
            print(f"{target} {target.stat().st_size // 1024} kB")
        launched.close()


if __name__ == "__main__":
    main()
