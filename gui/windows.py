"""The windows of the program: each has one draft, and all of them one memory."""

import os
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from gui.settings import Settings
from gui.window import MainWindow

_PATIENCE = 300  # milliseconds after which one looks again whether a dialog was answered


class Windows(QObject):
    """Opens windows, knows them, and finds the one in which a draft is open."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.all: list[MainWindow] = []
        self._promised: list[Path | None] = []  # to other starts

    @property
    def active(self) -> MainWindow:
        """The window that somebody works in, or worked in last."""
        front = QApplication.activeWindow()
        while front is not None and front not in self.all:
            front = front.parentWidget()  # a dialog belongs to one
        return front if isinstance(front, MainWindow) else self.all[-1]

    def add(self, window: MainWindow) -> None:
        """Takes charge of a window until it is closed."""
        self.all.append(window)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.closed.connect(lambda: self.all.remove(window))
        window.another_asked.connect(self.open)
        window.filing.is_open_elsewhere = lambda path: self._show(path, window)

    def open(self, path: Path | None = None) -> None:
        """Shows a draft in a window: in the one that has it, in one that is not used yet, or in a new one.

        Without a draft, opens a new window with the choices that one begins with.
        """
        if path is not None and self._show(path):
            return
        unused = next((window for window in self.all if window.is_unused), None) if path else None
        window = unused or self._new()
        if path is None:
            window.beginning.show_start_page()
            window.come_forward()
        elif window.open(path) or len(self.all) == 1 or window is unused:
            window.come_forward()
        else:
            window.close()  # it was made for this draft, and that cannot be opened

    def receive(self, path: Path | None) -> None:
        """Opens what another start of the program was given, once no question is open."""
        self._promised.append(path)
        self._keep_promises()

    def _keep_promises(self) -> None:
        question = QApplication.activeModalWidget()
        # The other start has ended: the answer to the question must not end this one before its draft came.
        QApplication.setQuitOnLastWindowClosed(question is None)
        if question is not None:
            question.activateWindow()
            QTimer.singleShot(_PATIENCE, self._keep_promises)
            return
        while self._promised:
            self.open(self._promised.pop(0))

    def _new(self) -> MainWindow:
        window = MainWindow(self._settings)
        if self.all:
            window.step_aside(self.active)
        self.add(window)
        return window

    def _show(self, path: Path, asking: MainWindow | None = None) -> bool:
        """Brings the window to the front that has a draft; `asking` is none of those that count."""
        path = Path(os.path.abspath(path))
        for window in self.all:
            file = window.document.file
            if window is not asking and file is not None and file.is_at(path):
                window.come_forward()
                return True
        return False
