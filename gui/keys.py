"""Keys that belong to the window, wherever the focus is."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence

WINDOW_KEYS = frozenset(
    {
        *(f"Ctrl+{number}" for number in range(10)),
        *("Ctrl+N", "Ctrl+O", "Ctrl+S", "Ctrl+Shift+S", "Ctrl+E", "Ctrl+P", "Ctrl+Q"),
        *("Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "F1", "F8", "Shift+F8"),
    }
)


def is_window_key(event: QEvent) -> bool:
    """Whether an editor must leave this key to the window.

    Qt's editors claim keys such as Ctrl+Z or Ctrl+E for themselves by accepting the `ShortcutOverride`
    that comes before the key; a widget that asks here first lets the window's actions have them.
    """
    # The class is asked first: most events are no keys, and the enumeration of types is slow to make.
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    return QKeySequence(event.keyCombination()).toString() in WINDOW_KEYS
