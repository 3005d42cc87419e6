"""What edits the cells of a grid."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.grid.moves import Way
from gui.keys import Composing, LeavesWindowKeys

if TYPE_CHECKING:
    from gui.grid.view import Grid

_HELD = (
    Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
)
Index = QModelIndex | QPersistentModelIndex


WAYS: dict[int, Way] = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
"""Rows down and columns to the right, for each arrow."""


class CellEditor(LeavesWindowKeys, Composing, QLineEdit):
    """A line that leaves the window's keys to the window and blocks of cells to the grid.

    It has no validator and no length limit: those would silently cut what an input method commits.
    """

    def __init__(self, grid: "Grid", parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = grid
        self.fresh = False  # begun by typing a new value: left and right then leave the cell, until F2
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            text = QGuiApplication.clipboard().text()
            if "\t" in text or "\n" in text.strip("\r\n"):
                self._grid.paste_over_editor()
                return
        if event.key() == Qt.Key.Key_F2:
            self.fresh = not self.fresh
        elif self.fresh and event.key() in WAYS and not event.modifiers() & _HELD:
            self._grid.leave_editor(event)
            return
        super().keyPressEvent(event)


class CellDelegate(QStyledItemDelegate):
    """Opens editors on inputs; the grid itself draws the cells."""

    def __init__(self, grid: "Grid") -> None:
        super().__init__(grid)
        self._grid = grid

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        return CellEditor(self._grid, parent)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, CellEditor)
        # An editor that is typed in must not be reset when a neighbour changes.
        if not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]  # missing from PySide's stubs
        editor.setGeometry(rect.adjusted(1, 1, -2, -2))
