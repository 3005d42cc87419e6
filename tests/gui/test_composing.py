"""What an input method composes is neither lost nor disturbed, in cells, texts and the header."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from gui.answers import Answer
from gui.input_method import choose_input_method
from gui.keys import is_composing
from model.draft import read_draft
from tests.gui.conftest import Clerk

CELL = "applications/new_received/natural_person"


def compose(clerk: Clerk, text: str) -> None:
    """An input method shows what it composes; the offscreen platform has none that would give it later."""
    QApplication.sendEvent(clerk.focus, QInputMethodEvent(text, []))
    assert is_composing()


def in_cell(clerk: Clerk) -> tuple[str, str, object]:
    """Goes to a cell; its address, what is composed there and what that means."""
    clerk.section(3)
    return CELL, "１２", 12


def in_text(clerk: Clerk) -> tuple[str, str, object]:
    clerk.section(6)
    return "texts/other", "清淤", "清淤"


def in_agency(clerk: Clerk) -> tuple[str, str, object]:
    clerk.window.header.agency.setFocus()
    return "agency", "水务局", "水务局"


def in_year(clerk: Clerk) -> tuple[str, str, object]:
    clerk.window.header.year.setFocus()
    return "year", "２０２５", 2025


everywhere = pytest.mark.parametrize("go", [in_cell, in_text, in_agency, in_year])
Go = Callable[[Clerk], tuple[str, str, object]]


@everywhere
def test_saving_takes_what_is_composed(clerk: Clerk, go: Go) -> None:
    address, composed, value = go(clerk)
    compose(clerk, composed)
    assert clerk.value(address) != value
    clerk.ctrl(Qt.Key.Key_S)
    assert not is_composing()
    assert clerk.answers.path
    assert read_draft(clerk.answers.path).content(address) == value


@everywhere
def test_going_to_another_section_takes_it(clerk: Clerk, go: Go) -> None:
    address, composed, value = go(clerk)
    compose(clerk, composed)
    clerk.section(2)
    assert not is_composing()
    assert clerk.value(address) == value


@everywhere
def test_undoing_takes_it_and_takes_it_back(clerk: Clerk, go: Go) -> None:
    clerk.window.document.edit({"texts/problems": "清淤不够。"}, "输入")
    address, composed, value = go(clerk)
    before = clerk.value(address)
    compose(clerk, composed)
    clerk.ctrl(Qt.Key.Key_Z)
    assert not is_composing()
    assert clerk.value(address) == before
    assert clerk.value("texts/problems") == "清淤不够。"
    clerk.ctrl(Qt.Key.Key_Y)
    assert clerk.value(address) == value


@everywhere
def test_closing_asks_with_it(clerk: Clerk, go: Go) -> None:
    address, composed, value = go(clerk)
    compose(clerk, composed)
    clerk.answers.answer = Answer.CANCEL
    assert not clerk.window.close()
    assert clerk.answers.asked[-1].startswith("unsaved")
    assert clerk.value(address) == value


@everywhere
def test_a_recovery_copy_waits_for_it(clerk: Clerk, go: Go) -> None:
    clerk.window.document.edit({"texts/problems": "清淤不够。"}, "输入")
    _, composed, _ = go(clerk)
    compose(clerk, composed)
    clerk.window.autosave._on_time()
    assert is_composing()
    assert not clerk.window.autosave._has_own


def test_a_composition_goes_on_in_the_middle_of_a_text(clerk: Clerk) -> None:
    """Several steps of the input method, then its own commit: once and at its place."""
    clerk.window.document.edit({"texts/other": "全年三处。"}, "输入")
    clerk.section(6)
    editor = clerk.editor("other")
    editor.select(2, 2)
    for step in ("q", "qy", "清yu", "清淤"):
        compose(clerk, step)
        assert clerk.value("texts/other") == "全年三处。"
    event = QInputMethodEvent()
    event.setCommitString("清淤")
    QApplication.sendEvent(editor, event)
    assert clerk.value("texts/other") == editor.toPlainText() == "全年清淤三处。"
    assert not is_composing()
    clerk.ctrl(Qt.Key.Key_S)
    assert clerk.value("texts/other") == "全年清淤三处。"


def test_a_composition_that_is_given_up_leaves_nothing(clerk: Clerk) -> None:
    clerk.section(6)
    compose(clerk, "qingyu")
    QApplication.sendEvent(clerk.focus, QInputMethodEvent("", []))
    clerk.ctrl(Qt.Key.Key_S)
    assert clerk.value("texts/other") == ""
    assert clerk.window.document.undo_stack.count() == 0


def test_what_the_input_method_gives_itself_is_not_taken_twice(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As ibus does, which commits when Qt asks it to."""
    clerk.section(6)
    compose(clerk, "清淤")
    editor: QWidget = clerk.focus

    class Ibus:
        @staticmethod
        def commit() -> None:
            event = QInputMethodEvent()
            event.setCommitString("清淤")
            QApplication.sendEvent(editor, event)

    monkeypatch.setattr("gui.keys.QGuiApplication.inputMethod", Ibus)
    clerk.window.commit_pending_edit()
    assert clerk.value("texts/other") == "清淤"


