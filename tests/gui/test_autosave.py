"""What is typed and not saved is on the disk soon, goes when it is saved, and is offered after a crash."""

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog

from gui import autosave
from gui.answers import Answer
from gui.recovery_dialog import RecoveryDialog
from gui.settings import Settings
from gui.window import MainWindow
from model.draft import read_draft
from model.recovery import Recovery
from model.report import Report
from tests.gui.conftest import Clerk
from tests.gui.leftovers import ROOT, leave

NEW = "applications/new_received/natural_person"
OTHER = "applications/new_received/commercial_enterprise"
SAMPLE = ROOT / "samples" / "clean-2025.gknb"


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autosave, "_PAUSE", 30)
    monkeypatch.setattr(autosave, "_COMPOSING", 20)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "年报.gknb"
    shutil.copy(SAMPLE, path)
    return path


def kept(data: Path) -> list[Report]:
    """The reports in the recovery copies, as the next start would read them."""
    return [copy.report for copy in Recovery(data / "gknb" / "recovery")._read_all()]


def wait_for_copy(clerk: Clerk, data: Path) -> Report:
    clerk.qtbot.waitUntil(lambda: len(kept(data)) == 1, timeout=3000)
    return kept(data)[0]


def recover(clerk: Clerk, choose: str) -> list[str]:
    """Offers what was left behind and presses a button; returns the lines of the list."""
    lines: list[str] = []

    def press(dialog: QDialog) -> None:
        assert isinstance(dialog, RecoveryDialog)
        lines.extend(dialog.list.item(row).text() for row in range(dialog.list.count()))
        lines.append(dialog.lines.toPlainText())
        getattr(dialog, choose).click()

    clerk.answers.in_dialog = press
    clerk.window.recovering.offer_left_behind()
    return lines


def test_a_report_never_saved_is_kept_soon(clerk: Clerk, data: Path) -> None:
    clerk.section(3)
    clerk.type("5")
    clerk.key(Qt.Key.Key_Return)
    assert wait_for_copy(clerk, data).cells == {NEW: 5}


def test_the_pause_and_the_longest_wait_are_what_the_manual_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert autosave._PAUSE <= 2_000
    assert autosave._PAUSE + autosave._LONGEST <= 5_000


def test_typing_on_does_not_put_it_off(clerk: Clerk, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autosave, "_PAUSE", 60_000)
    clerk.window.autosave._longest.setInterval(50)
    clerk.section(5)

    def still_typing() -> bool:
        clerk.type("a")
        return bool(kept(data))

    clerk.qtbot.waitUntil(still_typing, timeout=3000)


def test_an_unchanged_report_has_no_copy(clerk: Clerk, data: Path, draft: Path) -> None:
    clerk.window.open(draft)
    clerk.section(3)
    clerk.key(Qt.Key.Key_Down)
    clerk.qtbot.wait(150)
    assert kept(data) == []
    assert not (data / "gknb" / "recovery").exists()


def test_undoing_to_what_is_saved_removes_the_copy(clerk: Clerk, data: Path) -> None:
    clerk.section(3)
    clerk.type("5")
    clerk.key(Qt.Key.Key_Return)
    wait_for_copy(clerk, data)
    clerk.ctrl(Qt.Key.Key_Z)
    clerk.qtbot.waitUntil(lambda: not kept(data), timeout=3000)
    clerk.ctrl(Qt.Key.Key_Y)
    wait_for_copy(clerk, data)


def test_saving_removes_the_copy(clerk: Clerk, data: Path) -> None:
    clerk.section(3)
    clerk.type("5")
    clerk.key(Qt.Key.Key_Return)
    wait_for_copy(clerk, data)
    clerk.ctrl(Qt.Key.Key_S)
    clerk.qtbot.waitUntil(lambda: not kept(data), timeout=3000)


@pytest.mark.parametrize("answer", [Answer.SAVE, Answer.DISCARD])
def test_closing_leaves_no_copy(clerk: Clerk, data: Path, answer: Answer) -> None:
    clerk.section(3)
    clerk.type("5")
    clerk.key(Qt.Key.Key_Return)
    wait_for_copy(clerk, data)
    clerk.answers.answer = answer
    assert clerk.window.close()
    assert kept(data) == []


