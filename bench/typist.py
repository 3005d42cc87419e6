"""A clerk without hands, for `bench/kills --window`: opens the real window, types and saves until killed.

`python -m bench.typist FOLDER SEED`, without a display. It recovers what a former one left, types a
rising number into a text by keys, now faster, now with a pause, saves now and then, and says on standard
output what it did: a word, the number, the time (of `time.monotonic`, which all processes share).
"""

import os
import sys
import time
from pathlib import Path
from random import Random

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from gui.answers import AfterFailure, Answer, WhenHeld
from gui.app import new_application
from gui.dialogs import Dialogs
from gui.recovery_dialog import RecoveryDialog
from gui.settings import Settings
from gui.window import MainWindow
from model.locks import Locked

_SAVES = 0.1  # of the steps are followed by a save
_PAUSES = 0.04  # of the steps by a pause
_LONG, _SHORT = (900, 2500), (5, 60)  # milliseconds between two steps


class Assent(Dialogs):
    """Recovers what it can; nothing else should be asked."""

    def run(self, dialog: QDialog) -> bool:
        assert isinstance(dialog, RecoveryDialog), type(dialog)
        dialog.recover.click()
        return True

    def unsaved(self, name: str) -> Answer:
        raise AssertionError(name)

    def held(self, name: str, held: Locked) -> WhenHeld:
        raise AssertionError(held.words)

    def save_failed(self, message: str) -> AfterFailure:
        raise AssertionError(message)

    def save_draft(self, suggestion: Path) -> Path | None:
        raise AssertionError(suggestion)

    def failed(self, message: str) -> None:
        raise AssertionError(message)


class Typist:
    """Types into the text that comes first."""

    def __init__(self, window: MainWindow, random: Random) -> None:
        self._window, self._random = window, random
        self._step = last_number(window.document.report.texts["overview"])
        say("begun", self._step)
        self.go_on()

    def go_on(self) -> None:
        """One step, and the next one later."""
        focus = QApplication.focusWidget()
        assert focus is not None
        self._step += 1
        QTest.keyClick(focus, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(focus, f" {self._step}")
        say("typed", self._step)
        if self._random.random() < _SAVES:
            self.save(focus)
        span = _LONG if self._random.random() < _PAUSES else _SHORT
        QTimer.singleShot(self._random.randint(*span), self.go_on)

    def save(self, focus: QWidget) -> None:
        """Saves by the key; it must have worked."""
        QTest.keyClick(focus, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert not self._window.document.modified
        say("saved", self._step)


def last_number(text: str) -> int:
    """The number that was typed last into a text; 0 where none was."""
    words = text.split()
    return int(words[-1]) if words and words[-1].isascii() and words[-1].isdigit() else 0


def say(word: str, step: int) -> None:
    """Says what was done, at once; where nobody listens any more, ends."""
    try:
        print(word, step, time.monotonic(), flush=True)
    except OSError:
        os._exit(1)


def main(folder: Path, seed: int) -> None:
    """Types until it is killed."""
    app = new_application()
    window = MainWindow(Settings())
    window.filing.dialogs = Assent(window)
    window.open(folder / "年报.gknb")
    window.show()
    window.activateWindow()

    def begin() -> None:
        window.recovering.offer_left_behind()
        window.tabs.go_to(0)
        app.processEvents()
        typists.append(Typist(window, Random(seed)))

    typists: list[Typist] = []
    QTimer.singleShot(0, begin)
    sys.exit(app.exec())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
