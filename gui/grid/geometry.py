"""How wide the columns and how high the rows of a printed table are on the screen."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from math import ceil

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics

from gui.style import SPACE
from model.layout import LayoutCell, Role, TableLayout

PADDING = SPACE  # at each side of a cell's text
WRAP = Qt.TextFlag.TextWordWrap
_NUMBERING = re.compile("（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、")
_DIGITS = "9" * 8  # what a column of values shows without a smaller type
_GROUP_LABEL, _ROW_LABEL = 3, 9  # characters that a label of a group, and of a row, shows on a line
_FULL_WIDTH = 110  # a table is at most this many characters wide, so that eyes find the line's end


@dataclass(frozen=True)
class Geometry:
    """Sizes in logical pixels of every column and row of the printed grid, frozen ones included."""

    widths: tuple[int, ...]
    heights: tuple[int, ...]

    @cached_property
    def lefts(self) -> tuple[int, ...]:
        """Where each column begins, and where the last one ends."""
        return tuple(accumulate(self.widths, initial=0))

    @cached_property
    def tops(self) -> tuple[int, ...]:
        """Where each row begins, and where the last one ends."""
        return tuple(accumulate(self.heights, initial=0))

    def rect(self, cell: LayoutCell) -> QRect:
        """The cell's place in the whole table."""
        left, top = self.lefts[cell.column], self.tops[cell.row]
        return QRect(left, top, self.lefts[cell.right] - left, self.tops[cell.bottom] - top)


def text_rect(rect: QRect) -> QRect:
    """The part of a cell that its text may fill; the rules at the right and bottom are not."""
    return rect.adjusted(PADDING, 0, -PADDING - 1, -1)


def head_lines(cell: LayoutCell, rect: QRect, metrics: QFontMetrics) -> str:
    """The text of a cell, broken between words.

    One over a column breaks after an even number of characters. In one beside several rows its numbering
    has a line of its own; the rest stays whole, or stands in short lines of which the longer ones are above.
    """
    fitting, text = text_rect(rect).width() // metrics.horizontalAdvance("汉"), cell.text
    if len(text) <= fitting or fitting < 2:
        return text
    if cell.role is Role.HEAD:
        step = fitting - fitting % 2
        return "\n".join(text[i : i + step] for i in range(0, len(text), step))
    if cell.role is not Role.LABEL or cell.row_span == 1:
        return text
    numbering = _NUMBERING.match(text)
    start = numbering.end() if numbering else 0
    rest = len(text) - start
    count = 1 if rest <= fitting else ceil(rest / min(fitting, _GROUP_LABEL))
    ends = [start + ceil(rest * n / count) for n in range(count + 1)]
    return "\n".join(filter(None, (text[:start], *(text[a:b] for a, b in pairwise(ends)))))


def measure(layout: TableLayout, metrics: QFontMetrics, available: int) -> Geometry:
    """Fits a table into `available` pixels: proportions as on paper, no column narrower than its text."""
    narrowest = _narrowest(layout, metrics)
    limit = max(metrics.horizontalAdvance("汉") * _FULL_WIDTH, sum(narrowest))
    widths = _shared(layout.widths, narrowest, min(available, limit))
    return Geometry(widths, _heights(layout, metrics, widths))


def _narrowest(layout: TableLayout, metrics: QFontMetrics) -> list[int]:
    """Columns of values hold eight digits where there is room, labels a few characters."""
    value_columns = {column for cell in layout.values for column in range(cell.column, cell.right)}
    digits = metrics.horizontalAdvance(_DIGITS[: 8 if layout.columns <= 10 else 5]) + 2 * PADDING
    character = metrics.horizontalAdvance("汉")
    groups, rows = (character * count + 2 * PADDING for count in (_GROUP_LABEL, _ROW_LABEL))
    return [
        digits if column in value_columns else rows if column + 1 in value_columns else groups
        for column in range(layout.columns)
    ]


def _shared(proportions: tuple[float, ...], narrowest: list[int], available: int) -> tuple[int, ...]:
    """Shares the width out by proportion; who would get too little gets the least and the others share."""
    fixed: set[int] = set()
    while True:
        rest = available - sum(narrowest[i] for i in fixed)
        total = sum(p for i, p in enumerate(proportions) if i not in fixed)
        small = {
            i
            for i, p in enumerate(proportions)
            if i not in fixed and (rest <= 0 or p / total * rest < narrowest[i])
        }
        if not small:
            break
        fixed |= small
    return tuple(narrowest[i] if i in fixed else int(p / total * rest) for i, p in enumerate(proportions))


def _heights(layout: TableLayout, metrics: QFontMetrics, widths: tuple[int, ...]) -> tuple[int, ...]:
    line = metrics.height() + PADDING
    heights = [line] * layout.rows
    texts = [cell for cell in layout.cells if cell.text]
    # Spanned cells come last: they only ask for what their rows do not have yet.
    for cell in sorted(texts, key=lambda cell: cell.row_span):
        rect = QRect(0, 0, sum(widths[cell.column : cell.right]), 10_000)
        text = head_lines(cell, rect, metrics)
        needed = metrics.boundingRect(text_rect(rect), WRAP, text).height() + PADDING
        missing = needed - sum(heights[cell.row : cell.bottom])
        if missing > 0:
            for row in range(cell.row, cell.bottom):
                heights[row] += ceil(missing / cell.row_span)
    if not any(cell.role is Role.LABEL for cell in layout.cells):
        # A single line of values is given room.
        value_row = layout.values[0].row
        heights[value_row] = max(heights[value_row], 2 * line)
    return tuple(heights)
