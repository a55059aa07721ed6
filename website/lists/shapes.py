"""Bars written as SVG: each in its own strip, or those of many rows together on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from website.lists.bars import Bar, Piece

# Where the bar, the lane of wordings, and the signs stand in a strip 24 high.
_BAR, _LANE, _SIGNS = 'y="7" height="10"', 'y="19" height="3"', 'y="12"'
# A sheet is this wide: a hundredth of a per cent is one.
SHEET_WIDTH = 10_000
# How far the outline of what is planned stands off its ends.
_OUTLINE = 30


def shapes_of(bar: Bar) -> str:
    """Write a bar's pieces, its lane of wordings and its signs; all its values are ours."""
    parts = [_rect(piece, _BAR) for piece in bar.pieces]
    parts += [_rect(piece, _LANE) for piece in bar.lane]
    parts += [f'<use href="#end-{mark.shape}" x="{mark.x}%" {_SIGNS}/>' for mark in bar.marks]
    return "".join(parts)


def _rect(piece: Piece, place: str) -> str:
    paint = f' fill="{piece.paint}"' if piece.paint else ""
    return (
        f'<rect class="piece-{piece.shape}" x="{piece.x}%" width="{piece.width}%" {place}{paint}/>'
    )


def sheet_of(bars: Sequence[tuple[str, Bar]], today: str) -> str:
    """Write the bars of rows that are all of one height, each with the tone of its row.

    A browser takes long over each element of SVG and little over a longer line. So what has one
    look is one line over all rows, in a picture that is stretched to the rows while its lines
    stay as thick as they are. Patterns and signs would be bent by that and stand in a second one.

    The paints ``#line-fade`` and ``#sign-SHAPE-TONE`` belong to the figure.

    Args:
        today: where the line of the day stands, as ``Span.today`` has it.
    """
    lines: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    for row, (tone, bar) in enumerate(bars, start=1):
        height = f'y="{100 * row / len(bars):.2f}%"'
        for piece in bar.pieces:
            begin, end = _place(piece.x), _place(piece.x) + _place(piece.width)
            if piece.shape in ("solid", "planned"):
                lines.setdefault(f'class="line tone-{tone}"', []).append(f"M{begin} {row}H{end}")
            if piece.shape == "planned":
                inner = f"M{begin + _OUTLINE} {row}H{end - _OUTLINE}"
                lines.setdefault('class="line-inside"', []).append(inner)
            elif piece.shape == "fade" and piece.x == today:
                lines.setdefault('stroke="url(#line-fade)"', []).append(f"M{begin} {row}H{end}")
            elif piece.shape != "solid":
                _put(others, piece, tone, height, -5)
        for piece in bar.lane:
            _put(others, piece, tone, height, 7)
        for mark in bar.marks:
            group = f'class="tone-{tone}" marker-start="url(#sign-{mark.shape}-{tone})"'
            at = f'x1="{mark.x}%" x2="{mark.x}%" {height.replace("y", "y1")}'
            others.setdefault(group, []).append(f"<line {at} {height.replace('y', 'y2')}/>")
    drawn = "".join(f'<path {look} d="{"".join(line)}"/>' for look, line in lines.items())
    beside = "".join(f"<g {look}>{''.join(found)}</g>" for look, found in others.items())
    return (
        f'<svg class="sheet" aria-hidden="true" viewBox="0 0 {SHEET_WIDTH} {len(bars)}" '
        f'preserveAspectRatio="none">{drawn}</svg>'
    ) + (f'<svg class="sheet" aria-hidden="true">{beside}</svg>' if beside else "")


def _put(groups: dict[str, list[str]], piece: Piece, tone: str, height: str, down: int) -> None:
    """Add a piece with a pattern of its own to the others of its look."""
    paint = f' fill="{piece.paint}"' if piece.paint else ""
    look = f'class="tone-{tone} piece-{piece.shape}" transform="translate(0 {down})"{paint}'
    shape = f'<rect x="{piece.x}%" width="{piece.width}%" {height}/>'
    groups.setdefault(look, []).append(shape)


def _place(share: str) -> int:
    return round(float(share) / 100 * SHEET_WIDTH)
