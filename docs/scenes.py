"""Everything that the window can show, a line each: for the pictures, and for the tests of the look."""

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from docs import window_scenes as windows
from docs.camera import wait_for
from docs.dialog_scenes import DIALOGS
from export import Product
from gui.preview import Preview
from gui.window import MainWindow

Scene = Callable[[MainWindow], QWidget | None]
"""Brings something about that is to be seen, and returns it; a dialog is run instead."""

SCENES: dict[str, Scene] = {
    "start": windows.start,
    "first-start": windows.first_start,
    "new": windows.new,
    **{f"section-{at + 1}": partial(windows.section, at=at) for at in range(6)},
    "overview": windows.at_a_glance,
    "overview-end": windows.end_of_overview,
    "overview-new": windows.nothing_at_a_glance,
    "long-name": windows.long_name,
    "find": windows.searching,
    "find-nothing": partial(windows.searching, words="水库"),
    "find-row": windows.searching_rows,
    "found-row": partial(windows.searching_rows, words="信息"),
    "problem": windows.problem,
    "marked-words": windows.marked_words,
    "aside": windows.set_aside_line,
    "agreeing": windows.agreeing,
    "refused": windows.refused,
    "selected": windows.selected,
    "final": windows.final,
    "changed-after-signing": windows.changed_after_signing,
    "held": windows.held,
    "changed-on-disk": windows.changed_on_disk,
    "preview": windows.preview,
    "preview-signature": partial(windows.preview, product=Product.SIGNATURE),
    **DIALOGS,
}
"""Whoever makes a dialog or a page adds it here."""


def show(name: str, window: MainWindow, look: Callable[[QWidget], None], pause: int = 0) -> None:
    """Shows a scene, has it looked at after `pause` milliseconds, and closes it again."""
    seen = []

    def look_at_dialog() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        seen.append(dialog)
        _settle(window)
        try:
            look(dialog)
        finally:
            dialog.reject()

    window.activateWindow()
    QApplication.processEvents()
    timer = QTimer(singleShot=True, interval=pause)
    timer.timeout.connect(look_at_dialog)
    timer.start()
    shown = SCENES[name](window)
    timer.stop()
    assert (shown is None) == bool(seen), f"the scene “{name}” shows nothing, or two things"
    if isinstance(shown, Preview):
        wait_for(shown.maker.drawn)
    if shown is not None:
        _settle(window)
        look(shown)
    if shown not in (None, window):
        shown.close()
        shiboken6.delete(shown)  # at once, or it would be the parent of the next dialog
    if shown is window and (focus := QApplication.focusWidget()):
        QTest.keyClick(focus, Qt.Key.Key_Escape)  # what was opened within it
    window.document.undo_stack.setClean()


def _settle(window: MainWindow) -> None:
    """Lets all happen that was put off to the next turn, and what that puts off in its turn."""
    for _ in range(3):
        if table := window.tabs.table_page:
            table.guide()  # by itself it would come at any turn, or after all of them
        QApplication.processEvents()
