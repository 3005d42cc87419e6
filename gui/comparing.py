"""What dialogs share that show how two versions of a report differ."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from gui.style import SPACE, bold

_WIDTH, _LINES = 48, 22  # characters and lines of a dialog


class Lines(QTextEdit):
    """Lines to read and copy; where one runs on, the rest of it stands further in."""

    def __init__(self, name: str, lines: Iterable[str] = ()) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.show_lines(lines)

    def show_lines(self, lines: Iterable[str]) -> None:
        """Shows other lines."""
        self.setPlainText("\n".join(lines))
        look, indent = QTextBlockFormat(), self.fontMetrics().horizontalAdvance("汉") * 2
        look.setLeftMargin(indent)
        look.setTextIndent(-indent)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(look)


class ComparingDialog(QDialog):
    """A dialog with a heading, something to look at, and verbs on its buttons."""

    def __init__(self, parent: QWidget, title: str, heading: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(4 * SPACE, 4 * SPACE, 4 * SPACE, 4 * SPACE)
        self.column.setSpacing(2 * SPACE)
        self.heading = self.say(heading)
        self.heading.setFont(bold(self.font()))
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)

    def say(self, text: str) -> QLabel:
        """Adds a line of text."""
        label = QLabel(text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.column.addWidget(label)
        return label

    def add_button(self, text: str) -> QPushButton:
        """Adds a button, after the others; the first is the default."""
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setDefault(self.buttons.count() == 1)
        self.buttons.addWidget(button)
        return button

    def finish(self) -> None:
        """Puts the buttons below all else."""
        self.column.addLayout(self.buttons)
        metrics, room = self.fontMetrics(), self.screen().availableSize()
        wide = max(metrics.horizontalAdvance("汉") * _WIDTH, self.sizeHint().width())
        high = metrics.lineSpacing() * _LINES
        self.resize(QSize(wide, high).boundedTo(room - QSize(10 * SPACE, 20 * SPACE)))


def moment(time: datetime) -> str:
    """A time as people here write it, e.g. `今天 09:12:30`, `1月5日 09:12`, `2025年12月5日 09:12`."""
    local, now = time.astimezone(), datetime.now().astimezone()
    if local.date() == now.date():
        return f"今天 {local:%H:%M:%S}"
    year = "" if local.year == now.year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日 {local:%H:%M}"
