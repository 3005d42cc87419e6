"""A mistake of the program: the copy is written first, it is told once, the log has nothing of the report."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from gui import defects
from gui.app import report_defects
from gui.defect_dialog import DefectDialog
from gui.dialogs import Dialogs
from gui.settings import Settings
from gui.windows import Windows
from model.draft import read_draft
from model.recovery import Recovery
from tests.gui.conftest import Clerk
from tests.gui.leftovers import ROOT

SECRET = "某某局的内容"


@pytest.fixture
def told(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the person is asked; the hook is the one of the running program."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "__excepthook__", lambda *_: None)
    windows = Windows(Settings())
    windows.add(clerk.window)
    report_defects(windows)
    clerk.answers.yes = False
    return clerk.answers.asked


def fail(text: str = SECRET) -> None:
    try:
        raise ValueError(text) from KeyError(text)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_the_copy_is_there_before_the_person_is_told(
    clerk: Clerk, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[str] = []

    def look(kept: bool, details: str) -> bool:
        found.extend(c.report.agency for c in Recovery(tmp_path / "data" / "gknb" / "recovery")._read_all())
        assert kept
        return False

    monkeypatch.setattr(clerk.answers, "defect", look)
    clerk.window.document.edit({"agency": "甲局"}, "输入")
    fail()
    assert found == ["甲局"]


def test_it_says_where_but_not_what(clerk: Clerk, told: list[str], tmp_path: Path) -> None:
    clerk.window.document.edit({"agency": SECRET}, "输入")
    fail()
    log = (tmp_path / "data" / "gknb" / "log" / "gknb.log").read_text(encoding="utf-8")
    for text in (told[-1], log):
        assert "ValueError" in text and "KeyError" in text
        assert "test_defects.py" in text and "fail" in text
        assert SECRET not in text
        assert str(Path.home()) not in text


def test_the_same_mistake_is_told_once(clerk: Clerk, told: list[str]) -> None:
    fail()
    fail()
    assert len(told) == 1
    assert "又在同一处出错" in clerk.window.statusBar().currentMessage()


def test_a_report_that_cannot_be_kept_is_said(clerk: Clerk, told: list[str], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "gknb").write_text("in the way", encoding="utf-8")
    clerk.window.document.edit({"agency": "甲局"}, "输入")
    fail()
    assert told[-1].startswith("defect, not kept")


def test_the_draft_is_saved_elsewhere_and_the_program_goes_on(clerk: Clerk, told: list[str]) -> None:
    clerk.window.document.edit({"agency": "甲局"}, "输入")
    clerk.answers.yes = True
    fail()
    assert clerk.answers.path
    assert read_draft(clerk.answers.path).agency == "甲局"
    clerk.section(5)
    clerk.type("on")
    assert clerk.value("texts/problems") == "on"


def test_the_log_does_not_grow_for_ever(
    clerk: Clerk, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(defects, "_LOG_SIZE", 2000)
    for _ in range(40):
        defects.write_down("x" * 200)
    logs = list((tmp_path / "data" / "gknb" / "log").iterdir())
    assert 1 < len(logs) <= 4
    assert all(log.stat().st_size <= 2000 for log in logs)


def test_a_key_in_the_dialog_does_no_harm(clerk: Clerk, told: list[str]) -> None:
    """The real dialog: what it says can be copied, Esc goes on."""
    seen: list[str] = []

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, DefectDialog)
        dialog.copy.click()
        seen.append(QApplication.clipboard().text())
        clerk.key(Qt.Key.Key_Escape)

    clerk.answers.in_dialog = act
    assert Dialogs.defect(clerk.answers, True, "ValueError\n  gui/x.py:1 f") is False
    assert seen == ["ValueError\n  gui/x.py:1 f"]


def test_an_exception_in_a_slot_reaches_the_hook(
    clerk: Clerk, told: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    from pytestqt.exceptions import capture_exceptions

    with capture_exceptions():  # pytest-qt has a hook of its own; ours is put back inside
        windows = Windows(Settings())
        windows.add(clerk.window)
        report_defects(windows)
        QTimer.singleShot(0, lambda: dict[str, int]()["a"])
        clerk.qtbot.waitUntil(lambda: len(told) == 1, timeout=3000)
    assert "KeyError" in told[0]


def test_a_hard_crash_leaves_where_it_was(tmp_path: Path) -> None:
    script = "import faulthandler\nfrom gui.defects import watch_for_crashes\n"
    script += "watch_for_crashes()\nfaulthandler._sigsegv()"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True)
    assert done.returncode != 0
    log = (tmp_path / "data" / "gknb" / "log" / "crash.log").read_text(encoding="utf-8")
    assert "Segmentation fault" in log
