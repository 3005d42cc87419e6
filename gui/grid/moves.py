"""Where the keys of a spreadsheet lead in a printed table, and which cells a block of it takes in.

A place is a row and a column of the printed grid. A merged cell has several; going through one keeps the
row or column that one came along.
"""

from collections.abc import Callable
from itertools import takewhile

from model.layout import LayoutCell, TableLayout

Place = tuple[int, int]
Way = tuple[int, int]  # rows down and columns to the right, one of them ±1, the other 0
Filled = Callable[[LayoutCell], bool]  # whether a cell shows anything


def beside(layout: TableLayout, place: Place, way: Way) -> Place:
    """The place next to the cell that covers `place`; the same place at the table's edge."""
    (down, right), cell = way, layout.at(*place)
    row = cell.bottom if down > 0 else cell.row - 1 if down else place[0]
    column = cell.right if right > 0 else cell.column - 1 if right else place[1]
    inside = layout.head_rows <= row < layout.rows and layout.label_columns <= column < layout.columns
    return (row, column) if inside else place


def edge(layout: TableLayout, place: Place, way: Way, filled: Filled) -> Place:
    """Where `Ctrl` and an arrow lead among the values: to the end of what is filled, or over blanks to it."""
    ahead = _ahead(layout, place, way)
    if not ahead:
        return place
    here = layout.at(*place)
    if filled(here) and filled(ahead[0]):
        target = [*takewhile(filled, ahead)][-1]
    else:
        target = next(filter(filled, ahead), ahead[-1])
    return (target.row, place[1]) if way[0] else (place[0], target.column)


def line_end(layout: TableLayout, place: Place, last: bool, whole: bool) -> Place:
    """The first or last value of the row, or of the whole table."""
    line = [cell for cell in layout.values if whole or cell.row <= place[0] < cell.bottom]
    if not line:
        return place
    cell = line[-1 if last else 0]
    return cell.row, cell.column


def block(layout: TableLayout, first: LayoutCell, last: LayoutCell) -> tuple[Place, Place]:
    """The corners, both inside, of the smallest block with two cells that cuts no merged cell."""
    cells = {first, last}
    while True:
        top, left = min(cell.row for cell in cells), min(cell.column for cell in cells)
        bottom, right = max(cell.bottom for cell in cells), max(cell.right for cell in cells)
        inside = {layout.at(row, column) for row in range(top, bottom) for column in range(left, right)}
        if inside <= cells:
            return (top, left), (bottom - 1, right - 1)
        cells |= inside


def _ahead(layout: TableLayout, place: Place, way: Way) -> list[LayoutCell]:
    """The values that lie in a direction, the nearest first."""
    (row, column), (down, right) = place, way
    if down:
        line = [cell for cell in layout.values if cell.column <= column < cell.right]
        return sorted((c for c in line if (c.row - row) * down > 0), key=lambda c: c.row * down)
    line = [cell for cell in layout.values if cell.row <= row < cell.bottom]
    here = layout.at(*place).column
    return sorted((c for c in line if (c.column - here) * right > 0), key=lambda c: c.column * right)
