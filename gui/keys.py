"""Keys that belong to the window, wherever the focus is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu
    from PySide6.QtWidgets import QWidget as _Widget
else:
    _Widget = object  # the class of Qt comes after these in the order of bases

WINDOW_KEYS = frozenset(
    {
        *(f"Ctrl+{number}" for number in range(10)),
        *("Ctrl+N", "Ctrl+O", "Ctrl+S", "Ctrl+Shift+S", "Ctrl+E", "Ctrl+P", "Ctrl+Q"),
        *("Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Ctrl+I", "F1", "F6", "F8", "Shift+F8"),
        *("Ctrl+F", "Ctrl+H", "F3", "Shift+F3", "Ctrl+D", "Ctrl+R", "Ctrl+/"),
        *("Ctrl+G", "Ctrl++", "Ctrl+=", "Ctrl+-", "Ctrl+Alt+0", "Ctrl+W", "Ctrl+Shift+N", "Ctrl+Shift+P"),
    }
)


class LeavesWindowKeys(_Widget):
    """Goes before the Qt class of an editor that leaves the window its keys, and files dragged onto it."""

    def event(self, event: QEvent) -> bool:
        if _is_window_key(event):
            event.ignore()
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's menu without undoing: the history is the document's, and in the window's menu."""
        make = getattr(self, "createStandardContextMenu", None)
        if make is None:
            super().contextMenuEvent(event)
            return
        menu: QMenu = make()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries = menu.actions()
        if entries and entries[0].objectName() == "edit-undo":  # undoing, doing again and a line below them
            for entry in entries[:3]:
                menu.removeAction(entry)
        menu.popup(event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()  # Qt asks the window then
        else:
            super().dragEnterEvent(event)


class Composing(_Widget):
    """Goes before the Qt class of an editor and knows what an input method composes in it."""

    _preedit = ""

    @property
    def composing(self) -> bool:
        """Whether an input method is at work."""
        return bool(self._preedit)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)

    def commit_composition(self) -> None:
        """Takes what is being composed, also where the input method itself does not give it."""
        composed = self._preedit
        if not composed:
            return
        method = QGuiApplication.inputMethod()
        method.commit()
        if self._preedit == composed:  # ibus commits when it is asked; others know nothing of it
            event = QInputMethodEvent()
            event.setCommitString(composed)
            QApplication.sendEvent(self, event)
            method.reset()


def is_composing() -> bool:
    """Whether an input method is at work where the focus is."""
    focus = QApplication.focusWidget()
    return isinstance(focus, Composing) and focus.composing


def _is_window_key(event: QEvent) -> bool:
    """Whether an editor must leave this key to the window.

    Qt's editors claim keys such as Ctrl+Z or Ctrl+E for themselves by accepting the `ShortcutOverride`
    that comes before the key; a widget that asks here first lets the window's actions have them.
    """
    # The class is asked first: most events are no keys, and the enumeration of types is slow to make.
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    return QKeySequence(event.keyCombination()).toString() in WINDOW_KEYS
