"""The list of the results that an application may have, found by typing part of their names."""

import unicodedata
from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QTreeWidget, QTreeWidgetItem

from gui.style import SPACE, bold
from model.registering import Choice, Registering

_WIDTH = 27  # characters
_KEY = Qt.ItemDataRole.UserRole


class ResultList(QTreeWidget):
    """The results as the form groups them, and that there is none yet."""

    def __init__(self, way: Registering) -> None:
        super().__init__()
        self.setAccessibleName("办理结果")
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setTabKeyNavigation(False)
        self.setUniformRowHeights(True)
        self.setIndentation(3 * SPACE)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._groups: dict[str, QTreeWidgetItem] = {}
        self._searched: dict[str, str] = {}
        forward = way.words.forward
        none_yet = Choice("", f"{way.words.open}（{way.row(forward)}）", "", way.help(forward))
        for choice in [*way.results, none_yet]:
            self._add(choice)
        self.expandAll()

    @property
    def result(self) -> str | None:
        """The row of the chosen result, empty where there is none yet; `None` while nothing is chosen."""
        item = self.currentItem()
        return None if item is None or item.isHidden() else item.data(0, _KEY)

    @property
    def help(self) -> str:
        """What counts as the chosen result."""
        item = self.currentItem()
        return "" if item is None or self.result is None else item.toolTip(0).partition("\n")[2]

    def search(self, text: str) -> None:
        """Shows the results whose names or help have all of the words, and goes to the first."""
        words = _plain(text).split()
        for item in self._items():
            item.setHidden(not all(word in self._searched[item.data(0, _KEY)] for word in words))
        for group in self._groups.values():
            group.setHidden(all(group.child(at).isHidden() for at in range(group.childCount())))
        found = next((item for item in self._items() if not item.isHidden()), None)
        if words or self.result is None:
            if words and found:
                self.setCurrentItem(found)
            else:
                self.clear_choice()

    def clear_choice(self) -> None:
        """Nothing is chosen any more."""
        self.setCurrentIndex(QModelIndex())

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance("汉") * _WIDTH, 8 * metrics.lineSpacing())

    def _add(self, choice: Choice) -> None:
        if choice.group and choice.group not in self._groups:
            group = QTreeWidgetItem(self, [choice.group])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            group.setFont(0, bold(self.font()))
            self._groups[choice.group] = group
        item = QTreeWidgetItem(self._groups.get(choice.group) or self, [choice.label])
        item.setData(0, _KEY, choice.key)
        item.setToolTip(0, f"{choice.label}\n{choice.help}")
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{choice.group}{choice.label}，{choice.help}")
        self._searched[choice.key] = _plain(f"{choice.group}{choice.label}{choice.brief}{choice.help}")

    def _items(self) -> Iterator[QTreeWidgetItem]:
        for at in range(self.topLevelItemCount()):
            top = self.topLevelItem(at)
            if top is None:
                continue
            if top.childCount():
                yield from (top.child(number) for number in range(top.childCount()))
            else:
                yield top


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
