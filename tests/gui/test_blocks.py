"""Blocks of cells as somebody used to Excel or WPS handles them: selected, exchanged, filled, cleared."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from gui.grid.clipboard import parse_block
from gui.grid.editor import CellEditor
from model.report import new_report
from tests.gui.conftest import Clerk

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key
SAMPLES = Path(__file__).parents[2] / "samples"
NEW, OVER, GRANTED = (f"applications/{row}" for row in ("new_received", "carried_over", "granted"))
PEOPLE, FIRMS, SCIENCE = "natural_person", "commercial_enterprise", "research_institution"


def entry(clerk: Clerk, text: str) -> QAction:
    """The menu entry that begins with a text."""
    return next(action for action in clerk.window.findChildren(QAction) if action.text().startswith(text))


def paste(clerk: Clerk, text: str, at: str = "") -> str:
    """Pastes at a cell, or at the current one; what the status bar says of it."""
    if at:
        clerk.grid.go_to(at)
    clerk.clipboard(text)
    clerk.ctrl(Key.Key_V)
    return clerk.window.statusBar().currentMessage()


def selected(clerk: Clerk) -> list[str]:
    return [cell.address for cell in clerk.grid.selected_cells()]


def column(clerk: Clerk, *rows: str, of: str = PEOPLE) -> list[object]:
    return [clerk.value(f"{row}/{of}") for row in rows]


def centre(clerk: Clerk, address: str) -> QPoint:
    grid = clerk.grid
    return grid.visualRect(grid.grid_model.place(clerk.window.document.report.form.cells[address])).center()


def drag(clerk: Clerk, start: QPoint, *stops: QPoint) -> None:
    """Presses the left button at a point, goes over others and lets go at the last."""
    area = clerk.grid.viewport()
    clerk.qtbot.mousePress(area, LEFT, pos=start)
    for stop in stops:
        places = (QPointF(stop), QPointF(area.mapToGlobal(stop)))
        move = QMouseEvent(QEvent.Type.MouseMove, *places, LEFT, LEFT, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(area, move)
    clerk.qtbot.mouseRelease(area, LEFT, pos=stops[-1])
    QApplication.processEvents()


# Selecting


def test_shift_and_arrows_select_from_the_current_cell_which_stays(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.key(Key.Key_Right, SHIFT)
    clerk.key(Key.Key_Down, SHIFT)
    assert selected(clerk) == [f"{row}/{c}" for row in (NEW, OVER) for c in (PEOPLE, FIRMS)]
    assert clerk.at == f"{NEW}/{PEOPLE}"
    clerk.key(Key.Key_Left, SHIFT)
    assert selected(clerk) == [f"{NEW}/{PEOPLE}", f"{OVER}/{PEOPLE}"]
    clerk.type("7")
    clerk.key(Key.Key_Return)
    assert clerk.value(f"{NEW}/{PEOPLE}") == 7
    assert clerk.at == f"{OVER}/{PEOPLE}"
    clerk.key(Key.Key_Down)
    assert selected(clerk) == [f"{GRANTED}/{PEOPLE}"], "an arrow lets the selection go"


@pytest.mark.parametrize(("key", "first"), [(Key.Key_Return, [7, 8]), (Key.Key_Tab, [7, 9])])
def test_enter_and_tab_go_round_what_is_selected(clerk: Clerk, key: Key, first: list[int]) -> None:
    clerk.section(3)
    clerk.key(Key.Key_Right, SHIFT)
    clerk.key(Key.Key_Down, SHIFT)
    block = selected(clerk)
    for figure in "789":
        clerk.type(figure)
        clerk.key(key)
    assert column(clerk, NEW, OVER) == first
    assert selected(clerk) == block and clerk.at == block[-1]
    clerk.key(key)
    assert clerk.at == block[0], "round and round"
    clerk.key(Key.Key_Backtab if key == Key.Key_Tab else key, SHIFT)
    assert clerk.at == block[-1]


def test_a_click_on_a_head_or_a_label_selects_its_columns_or_rows(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("5")  # still in its editor
    across, beside = clerk.grid._headers
    layout = clerk.grid.layout_

    def click(text: str) -> list[str]:
        header, cell = next((h, c) for h in (across, beside) for c in h._cells if text in c.text)
        clerk.qtbot.mouseClick(header.viewport(), LEFT, pos=header.cell_rect(cell).center())
        return selected(clerk)

    assert len(click("商业企业")) == layout.rows - layout.head_rows and clerk.focus is clerk.grid
    assert clerk.value(f"{NEW}/{PEOPLE}") == 5
    assert {address.rpartition("/")[2] for address in selected(clerk)} == {FIRMS}
    assert click("予以公开") == [
        f"{GRANTED}/{c.address.rpartition('/')[2]}" for c in layout.values if c.row == layout.head_rows
    ]
    assert len({address.rpartition("/")[0] for address in click("无法提供")}) == 3
    clerk.qtbot.mouseClick(clerk.grid._corner, LEFT)
    assert len(selected(clerk)) == len(layout.values)


def test_dragging_selects_a_block(clerk: Clerk) -> None:
    clerk.section(3)
    drag(
        clerk,
        centre(clerk, f"{OVER}/{FIRMS}"),
        centre(clerk, f"{NEW}/{FIRMS}"),
        centre(clerk, f"{NEW}/{SCIENCE}"),
    )
    assert selected(clerk) == [f"{row}/{c}" for row in (NEW, OVER) for c in (FIRMS, SCIENCE)]
    assert clerk.at == f"{OVER}/{FIRMS}"
    clerk.qtbot.mouseClick(clerk.grid.viewport(), LEFT, SHIFT, centre(clerk, f"{GRANTED}/{FIRMS}"))
    assert selected(clerk) == [f"{OVER}/{FIRMS}", f"{GRANTED}/{FIRMS}"]


def test_dragging_beyond_the_edge_scrolls_on(clerk: Clerk) -> None:
    clerk.window.resize(1100, 560)
    clerk.section(3)
    QApplication.processEvents()
    below = QPoint(centre(clerk, f"{NEW}/{PEOPLE}").x(), clerk.grid.viewport().height() + 30)
    drag(clerk, centre(clerk, f"{NEW}/{PEOPLE}"), below, below, below, below)
    assert clerk.grid.verticalScrollBar().value() > 0
    assert len(selected(clerk)) > 4
    assert clerk.at == f"{NEW}/{PEOPLE}"


def test_a_selection_takes_merged_cells_whole(clerk: Clerk) -> None:
    clerk.section(2)
    clerk.grid.go_to("proactive/normative_documents/in_force")
    for _ in range(3):
        clerk.key(Key.Key_Down, SHIFT)
    cells = clerk.grid.selected_cells()
    assert [cell.address for cell in cells if cell.address] == [
        "proactive/normative_documents/issued",
        "proactive/normative_documents/repealed",
        "proactive/normative_documents/in_force",
        "proactive/licences/decisions",
    ]
    assert clerk.at == "proactive/normative_documents/in_force"


def test_going_through_a_merged_cell_keeps_the_column(clerk: Clerk) -> None:
    clerk.section(2)
    clerk.grid.go_to("proactive/normative_documents/in_force")
    for _ in range(3):
        clerk.key(Key.Key_Down)
    assert clerk.at == "proactive/licences/decisions"
    for _ in range(3):
        clerk.key(Key.Key_Up)
    assert clerk.at == "proactive/normative_documents/in_force"


def test_ctrl_and_arrows_go_to_the_end_of_what_is_filled(clerk: Clerk) -> None:
    clerk.section(3)
    paste(clerk, "1\t2\t3\n4\n5\n")
    clerk.ctrl(Key.Key_Right)
    assert clerk.at == f"{NEW}/{SCIENCE}"
    clerk.ctrl(Key.Key_Right)  # over the blanks to the total
    assert clerk.at == f"{NEW}/total"
    clerk.ctrl(Key.Key_Left)
    assert clerk.at == f"{NEW}/{SCIENCE}"
    clerk.ctrl(Key.Key_Down)  # nothing but blanks: the last row
    assert clerk.at == f"applications/carried_forward/{SCIENCE}"
    clerk.grid.go_to(f"{NEW}/{PEOPLE}")
    clerk.ctrl(Key.Key_Down, SHIFT)
    assert selected(clerk) == [f"{row}/{PEOPLE}" for row in (NEW, OVER, GRANTED)]


def test_home_and_end_of_the_row_and_of_the_table(clerk: Clerk) -> None:
    for number, row in ((3, OVER), (2, "proactive/normative_documents")):
        clerk.section(number)
        cells = [c for c in clerk.grid.layout_.values if c.address.startswith(f"{row}/")]
        every = clerk.grid.layout_.values
        clerk.grid.go_to(cells[1].address)
        for key, held, expected in (
            (Key.Key_End, (), cells[-1]),
            (Key.Key_Home, (), cells[0]),
            (Key.Key_End, (CTRL,), every[-1]),
            (Key.Key_Home, (CTRL,), every[0]),
        ):
            clerk.key(key, *held)
            assert clerk.at == expected.address
    clerk.key(Key.Key_End, SHIFT)
    assert selected(clerk) == [c.address for c in every[:3]]


def test_everything_is_selected_and_the_current_cell_stays(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.ctrl(Key.Key_A)
    assert selected(clerk) == [cell.address for cell in clerk.grid.layout_.values]
    assert clerk.at == f"{NEW}/{PEOPLE}"


# Exchanging


def test_amounts_with_a_currency_sign_are_pasted(clerk: Clerk) -> None:
    clerk.section(2)
    assert paste(clerk, "￥1,234.50\r\n", "proactive/fees/amount") == ""
    assert clerk.value("proactive/fees/amount") == Decimal("1234.5")


def test_dashes_and_strokes_are_blanks_and_told(clerk: Clerk) -> None:
    clerk.section(3)
    paste(clerk, "8\t8\t8\n8\t8\t8\n")
    told = paste(clerk, "-\t/\t5\n\t１２\t-\n")
    assert told == "“-”“/”当作空白（3格）。"
    assert [column(clerk, NEW, OVER, of=c) for c in (PEOPLE, FIRMS, SCIENCE)] == [
        [None, None],
        [None, 12],
        [5, None],
    ]
    clerk.ctrl(Key.Key_Z)
    assert column(clerk, NEW, OVER) == [8, 8]


def test_a_row_with_its_right_total_only_says_that_totals_are_left_alone(clerk: Clerk) -> None:
    clerk.section(3)
    told = paste(clerk, "1\t2\t3\t4\t5\t6\t21\n")
    assert told == "灰色的格自动计算，没有粘贴（1格）。"
    assert clerk.window.menus.undo.text() == "撤销 粘贴6格(&U)"


def test_a_value_pasted_onto_totals_only_changes_nothing(clerk: Clerk) -> None:
    clerk.section(3)
    told = paste(clerk, "5", f"{NEW}/total")
    assert "灰色的格自动计算" in told
    assert not clerk.window.document.modified


def test_what_is_copied_can_be_pasted_back_labels_and_all(clerk: Clerk) -> None:
    clerk.window.open(SAMPLES / "clean-2025.gknb")
    clerk.section(2)
    before = dict(clerk.window.document.report.cells)
    clerk.ctrl(Key.Key_A)
    clerk.ctrl(Key.Key_X)
    assert clerk.value("proactive/fees/amount") is None
    clerk.ctrl(Key.Key_A)
    clerk.ctrl(Key.Key_V)
    assert clerk.window.document.report.cells == before
    assert clerk.window.statusBar().currentMessage() == ""


def test_copying_gives_a_table_for_texts_too(clerk: Clerk) -> None:
    clerk.section(2)
    clerk.grid.go_to("proactive/regulations/issued")
    clerk.type("3")
    clerk.key(Key.Key_Return)
    paste(clerk, "<b>", "proactive/regulations/repealed")
    clerk.grid.go_to("proactive/regulations/repealed")
    clerk.key(Key.Key_Home, SHIFT)
    clerk.ctrl(Key.Key_C)
    data = QApplication.clipboard().mimeData()
    assert data.text() == "3\t<b>\r\n"
    table = data.html()
    assert table.count("<tr>") == 1 and table.count("<td") == 2
    assert 'text-align:right">3</td>' in table
    assert 'text-align:left">&lt;b&gt;</td>' in table


def test_what_was_pasted_is_selected(clerk: Clerk) -> None:
    clerk.section(3)
    paste(clerk, "1\t2\n3\t4\n")
    assert selected(clerk) == [f"{row}/{c}" for row in (NEW, OVER) for c in (PEOPLE, FIRMS)]
    assert clerk.at == f"{NEW}/{PEOPLE}"
    assert "合计 10" in clerk.window._sum.text()
    clerk.grid.go_to(f"{NEW}/other_organization")
    paste(clerk, "5\t5\t5\n")
    assert selected(clerk) == [f"{NEW}/other_organization", f"{NEW}/total"], "as far as the table goes"


def test_a_block_is_repeated_in_a_selection_that_is_a_multiple_of_it(clerk: Clerk) -> None:
    clerk.section(3)
    for _ in range(2):
        clerk.key(Key.Key_Down, SHIFT)
    paste(clerk, "1\t2\n")
    assert column(clerk, NEW, OVER, GRANTED) == [1, 1, 1]
    assert column(clerk, NEW, OVER, GRANTED, of=FIRMS) == [2, 2, 2]
    clerk.grid.go_to(f"{NEW}/{PEOPLE}")
    for _ in range(2):
        clerk.key(Key.Key_Down, SHIFT)
    paste(clerk, "7\n8\n")
    assert column(clerk, NEW, OVER, GRANTED) == [7, 8, 1], "three rows are no multiple of two"


def test_the_right_button_and_the_menu_key_offer_what_cells_are_for(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    menus: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, at: menus.append(menu))  # offscreen none can be open
    clerk.section(3)
    at, area, reasons = centre(clerk, f"{OVER}/{FIRMS}"), clerk.grid.viewport(), QContextMenuEvent.Reason
    clerk.qtbot.mousePress(area, Qt.MouseButton.RightButton, pos=at)
    QApplication.sendEvent(area, QContextMenuEvent(reasons.Mouse, at, area.mapToGlobal(at)))
    clerk.clipboard("6")
    next(entry for entry in menus[-1].actions() if entry.text().startswith("粘贴")).trigger()
    assert clerk.value(f"{OVER}/{FIRMS}") == 6, "where the button was pressed"
    offered, of_window = (
        {entry.text().partition("\t")[0] for entry in entries}
        for entries in (menus[-1].actions(), clerk.window.menuBar().findChildren(QAction))
    )
    assert offered <= of_window, "the same names as in the menu of the window"
    clerk.window.document.start(new_report("甲局", 2025), holder="乙在编辑")
    clerk.section(3)
    QApplication.sendEvent(area, QContextMenuEvent(reasons.Keyboard, QPoint(), QPoint()))
    usable = [entry.text()[:2] for entry in menus[-1].actions() if entry.text() and entry.isEnabled()]
    assert usable == ["复制"], "who only looks may copy"


def test_a_huge_quoted_cell_is_no_mishap() -> None:
    text = f'"{"9" * 200_000}"\t1\n'
    assert parse_block(text)[0][1] == "1"


# Filling and clearing


def test_filling_down_and_right_takes_the_first_line(clerk: Clerk) -> None:
    clerk.section(3)
    paste(clerk, "4\t5\n")
    clerk.key(Key.Key_Down, SHIFT)
    clerk.key(Key.Key_Down, SHIFT)
    clerk.ctrl(Key.Key_D)
    assert column(clerk, NEW, OVER, GRANTED) == [4, 4, 4]
    assert column(clerk, NEW, OVER, GRANTED, of=FIRMS) == [5, 5, 5]
    assert clerk.window.menus.undo.text() == "撤销 向下填充4格(&U)"
    clerk.ctrl(Key.Key_Z)
    assert column(clerk, OVER, GRANTED) == [None, None]
    clerk.grid.go_to(f"{NEW}/{FIRMS}")
    clerk.key(Key.Key_End, SHIFT)
    clerk.ctrl(Key.Key_R)
    assert clerk.value(f"{NEW}/other_organization") == 5
    assert clerk.value(f"{NEW}/total") == 4 + 5 * 5


def test_a_single_cell_is_filled_from_above_or_from_the_left(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("6")
    clerk.key(Key.Key_Return)
    clerk.ctrl(Key.Key_D)
    assert clerk.value(f"{OVER}/{PEOPLE}") == 6
    clerk.key(Key.Key_Right)
    clerk.ctrl(Key.Key_R)
    assert clerk.value(f"{OVER}/{FIRMS}") == 6


def test_what_cannot_be_filled_is_told(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.ctrl(Key.Key_D)
    assert clerk.window.statusBar().currentMessage() == "上面没有可以填充的数。"
    clerk.grid.go_to(f"applications/carried_forward/{PEOPLE}")
    clerk.ctrl(Key.Key_D)
    assert "自动计算" in clerk.window.statusBar().currentMessage()
    assert not clerk.window.document.modified


def test_blanks_of_the_selection_become_zeros(clerk: Clerk) -> None:
    clerk.section(3)
    paste(clerk, "3\tx\n")
    clerk.ctrl(Key.Key_Down)  # the last row
    clerk.grid.go_to(f"{NEW}/{PEOPLE}")
    clerk.key(Key.Key_End, SHIFT)
    entry(clerk, "空白填0").trigger()
    cells = clerk.window.document.report.cells
    assert len(cells) == 5 and clerk.value(f"{NEW}/total") == 3
    assert clerk.window.document.refused[f"{NEW}/{FIRMS}"].text == "x"  # no blank: somebody meant something
    assert clerk.window.menus.undo.text() == "撤销 空白填0（选中的4格）(&U)"
    assert "4个" in clerk.window.statusBar().currentMessage()


def test_with_one_cell_selected_all_blanks_of_the_table_become_zeros(clerk: Clerk) -> None:
    clerk.section(4)
    clerk.type("2")
    clerk.key(Key.Key_Return)
    entry(clerk, "空白填0").trigger()
    assert [clerk.value(c.address) for c in clerk.grid.layout_.values if not c.parts] == [2, *[0] * 11]
    assert clerk.window.menus.undo.text() == "撤销 空白填0（整张表11格）(&U)"
    entry(clerk, "空白填0").trigger()
    assert clerk.window.statusBar().currentMessage() == "整张表格里没有空白的。"
    clerk.ctrl(Key.Key_Z)
    assert len(clerk.window.document.report.cells) == 1


def test_a_final_report_says_why_nothing_is_filled(clerk: Clerk) -> None:
    clerk.window.open(SAMPLES / "clean-2025.gknb")
    clerk.window.document.edit({"sign_off/final_code": "A", "sign_off/final_date": "2026-01-09"}, "定稿")
    clerk.section(3)
    before = dict(clerk.window.document.report.cells)
    clerk.key(Key.Key_Down, SHIFT)
    for key in (Key.Key_D, Key.Key_R, Key.Key_X, Key.Key_V):
        clerk.window.statusBar().clearMessage()
        clerk.ctrl(key)
        assert "定稿" in clerk.window.statusBar().currentMessage(), key
    entry(clerk, "空白填0").trigger()
    assert clerk.window.document.report.cells == before


def test_what_is_for_tables_cannot_be_chosen_on_a_text(clerk: Clerk) -> None:
    action = entry(clerk, "向下填充")
    assert not action.isEnabled()
    clerk.section(3)
    assert action.isEnabled()
    clerk.section(5)
    assert not action.isEnabled()


# While a cell is being edited


@pytest.mark.parametrize(
    ("key", "ends_at"), [(Key.Key_Right, f"{NEW}/{FIRMS}"), (Key.Key_Down, f"{OVER}/{PEOPLE}")]
)
def test_an_arrow_keeps_a_fresh_value_and_goes_on(clerk: Clerk, key: Qt.Key, ends_at: str) -> None:
    clerk.section(3)
    clerk.type("12")
    clerk.key(key)
    assert clerk.value(f"{NEW}/{PEOPLE}") == 12
    assert clerk.at == ends_at
    assert not isinstance(clerk.focus, QLineEdit)


@pytest.mark.parametrize("key", [Key.Key_Down, Key.Key_PageDown])
def test_leaving_an_editor_downwards_keeps_the_value_and_goes_no_further(clerk: Clerk, key: Qt.Key) -> None:
    clerk.section(3)
    clerk.key(key)
    expected = clerk.at
    clerk.section(3)
    clerk.key(Key.Key_F2)
    clerk.type("12")
    clerk.key(key)
    assert clerk.value(f"{NEW}/{PEOPLE}") == 12
    assert clerk.at == expected
    assert not isinstance(clerk.focus, QLineEdit)


def test_f2_lets_arrows_move_in_the_text(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("13")
    clerk.key(Key.Key_F2)
    clerk.key(Key.Key_Left)
    clerk.type("2")
    assert isinstance(clerk.focus, CellEditor) and clerk.focus.text() == "123"
    clerk.key(Key.Key_F2)
    clerk.key(Key.Key_Left)
    assert clerk.value(f"{NEW}/{PEOPLE}") == 123
    clerk.key(Key.Key_F2)
    clerk.type("4")
    clerk.key(Key.Key_Escape)
    assert clerk.shown == "123"


def test_keys_of_the_window_keep_what_is_typed_into_a_cell(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("9")
    clerk.ctrl(Key.Key_Equal)  # larger
    assert clerk.value(f"{NEW}/{PEOPLE}") == 9
    clerk.key(Key.Key_Down)
    clerk.type("1")
    clerk.ctrl(Key.Key_F)  # find a row
    assert clerk.value(f"{OVER}/{PEOPLE}") == 1
