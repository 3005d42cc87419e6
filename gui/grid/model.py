"""The Qt model of a printed table: the part of its grid that scrolls."""

import html
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gui.checking import REFUSED
from gui.document import Document, Refusal
from gui.grid.explain import explained
from model.checks import Finding, Severity
from model.errors import UserError
from model.layout import LayoutCell, Role, TableLayout
from model.numbers import format_value, parse_value
from model.report import Content

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class GridModel(QAbstractTableModel):
    """Rows and columns of the layout below its head and beside its labels.

    What somebody typed and the report cannot hold stays in its cell, shown with the reason, until
    something else is put there.
    """

    noted = Signal(str)  # a line on what was done or not taken; empty when all went as usual

    def __init__(self, document: Document, layout: TableLayout, parent: QObject) -> None:
        super().__init__(parent)
        self.document = document
        self.layout = layout
        self._troubles: dict[str, list[Finding]] = {}
        document.changed.connect(self._on_changed)
        document.checking.checked.connect(self._on_checked)
        document.replaced.connect(self._on_replaced)
        self._on_checked()

    def cell(self, row: int, column: int) -> LayoutCell:
        """The printed cell at a place of the model."""
        return self.layout.at(row + self.layout.head_rows, column + self.layout.label_columns)

    def place(self, cell: LayoutCell) -> QModelIndex:
        """Where a printed cell starts in the model."""
        return self.index(cell.row - self.layout.head_rows, cell.column - self.layout.label_columns)

    def cell_of(self, index: Index) -> LayoutCell:
        """The printed cell of a valid index."""
        return self.cell(index.row(), index.column())

    def text(self, cell: LayoutCell) -> str:
        """What a cell shows."""
        if not cell.address:
            return cell.text
        if refusal := self.document.refused.get(cell.address):
            return refusal.text
        return format_value(self.document.report.value(cell.address))

    def reasons(self, cell: LayoutCell) -> list[str]:
        """Why a cell is marked, the gravest first; empty where it is not."""
        findings = self._troubles.get(cell.address, [])
        reasons = [f"{finding.severity.label}：{finding.message}" for finding in findings]
        if refusal := self.document.refused.get(cell.address):
            return [f"{Severity.ERROR.label}：{refusal.reason}", *reasons]
        return reasons

    def trouble(self, cell: LayoutCell) -> Severity | None:
        """How bad the gravest finding of a cell is, `None` where it has none."""
        if cell.address in self.document.refused:
            return Severity.ERROR
        findings = self._troubles.get(cell.address)
        return findings[0].severity if findings else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.layout.rows - self.layout.head_rows

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.layout.columns - self.layout.label_columns

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        editable = self.cell_of(index).role is Role.INPUT and not self.document.read_only
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cell_of(index)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self.text(cell)
            case Qt.ItemDataRole.ToolTipRole:
                lines = [*self.reasons(cell), *explained(cell)]
                return "<br>".join(html.escape(line).replace("\n", "<br>") for line in lines) or None
            case Qt.ItemDataRole.AccessibleTextRole if cell.address:
                value = self.text(cell) or "空白"
                return "，".join(
                    (cell.row_name, cell.column_name, value, *(f"有{why}" for why in self.reasons(cell)))
                )
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        across = orientation is Qt.Orientation.Horizontal
        lines = range(self.rowCount() if across else self.columnCount())
        for line in lines:
            cell = self.cell(line, section) if across else self.cell(section, line)
            if cell.address:
                return cell.column_name if across else cell.row_name
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        cell = self.cell_of(index)
        if cell.role is not Role.INPUT:
            return False
        text = str(value)
        self.noted.emit(self.put({cell.address: text}, f"{'填写' if text.strip() else '清空'}“{cell.brief}”"))
        return True

    def put(self, texts: Mapping[str, str], name: str) -> str:
        """Puts what was typed or pasted into input cells, as one step; what is no number is kept aside.

        Returns what a person should hear of it: nothing where every text was a number or nothing at all.
        """
        if self.document.read_only:
            return self.document.why_read_only
        changes: dict[str, Content] = {}
        refused: dict[str, Refusal] = {}
        for address, text in texts.items():
            cell = self.document.report.form.inputs[address]
            try:
                changes[address] = parse_value(text, cell.kind)
            except UserError as error:
                # What stood there before is not what is meant any more.
                changes[address] = None
                refused[address] = Refusal(text.strip(), str(error))
        self.document.edit(changes, name, refused=refused)
        told = ""
        if refused:
            first, refusal = next(iter(refused.items()))
            more = f"（另有{len(refused) - 1}格）" if len(refused) > 1 else ""
            told = f"没有填入：{self.document.report.form.cells[first].name}：{refusal.reason}{more}"
        marks = [texts[a].strip() for a, c in changes.items() if c is None and a not in refused]
        if marks := list(filter(None, marks)):
            kinds = "".join(f"“{mark}”" for mark in dict.fromkeys(marks))
            told += f"{kinds}当作空白（{len(marks)}格）。"
        return told

    def refuse(self) -> None:
        """Says why the report cannot be changed."""
        self.noted.emit(self.document.why_read_only)

    def _emit(self, address: str) -> None:
        if address in self.document.report.form.cells and address.startswith(f"{self.layout.key}/"):
            index = self.place(self.document.report.form.cells[address])
            self.dataChanged.emit(index, index)

    def _on_changed(self, touched: frozenset[str]) -> None:
        for address in touched:
            self._emit(address)

    def _on_checked(self) -> None:
        troubles: dict[str, list[Finding]] = {}
        for finding in self.document.checking.problems:
            # A text that tells another figure is marked where it stands, not in the table.
            if finding.section == self.layout.key and not finding.completeness and finding.rule != REFUSED:
                for address in finding.cells:
                    troubles.setdefault(address, []).append(finding)
        stale = {
            a for a in troubles.keys() | self._troubles.keys() if troubles.get(a) != self._troubles.get(a)
        }
        self._troubles = troubles
        for address in stale:
            self._emit(address)

    def _on_replaced(self) -> None:
        self.beginResetModel()
        self.endResetModel()
