"""Asking why a finding does not count."""

from collections.abc import Iterable

from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gui.column_dialog import ColumnDialog
from gui.style import SPACE
from gui.toned import ToneLabel
from model.report import clean_text
from model.set_aside import REASON_LIMIT

CHECKED = "核实无误"
"""The reason that fits every rule; the others stand in its explanation."""


class SetAsideDialog(ColumnDialog):
    """Asks for the reason, on one line: `reason`. Those that are `ready` are picked with one click."""

    def __init__(self, parent: QWidget, message: str, ready: Iterable[str] = ()) -> None:
        super().__init__(parent, "搁置")
        self.column.setSpacing(3 * SPACE)
        self.say(message).setMinimumWidth(self.fontMetrics().horizontalAdvance("汉") * 36)
        self.line = QLineEdit(placeholderText="写明为什么不用改，例如：核实无误")
        caption = QLabel("搁置的理由(&L)")
        caption.setBuddy(self.line)
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        picks = QButtonGroup(self)
        for reason in (CHECKED, *ready):
            button = QPushButton(reason)
            picks.addButton(button)
            line.addWidget(button)
        picks.buttonClicked.connect(self._pick)  # a method: what holds the dialog would keep it for ever
        line.addStretch(1)
        note = "理由会存入草稿，列在审签稿里。这里的数字或者文字再有改动，会重新提示。"
        self.column.addWidget(caption)
        self.column.addWidget(self.line)
        self.column.addLayout(line)
        self.column.addWidget(ToneLabel("quiet_ink", note, wordWrap=True))
        self.confirm = self.add_button("搁置")
        self.confirm.clicked.connect(self.accept)
        self.add_button("取消").clicked.connect(self.reject)
        self.finish()
        self.line.textChanged.connect(self._on_typed)
        self.line.setFocus()
        self._on_typed()

    @property
    def reason(self) -> str:
        """What was written, on one line."""
        return " ".join(clean_text(self.line.text()).split())

    def _pick(self, button: QAbstractButton) -> None:
        self.line.setText(button.text())
        self.line.setFocus()

    def _on_typed(self) -> None:
        length = len(self.reason)
        self.confirm.setEnabled(0 < length <= REASON_LIMIT)
        self.confirm.setToolTip(
            f"最多{REASON_LIMIT}个字，现在有{length}个。" if length > REASON_LIMIT else ""
        )
