"""The grid: a printed table that is filled in like a spreadsheet."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QWidget

from gui.document import Document
from gui.grid.clipboard import format_block, parse_block
from gui.grid.editor import CellDelegate, CellEditor
from gui.grid.sheet import Sheet
from model.layout import Role, TableLayout

_Hint = QAbstractItemDelegate.EndEditHint


class Grid(Sheet):
    """Keys, editing and the clipboard.

    `Enter` goes down and `Tab` right over input cells (Shift: back), neither leaves the grid; arrows
    move over all cells. Everything typed goes through the document's history.
    """

    def __init__(self, document: Document, layout: TableLayout, parent: QWidget | None = None) -> None:
        super().__init__(document, layout, parent)
        self.setItemDelegate(CellDelegate(self))

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
        if not self.is_editing():
            return
        editor = self.indexWidget(self.currentIndex())
        if isinstance(editor, CellEditor):
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
        if self.is_editing():
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
            self.clear_selected("清空")
        else:
            if event.text().isprintable() and event.text().strip():
                self._say_why_not()
            super().keyPressEvent(event)

    def _say_why_not(self) -> None:
        """Where nothing can be typed, says why."""
        cell = self.current_cell()
        if self.grid_model.document.read_only:
            self.grid_model.refuse()
        elif cell is not None and cell.role is Role.TOTAL:
            self.grid_model.refused_input.emit("灰色的格自动计算，不能填写。")

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
        editor = self._open_editor() if text and not self.is_editing() else None
        if editor:
            editor.clear()
            QGuiApplication.sendEvent(editor, event)
        else:
            super().inputMethodEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        self._step(0, 1 if forward else -1)
        return True

    def clear_selected(self, verb: str) -> None:
        """Blanks the selected input cells; the verb names the step."""
        cells = [cell for cell in self.selected_cells() if cell.role is Role.INPUT]
        what = f"“{cells[0].brief}”" if len(cells) == 1 else f"{len(cells)}格"
        self.grid_model.put({cell.address: "" for cell in cells}, f"{verb}{what}")

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
        self.grid_model.put(texts, f"粘贴{len(texts)}格", lost)

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
