"""The list of problems below the tabs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gui.document import Document
from gui.style import SEVERITY_COLOURS, SPACE
from model.checks import Finding


class ProblemList(QListWidget):
    """Enter, like a double click, leads to the place."""

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
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, 0)
        column.setSpacing(SPACE)
        column.addWidget(self._title)
        column.addWidget(self.list)
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
        row = self.list.currentRow()
        self.list.clear()
        for finding in findings:
            place = (
                f"{sections[finding.section].number or sections[finding.section].name}、"
                if finding.section
                else ""
            )
            item = QListWidgetItem(f"{finding.severity.label}　{place}{finding.message}")
            item.setForeground(SEVERITY_COLOURS[finding.severity])
            item.setData(Qt.ItemDataRole.UserRole, finding)
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, self.list.count() - 1))

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
