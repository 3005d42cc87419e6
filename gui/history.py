"""The steps of the history as a list: what was done, where and when; one goes back to any of them."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTreeView,
    QWidget,
)

from gui.column_dialog import ColumnDialog
from gui.document import Document
from gui.step import Step
from gui.style import bold, shades
from gui.toned import ToneLabel
from model.compare import describe_step

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole
_STEP, _SECTION, _WHEN = range(3)
_HEADS = ("步骤", "部分", "时间")


class HistoryModel(QAbstractTableModel):
    """The report as it was opened and below it each step, the newest last; reads no more than is shown."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self._stack = document.undo_stack
        self._bold = bold(parent.font())
        self._palette = parent.palette()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._stack.count() + 1

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        return _HEADS[section] if across and role == _Role.DisplayRole else None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = index.row()
        match role:
            case _Role.DisplayRole:
                return self._text(row, index.column())
            case _Role.FontRole if row == self._stack.index():
                return self._bold
            case _Role.ForegroundRole if row > self._stack.index():
                return shades(self._palette).faint_ink
            case _Role.ForegroundRole if index.column() != _STEP:
                return shades(self._palette).quiet_ink
            case _Role.ToolTipRole | _Role.AccessibleDescriptionRole:
                return self.detail(row)
            case _Role.AccessibleTextRole:
                words = [self._text(row, column) for column in range(len(_HEADS))]
                state = (
                    ["已撤销"]
                    if row > self._stack.index()
                    else ["现在"]
                    if row == self._stack.index()
                    else []
                )
                return "，".join(filter(None, (*words, *state)))
        return None

    def detail(self, row: int) -> str:
        """What a step did, in words."""
        step = self._step(row)
        return describe_step(self._document.report, step.old[0], step.new[0]) if step else ""

    def refresh(self) -> None:
        """Another step is the current one."""
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(_HEADS) - 1))

    def _step(self, row: int) -> Step | None:
        step = self._stack.command(row - 1) if row else None
        return step if isinstance(step, Step) else None

    def _text(self, row: int, column: int) -> str:
        step = self._step(row)
        if column == _STEP:
            name = step.text() if step else "打开时"
            return f"{name}（已保存）" if row == self._stack.cleanIndex() and self._document.path else name
        if step is None:
            return ""
        return f"{step.when:%H:%M}" if column == _WHEN else self._sections(step.addresses)

    def _sections(self, addresses: Sequence[str]) -> str:
        """Where a step changed something, in few words."""
        sections = self._document.report.form.sections
        keys = dict.fromkeys(address.removeprefix("texts/").partition("/")[0] for address in addresses)
        named = [s.short_heading or s.name for key, s in sections.items() if key in keys]
        return named[0] + (f"等{len(named)}个部分" if len(named) > 1 else "") if named else ""


class HistoryDialog(ColumnDialog):
    """Goes to any step of the history; `show_change` then shows the places that it changed."""

    def __init__(
        self, document: Document, parent: QWidget, show_change: Callable[[Sequence[str]], object]
    ) -> None:
        super().__init__(parent, "历史列表")
        self._document = document
        self._show_change = show_change
        self.model = HistoryModel(document, self)
        self.list = StepList(self.model)
        self._detail = ToneLabel("quiet_ink", wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._detail.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self._detail)
        self.go = self.add_button("回到这一步")
        self.go.clicked.connect(self._go)
        self.add_button("关闭").clicked.connect(self.reject)
        self.finish((46, 24))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.activated.connect(self._go)
        self.list.setFocus()
        self.list.select(document.undo_stack.index())

    def _on_current(self) -> None:
        row, now = self.list.currentIndex().row(), self._document.undo_stack.index()
        self.go.setText("重做到这一步" if row > now else "回到这一步")
        self.go.setEnabled(row not in (now, -1) and not self._document.read_only)
        self._detail.setText(self._document.why_read_only or self.model.detail(row))

    def _go(self) -> None:
        if self.go.isEnabled():
            self._document.go_to_step(self.list.currentIndex().row())
            self.model.refresh()
            self._on_current()
            self._show_change(self._document.last_changed)


class StepList(QTreeView):
    """The steps, one a line."""

    def __init__(self, model: HistoryModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName("历史列表")
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header, wide = self.header(), self.fontMetrics().horizontalAdvance("汉")
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(_STEP, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(_SECTION, wide * 13)
        header.resizeSection(_WHEN, wide * 5)

    def select(self, row: int) -> None:
        """Makes a step current and brings it into view."""
        self.setCurrentIndex(self.model().index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
