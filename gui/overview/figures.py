"""The key figures: this year's, last year's, and how much more or less that is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QHeaderView, QTableWidget, QTableWidgetItem

from gui.style import SPACE
from model.numbers import Value, format_value
from model.overview import Line

_HEADS = ("项目", "本年", "上年", "增减")


class _Heads(QHeaderView):
    """Heads that never are bold: Qt's make room for that, and so load the bold font for nothing."""

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        text = str(self.model().headerData(logicalIndex, self.orientation()))
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(text) + 4 * SPACE, metrics.lineSpacing() + 2 * SPACE)


class FiguresTable(QTableWidget):
    """Shows figures and changes none; as high as its rows."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalHeader(_Heads(Qt.Orientation.Horizontal))
        self.setVerticalHeader(_Heads(Qt.Orientation.Vertical))
        self.setColumnCount(len(_HEADS))
        self.setHorizontalHeaderLabels(_HEADS)
        self.setAccessibleName("主要数据")
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QTableWidget.SelectionMode.ContiguousSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + SPACE)
        self.verticalHeader().setMinimumSectionSize(1)
        head = self.horizontalHeader()
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(self.fontMetrics().horizontalAdvance("汉") * 5)
        name = QTableWidgetItem(_HEADS[0])
        name.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalHeaderItem(0, name)
        for column in range(len(_HEADS)):
            stretched = QHeaderView.ResizeMode.ResizeToContents if column else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(column, stretched)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Shows these figures; the current cell stays."""
        if self.rowCount() != len(lines):
            self.setRowCount(len(lines))
        for row, line in enumerate(lines):
            texts = (
                f"{line.label}（{line.unit}）",
                format_value(line.this_year) or "未填",
                format_value(line.last_year) or "—",
                _signed(line.difference),
            )
            for column, text in enumerate(texts):
                self._show(row, column, text)
        height = self.verticalHeader().length() + self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(height + 2 * self.frameWidth())

    def _show(self, row: int, column: int, text: str) -> None:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(row, column, item)
        item.setText(text)
        label = self.item(row, 0)
        head = f"{label.text().strip()}，{_HEADS[column]}，" if column and label else ""
        item.setData(Qt.ItemDataRole.AccessibleTextRole, head + text.strip().replace("—", "没有数"))

    def copy(self) -> None:
        """Puts the selected cells on the clipboard, or the whole table with its heads."""
        chosen = self.selectedRanges()
        whole = not chosen or (chosen[0].rowCount(), chosen[0].columnCount()) == (1, 1)
        rows = range(self.rowCount()) if whole else range(chosen[0].topRow(), chosen[0].bottomRow() + 1)
        columns = range(len(_HEADS)) if whole else range(chosen[0].leftColumn(), chosen[0].rightColumn() + 1)
        lines = ["\t".join(_HEADS)] if whole else []
        for row in rows:
            found = (self.item(row, column) for column in columns)
            lines.append("\t".join(item.text().strip() if item else "" for item in found))
        QApplication.clipboard().setText("\n".join(lines) + "\n")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)


def _signed(value: Value | None) -> str:
    if value is None:
        return "—"
    return f"+{format_value(value)}" if value > 0 else format_value(value)
