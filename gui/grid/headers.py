"""The heads over and the labels beside a grid: header views that draw the printed cells, spans and all."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from gui.grid.explain import explained
from gui.grid.geometry import PADDING, WRAP, Geometry, head_lines, text_rect
from gui.grid.paint import paint_cell, paint_found
from gui.style import shades
from model.layout import LayoutCell

if TYPE_CHECKING:
    from gui.grid.sheet import Sheet


class LayoutHeader(QHeaderView):
    """The frozen heads (horizontal) or labels (vertical) of a table."""

    def __init__(self, orientation: Qt.Orientation, grid: "Sheet") -> None:
        super().__init__(orientation, grid)
        self._grid = grid
        self._current: LayoutCell | None = None
        self._found: frozenset[LayoutCell] = frozenset()
        self._geometry: Geometry | None = None  # for which `_places` were worked out
        self._places: list[tuple[LayoutCell, QRect, str]] = []
        layout = grid.layout_
        self._across = orientation is Qt.Orientation.Horizontal
        self._cells = [
            cell
            for cell in layout.cells
            if (cell.row < layout.head_rows) == self._across
            and (cell.column < layout.label_columns) != self._across
        ]
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        geometry, layout = self._grid.geometry_, self._grid.layout_
        return QSize(sum(geometry.widths[: layout.label_columns]), sum(geometry.heights[: layout.head_rows]))

    def cell_rect(self, cell: LayoutCell) -> QRect:
        """Where a cell stands in the header's viewport, scrolled as the grid is."""
        return self._grid.geometry_.rect(cell).translated(self._origin())

    def _origin(self) -> QPoint:
        """Where the printed table's top left lies in the viewport."""
        size = self.sizeHint()
        if self._across:
            return QPoint(-size.width() - self.offset(), 0)
        return QPoint(0, -size.height() - self.offset())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if self._geometry is not self._grid.geometry_:  # worked out once per size, not once per paint
            self._geometry, metrics = self._grid.geometry_, self.fontMetrics()
            rects = [(cell, self._geometry.rect(cell)) for cell in self._cells]
            self._places = [(cell, rect, head_lines(cell, rect, metrics)) for cell, rect in rects]
        origin = self._origin()
        changed = event.rect().translated(-origin)
        colours = shades(self.palette())
        for cell, place, text in self._places:
            if place.intersects(changed):
                rect = place.translated(origin)
                tinted, room = self._is_over(cell, self._current), self._in_view(rect, text)
                paint_cell(painter, rect, cell, text, colours, tinted=tinted, room=room)
                if cell in self._found:
                    paint_found(painter, rect, colours)

    def _in_view(self, rect: QRect, text: str) -> QRect:
        """The part of a label beside several rows that is in view: its text stays with those that are."""
        view = self.viewport().rect()
        if self._across or view.contains(rect):
            return rect
        high = self.fontMetrics().boundingRect(text_rect(rect), WRAP, text).height() + PADDING
        top = min(max(rect.top(), view.top()), rect.bottom() - high)
        bottom = max(min(rect.bottom(), view.bottom()), rect.top() + high)
        return QRect(
            QPoint(rect.left(), max(top, rect.top())), QPoint(rect.right(), min(bottom, rect.bottom()))
        )

    def keep_in_view(self) -> None:
        """Moves the texts of labels beside several rows to the rows in view; Qt has scrolled the pixels."""
        for cell in self._cells:
            if cell.row_span > 1:
                self.viewport().update(self.cell_rect(cell))

    def follow(self, current: LayoutCell | None) -> None:
        """Tints the heads of another cell, repainting only those that change."""
        previous, self._current = self._current, current
        for cell in self._cells:
            if self._is_over(cell, previous) != self._is_over(cell, current):
                self.viewport().update(self.cell_rect(cell))

    def mark_found(self, found: frozenset[LayoutCell]) -> None:
        """Marks other labels as found, repainting only those that change."""
        for cell in self._cells:
            if (cell in found) != (cell in self._found):
                self.viewport().update(self.cell_rect(cell))
        self._found = found

    def _is_over(self, head: LayoutCell, cell: LayoutCell | None) -> bool:
        """Whether a head or label stands over or beside a cell."""
        if cell is None:
            return False
        if self._across:
            return head.column <= cell.column < head.right
        return head.row <= cell.row < head.bottom

    def cell_at(self, position: QPoint) -> LayoutCell | None:
        """The head or label under a point of the viewport."""
        return next((cell for cell in self._cells if self.cell_rect(cell).contains(position)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Selects the columns under a head or the rows beside a label, as in a spreadsheet."""
        cell = self.cell_at(event.position().toPoint())
        if cell is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        layout = self._grid.layout_
        self._grid.setFocus()  # what is still being typed is kept then
        if self._across:
            self._grid.select_block((layout.head_rows, cell.column), (layout.rows - 1, cell.right - 1))
        else:
            self._grid.select_block((cell.row, layout.label_columns), (cell.bottom - 1, layout.columns - 1))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self.cell_at(event.pos())
            tip = "\n".join(explained(cell)) if cell else ""
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().viewportEvent(event)


class Corner(QWidget):
    """What stands above the labels and beside the heads."""

    def __init__(self, grid: "Sheet") -> None:
        super().__init__(grid)
        self._grid = grid
        layout = grid.layout_
        self._cells = [
            c for c in layout.cells if c.row < layout.head_rows and c.column < layout.label_columns
        ]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Selects all of the table."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._grid.setFocus()
            self._grid.selectAll()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), shades(self.palette())
        for cell in self._cells:
            paint_cell(painter, self._grid.geometry_.rect(cell), cell, cell.text, colours)