def test_words_to_find_are_composed(clerk: Clerk) -> None:
    clerk.window.document.edit({"texts/other": "清淤三处。"}, "输入")
    clerk.ctrl(Qt.Key.Key_H)
    compose(clerk, "qingyu")
    event = QInputMethodEvent()
    event.setCommitString("清淤")
    QApplication.sendEvent(clerk.focus, event)
    assert clerk.window.find_bar.count.text() == "共1处"


# Which input method Qt asks for


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    """The plug-ins as the packages of PySide have them."""
    folder = tmp_path / "platforminputcontexts"
    folder.mkdir()
    for name in ("compose", "ibus"):
        (folder / f"lib{name}platforminputcontextplugin.so").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ({"QT_IM_MODULE": "fcitx"}, "ibus"),
        ({"QT_IM_MODULE": "fcitx5"}, "ibus"),
        ({"QT_IM_MODULE": "ibus"}, "ibus"),
        ({"QT_IM_MODULE": "compose"}, "compose"),
        ({"XMODIFIERS": "@im=fcitx"}, "ibus"),
        ({"XMODIFIERS": "@im=ibus"}, "ibus"),
        ({"XMODIFIERS": "@im=none"}, None),
        ({"QT_IM_MODULE": "compose", "XMODIFIERS": "@im=fcitx"}, "compose"),
        ({}, None),
    ],
)
def test_an_input_method_without_a_plug_in_gives_way(
    plugins: Path, asked: dict[str, str], chosen: str | None
) -> None:
    choose_input_method(asked, plugins)
    assert asked.get("QT_IM_MODULE") == chosen


def test_a_plug_in_that_is_there_is_used(plugins: Path) -> None:
    (plugins / "platforminputcontexts" / "libfcitx5platforminputcontextplugin.so").touch()
    for asked in ({"QT_IM_MODULE": "fcitx"}, {"QT_IM_MODULE": "fcitx5"}):
        expected = dict(asked)
        choose_input_method(asked, plugins)
        assert asked == expected


def test_a_list_of_input_methods_gets_one_that_works(plugins: Path) -> None:
    for listed, expected in (("fcitx", "fcitx;ibus"), ("wayland;fcitx", "wayland;fcitx"), ("ibus", "ibus")):
        asked = {"QT_IM_MODULES": listed, "QT_IM_MODULE": "fcitx"}
        choose_input_method(asked, plugins)
        assert asked["QT_IM_MODULES"] == expected


@pytest.mark.skipif(sys.platform != "linux", reason="the plug-ins of Linux")
def test_the_packages_have_the_plug_in_that_stands_in() -> None:
    from PySide6.QtCore import QLibraryInfo

    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    assert list((plugins / "platforminputcontexts").glob("*ibus*"))
