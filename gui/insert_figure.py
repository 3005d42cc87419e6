"""Choosing a live figure: a value of the tables, found by typing part of its name."""

import unicodedata
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTreeView,
    QWidget,
)

from gui.column_dialog import ColumnDialog
from gui.search_line import SearchLine
from gui.style import shades
from gui.toned import ToneLabel
from model.fields import BLANK, Choice, choices, field_value
from model.report import Report

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADS = ("部分", "行", "列", "现在是")
_VALUE = 3  # the last column


class FigureModel(QAbstractTableModel):
    """All figures of a report that a text can quote, or those whose names have the words searched for."""

    def __init__(self, report: Report, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = [(choice, self._cells(report, choice)) for choice in choices(report.form)]
        self._shown = self._lines

    def search(self, text: str) -> None:
        """Shows the figures that have all of the words, blanks between them, in any order."""
        words = unicodedata.normalize("NFKC", text).split()
        self.beginResetModel()
        self._shown = [line for line in self._lines if _has_all(line[1][:_VALUE], words)]
        self.endResetModel()

    def choice(self, row: int) -> Choice:
        """The figure of a row."""
        return self._shown[row][0]

    def value(self, row: int) -> str:
        """What the figure of a row shows now."""
        return self._shown[row][1][_VALUE]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        choice, cells = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cells[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                return choice.words
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{choice.words}，{cells[_VALUE]}"
            case Qt.ItemDataRole.TextAlignmentRole if index.column() == _VALUE:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole if index.column() == _VALUE and cells[_VALUE] == BLANK:
                return shades(QGuiApplication.palette()).quiet_ink
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == _VALUE else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return _HEADS[section] if role == Qt.ItemDataRole.DisplayRole else None

    @staticmethod
    def _cells(report: Report, choice: Choice) -> tuple[str, ...]:
        sections = {section.name: section.short_heading for section in report.form.sections.values()}
        section = sections.get(choice.section, "标题")
        return section, choice.row, choice.column, field_value(report, choice.name) or ""


class InsertFigureDialog(ColumnDialog):
    """Asks which figure to put into a text; `name` is its name as in `{=NAME}`."""

    def __init__(self, parent: QWidget, report: Report) -> None:
        super().__init__(parent, "插入数字")
        self.name = ""
        self._model = FigureModel(report, self)
        self.figures = QTreeView()
        self.figures.setModel(self._model)
        self.figures.setAccessibleName("可以插入的数字")
        self.figures.setRootIsDecorated(False)
        self.figures.setUniformRowHeights(True)
        self.figures.setAllColumnsShowFocus(True)
        self.figures.setAlternatingRowColors(True)
        self.figures.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.figures.setTabKeyNavigation(False)
        self.search = SearchLine(self.figures, "查找数字", "输入名称的一部分，例如：不予公开 总计")
        self._note = ToneLabel("quiet_ink")
        self.column.addWidget(self.search)
        self.column.addWidget(self.figures, 1)
        self.take = self.add_button("插入")
        self.take.clicked.connect(self._take)
        self.add_button("取消").clicked.connect(self.reject)
        self.buttons.insertWidget(0, self._note, 1)
        self.finish((60, 24))
        self._share_width()
        self.search.textChanged.connect(self._on_search)
        self.figures.selectionModel().currentChanged.connect(self._on_current)
        self.figures.doubleClicked.connect(self._take)
        self.search.setFocus()
        self._on_search("")

    def _share_width(self) -> None:
        width, header = self.fontMetrics().horizontalAdvance("汉"), self.figures.header()
        header.setStretchLastSection(False)
        # Characters of the column's name; the row's takes the rest.
        beside = min(14, self.width() // width // 4)
        for column, characters in ((0, 7), (2, beside), (_VALUE, 8)):
            header.resizeSection(column, width * characters)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)

    def _on_search(self, text: str) -> None:
        self._model.search(text)
        self.figures.setCurrentIndex(self._model.index(0, 0))
        self._on_current(self.figures.currentIndex())

    def _on_current(self, index: QModelIndex) -> None:
        self.take.setEnabled(index.isValid())
        if index.isValid():
            self._note.setText(f"现在显示“{self._model.value(index.row())}”，表格变了会跟着变。")
        else:
            self._note.setText("没有这样的数字，请换个说法查找。")

    def _take(self) -> None:
        row = self.figures.currentIndex().row()
        if row >= 0:
            self.name = self._model.choice(row).name
            self.accept()


def _has_all(cells: tuple[str, ...], words: list[str]) -> bool:
    text = unicodedata.normalize("NFKC", " ".join(cells))
    return all(word in text for word in words)
