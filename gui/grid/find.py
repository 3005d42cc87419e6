"""Finding a row of a table by some words of its name."""

import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from gui.grid.sheet import Sheet
from gui.keys import Composing, LeavesWindowKeys
from gui.style import SPACE
from model.layout import LayoutCell, Role, TableLayout

_NARROWEST, _WIDEST = 5, 16  # characters of the field


class FindLine(QWidget):
    """The line over a grid: whatever is typed leads to the first row that has it, from the current one on.

    The grid goes along while the typing stays here; `Esc` goes back to where it is then.
    """

    closed = Signal()

    def __init__(self, grid: Sheet, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = grid
        self._rows = _rows(grid.layout_)
        self._found: list[LayoutCell] = []
        self.field = _Field(self)
        self.field.setAccessibleName("查找行")
        self.field.setPlaceholderText("行名里的几个字")
        self.field.setMinimumWidth(self.fontMetrics().horizontalAdvance("汉") * _NARROWEST)
        self.field.setMaximumWidth(self.fontMetrics().horizontalAdvance("汉") * _WIDEST)
        self._count = QLabel()
        caption = QLabel("查找行")
        caption.setBuddy(self.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 2 * SPACE)
        row.setSpacing(2 * SPACE)
        row.addWidget(caption)
        row.addWidget(self.field, _WIDEST)  # up to its maximum, before the rest gets anything
        for text, tip, back in (("上一个", "Shift+F3", True), ("下一个", "F3", False)):
            button = _button(text, tip)
            button.clicked.connect(lambda _=False, back=back: self.step(back))
            row.addWidget(button)
        row.addWidget(self._count)
        row.addStretch(1)
        close = _button("关闭", "Esc")
        close.clicked.connect(self.close_line)
        row.addWidget(close)
        self.field.textChanged.connect(self._search)
        self.field.stepped.connect(self.step)
        self.field.left.connect(self.close_line)
        self.hide()

    def open_line(self) -> None:
        """Shows the line and takes the focus; what was searched for last is ready to be typed over."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self._search(self.field.text())

    def close_line(self) -> None:
        """Goes back to the grid, to the row that was found."""
        self.hide()
        self._grid.mark_found(())
        self.closed.emit()

    def step(self, back: bool = False) -> None:
        """Goes to the next or the previous row that was found, round and round; asks for words first."""
        if not folded(self.field.text()):
            self.open_line()
            return
        self._found = self._matches()
        if not self._found:
            self._tell()
            return
        at = self._at()
        here = self._is_at(self._found[at])
        self._go(at - 1 if back else at + here)

    def _search(self, text: str) -> None:
        self._found = self._matches()
        labels = [_label(self._grid.layout_, cell) for cell in self._found]
        self._grid.mark_found(label for label in labels if label)
        if self._found:
            self._go(self._at())
        else:
            self._tell()

    def _matches(self) -> list[LayoutCell]:
        wanted = folded(self.field.text())
        return [cell for name, cell in self._rows if wanted in name] if wanted else []

    def _at(self) -> int:
        """Which of the found rows comes first from the current cell on; the first of all after the last."""
        current = self._grid.current_cell()
        here = (current.row, current.column) if current else (0, 0)
        ahead = [
            i for i, cell in enumerate(self._found) if self._is_at(cell) or (cell.row, cell.column) > here
        ]
        return ahead[0] if ahead else 0

    def _is_at(self, cell: LayoutCell) -> bool:
        """Whether the current cell is in the row that begins with a cell."""
        current = self._grid.current_cell()
        return bool(current and current.address and _row_key(current) == _row_key(cell))

    def _go(self, at: int) -> None:
        at %= len(self._found)
        if not self._is_at(self._found[at]):
            self._grid.go_to(self._beside(self._found[at]).address)
        self._tell(at)

    def _beside(self, cell: LayoutCell) -> LayoutCell:
        """The cell of a row that begins with `cell` in which one goes on: that of the column where one is."""
        current = self._grid.current_cell()
        there = self._grid.layout_.at(cell.row, current.column) if current else cell
        return there if there.role is Role.INPUT and _row_key(there) == _row_key(cell) else cell

    def _tell(self, at: int = 0) -> None:
        if self._found:
            self._count.setText(f"第{at + 1}个，共{len(self._found)}个")
        else:
            self._count.setText("没有这样的行" if folded(self.field.text()) else "")


class _Field(LeavesWindowKeys, Composing, QLineEdit):
    """Where the words are typed."""

    stepped = Signal(bool)  # whether back
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.stepped.emit(back)
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.stepped.emit(event.key() == Qt.Key.Key_Up)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)


def _button(text: str, key: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(key)
    return button


def folded(text: str) -> str:
    """A text as it is compared: half-width, without blanks, in small letters."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _rows(layout: TableLayout) -> list[tuple[str, LayoutCell]]:
    """The name of each row as it is compared, and the first cell of it that is typed."""
    rows: dict[str, LayoutCell] = {}
    for cell in layout.values:
        if cell.role is Role.INPUT or cell.column == layout.label_columns:
            rows.setdefault(_row_key(cell), cell)
    return [(folded(cell.row_name), cell) for cell in rows.values()]


def _row_key(cell: LayoutCell) -> str:
    return cell.address.rpartition("/")[0]


def _label(layout: TableLayout, cell: LayoutCell) -> LayoutCell | None:
    """The label beside a row, or the head over a group of columns that goes for one."""
    beside = layout.at(cell.row, cell.column - 1) if cell.column else None
    if beside and beside.role is Role.LABEL:
        return beside
    return next((head for head in layout.cells if head.text == cell.row_name), None)
