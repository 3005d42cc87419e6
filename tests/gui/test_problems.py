"""The panel of problems, their marks in cells and texts, and setting aside: by keys and mouse."""

import gc
import weakref
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QHelpEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPushButton, QToolTip

from gui import checking
from gui.dialogs import Dialogs
from gui.problems.entries import Kind
from gui.problems.list import ProblemList
from gui.set_aside import CHECKED, SetAsideDialog
from gui.style import State
from gui.text_editor import TextEditor
from model.checks import Comparison, Finding, Severity
from model.checks import comparison as comparison_module
from model.checks.catalogue import explain
from model.draft import write_draft
from model.numbers import zero
from model.report import Report, new_report
from tests.gui.conftest import Clerk

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
NEW, OVER, GRANTED = (f"applications/{row}" for row in ("new_received", "carried_over", "granted"))
COLUMNS = ("natural_person", "commercial_enterprise", "research_institution")


@pytest.fixture
def troubled(clerk: Clerk) -> Clerk:
    """A filled-in report with an imbalance in three columns, two left-over words and a hint."""
    report = new_report("青禾县水务局", 2025)
    report.apply({address: zero(cell.kind) for address, cell in report.form.inputs.items()})
    report.apply({f"{NEW}/{column}": 1 for column in (*COLUMNS, "other_organization")})
    report.apply({f"{GRANTED}/{column}": 3 for column in COLUMNS})
    report.apply({f"{GRANTED}/other_organization": 1})
    report.apply(
        {
            "texts/overview": "主动公开信息XX条。申请公开、信息管理、平台、监督，TODO。",
            "texts/problems": "存在的问题是公开得不够及时。",
            "texts/other": "没有其他需要报告的事项。",
        }
    )
    clerk.window.document.start(report, None)
    clerk.window.document.checking.check_all()
    clerk.section(1)
    return clerk


def listed(clerk: Clerk) -> list[str]:
    """The kind and rule of each line that is shown."""
    return [f"{entry.kind.value} {entry.item.rule}" for entry in clerk.window.problems.model.entries]


def current(clerk: Clerk) -> str:
    entry = clerk.window.problems.current
    return entry.item.message if entry else ""


def labels(clerk: Clerk) -> list[str]:
    return [button.text() for button in clerk.window.problems.filters]


def underlined(editor: TextEditor) -> list[str]:
    """The words with a line below, in the order of the text."""
    drawn: list[Any] = editor.extraSelections()
    words = [s.cursor for s in drawn if s.format.underlineStyle() != s.format.UnderlineStyle.NoUnderline]
    return [cursor.selectedText() for cursor in sorted(words, key=lambda c: c.selectionStart())]


def give_reason(clerk: Clerk, reason: str) -> None:
    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, SetAsideDialog)
        dialog.line.setText(reason)
        dialog.confirm.click()

    clerk.answers.in_dialog = answer


# The list


def test_lines_go_by_section_and_severity(troubled: Clerk) -> None:
    assert {"错误 balance", "警告 placeholder-left", "提示 problems-halves"} <= set(listed(troubled))
    sections, kinds = list(troubled.window.document.report.form.sections), list(Kind)
    entries = troubled.window.problems.model.entries
    order = [(sections.index(str(entry.item.section)), kinds.index(entry.kind)) for entry in entries]
    assert order == sorted(order)
    named = [troubled.window.problems.model.index(row, 0).data() for row in range(len(entries))]
    assert [name for name in named if name] == [
        troubled.window.document.report.form.sections[key].short_heading
        for key in dict.fromkeys(str(entry.item.section) for entry in entries)
    ], "each section is named once, where its lines begin"


def test_counts_stand_on_the_filters_in_the_status_bar_and_on_the_tabs(troubled: Clerk) -> None:
    counts = troubled.window.problems.counts
    assert counts[Kind.ERROR] == 3
    assert labels(troubled)[1:3] == ["错误 3", f"警告 {counts[Kind.WARNING]}"]
    assert troubled.window.inspection.counts.text().startswith("3个错误，")
    assert "3个错误" in troubled.window.tabs.tabToolTip(3)
    assert "个警告" in troubled.window.tabs.tabToolTip(1)


