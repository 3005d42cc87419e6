"""The grid as a spreadsheet user expects it, driven by keys and the clipboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent, QImage, QInputMethodEvent, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip
from pytestqt.modeltest import ModelTester

from gui.grid.editor import CellEditor
from gui.grid.geometry import head_lines
from gui.grid.headers import LayoutHeader
from gui.grid.paint import paint_cell
from gui.sections import TablePage
from gui.style import LIGHT, SPACE
from model.layout import Role
from tests.gui.conftest import Clerk

SHIFT = Qt.KeyboardModifier.ShiftModifier
NEW = "applications/new_received"
OVER = "applications/carried_over"
SAMPLES = Path(__file__).parents[2] / "samples"


def select(clerk: Clerk, first: str, last: str) -> None:
    grid = clerk.grid
    corners = [grid.grid_model.place(clerk.window.document.report.form.cells[a]) for a in (first, last)]
    grid.go_to(first)
    selection = QItemSelection(*corners)
    grid.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def test_qt_model_is_sound(clerk: Clerk, qtmodeltester: ModelTester) -> None:
    for number in (2, 3, 4):
        clerk.section(number)
        qtmodeltester.check(clerk.grid.grid_model)


def test_typing_and_enter_goes_down(clerk: Clerk) -> None:
    clerk.section(3)
    assert clerk.at == f"{NEW}/natural_person"
    clerk.type("12")
    clerk.key(Qt.Key.Key_Return)
    assert clerk.value(f"{NEW}/natural_person") == 12
    assert clerk.value(f"{NEW}/total") == 12
    assert clerk.at == f"{OVER}/natural_person"
    clerk.key(Qt.Key.Key_Return, SHIFT)
    assert clerk.at == f"{NEW}/natural_person"


def test_enter_skips_totals_and_stops_at_the_edge(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.grid.go_to("applications/closed_other/natural_person")
    clerk.key(Qt.Key.Key_Return)
    assert clerk.at == "applications/carried_forward/natural_person"
    clerk.key(Qt.Key.Key_Return)
    assert clerk.at == "applications/carried_forward/natural_person"
    clerk.section(3)
    clerk.key(Qt.Key.Key_Return, SHIFT)
    assert clerk.at == f"{NEW}/natural_person"


def test_tab_goes_right_and_on_in_the_next_row(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("5")
    clerk.key(Qt.Key.Key_Tab)
    assert clerk.value(f"{NEW}/natural_person") == 5
    assert clerk.at == f"{NEW}/commercial_enterprise"
    clerk.grid.go_to(f"{NEW}/other_organization")
    clerk.key(Qt.Key.Key_Tab)
    assert clerk.at == f"{OVER}/natural_person"
    clerk.key(Qt.Key.Key_Backtab, SHIFT)
    assert clerk.at == f"{NEW}/other_organization"


def test_tab_never_leaves_the_grid(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.key(Qt.Key.Key_Backtab, SHIFT)
    assert clerk.at == f"{NEW}/natural_person"
    clerk.grid.go_to("applications/carried_forward/other_organization")
    clerk.key(Qt.Key.Key_Tab)
    assert clerk.at == "applications/carried_forward/other_organization"
    assert clerk.focus is clerk.grid


def test_enter_crosses_the_blocks_of_a_table(clerk: Clerk) -> None:
    clerk.section(2)
    visited = [clerk.at]
    for _ in range(8):
        clerk.key(Qt.Key.Key_Return)
        visited.append(clerk.at)
    assert [address.split("/")[1] for address in dict.fromkeys(visited)] == [
        "regulations",
        "normative_documents",
        "licences",
        "penalties",
        "compulsory_measures",
        "fees",
    ]


def test_arrows_move_over_all_cells(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.grid.go_to(f"{NEW}/other_organization")
    clerk.key(Qt.Key.Key_Right)
    assert clerk.at == f"{NEW}/total"
    for _ in range(24):
        clerk.key(Qt.Key.Key_Down)
    assert clerk.at == "applications/carried_forward/total"
    clerk.key(Qt.Key.Key_Up)
    assert clerk.at == "applications/handled_total/total"


def test_totals_cannot_be_edited(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.grid.go_to(f"{NEW}/total")
    clerk.type("7")
    clerk.key(Qt.Key.Key_F2)
    clerk.key(Qt.Key.Key_Delete)
    assert not isinstance(clerk.focus, QLineEdit)
    assert clerk.value(f"{NEW}/total") is None
    assert not clerk.window.document.modified


def test_f2_edits_what_is_there_and_escape_leaves_it(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("12")
    clerk.key(Qt.Key.Key_Return)
    clerk.key(Qt.Key.Key_Up)
    clerk.key(Qt.Key.Key_F2)
    assert isinstance(clerk.focus, QLineEdit)
    clerk.type("3")
    clerk.key(Qt.Key.Key_Escape)
    assert clerk.value(f"{NEW}/natural_person") == 12
    clerk.key(Qt.Key.Key_F2)
    clerk.type("3")
    clerk.key(Qt.Key.Key_Return)
    assert clerk.value(f"{NEW}/natural_person") == 123


def test_a_digit_replaces_what_was_there(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("12")
    clerk.key(Qt.Key.Key_Return)
    clerk.key(Qt.Key.Key_Up)
    clerk.type("4")
    clerk.key(Qt.Key.Key_Return)
    assert clerk.value(f"{NEW}/natural_person") == 4


def test_delete_blanks_the_selection_as_one_step(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.clipboard("1\t2\n3\t4\n")
    clerk.ctrl(Qt.Key.Key_V)
    select(clerk, f"{NEW}/natural_person", f"{OVER}/commercial_enterprise")
    clerk.key(Qt.Key.Key_Delete)
    assert not clerk.window.document.report.cells
    clerk.ctrl(Qt.Key.Key_Z)
    assert len(clerk.window.document.report.cells) == 4


def test_pasting_a_block_is_one_step(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.clipboard('5\t６\r\n1,007\t"0"\r\n')
    clerk.ctrl(Qt.Key.Key_V)
    people, firms = "natural_person", "commercial_enterprise"
    assert [clerk.value(f"{row}/{c}") for row in (NEW, OVER) for c in (people, firms)] == [5, 6, 1007, 0]
    assert clerk.window.menus.undo.text() == "撤销 粘贴4格(&U)"
    clerk.ctrl(Qt.Key.Key_Z)
    assert not clerk.window.document.report.cells
    clerk.ctrl(Qt.Key.Key_Y)
    assert clerk.value(f"{OVER}/{people}") == 1007


def test_paste_is_cropped_at_the_edge_and_skips_totals(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.grid.go_to("applications/closed_other/other_organization")
    clerk.clipboard("1\t2\t3\n4\t5\n6\t7\n8\t9\n")
    clerk.ctrl(Qt.Key.Key_V)
    cells = clerk.window.document.report.cells
    assert cells == {
        "applications/closed_other/other_organization": 1,
        "applications/carried_forward/other_organization": 6,
    }


def test_one_value_fills_the_selection(clerk: Clerk) -> None:
    clerk.section(3)
    select(clerk, f"{NEW}/natural_person", f"{OVER}/total")
    clerk.clipboard("3\n")
    clerk.ctrl(Qt.Key.Key_V)
    assert len(clerk.window.document.report.cells) == 12
    assert clerk.value(f"{NEW}/total") == 18


def test_copy_and_cut_give_tabbed_text(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.clipboard("1\t2\n3\t4\n")
    clerk.ctrl(Qt.Key.Key_V)
    select(clerk, f"{NEW}/natural_person", f"{OVER}/commercial_enterprise")
    clerk.ctrl(Qt.Key.Key_C)
    assert QApplication.clipboard().text() == "1\t2\r\n3\t4\r\n"
    clerk.ctrl(Qt.Key.Key_X)
    assert not clerk.window.document.report.cells


def test_block_pasted_into_an_open_editor_goes_to_the_grid(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("8")
    clerk.clipboard("1\t2\r\n")
    clerk.ctrl(Qt.Key.Key_V)
    assert clerk.value(f"{NEW}/commercial_enterprise") == 2
    assert clerk.value(f"{NEW}/natural_person") == 1


@pytest.mark.parametrize(("typed", "value"), [("1,234", 1234), ("007", 7), (" 5 ", 5)])
def test_numbers_as_people_type_them(clerk: Clerk, typed: str, value: int) -> None:
    clerk.section(3)
    clerk.key(Qt.Key.Key_F2)
    clerk.type(typed)
    clerk.key(Qt.Key.Key_Return)
    assert clerk.value(f"{NEW}/natural_person") == value


def test_what_is_no_number_stays_in_its_cell_with_the_reason(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("1x2")
    clerk.key(Qt.Key.Key_Return)
    assert clerk.value(f"{NEW}/natural_person") is None
    assert "1x2" in clerk.window.statusBar().currentMessage()
    clerk.key(Qt.Key.Key_Up)
    assert clerk.shown == "1x2"
    cell = clerk.grid.current_cell()
    assert cell and "不是数字" in clerk.grid.grid_model.reasons(cell)[0]
    clerk.type("3")
    clerk.key(Qt.Key.Key_Return)
    assert clerk.value(f"{NEW}/natural_person") == 3
    clerk.key(Qt.Key.Key_Up)
    assert clerk.shown == "3"


def test_saving_while_an_input_method_composes_takes_its_text(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("8")
    QApplication.sendEvent(clerk.focus, QInputMethodEvent("１", []))
    assert isinstance(clerk.focus, CellEditor)
    assert clerk.focus.composing
    commit = QInputMethodEvent()
    commit.setCommitString("１")
    QApplication.sendEvent(clerk.focus, commit)
    clerk.ctrl(Qt.Key.Key_S)
    assert clerk.value(f"{NEW}/natural_person") == 81


def test_what_an_input_method_brings_at_once_is_not_lost(clerk: Clerk) -> None:
    clerk.section(3)
    for character in "１２":
        commit = QInputMethodEvent()
        commit.setCommitString(character)
        QApplication.sendEvent(clerk.focus, commit)
    clerk.key(Qt.Key.Key_Return)
    assert clerk.value(f"{NEW}/natural_person") == 12


def test_a_refused_entry_does_not_leave_the_old_number_behind(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("7")
    clerk.key(Qt.Key.Key_Return)
    clerk.key(Qt.Key.Key_Up)
    clerk.type("3x")
    clerk.key(Qt.Key.Key_Return)
    assert clerk.value(f"{NEW}/natural_person") is None
    clerk.key(Qt.Key.Key_Up)
    assert clerk.shown == "3x"
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value(f"{NEW}/natural_person") == 7
    assert clerk.shown == "7"


def test_the_row_and_column_of_the_current_cell_are_tinted(clerk: Clerk) -> None:
    clerk.section(2)
    clerk.grid.go_to("proactive/penalties/decisions")
    assert {cell.text for cell in clerk.grid._tinted} == {"行政处罚", "本年处理决定数量"}


def test_a_total_does_not_disturb_the_open_editor(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("1")
    clerk.window.document.edit({f"{OVER}/natural_person": 9}, "另一处")
    clerk.type("2")
    assert isinstance(clerk.focus, QLineEdit)
    assert clerk.focus.text() == "12"


def test_imbalance_is_marked_and_explained(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("1")
    clerk.key(Qt.Key.Key_Return)
    clerk.key(Qt.Key.Key_Up)
    cell = clerk.grid.current_cell()
    assert cell
    assert clerk.grid.grid_model.trouble(cell) is None  # the results may still come
    clerk.grid.go_to("applications/granted/natural_person")
    clerk.type("3")
    clerk.key(Qt.Key.Key_Return)
    clerk.grid.go_to(f"{NEW}/natural_person")
    assert clerk.grid.grid_model.trouble(cell) is not None
    assert "后者多2" in clerk.window._place.text()
    assert "自然人" in clerk.window._place.text()
    clerk.grid.go_to("applications/granted/natural_person")
    clerk.type("1")
    clerk.key(Qt.Key.Key_Return)
    assert clerk.grid.grid_model.trouble(cell) is None


def test_heads_and_labels_stay_in_view(clerk: Clerk) -> None:
    clerk.window.resize(1100, 500)
    clerk.section(3)
    grid = clerk.grid
    across, down = grid.horizontalHeader(), grid.verticalHeader()
    layout = grid.layout_
    assert across.height() == sum(grid.geometry_.heights[: layout.head_rows])
    assert down.width() == sum(grid.geometry_.widths[: layout.label_columns])
    grid.go_to("applications/carried_forward/natural_person")
    QApplication.processEvents()
    assert grid.verticalScrollBar().value() > 0
    assert across.isVisible() and down.isVisible()
    last = next(cell for cell in layout.cells if cell.role is Role.LABEL and cell.row == layout.rows - 1)
    rect = down.cell_rect(last)  # type: ignore[attr-defined]
    assert 0 < rect.bottom() <= down.viewport().height()
    assert down.cell_at(QPoint(5, rect.center().y())) is last  # type: ignore[attr-defined]


@pytest.mark.parametrize(("width", "height"), [(1366, 700), (1920, 1000)])
def test_the_matrix_needs_no_horizontal_scrolling(clerk: Clerk, width: int, height: int) -> None:
    clerk.window.resize(width, height)
    for number in (2, 3, 4):
        clerk.section(number)
        QApplication.processEvents()
        assert clerk.grid.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize(
    ("fitting", "lines"),
    [
        (3, ["三、", "本年度", "办理", "结果"]),
        (5, ["三、", "本年度", "办理", "结果"]),
        (9, ["三、本年度办理结果"]),
    ],
)
def test_the_label_of_a_group_breaks_between_words(clerk: Clerk, fitting: int, lines: list[str]) -> None:
    clerk.section(3)
    metrics = clerk.grid.fontMetrics()
    group = next(cell for cell in clerk.grid.layout_.cells if cell.text.startswith("三、"))
    wide = metrics.horizontalAdvance("汉") * fitting + 3 * SPACE
    assert head_lines(group, QRect(0, 0, wide, 500), metrics).split("\n") == lines


@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_the_label_of_a_group_stays_with_its_rows_in_view(clerk: Clerk, share: float) -> None:
    clerk.window.resize(1024, 700)
    clerk.section(3)
    bar, labels = clerk.grid.verticalScrollBar(), clerk.grid.verticalHeader()
    assert isinstance(labels, LayoutHeader)
    clerk.qtbot.waitUntil(lambda: bar.maximum() > 100)
    bar.setValue(round(bar.maximum() * share))
    group = next(cell for cell in clerk.grid.layout_.cells if cell.text.startswith("三、"))
    seen = (labels.cell_rect(group) & labels.viewport().rect()).adjusted(4, 4, -4, -4)
    image, ratio = labels.viewport().grab(seen).toImage(), labels.devicePixelRatioF()
    ground = image.pixelColor(0, 0)
    inked = {
        y for y in range(image.height()) for x in range(image.width()) if image.pixelColor(x, y) != ground
    }
    assert max(inked) - min(inked) > 3 * labels.fontMetrics().height() * ratio


def test_cells_are_read_out_with_their_names(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("12")
    clerk.key(Qt.Key.Key_Return)
    clerk.key(Qt.Key.Key_Up)
    spoken = clerk.grid.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "一、本年新收政府信息公开申请数量，自然人，12"


def test_sum_of_the_selection(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.clipboard("1\t2\n3\t4\n")
    clerk.ctrl(Qt.Key.Key_V)
    select(clerk, f"{NEW}/natural_person", f"{OVER}/commercial_enterprise")
    assert clerk.window._sum.text() == "计数 4　合计 10　平均 2.5"


def test_another_report_leaves_nothing_selected(clerk: Clerk) -> None:
    """Delete, right after opening, must not blank a cell of the report just opened."""
    clerk.window.open(SAMPLES / "clean-2025.gknb")
    clerk.section(3)
    before = dict(clerk.window.document.report.cells)
    clerk.window.open(SAMPLES / "clean-2025.gknb")
    grid = clerk.window.tabs.page(2).grid  # type: ignore[union-attr]
    assert not grid.selected_cells()
    clerk.qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert clerk.window.document.report.cells == before


def test_pasting_nothing_clears_nothing(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("5")
    clerk.key(Qt.Key.Key_Return)
    clerk.key(Qt.Key.Key_Up)
    QApplication.clipboard().clear()
    clerk.ctrl(Qt.Key.Key_V)
    assert clerk.value(f"{NEW}/natural_person") == 5
    assert "剪贴板" in clerk.window.statusBar().currentMessage()


def test_what_a_paste_cannot_place_is_told(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.clipboard("\t".join("123456789") + "\n")
    clerk.ctrl(Qt.Key.Key_V)
    assert clerk.value(f"{NEW}/other_organization") == 6
    assert clerk.window.statusBar().currentMessage() == (
        "有2个落在表外或者标题上，没有粘贴：“8”“9”。灰色的格自动计算，没有粘贴（1格）。"
        "一、本年新收政府信息公开申请数量 ／ 总计：贴来的是7，算出来是21。"
    )


def test_a_refused_entry_is_a_problem_a_step_and_told_on_saving(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("5")
    clerk.key(Qt.Key.Key_Return)
    clerk.type("1o")
    clerk.ctrl(Qt.Key.Key_S)
    assert "1格" in clerk.window.statusBar().currentMessage()
    assert "refused-input" in {finding.rule for finding in clerk.window.document.checking.problems}
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value(f"{NEW}/natural_person") == 5
    clerk.grid.go_to(f"{OVER}/natural_person")
    assert clerk.shown == ""
    assert "refused-input" not in {finding.rule for finding in clerk.window.document.checking.problems}


def test_every_digit_of_a_long_number_is_drawn(clerk: Clerk) -> None:
    clerk.section(4)
    clerk.type("999999999999")
    clerk.key(Qt.Key.Key_Return)
    drawn: list[str] = []

    class Spy(QPainter):
        def drawText(self, *arguments: object) -> None:  # type: ignore[override]
            drawn.append(str(arguments[-1]))

    image = QImage(200, 50, QImage.Format.Format_RGB32)
    painter = Spy(image)
    cell = clerk.grid.current_cell()
    assert cell
    paint_cell(painter, QRect(0, 0, 64, 40), cell, "999999999999", LIGHT)
    painter.end()
    assert drawn == ["999999999999"]


def test_typing_on_a_total_says_why_nothing_happens(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.grid.go_to(f"{NEW}/total")
    clerk.type("7")
    assert "自动计算" in clerk.window.statusBar().currentMessage()


def test_the_sum_follows_changes_and_leaves_totals_out(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("5")
    clerk.key(Qt.Key.Key_Tab)
    clerk.type("6")
    clerk.key(Qt.Key.Key_Return)
    clerk.ctrl(Qt.Key.Key_A)
    assert clerk.window._sum.text() == "计数 2　合计 11　平均 5.5"
    clerk.ctrl(Qt.Key.Key_Z)
    select(clerk, f"{NEW}/natural_person", f"{NEW}/total")
    clerk.clipboard("2")
    clerk.ctrl(Qt.Key.Key_V)
    assert clerk.window._sum.text() == "计数 6　合计 12　平均 2"


def test_a_refused_cell_is_one_problem_and_spoils_no_other(clerk: Clerk) -> None:
    clerk.window.open(SAMPLES / "clean-2025.gknb")
    clerk.section(3)
    clerk.type("3x")
    clerk.key(Qt.Key.Key_Return)
    assert [finding.rule for finding in clerk.window.document.checking.problems] == ["refused-input"]


def test_a_paste_tells_of_refusals_and_of_what_found_no_place(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.clipboard("1\tx\t3\t4\t5\t6\t21\t多出来的一格\n")
    clerk.ctrl(Qt.Key.Key_V)
    message = clerk.window.statusBar().currentMessage()
    assert "“x”不是数字" in message
    assert "有1个落在表外" in message and "“多出来的一格”" in message


def test_what_counts_here_is_told_beside_the_grid_as_tool_tip_and_at_f1(clerk: Clerk) -> None:
    clerk.section(3)
    grid = clerk.grid
    grid.go_to("applications/partially_granted/natural_person")
    assert isinstance(clerk.page, TablePage)
    guidance = clerk.page._guidance
    clerk.qtbot.waitUntil(lambda: guidance._heading.text().startswith("（二）"))
    beside = guidance._text.text()
    tip = str(grid.currentIndex().data(Qt.ItemDataRole.ToolTipRole))
    clerk.key(Qt.Key.Key_F1)
    for text in (beside, tip, QToolTip.text()):
        assert "只在这里计1件" in text
        assert "依据：条例第三十七条" in text
        assert "容易填错" in text and "又计了一次" in text


def test_a_label_is_explained_too(clerk: Clerk) -> None:
    clerk.section(3)
    labels = clerk.grid.verticalHeader()
    assert isinstance(labels, LayoutHeader)
    label = next(cell for cell in clerk.grid.layout_.cells if cell.text.startswith("（二）部分公开"))
    place = labels.cell_rect(label).center()
    QApplication.sendEvent(
        labels.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, labels.mapToGlobal(place))
    )
    assert "依据：条例第三十七条" in QToolTip.text()
    clerk.section(2)
    clerk.grid.go_to_place((13, 0))
    clerk.key(Qt.Key.Key_F1)
    assert QToolTip.text().startswith("行政事业性收费")
