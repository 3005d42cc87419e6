"""A printed table on the screen: cells as on paper, heads and labels that stay in view."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from gui.document import Document
from gui.grid.geometry import Geometry, measure
from gui.grid.headers import Corner, LayoutHeader
from gui.grid.model import GridModel, Index
from gui.grid.moves import Place, block
from gui.grid.paint import paint_cell, paint_focus, paint_found
from gui.style import shades
from model.layout import LayoutCell, Role, TableLayout


class Sheet(QTableView):
    """One table of the form: what it looks like, which cell is current and which are selected."""

    draws_focus = True  # around the current cell
    current_changed = Signal()
    selection_changed = Signal()

    def __init__(self, document: Document, layout: TableLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layout_ = layout
        self.grid_model = GridModel(document, layout, self)
        self._selected: set[LayoutCell] = set()
        self._tinted: set[LayoutCell] = set()
        self._found: frozenset[LayoutCell] = frozenset()
        self._near: Place = (0, 0)  # where in the current cell one came to,
        self._far: Place = (0, 0)  # and the other end of what is selected from there
        self._cells = [
            cell
            for cell in layout.cells
            if cell.row >= layout.head_rows and cell.column >= layout.label_columns
        ]
        self.geometry_: Geometry = measure(layout, self.fontMetrics(), 0)
        self._places = [(cell, self.geometry_.rect(cell)) for cell in self._cells]
        self._headers = [
            LayoutHeader(way, self) for way in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical)
        ]
        self._corner = Corner(self)
        self.setHorizontalHeader(self._headers[0])
        self.setVerticalHeader(self._headers[1])
        self._headers[0].setVisible(layout.head_rows > 0)
        self._headers[1].setVisible(layout.label_columns > 0)
        self.setModel(self.grid_model)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        for area in (self.viewport(), *(header.viewport() for header in self._headers)):
            area.setBackgroundRole(QPalette.ColorRole.Window)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for cell in self._cells:
            if cell.row_span > 1 or cell.column_span > 1:
                place = self.grid_model.place(cell)
                self.setSpan(place.row(), place.column(), cell.row_span, cell.column_span)

    def current_cell(self) -> LayoutCell | None:
        """The cell with the focus ring."""
        index = self.currentIndex()
        return self.grid_model.cell_of(index) if index.isValid() else None

    def go_to(self, address: str) -> None:
        """Makes a cell current and brings it into view."""
        cell = next(cell for cell in self.layout_.values if cell.address == address)
        self._set_current(cell)

    def go_to_first_input(self) -> None:
        """Makes the first cell that is typed current."""
        self._set_current(next(cell for cell in self.layout_.values if cell.role is Role.INPUT))

    def selected_cells(self) -> list[LayoutCell]:
        """The selected cells in printed order, each once."""
        return sorted(self._selected, key=lambda cell: (cell.row, cell.column))

    def go_to_place(self, place: Place) -> None:
        """Makes the cell at a place current; whoever goes on from there goes on in that row and column."""
        self._set_current(self.layout_.at(*place))
        self._near = self._far = place

    def extend_to(self, place: Place) -> None:
        """Selects from the current cell, which stays current, to the one at a place; merged cells whole."""
        near, far = self.current_cell(), self.layout_.at(*place)
        if near is None:
            self.go_to_place(place)
            return
        self._far = place
        self._select(near, far)
        self.scrollTo(self.grid_model.place(far))

    def select_block(self, first: Place, last: Place) -> None:
        """Selects between two places, the first of which becomes current; the view stays at it."""
        self.go_to_place(first)
        self._far = last
        self._select(self.layout_.at(*first), self.layout_.at(*last))

    def go_within_selection(self, cell: LayoutCell) -> None:
        """Makes another of the selected cells current."""
        index = self.grid_model.place(cell)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)

    def _select(self, near: LayoutCell, far: LayoutCell) -> None:
        corners = [self._index(*corner) for corner in block(self.layout_, near, far)]
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(QItemSelection(*corners), flags.ClearAndSelect)

    def _index(self, row: int, column: int) -> QModelIndex:
        """Where a place of the printed grid lies in the model."""
        return self.grid_model.index(row - self.layout_.head_rows, column - self.layout_.label_columns)

    def _set_current(self, cell: LayoutCell) -> None:
        index = self.grid_model.place(cell)
        if not self.viewport().rect().contains(self.visualRect(index)):
            # Qt moves pixels only while none of them wait to be painted; else it paints the whole table.
            self.viewport().repaint(QRect(0, 0, 1, 1))
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def zoom(self, percent: int) -> None:
        """Shows the table in type of this size, 100 being that of the window."""
        parent = self.parentWidget()
        font = QFont(parent.font() if parent else self.font())
        font.setPointSizeF(font.pointSizeF() * percent / 100)
        self.setFont(font)
        self.scrollTo(self.currentIndex())

    def mark_found(self, cells: Iterable[LayoutCell]) -> None:
        """Marks the labels and heads of what was searched for, and no others."""
        found = frozenset(cells)
        for cell in found ^ self._found:
            self.viewport().update(self.geometry_.rect(cell).translated(self._origin()))
        self._found = found
        for header in self._headers:
            header.mark_found(found)

    def reset(self) -> None:
        """Another report: nothing is selected in it yet."""
        super().reset()
        self._selected.clear()
        self._tinted.clear()
        self._near = self._far = (0, 0)
        for header in self._headers:
            header.follow(None)

    def is_editing(self) -> bool:
        """Whether a cell's editor is open."""
        return self.state() == QAbstractItemView.State.EditingState

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dy:
            self._headers[1].keep_in_view()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the cells from the layout, several times quicker than item by item through a delegate."""
        painter = QPainter(self.viewport())
        model, colours = self.grid_model, shades(self.palette())
        current = self.current_cell()
        offset = self._origin()
        changed = event.region().translated(-offset)
        for cell, place in self._places:
            if not changed.intersects(place):
                continue
            rect = place.translated(offset)
            selected = cell in self._selected and cell is not current
            paint_cell(
                painter,
                rect,
                cell,
                model.text(cell),
                colours,
                tinted=cell in self._tinted,
                selected=selected,
                trouble=model.trouble(cell),
            )
            if cell in self._found:
                paint_found(painter, rect, colours)
            if cell is current:
                paint_focus(painter, rect, colours, active=self.hasFocus() or self.is_editing())

    def _heads_of(self, cell: LayoutCell | None) -> set[LayoutCell]:
        """The head over a cell and the label beside it, in a table whose heads stand between its rows."""
        if cell is None or not cell.address:
            return set()
        above = [c for c in self._cells if c.role is Role.HEAD and c.column <= cell.column < c.right]
        nearest = max((c for c in above if c.row < cell.row), key=lambda c: c.row, default=None)
        beside = [c for c in self._cells if c.role is Role.LABEL and c.row <= cell.row < c.bottom]
        return {*beside, nearest} if nearest else set(beside)

    def _origin(self) -> QPoint:
        """Where the printed table's top left lies in the viewport: above and beside it, as scrolled."""
        layout, geometry = self.layout_, self.geometry_
        left = geometry.lefts[layout.label_columns] + self.horizontalOffset()
        return QPoint(-left, -geometry.tops[layout.head_rows] - self.verticalOffset())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Not Qt's own, nor below: they repaint the whole grid whenever an editor opens or closes."""
        editable = bool(self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, editable)
        self.update(self.currentIndex())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """See `focusInEvent`."""
        self.update(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        geometry = measure(self.layout_, self.fontMetrics(), self.width())
        if sum(geometry.heights) > self.height():  # there will be a scroll bar
            room = self.width() - self.verticalScrollBar().sizeHint().width()
            geometry = measure(self.layout_, self.fontMetrics(), room)
        if geometry == self.geometry_ and self.columnWidth(0) == geometry.widths[self.layout_.label_columns]:
            return
        self.geometry_ = geometry
        self._places = [(cell, geometry.rect(cell)) for cell in self._cells]
        for column, width in enumerate(geometry.widths[self.layout_.label_columns :]):
            self.setColumnWidth(column, width)
        for row, height in enumerate(geometry.heights[self.layout_.head_rows :]):
            self.setRowHeight(row, height)
        self.updateGeometries()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        size = self._headers[0].sizeHint()
        self._corner.setGeometry(0, 0, size.width(), size.height())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        cell = self.current_cell()
        if cell:
            self._near = self._far = (cell.row, cell.column)
        for header in self._headers:
            header.follow(cell)
        before, self._tinted = self._tinted, self._heads_of(cell)
        for head in before ^ self._tinted:
            self.viewport().update(self.geometry_.rect(head).translated(self._origin()))
        self.current_changed.emit()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._selected = {self.grid_model.cell_of(index) for index in self.selectedIndexes()}
        self.selection_changed.emit()
