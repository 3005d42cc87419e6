"""When the report is due and how long that still is; a local rule can have another day."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from gui.document import Document
from gui.keys import Composing, LeavesWindowKeys
from gui.style import SPACE, heading, shades
from model import agency
from model.deadline import in_words, last_day, local_deadline, parse_day, time_left
from model.errors import UserError

_NEAR = 14  # days before the last one from which on it is told as a warning


class DayField(LeavesWindowKeys, Composing, QLineEdit):
    """A day as people type it; its history is the document's."""


class Due(QWidget):
    """The last day to publish, in words, and the field for a local one. `today` tells which day it is."""

    refused = Signal(str)

    def __init__(self, document: Document, today: Callable[[], date]) -> None:
        super().__init__()
        self._document = document
        self.today = today
        self._day, self._left, self._grounds = QLabel(), QLabel(), QLabel(wordWrap=True)
        self._left.setFont(heading(self.font()))
        caption = QLabel("本地截止日(&B)")
        self.field = DayField()
        self.field.setAccessibleName("本地截止日")
        self.field.setToolTip("本地另有规定的，填在这里，例如2026-02-28；空着就按条例。")
        self.field.setMaximumWidth(self.fontMetrics().horizontalAdvance("2026年12月31日　") + 8 * SPACE)
        self.field.editingFinished.connect(self.commit_pending_edit)
        caption.setBuddy(self.field)
        line, local = QHBoxLayout(), QHBoxLayout()
        for row, widgets in ((line, (self._day, self._left)), (local, (caption, self.field))):
            row.setSpacing(2 * SPACE)
            for widget in widgets:
                row.addWidget(widget)
            row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(line)
        column.addWidget(self._grounds)
        column.addLayout(local)

    @property
    def words(self) -> str:
        """What is said of the day, in one line."""
        return "　".join(filter(None, (self._day.text(), self._left.text())))

    def refresh(self) -> None:
        """Shows the day of the report as it is now."""
        report = self._document.report
        local, day, by_law = local_deadline(report), last_day(report), agency.deadline(report)
        self._day.setText(f"{in_words(day)}前公布" if day else "填写年度后，这里显示公布的期限。")
        self._left.setText(time_left(day, self.today()) if day else "")
        self._grounds.setText(
            f"按本地规定；条例第四十九条规定的是{in_words(by_law)}。"
            if local and by_law
            else "条例第四十九条：政府3月31日，其他机关1月31日。"
        )
        self.field.setPlaceholderText("没有就空着")
        self.field.setReadOnly(self._document.read_only)
        if not self.field.isModified():
            self._show_local()
        palette, colours = self.palette(), shades(self.palette())
        days = (day - self.today()).days if day else _NEAR + 1
        ink = colours.error if days < 0 else colours.warning if days <= _NEAR else colours.ink
        palette.setColor(QPalette.ColorRole.WindowText, ink)
        self._left.setPalette(palette)

    def commit_pending_edit(self) -> None:
        """Takes the day that was typed, or says why it is none and shows the former one again."""
        if self.field.isModified():
            try:
                day = parse_day(self.field.text(), self._document.report)
            except UserError as error:
                self.refused.emit(str(error))
            else:
                self._document.edit({"options/deadline": day.isoformat() if day else ""}, "修改本地截止日")
        self._show_local()

    def _show_local(self) -> None:
        local = local_deadline(self._document.report)
        self.field.setText(in_words(local) if local else "")
