"""The curve of stated against happened, drawn in characters for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tracker.reports.figures import Band, Reliability, Share

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

BAND, DIAGONAL, LINE, POINT, YES, NO = "░", "·", "•", "●", "+", "-"
BARS = " ▁▂▃▄▅▆▇█"
LABEL, NARROWEST, WIDEST = 6, 30, 72
KEY = (
    f"{POINT} happened   {DIAGONAL} as stated   bars below: weight",
    f"{BAND} where at each point nine calibrated curves in ten lie",
    f"{YES} if all that wait end yes   {NO} if all end no",
)


def picture(curve: Reliability, width: int) -> list[str]:
    """Return the lines of a picture at most `width` columns wide, with its key.

    Across: what was stated, 0 to 100%; up: what happened; below: how much weight lies where.
    """
    across = max(NARROWEST, min(width - LABEL - 1, WIDEST))
    up = across // 4 + 5
    cells = np.full((up, across), " ")
    _band(cells, curve.band)
    places = np.arange(across)
    cells[_rows(places / (across - 1), up), places] = DIAGONAL
    _line(cells, curve.all_yes, YES, YES)
    _line(cells, curve.all_no, NO, NO)
    _line(cells, curve.curve, LINE, POINT)
    labels = {_row(share, up): f"{share:.0%}" for share in (0.0, 0.25, 0.5, 0.75, 1.0)}
    lines = [
        f"{labels.get(up - 1 - k, ''):>{LABEL - 2}} │{''.join(row)}".rstrip()
        for k, row in enumerate(cells[::-1].tolist())
    ]
    return [*lines, *_below(curve.curve, across), *(KEY if curve.waiting else KEY[:2])]


def _rows(shares: Floats, up: int) -> Codes:
    return np.rint(np.clip(shares, 0.0, 1.0) * (up - 1)).astype(np.int64)


def _row(share: float, up: int) -> int:
    return int(_rows(np.array([share]), up)[0])


def _columns(stated: Floats, across: int) -> Codes:
    return np.rint(stated * (across - 1)).astype(np.int64)


def _band(cells: NDArray[np.str_], band: Sequence[Band]) -> None:
    """Shade the band from the lowest to the highest stated probability."""
    if not band:
        return
    up, across = cells.shape
    stated, low, high = np.array([(one.stated, one.low, one.high) for one in band]).T
    columns = _columns(stated, across)
    for column in range(int(columns[0]), int(columns[-1]) + 1):
        at = np.clip(column / (across - 1), stated[0], stated[-1])
        ends = [np.interp(at, stated, end) for end in (low, high)]
        bottom, top = _rows(np.array(ends), up)
        cells[bottom : top + 1, column] = BAND


def _line(cells: NDArray[np.str_], curve: Sequence[Share], between: str, point: str) -> None:
    """Draw a curve: points where something was stated, a thin line from one to the next."""
    if not curve:
        return
    up, across = cells.shape
    happened = np.array([one.happened for one in curve])
    columns = _columns(_stated(curve), across)
    every = np.arange(int(columns[0]), int(columns[-1]) + 1)
    heights = np.interp(every, columns, happened)
    cells[_rows(heights, up), every] = between
    cells[_rows(happened, up), columns] = point


def _stated(curve: Sequence[Share]) -> Floats:
    return np.array([one.stated for one in curve])


def _below(curve: Sequence[Share], across: int) -> list[str]:
    """Return the axis, the histogram of weight and its labels."""
    weights = np.array([one.weight for one in curve])
    weight = np.bincount(_columns(_stated(curve), across), weights=weights, minlength=across)
    tall = np.ceil(weight / weight.max() * (len(BARS) - 1)).astype(np.int64)
    lead = " " * (LABEL - 1)
    axis = list("─" * across)
    words = [" "] * across
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        column = round(share * (across - 1))
        axis[column] = "┬"
        label = f"{share:.0%}"
        start = min(max(column - len(label) // 2, 0), across - len(label))
        words[start : start + len(label)] = label
    return [
        f"{lead}└{''.join(axis)}",
        f"{lead} {''.join(words)}",
        f"{lead} {''.join(BARS[k] for k in tall.tolist())}".rstrip(),
    ]
