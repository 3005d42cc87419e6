"""One draft and several people: locks, a file that somebody else changes, saves that fail."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from gui.answers import AfterFailure, Answer, WhenHeld
from gui.changed_file import ChangedDialog
from gui.settings import Settings
from gui.window import MainWindow
from model.draft import read_draft, write_draft
from model.locks import Locked, lock_path
from tests.gui.conftest import Clerk
from tests.gui.leftovers import ROOT, leave

NEW = "applications/new_received/natural_person"
SAMPLE = ROOT / "samples" / "clean-2025.gknb"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "年报.gknb"
    shutil.copy(SAMPLE, path)
    return path


@pytest.fixture
def other(clerk: Clerk, draft: Path) -> MainWindow:
    """Another window, which has the draft open."""
    window = MainWindow(Settings())
    clerk.qtbot.addWidget(window, before_close_func=lambda w: w.document.undo_stack.setClean())
    window.open(draft)
    return window


def change(draft: Path, value: int) -> None:
    """Somebody without a lock, e.g. a folder that is kept the same on two machines."""
    report = read_draft(draft)
    report.apply({NEW: value})
    write_draft(report, draft)


def type_in(clerk: Clerk, value: str) -> None:
    clerk.section(3)
    clerk.type(value)
    clerk.key(Qt.Key.Key_Return)


def press(clerk: Clerk, button: str) -> list[str]:
    """Presses a button of the dialog that comes; what it shows is put into the list."""
    shown: list[str] = []

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, ChangedDialog)
        shown.append(dialog.lines.toPlainText())
        getattr(dialog, button).click()

    clerk.answers.in_dialog = act
    return shown


def strip(clerk: Clerk) -> str:
    label = clerk.window.file_strip
    return label._label.text() if label.isVisible() else ""


def focus(clerk: Clerk, words: str) -> None:
    """Comes back to the window and waits until it says so."""
    elsewhere = QWidget()
    elsewhere.show()
    elsewhere.activateWindow()
    clerk.qtbot.waitUntil(elsewhere.isActiveWindow)
    elsewhere.close()
    clerk.window.activateWindow()
    QApplication.processEvents()
    clerk.qtbot.waitUntil(lambda: words in strip(clerk), timeout=3000)


# Locks


def test_an_open_draft_is_locked_until_it_is_closed(clerk: Clerk, draft: Path, tmp_path: Path) -> None:
    lock = lock_path(draft)
    clerk.window.open(draft)
    assert lock.exists()
    clerk.answers.path = tmp_path / "另一份.gknb"
    clerk.ctrl(Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert not lock.exists()
    assert lock_path(tmp_path / "另一份.gknb").exists()
    clerk.ctrl(Qt.Key.Key_N)
    assert not lock_path(tmp_path / "另一份.gknb").exists()
    clerk.window.open(draft)
    assert clerk.window.close()
    assert not lock.exists()


def test_a_locked_draft_is_opened_only_to_be_read(clerk: Clerk, draft: Path, other: MainWindow) -> None:
    before = draft.read_bytes()
    clerk.answers.when_held = WhenHeld.LOOK
    clerk.answers.path = draft
    clerk.ctrl(Qt.Key.Key_O)
    assert "另一个窗口" in clerk.answers.asked[-1]
    assert "只读" in strip(clerk)
    type_in(clerk, "5")
    assert "只读" in clerk.window.statusBar().currentMessage()
    clerk.section(5)
    clerk.type("x")
    clerk.window.header.agency.setFocus()
    clerk.type("y")
    clerk.window.document.edit({"sign_off/closing": "yes"}, "落款")
    assert clerk.window.document.report == read_draft(draft)
    assert not clerk.window.document.modified
    assert other.document.file and other.document.file.is_ours
    assert draft.read_bytes() == before


def test_saving_elsewhere_makes_it_editable(
    clerk: Clerk, draft: Path, other: MainWindow, tmp_path: Path
) -> None:
    clerk.answers.when_held = WhenHeld.LOOK
    clerk.window.open(draft)
    clerk.answers.path = tmp_path / "我的.gknb"
    clerk.window.file_strip.save_as.click()
    assert strip(clerk) == ""
    type_in(clerk, "5")
    assert clerk.value(NEW) == 5
    clerk.ctrl(Qt.Key.Key_S)
    assert read_draft(tmp_path / "我的.gknb").cells[NEW] == 5
    assert read_draft(draft).cells[NEW] == 8


def test_a_read_only_draft_is_not_saved_over(clerk: Clerk, draft: Path, other: MainWindow) -> None:
    clerk.answers.when_held = WhenHeld.LOOK
    clerk.window.open(draft)
    before = draft.read_bytes()
    clerk.answers.path = draft
    clerk.answers.after_failure = [AfterFailure.CANCEL]
    clerk.ctrl(Qt.Key.Key_S)
    assert clerk.answers.asked[-1].startswith("lost 年报.gknb")
    assert draft.read_bytes() == before
    assert clerk.window.document.read_only


def test_a_copy_of_a_locked_draft(clerk: Clerk, draft: Path, other: MainWindow, tmp_path: Path) -> None:
    clerk.answers.when_held = WhenHeld.COPY
    clerk.answers.path = tmp_path / "副本.gknb"
    clerk.window.open(draft)
    assert clerk.answers.asked[-1] == "save 年报（副本）.gknb"
    assert clerk.window.document.path == tmp_path / "副本.gknb"
    assert not clerk.window.document.read_only
    assert other.document.file and other.document.file.is_ours


@pytest.mark.parametrize("sure", [True, False])
def test_taking_over_wants_a_second_word(clerk: Clerk, draft: Path, other: MainWindow, sure: bool) -> None:
    clerk.answers.when_held = WhenHeld.TAKE_OVER
    clerk.answers.yes = sure
    clerk.window.open(draft)
    assert clerk.answers.asked[-1] == "take over 年报.gknb?"
    assert (clerk.window.document.path == draft) is sure
    assert other.document.file and other.document.file.is_ours is not sure


def test_calling_it_off_leaves_everything(clerk: Clerk, draft: Path, other: MainWindow) -> None:
    type_in(clerk, "4")
    clerk.answers.answer = Answer.DISCARD
    clerk.window.open(draft)
    assert clerk.value(NEW) == 4
    assert clerk.window.document.path is None


@pytest.mark.parametrize("at_the_start", [False, True])
def test_a_lock_of_a_program_that_was_killed_is_no_hindrance(
    clerk: Clerk, draft: Path, at_the_start: bool
) -> None:
    leave(draft=draft, keep_lock=True)
    assert lock_path(draft).exists()
    if at_the_start:
        assert clerk.window.open(draft)
    else:
        clerk.answers.path = draft
        clerk.ctrl(Qt.Key.Key_O)
    assert clerk.answers.asked == []
    assert "上次没有正常关闭" in clerk.window.statusBar().currentMessage()
    type_in(clerk, "5")
    clerk.ctrl(Qt.Key.Key_S)
    assert read_draft(draft).cells[NEW] == 5


def test_opening_the_same_draft_again_reads_it_anew(clerk: Clerk, draft: Path) -> None:
    clerk.window.open(draft)
    change(draft, 99)
    clerk.window.open(draft)
    assert clerk.answers.asked == []
    assert clerk.value(NEW) == 99
    assert lock_path(draft).exists()


def test_who_was_taken_over_notices_and_is_asked_before_saving(
    clerk: Clerk, draft: Path, tmp_path: Path
) -> None:
    clerk.window.open(draft)
    type_in(clerk, "5")
    thief = MainWindow(Settings())
    clerk.qtbot.addWidget(thief)
    with pytest.raises(Locked) as held:
        thief.document.open(draft)
    thief.document.open(draft, held.value)
    focus(clerk, "已被别人接着编辑")
    before = draft.read_bytes()
    clerk.answers.after_failure = [AfterFailure.CANCEL]
    clerk.ctrl(Qt.Key.Key_S)
    assert clerk.answers.asked[-1].startswith("lost ")
    assert draft.read_bytes() == before
    clerk.answers.after_failure = [AfterFailure.ELSEWHERE]
    clerk.answers.path = tmp_path / "我的.gknb"
    clerk.ctrl(Qt.Key.Key_S)
    assert read_draft(tmp_path / "我的.gknb").cells[NEW] == 5
    assert thief.document.file and thief.document.file.is_ours


def test_saving_all_the_same_after_a_take_over(clerk: Clerk, draft: Path) -> None:
    clerk.window.open(draft)
    type_in(clerk, "5")
    with pytest.raises(Locked) as held:
        MainWindow(Settings()).document.open(draft)
    MainWindow(Settings()).document.open(draft, held.value)
    clerk.answers.after_failure = [AfterFailure.AGAIN]
    clerk.ctrl(Qt.Key.Key_S)
    assert read_draft(draft).cells[NEW] == 5
    assert clerk.window.document.file and clerk.window.document.file.is_ours


# The file changed by somebody else


def test_a_change_on_the_disk_is_noticed_with_the_focus(clerk: Clerk, draft: Path) -> None:
    clerk.window.open(draft)
    focus(clerk, "")
    clerk.qtbot.wait(200)
    assert strip(clerk) == ""
    change(draft, 99)
    focus(clerk, "改过")
    shown = press(clerk, "theirs")
    clerk.window.file_strip.compare.click()
    assert shown[0].endswith("8 → 99")
    assert clerk.value(NEW) == 99
    assert strip(clerk) == ""
    assert not clerk.window.isWindowModified()


def test_saving_over_a_change_is_a_choice(clerk: Clerk, draft: Path) -> None:
    clerk.window.open(draft)
    type_in(clerk, "5")
    change(draft, 99)
    shown = press(clerk, "ours")
    clerk.ctrl(Qt.Key.Key_S)
    assert shown[0].endswith("5 → 99")
    assert read_draft(draft).cells[NEW] == 5
    assert not clerk.window.isWindowModified()
    versions = clerk.window.filing.backups.versions(draft)
    assert [read_draft(version.path).cells[NEW] for version in versions] == [99]


def test_what_is_on_the_disk_can_be_taken_and_that_undone(clerk: Clerk, draft: Path) -> None:
    clerk.window.open(draft)
    type_in(clerk, "5")
    change(draft, 99)
    press(clerk, "theirs")
    clerk.ctrl(Qt.Key.Key_S)
    assert clerk.value(NEW) == 99
    assert not clerk.window.isWindowModified()
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value(NEW) == 5
    clerk.ctrl(Qt.Key.Key_S)
    assert read_draft(draft).cells[NEW] == 5


def test_mine_can_go_elsewhere(clerk: Clerk, draft: Path, tmp_path: Path) -> None:
    clerk.window.open(draft)
    type_in(clerk, "5")
    change(draft, 99)
    press(clerk, "elsewhere")
    clerk.answers.path = tmp_path / "我的.gknb"
    clerk.ctrl(Qt.Key.Key_S)
    assert read_draft(draft).cells[NEW] == 99
    assert read_draft(tmp_path / "我的.gknb").cells[NEW] == 5
    assert clerk.window.document.path == tmp_path / "我的.gknb"


def test_escape_overwrites_nothing(clerk: Clerk, draft: Path) -> None:
    clerk.window.open(draft)
    type_in(clerk, "5")
    change(draft, 99)
    clerk.answers.in_dialog = lambda dialog: clerk.key(Qt.Key.Key_Escape)
    clerk.ctrl(Qt.Key.Key_S)
    assert read_draft(draft).cells[NEW] == 99
    assert clerk.window.isWindowModified()


def test_a_file_that_was_only_written_anew_is_no_change(clerk: Clerk, draft: Path) -> None:
    clerk.window.open(draft)
    type_in(clerk, "5")
    draft.write_bytes(draft.read_bytes())
    clerk.ctrl(Qt.Key.Key_S)
    assert read_draft(draft).cells[NEW] == 5


def test_a_broken_file_on_the_disk_cannot_be_taken(clerk: Clerk, draft: Path) -> None:
    clerk.window.open(draft)
    type_in(clerk, "5")
    draft.write_bytes(b"{")
    usable = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, ChangedDialog)
        usable.append((dialog.theirs.isEnabled(), dialog.lines.toPlainText()))
        dialog.ours.click()

    clerk.answers.in_dialog = look
    clerk.ctrl(Qt.Key.Key_S)
    assert usable[0][0] is False and "年报.gknb" in usable[0][1]
    assert read_draft(draft).cells[NEW] == 5


def test_a_file_that_was_deleted_is_noticed_and_written_again(clerk: Clerk, draft: Path) -> None:
    clerk.window.open(draft)
    draft.unlink()
    focus(clerk, "不在原来的文件夹里")
    type_in(clerk, "5")
    clerk.ctrl(Qt.Key.Key_S)
    assert read_draft(draft).cells[NEW] == 5
    assert strip(clerk) == ""


# Saving fails


def test_a_folder_that_is_gone(clerk: Clerk, draft: Path, tmp_path: Path) -> None:
    folder = tmp_path / "共享"
    folder.mkdir()
    shutil.move(draft, folder / "年报.gknb")
    clerk.window.open(folder / "年报.gknb")
    type_in(clerk, "5")
    shutil.rmtree(folder)
    clerk.answers.path = tmp_path / "别处.gknb"
    clerk.answers.after_failure = [AfterFailure.AGAIN, AfterFailure.ELSEWHERE]
    clerk.ctrl(Qt.Key.Key_S)
    assert [("文件夹不存在" in asked) for asked in clerk.answers.asked[:2]] == [True, True]
    assert read_draft(tmp_path / "别处.gknb").cells[NEW] == 5
    assert not clerk.window.isWindowModified()


def test_trying_again_helps_where_the_folder_is_back(
    clerk: Clerk, draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "共享"
    folder.mkdir()
    clerk.answers.path = folder / "年报.gknb"
    type_in(clerk, "5")
    folder.rmdir()

    def reconnect(message: str) -> AfterFailure:
        folder.mkdir()
        return AfterFailure.AGAIN

    monkeypatch.setattr(clerk.answers, "save_failed", reconnect)
    clerk.ctrl(Qt.Key.Key_S)
    assert read_draft(folder / "年报.gknb").cells[NEW] == 5


def test_a_failed_save_leaves_no_lock_at_the_other_place(clerk: Clerk, draft: Path, tmp_path: Path) -> None:
    clerk.window.open(draft)
    (tmp_path / "文件夹.gknb").mkdir()
    clerk.answers.path = tmp_path / "文件夹.gknb"
    clerk.answers.after_failure = [AfterFailure.CANCEL]
    clerk.window.filing.save_as()
    assert not lock_path(tmp_path / "文件夹.gknb").exists()
    assert clerk.window.document.path == draft
    assert clerk.window.document.file and clerk.window.document.file.is_at(draft)
