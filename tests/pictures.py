"""The pictures of the documentation, taken from a running site.

`python -m tests.pictures http://127.0.0.1:8000` looks at the site with Chromium and writes
docs/images; run it again when the pages have changed.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.servers import browser as chromium

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"


@dataclass(frozen=True)
class Picture:
    """One picture: its file, the address it shows, and how the reader looks at it."""

    name: str
    address: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"


PICTURES = (
    Picture("front", "/", 1280, 1400),
    Picture("pledge", "/p/amazon-rekognition-police-2020", 1280, 1300),
    Picture("front-narrow-dark", "/", 390, 1400, "dark"),
)


def take(picture: Picture, launched: Browser, site: str) -> Path:
    """Write one picture and return its file."""
    page = launched.new_page(
        viewport={"width": picture.width, "height": picture.height}, color_scheme=picture.scheme
    )
    page.goto(site.rstrip("/") + picture.address)
    target = FOLDER / f"{picture.name}.png"
    page.screenshot(path=target)
    page.close()
    return target


def main() -> None:
    """Take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", help="address of a running site, such as http://127.0.0.1:8000")
    site = parser.parse_args().site
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium.executable() or None, args=chromium.FLAGS
        )
        for picture in PICTURES:
            target = take(picture, launched, site)
            print(f"{target} {target.stat().st_size // 1024} kB")
        launched.close()


if __name__ == "__main__":
    main()
