"""The list of problems below the tabs."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.document import Document
from gui.style import SEVERITY_COLOURS, SPACE
from model.checks import Finding
from model.definition import Section


class ProblemList(QListWidget):
    """Enter, like a double click, leads to the place."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 3 * self.fontMetrics().lineSpacing())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem():
            self.itemActivated.emit(self.currentItem())
            return
        super().keyPressEvent(event)


class Problems(QWidget):
    """What the checks find now; a line leads to its place and never moves anybody unasked."""

    chosen = Signal(object)  # Finding

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._findings: list[Finding] = []
        self._title = QLabel()
        self.list = ProblemList()
        self.list.setAccessibleName("问题")
        self.list.setWordWrap(True)
        self.list.setMinimumHeight(self.fontMetrics().lineSpacing() + SPACE)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, 0)
        column.setSpacing(SPACE)
        self.mend = QPushButton()
        self.mend.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        self.mend.clicked.connect(self._mend)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self.mend)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.list)
        self.list.currentItemChanged.connect(self._offer_mending)
        self.list.itemActivated.connect(self._choose)
        self.list.itemDoubleClicked.connect(self._choose)
        document.checked.connect(self._show)
        self._show()

    def step(self, by: int) -> None:
        """Goes to the next (1) or the previous (-1) problem, around the ends."""
        count = self.list.count()
        if not count:
            return
        row = self.list.currentRow()
        start = -1 if by > 0 and row < 0 else row
        self.list.setCurrentRow((start + by) % count)
        self._choose(self.list.currentItem())

    def _show(self) -> None:
        findings = self._document.problems()
        if findings == self._findings and self._title.text():
            return
        self._findings = findings
        self._title.setText(
            f"问题（{len(findings)}）" if findings else "没有发现问题。填写时随时检查，有问题在这里列出。"
        )
        sections = self._document.report.form.sections
        row, current = self.list.currentRow(), self._current()
        self.list.clear()
        for finding in findings:
            item = QListWidgetItem(
                f"{finding.severity.label}　{_place(sections, finding)}{finding.message}{_hint(finding)}"
            )
            item.setForeground(SEVERITY_COLOURS[finding.severity])
            item.setData(Qt.ItemDataRole.UserRole, finding)
            self.list.addItem(item)
        # Where the current problem is gone, the next one is where F8 leads.
        self.list.setCurrentRow(
            findings.index(current) if current in findings else min(row, len(findings)) - 1
        )
        self._offer_mending()

    def _current(self) -> Finding | None:
        item = self.list.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def _offer_mending(self) -> None:
        """The button that puts the current problem right, where there is one sure way."""
        finding = self._current()
        offered = bool(finding and finding.mending) and not self._document.read_only
        self.mend.setVisible(offered)
        if finding and finding.mending:
            self.mend.setText(f"改正：{finding.mending.label}")

    def _mend(self) -> None:
        finding = self._current()
        if finding and finding.mending:
            self._document.edit(finding.mending.changes, finding.mending.label)

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))


def _place(sections: Mapping[str, Section], finding: Finding) -> str:
    """The number of a finding's section, where its message does not begin with it."""
    if finding.section is None:
        return ""
    section = sections[finding.section]
    heading = f"{section.number}、" if section.number else section.name
    return "" if finding.message.startswith(f"“{heading}") else f"{heading}　"


def _hint(finding: Finding) -> str:
    """That a finding can be put right with the button above the list."""
    return f"（选中后可以一键改正：{finding.mending.label}）" if finding.mending else ""