def test_an_empty_report_is_calm(clerk: Clerk) -> None:
    assert listed(clerk) == []
    assert "还没有填写" in clerk.window.problems.list.nothing
    assert clerk.window.inspection.counts.text() == "还没有填写"
    assert "选中" not in clerk.window.problems.detail.text.text()  # there is nothing to choose
    assert labels(clerk) == ["全部", "错误", "警告", "提示", "已搁置", "核对一致"]
    clerk.key(Qt.Key.Key_F8)
    assert "还没有填写" in clerk.window.statusBar().currentMessage()
    clerk.section(3)
    clerk.type("3")
    clerk.key(Qt.Key.Key_Return)
    assert listed(clerk) == []
    assert clerk.window.inspection.counts.text() == "6个部分待填"
    clerk.key(Qt.Key.Key_F8)
    assert "错误 blank-cell" in listed(clerk)


def test_f8_goes_around_the_ends(troubled: Clerk) -> None:
    seen = []
    for _ in range(len(listed(troubled)) + 1):
        troubled.key(Qt.Key.Key_F8)
        seen.append(current(troubled))
    assert len(set(seen)) == len(seen) - 1
    assert seen[0] == seen[-1]
    troubled.key(Qt.Key.Key_F8, SHIFT)
    assert current(troubled) == seen[-2]


def test_shift_f8_begins_at_the_end(troubled: Clerk) -> None:
    troubled.key(Qt.Key.Key_F8, SHIFT)
    assert current(troubled) == troubled.window.problems.model.entries[-1].item.message


def test_f8_goes_over_what_the_filter_shows(troubled: Clerk) -> None:
    troubled.key(Qt.Key.Key_2, ALT)
    assert listed(troubled) == ["错误 balance"] * 3
    columns = []
    for _ in range(4):
        troubled.key(Qt.Key.Key_F8)
        columns.append(troubled.at.split("/")[2])
    assert columns == [*COLUMNS, COLUMNS[0]]


def test_filters_by_keys_alone(troubled: Clerk) -> None:
    """The filters take one place in the order of Tab, right before the list."""
    troubled.key(Qt.Key.Key_F6)
    assert troubled.window.problems.list.hasFocus()
    troubled.key(Qt.Key.Key_Backtab, SHIFT)
    troubled.key(Qt.Key.Key_Backtab, SHIFT)
    assert troubled.window.problems.filters[0].hasFocus()
    troubled.key(Qt.Key.Key_Right)
    assert troubled.window.problems.filters[1].hasFocus()
    assert set(listed(troubled)) == {"错误 balance"}
    troubled.key(Qt.Key.Key_Right)
    assert {line.split()[0] for line in listed(troubled)} == {"警告"}


def test_enter_leads_to_the_cell_and_f6_leads_back(troubled: Clerk) -> None:
    troubled.key(Qt.Key.Key_F6)
    troubled.problem("balance")
    troubled.key(Qt.Key.Key_Return)
    assert troubled.grid.hasFocus()
    assert troubled.at == f"{NEW}/natural_person"
    troubled.key(Qt.Key.Key_F6)
    assert troubled.window.problems.list.hasFocus()
    troubled.key(Qt.Key.Key_Escape)
    assert troubled.grid.hasFocus()
    assert troubled.at == f"{NEW}/natural_person"


def test_a_double_click_leads_to_the_words(troubled: Clerk) -> None:
    troubled.section(3)
    troubled.problem("placeholder-left")
    view = troubled.window.problems.list
    place = view.visualRect(view.currentIndex()).center() + QPoint(200, 0)
    troubled.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert troubled.window.tabs.at == 2, "one click only shows what there is to say"
    troubled.qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert troubled.editor("overview").textCursor().selectedText() == "XX"


def test_the_detail_says_why_and_how(troubled: Clerk) -> None:
    troubled.problem("balance")
    text = troubled.window.problems.detail.text.text()
    for words in ("依据", "怎样改", "应为", "1，现在是3"):
        assert words in text
    assert not troubled.window.problems.detail.set_aside.isVisible(), "an error cannot be set aside"
    assert not troubled.window.problems.detail.mend.isVisible()
    troubled.problem("placeholder-left")
    assert troubled.window.problems.detail.set_aside.isVisible()


def test_what_is_said_is_no_markup(troubled: Clerk) -> None:
    troubled.window.document.edit({"texts/other": "没有<b>TODO</b>其他需要报告的事项。"}, "输入")
    troubled.window.document.checking.check_all()
    troubled.window.document.edit({"agency": "<i>局"}, "输入")
    for entry in troubled.window.problems.model.entries:
        troubled.window.problems.detail.show_entry(entry)
        assert "<i>" not in troubled.window.problems.detail.text.text()


# Nothing moves unasked


