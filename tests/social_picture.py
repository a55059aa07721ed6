"""The picture that other websites show beside a link to this one.

`python -m tests.social_picture` draws static/social.png with Chromium; run it again when the name
or the colours of the site change.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.servers import browser as chromium

TARGET = Path(__file__).resolve().parent.parent / "static" / "social.png"
# Twice the width to the height, near enough, as Open Graph's consumers cut it.
WIDTH, HEIGHT = 1200, 630
PAGE = """<!doctype html><style>
body { margin: 0; padding: 90px 100px; box-sizing: border-box; height: 630px; background: #fdfcf9;
  color: #1a1c1e; font-family: "DejaVu Serif", Georgia, serif; border-left: 24px solid #1f5f8b; }
h1 { font-size: 84px; line-height: 1.1; margin: 0 0 30px; }
p { font-size: 40px; line-height: 1.35; margin: 0; color: #55595e; max-width: 22em; }
svg { position: absolute; left: 124px; bottom: 80px; }
</style><h1>Moratorium Watch</h1>
<p>The public record of corporate facial-recognition pledges</p>
<svg width="980" height="60" viewBox="0 0 980 60">
<rect y="20" width="500" height="20" fill="#1f5f8b"/>
<rect x="500" y="21" width="250" height="18" fill="none" stroke="#1f5f8b" stroke-width="2"/>
<path d="M750 8v44" stroke="#1f5f8b" stroke-width="6"/><path d="M500 0v60" stroke="#b3261e"
stroke-width="4"/></svg>"""


def main() -> None:
    """Draw the picture."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium.executable() or None, args=chromium.FLAGS
        )
        page = launched.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(PAGE)
        page.screenshot(path=TARGET)
        launched.close()
    print(f"{TARGET} {TARGET.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
