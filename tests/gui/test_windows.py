"""Several windows of one program, and a second start that hands its draft to the first."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from socket import AF_UNIX, SOCK_STREAM, socket

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QSplitter
from pytestqt.qtbot import QtBot

from gui import other_starts
from gui.answers import Answer
from gui.other_starts import OtherStarts, hand_over
from gui.recovery_dialog import RecoveryDialog
from gui.settings import Place, load_settings
from gui.window import MainWindow
from gui.windows import Windows
from model.draft import write_draft
from model.recovery import Recovery
from model.report import new_report
from tests.gui.conftest import Answers
from tests.gui.leftovers import ROOT, leave


@pytest.fixture
def windows(qapp: QApplication, qtbot: QtBot) -> Iterator[Windows]:
    windows = Windows(load_settings()[0])
    windows.open()
    yield windows
    for window in list(windows.all):
        window.document.undo_stack.setClean()
        window.close()
    qapp.processEvents()


@pytest.fixture
def drafts(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "甲.gknb", tmp_path / "乙.gknb"]
    for path in paths:
        write_draft(new_report(path.stem + "局", 2025), path)
    return paths


def opened(windows: Windows) -> list[str]:
    return [window.document.report.agency for window in windows.all]


def change(window: MainWindow) -> None:
    window.document.edit({"texts/overview": "改动"}, "输入")


def test_each_draft_has_a_window_and_an_unused_one_is_taken(windows: Windows, drafts: list[Path]) -> None:
    windows.open(drafts[0])
    assert opened(windows) == ["甲局"]
    windows.open(drafts[1])
    assert opened(windows) == ["甲局", "乙局"]
    windows.open(drafts[0])  # it is open
    assert opened(windows) == ["甲局", "乙局"]
    assert windows.active is windows.all[0]
    windows.open()
    assert len(windows.all) == 3
    assert windows.all[0].geometry().topLeft() != windows.all[1].geometry().topLeft()


def test_a_draft_of_another_window_is_not_opened_twice(windows: Windows, drafts: list[Path]) -> None:
    windows.open(drafts[0])
    windows.open()
    second = windows.all[1]
    second.filing.dialogs = answers = Answers(second)
    answers.path = drafts[0]
    second.filing.open()
    assert answers.asked == []
    assert opened(windows) == ["甲局", ""]


def test_a_draft_that_cannot_be_opened_leaves_no_window(windows: Windows, drafts: list[Path]) -> None:
    windows.open(drafts[0])
    drafts[1].write_text("{", encoding="utf-8")
    said: list[str] = []

    def new() -> MainWindow:
        window = Windows._new(windows)
        window.filing.dialogs = answers = Answers(window)
        answers.asked = said
        return window

    windows._new = new  # type: ignore[method-assign]
    windows.open(drafts[1])
    assert opened(windows) == ["甲局"]
    assert len(said) == 1


def test_quitting_asks_each_and_stops_where_somebody_thinks_better(
    windows: Windows, drafts: list[Path]
) -> None:
    for path in drafts:
        windows.open(path)
    asked = []
    for window in windows.all:
        change(window)
        window.filing.dialogs = answers = Answers(window)
        asked.append(answers.asked)
    entry = next(a for a in windows.all[0].menuBar().findChildren(QObject) if _key(a) == "Ctrl+Q")
    entry.trigger()  # type: ignore[attr-defined]
    assert len(asked[0]) + len(asked[1]) == 1
    for window in windows.all:
        window.filing.dialogs.answer = Answer.DISCARD  # type: ignore[attr-defined]
    entry.trigger()  # type: ignore[attr-defined]
    assert windows.all == []


def _key(action: QObject) -> str:
    shortcut = getattr(action, "shortcut", None)
    return shortcut().toString() if shortcut else ""


def test_closed_windows_are_gone(windows: Windows, drafts: list[Path], qapp: QApplication) -> None:
    ended: list[int] = []
    for round_ in range(3):
        windows.open(drafts[0])
        windows.open(drafts[1])
        windows.all[1].destroyed.connect(lambda *_, n=round_: ended.append(n))
        windows.all[1].close()
        for _ in range(3):
            qapp.processEvents()
            qapp.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
    assert ended == [0, 1, 2]
    assert opened(windows) == ["甲局"]


def test_recovery_copies_of_two_windows_keep_apart(
    windows: Windows, drafts: list[Path], tmp_path: Path
) -> None:
    for path in drafts:
        windows.open(path)
    for window in windows.all:
        change(window)
        assert window.autosave.keep_now()
    recovery = Recovery(tmp_path / "data" / "gknb" / "recovery")
    assert sorted(copy.report.agency for copy in recovery._read_all()) == ["乙局", "甲局"]
    assert recovery.left_behind() == []  # both windows are there
    windows.all[0].document.undo_stack.setClean()
    windows.all[0].close()
    assert [copy.report.agency for copy in recovery._read_all()] == ["乙局"]


def test_what_a_crash_left_is_offered_over_the_start_page(
    windows: Windows, drafts: list[Path], tmp_path: Path
) -> None:
    leave(tmp_path / "data", drafts[0], "texts/overview", "没有保存")
    (window,) = windows.all
    window.filing.dialogs = answers = Answers(window)

    def recover(dialog: QDialog) -> None:
        assert isinstance(dialog, RecoveryDialog)
        dialog.recover.click()

    answers.in_dialog = recover
    window.recovering.offer_left_behind()
    assert window.document.report.texts["overview"] == "没有保存"
    assert window.pages.currentIndex() == 0


def test_a_window_comes_back_as_it_was_left(windows: Windows, qapp: QApplication) -> None:
    (window,) = windows.all
    window.setGeometry(40, 60, 700, 500)
    window.beginning.leave_start_page()
    qapp.processEvents()
    splitter = window.problems.parentWidget()
    assert isinstance(splitter, QSplitter)
    splitter.setSizes([sum(splitter.sizes()) - 200, 200])
    splitter.splitterMoved.emit(0, 1)
    height = window.problems.height()
    window.problems.set_folded(True)
    window.close()
    settings = load_settings()[0]
    assert settings.window == Place(40, 60, 700, 500)
    fresh = MainWindow(settings)
    fresh.show()
    qapp.processEvents()
    assert fresh.geometry().getRect() == (40, 60, 700, 500)
    assert fresh.problems.is_folded
    fresh.problems.set_folded(False)
    qapp.processEvents()
    assert abs(fresh.problems.height() - height) <= 2
    fresh.close()


# A second start


@pytest.fixture
def received(qapp: QApplication, tmp_path: Path) -> Iterator[list[Path | None]]:
    got: list[Path | None] = []
    others = OtherStarts(got.append, qapp)
    assert others.listen()
    yield got
    others.close()
    others.deleteLater()


def start(*arguments: str) -> subprocess.Popen[bytes]:
    """Another start, as far as it gets before it would open a window of its own."""
    script = (
        "import sys; from pathlib import Path; from gui.other_starts import hand_over; "
        "sys.exit(0 if hand_over(Path(sys.argv[1]) if sys.argv[1:] else None) else 5)"
    )
    return subprocess.Popen([sys.executable, "-c", script, *arguments], cwd=ROOT)


def await_end(process: subprocess.Popen[bytes], qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=20_000)


def test_a_second_start_hands_over_and_ends(
    received: list[Path | None], drafts: list[Path], qtbot: QtBot
) -> None:
    for process in (start(str(drafts[0])), start()):
        await_end(process, qtbot)
        assert process.returncode == 0
    assert set(received) == {drafts[0], None}


def test_a_relative_path_means_the_same_draft(
    received: list[Path | None], qtbot: QtBot, tmp_path: Path
) -> None:
    process = start("草稿.gknb")
    await_end(process, qtbot)
    assert received == [ROOT / "草稿.gknb"]


def test_nobody_there(qapp: QApplication, tmp_path: Path) -> None:
    begun = time.monotonic()
    assert not hand_over(tmp_path / "a.gknb")
    assert time.monotonic() - begun < 0.2


def test_other_folders_are_another_program(
    received: list[Path | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "else"))
    assert not hand_over(None)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("DISPLAY", ":99")
    assert not hand_over(None)


def test_a_program_that_hangs_is_not_waited_for_nor_acts_later(
    received: list[Path | None], qapp: QApplication, tmp_path: Path
) -> None:
    """Here it hangs since this very thread does not turn to it."""
    begun = time.monotonic()
    assert not hand_over(tmp_path / "a.gknb")
    assert time.monotonic() - begun < 1
    for _ in range(20):
        qapp.processEvents()
    assert received == []


def has_hung_up(line: socket) -> bool:
    try:
        return line.recv(100) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


@pytest.mark.parametrize(
    "said",
    [
        b"\n",
        b"{}\n",
        b'{"open": "a.gknb"}\n',
        b'{"open": 5}\n',
        b'{"open": "/a\\u0000b"}\n',
        b'{"open": "/a", "run": "x"}\n',
        b'{"open": "/\xff"}\n',
        b"[" * 20_000 + b"\n",
        b'{"open": "/' + b"a" * 100_000 + b'"}\n',
        b"no end",
    ],
)
def test_hostile_words_are_not_listened_to(
    received: list[Path | None], said: bytes, qtbot: QtBot, drafts: list[Path]
) -> None:
    with socket(AF_UNIX, SOCK_STREAM) as line:
        line.connect(other_starts._meeting_place())
        line.setblocking(False)
        with suppress(OSError):  # it may have hung up before the end
            line.send(said)
        qtbot.waitUntil(lambda: has_hung_up(line))
    assert received == []
    process = start(str(drafts[0]))  # it is there for others still
    await_end(process, qtbot)
    assert received == [drafts[0]]


def test_a_killed_program_does_not_stand_in_the_way(qapp: QApplication, qtbot: QtBot) -> None:
    script = (
        "import os; from PySide6.QtCore import QCoreApplication, QObject; "
        "from gui.other_starts import OtherStarts; app = QCoreApplication([]); parent = QObject(); "
        "assert OtherStarts(print, parent).listen(); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT).returncode == -9
    assert Path(other_starts._meeting_place()).exists()
    assert not hand_over(None)
    got: list[Path | None] = []
    others = OtherStarts(got.append, qapp)
    assert others.listen()
    assert not OtherStarts(print, qapp).listen()  # one is enough
    process = start()
    await_end(process, qtbot)
    assert got == [None]
    others.close()
    assert not Path(other_starts._meeting_place()).exists()


def test_only_the_user_may_speak(received: list[Path | None]) -> None:
    assert Path(other_starts._meeting_place()).stat().st_mode & 0o077 == 0


def test_a_question_is_answered_before_another_draft_comes(
    windows: Windows, drafts: list[Path], qtbot: QtBot
) -> None:
    question = QDialog(windows.all[0])
    question.setModal(True)
    question.show()
    windows.receive(drafts[0])
    assert opened(windows) == [""]
    question.reject()
    qtbot.waitUntil(lambda: opened(windows) == ["甲局"])


def test_the_answer_to_a_question_does_not_end_the_program_before_that_draft_comes(
    drafts: list[Path],
) -> None:
    script = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from gui.app import new_application
from gui.settings import Settings
from gui.windows import Windows

app = new_application()
windows = Windows(Settings())
windows.open()
question = QDialog(windows.all[0])
question.setModal(True)

def answer():
    question.reject()
    windows.all[0].close()  # the last one there is

def look():
    if any(window.document.path for window in windows.all):
        print("opened", flush=True)
        QApplication.closeAllWindows()

question.show()
windows.receive(Path(sys.argv[1]))
QTimer.singleShot(0, answer)
looking = QTimer(interval=20)
looking.timeout.connect(look)
looking.start()
app.exec()
"""
    done = subprocess.run(
        [sys.executable, "-c", script, drafts[0]], cwd=ROOT, capture_output=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, b"opened\n"), done.stderr.decode()


def test_settings_are_one_for_all_windows(windows: Windows, drafts: list[Path]) -> None:
    for path in drafts:
        windows.open(path)
    assert [p.name for p in windows.all[0].filing.recents.paths] == ["乙.gknb", "甲.gknb"]
    assert load_settings()[0].recent == [str(path) for path in reversed(drafts)]