def test_a_problem_that_appears_or_goes_leaves_the_clerk_alone(troubled: Clerk) -> None:
    troubled.section(3)
    troubled.grid.go_to("applications/carried_forward/other_organization")
    scrolled = troubled.grid.verticalScrollBar().value()
    document = troubled.window.document
    for value in (2, 1, 3):
        document.edit({f"{GRANTED}/other_organization": value}, "输入")
        document.checking.check_all()
        assert troubled.grid.hasFocus()
        assert troubled.at == "applications/carried_forward/other_organization"
        assert troubled.grid.verticalScrollBar().value() == scrolled


def test_the_current_line_and_the_scroll_stay(troubled: Clerk) -> None:
    panel, document = troubled.window.problems, troubled.window.document
    document.edit({"texts/other": "TODO。" * 30}, "输入")
    document.checking.check_all()
    panel.list.setCurrentIndex(panel.model.index(20, 0))
    panel.list.scrollTo(panel.model.index(18, 0), panel.list.ScrollHint.PositionAtTop)
    top, line = panel.list.indexAt(QPoint(1, 1)), panel.model.entries[20]
    first = panel.model.entries[top.row()]
    document.edit({f"{GRANTED}/other_organization": 2}, "输入")  # one more error above
    assert panel.current == line
    assert panel.model.entries[panel.list.indexAt(QPoint(1, 1)).row()] == first
    document.edit({f"{GRANTED}/{column}": 1 for column in COLUMNS}, "输入")  # three errors fewer
    assert panel.current == line
    assert panel.model.entries[panel.list.indexAt(QPoint(1, 1)).row()] == first


def test_a_line_that_says_something_else_stays_current(troubled: Clerk) -> None:
    troubled.problem("balance")
    troubled.window.document.edit({f"{GRANTED}/{COLUMNS[0]}": 5}, "输入")
    assert "后者多4" in current(troubled)
    assert "现在是5" in troubled.window.problems.detail.text.text()


def test_lines_that_stay_are_not_rebuilt(troubled: Clerk) -> None:
    model = troubled.window.problems.model
    changed: list[str] = []
    model.modelReset.connect(lambda: changed.append("reset"))
    model.rowsInserted.connect(lambda _, first, last: changed.append(f"+{last - first + 1}"))
    model.rowsRemoved.connect(lambda _, first, last: changed.append(f"-{last - first + 1}"))
    troubled.window.document.edit({f"{GRANTED}/{COLUMNS[0]}": 5}, "输入")
    assert changed == []
    troubled.window.document.edit({f"{GRANTED}/{COLUMNS[1]}": 1}, "输入")
    assert changed == ["-1"]
    troubled.window.document.edit({f"{GRANTED}/{COLUMNS[1]}": 2}, "输入")
    assert changed == ["-1", "+1"]


def test_f8_after_the_last_problem_is_mended_goes_around(troubled: Clerk) -> None:
    troubled.key(Qt.Key.Key_2, ALT)
    for _ in COLUMNS:
        troubled.key(Qt.Key.Key_F8)
    troubled.window.document.edit({f"{GRANTED}/{COLUMNS[2]}": 1}, "改正")
    troubled.key(Qt.Key.Key_F8)
    assert troubled.at == f"{NEW}/{COLUMNS[0]}"
    troubled.window.document.edit({f"{GRANTED}/{COLUMNS[0]}": 1}, "改正")
    troubled.key(Qt.Key.Key_F8, SHIFT)
    assert troubled.at == f"{NEW}/{COLUMNS[1]}"


# Mending and setting aside


def test_mending_by_keys_leaves_the_focus_in_the_panel(clerk: Clerk) -> None:
    clerk.section(4)
    clerk.type("1")
    clerk.key(Qt.Key.Key_Return)
    clerk.key(Qt.Key.Key_F6)
    clerk.problem("blank-cell")
    detail = clerk.window.problems.detail
    detail.mend.setFocus()
    clerk.key(Qt.Key.Key_Space)
    assert clerk.value("disputes/litigation_direct/pending") == 0
    assert clerk.focus is clerk.window.problems.list
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("disputes/litigation_direct/pending") is None
    assert clerk.value("disputes/reconsideration/upheld") == 1


def test_mending_by_mouse_leaves_the_focus_in_the_grid(clerk: Clerk) -> None:
    clerk.section(4)
    clerk.type("1")
    clerk.section(5)
    clerk.section(4)
    at = clerk.at
    clerk.problem("blank-cell")
    clerk.type("7")  # an editor is open, and what was typed is kept
    clerk.qtbot.mouseClick(clerk.window.problems.detail.mend, Qt.MouseButton.LeftButton)
    assert clerk.value("disputes/litigation_direct/pending") == 0
    assert clerk.value(at) == 7
    assert clerk.focus is clerk.grid
    assert clerk.at == at


