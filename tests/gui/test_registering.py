"""Applications entered one by one, and tables in which nothing occurred: by keys and mouse."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from gui.register_dialog import RegisterDialog
from model.report import Report, new_report
from tests.gui.conftest import Clerk

NEW, OVER, FORWARD = (f"applications/{row}" for row in ("new_received", "carried_over", "carried_forward"))
GRANTED, PETITION = "applications/granted", "applications/declined_petition_complaint"
SHIFT = Qt.KeyboardModifier.ShiftModifier


def open_dialog(clerk: Clerk, act: Callable[[RegisterDialog], None]) -> None:
    """Presses Ctrl+G and does something in the dialog; Esc closes what is still open then."""
    seen = []

    def in_dialog(dialog: QDialog) -> None:
        assert isinstance(dialog, RegisterDialog)
        seen.append(dialog)
        act(dialog)
        if dialog.isVisible():
            clerk.key(Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    clerk.answers.in_dialog = in_dialog
    clerk.ctrl(Qt.Key.Key_G)
    assert len(seen) == 1


def table_button(clerk: Clerk, words: str) -> QPushButton:
    return next(b for b in clerk.page.findChildren(QPushButton) if words in b.text())


def menu_entry(clerk: Clerk, words: str) -> QAction:
    return next(a for a in clerk.window.findChildren(QAction) if a.text().startswith(words))


def say(clerk: Clerk, monkeypatch: pytest.MonkeyPatch, answer: bool) -> list[str]:
    """Answers the question before zeros are filled in; the list holds what was asked."""
    asked: list[str] = []

    def fill_with_zeros(label: str, means: str, count: int) -> bool:
        asked.append(f"{label} {means} {count}")
        return answer

    monkeypatch.setattr(clerk.answers, "fill_with_zeros", fill_with_zeros)
    return asked


def after_last_year(**carried_forward: int) -> Report:
    last = new_report("青禾县水务局", 2024)
    last.apply({f"{FORWARD}/{column}": number for column, number in carried_forward.items()})
    return new_report("青禾县水务局", 2025, last)


# One application


def test_an_application_is_entered_by_keys_alone(clerk: Clerk) -> None:
    def act(dialog: RegisterDialog) -> None:
        assert clerk.focus is dialog.who.buttons()[0]
        assert not dialog.take.isEnabled(), "there is no result yet"
        clerk.key(Qt.Key.Key_Down)  # a company
        clerk.key(Qt.Key.Key_Tab)
        clerk.key(Qt.Key.Key_Tab)
        assert dialog.search.hasFocus()
        clerk.key(Qt.Key.Key_Down)  # the first result of the list
        assert dialog._cells.text() == "本年新收·商业企业：空 → 1\n予以公开·商业企业：空 → 1"
        assert clerk.window.document.report.cells == {}, "nothing changes before it is confirmed"
        clerk.key(Qt.Key.Key_Return)

    open_dialog(clerk, act)
    assert clerk.window.document.report.cells == {
        f"{NEW}/commercial_enterprise": 1,
        f"{GRANTED}/commercial_enterprise": 1,
    }
    assert clerk.window.menus.undo.text() == "撤销 登记一件申请（商业企业，予以公开）(&U)"
    assert "可以撤销" in clerk.window.statusBar().currentMessage()
    assert clerk.window.tabs.at == 0, "nobody is moved unasked"
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.window.document.report.cells == {}
    assert not clerk.window.document.modified


def test_a_result_is_found_by_typing_part_of_it(clerk: Clerk) -> None:
    def act(dialog: RegisterDialog) -> None:
        dialog.search.setText("信访")
        shown = [item for item in dialog.results._items() if not item.isHidden()]
        assert [item.text(0) for item in shown] == ["1.信访举报投诉类申请"]
        assert dialog.results.result == "declined_petition_complaint"
        assert "第三十九条" in dialog._help.text()
        dialog.search.setText("没有这样的")
        assert dialog.results.result is None and not dialog.take.isEnabled()
        assert dialog._help.text() == ""
        dialog.search.setText("还没有")
        assert dialog.results.result == ""
        assert "结转下年度·自然人：空 → 1" in dialog._cells.text()

    open_dialog(clerk, act)
    assert not clerk.window.document.modified, "closing the dialog enters nothing"


def test_groups_are_headings_and_cannot_be_chosen(clerk: Clerk) -> None:
    def act(dialog: RegisterDialog) -> None:
        groups = list(dialog.results._groups.values())
        assert [group.text(0) for group in groups] == [
            "（三）不予公开",
            "（四）无法提供",
            "（五）不予处理",
            "（六）其他处理",
        ]
        place = dialog.results.visualItemRect(groups[0]).center()
        clerk.qtbot.mouseClick(dialog.results.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert dialog.results.result is None
        assert sum(1 for _ in dialog.results._items()) == 22

    open_dialog(clerk, act)


def test_several_are_entered_one_after_the_other(clerk: Clerk) -> None:
    def act(dialog: RegisterDialog) -> None:
        for number, words in ((1, "信访"), (2, "信访"), (3, "国家秘密")):
            dialog.search.setText(words)
            clerk.qtbot.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
            assert f"已登记{number}件" in dialog._done.text()
            assert dialog.isVisible() and dialog.results.result is None and dialog.search.text() == ""
            assert clerk.focus is dialog.who.buttons()[0]
        assert dialog.leave.text() == "关闭"

    open_dialog(clerk, act)
    assert clerk.value(f"{NEW}/natural_person") == 3
    assert clerk.value(f"{PETITION}/natural_person") == 2
    assert clerk.window.document.undo_stack.count() == 3, "each is a step of its own"


def test_one_from_last_year_is_not_added_twice(clerk: Clerk) -> None:
    clerk.window.document.start(after_last_year(natural_person=1), None)

    def act(dialog: RegisterDialog) -> None:
        assert not dialog.counted.isVisible()
        dialog.when.buttons()[1].click()
        assert dialog.counted.isVisible() and dialog.counted.isChecked()
        dialog.search.setText("信访")
        assert dialog._cells.text() == "信访举报投诉类申请·自然人：空 → 1"
        assert "不再加" in dialog._note.text()
        dialog.counted.click()
        assert "上年结转·自然人：1 → 2" in dialog._cells.text()
        assert "对不上" in dialog._note.text()
        dialog.who.buttons()[1].click()
        assert not dialog.counted.isVisible(), "last year's report knows of none of a company"
        dialog.who.buttons()[0].click()
        dialog.take.click()

    open_dialog(clerk, act)
    assert clerk.value(f"{OVER}/natural_person") == 1
    assert clerk.value(f"{PETITION}/natural_person") == 1
    rules = {finding.rule for finding in clerk.window.document.checking.problems}
    assert not rules & {"balance", "carried-over"}


def test_one_that_was_carried_forward_moves_to_its_result(clerk: Clerk) -> None:
    clerk.window.document.start(after_last_year(natural_person=1), None)
    clerk.window.document.edit({f"{FORWARD}/natural_person": 1}, "填写")

    def act(dialog: RegisterDialog) -> None:
        dialog.when.buttons()[1].click()
        dialog.search.setText("还没有")
        assert "不用登记" in dialog._note.text() and not dialog.take.isEnabled()
        dialog.search.setText("信访")
        assert "结转下年度·自然人：1 → 0" in dialog._cells.text()
        dialog.take.click()

    open_dialog(clerk, act)
    assert clerk.value(f"{FORWARD}/natural_person") == 0
    assert clerk.value(f"{PETITION}/natural_person") == 1


def test_what_is_no_number_is_not_overwritten(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("abc")
    clerk.key(Qt.Key.Key_Return)

    def act(dialog: RegisterDialog) -> None:
        dialog.search.setText("信访")
        assert "abc" in dialog._note.text() and not dialog.take.isEnabled()

    open_dialog(clerk, act)
    assert clerk.window.document.refused


def test_the_button_beside_the_table_keeps_what_is_being_typed(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("4")
    seen = []

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, RegisterDialog)
        dialog.search.setText("信访")
        seen.append(dialog._cells.text())
        dialog.take.click()

    clerk.answers.in_dialog = act
    clerk.qtbot.mouseClick(table_button(clerk, "登记一件申请"), Qt.MouseButton.LeftButton)
    assert "本年新收·自然人：4 → 5" in seen[0]
    assert clerk.value(f"{NEW}/natural_person") == 5
    assert clerk.grid.hasFocus()


def test_a_final_report_takes_no_application(clerk: Clerk) -> None:
    clerk.window.document.edit({"sign_off/final_code": "x", "sign_off/final_date": "2026-01-01"}, "定稿")
    clerk.section(3)
    assert not table_button(clerk, "登记一件申请").isEnabled()
    clerk.ctrl(Qt.Key.Key_G)
    assert "已定稿" in clerk.window.statusBar().currentMessage()
    menu_entry(clerk, "本年无申请").trigger()
    assert clerk.window.document.report.cells == {}


def test_the_dialog_speaks_to_screen_readers_and_fits_a_small_screen(clerk: Clerk) -> None:
    def act(dialog: RegisterDialog) -> None:
        assert dialog.who.buttons()[0].accessibleName() == "是谁申请的：自然人"
        assert dialog.who.buttons()[0].accessibleDescription()
        assert dialog.search.accessibleName() and dialog.results.accessibleName()
        assert dialog.minimumSizeHint().width() <= 900 and dialog.minimumSizeHint().height() <= 600

    open_dialog(clerk, act)


# Nothing occurred


def test_nothing_occurred_fills_the_blanks_of_its_table(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = say(clerk, monkeypatch, answer=True)
    clerk.section(4)
    clerk.qtbot.mouseClick(table_button(clerk, "本年无复议诉讼"), Qt.MouseButton.LeftButton)
    assert asked == ["本年无复议诉讼 本年没有因政府信息公开引起的行政复议、行政诉讼 12"]
    assert set(clerk.window.document.report.cells.values()) == {0}
    assert {a.split("/")[0] for a in clerk.window.document.report.cells} == {"disputes"}
    assert clerk.window.menus.undo.text().startswith("撤销 本年无复议诉讼")
    assert clerk.window.document.undo_stack.count() == 1
    clerk.qtbot.mouseClick(table_button(clerk, "本年无复议诉讼"), Qt.MouseButton.LeftButton)
    assert len(asked) == 1 and "没有空格" in clerk.window.statusBar().currentMessage()
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.window.document.report.cells == {}


def test_no_means_no(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = say(clerk, monkeypatch, answer=False)
    menu_entry(clerk, "本年无申请").trigger()
    assert len(asked) == 1 and clerk.window.document.report.cells == {}


def test_figures_are_named_and_nothing_is_asked(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = say(clerk, monkeypatch, answer=True)
    clerk.window.document.edit({f"{GRANTED}/natural_person": 2}, "填写")
    menu_entry(clerk, "本年无申请").trigger()
    assert asked == []
    assert "予以公开·自然人是2" in clerk.window.statusBar().currentMessage()
    assert clerk.at == f"{GRANTED}/natural_person", "it leads to what is in the way"
    assert clerk.value(f"{NEW}/natural_person") is None
    clerk.window.document.start(after_last_year(natural_person=2), None)
    menu_entry(clerk, "本年无申请").trigger()
    assert asked == [] and "上年报告" in clerk.window.statusBar().currentMessage()


def test_what_is_no_number_is_in_the_way_too(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = say(clerk, monkeypatch, answer=True)
    clerk.section(3)
    clerk.type("3x")
    menu_entry(clerk, "本年无申请").trigger()
    assert asked == [] and "3x" in clerk.window.statusBar().currentMessage()


def test_the_question_says_what_it_does(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, ...]] = []

    def two_ways(*words: str) -> bool:
        told.append(words)
        return False

    monkeypatch.setattr(clerk.answers, "_two_ways", two_ways)
    assert not clerk.answers.fill_with_zeros("本年无申请", "本年没有收到公开申请", 144)
    ((question, detail, *buttons),) = told
    assert question == "本年无申请吗？" and buttons == ["填0", "取消"]
    assert "144个空格" in detail and "本年没有收到公开申请" in detail


def test_the_buttons_come_before_the_grid_in_the_order_of_tab(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.window.tabs.tabBar().setFocus()
    reached = []
    for _ in range(3):
        clerk.key(Qt.Key.Key_Tab)
        reached.append(clerk.focus)
    assert reached == [*table_buttons(clerk), clerk.grid]


def table_buttons(clerk: Clerk) -> list[QPushButton]:
    return [table_button(clerk, words) for words in ("登记一件申请", "本年无申请")]


def test_the_menu_has_the_ways_in_once(clerk: Clerk) -> None:
    clerk.window.document.start(new_report(), None)
    QApplication.processEvents()
    texts = [a.text().split("(")[0].rstrip("…") for a in clerk.window.menus._insert.actions()]
    assert texts.count("登记一件申请") == texts.count("本年无申请") == texts.count("本年无复议诉讼") == 1
