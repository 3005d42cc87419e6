"""What holds for every tab and every dialog: names to hear, a ring to see, room for all letters."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from docs.scenes import SCENES, show
from gui.elided import ElidedLabel
from gui.settings import Settings
from gui.window import MainWindow

SMALLEST = 1024, 700  # pixels: the window in which everything has to work


@pytest.fixture
def make(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[float], MainWindow]]:
    """Makes the smallest window with letters of so many points, which stand for a larger scale."""
    usual = qapp.font()

    def made(points: float) -> MainWindow:
        font = QFont(usual)
        font.setPointSizeF(points)
        qapp.setFont(font)
        window = MainWindow(Settings())
        qtbot.addWidget(window, before_close_func=lambda w: w.document.undo_stack.setClean())
        window.resize(*SMALLEST)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        return window

    yield made
    qapp.setFont(usual)


def parts(shown: QWidget) -> list[QWidget]:
    """All that can be seen of a window or a dialog."""
    return [part for part in (shown, *shown.findChildren(QWidget)) if part.isVisibleTo(shown)]


def name(part: QWidget) -> str:
    """A short name of a widget for a failing test."""
    text = getattr(part, "text", str)()
    return f"{type(part).__name__} {part.accessibleName() or text or part.objectName()}"


# For those who hear


def test_whatever_takes_the_focus_has_a_name(make: Callable[[float], MainWindow]) -> None:
    window = make(10)
    nameless: set[str] = set()

    def look(shown: QWidget) -> None:
        for part in parts(shown):
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
                said = QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)
                if not any(letter.isalnum() for letter in said):
                    nameless.add(f"{scene}: {name(part)}")

    for scene in SCENES:
        show(scene, window, look)
    assert "\n".join(sorted(nameless)) == ""


# Room


def test_the_window_fits_the_smallest_screen(make: Callable[[float], MainWindow]) -> None:
    hint = make(10).minimumSizeHint()
    assert (hint.width(), hint.height()) <= SMALLEST and hint.height() <= SMALLEST[1]


@pytest.mark.parametrize("points", [10, 15, 20])
def test_nothing_is_cut_off(make: Callable[[float], MainWindow], points: float) -> None:
    window = make(points)
    cut: set[str] = set()

    def look(shown: QWidget) -> None:
        cut.update(f"{scene}: {shortage(part)}" for part in parts(shown) if shortage(part))
        size = shown.size() if shown is window else shown.minimumSizeHint()
        if size != size.boundedTo(QSize(*SMALLEST)):
            cut.add(f"{scene} is as large as {size.toTuple()}")

    for scene in SCENES:
        show(scene, window, look)
    assert "\n".join(sorted(cut)) == ""


def shortage(part: QWidget) -> str:
    """What a widget's text needs and does not have; empty where it is all to be seen."""
    metrics, room, need = part.fontMetrics(), part.size(), QSize()
    if isinstance(part, ElidedLabel):
        return ""  # its tool tip has the rest
    if isinstance(part, QLabel):
        need = QSize(0, part.heightForWidth(part.width())) if part.wordWrap() else part.sizeHint()
    elif isinstance(part, QAbstractButton) and part.text():
        need = QSize(metrics.size(Qt.TextFlag.TextShowMnemonic.value, part.text()).width(), metrics.height())
        if not part.icon().isNull():
            need += QSize(part.iconSize().width() + 4, 0)
    elif isinstance(part, QComboBox) and not part.toolTip():
        option = QStyleOptionComboBox()
        part.initStyleOption(option)
        control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = part.style().subControlRect(control, option, field, part).size()
        need = QSize(metrics.horizontalAdvance(part.currentText()), metrics.height())
    elif isinstance(part, QLineEdit):
        need = QSize(0, metrics.height())
    enough = need.width() <= room.width() and need.height() <= room.height()
    return "" if enough else f"{name(part)} needs {need.toTuple()}, has {room.toTuple()}"
