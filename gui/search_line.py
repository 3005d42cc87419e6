"""The line to search in above a list."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QTreeView


class SearchLine(QLineEdit):
    """Takes what is searched for; up and down go through the list below meanwhile."""

    def __init__(self, below: QTreeView, name: str, hint: str) -> None:
        super().__init__(placeholderText=hint)
        self.setAccessibleName(name)
        self._below = below

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        if event.key() in (keys.Key_Up, keys.Key_Down, keys.Key_PageUp, keys.Key_PageDown):
            self._below.keyPressEvent(event)
        else:
            super().keyPressEvent(event)
