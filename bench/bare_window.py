"""The peer of the window: PySide6 alone with one table, as `python -m bench.bare_window STRINGS.json`.

The file has the table's strings (`rows`), the window's `size` and, where ours brings one, the file of a
`font`. Prints when it was painted and the memory that took, and ends.
"""

import json
import sys
import time
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QFontDatabase, QPaintEvent
from PySide6.QtWidgets import QApplication, QTableView

from bench.memory import peak

_NOWHERE = QModelIndex()


class Strings(QAbstractTableModel):
    """Rows of strings."""

    def __init__(self, rows: list[list[str]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return len(self._rows[0])

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        return self._rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


class Table(QTableView):
    """A table that notices its first frame."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.painted:
            QTimer.singleShot(0, self._on_frame)

    def _on_frame(self) -> None:
        if not self.painted:
            self.painted = time.monotonic_ns()
            print(json.dumps({"painted": self.painted, "peak": peak()}), flush=True)
            self.close()


def main(path: str) -> int:
    """Shows the table."""
    with open(path, encoding="utf-8") as file:
        wanted = json.load(file)
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    if wanted["font"]:
        number = QFontDatabase.addApplicationFont(wanted["font"])
        font = app.font()
        font.setFamilies(QFontDatabase.applicationFontFamilies(number))
        app.setFont(font)
    table = Table()
    model = Strings(wanted["rows"])
    table.setModel(model)
    table.resize(*wanted["size"])
    table.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