def test_mending_a_text_leaves_cursor_and_view(clerk: Clerk) -> None:
    lines = [f"第{number}行。" for number in range(60)]
    lines[50] = "公开信息,回应关切。"
    clerk.window.document.edit({"agency": "甲局", "year": 2025, "texts/overview": "\n".join(lines)}, "输入")
    clerk.window.document.checking.check_all()
    clerk.section(1)
    editor = clerk.editor("overview")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.verticalScrollBar().setValue(10)
    position, focus = editor.textCursor().position(), clerk.focus
    clerk.problem("punctuation")
    clerk.qtbot.mouseClick(clerk.window.problems.detail.mend, Qt.MouseButton.LeftButton)
    assert "公开信息，回应关切。" in str(clerk.value("texts/overview"))
    assert editor.textCursor().position() == position
    assert editor.verticalScrollBar().value() == 10
    assert clerk.focus is focus
    clerk.ctrl(Qt.Key.Key_Z)
    assert "公开信息,回应关切。" in str(clerk.value("texts/overview"))


def test_a_finding_is_set_aside_and_taken_up_again(troubled: Clerk) -> None:
    give_reason(troubled, "核实无误")
    troubled.problem("placeholder-left")
    message = current(troubled)
    troubled.window.problems.detail.set_aside.click()
    assert message not in [entry.item.message for entry in troubled.window.problems.model.entries]
    assert labels(troubled)[4] == "已搁置 1"
    assert troubled.window.menus.undo.text().startswith("撤销 搁置")
    troubled.key(Qt.Key.Key_5, ALT)
    troubled.problem("placeholder-left")
    detail = troubled.window.problems.detail
    assert "核实无误" in detail.text.text()
    assert detail.take_up.isVisible() and not detail.set_aside.isVisible()
    detail.take_up.click()
    assert listed(troubled) == []
    assert not troubled.window.document.report.set_aside
    troubled.ctrl(Qt.Key.Key_Z)
    assert listed(troubled) == ["已搁置 placeholder-left"]
    troubled.ctrl(Qt.Key.Key_Z)
    assert listed(troubled) == []
    troubled.key(Qt.Key.Key_1, ALT)
    assert message in [entry.item.message for entry in troubled.window.problems.model.entries]


def test_the_reason_is_asked_for_by_keys(troubled: Clerk) -> None:
    enabled = []

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, SetAsideDialog)
        assert dialog.line.hasFocus()
        for text in ("", "  ", "x" * 201, "核实无误\n（电话）"):
            dialog.line.setText(text)
            enabled.append(dialog.confirm.isEnabled())
        troubled.key(Qt.Key.Key_Return)

    troubled.answers.in_dialog = answer
    troubled.problem("problems-halves")
    troubled.window.problems.set_aside()
    assert enabled == [False, False, False, True]
    (entry,) = troubled.window.document.report.set_aside
    assert entry.reason == "核实无误 （电话）"


def test_the_ready_reasons_fit_the_problem(troubled: Clerk) -> None:
    offered: list[list[str]] = []

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, SetAsideDialog)
        offered.append([button.text() for button in dialog.findChildren(QPushButton)][:-2])
        troubled.key(Qt.Key.Key_Escape)

    troubled.answers.in_dialog = answer
    for rule in ("placeholder-left", "problems-halves"):
        troubled.problem(rule)
        troubled.window.problems.set_aside()
        assert offered[-1] == ["核实无误", *explain(rule).reasons]
    assert offered[0] != offered[1]


def test_a_ready_reason_takes_one_click(troubled: Clerk) -> None:
    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, SetAsideDialog)
        troubled.key(Qt.Key.Key_Tab)
        troubled.key(Qt.Key.Key_Space)
        assert dialog.reason == "核实无误"
        assert dialog.line.hasFocus()
        troubled.key(Qt.Key.Key_Escape)

    troubled.answers.in_dialog = answer
    troubled.problem("problems-halves")
    troubled.window.problems.set_aside()
    assert troubled.window.document.report.set_aside == ()


def test_the_dialog_does_not_outlive_its_question(troubled: Clerk) -> None:
    asked: list[weakref.ref[QDialog]] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, SetAsideDialog)
        asked.append(weakref.ref(dialog))
        dialog.findChildren(QPushButton)[0].click()
        dialog.confirm.click()

    QTimer.singleShot(0, answer)
    finding = next(f for f in troubled.window.document.checking.problems if f.severity is not Severity.ERROR)
    assert Dialogs(troubled.window).set_aside_reason(finding) == CHECKED
    gc.collect()
    assert asked[0]() is None


