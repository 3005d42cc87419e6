"""Light and dark: what can be read and told apart in each, and that all of the window follows."""

import json
from collections import Counter
from collections.abc import Iterator

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QImage, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from docs.examples import FINISHED, UNBALANCED
from gui.preview import Preview
from gui.settings import load_settings, settings_path
from gui.style import DARK, LIGHT, Appearance, Shades, chinese_first, shades, show_as
from model.draft import read_draft
from tests.gui.conftest import Clerk
from tests.gui.contrast import SIGN, TEXT, contrast

GROUNDS = ("window", "head", "total", "sheet", "accent_tint")
READ = {
    "ink": GROUNDS,
    "quiet_ink": ("window", "head", "sheet", "accent_tint"),
    "accent": ("window", "sheet", "accent_tint"),
    "error": ("window", "sheet", "accent_tint"),
    "warning": ("window", "sheet", "accent_tint"),
    "fine": ("window", "sheet", "accent_tint"),
    "sheet": ("accent",),
}
"""What is written in which colour, and on which grounds."""
SEEN = {
    "accent": GROUNDS,
    "error": GROUNDS,
    "warning": GROUNDS,
    "fine": ("window", "sheet", "accent_tint"),
    "rule": ("window", "head", "total", "sheet", "accent_tint"),
    "sheet": ("error", "warning"),
}
"""What is drawn in which colour, and on which grounds: rules, rings, marks."""

every_set = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def too_near(looks: Shades, pairs: dict[str, tuple[str, ...]], least: float) -> list[str]:
    """The pairs of colours that cannot be told apart well enough."""
    colours: dict[str, QColor] = structs.asdict(looks)
    measured = {(a, b): contrast(colours[a], colours[b]) for a, grounds in pairs.items() for b in grounds}
    return [f"{a} on {b}: {ratio:.2f}" for (a, b), ratio in measured.items() if ratio < least]


@every_set
def test_everything_written_can_be_read(colours: Shades) -> None:
    assert too_near(colours, READ, TEXT) == []


@every_set
def test_rules_rings_and_marks_can_be_seen(colours: Shades) -> None:
    assert too_near(colours, SEEN, SIGN) == []


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_what_is_pressed_and_filled_in_has_an_outline(qtbot: QtBot, appearance: Appearance) -> None:
    show_as(appearance)
    ground = QWidget()
    qtbot.addWidget(ground)
    column = QVBoxLayout(ground)
    parts = [QPushButton("导出"), QLineEdit(), QComboBox(), QCheckBox("附图"), QRadioButton("自然人")]
    for part in parts:
        column.addWidget(part)
        part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    ground.show()
    qtbot.waitExposed(ground)
    image, behind = picture(ground), shades(ground.palette()).window
    for part in parts:
        edge, middle = part.geometry().left(), part.geometry().center().y()
        seen = [image.pixelColor(edge + x, middle) for x in range(4)]
        assert max(contrast(colour, behind) for colour in seen) >= SIGN, type(part).__name__


@pytest.mark.parametrize(
    ("used", "chinese", "families"),
    [
        ("Noto Sans CJK SC", {"Noto Sans CJK SC", "SimSun"}, ["Sans"]),
        ("SimSun", {"SimSun", "Noto Sans CJK SC"}, ["Sans"]),  # the system's own choice
        ("DejaVu Sans", {"WenQuanYi Zen Hei", "Noto Sans CJK SC"}, ["Noto Sans CJK SC", "Sans"]),
        ("DejaVu Sans", {"SimSun"}, ["Sans"]),  # made for print
    ],
)
def test_a_font_without_chinese_comes_second(used: str, chinese: set[str], families: list[str]) -> None:
    assert chinese_first(used, ["Sans"], chinese) == families


# Light and dark while the program runs


@pytest.fixture(autouse=True)
def as_it_was(qapp: QApplication) -> Iterator[None]:
    yield
    show_as(Appearance.SYSTEM)


