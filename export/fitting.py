"""How high the rows of a workbook must be: Excel fits no row to a merged or long text when it opens a file.

Heights are estimated, rather high than low. Widths are pixels, heights points.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model.layout import TableLayout

INCH = 25.4  # mm
PIXEL = INCH / 96  # mm
POINT = 96 / 72  # pixels
PADDING = 6  # pixels of a cell's width that its text cannot use
SNUG = 0.97  # of a line's room: 避头尾 takes a character to the next line, other fonts are wider
NARROW = 0.55  # ems of a half-width character
ROW_LIMIT = 409.0  # points; the highest row that Excel has
ROOM = 8.0  # points of a table row above and below its lines
INDENT = "　　"
CONTINUED = "　"
"""Ends a piece of a paragraph that goes on in the next row; no paragraph ends with a blank of its own."""

_RUNS = re.compile("[ -\u02ff]+|[^ -\u02ff]+")
_BLANKS = re.compile(f"{CONTINUED}*")
_SENTENCES = re.compile(".*[。；！？ ]", re.DOTALL)


@dataclass(frozen=True)
class Type:
    """A size of type and its distance from line to line, both in points."""

    size: float
    pitch: float

    def height(self, text: str, width: int) -> float:
        """The height of a row with a text."""
        return min(ROW_LIMIT, self.pitch * _line_count(text, self._capacity(width)))

    def pieces(self, paragraph: str, width: int) -> Iterator[str]:
        """A paragraph cut, after a sentence or word if possible, so that each piece fits the highest row.

        Only the first piece begins with an indent, and all but the last end with `CONTINUED`: so the
        paragraph can be put together again, whoever has written between the rows.
        """
        capacity = self._capacity(width)
        most = int(ROW_LIMIT / self.pitch)
        start = 0
        while start < len(paragraph):
            piece = paragraph[start : start + most * capacity]
            while _line_count(piece, capacity) > most:
                piece = piece[: len(piece) * 3 // 4]
            if start + len(piece) < len(paragraph):
                if sentences := _SENTENCES.match(piece):
                    piece = sentences[0]
                if blanks := _BLANKS.match(paragraph, start + len(piece)):
                    piece += blanks[0]
            start += len(piece)
            yield piece + (CONTINUED if start < len(paragraph) else "")

    def _capacity(self, width: int) -> int:
        """How many characters surely stand in a line."""
        return max(1, int((width - PADDING) / (self.size * POINT) * SNUG))


def pixels(layout: TableLayout, type_: Type) -> list[int]:
    """The widths of a table's columns: those on paper, or in proportion to them.

    The narrowest take an even number of characters, so that heads such as 商业企业 wrap evenly.
    """
    em = type_.size * POINT
    narrowest = min(layout.widths) / PIXEL
    characters = int((narrowest - 2) / em)
    scale = ((characters + 1) * em + PADDING) / narrowest if characters % 2 else 1
    return [round(width / PIXEL * scale) for width in layout.widths]


def heights(layout: TableLayout, widths: Sequence[int], type_: Type) -> list[float]:
    """The heights of a table's rows; a spanned cell may make all of its rows higher."""
    found = [type_.pitch + ROOM] * layout.rows
    for cell in sorted((cell for cell in layout.cells if cell.text), key=lambda cell: cell.row_span):
        need = type_.height(cell.text, sum(widths[cell.column : cell.right])) + ROOM
        missing = need - sum(found[cell.row : cell.bottom])
        for row in range(cell.row, cell.bottom):
            found[row] = min(ROW_LIMIT, found[row] + max(0.0, missing) / cell.row_span)
    return found


def _line_count(text: str, capacity: int) -> int:
    """In how many lines of `capacity` ems a text wraps at most; half-width words stay whole."""
    lines, used = 1, 0.0
    for run in _RUNS.findall(text):
        narrow = run[0] <= "\u02ff"
        width = len(run) * (NARROW if narrow else 1)
        if narrow and used + width > capacity >= width:
            lines, used = lines + 1, 0.0
        full = max(0, -int(-(used + width) // capacity) - 1)
        lines, used = lines + full, used + width - full * capacity
    return lines