def test_a_close_that_is_called_off_keeps_the_copy(clerk: Clerk, data: Path) -> None:
    clerk.section(3)
    clerk.type("5")
    clerk.key(Qt.Key.Key_Return)
    wait_for_copy(clerk, data)
    assert not clerk.window.close()
    clerk.qtbot.wait(100)
    assert len(kept(data)) == 1


def test_a_composition_is_not_disturbed(clerk: Clerk, data: Path) -> None:
    clerk.section(1)
    clerk.type("a")
    QApplication.sendEvent(clerk.focus, QInputMethodEvent("gong", []))
    clerk.qtbot.wait(200)
    assert kept(data) == []
    commit = QInputMethodEvent()
    commit.setCommitString("公")
    QApplication.sendEvent(clerk.focus, commit)
    assert wait_for_copy(clerk, data).texts["overview"] == "a公"


def test_a_copy_that_cannot_be_written_is_told_once(clerk: Clerk, data: Path) -> None:
    (data / "gknb").mkdir(parents=True)
    (data / "gknb" / "recovery").write_text("a file where the folder should be", encoding="utf-8")
    told: list[str] = []
    clerk.window.autosave.failed.connect(told.append)
    clerk.section(5)
    clerk.type("a")
    clerk.qtbot.waitUntil(lambda: bool(told), timeout=3000)
    assert "Ctrl+S" in told[0]
    clerk.type("b")
    clerk.qtbot.wait(200)
    assert len(told) == 1
    (data / "gknb" / "recovery").unlink()
    clerk.type("c")
    assert wait_for_copy(clerk, data).texts["problems"] == "abc"


def test_two_windows_keep_a_copy_each(clerk: Clerk, data: Path) -> None:
    other = MainWindow(Settings())
    clerk.qtbot.addWidget(other, before_close_func=lambda w: w.document.undo_stack.setClean())
    for number, window in enumerate((clerk.window, other), 1):
        window.document.edit({NEW: number}, "输入")
    clerk.qtbot.waitUntil(lambda: len(kept(data)) == 2, timeout=3000)
    assert sorted(str(report.cells[NEW]) for report in kept(data)) == ["1", "2"]
    assert clerk.window.autosave.recovery.left_behind() == []  # neither is left: both windows are there


def test_what_was_left_is_offered_and_recovered(clerk: Clerk, data: Path, draft: Path) -> None:
    leave(data, draft, NEW, "777", refused=OTHER)
    before = draft.read_bytes()
    lines = recover(clerk, "recover")
    report = clerk.window.document.report
    assert report.agency in lines[0] and "今天" in lines[0] and "3处改动" in lines[0]
    assert str(draft) in lines[0]
    assert "→ 777" in lines[1] and "3件" in lines[1]
    assert report.cells[NEW] == 777
    assert clerk.window.document.path == draft
    assert clerk.window.isWindowModified()
    clerk.section(3)
    clerk.key(Qt.Key.Key_Right)
    assert clerk.shown == "3件"
    assert draft.read_bytes() == before
    assert len(kept(data)) == 1  # now this window's own
    clerk.ctrl(Qt.Key.Key_S)
    assert read_draft(draft).cells[NEW] == 777
    clerk.qtbot.waitUntil(lambda: not kept(data), timeout=3000)


def test_a_report_never_saved_is_recovered_without_a_file(clerk: Clerk, data: Path) -> None:
    leave(data, None, NEW, "7")
    lines = recover(clerk, "recover")
    assert "某局 2025年" in lines[0] and "还没有存成文件" in lines[0]
    assert clerk.window.document.path is None
    assert clerk.window.isWindowModified()
    assert not clerk.window.close()
    assert clerk.answers.asked == ["unsaved 未命名的年报"]


def test_later_keeps_it_for_the_next_time(clerk: Clerk, data: Path, draft: Path) -> None:
    leave(data, draft, NEW, "777")
    recover(clerk, "later")
    assert clerk.window.document.path is None
    assert len(kept(data)) == 1
    assert recover(clerk, "recover")


@pytest.mark.parametrize("sure", [True, False])
def test_discarding_asks_again(clerk: Clerk, data: Path, draft: Path, sure: bool) -> None:
    leave(data, draft, NEW, "777")
    clerk.answers.yes = sure
    recover(clerk, "discard")
    assert clerk.answers.asked[-1].startswith("discard ")
    assert len(kept(data)) == (0 if sure else 1)


