"""A workbook that came back from a colleague is taken in as one step, after a look."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from export import export
from gui.comparing import Lines
from gui.take_in import TakeInDialog
from tests.gui.conftest import Clerk

CLEAN = Path(__file__).parents[2] / "samples" / "clean-2025.gknb"
NEW = "applications/new_received/natural_person"
GRANTED = "applications/granted/natural_person"


@pytest.fixture
def workbook(clerk: Clerk, tmp_path: Path) -> Path:
    clerk.window.open(CLEAN)
    path = tmp_path / "科室.xlsx"
    export(clerk.window.document.report, path)
    clerk.answers.path = path
    return path


def change(path: Path, clerk: Clerk, address: str, value: object) -> None:
    """Writes a value where a cell of the form stands in the workbook."""
    book = openpyxl.load_workbook(path)
    cell = clerk.window.document.report.form.cells[address]
    heading = clerk.window.document.report.form.sections[address.split("/", maxsplit=1)[0]].heading
    sheet = next(s for s in book if str(s["A1"].value).strip() == heading)
    sheet.cell(cell.row + 2, cell.column + 1).value = value  # type: ignore[assignment]
    book.save(path)


def test_changes_are_one_step(clerk: Clerk, workbook: Path, qtbot: QtBot) -> None:
    before = clerk.value(NEW)
    change(workbook, clerk, NEW, 31)
    change(workbook, clerk, GRANTED, 27)
    shown: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, TakeInDialog)
        shown.extend(dialog.list.item(row).text() for row in range(dialog.list.count()))
        qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)

    clerk.answers.in_dialog = look
    assert clerk.window.filing.take_in()
    assert len(shown) == 2
    assert f"{before} → 31" in shown[0]
    assert (clerk.value(NEW), clerk.value(GRANTED)) == (31, 27)
    clerk.section(3)
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value(NEW) == before
    assert not clerk.window.document.modified


def test_where_nothing_differs_there_is_nothing_but_to_close(clerk: Clerk, workbook: Path) -> None:
    buttons: list[str] = []

    def look(dialog: QDialog) -> None:
        buttons.extend(b.text() for b in dialog.findChildren(QPushButton) if b.isVisible())

    clerk.answers.in_dialog = look
    clerk.window.filing.take_in()
    assert buttons == ["关闭"]


def test_blanks_are_not_taken_unasked_and_texts_in_cells_are_named(
    clerk: Clerk, workbook: Path, qtbot: QtBot
) -> None:
    change(workbook, clerk, NEW, None)
    change(workbook, clerk, GRANTED, "约三件")
    before = dict(clerk.window.document.report.cells)
    notes: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, TakeInDialog)
        assert dialog.list.count() == 1
        assert not dialog.take.isEnabled()
        notes.append(dialog.findChildren(Lines)[0].toPlainText())
        dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
        assert dialog.take.isEnabled()
        dialog.reject()

    clerk.section(1)
    clerk.answers.in_dialog = look
    assert not clerk.window.filing.take_in()
    assert "约三件" in notes[0]
    assert clerk.window.document.report.cells == before


def test_a_file_that_is_no_workbook_is_refused(clerk: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"x" * 100)
    clerk.answers.path = path
    assert not clerk.window.filing.take_in()
    assert "坏.xlsx" in clerk.answers.asked[-1]


def test_another_agencys_workbook_is_told_and_nothing_is_ticked(clerk: Clerk, workbook: Path) -> None:
    clerk.window.document.edit({"agency": "乙县教育局", NEW: 99}, "输入")
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, TakeInDialog)
        assert not dialog.changes
        seen.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.reject()

    clerk.answers.in_dialog = look
    assert not clerk.window.filing.take_in()
    assert any("不是同一份" in text for text in seen)
    assert any("这是“青禾县水务局”的工作簿" in text for text in seen)


def test_a_typed_over_total_is_told(clerk: Clerk, workbook: Path) -> None:
    change(workbook, clerk, "applications/new_received/total", 99999)
    notes: list[str] = []

    def look(dialog: QDialog) -> None:
        notes.extend(edit.toPlainText() for edit in dialog.findChildren(Lines))
        dialog.reject()

    clerk.answers.in_dialog = look
    assert not clerk.window.filing.take_in()
    assert "99999" in notes[0]
