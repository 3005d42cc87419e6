"""The list of the panel: a model that changes no more than what is different, and its view."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from gui.document import Document
from gui.marks import mark_icon
from gui.problems.entries import Entry
from gui.style import SPACE, shades
from gui.toned import ToneLabel

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SECTION, _MESSAGE = range(2)
_LINES = 6  # that the list would like to have room for
_Role = Qt.ItemDataRole


class ProblemModel(QAbstractTableModel):
    """A line an entry: the section, where it is another one than in the line above, and the message."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._panel = parent  # whose colours and letters the lines have
        self._document = document
        self._entries: list[Entry] = []
        self._keys: list[tuple[object, ...]] = []

    @property
    def entries(self) -> list[Entry]:
        """The entries that are listed."""
        return list(self._entries)

    def show(self, entries: Iterable[Entry]) -> None:
        """Lists these entries. Lines that stay are left alone, so that a view keeps its place."""
        wanted = list(entries)
        if wanted == self._entries:
            return
        keys = _numbered(wanted)
        moved = keys != self._keys
        self._remove_all_but(set(keys))
        at = 0
        while at < len(keys):
            if self._keys[at : at + 1] == [keys[at]]:
                if self._entries[at] != wanted[at]:
                    self._entries[at] = wanted[at]
                    message = self.index(at, _MESSAGE)
                    self.dataChanged.emit(message, message)  # one index: more would repaint the whole view
                at += 1
                continue
            if keys[at] in self._keys:  # it stands further down: the order is another one
                self._remove(self._keys.index(keys[at]), 1)
            present = set(self._keys)
            end = next((i for i in range(at + 1, len(keys)) if keys[i] in present), len(keys))
            self.beginInsertRows(_NOWHERE, at, end - 1)
            self._entries[at:at] = wanted[at:end]
            self._keys[at:at] = keys[at:end]
            self.endInsertRows()
            at = end
        if moved and self._entries:  # a section is named where it begins, and that may be elsewhere now
            self.dataChanged.emit(self.index(0, _SECTION), self.index(len(self._entries) - 1, _SECTION))

    def clear(self) -> None:
        """Forgets everything: it was about another report."""
        self.beginResetModel()
        self._entries, self._keys = [], []
        self.endResetModel()

    def row_of(self, entry: Entry) -> int:
        """The row of an entry, -1 where it is not listed."""
        return self._entries.index(entry) if entry in self._entries else -1

    def _remove_all_but(self, keys: set[tuple[object, ...]]) -> None:
        end = len(self._keys)
        while end:
            start = end
            while start and self._keys[start - 1] not in keys:
                start -= 1
            if start < end:
                self._remove(start, end - start)
            end = max(start - 1, 0)

    def _remove(self, row: int, count: int) -> None:
        self.beginRemoveRows(_NOWHERE, row, row + count - 1)
        del self._entries[row : row + count], self._keys[row : row + count]
        self.endRemoveRows()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        match role:
            case _Role.DisplayRole if index.column() == _MESSAGE:
                return entry.item.message
            case _Role.DisplayRole:
                above = self._entries[index.row() - 1] if index.row() else None
                is_first = above is None or above.item.section != entry.item.section
                return self.section(entry) if is_first else ""
            case _Role.DecorationRole if index.column() == _MESSAGE:
                return mark_icon(entry.kind.mark, self._panel)
            case _Role.ForegroundRole if index.column() == _SECTION:
                return shades(self._panel.palette()).quiet_ink
            case _Role.ToolTipRole if index.column() == _MESSAGE:
                return entry.item.message
            case _Role.AccessibleTextRole:
                return f"{entry.kind.value}，{self.section(entry)}，{entry.item.message}"
        return None

    def section(self, entry: Entry) -> str:
        """The section of an entry, in short."""
        if entry.item.section is None:
            return "报告标题"
        section = self._document.report.form.sections[entry.item.section]
        return section.short_heading or section.name


def _numbered(entries: list[Entry]) -> list[tuple[object, ...]]:
    """The keys of entries; what is found twice at different places is told apart by counting."""
    seen: Counter[tuple[object, ...]] = Counter()
    keys = []
    for entry in entries:
        seen[entry.key] += 1
        keys.append((*entry.key, seen[entry.key]))
    return keys


class ProblemList(QTreeView):
    """Enter, like a double click, leads to the place; Esc goes back to where one came from."""

    chosen = Signal(int)  # a row
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("问题")
        self.setRootIsDecorated(False)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setIndentation(0)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self._nothing = ToneLabel("quiet_ink", parent=self, wordWrap=True)
        self._nothing.setContentsMargins(2 * SPACE, 0, 2 * SPACE, 0)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._nothing.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._colour()
        self.setMinimumHeight(self.fontMetrics().lineSpacing() + 2 * SPACE)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        """Marks keep their colours in the current line, with the focus and without."""
        palette, colours = QPalette(), shades(self.palette())
        palette.setColor(QPalette.ColorRole.Highlight, colours.accent_tint)
        palette.setColor(QPalette.ColorRole.HighlightedText, colours.ink)
        self.setPalette(palette)

    @property
    def nothing(self) -> str:
        """Why the list is empty, whenever it is."""
        return self._nothing.text()

    def tell_nothing(self, why: str) -> None:
        """Says why the list is empty, whenever it is."""
        self._nothing.setText(why)
        self._nothing.setVisible(not self.model().rowCount())

    def fit_sections(self, names: Iterable[str]) -> None:
        """Makes the sections' column as wide as their names."""
        metrics = self.fontMetrics()
        self.setColumnWidth(_SECTION, max(metrics.horizontalAdvance(name) for name in names) + 4 * SPACE)
        self.header().setMinimumSectionSize(1)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _LINES * (self.fontMetrics().lineSpacing() + SPACE))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.currentIndex().isValid() and not self.selectedIndexes():
            self.setCurrentIndex(self.currentIndex())  # Qt makes the first line current, and does not show it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.chosen.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.chosen.emit(index.row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._nothing.resize(self.size())
