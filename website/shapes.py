"""Bars written as SVG: single shapes in per cent, or one outline in a strip that is stretched."""

from __future__ import annotations

from website.bars import Bar, Piece

# Where the bar, the lane of wordings, and the signs stand in a strip 24 high.
_BAR, _LANE, _SIGNS = 'y="7" height="10"', 'y="19" height="3"', 'y="12"'
# A stretched strip is this wide: a hundredth of a per cent is one.
STRIP_WIDTH = 10_000
_STRIP = f'viewBox="0 0 {STRIP_WIDTH} 24" preserveAspectRatio="none"'
# Bars that are one stretch up to the day and at most one after it.
_RUNS = {("solid",): "solid", ("solid", "fade"): "fade", ("solid", "planned"): "planned"}


def shapes_of(bar: Bar) -> str:
    """Write a bar's pieces, its lane of wordings and its signs; all its values are ours."""
    parts = [_rect(piece, _BAR) for piece in bar.pieces]
    parts += [_rect(piece, _LANE) for piece in bar.lane]
    parts += [f'<use href="#end-{mark.shape}" x="{mark.x}%" {_SIGNS}/>' for mark in bar.marks]
    return "".join(parts)


def picture_of(bar: Bar) -> str:
    """Write a bar with as few elements as it takes: one where its paint can tell all of it.

    The paints ``#run-fade`` and ``#run-planned`` belong to the figure and turn at the line of
    its day.
    """
    kind = "" if bar.lane else _RUNS.get(tuple(piece.shape for piece in bar.pieces), "")
    signs = {mark.shape for mark in bar.marks}
    if not kind or signs - ({"tick", "beyond"} if kind == "planned" else set()):
        return f'<svg class="bar" aria-hidden="true">{shapes_of(bar)}</svg>'
    first, last = bar.pieces[0], bar.pieces[-1]
    begin, end = _place(first.x), _place(last.x) + _place(last.width)
    if kind == "planned":
        path = f"M{begin} 7.75H{end}v8.5H{begin}z"
        path += f"M{end} 4v16" if "tick" in signs else ""
        path += f"M{end - 190} 7l104 5-104 5" if "beyond" in signs else ""
    else:
        path = f"M{begin} 7H{end}v10H{begin}z"
    paint = "" if kind == "solid" else f' fill="url(#run-{kind})"'
    return (
        f'<svg class="bar run-{kind}" aria-hidden="true" {_STRIP}{paint}><path d="{path}"/></svg>'
    )


def _rect(piece: Piece, place: str) -> str:
    paint = f' fill="{piece.paint}"' if piece.paint else ""
    return (
        f'<rect class="piece-{piece.shape}" x="{piece.x}%" width="{piece.width}%" {place}{paint}/>'
    )


def _place(share: str) -> int:
    return round(float(share) / 100 * STRIP_WIDTH)
