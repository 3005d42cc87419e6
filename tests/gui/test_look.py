"""What holds for every tab and every dialog: names to hear, a ring to see, room for all letters."""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QFont, QImage, QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from docs.scenes import SCENES, show
from gui.elided import ElidedLabel
from gui.grid.view import Grid
from gui.settings import Settings
from gui.style import Appearance, show_as
from gui.window import MainWindow
from tests.gui.contrast import SIGN, contrast

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
    assert hint.width() <= SMALLEST[0] and hint.height() <= SMALLEST[1]


def test_searching_below_a_notice_fits_the_smallest_screen(make: Callable[[float], MainWindow]) -> None:
    window = make(20)
    window.tabs.page(0)  # which asks for the most
    window.find_bar.open(replacing=True)
    strip = window.file_strip
    strip._tell("“青禾县水务局年报.gknb”在磁盘上被别人或者别的程序改过。", strip.compare)
    QApplication.processEvents()
    assert window.find_bar.isVisible() and strip.isVisible()
    assert window.minimumSizeHint().height() <= SMALLEST[1]


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


@pytest.mark.parametrize("scene", ["new", "section-1", "section-5", "registered"])
def test_what_stands_beside_is_seen_without_scrolling(
    make: Callable[[float], MainWindow], scene: str
) -> None:
    hidden: list[int] = []

    def look(shown: QWidget) -> None:
        areas = [area for area in shown.findChildren(QScrollArea) if area.isVisibleTo(shown)]
        assert areas
        hidden.extend(area.verticalScrollBar().maximum() for area in areas)

    show(scene, make(10), look)
    assert max(hidden) == 0


# Words


def test_questions_leave_no_single_characters_over(make: Callable[[float], MainWindow]) -> None:
    window, left_over, seen = make(10), set[str](), 0

    def look(shown: QWidget) -> None:
        nonlocal seen
        told = shown.findChild(QLabel, "qt_msgbox_informativelabel")
        if told is not None:
            seen += 1
            lines = [line for text in told.text().split("\n") for line in wrapped(text, told)]
            left_over.update(f"{scene}: {line}" for line in lines if 0 < len(line) < 4)

    for scene in SCENES:
        if scene.startswith("ask-") or scene in ("about", "unsaved"):
            show(scene, window, look)
    assert "\n".join(sorted(left_over)) == ""
    assert seen >= 10


def wrapped(text: str, label: QLabel) -> Iterator[str]:
    """The lines in which a label shows a text."""
    layout = QTextLayout(text, label.font())
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(label.contentsRect().width())
        yield text[line.textStart() : line.textStart() + line.textLength()]
    layout.endLayout()


def test_names_of_fields_are_written_alike(make: Callable[[float], MainWindow]) -> None:
    window, names = make(10), set[str]()

    def look(shown: QWidget) -> None:
        names.update(part.text() for part in parts(shown) if isinstance(part, QLabel) and part.buddy())

    for scene in SCENES:
        show(scene, window, look)
    assert len(names) > 15
    assert [name for name in names if name.endswith(("：", ":"))] == []


# The order of Tab


def test_tab_goes_through_every_dialog_as_the_eye_does(make: Callable[[float], MainWindow]) -> None:
    window = make(10)
    odd: set[str] = set()

    def look(shown: QWidget) -> None:
        steps: list[QWidget] = []
        for part in tabbed(shown):
            # In the grid Tab goes from cell to cell: what is beside it comes before.
            if steps and not isinstance(part, Grid) and goes_back(steps[-1], part, shown):
                odd.add(f"{scene}: from {name(steps[-1])} to {name(part)}")
            steps.append(part)
        reachable = [p for p in parts(shown) if p.focusPolicy() & Qt.FocusPolicy.TabFocus and p.isEnabled()]
        missed = set(reachable) - set(steps) - {p for p in reachable if p.focusProxy()}
        if shown is not window:
            odd.update(f"{scene}: Tab does not come to {name(part)}" for part in missed)

    for scene in SCENES:
        show(scene, window, look)
    assert "\n".join(sorted(odd)) == ""


def tabbed(shown: QWidget) -> Iterator[QWidget]:
    """What Tab comes to, one after the other; it ends where Tab belongs to what has the focus."""
    shown.activateWindow()
    QApplication.processEvents()
    steps: list[QWidget] = []
    first = next((p for p in chain(shown) if can_be_tabbed(p)), None)
    if first is not None:
        first.setFocus(Qt.FocusReason.TabFocusReason)
    while (focus := QApplication.focusWidget()) is not None and focus not in steps:
        steps.append(focus)
        yield focus
        QTest.keyClick(focus, Qt.Key.Key_Tab)


def chain(shown: QWidget) -> Iterator[QWidget]:
    """The widgets of a window in Qt's order."""
    part = shown.nextInFocusChain()
    while part is not None and part is not shown:
        yield part
        part = part.nextInFocusChain()


def can_be_tabbed(part: QWidget) -> bool:
    return bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.isVisible() and part.isEnabled()


def goes_back(one: QWidget, other: QWidget, shown: QWidget) -> bool:
    """Whether the second stands before the first for who reads by lines and columns."""
    a, b = (QRect(part.mapTo(shown, QPoint()), part.size()) for part in (one, other))
    if b.bottom() < a.top():
        return b.left() <= a.right()  # above, and not in a column further to the right
    return b.top() <= a.bottom() and b.right() < a.left()  # in the same line, further to the left


# For those who see


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_focus_shows(make: Callable[[float], MainWindow], appearance: Appearance) -> None:
    show_as(appearance)
    window = make(10)
    unseen: set[str] = set()
    kinds: set[str] = set()

    def look(shown: QWidget) -> None:
        for part in list(tabbed(shown)):
            part.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            around = QRect(part.mapTo(shown, QPoint()), part.size()).adjusted(-4, -4, 4, 4) & shown.rect()
            if isinstance(part, Grid | QTabBar):
                ground = part if isinstance(part, QTabBar) else part.viewport()
                around = current(part).translated(ground.mapTo(shown, QPoint()))
            with_focus = shown.grab(around).toImage()
            part.clearFocus()
            QApplication.processEvents()
            kinds.add(type(part).__name__)
            if changed(with_focus, shown.grab(around).toImage()) < around.width() + around.height():
                unseen.add(f"{scene}: {name(part)}")

    for scene in ("section-1", "section-3", "problem", "export", "take-in", "figure", "recovery", "preview"):
        show(scene, window, look)
    show_as(Appearance.SYSTEM)
    assert "\n".join(sorted(unseen)) == ""
    assert len(kinds) >= 12


def current(part: Grid | QTabBar) -> QRect:
    """What has the focus within a widget."""
    return (
        part.tabRect(part.currentIndex())
        if isinstance(part, QTabBar)
        else part.visualRect(part.currentIndex())
    )


def changed(one: QImage, other: QImage) -> int:
    """How many pixels are told apart well: half of a ring, two pixels wide, has as many as width + height."""
    pairs = Counter(
        (one.pixel(x, y), other.pixel(x, y))
        for x, y in product(range(one.width()), range(one.height()))
        if not 8 < x < one.width() - 8 or not 8 < y < one.height() - 8
    )
    return sum(count for (a, b), count in pairs.items() if a != b and contrast(QColor(a), QColor(b)) >= SIGN)


def test_the_ring_keeps_no_dialog_alive(make: Callable[[float], MainWindow]) -> None:
    window = make(10)
    for scene in ("verify", "sign-off", "about"):
        show(scene, window, lambda shown: None)
    gc.collect()
    assert window.findChildren(QDialog) == []
