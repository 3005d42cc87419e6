"""The grid: a printed table that is filled in like a spreadsheet."""

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QTableView,
    QWidget,
)

from gui.document import Document
from gui.grid.clipboard import format_block, parse_block
from gui.grid.editor import CellDelegate, CellEditor
from gui.grid.geometry import Geometry, measure
from gui.grid.headers import Corner, LayoutHeader
from gui.grid.model import GridModel, Index
from gui.grid.paint import paint_cell, paint_focus
from model.layout import LayoutCell, Role, TableLayout

_Hint = QAbstractItemDelegate.EndEditHint


class Grid(QTableView):
    """One table of the form.

    `Enter` goes down and `Tab` right over input cells (Shift: back), neither leaves the grid; arrows
    move over all cells. Everything typed goes through the document's history.
    """

    current_changed = Signal()
    selection_changed = Signal()

    def __init__(self, document: Document, layout: TableLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layout_ = layout
        self.grid_model = GridModel(document, layout, self)
        self._selected: set[LayoutCell] = set()
        self._tinted: set[LayoutCell] = set()
        self._cells = [
            cell
            for cell in layout.cells
            if cell.row >= layout.head_rows and cell.column >= layout.label_columns
        ]
        self.geometry_: Geometry = measure(layout, self.fontMetrics(), 0)
        self._headers = [
            LayoutHeader(way, self) for way in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical)
        ]
        self._corner = Corner(self)
        self.setHorizontalHeader(self._headers[0])
        self.setVerticalHeader(self._headers[1])
        self._headers[0].setVisible(layout.head_rows > 0)
        self._headers[1].setVisible(layout.label_columns > 0)
        self.setModel(self.grid_model)
        self.setItemDelegate(CellDelegate(self))
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

    # Cells and places

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

    def _set_current(self, cell: LayoutCell) -> None:
        index = self.grid_model.place(cell)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def _step(self, down: int, right: int) -> None:
        """Goes to the next input cell in a direction; sideways goes on in the next or previous row."""
        cell = self.current_cell()
        if cell is None:
            return
        inputs = [other for other in self.layout_.values if other.role is Role.INPUT]
        if right:
            order = [(other.row, other.column) for other in inputs]
            here = (cell.row, cell.column)
            ahead = [place for place in order if (place > here if right > 0 else place < here)]
            target = (min(ahead) if right > 0 else max(ahead)) if ahead else None
        else:
            column = [other for other in inputs if other.column <= cell.column < other.right]
            rows = [other.row for other in column if (other.row - cell.row) * down > 0]
            target = (min(rows, key=lambda row: abs(row - cell.row)), cell.column) if rows else None
        if target:
            self._set_current(self.layout_.at(*target))

    # Editing

    def commit_pending_edit(self) -> None:
        """Puts what is being typed into its cell and closes the editor."""
        if not self._is_editing():
            return
        editor = self.indexWidget(self.currentIndex())
        if isinstance(editor, CellEditor):
            if editor.composing:
                QGuiApplication.inputMethod().commit()
            self.commitData(editor)
            super().closeEditor(editor, _Hint.NoHint)

    def is_composing(self) -> bool:
        """Whether an input method is at work in a cell: nothing may disturb it."""
        editor = self.indexWidget(self.currentIndex())
        return isinstance(editor, CellEditor) and editor.composing

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, _Hint.NoHint)
        back = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        match hint:
            case _Hint.SubmitModelCache:
                self._step(-1 if back else 1, 0)
            case _Hint.EditNextItem:
                self._step(0, 1)
            case _Hint.EditPreviousItem:
                self._step(0, -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        keys = QKeySequence.StandardKey
        if self._is_editing():
            super().keyPressEvent(event)  # what the cell's editor had no use for
        elif event.key() == Qt.Key.Key_F2:
            self._edit_at_the_end()
        elif event.matches(keys.Copy):
            self.copy()
        elif event.matches(keys.Cut):
            self.cut()
        elif event.matches(keys.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._step(-1 if back else 1, 0)
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._step(0, 1 if event.key() == Qt.Key.Key_Tab and not back else -1)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_selected("清除")
        else:
            if event.text().isprintable() and event.text().strip():
                self._say_why_not()
            super().keyPressEvent(event)

    def _say_why_not(self) -> None:
        """Where nothing can be typed, says why."""
        cell = self.current_cell()
        if self.grid_model.document.read_only:
            self.grid_model.refuse_when_final()
        elif cell is not None and cell.role is Role.TOTAL:
            self.grid_model.refused_input.emit("灰色的格自动计算，不能填写。")

    def reset(self) -> None:
        """Another report: nothing is selected in it yet."""
        super().reset()
        self._selected.clear()
        self._tinted.clear()
        for header in self._headers:
            header.follow(None)

    def _edit_at_the_end(self) -> None:
        """Opens the editor to go on with what is there, as F2 does in a spreadsheet."""
        if editor := self._open_editor():
            editor.end(False)

    def _open_editor(self) -> CellEditor | None:
        index = self.currentIndex()
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return None
        self.edit(index)
        editor = self.indexWidget(index)
        return editor if isinstance(editor, CellEditor) else None

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method brings begins a new value; Qt's own loses a character that comes at once."""
        text = event.commitString() or event.preeditString()
        editor = self._open_editor() if text and not self._is_editing() else None
        if editor:
            editor.clear()
            QGuiApplication.sendEvent(editor, event)
        else:
            super().inputMethodEvent(event)

    def _is_editing(self) -> bool:
        return self.state() == QAbstractItemView.State.EditingState

    def focusNextPrevChild(self, forward: bool) -> bool:
        self._step(0, 1 if forward else -1)
        return True

    def clear_selected(self, name: str) -> None:
        """Blanks the selected input cells."""
        self.grid_model.put({c.address: "" for c in self.selected_cells() if c.role is Role.INPUT}, name)

    # Exchange with spreadsheets

    def copy(self) -> None:
        """Copies the block of cells around the selection."""
        cells = self.selected_cells()
        if not cells:
            return
        rows = range(min(c.row for c in cells), max(c.row for c in cells) + 1)
        columns = range(min(c.column for c in cells), max(c.column for c in cells) + 1)
        places = {(cell.row, cell.column): self.grid_model.text(cell) for cell in cells}
        block = [[places.get((row, column), "") for column in columns] for row in rows]
        QGuiApplication.clipboard().setText(format_block(block))

    def cut(self) -> None:
        """Copies the selection and blanks it."""
        self.copy()
        self.clear_selected("剪切")

    def paste(self) -> None:
        """Pastes a block at the top left of the selection, or one value into all of it, as one step."""
        cells = self.selected_cells()
        if not cells:
            return
        clip = QGuiApplication.clipboard().text()
        if not clip.strip("\r\n"):
            self.grid_model.refused_input.emit("剪贴板里没有可以粘贴的数字。")
            return
        rows = parse_block(clip)
        lost = 0
        if len(rows) == 1 and len(rows[0]) == 1:
            texts = {cell.address: rows[0][0] for cell in cells if cell.role is Role.INPUT}
        else:
            top = min(cell.row for cell in cells)
            left = min(cell.column for cell in cells)
            texts = {}
            for row, line in enumerate(rows, top):
                for column, text in enumerate(line, left):
                    if address := self._input_at(row, column):
                        texts[address] = text
                    elif text.strip():
                        lost += 1
        self.grid_model.put(texts, f"粘贴{len(texts)}格")
        if lost:
            self.grid_model.refused_input.emit(
                f"有{lost}个落在表外、标题或者灰色格上，没有粘贴；其余已粘贴。"
            )

    def _input_at(self, row: int, column: int) -> str:
        """The address of the input cell that begins at a place of the printed grid; empty where none does."""
        if row >= self.layout_.rows or column >= self.layout_.columns:
            return ""
        cell = self.layout_.at(row, column)
        begins = cell.role is Role.INPUT and (cell.row, cell.column) == (row, column)
        return cell.address if begins else ""

    def paste_over_editor(self) -> None:
        """Pastes a block where a cell is being edited; what was typed there gives way to it."""
        editor = self.indexWidget(self.currentIndex())
        if editor:
            super().closeEditor(editor, _Hint.NoHint)
        self.paste()

    # Sizes and painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the cells from the layout, several times quicker than item by item through a delegate."""
        painter = QPainter(self.viewport())
        model = self.grid_model
        current = self.current_cell()
        offset = self._origin()
        for cell in self._cells:
            rect = self.geometry_.rect(cell).translated(offset)
            if not event.region().intersects(rect):
                continue
            selected = cell in self._selected and cell is not current
            paint_cell(
                painter,
                rect,
                cell,
                model.text(cell),
                tinted=cell in self._tinted,
                selected=selected,
                trouble=model.trouble_colour(cell),
            )
            if cell is current:
                paint_focus(painter, rect, active=self.hasFocus() or self._is_editing())

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
