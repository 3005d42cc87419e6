"""Steps of the history: their names, that nothing leaves none, and the list of them."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog

from gui.history import HistoryDialog
from model.report import Content, new_report
from tests.gui.conftest import Clerk

SHIFT = Qt.KeyboardModifier.ShiftModifier
NEW = "applications/new_received"


def names(clerk: Clerk) -> list[str]:
    stack = clerk.window.document.undo_stack
    return [stack.text(number) for number in range(stack.count())]


def listed(dialog: HistoryDialog) -> list[str]:
    return [dialog.model.index(row, 0).data() for row in range(dialog.model.rowCount())]


def show(clerk: Clerk, in_dialog: Callable[[HistoryDialog], None]) -> None:
    """Opens the list, does something in it and closes it by Esc."""

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, HistoryDialog)
        in_dialog(dialog)
        clerk.key(Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    clerk.answers.in_dialog = act
    clerk.window.menus.history.trigger()


@pytest.fixture
def worked(clerk: Clerk) -> Clerk:
    """Three figures, each a step; the second was saved."""
    clerk.section(3)
    clerk.type("3")
    clerk.key(Qt.Key.Key_Tab)
    clerk.type("4")
    clerk.ctrl(Qt.Key.Key_S)
    clerk.section(4)
    clerk.type("5")
    clerk.key(Qt.Key.Key_Return)
    return clerk


# Names


def test_every_step_says_what_it_was(clerk: Clerk) -> None:
    header, document = clerk.window.header, clerk.window.document
    header.agency.setFocus()
    clerk.type("AB")
    header.year.setFocus()
    clerk.type("2025")
    clerk.section(1)
    clerk.type("ab")
    clerk.key(Qt.Key.Key_Backspace)
    clerk.section(3)
    clerk.type("3")
    clerk.key(Qt.Key.Key_Return)
    clerk.key(Qt.Key.Key_Up)
    clerk.key(Qt.Key.Key_Delete)
    clerk.type("1")
    clerk.key(Qt.Key.Key_Tab)
    clerk.type("2")
    clerk.key(Qt.Key.Key_Return)
    clerk.key(Qt.Key.Key_Up)
    clerk.key(Qt.Key.Key_Left, SHIFT)
    clerk.key(Qt.Key.Key_Delete)
    clerk.clipboard("1\t2")
    clerk.ctrl(Qt.Key.Key_V)
    clerk.window.inspection.menu.aboutToShow.emit()
    limit = next(a for a in clerk.window.inspection.menu.actions() if a.isCheckable())
    limit.trigger()
    limit.trigger()
    assert names(clerk) == [
        "修改机关名称",
        "修改年度",
        "输入“一、总体情况”的文字",
        "删去“一、总体情况”的文字",
        "填写“本年新收·自然人”",
        "清空“本年新收·自然人”",
        "填写“本年新收·自然人”",
        "填写“本年新收·商业企业”",
        "清空2格",
        "粘贴2格",
        "总体情况不超过1000字",
        "不限总体情况的字数",
    ]
    assert document.undo_stack.count() == len(set(names(clerk))) + 1


def test_a_name_with_an_ampersand_is_no_mnemonic(clerk: Clerk) -> None:
    clerk.window.document.edit({"agency": "甲局"}, "从“a&b.xlsx”取入1处")
    assert clerk.window.menus.undo.text() == "撤销 从“a&&b.xlsx”取入1处(&U)"


# What changes nothing


def test_the_same_value_again_leaves_no_step(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("3")
    clerk.key(Qt.Key.Key_Return)
    clerk.key(Qt.Key.Key_Up)
    for text in ("3", "03", "3 "):
        clerk.type(text)
        clerk.key(Qt.Key.Key_Return)
        clerk.key(Qt.Key.Key_Up)
    clerk.ctrl(Qt.Key.Key_C)
    clerk.ctrl(Qt.Key.Key_V)
    clerk.window.header.year.setFocus()
    clerk.section(1)
    assert names(clerk) == ["填写“本年新收·自然人”"]


def test_typing_that_ends_where_it_began_leaves_no_step(clerk: Clerk) -> None:
    clerk.window.header.agency.setFocus()
    clerk.type("AB")
    assert clerk.window.document.modified
    clerk.key(Qt.Key.Key_Backspace)
    clerk.key(Qt.Key.Key_Backspace)
    assert names(clerk) == []
    assert not clerk.window.document.modified
    clerk.type("C")
    assert names(clerk) == ["修改机关名称"]
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("agency") == ""


def test_what_was_saved_meanwhile_keeps_its_step(clerk: Clerk) -> None:
    clerk.window.header.agency.setFocus()
    clerk.type("A")
    clerk.ctrl(Qt.Key.Key_S)
    clerk.key(Qt.Key.Key_Backspace)
    assert clerk.window.document.modified, "the file has another name than the window"
    clerk.ctrl(Qt.Key.Key_Z)
    assert not clerk.window.document.modified and clerk.value("agency") == "A"


def test_a_run_that_vanishes_takes_what_was_undone_with_it(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("3")
    clerk.key(Qt.Key.Key_Return)
    clerk.window.header.agency.setFocus()
    clerk.type("A")
    clerk.key(Qt.Key.Key_Backspace)
    assert names(clerk) == ["填写“本年新收·自然人”"]
    clerk.ctrl(Qt.Key.Key_Z)
    clerk.ctrl(Qt.Key.Key_Y)
    assert clerk.value(f"{NEW}/natural_person") == 3


# The list


def test_the_list_shows_where_one_is_and_what_is_saved(worked: Clerk) -> None:
    worked.ctrl(Qt.Key.Key_Z)

    def act(dialog: HistoryDialog) -> None:
        assert listed(dialog) == [
            "打开时",
            "填写“本年新收·自然人”",
            "填写“本年新收·商业企业”（已保存）",
            "填写“行政复议·结果维持”",
        ]
        model, font = dialog.model, Qt.ItemDataRole.FontRole
        bold = [isinstance(model.index(row, 0).data(font), QFont) for row in range(4)]
        assert bold == [False, False, True, False]
        ink = [model.index(row, 0).data(Qt.ItemDataRole.ForegroundRole) for row in range(4)]
        assert [colour is not None for colour in ink] == [False, False, False, True], "what is undone is grey"
        assert model.index(3, 1).data() == "四、复议诉讼"
        assert ":" in model.index(3, 2).data()
        assert dialog.list.currentIndex().row() == 2 and worked.focus is dialog.list
        assert "（空） → 4" in dialog._detail.text()
        assert not dialog.go.isEnabled(), "one is there already"
        spoken = model.index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert spoken.startswith("填写“行政复议·结果维持”，四、复议诉讼，") and spoken.endswith("已撤销")

    show(worked, act)
    assert worked.window.document.undo_stack.index() == 2, "looking changes nothing"


def test_one_goes_to_a_step_by_keys_and_by_mouse(worked: Clerk) -> None:
    def act(dialog: HistoryDialog) -> None:
        worked.key(Qt.Key.Key_Home)
        assert dialog.go.text() == "回到这一步"
        worked.key(Qt.Key.Key_Return)
        assert worked.window.document.report.cells == {}
        assert dialog.isVisible()
        worked.key(Qt.Key.Key_End)
        assert dialog.go.text() == "重做到这一步"
        dialog.go.click()
        assert len(worked.window.document.report.cells) == 3
        place = dialog.list.visualRect(dialog.model.index(2, 0)).center()
        viewport = dialog.list.viewport()
        worked.qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
        assert len(worked.window.document.report.cells) == 3, "one click only chooses"
        worked.qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)
        assert worked.value("disputes/reconsideration/upheld") is None
        assert not worked.window.document.modified, "that is what was saved"

    show(worked, act)
    worked.section(4)
    assert worked.shown == ""
    worked.ctrl(Qt.Key.Key_Y)
    assert worked.shown == "5"


def test_a_way_through_the_history_is_told_once(worked: Clerk) -> None:
    document, told = worked.window.document, list[frozenset[str]]()
    document.changed.connect(told.append)
    document.go_to_step(0)
    assert len(told) == 1
    assert {f"{NEW}/natural_person", f"{NEW}/total", "disputes/reconsideration/upheld"} <= told[0]
    document.checking.check_all()
    assert document.checking.problems == []
    document.go_to_step(3)
    document.checking.check_all()
    assert "blank-cell" in {finding.rule for finding in document.checking.problems}


def test_a_report_that_is_read_only_stays(worked: Clerk) -> None:
    worked.window.document.edit({"sign_off/final_code": "x", "sign_off/final_date": "2026-01-01"}, "定稿")

    def act(dialog: HistoryDialog) -> None:
        worked.key(Qt.Key.Key_Home)
        assert "已定稿" in dialog._detail.text()
        worked.key(Qt.Key.Key_Return)
        assert not dialog.go.isEnabled()

    show(worked, act)
    assert worked.window.document.undo_stack.index() == 4
    assert len(worked.window.document.report.cells) == 3


def test_a_long_way_is_checked_at_its_end(clerk: Clerk) -> None:
    document = clerk.window.document
    document.start(new_report("青禾县水务局", 2025), None)
    inputs = [address for address in document.report.form.inputs if address.startswith("applications/")]
    changes: list[dict[str, Content]] = [{inputs[n % 97]: n} for n in range(1_500)]
    for number, change in enumerate(changes):
        document.edit(change, f"第{number}步")

    def act(dialog: HistoryDialog) -> None:
        assert dialog.model.rowCount() == 1_501
        checks: list[object] = []
        document.checking.checked.connect(lambda: checks.append(None))
        for row in (1, 1_500):
            dialog.list.select(row)
            dialog.go.click()
        assert len(checks) == 2, "once for each way: once for each step would take seconds"

    show(clerk, act)
    assert document.report.cells[inputs[1_499 % 97]] == 1_499