def test_the_one_error_that_can_be_set_aside(troubled: Clerk) -> None:
    report = troubled.window.document.report.snapshot()
    report.last_year = new_report(report.agency, 2024)
    report.last_year.apply({"applications/carried_forward/natural_person": 2})
    troubled.window.document.start(report, None)
    troubled.problem("carried-over")
    give_reason(troubled, "机构合并")
    troubled.window.problems.detail.set_aside.click()
    assert "错误 carried-over" not in listed(troubled)
    assert troubled.value(f"{OVER}/natural_person") == 0
    troubled.ctrl(Qt.Key.Key_Z)
    troubled.problem("carried-over")
    troubled.window.problems.detail.mend.click()
    assert troubled.value(f"{OVER}/natural_person") == 2


def test_the_menu_offers_what_can_be_done(troubled: Clerk) -> None:
    menu = troubled.window.inspection.menu

    def enabled() -> list[str]:
        menu.aboutToShow.emit()
        names = [a.text().split("(")[0] for a in menu.actions() if a.isEnabled()]
        return [name for name in names if name in ("改正", "搁置", "恢复")]

    assert enabled() == []
    troubled.problem("placeholder-left")
    assert enabled() == ["搁置"]
    give_reason(troubled, "核实无误")
    next(a for a in menu.actions() if a.text().startswith("搁置")).trigger()
    assert len(troubled.window.document.report.set_aside) == 1
    troubled.key(Qt.Key.Key_5, ALT)
    troubled.problem("placeholder-left")
    assert enabled() == ["恢复"]


def test_a_final_report_offers_nothing(troubled: Clerk) -> None:
    troubled.problem("placeholder-left")
    troubled.window.document.edit({"sign_off/final_code": "x", "sign_off/final_date": "2026-01-01"}, "定稿")
    assert not any(troubled.window.problems.offered)
    troubled.window.problems.set_aside()
    assert troubled.window.document.report.set_aside == ()


def test_the_limit_of_the_overview_is_an_option(troubled: Clerk) -> None:
    menu = troubled.window.inspection.menu
    entry = next(a for a in menu.actions() if a.isCheckable())
    entry.trigger()
    assert troubled.value("options/overview_limit") == "1000"
    troubled.ctrl(Qt.Key.Key_Z)
    menu.aboutToShow.emit()
    assert not entry.isChecked()
    assert troubled.value("options/overview_limit") == ""


def test_what_was_found_is_exported(troubled: Clerk, tmp_path: Path) -> None:
    entry = troubled.window.inspection.menu.actions()[-1]
    assert entry.text() == "导出检查结果(&E)…"
    troubled.answers.path = tmp_path / "检查结果.xlsx"
    entry.trigger()
    assert troubled.answers.asked == ["findings 青禾县水务局2025年政府信息公开工作年度报告检查结果.xlsx"]
    texts = [
        str(value)
        for sheet in load_workbook(troubled.answers.path)
        for row in sheet.iter_rows(values_only=True)
        for value in row
    ]
    assert any("“自然人”列" in text for text in texts)
    troubled.answers.path = tmp_path / "没有的文件夹" / "a.pdf"
    entry.trigger()
    assert "没有的文件夹" in troubled.answers.asked[-1]


def test_the_suffix_says_what_is_exported(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialogs = Dialogs(clerk.window)
    for name, kind, becomes in (
        ("a.pdf", "Excel 工作簿 (*.xlsx)", "a.pdf"),
        ("a", "PDF 文件 (*.pdf)", "a.pdf"),
        ("a.1", "Excel 工作簿 (*.xlsx)", "a.1.xlsx"),
    ):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, n=name, k=kind: (str(tmp_path / n), k))
        assert dialogs.save_findings(tmp_path / "x.xlsx") == tmp_path / becomes
    (tmp_path / "b.pdf").touch()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "b"), "PDF 文件 (*.pdf)"))
    monkeypatch.setattr(dialogs, "replace", lambda path: False)
    assert dialogs.save_findings(tmp_path / "x.xlsx") is None
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    assert dialogs.save_findings(tmp_path / "x.xlsx") is None


# Figures that agree


