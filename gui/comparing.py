"""What dialogs share that show how two versions of a report differ."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit


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


def moment(time: datetime) -> str:
    """A time as people here write it, e.g. `今天 09:12:30`, `1月5日 09:12`, `2025年12月5日 09:12`."""
    local, now = time.astimezone(), datetime.now().astimezone()
    if local.date() == now.date():
        return f"今天 {local:%H:%M:%S}"
    year = "" if local.year == now.year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日 {local:%H:%M}"
