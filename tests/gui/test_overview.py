"""The overview: what a draft is opened with, where it leads, and how its charts leave the window."""

from datetime import date, timedelta
from pathlib import Path

import pdfplumber
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from cli import run as run_verb
from export import Product
from export.annex import HEADING
from export.charts import framed
from gui.export_dialog import ExportDialog
from gui.overview.page import OverviewPage
from gui.preview import Preview
from gui.style import DARK, LIGHT, Appearance, show_as
from model.draft import read_draft, write_draft
from model.report import Report, new_report
from model.signoff import declare_final
from tests.gui.conftest import Clerk

CLEAN = Path(__file__).parents[2] / "samples" / "clean-2025.gknb"
NEW = "applications/new_received/natural_person"
TODAY = date(2026, 1, 8)


@pytest.fixture
def opened(clerk: Clerk, tmp_path: Path, finished: Report) -> Clerk:
    """A clerk who has opened the finished report, with last year's in it."""
    finished.last_year = finished.snapshot()
    finished.last_year.apply({"year": 2024, NEW: 5})
    write_draft(finished, tmp_path / "草稿.gknb")
    clerk.window.tabs.overview.due.today = lambda: TODAY
    clerk.window.open(tmp_path / "草稿.gknb")
    clerk.window.document.checking.check_all()
    QApplication.processEvents()
    return clerk


def overview(clerk: Clerk) -> OverviewPage:
    assert isinstance(clerk.page, OverviewPage)
    return clerk.page


