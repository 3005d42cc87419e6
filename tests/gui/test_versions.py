"""历史版本: what was saved before is listed in words, and comes back as one step."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from gui.answers import WhenHeld
from gui.settings import Settings
from gui.versions import VersionsDialog
from gui.window import MainWindow
from model.draft import read_draft
from tests.gui.conftest import Clerk
from tests.gui.leftovers import ROOT

NEW = "applications/new_received/natural_person"


@pytest.fixture
def draft(clerk: Clerk, tmp_path: Path) -> Path:
    """A draft of which two versions were replaced: 8 of the sample, then 5; the file has 6 and a text."""
    path = tmp_path / "年报.gknb"
    shutil.copy(ROOT / "samples" / "clean-2025.gknb", path)
    clerk.window.open(path)
    clerk.section(3)
    for key in "56":
        clerk.grid.go_to(NEW)
        clerk.type(key)
        clerk.key(Qt.Key.Key_Return)
        if key == "6":
            clerk.window.document.edit({"texts/problems": "存在的问题。"}, "输入")
        clerk.ctrl(Qt.Key.Key_S)
    return path


def look(clerk: Clerk, row: int, button: str) -> tuple[list[str], str, bool]:
    """Opens the list, goes to a version and presses a button; what was shown, and whether it may restore."""
    shown: list[tuple[list[str], str, bool]] = []

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, VersionsDialog)
        clerk.qtbot.waitUntil(lambda: not dialog._counting.isActive())
        dialog.list.setCurrentRow(row)
        rows = [dialog.list.item(at).text() for at in range(dialog.list.count())]
        shown.append((rows, dialog.lines.toPlainText(), dialog.restore.isEnabled()))
        getattr(dialog, button).click()

    clerk.answers.in_dialog = act
    clerk.window.show_versions()
    return shown[0]


def test_versions_are_listed_with_what_is_different(clerk: Clerk, draft: Path) -> None:
    rows, lines, _ = look(clerk, 1, "close_")
    assert len(rows) == 2
    assert all("2处与现在不同" in row for row in rows)
    assert "6 → 8" in lines
    assert "文字" in lines
    assert clerk.value(NEW) == 6


def test_restoring_is_one_step_named_with_its_time(clerk: Clerk, draft: Path) -> None:
    look(clerk, 1, "restore")
    assert clerk.value(NEW) == 8
    assert "今天" in clerk.window.menus.undo.text() and "的版本" in clerk.window.menus.undo.text()
    assert clerk.window.isWindowModified()
    assert read_draft(draft).cells[NEW] == 6
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value(NEW) == 6
    assert clerk.value("texts/problems") == "存在的问题。"
    assert not clerk.window.isWindowModified()


def test_restoring_clears_what_was_refused(clerk: Clerk, draft: Path) -> None:
    clerk.grid.go_to(NEW)
    clerk.clipboard("8件")
    clerk.ctrl(Qt.Key.Key_V)
    assert clerk.shown == "8件"
    look(clerk, 0, "restore")
    assert clerk.shown == "5"
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.shown == "8件"


def test_what_is_the_same_cannot_be_restored(clerk: Clerk, draft: Path) -> None:
    look(clerk, 1, "restore")
    _, lines, possible = look(clerk, 1, "close_")
    assert lines == "与现在的内容相同。"
    assert not possible


def test_a_version_can_be_saved_apart(clerk: Clerk, draft: Path, tmp_path: Path) -> None:
    clerk.answers.path = tmp_path / "旧的.gknb"
    look(clerk, 1, "save")
    assert clerk.answers.asked[-1].startswith("save 年报（")
    assert read_draft(tmp_path / "旧的.gknb").cells[NEW] == 8
    assert clerk.value(NEW) == 6


def test_a_broken_version_says_so(clerk: Clerk, draft: Path) -> None:
    clerk.window.filing.backups.versions(draft)[0].path.write_bytes(b"{")
    rows, lines, possible = look(clerk, 0, "close_")
    assert "读不出来" in rows[0]
    assert "无法打开" in lines or "不完整" in lines
    assert not possible


def test_who_may_only_read_may_only_look(clerk: Clerk, draft: Path) -> None:
    reader = MainWindow(Settings())
    clerk.qtbot.addWidget(reader)
    second = Clerk(reader, clerk.qtbot)
    second.answers.when_held = WhenHeld.LOOK
    reader.show()
    reader.open(draft)
    rows, lines, possible = look(second, 1, "close_")
    assert len(rows) == 2 and "6 → 8" in lines
    assert not possible


def test_a_report_never_saved_has_none(clerk: Clerk) -> None:
    clerk.window.show_versions()
    assert "还没有历史版本" in clerk.window.statusBar().currentMessage()
