"""A table of the form on paper: its printed grid as blocks of text and rules.

Rows are as high as their longest cell asks, labels wrap within their cell, numbers stand centred on one
line and get smaller where they are too wide.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, pairwise

from export.composer import HALF, SQUEEZE_LEFT, Line, balance, compose, traits_of
from export.page import ALWAYS, HEIGHT, LINE, MM, Block, Mark, Rule, Text, base_line, set_text
from export.typefaces import Typeface
from model.layout import LayoutCell, Role, TableLayout
from model.numbers import format_value
from model.report import Report

SIZES = (10.5, 10.0, 9.5)  # points
LEADING = 1.2  # from line to line, in em
ROW_HEIGHTS = (18.0, 17.0)  # points, at least
ROW_PADDING = 2.0  # points between a rule and the text above or below it
PADDING, NARROW_PADDING = 3.0, 1.0  # points between a rule and the text beside it
NARROW = 60.0  # points; cells narrower than this are set tighter
KEEP_WHOLE = 0.4  # of a page may stay blank to keep a table together that could be broken

BREAK_AFTER = "，、：）"  # labels are best broken after one of these

_NUMBERING = re.compile(r"（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|[0-9]+\.")


def table_blocks(report: Report, layout: TableLayout, face: Typeface) -> list[Block]:
    """The blocks of a table; together they fit on one page, below a heading, wherever that is possible."""
    for size in SIZES:
        table = _Table(report, layout, face, size)
        if table.whole:
            break
    return table.blocks()


class _Table:
    """A table set in one face and size of type."""

    def __init__(self, report: Report, layout: TableLayout, face: Typeface, size: float) -> None:
        self.report = report
        self.layout = layout
        self.face = face
        self.size = size
        self.cells = sorted(layout.cells, key=lambda cell: (cell.row, cell.column))
        self.xs = [MM * x for x in accumulate(layout.widths, initial=0.0)]
        self.lines = {
            cell: _label_lines(face, cell.text, self._room(cell)[1], size, cell.role)
            for cell in self.cells
            if cell.text
        }
        for row_height in ROW_HEIGHTS:
            self.ys = list(accumulate(self._row_heights(row_height), initial=0.0))
            if self.whole:
                break

    @property
    def whole(self) -> bool:
        """Whether the table fits on a page, below a heading of one line."""
        return self.ys[-1] <= HEIGHT - LINE

    def blocks(self) -> list[Block]:
        """The parts between which pages may break, each with the head that it needs on a new page."""
        layout = self.layout
        head = self._block(0, layout.head_rows) if layout.head_rows else None
        breaks = layout.breaks
        if self.whole:  # a head that is not repeated stays with its rows
            captions = {cell.row for cell in layout.cells if cell.role is Role.CAPTION}
            breaks = tuple(row for row in breaks if row in captions)
        keep = (KEEP_WHOLE if breaks else ALWAYS) if self.whole else 0.0
        blocks = [self._block(top, bottom) for top, bottom in pairwise((0, *breaks, layout.rows))]
        return [
            replace(block, keep=keep if block is not blocks[-1] else 0.0, head=head if at else None)
            for at, block in enumerate(blocks)
        ]

    def _room(self, cell: LayoutCell) -> tuple[float, float]:
        """Where the text of a cell may start, and how wide it may be."""
        x, right = self.xs[cell.column], self.xs[cell.right]
        padding = NARROW_PADDING if right - x < NARROW else PADDING
        return x + padding, right - x - 2 * padding

    def _row_heights(self, least: float) -> list[float]:
        heights = [least] * self.layout.rows
        for cell in sorted(self.lines, key=lambda cell: cell.row_span):
            needed = len(self.lines[cell]) * LEADING * self.size + 2 * ROW_PADDING
            lacking = needed - sum(heights[cell.row : cell.bottom])
            if lacking > 0:
                for row in range(cell.row, cell.bottom):
                    heights[row] += lacking / cell.row_span
        return heights

    def _block(self, top: int, bottom: int) -> Block:
        """The rows from `top` to before `bottom`."""
        y = self.ys[top]
        cells = [cell for cell in self.cells if top <= cell.row < bottom]
        marks: list[Mark] = [Rule(x0, y0 - y, x1, y1 - y) for x0, y0, x1, y1 in self._rules(cells)]
        for cell in cells:
            marks += self._texts(cell, y) if cell.text else self._value(cell, y)
        return Block(self.ys[bottom] - y, tuple(marks), on_grid=False)

    def _texts(self, cell: LayoutCell, top: float) -> Iterable[Text]:
        lines, leading = self.lines[cell], LEADING * self.size
        glyphs = self.face.glyphs(cell.text)
        x, width = self._room(cell)
        y = (self.ys[cell.row] + self.ys[cell.bottom] - len(lines) * leading) / 2 - top
        left = _is_left(cell, lines, width)
        for line in lines:
            shift = (width - self.size * line.width) / 2
            if left:  # ink to ink: a bracket's blank half goes into the padding
                shift = -HALF * self.size if traits_of(cell.text[line.start]) & SQUEEZE_LEFT else 0.0
            yield set_text(glyphs, line, x + shift, y + base_line(self.size, leading), self.size)
            y += leading

    def _value(self, cell: LayoutCell, top: float) -> Iterable[Text]:
        text = format_value(self.report.value(cell.address)) if cell.address else ""
        if not text:
            return
        glyphs = self.face.glyphs(text)
        natural = sum(glyph.width for glyph in glyphs)
        x, width = self._room(cell)
        size = min(self.size, width / natural)
        height = self.ys[cell.bottom] - self.ys[cell.row]
        y = self.ys[cell.row] - top + base_line(size, height)
        yield Text(
            x + (width - size * natural) / 2, y, size, glyphs, [size * glyph.width for glyph in glyphs]
        )

    def _rules(self, cells: Sequence[LayoutCell]) -> Iterable[tuple[float, float, float, float]]:
        """The borders of cells, each drawn once and as long as it runs."""
        across = {
            (row, column) for c in cells for row in (c.row, c.bottom) for column in range(c.column, c.right)
        }
        down = {
            (column, row) for c in cells for column in (c.column, c.right) for row in range(c.row, c.bottom)
        }
        for row, start, end in _runs(across):
            yield self.xs[start], self.ys[row], self.xs[end], self.ys[row]
        for column, start, end in _runs(down):
            yield self.xs[column], self.ys[start], self.xs[column], self.ys[end]


@lru_cache(maxsize=1000)
def _label_lines(face: Typeface, text: str, room: float, size: float, role: Role) -> list[Line]:
    """The text of a cell in balanced lines; in narrow cells its numbering has a line of its own."""
    widths = [glyph.width for glyph in face.glyphs(text)]
    measure = room / size
    if sum(widths) <= measure:
        return compose(text, widths, measure)
    if room >= NARROW:
        return balance(text, widths, measure, BREAK_AFTER)
    numbering = _NUMBERING.match(text)
    start = numbering.end() if numbering else 0
    if role is Role.HEAD and not start:
        measure = min(measure, 2.0)  # words of two characters stay whole
    lines = balance(text[start:], widths[start:], measure)
    lines = [replace(line, start=line.start + start, end=line.end + start) for line in lines]
    return compose(text[:start], widths[:start], measure) + lines


def _is_left(cell: LayoutCell, lines: Sequence[Line], width: float) -> bool:
    """Whether a text starts at the left of its cell: captions, numbered labels, what takes several lines."""
    if cell.role is Role.HEAD or width < NARROW:
        return False
    return cell.role is Role.CAPTION or len(lines) > 1 or bool(_NUMBERING.match(cell.text))


def _runs(edges: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int, int]]:
    """Joins edges (line, place) that follow each other on a line to (line, start, end)."""
    run: tuple[int, int, int] | None = None
    for line, place in sorted(edges):
        if run and run[0] == line and run[2] == place:
            run = (line, run[1], place + 1)
        else:
            if run:
                yield run
            run = (line, place, place + 1)
    if run:
        yield run
