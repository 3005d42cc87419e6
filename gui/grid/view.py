"""The grid: a printed table that is filled in like a spreadsheet."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from gui.document import Document
from gui.grid.blocks import Blocks
from gui.grid.editor import WAYS, CellDelegate, CellEditor
from gui.grid.moves import Place, beside, edge, line_end
from model.layout import Role, TableLayout

_NOTCH = 120  # what a wheel reports for one notch
_LEAVING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_Hint = QAbstractItemDelegate.EndEditHint


class Grid(Blocks):
    """Keys, mouse and editing.

    `Enter` goes down and `Tab` right over input cells (Shift: back), neither leaves the grid; arrows
    move over all cells, with Ctrl to where blanks begin, with Shift selecting.
    Everything typed goes through the document's history.
    """

    zoom_asked = Signal(int)  # steps, larger ones positive

    def __init__(self, document: Document, layout: TableLayout, parent: QWidget | None = None) -> None:
        super().__init__(document, layout, parent)
        self._wheel = 0  # what the wheel has turned of its next step, in eighths of a degree
        self.setItemDelegate(CellDelegate(self))

    def _step(self, down: int, right: int) -> None:
        """Goes to the next input cell in a direction; sideways goes on in the next or previous row.

        Within a selection of several it goes round these, line by line, and they stay selected.
        """
        cell = self.current_cell()
        if cell is None:
            return
        chosen = [other for other in self.selected_cells() if other.role is Role.INPUT]
        if len(chosen) > 1 and cell in chosen:
            chosen.sort(key=lambda other: (other.row, other.column) if right else (other.column, other.row))
            self.go_within_selection(chosen[(chosen.index(cell) + down + right) % len(chosen)])
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

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        place = self._place_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and shift and place and self.current_cell():
            self.extend_to(place)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags a selection from the cell that was pressed, which stays current; Qt's own would move it."""
        plain = event.buttons() == Qt.MouseButton.LeftButton and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )
        if not plain or self.is_editing():
            super().mouseMoveEvent(event)
            return
        if place := self._place_at(event.position().toPoint()):
            self.setState(QAbstractItemView.State.DragSelectingState)
            if place != self._far:
                self.extend_to(place)

    def _place_at(self, position: QPoint) -> Place | None:
        """The place under a point; beyond the edge of what is shown it is the next cell, which scrolls."""
        shown = self.viewport().rect()
        inside = QPoint(
            min(max(position.x(), 0), shown.right() - 1), min(max(position.y(), 0), shown.bottom() - 1)
        )
        index = self.indexAt(inside)
        if not index.isValid():
            return None
        cell = self.grid_model.cell_of(index)
        place, beyond = (cell.row, cell.column), position - inside
        if abs(beyond.y()) > 1:
            place = beside(self.layout_, place, (1 if beyond.y() > 0 else -1, 0))
        if abs(beyond.x()) > 1:
            place = beside(self.layout_, place, (0, 1 if beyond.x() > 0 else -1))
        return place

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl: larger or smaller, a step for each notch of the wheel."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._wheel += event.angleDelta().y()
        steps = int(self._wheel / _NOTCH)
        self._wheel -= steps * _NOTCH
        if steps:
            self.zoom_asked.emit(steps)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the selected cells; Qt has selected the one under the mouse before."""
        from gui.grid.menu import cell_menu

        self.commit_pending_edit()
        current = self.visualRect(self.currentIndex()).center()
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        cell_menu(self).popup(self.viewport().mapToGlobal(current) if by_key else event.globalPos())

    # Editing

    def commit_pending_edit(self) -> None:
        """Puts what is being typed into its cell and closes the editor."""
        if not self.is_editing():
            return
        if editor := self._editor():
            editor.commit_composition()
            self.commitData(editor)
            super().closeEditor(editor, _Hint.NoHint)

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
        if self.is_editing():  # a key for which the editor had no use
            if event.key() not in _LEAVING:
                super().keyPressEvent(event)
                return
            self.commit_pending_edit()
        if event.key() == Qt.Key.Key_F2:
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
            self.clear_selected()
        elif event.matches(keys.SelectAll) or not self._move(event):
            if event.text().isprintable() and event.text().strip():
                self._say_why_not()
            super().keyPressEvent(event)
            if editor := self._editor():
                editor.fresh = True

    def _move(self, event: QKeyEvent) -> bool:
        """Goes where an arrow, `Home` or `End` leads, or selects up to there; whether it was such a key."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift, ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
        key, cell = event.key(), self.current_cell()
        ends = (Qt.Key.Key_Home, Qt.Key.Key_End)
        if cell is None or held & ~(shift | ctrl) or (key not in WAYS and key not in ends):
            return False
        start = self._far if held & shift else self._near
        whole = bool(held & ctrl)
        if key in ends:
            place = line_end(self.layout_, start, key == Qt.Key.Key_End, whole)
        elif whole:
            place = edge(self.layout_, start, WAYS[key], lambda cell: bool(self.grid_model.text(cell)))
        else:
            place = beside(self.layout_, start, WAYS[key])
        if held & shift:
            self.extend_to(place)
        else:
            self.go_to_place(place)
        return True

    def leave_editor(self, event: QKeyEvent) -> None:
        """An arrow while a value is being typed: keeps it and goes on, as in a spreadsheet."""
        self.commit_pending_edit()
        self._move(event)

    def _say_why_not(self) -> None:
        """Where nothing can be typed, says why."""
        cell = self.current_cell()
        if self.grid_model.document.read_only:
            self.grid_model.refuse()
        elif cell is not None and cell.role is Role.TOTAL:
            self.grid_model.noted.emit("灰色的格自动计算，不能填写。")

    def _edit_at_the_end(self) -> None:
        """Opens the editor to go on with what is there, as F2 does in a spreadsheet."""
        if editor := self._open_editor():
            editor.end(False)

    def _open_editor(self) -> CellEditor | None:
        index = self.currentIndex()
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return None
        self.edit(index)
        return self._editor()

    def _editor(self) -> CellEditor | None:
        """The editor that is open."""
        editor = self.indexWidget(self.currentIndex())
        return editor if isinstance(editor, CellEditor) else None

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method brings begins a new value; Qt's own loses a character that comes at once."""
        text = event.commitString() or event.preeditString()
        editor = self._open_editor() if text and not self.is_editing() else None
        if editor:
            editor.clear()
            editor.fresh = True
            QGuiApplication.sendEvent(editor, event)
        else:
            super().inputMethodEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        self._step(0, 1 if forward else -1)
        return True

    def paste_over_editor(self) -> None:
        """Pastes a block where a cell is being edited; what was typed there gives way to it."""
        if editor := self._editor():
            super().closeEditor(editor, _Hint.NoHint)
        self.paste()
