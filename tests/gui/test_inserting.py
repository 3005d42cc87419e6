"""Choosing figures and ready sentences for a text, and the kind of the agency in the header."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from gui.insert_figure import InsertFigureDialog
from gui.text_page import TextPage
from tests.gui.conftest import Clerk

NEW = "applications/new_received"


def answer(clerk: Clerk, act: Callable[[InsertFigureDialog], None]) -> None:
    """What somebody does in the dialog that asks for a figure."""

    def in_dialog(dialog: QDialog) -> None:
        assert isinstance(dialog, InsertFigureDialog)
        act(dialog)

    clerk.answers.in_dialog = in_dialog


def shown(dialog: InsertFigureDialog) -> list[str]:
    """The lines of the dialog, without their sections."""
    model = dialog.figures.model()
    return [
        " ".join(str(model.index(row, column).data()) for column in range(1, 4))
        for row in range(model.rowCount())
    ]


@pytest.mark.parametrize(
    ("searched", "inserted", "value"),
    [
        ("年度", "{=year}", "2025"),
        ("机关", "{=agency}", "甲局"),
        ("新收 总计", f"{{={NEW}/total}}", "15"),
        ("新收 法人", f"{{={NEW}/organizations}}", "3"),
        ("不予公开", "{=applications/refused/total}", "（空）"),
        ("  商业企业　新收", f"{{={NEW}/commercial_enterprise}}", "3"),
        ("复议 维持", "{=disputes/reconsideration/upheld}", "2"),
    ],
)
def test_a_figure_is_found_by_part_of_its_name(
    clerk: Clerk, searched: str, inserted: str, value: str
) -> None:
    clerk.window.document.edit(
        {
            "agency": "甲局",
            "year": 2025,
            f"{NEW}/natural_person": 12,
            f"{NEW}/commercial_enterprise": 3,
            "disputes/reconsideration/upheld": 2,
            "texts/other": "共件",
        },
        "输入",
    )
    clerk.section(6)
    editor = clerk.editor("other")
    editor.moveCursor(QTextCursor.MoveOperation.Right)

    def choose(dialog: InsertFigureDialog) -> None:
        assert dialog.search.hasFocus()
        clerk.clipboard(searched)
        clerk.ctrl(Qt.Key.Key_V)
        assert shown(dialog)[0].endswith(f" {value}")
        assert value in dialog._note.text()
        clerk.key(Qt.Key.Key_Return)

    answer(clerk, choose)
    clerk.ctrl(Qt.Key.Key_I)
    assert clerk.value("texts/other") == f"共{inserted}件"
    assert editor.toPlainText() == f"共{value}件"
    assert clerk.focus is editor
    clerk.type("x")
    assert clerk.value("texts/other") == f"共{inserted}x件"
    clerk.ctrl(Qt.Key.Key_Z)
    assert "插入数字" in clerk.window.menus.undo.text()
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("texts/other") == "共件"


def test_the_list_is_walked_from_the_search(clerk: Clerk) -> None:
    clerk.section(6)

    def choose(dialog: InsertFigureDialog) -> None:
        clerk.key(Qt.Key.Key_Down)
        assert dialog.search.hasFocus()
        clerk.key(Qt.Key.Key_Return)

    answer(clerk, choose)
    clerk.ctrl(Qt.Key.Key_I)
    assert clerk.value("texts/other") == "{=agency}"


def test_nothing_found_and_nothing_chosen(clerk: Clerk) -> None:
    clerk.section(6)

    def choose(dialog: InsertFigureDialog) -> None:
        dialog.search.setText("没有这样的")
        assert shown(dialog) == []
        assert not dialog.take.isEnabled()
        clerk.key(Qt.Key.Key_Return)
        clerk.key(Qt.Key.Key_Escape)

    answer(clerk, choose)
    clerk.ctrl(Qt.Key.Key_I)
    assert clerk.value("texts/other") == ""
    assert clerk.focus is clerk.editor("other")


def test_a_double_click_chooses(clerk: Clerk) -> None:
    clerk.section(6)

    def choose(dialog: InsertFigureDialog) -> None:
        dialog.search.setText("行政许可")
        index = dialog.figures.model().index(0, 1)
        place = dialog.figures.visualRect(index).center()
        clerk.qtbot.mouseClick(dialog.figures.viewport(), Qt.MouseButton.LeftButton, pos=place)
        clerk.qtbot.mouseDClick(dialog.figures.viewport(), Qt.MouseButton.LeftButton, pos=place)

    answer(clerk, choose)
    clerk.ctrl(Qt.Key.Key_I)
    assert clerk.value("texts/other") == "{=proactive/licences/decisions}"


def test_a_figure_replaces_what_is_selected(clerk: Clerk) -> None:
    clerk.section(6)
    clerk.type("a12b")
    editor = clerk.editor("other")
    editor.select(1, 3)
    answer(clerk, lambda dialog: dialog.take.click())
    clerk.ctrl(Qt.Key.Key_I)
    assert clerk.value("texts/other") == "a{=year}b"


def test_in_a_table_it_says_where_figures_go(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("5")
    clerk.ctrl(Qt.Key.Key_I)
    assert "文字部分" in clerk.window.statusBar().currentMessage()
    assert clerk.value(f"{NEW}/natural_person") == 5


def test_the_button_of_a_text_inserts_into_that_text(clerk: Clerk) -> None:
    clerk.section(1)
    page = clerk.page
    assert isinstance(page, TextPage)
    answer(clerk, lambda dialog: dialog.take.click())
    clerk.qtbot.mouseClick(page._buttons[0], Qt.MouseButton.LeftButton)
    assert clerk.value("texts/preface") == "{=year}"
    assert clerk.value("texts/overview") == ""


def test_a_ready_sentence_is_inserted_as_one_step(clerk: Clerk) -> None:
    clerk.window.document.edit({"year": 2025, f"{NEW}/natural_person": 12}, "输入")
    clerk.section(1)
    clerk.type("x")
    menu = QMenu(clerk.window)
    clerk.window.inserting.fill_with_sentences(menu)
    assert len(menu.actions()) > 3
    sentence = next(action for action in menu.actions() if "12件" in action.toolTip())
    sentence.trigger()
    text = str(clerk.value("texts/overview"))
    assert text.startswith("x") and f"{{={NEW}/total}}" in text
    assert clerk.editor("overview").toPlainText() == f"x{sentence.toolTip()}"
    assert clerk.focus is clerk.editor("overview")
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("texts/overview") == "x"


def test_where_there_is_no_sentence_the_menu_says_so(clerk: Clerk) -> None:
    menu = QMenu(clerk.window)
    for section in (5, 3):
        clerk.section(section)
        clerk.window.inserting.fill_with_sentences(menu)
        assert [action.isEnabled() for action in menu.actions()] == [False]


# The header


def test_the_kind_follows_the_name_until_it_is_corrected(clerk: Clerk) -> None:
    header = clerk.window.header
    clerk.window.document.edit({"agency": "青禾县水务局", "year": 2025}, "输入")
    assert header.kind.currentText() == "部门（按名称判断）"
    assert header._deadline.text() == "1月31日前公布"
    clerk.window.document.edit({"agency": "青禾县人民政府"}, "输入")
    assert header.kind.currentText() == "政府（按名称判断）"
    assert header._deadline.text() == "3月31日前公布"
    header.kind.setFocus()
    clerk.key(Qt.Key.Key_Down)
    clerk.key(Qt.Key.Key_Down)
    assert header.kind.currentText() == "部门"
    assert clerk.value("agency_kind") == "department"
    assert header._deadline.text() == "1月31日前公布"
    clerk.ctrl(Qt.Key.Key_Z)
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("agency_kind") is None
    assert header.kind.currentText() == "政府（按名称判断）"


def test_scrolling_past_the_kind_does_not_change_it(clerk: Clerk) -> None:
    kind = clerk.window.header.kind
    kind.setFocus()
    none, buttons = QPoint(), Qt.MouseButton.NoButton
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(kind.mapToGlobal(QPoint(5, 5))),
        none,
        QPoint(0, -120),
        buttons,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(kind, event)
    assert clerk.value("agency_kind") is None
    assert kind.currentIndex() == 0


def test_a_final_report_keeps_its_kind(clerk: Clerk) -> None:
    clerk.window.document.edit({"sign_off/final_code": "x", "sign_off/final_date": "2026-01-01"}, "定稿")
    assert not clerk.window.header.kind.isEnabled()


def test_the_header_fits_a_small_window(clerk: Clerk) -> None:
    clerk.window.document.edit({"agency": "青禾县人民政府办公室", "year": 2025}, "输入")
    assert clerk.window.header.minimumSizeHint().width() <= 1024
