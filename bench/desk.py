"""The real window in this process, and a clerk at its keyboard, for what is measured by keys."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

SIZE = 1366, 768  # pixels of the window: a common small screen
PATIENCE = 5.0  # seconds for a frame; one that takes longer is a defect


class Frames(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.count = 0
        self._widget = widget
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False

    def stop(self) -> None:
        """Counts no longer."""
        self._widget.removeEventFilter(self)


class Desk:
    """A window with a draft."""

    def __init__(self, draft: Path) -> None:
        from gui.app import new_application
        from gui.settings import Settings
        from gui.window import MainWindow

        self._app = QApplication.instance() or new_application()
        self.window = MainWindow(Settings())
        self.window.resize(*SIZE)
        self.window.open(draft)
        self.window.show()
        self.window.activateWindow()
        self.settle()
        self.window.document.checking.check_all()
        self.settle()

    @property
    def focus(self) -> QWidget:
        """What the keys go to."""
        widget = QApplication.focusWidget()
        assert widget, "nothing has the focus"
        return widget

    def settle(self) -> None:
        """Lets the window do what it has put off for the next turns of its event loop."""
        for _ in range(5):
            QApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def press(self, key: Qt.Key, until_painted: QWidget) -> float:
        """Presses a key; milliseconds until a frame with this widget is painted and nothing is left to do."""
        frames = Frames(until_painted)
        start = time.perf_counter()
        QTest.keyClick(self.focus, key)
        while not frames.count:
            QApplication.processEvents()
            if time.perf_counter() - start > PATIENCE:
                raise RuntimeError("the key did not lead to a new frame")
        took = time.perf_counter() - start
        frames.stop()
        return 1000 * took

    def cells(self) -> list[str]:
        """Goes to the largest table; the addresses of its input cells, in printed order."""
        window = self.window
        layouts = window.document.report.form.layouts
        key = max(layouts, key=lambda key: len(layouts[key].cells))
        window.tabs.go_to(next(i for i, group in enumerate(window.tabs.groups) if group[-1].key == key))
        self.settle()
        return [address for address in window.document.report.form.inputs if address.startswith(f"{key}/")]

    def type_into(self, address: str, digits: str) -> float:
        """Types a number into a cell of the open table; milliseconds from Enter to the painted frame.

        The frame shows the new value, its totals, and what the checks say of it.
        """
        from gui.sections import TablePage

        page = self.window.tabs.current_page
        assert isinstance(page, TablePage)
        page.grid.go_to(address)
        self.settle()
        for digit in digits:
            QTest.keyClicks(self.focus, digit)  # the first one opens the editor that takes the others
        self.settle()
        took = self.press(Qt.Key.Key_Return, page.grid.viewport())
        value = self.window.document.report.content(address)
        assert str(value) == digits, f"{address} holds {value}, not {digits}"
        return took

    def text(self, key: str = "overview") -> QAbstractScrollArea:
        """Goes to a text; its editor, which has the focus."""
        window = self.window
        window.tabs.go_to(
            next(i for i, group in enumerate(window.tabs.groups) if key in [at.key for at in group])
        )
        self.settle()
        editor = self.focus
        assert isinstance(editor, QAbstractScrollArea)
        return editor

    def close(self) -> None:
        """Leaves the draft as it is on the disk."""
        self.window.document.undo_stack.setClean()
        self.window.close()
        self.window.deleteLater()
        self.settle()


@contextmanager
def desk(folder: Path, draft: Path) -> Iterator[Desk]:
    """A window with settings and data of its own."""
    own = {
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM") or "offscreen",
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
    before = qInstallMessageHandler(_say)
    try:
        with patch.dict(os.environ, own):
            opened = Desk(draft)
            try:
                yield opened
            finally:
                opened.close()
    finally:
        qInstallMessageHandler(before)


def _say(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
    """What Qt says, but for what the offscreen platform says of every window."""
    if "propagateSizeHints" not in (message or ""):
        print(message, file=sys.stderr)