def test_figures_that_agree_have_a_filter(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def comparisons(report: Report) -> list[Comparison]:
        asked.append(report)
        cells = (f"{NEW}/total",)
        text = report.texts["other"]
        at = text.find("收到3件")
        agrees = Comparison(
            "text-applications", "other", at, at + 4, "收到3件", cells, "收到申请：正文写3，表三是3", True
        )
        differs = Comparison("text-applications", "other", 0, 1, text[:1], cells, "不同", False)
        return [agrees, differs] if at >= 0 else []

    monkeypatch.setattr(comparison_module, "comparisons", comparisons)
    clerk.window.document.edit({f"{NEW}/natural_person": 3, "texts/other": "本机关共收到3件申请。"}, "输入")
    clerk.window.document.checking.check_all()
    assert len(asked) == 1
    assert labels(clerk)[5] == "核对一致 1"
    clerk.key(Qt.Key.Key_6, ALT)
    assert listed(clerk) == ["核对一致 text-applications"]
    clerk.key(Qt.Key.Key_F6)
    assert "表格里" in clerk.window.problems.detail.text.text()
    clerk.key(Qt.Key.Key_Return)
    assert clerk.editor("other").textCursor().selectedText() == "收到3件"
    assert not any(clerk.window.problems.offered)


# Marks


def test_words_in_trouble_are_underlined_and_told(troubled: Clerk) -> None:
    editor = troubled.editor("overview")
    assert [words for words in underlined(editor) if words in ("XX", "TODO")] == ["XX", "TODO"]
    at = editor.toPlainText().index("TODO") + 1
    cursor = editor.textCursor()
    cursor.setPosition(at)
    editor.setTextCursor(cursor)
    assert "TODO" in troubled.window._place.text()
    assert troubled.window._place.text().startswith("警告：")
    point = editor.cursorRect(cursor).center()
    QApplication.sendEvent(
        editor.viewport(),
        QHelpEvent(QHelpEvent.Type.ToolTip, point, editor.viewport().mapToGlobal(point)),
    )
    assert "TODO" in QToolTip.text()
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    assert "TODO" not in troubled.window._place.text()


def test_marks_move_with_their_words_until_the_next_check(troubled: Clerk) -> None:
    editor = troubled.editor("overview")
    before = underlined(editor)
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    troubled.type("ab")
    assert underlined(editor) == before
    cursor = editor.textCursor()
    cursor.setPosition(editor.toPlainText().index("XX") + 2)
    editor.setTextCursor(cursor)
    troubled.type("c")
    assert "XX" in underlined(editor), "what is typed right behind the words is not part of them"
    text = troubled.value("texts/overview")
    troubled.window.document.edit({f"{GRANTED}/natural_person": 1}, "输入")  # figures are checked at once
    assert not troubled.window.document.checking.texts_are_checked
    assert [words for words in underlined(editor) if words in ("XX", "TODO")] == ["XX", "TODO"]
    troubled.key(Qt.Key.Key_F8, SHIFT)
    assert editor.textCursor().selectedText() == "XX", "found where the words are by now"
    assert troubled.value("texts/overview") == text
    troubled.window.document.checking.check_all()
    assert "TODO" in underlined(editor)


def test_a_mark_goes_at_once_when_its_finding_is_set_aside(troubled: Clerk) -> None:
    give_reason(troubled, "核实无误")
    troubled.problem("placeholder-left")
    words = troubled.window.problems.current
    assert words is not None
    troubled.window.problems.set_aside()
    assert words.item.quote not in underlined(troubled.editor("overview"))
    troubled.ctrl(Qt.Key.Key_Z)
    troubled.window.document.checking.check_all()
    assert words.item.quote in underlined(troubled.editor("overview"))


def test_marks_touch_neither_text_nor_history(troubled: Clerk) -> None:
    assert not troubled.window.document.modified
    assert troubled.window.document.undo_stack.count() == 0


def test_a_cell_tells_all_that_is_wrong_with_it(troubled: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"{GRANTED}/natural_person"
    found = [
        Finding("unusual-change", Severity.HINT, "applications", "变化很大", cells=(address,)),
        Finding("in-force", Severity.WARNING, "applications", "不大对", cells=(address, f"{NEW}/total")),
        Finding(
            "text-results", Severity.WARNING, "overview", "正文不同", cells=(address,), quote="x", start=0
        ),
    ]
    monkeypatch.setattr(checking, "FIGURE_RULES", (lambda report: found,))
    troubled.window.document.checking.check_all()
    troubled.section(3)
    troubled.grid.go_to(address)
    cell = troubled.grid.current_cell()
    assert cell is not None
    model = troubled.grid.grid_model
    assert model.trouble(cell) is Severity.WARNING
    assert model.reasons(cell) == ["警告：不大对", "提示：变化很大"]
    tip = str(model.data(troubled.grid.currentIndex(), Qt.ItemDataRole.ToolTipRole))
    assert "不大对" in tip and "变化很大" in tip and "正文不同" not in tip
    assert "不大对" in troubled.window._place.text()
    assert "变化很大" not in troubled.window._place.text()
    assert "不大对" in str(model.data(troubled.grid.currentIndex(), Qt.ItemDataRole.AccessibleTextRole))


# The panel as a whole


def test_the_panel_folds_and_unfolds(troubled: Clerk) -> None:
    panel = troubled.window.problems
    height = panel.height()
    troubled.key(Qt.Key.Key_F6)
    panel.fold.click()
    assert panel.is_folded and panel.height() < height / 2
    assert not panel.list.isVisible()
    assert troubled.editor("overview").hasFocus()
    assert labels(troubled)[1] == "错误 3", "what there is stays in view"
    troubled.key(Qt.Key.Key_F6)
    assert panel.list.isVisible() and panel.height() == height
    assert panel.list.hasFocus()


def test_the_status_bar_leads_to_the_panel(troubled: Clerk) -> None:
    troubled.window.inspection.counts.click()
    assert isinstance(troubled.focus, ProblemList)
    assert current(troubled)


def test_another_report_shows_everything_again(troubled: Clerk, tmp_path: Path) -> None:
    troubled.key(Qt.Key.Key_5, ALT)
    write_draft(troubled.window.document.report, tmp_path / "a.gknb")
    troubled.window.open(tmp_path / "a.gknb")
    assert "错误 balance" in listed(troubled)
    assert troubled.window.problems.current is None


def test_a_screen_reader_hears_the_lines(troubled: Clerk) -> None:
    troubled.problem("balance")
    panel = troubled.window.problems
    spoken = panel.model.data(panel.list.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("错误，三、公开申请，")
    named = [panel.list, panel.detail.text, panel.fold, *panel.filters]
    for widget in named:
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name)
    assert panel.filters[1].accessibleName() == "只看错误，3条"


def test_the_window_still_fits_a_small_screen(troubled: Clerk) -> None:
    for entry in troubled.window.problems.model.entries:
        troubled.window.problems.detail.show_entry(entry)
        assert troubled.window.minimumSizeHint().width() <= 900


def test_f8_leads_to_problems_whatever_is_shown(troubled: Clerk) -> None:
    troubled.key(Qt.Key.Key_6, ALT)
    troubled.key(Qt.Key.Key_F8)
    assert troubled.window.problems.filters[0].isChecked()
    current = troubled.window.problems.current
    assert current and isinstance(current.item, Finding)
    troubled.key(Qt.Key.Key_2, ALT)
    troubled.key(Qt.Key.Key_F8)
    assert troubled.window.problems.filters[1].isChecked()  # errors are problems


def test_what_last_year_filled_in_is_not_worked_on_yet(clerk: Clerk) -> None:
    last = new_report("青禾县水务局", 2024)
    last.apply({address: 0 for address, cell in last.form.inputs.items() if cell.kind == "count"})
    clerk.window.document.start(new_report("青禾县水务局", 2025, last), None)
    clerk.window.document.checking.check_all()
    assert clerk.window.document.checking.problems == []
    clerk.window.document.edit({f"{NEW}/natural_person": 3}, "输入")
    clerk.window.document.checking.leave("applications")
    assert "blank-cell" in {finding.rule for finding in clerk.window.document.checking.problems}


# Calm


def test_blanks_count_when_one_leaves_the_section(clerk: Clerk) -> None:
    document = clerk.window.document
    clerk.section(3)
    clerk.type("3")
    clerk.key(Qt.Key.Key_Return)
    assert listed(clerk) == [], "one entry does not make errors of all other cells"
    assert document.checking.state("applications") is State.EMPTY
    assert "blank-cell" in {finding.rule for finding in document.checking.findings}, (
        "checks and exports see them"
    )
    clerk.section(4)
    assert listed(clerk) == ["错误 missing-header", "错误 missing-header", "错误 blank-cell"]
    assert document.checking.state("applications") is State.ERROR, "the tab says what the panel says"
    assert "1个错误" in clerk.window.tabs.tabToolTip(3)
    clerk.type("1")
    clerk.key(Qt.Key.Key_Return)
    assert document.checking.state("disputes") is State.EMPTY, "here one is still at work"


@pytest.mark.parametrize("how", ["save", "check", "F8", "F6"])
def test_who_saves_or_asks_is_told_of_blanks(clerk: Clerk, how: str) -> None:
    clerk.section(3)
    clerk.type("3")
    clerk.key(Qt.Key.Key_Return)
    match how:
        case "save":
            clerk.ctrl(Qt.Key.Key_S)
        case "check":
            clerk.window.document.checking.check_all()
        case "F8":
            clerk.key(Qt.Key.Key_F8)
        case "F6":
            clerk.key(Qt.Key.Key_F6)
    assert "错误 blank-cell" in listed(clerk)
    clerk.section(4)
    clerk.type("3")
    clerk.key(Qt.Key.Key_Return)
    assert listed(clerk).count("错误 blank-cell") == 1, "another section is begun in peace"


def test_a_draft_that_is_opened_again_was_left(clerk: Clerk, tmp_path: Path) -> None:
    report = new_report("青禾县水务局", 2025)
    report.apply({f"{NEW}/natural_person": 3})
    write_draft(report, tmp_path / "a.gknb")
    clerk.window.open(tmp_path / "a.gknb")
    assert "错误 blank-cell" in listed(clerk)


def test_a_short_text_is_no_error_while_it_is_written(clerk: Clerk) -> None:
    clerk.section(5)
    clerk.type("abc")
    clerk.qtbot.waitUntil(lambda: clerk.window.document.checking.texts_are_checked)
    assert "错误 empty-text" not in listed(clerk)
    clerk.section(6)
    assert "错误 empty-text" in listed(clerk)


# F8 from where one works


def test_f8_begins_where_one_works(troubled: Clerk) -> None:
    troubled.section(3)
    troubled.grid.go_to("applications/carried_forward/natural_person")
    troubled.key(Qt.Key.Key_F8)
    assert troubled.at == f"{NEW}/{COLUMNS[0]}", "a problem of the column one stands in"
    troubled.key(Qt.Key.Key_F8)
    assert troubled.at == f"{NEW}/{COLUMNS[1]}"
    troubled.section(5)
    troubled.key(Qt.Key.Key_F8)
    chosen = troubled.window.problems.current
    assert chosen and chosen.item.section == "problems"
    troubled.section(1)
    editor = troubled.editor("overview")
    cursor = editor.textCursor()
    cursor.setPosition(editor.toPlainText().index("平台"))
    editor.setTextCursor(cursor)
    troubled.key(Qt.Key.Key_F8)
    assert editor.textCursor().selectedText() == "TODO"
    troubled.key(Qt.Key.Key_F8, SHIFT)
    assert editor.textCursor().selectedText() == "XX"


def test_f8_goes_on_in_the_table_one_mends(troubled: Clerk) -> None:
    """The cell that is wrong is seldom the one to which a problem leads."""
    troubled.key(Qt.Key.Key_2, ALT)
    troubled.key(Qt.Key.Key_F8)
    troubled.key(Qt.Key.Key_F8)
    assert troubled.at == f"{NEW}/{COLUMNS[1]}"
    troubled.grid.go_to(f"{GRANTED}/{COLUMNS[1]}")
    troubled.type("1")
    troubled.key(Qt.Key.Key_F8)
    assert troubled.at == f"{NEW}/{COLUMNS[2]}"


def test_f8_goes_on_from_a_line_that_was_chosen(troubled: Clerk) -> None:
    panel = troubled.window.problems
    panel.list.setCurrentIndex(panel.model.index(len(panel.model.entries) - 2, 0))
    troubled.key(Qt.Key.Key_F8)
    assert current(troubled) == panel.model.entries[-1].item.message


def test_problems_of_a_text_come_in_the_order_of_the_text(troubled: Clerk) -> None:
    """The panel lists the gravest first; who goes through a text goes down."""
    troubled.window.document.edit(
        {"texts/overview": "公开信息,回应关切。" * 3 + "XX，培训YY次。TODO"}, "输入"
    )
    troubled.window.document.checking.check_all()
    troubled.section(1)
    editor = troubled.editor("overview")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    starts = []
    while troubled.window.tabs.at == 0:
        troubled.key(Qt.Key.Key_F8)
        starts.append(editor.textCursor().selectionStart())
    assert len(starts) > 3 and starts[:-1] == sorted(starts[:-1])


def test_the_detail_begins_at_its_top(troubled: Clerk) -> None:
    panel = troubled.window.problems
    troubled.problem("balance")
    bar = panel.detail._area.verticalScrollBar()
    QApplication.processEvents()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    troubled.key(Qt.Key.Key_F8)
    assert bar.value() == 0


def test_back_from_the_panel_after_a_cell_was_left_in_the_middle(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("12")
    clerk.qtbot.mouseClick(clerk.window.inspection.counts, Qt.MouseButton.LeftButton)
    clerk.qtbot.waitUntil(lambda: not clerk.grid.is_editing())
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    clerk.key(Qt.Key.Key_Escape)
    assert clerk.grid.hasFocus(), "the field of the cell is gone"
