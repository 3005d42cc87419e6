"""Taking figures from a workbook that came back from a colleague, as one step, after a look at the list."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from gui.column_dialog import ColumnDialog
from gui.comparing import Lines
from gui.document import Document
from gui.style import SPACE
from gui.toned import ToneLabel
from ingest import Imported
from model.checks.arithmetic import printed_totals
from model.compare import Differences, describe, differences, printed_order
from model.report import Changes, Report

_WIDTH = 52  # characters


class TakeInDialog(ColumnDialog):
    """Shows what a file says otherwise than the report; what is ticked is taken over.

    Figures that the file leaves blank and another agency or year are shown without a tick.
    """

    def __init__(self, parent: QWidget, report: Report, imported: Imported, name: str) -> None:
        super().__init__(parent, "从工作簿取数")
        found = differences(report, imported.report, imported.seen)
        if _other_report(report, imported.report):
            found = Differences({}, found.changes | found.held_back)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName("与工作簿不同的地方")
        self._fill(report, found)
        wrong_totals = printed_totals(imported.report, imported.printed)
        notes = [finding.message for finding in (*imported.findings, *wrong_totals)] + imported.unplaced
        self._build(name, notes, _other_report(report, imported.report))
        self.list.itemChanged.connect(self._count)
        self._count()

    @property
    def changes(self) -> Changes:
        """The changes that are ticked."""
        items = (self.list.item(row) for row in range(self.list.count()))
        ticked = (item.data(Qt.ItemDataRole.UserRole) for item in items if _is_ticked(item))
        return dict(ticked)

    def _fill(self, report: Report, found: Differences) -> None:
        different = found.changes | found.held_back
        for address in printed_order(report, different):
            (line,) = describe(report, {address: different[address]})
            item = QListWidgetItem(line)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = Qt.CheckState.Checked if address in found.changes else Qt.CheckState.Unchecked
            item.setCheckState(ticked)
            item.setData(Qt.ItemDataRole.UserRole, (address, different[address]))
            self.list.addItem(item)

    def _build(self, name: str, notes: list[str], other: str) -> None:
        count, column = self.list.count(), self.column
        self.head(f"“{name}”与手头的年报有{count}处不同：" if count else f"“{name}”与手头的年报没有不同。")
        if other:
            column.addWidget(ToneLabel("error", other, wordWrap=True, textFormat=Qt.TextFormat.PlainText))
        if count:
            self.say("打勾的会取入，取入后可以撤销。工作簿里空着的格、不同的机关名称和年度没有打勾。")
            column.addWidget(self.list, 2)
        if notes:
            self.say(f"有{len(notes)}处没有读入，请核对：")
            column.addWidget(Lines("没有读入的内容", notes), 1)
        self.take = self.add_button("")
        self.take.clicked.connect(self.accept)
        self.take.setVisible(count > 0)
        self.add_button("取消" if count else "关闭").clicked.connect(self.reject)
        self.finish()
        room = self.screen().availableSize() - QSize(10 * SPACE, 20 * SPACE)
        wide = min(self.fontMetrics().horizontalAdvance("汉") * _WIDTH, room.width())
        self.resize(wide, min(column.totalHeightForWidth(wide), room.height()))

    def _count(self) -> None:
        count = len(self.changes)
        self.take.setText(f"取入{count}处")
        self.take.setEnabled(count > 0)


def take_in(document: Document, changes: Changes, path: Path) -> None:
    """Makes the changes as one step that names the file."""
    document.edit(changes, f"从“{path.name}”取入{len(changes)}处")


def _is_ticked(item: QListWidgetItem) -> bool:
    return item.checkState() is Qt.CheckState.Checked


def _other_report(ours: Report, theirs: Report) -> str:
    """A warning where a workbook is another agency's or another year's; empty otherwise."""
    agency = theirs.agency if ours.agency and theirs.agency not in ("", ours.agency) else ""
    year = f"{theirs.year}年" if ours.year and theirs.year not in (None, ours.year) else ""
    return (
        f"请注意：这是“{agency}{year}”的工作簿，与手头的年报不是同一份。所有项目都没有打勾。"
        if agency or year
        else ""
    )
