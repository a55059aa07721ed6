"""Draws a badge: a label and a message as SVG, its boxes as wide as its words."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

HEIGHT = 22
_SIZE = 11
_PAD = 8
_LABEL_FILL = "#33373c"
# White words on these stand out by 4.5 to 1 or more.
FILLS = {
    "announced": "#4a6275",
    "in_force": "#1f5f8b",
    "ends_soon": "#8a5200",
    "past_end": "#9c4600",
    "lapsed": "#6a5572",
    "ended": "#535b66",
    "withdrawn": "#a3262f",
    "condition_met": "#1c6647",
    "superseded": "#4f548a",
    "unclear": "#62625c",
    "": "#535b66",
}
# Widths of Verdana in hundredths of the type size; a letter not named here is as wide as "n", and
# one beyond Latin as wide as the type is high. The drawing stretches the words to the width worked
# out here, so that another font stays inside the box as well.
_WIDTHS = {
    letter: width
    for letters, width in (
        ("ijl|'", 29),
        ("fItr.,:;()[]/-·! ", 42),
        ("cskvxyzJ", 57),
        ("abdeghnopqu", 62),
        ("0123456789", 64),
        ("ABCEFKLPRSTVXYZ", 68),
        ("DGHNOQU", 77),
        ("w", 82),
        ("mMW", 97),
    )
    for letter in letters
}


def width_of(words: str) -> int:
    """Return how many pixels wide words are at the badge's type size."""
    hundredths = sum(_WIDTHS.get(one, 63 if one < "\u0250" else 105) for one in words)
    return round(hundredths * _SIZE / 100)


@dataclass(frozen=True)
class Badge:
    """What a badge says; ``title`` is what a screen reader says of it."""

    label: str
    message: str
    mark: str
    title: str

    def svg(self) -> str:
        """Return the drawing."""
        left, right = width_of(self.label), width_of(self.message)
        edge = left + 2 * _PAD
        whole = edge + right + 2 * _PAD
        fill = FILLS.get(self.mark, FILLS[""])
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{HEIGHT}" '
            f'viewBox="0 0 {whole} {HEIGHT}" role="img" aria-label="{escape(self.title)}">'
            f"<title>{escape(self.title)}</title>"
            f'<rect width="{whole}" height="{HEIGHT}" rx="3" fill="{_LABEL_FILL}"/>'
            f'<path d="M{edge} 0h{whole - edge - 3}a3 3 0 0 1 3 3v{HEIGHT - 6}a3 3 0 0 1-3 3'
            f'H{edge}z" fill="{fill}"/>'
            f'<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" '
            f'font-size="{_SIZE}">'
            f"{_words(self.label, _PAD, left)}{_words(self.message, edge + _PAD, right)}"
            "</g></svg>\n"
        )


def _words(words: str, x: int, width: int) -> str:
    return (
        f'<text x="{x}" y="15" textLength="{width}" lengthAdjust="spacingAndGlyphs">'
        f"{escape(words)}</text>"
    )
