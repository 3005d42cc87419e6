"""Finding and replacing over all texts, from the bar."""

import pytest
from PySide6.QtCore import Qt

from gui.finding import FindBar
from gui.text_page import TextPage
from model.report import Content
from tests.gui.conftest import Clerk

ENTER, SHIFT = Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier
NEW = "applications/new_received"
TEXTS: dict[str, Content] = {
    "year": 2025,
    "texts/preface": "",
    "texts/overview": "水务局清淤三处。水务局修闸两座。",
    "texts/problems": "没有问题。",
    "texts/other": "水务局没有其他事项。",
}


@pytest.fixture
def bar(clerk: Clerk) -> FindBar:
    """The bar of a report with 水务局 twice in 一 and once in 六; the cursor is at the beginning of 一."""
    clerk.window.document.edit(TEXTS, "输入")
    clerk.section(1)
    clerk.editor("overview").select(0, 0)
    return clerk.window.find_bar


def look_for(clerk: Clerk, words: str, by: str = "") -> None:
    clerk.ctrl(Qt.Key.Key_H)
    clerk.window.find_bar.words.setText(words)
    clerk.window.find_bar.by.setText(by)


def place(clerk: Clerk) -> tuple[str, int, int]:
    """The section and what is selected in it."""
    assert isinstance(clerk.page, TextPage)
    return clerk.page.current_section, *clerk.page.editor.selected


def test_the_bar_opens_with_the_focus_and_counts_without_moving(clerk: Clerk, bar: FindBar) -> None:
    assert bar.isHidden()
    clerk.ctrl(Qt.Key.Key_H)
    assert bar.isVisible() and clerk.focus is bar.words
    clerk.clipboard("水务局")
    clerk.ctrl(Qt.Key.Key_V)
    assert bar.count.text() == "共3处"
    assert place(clerk) == ("overview", 0, 0)


def test_enter_and_f3_go_across_the_tabs_and_round(clerk: Clerk, bar: FindBar) -> None:
    look_for(clerk, "水务局")
    seen = []
    for _ in range(4):
        clerk.key(ENTER)
        assert clerk.focus is bar.words
        seen.append((*place(clerk), bar.count.text()))
    assert seen == [
        ("overview", 0, 3, "第1处，共3处"),
        ("overview", 8, 11, "第2处，共3处"),
        ("other", 0, 3, "第3处，共3处"),
        ("overview", 0, 3, "第1处，共3处"),
    ]
    assert "从开头" in clerk.window.statusBar().currentMessage()
    clerk.key(ENTER, SHIFT)
    assert place(clerk) == ("other", 0, 3)
    clerk.key(Qt.Key.Key_Escape)
    assert bar.isHidden() and clerk.focus is clerk.editor("other")
    clerk.key(Qt.Key.Key_F3, SHIFT)
    assert place(clerk) == ("overview", 8, 11)
    assert clerk.focus is clerk.editor("overview")
    clerk.key(Qt.Key.Key_F3)
    assert place(clerk) == ("other", 0, 3)


def test_it_goes_on_from_where_the_cursor_is(clerk: Clerk, bar: FindBar) -> None:
    clerk.editor("overview").select(5, 5)
    look_for(clerk, "水务局")
    clerk.key(ENTER)
    assert place(clerk) == ("overview", 8, 11)
    clerk.section(4)
    look_for(clerk, "水务局")
    clerk.key(ENTER)
    assert place(clerk) == ("other", 0, 3)
    clerk.section(4)
    clerk.key(Qt.Key.Key_F3, SHIFT)
    assert place(clerk) == ("overview", 8, 11)
    clerk.ctrl(Qt.Key.Key_0)
    clerk.key(Qt.Key.Key_F3)
    assert place(clerk) == ("overview", 0, 3)


def test_what_is_selected_is_looked_for(clerk: Clerk, bar: FindBar) -> None:
    clerk.editor("overview").select(3, 5)
    clerk.ctrl(Qt.Key.Key_F)
    assert (bar.words.text(), bar.count.text()) == ("清淤", "第1处，共1处")
    assert not bar.by.isVisible()
    clerk.ctrl(Qt.Key.Key_H)
    assert bar.by.isVisible() and bar.words.text() == "清淤"


def test_f3_without_words_asks_for_them(clerk: Clerk, bar: FindBar) -> None:
    clerk.key(Qt.Key.Key_F3)
    assert clerk.focus is bar.words


def test_what_is_not_there_is_said(clerk: Clerk, bar: FindBar) -> None:
    look_for(clerk, "消防")
    assert bar.count.text() == "没有找到。"
    assert not bar.all.isEnabled()
    clerk.key(ENTER)
    assert clerk.window.statusBar().currentMessage() == "没有找到“消防”。"
    assert place(clerk) == ("overview", 0, 0)


def test_escape_gives_a_table_the_focus_back(clerk: Clerk, bar: FindBar) -> None:
    clerk.section(3)
    clerk.ctrl(Qt.Key.Key_H)
    assert bar.words.hasFocus()
    clerk.key(Qt.Key.Key_Escape)
    assert clerk.grid.hasFocus()