def choose(clerk: Clerk, words: str) -> None:
    """Chooses an entry of the menu."""
    entry = next(action for action in clerk.window.findChildren(QAction) if action.text().startswith(words))
    entry.trigger()
    QApplication.processEvents()


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def pictures(clerk: Clerk) -> list[QImage]:
    """The parts of the window that show nothing later than at once."""
    window = clerk.window
    table = window.tabs.table_page
    page = table.grid if table else clerk.editor("overview")
    return [picture(part) for part in (window.header, window.tabs.tabBar(), page, window.problems)]


def grounds(image: QImage) -> Counter[str]:
    """How often each colour is there, in every third pixel."""
    places = ((x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))
    return Counter(QColor(image.pixel(x, y)).name() for x, y in places)


@pytest.mark.parametrize("section", [1, 2, 3])
def test_the_whole_window_turns_dark_and_light_again(clerk: Clerk, section: int) -> None:
    clerk.window.document.start(read_draft(UNBALANCED))
    clerk.window.document.checking.check_all()
    clerk.section(section)
    clerk.window.tabs.tabBar().setFocus()  # no cursor blinks there
    before = pictures(clerk)
    choose(clerk, "深色")
    dark = grounds(picture(clerk.window))
    assert {DARK.window.name(), DARK.sheet.name()} <= {name for name, _ in dark.most_common(4)}
    left = {shade.name() for shade in structs.asdict(LIGHT).values()} & set(dark)
    assert not {name for name in left if dark[name] > 20}, "colours of the light window are left"
    choose(clerk, "浅色")
    assert pictures(clerk) == before


def test_the_choice_is_remembered_and_marked_in_the_menu(clerk: Clerk) -> None:
    marked = {a.text() for a in clerk.window.findChildren(QAction) if a.isCheckable() and a.isChecked()}
    assert "跟随系统(&S)" in marked
    choose(clerk, "深色")
    assert load_settings()[0].appearance is Appearance.DARK
    assert json.loads(settings_path().read_text(encoding="utf-8"))["appearance"] == "dark"


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Dark, Qt.ColorScheme.Light, Qt.ColorScheme.Unknown])
def test_the_window_follows_the_system(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, scheme: Qt.ColorScheme
) -> None:
    """The platform of the tests has no scheme of its own: it says what it is told to."""
    hints = qapp.styleHints()
    monkeypatch.setattr(type(hints), "colorScheme", lambda _: scheme)
    hints.colorSchemeChanged.emit(scheme)
    wanted = DARK if scheme is Qt.ColorScheme.Dark else LIGHT
    assert qapp.palette().window().color() == wanted.window


def test_a_choice_outweighs_the_system(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    show_as(Appearance.LIGHT)
    hints = qapp.styleHints()
    monkeypatch.setattr(type(hints), "colorScheme", lambda _: Qt.ColorScheme.Dark)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert qapp.palette().window().color() == LIGHT.window


def test_paper_stays_white_in_the_dark(clerk: Clerk, qtbot: QtBot) -> None:
    clerk.window.document.start(read_draft(FINISHED))
    show_as(Appearance.DARK)
    preview = Preview(clerk.window.document, clerk.window)
    with qtbot.waitSignal(preview.maker.drawn):
        preview.show()
    assert grounds(picture(preview.view)).most_common(1)[0][0] == "#ffffff"
    preview.close()


def test_turning_dark_changes_neither_text_nor_cursor(clerk: Clerk) -> None:
    clerk.window.document.start(read_draft(FINISHED))
    clerk.section(1)
    editor = clerk.editor("overview")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    clerk.type("1")
    text, steps = clerk.value("texts/overview"), clerk.window.document.undo_stack.count()
    choose(clerk, "深色")
    clerk.type("2")
    assert clerk.value("texts/overview") == f"{text}2"
    assert clerk.window.document.undo_stack.count() == steps
    clerk.ctrl(Qt.Key.Key_Z)
    assert not str(clerk.value("texts/overview")).endswith("12")