def test_enter_recovers_and_escape_loses_nothing(clerk: Clerk, data: Path, draft: Path) -> None:
    leave(data, draft, NEW, "777")
    for key, recovered in ((Qt.Key.Key_Escape, False), (Qt.Key.Key_Return, True)):
        clerk.answers.in_dialog = lambda dialog, key=key: clerk.key(key)
        clerk.window.recovering.offer_left_behind()
        assert (clerk.window.document.path == draft) is recovered
        assert len(kept(data)) == 1


def test_a_copy_that_holds_nothing_new_is_not_offered(clerk: Clerk, data: Path, draft: Path) -> None:
    leave(data, draft)
    assert recover(clerk, "recover") == []
    assert kept(data) == []


def test_nothing_is_asked_where_nothing_was_left(clerk: Clerk) -> None:
    assert recover(clerk, "recover") == []
    clerk.window.recovering.offer()
    assert "没有需要找回的内容" in clerk.window.statusBar().currentMessage()


def test_recovering_asks_before_what_is_being_edited_is_lost(clerk: Clerk, data: Path, draft: Path) -> None:
    leave(data, draft, NEW, "777")
    clerk.section(5)
    clerk.type("x")
    recover(clerk, "recover")
    assert clerk.answers.asked == ["unsaved 未命名的年报"]
    assert clerk.value("texts/problems") == "x"
    clerk.answers.answer = Answer.DISCARD
    recover(clerk, "recover")
    assert clerk.value(NEW) == 777
    clerk.qtbot.wait(100)
    assert [report.cells[NEW] for report in kept(data)] == [777]


def test_several_copies_are_recovered_one_by_one(clerk: Clerk, data: Path, draft: Path) -> None:
    leave(data, draft, NEW, "777")
    leave(data, None, NEW, "888")
    assert len(recover(clerk, "recover")) == 3
    assert clerk.value(NEW) == 888  # the newest comes first
    assert "还有1份" in clerk.window.statusBar().currentMessage()
    clerk.answers.answer = Answer.DISCARD
    recover(clerk, "recover")
    assert clerk.value(NEW) == 777


def test_recovering_what_somebody_else_edits_now_takes_nothing_from_them(
    clerk: Clerk, data: Path, draft: Path
) -> None:
    leave(data, draft, NEW, "777")
    other = MainWindow(Settings())
    clerk.qtbot.addWidget(other)
    other.open(draft)
    recover(clerk, "recover")
    assert clerk.value(NEW) == 777
    assert clerk.window.document.path is None
    assert "另存" in clerk.window.statusBar().currentMessage()
    assert other.document.file and other.document.file.is_ours


def test_a_recovered_report_does_not_overwrite_what_was_saved_since(
    clerk: Clerk, data: Path, draft: Path
) -> None:
    leave(data, draft, NEW, "777")
    draft.write_bytes(draft.read_bytes().replace(b"2025", b"2024", 1))
    recover(clerk, "recover")
    before = draft.read_bytes()
    clerk.answers.in_dialog = lambda dialog: dialog.reject()
    clerk.ctrl(Qt.Key.Key_S)
    assert draft.read_bytes() == before
    assert clerk.window.isWindowModified()


def test_a_copy_of_the_draft_that_is_open_already(clerk: Clerk, data: Path, draft: Path) -> None:
    """As after a double click on the draft when the machine is on again."""
    leave(data, draft, NEW, "777")
    clerk.window.open(draft)
    recover(clerk, "recover")
    assert clerk.window.document.path == draft
    assert clerk.window.document.file and clerk.window.document.file.is_ours
    clerk.ctrl(Qt.Key.Key_S)
    assert read_draft(draft).cells[NEW] == 777
    assert not clerk.window.isWindowModified()


def test_a_copy_of_another_machine_is_worth_a_line(clerk: Clerk, data: Path, draft: Path) -> None:
    leave(data, draft, NEW, "777")
    (copy,) = (data / "gknb" / "recovery").glob("*.recovery")
    head, _, rest = copy.read_bytes().partition(b"\n")
    owner = json.loads(head)
    owner["owner"] |= {"host": "SWJ-PC-12", "machine": "another", "boot": "another"}
    copy.write_bytes(json.dumps(owner).encode() + b"\n" + rest)
    assert recover(clerk, "recover") == []
    assert "找回没有保存的内容" in clerk.window.statusBar().currentMessage()
    clerk.answers.in_dialog = lambda dialog: dialog.recover.click()  # type: ignore[attr-defined]
    clerk.window.recovering.offer()
    assert clerk.value(NEW) == 777