def told(widget: QWidget) -> str:
    """All that labels of a widget say."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def figure(clerk: Clerk, row: int) -> list[str]:
    """A line of the key figures."""
    items = [overview(clerk).figures.item(row, column) for column in range(4)]
    return [item.text().strip() for item in items if item]


def tab_to(clerk: Clerk, widget: QWidget) -> None:
    """Goes on with Tab until a widget has the focus."""
    for _ in range(60):
        if clerk.focus is widget:
            return
        clerk.key(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {widget.accessibleName()}")


def test_a_draft_opens_with_the_overview_and_a_new_report_does_not(opened: Clerk) -> None:
    assert isinstance(opened.page, OverviewPage)
    assert opened.window.tabs.tabText(opened.window.tabs.currentIndex()) == "总览"
    opened.ctrl(Qt.Key.Key_N)
    assert opened.window.tabs.at == 0
    assert opened.focus is opened.window.header.agency


def test_ctrl_0_leads_there_from_everywhere_and_keeps_what_was_typed(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("7")
    clerk.ctrl(Qt.Key.Key_0)
    assert isinstance(clerk.page, OverviewPage)
    assert clerk.value(NEW) == 7
    assert figure(clerk, 0)[:2] == ["新收申请（件）", "7"]
    clerk.section(1)
    assert clerk.focus is clerk.editor("overview")


def test_sections_are_listed_with_their_state_and_lead_there(opened: Clerk) -> None:
    states = overview(opened).states
    names = [button.accessibleName() for button in states.findChildren(type(states.problems))]
    assert names[3] == "四、政府信息公开行政复议、行政诉讼情况，已填好"
    opened.window.document.edit({"applications/granted/natural_person": None}, "清除")
    assert "2个错误" in states.in_order[2].accessibleName()
    assert opened.focus is states.in_order[0]
    opened.key(Qt.Key.Key_Tab)
    opened.key(Qt.Key.Key_Tab)
    opened.key(Qt.Key.Key_Return)
    assert opened.window.tabs.at == 2
    assert opened.focus is opened.grid


def test_the_line_of_problems_leads_to_the_gravest(opened: Clerk) -> None:
    opened.window.document.edit({"applications/granted/natural_person": None}, "清除")
    opened.window.document.checking.check_all()
    button = overview(opened).states.problems
    assert button.text().startswith("问题：2个错误")
    tab_to(opened, button)
    opened.key(Qt.Key.Key_Space)
    assert opened.window.tabs.at == 2
    assert opened.at.startswith("applications/")


def test_what_is_not_begun_is_not_called_fine(clerk: Clerk) -> None:
    clerk.window.document.start(new_report("青禾县水务局", 2025))
    clerk.ctrl(Qt.Key.Key_0)
    assert overview(clerk).states.problems.text() == "6个部分待填"
    clerk.qtbot.waitUntil(lambda: clerk.window.inspection.counts.text() == "6个部分待填")


def test_what_is_edited_shows_at_once_and_nothing_is_done_while_hidden(
    opened: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = overview(opened)
    assert figure(opened, 0) == ["新收申请（件）", "12", "9", "+3"]
    opened.window.document.edit({NEW: 100}, "输入")
    assert figure(opened, 0)[1] == "104"
    opened.ctrl(Qt.Key.Key_Z)
    assert figure(opened, 0)[1] == "12"
    assert isinstance(opened.page, OverviewPage), "undoing leaves one where one is"
    opened.section(3)
    refreshed: list[None] = []
    monkeypatch.setattr(page, "refresh", lambda: refreshed.append(None))
    opened.type("7")
    opened.key(Qt.Key.Key_Return)
    assert refreshed == []
    opened.ctrl(Qt.Key.Key_0)
    assert refreshed


def test_what_is_shown_already_is_not_worked_out_again_before_the_day_is_another(
    opened: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, tomorrow = overview(opened), date.today() + timedelta(days=1)
    refresh, refreshed = page.refresh, list[date]()

    def watched() -> None:
        refreshed.append(page.due.today())
        refresh()

    monkeypatch.setattr(page, "refresh", watched)
    for expected in ([], [tomorrow], [tomorrow]):
        page.hide()
        page.show()
        assert refreshed == expected
        page.due.today = lambda: tomorrow


# The deadline


def test_the_deadline_is_told_with_the_days_left(opened: Clerk) -> None:
    due = overview(opened).due
    assert due.words == "2026年1月31日前公布　还有23天"
    opened.window.document.edit({"agency_kind": "government"}, "修改机关类型")
    assert due.words == "2026年3月31日前公布　还有82天"
    due.today = lambda: date(2026, 4, 5)
    due.refresh()
    assert due.words.endswith("已过5天")


def test_a_local_deadline_is_typed_undone_and_kept(opened: Clerk) -> None:
    due = overview(opened).due
    tab_to(opened, due.field)
    opened.type("1-20")
    opened.key(Qt.Key.Key_Return)
    assert opened.value("options/deadline") == "2026-01-20"
    assert due.words == "2026年1月20日前公布　还有12天"
    assert due.field.text() == "2026年1月20日"
    assert opened.window.header._deadline.text() == "1月20日前公布"
    assert "本地规定" in opened.window.header._deadline.toolTip()
    assert opened.window.document.undo_stack.undoText() == "修改本地截止日"
    opened.ctrl(Qt.Key.Key_S)
    assert opened.window.document.path
    assert read_draft(opened.window.document.path).options == {"deadline": "2026-01-20"}
    opened.ctrl(Qt.Key.Key_Z)
    assert due.words.startswith("2026年1月31日")
    assert due.field.text() == ""


def test_what_is_no_day_is_refused_and_leaves_no_step(opened: Clerk) -> None:
    due = overview(opened).due
    tab_to(opened, due.field)
    opened.type("13-45")
    opened.key(Qt.Key.Key_Return)
    assert "“13-45”不是日期" in opened.window.statusBar().currentMessage()
    assert due.field.text() == ""
    assert not opened.window.document.undo_stack.canUndo()


def test_a_day_half_typed_is_kept_by_saving(opened: Clerk) -> None:
    tab_to(opened, overview(opened).due.field)
    opened.type("2026-1-20")
    opened.ctrl(Qt.Key.Key_S)
    assert opened.window.document.path
    assert read_draft(opened.window.document.path).options["deadline"] == "2026-01-20"


def test_a_final_report_keeps_its_deadline(opened: Clerk) -> None:
    document = opened.window.document
    document.edit(declare_final(document.report, TODAY), "定稿")
    field = overview(opened).due.field
    tab_to(opened, field)
    opened.type("1-20")
    opened.key(Qt.Key.Key_Return)
    assert opened.value("options/deadline") == ""


# Figures and charts


def test_the_key_figures_are_copied_as_a_table(opened: Clerk) -> None:
    tab_to(opened, overview(opened).figures)
    opened.ctrl(Qt.Key.Key_C)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[:2] == ["项目\t本年\t上年\t增减", "新收申请（件）\t12\t9\t+3"]
    assert len(lines) == 1 + len(opened.window.document.report.form.overview.figures)


def clipboard_picture() -> QImage:
    return QApplication.clipboard().image()


@pytest.mark.parametrize("way", ["button", "key", "menu"])
def test_a_chart_is_copied_as_a_picture(opened: Clerk, way: str) -> None:
    chart = overview(opened).charts[0]
    opened.clipboard("")
    if way == "button":
        tab_to(opened, chart.copy_button)
        opened.key(Qt.Key.Key_Return)
    elif way == "key":
        tab_to(opened, chart.canvas)
        opened.ctrl(Qt.Key.Key_C)
    else:
        chart.menu().actions()[0].trigger()
    picture = clipboard_picture()
    assert picture.width() == round(framed(chart.chart).width * 192 / 72)
    assert picture.pixelColor(0, 0).name() == "#ffffff"
    assert LIGHT.accent.name() in colours(picture)
    assert "已复制" in opened.window.statusBar().currentMessage()
    assert opened.window._place.text() == "总览", "what was done is told for a while only"


def colours(picture: QImage) -> set[str]:
    return {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 8)
        for y in range(0, picture.height(), 4)
    }


def test_pictures_are_on_white_and_the_window_may_be_dark(opened: Clerk) -> None:
    chart = overview(opened).charts[0]
    show_as(Appearance.DARK)
    QApplication.processEvents()
    try:
        assert DARK.accent.name() in colours(chart.canvas.grab().toImage())
        chart.copy()
        assert LIGHT.accent.name() in colours(clipboard_picture())
    finally:
        show_as(Appearance.SYSTEM)
    QApplication.processEvents()
    assert LIGHT.accent.name() in colours(chart.canvas.grab().toImage())


@pytest.mark.parametrize(("suffix", "head"), [(".png", b"\x89PNG"), (".svg", b"<svg ")])
def test_a_chart_is_saved(opened: Clerk, tmp_path: Path, suffix: str, head: bytes) -> None:
    opened.answers.path = tmp_path / f"图{suffix}"
    chart = overview(opened).charts[1]
    tab_to(opened, chart.save_button)
    opened.key(Qt.Key.Key_Space)
    assert opened.answers.path.read_bytes().startswith(head)
    assert opened.answers.asked[-1] == f"picture {chart.chart.title}.png"
    assert "已保存" in opened.window.statusBar().currentMessage()


def test_a_picture_that_cannot_be_written_is_told(opened: Clerk, tmp_path: Path) -> None:
    opened.answers.path = tmp_path
    overview(opened).charts[0].save_button.click()
    assert "无法写入" in opened.answers.asked[-1]


def test_a_blank_report_has_no_charts_to_copy(clerk: Clerk) -> None:
    clerk.ctrl(Qt.Key.Key_0)
    QApplication.processEvents()
    charts = overview(clerk).charts
    assert "还没有填写。" in charts[0].canvas.accessibleDescription()
    assert "上年" in charts[2].canvas.accessibleDescription()
    assert not any(chart.copy_button.isEnabled() or chart.save_button.isEnabled() for chart in charts)
    clerk.clipboard("vorher")
    tab_to(clerk, charts[0].canvas)
    clerk.ctrl(Qt.Key.Key_C)
    assert QApplication.clipboard().text() == "vorher"


def test_tab_visits_everything_in_the_order_of_the_eye(opened: Clerk) -> None:
    page = overview(opened)
    assert page.charts, "they come a moment after the rest"
    page.enter()
    visited = [opened.focus]
    while len(visited) < len(page.in_order):
        opened.key(Qt.Key.Key_Tab)
        visited.append(opened.focus)
    assert visited == page.in_order
    assert all(widget.accessibleName() for widget in visited)
    assert page.verticalScrollBar().value() > 0, "what has the focus comes into view"


@pytest.mark.parametrize("width", [1024, 1366, 700])
def test_nothing_is_wider_than_the_page(opened: Clerk, width: int) -> None:
    opened.window.resize(width, 700)
    QApplication.processEvents()
    page = overview(opened)
    assert page.horizontalScrollBar().maximum() == 0
    for widget in page.in_order:
        assert widget.width() >= widget.minimumSizeHint().width(), widget.accessibleName()


def test_f1_explains_the_page(opened: Clerk) -> None:
    opened.key(Qt.Key.Key_F1)
    assert "总览" in QToolTip.text() and "另存为图片" in QToolTip.text()
    QToolTip.hideText()


def test_a_figure_belongs_into_a_text(opened: Clerk) -> None:
    opened.ctrl(Qt.Key.Key_I)
    assert "数字插在文字里" in opened.window.statusBar().currentMessage()


# The annex


def last_page(path: Path) -> str:
    with pdfplumber.open(path) as pdf:
        return pdf.pages[-1].extract_text() or ""


def test_the_annex_is_chosen_remembered_and_the_same_on_the_command_line(
    opened: Clerk, tmp_path: Path
) -> None:
    opened.answers.path, opened.answers.annex, opened.answers.export_anyway = tmp_path / "a.pdf", True, True
    opened.ctrl(Qt.Key.Key_E)
    assert HEADING in last_page(tmp_path / "a.pdf")
    assert opened.window.document.undo_stack.undoText() == "公布稿附数据图表"
    opened.ctrl(Qt.Key.Key_S)
    assert opened.window.document.path
    arguments = [str(opened.window.document.path), str(tmp_path / "b.pdf"), "--force"]
    assert run_verb("export", arguments) == 0
    assert (tmp_path / "b.pdf").read_bytes() == (tmp_path / "a.pdf").read_bytes()


def test_the_dialog_asks_for_each_product_apart(opened: Clerk, qtbot: QtBot) -> None:
    dialog = ExportDialog(opened.window, Path("x"), "年报", [], annexed={Product.SIGNATURE})
    dialog.show()
    seen = []
    for kind in range(dialog.kind.count()):
        dialog.kind.setCurrentIndex(kind)
        seen.append((dialog.annex.isChecked(), dialog.annex.isEnabled(), dialog.choice.annex))
    assert seen == [(False, True, False), (True, True, True), (False, True, False), (False, False, None)]
    dialog.kind.setCurrentIndex(0)
    dialog.annex.setFocus()
    qtbot.keyClick(dialog.annex, Qt.Key.Key_Space)
    assert dialog.choice.annex
    dialog.close()


def test_a_final_report_and_a_form_without_charts_leave_no_choice(opened: Clerk) -> None:
    opened.window.document.edit(declare_final(opened.window.document.report, TODAY), "定稿")
    why = opened.window.document.why_read_only
    assert why
    fixed = ExportDialog(opened.window, Path("x"), "年报", [], annexed={Product.PUBLICATION}, fixed=why)
    assert (fixed.annex.isChecked(), fixed.annex.isEnabled(), fixed.choice.annex) == (True, False, None)
    assert why in [label.text() for label in fixed.findChildren(QLabel)], "it says why"
    opened.window.output.show_preview()
    preview = opened.window.output._preview
    assert isinstance(preview, Preview)
    assert (preview.annex.isEnabled(), preview.annex.toolTip()) == (False, why)
    preview.close()
    none = ExportDialog(opened.window, Path("x"), "年报", [])
    none.show()
    assert not none.annex.isVisible()
    assert none.choice.annex is None
    none.close()


def test_the_preview_shows_the_annex_and_can_switch_it(opened: Clerk, qtbot: QtBot) -> None:
    opened.window.output.show_preview()
    preview = opened.window.output._preview
    assert isinstance(preview, Preview)
    qtbot.waitUntil(lambda: preview.pages is not None)
    assert preview.pages
    before = len(preview.pages.sizes)
    preview.annex.trigger()
    assert opened.value("options/annex") == "publication"
    qtbot.waitUntil(lambda: preview.pages is not None and len(preview.pages.sizes) == before + 1)
    opened.window.document.undo_stack.undo()
    qtbot.waitUntil(lambda: preview.pages is not None and len(preview.pages.sizes) == before)
    assert not preview.annex.isChecked()
    preview.close()


def test_a_form_without_an_overview_shows_no_charts(opened: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    report = new_report("甲局", 2025)
    bare = type(report.form.overview)()
    monkeypatch.setattr(report.form, "overview", bare)
    page = OverviewPage(opened.window.document, opened.window.tabs.groups)
    opened.window.document.start(report)
    page.show()
    QTest.qWait(0)
    assert page.charts == []
    assert not page.figures.isVisible()
    page.close()