def test_the_bar_is_walked_with_tab(clerk: Clerk, bar: FindBar) -> None:
    look_for(clerk, "水务局")
    walked = []
    for _ in range(7):
        walked.append(clerk.focus)
        clerk.key(Qt.Key.Key_Tab)
    assert walked == [bar.words, bar.previous, bar.next, bar.by, bar.replace, bar.all, bar.close_]
    names = [field.accessibleName() for field in (bar.words, bar.by)]
    assert names == ["查找", "替换为"]


def test_the_count_follows_the_text(clerk: Clerk, bar: FindBar) -> None:
    look_for(clerk, "水务局")
    clerk.window.document.edit({"texts/problems": "水务局人手不足。"}, "输入")
    clerk.qtbot.waitUntil(lambda: bar.count.text() == "共4处")


# Replacing


def test_replacing_shows_first_and_then_goes_on(clerk: Clerk, bar: FindBar) -> None:
    look_for(clerk, "水务局", "本局")
    clerk.qtbot.mouseClick(bar.replace, Qt.MouseButton.LeftButton)
    assert place(clerk) == ("overview", 0, 3)
    assert not clerk.window.document.undo_stack.undoText().startswith("替换")
    clerk.qtbot.mouseClick(bar.replace, Qt.MouseButton.LeftButton)
    assert clerk.value("texts/overview") == "本局清淤三处。水务局修闸两座。"
    assert place(clerk) == ("overview", 7, 10)
    clerk.qtbot.mouseClick(bar.replace, Qt.MouseButton.LeftButton)
    assert clerk.value("texts/overview") == "本局清淤三处。本局修闸两座。"
    assert place(clerk) == ("other", 0, 3)
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("texts/overview") == "本局清淤三处。水务局修闸两座。"
    assert clerk.window.statusBar().currentMessage() == "已撤销：替换“水务局”（一、总体情况）"


def test_replacing_all_is_one_step_over_all_sections(clerk: Clerk, bar: FindBar) -> None:
    look_for(clerk, "水务局", "水务局本级")
    steps = clerk.window.document.undo_stack.count()
    clerk.qtbot.mouseClick(bar.all, Qt.MouseButton.LeftButton)
    assert clerk.window.statusBar().currentMessage() == "已替换3处。"
    assert clerk.value("texts/overview") == "水务局本级清淤三处。水务局本级修闸两座。"
    assert place(clerk) == ("overview", 0, 0), "nothing gets selected by it"
    assert clerk.value("texts/other") == "水务局本级没有其他事项。"
    assert clerk.window.document.undo_stack.count() == steps + 1
    clerk.ctrl(Qt.Key.Key_Z)
    assert [clerk.value(address) for address in TEXTS] == list(TEXTS.values())
    assert "全部替换“水务局”（3处）" in clerk.window.menus.redo.text()
    assert "（2个部分）" in clerk.window.statusBar().currentMessage()


def test_replacing_all_leaves_the_cursor_at_the_words_that_were_found(clerk: Clerk, bar: FindBar) -> None:
    look_for(clerk, "水务局", "局")
    for _ in range(2):
        clerk.key(Qt.Key.Key_F3)
    clerk.qtbot.mouseClick(bar.all, Qt.MouseButton.LeftButton)
    at = str(clerk.value("texts/overview")).rindex("局")
    assert place(clerk) == ("overview", at, at)


def test_enter_presses_the_button_with_the_focus(clerk: Clerk, bar: FindBar) -> None:
    look_for(clerk, "水务局", "局")
    bar.all.setFocus()
    clerk.key(Qt.Key.Key_Return)
    assert "水务局" not in str(clerk.value("texts/overview"))
    fold = clerk.window.problems.fold
    fold.setFocus()
    clerk.key(Qt.Key.Key_Enter)
    assert clerk.window.problems.is_folded


def test_figures_are_found_and_never_replaced(clerk: Clerk, bar: FindBar) -> None:
    text = f"新收{{={NEW}/total}}件，共12件。"
    clerk.window.document.edit({f"{NEW}/natural_person": 12, "texts/other": text}, "输入")
    clerk.section(6)
    clerk.editor("other").select(0, 0)
    look_for(clerk, "12", "20")
    clerk.key(ENTER)
    assert clerk.editor("other").selected_words == "12"
    bar.by.setFocus()
    clerk.key(ENTER)
    assert "自动数字" in clerk.window.statusBar().currentMessage()
    assert clerk.value("texts/other") == text
    assert place(clerk)[1:] == (len(text) - 4, len(text) - 2)
    clerk.qtbot.mouseClick(bar.all, Qt.MouseButton.LeftButton)
    assert clerk.value("texts/other") == text.replace("12", "20")
    message = clerk.window.statusBar().currentMessage()
    assert message.startswith("已替换1处。有1处在自动数字里，没有替换")


def test_a_final_report_is_searched_but_not_changed(clerk: Clerk, bar: FindBar) -> None:
    clerk.window.document.edit({"sign_off/final_code": "x", "sign_off/final_date": "2026-01-01"}, "定稿")
    look_for(clerk, "水务局", "本局")
    clerk.key(ENTER)
    assert place(clerk) == ("overview", 0, 3)
    for button in (bar.replace, bar.all):
        clerk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert clerk.window.statusBar().currentMessage() == clerk.window.document.why_read_only
    assert clerk.value("texts/overview") == TEXTS["texts/overview"]
