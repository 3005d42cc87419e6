"""Texts look as they are printed, lists go on with Enter, and the history has sensible steps."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu

import gui.text_editor
from gui.printed_text import families
from gui.text_editor import TextEditor
from gui.text_page import TextPage
from tests.gui.conftest import Clerk

ENTER = Qt.Key.Key_Return


@pytest.fixture
def editor(clerk: Clerk) -> TextEditor:
    """六, empty, with the focus."""
    clerk.section(6)
    return clerk.editor("other")


def write(clerk: Clerk, text: str) -> TextEditor:
    """Puts a text into 六, the cursor at its end."""
    clerk.window.document.edit({"texts/other": text}, "输入")
    clerk.section(6)
    editor = clerk.editor("other")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    return editor


def blocks(editor: TextEditor) -> list[QTextBlock]:
    return [editor.document().findBlockByNumber(at) for at in range(editor.document().blockCount())]


def faces(block: QTextBlock) -> list[tuple[str, str]]:
    """The words of a paragraph that have another face than the text, each with the first family of it."""
    return [
        (block.text()[part.start : part.start + part.length], part.format.fontFamilies()[0])  # type: ignore[attr-defined]
        for part in block.layout().formats()
    ]


def test_the_menu_of_a_text_has_no_undoing_of_its_own(
    editor: TextEditor, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    menus: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, at: menus.append(menu))  # offscreen none can be open
    for place in (editor.viewport(), clerk.window.header.agency):
        click = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(5, 5))
        QApplication.sendEvent(place, click)
        names = [action.objectName() for action in menus[-1].actions()]
        assert names[0] == "edit-cut" and "edit-undo" not in names


# The look


def test_headings_have_the_faces_of_the_page(clerk: Clerk) -> None:
    fang, hei, kai = map(families, range(3))
    editor = write(clerk, "一、渠道\n（一）清淤。清淤三处。\n1.修闸\n修闸两座。")
    assert editor.font().families()[: len(fang)] == fang
    assert [faces(block) for block in blocks(editor)] == [
        [("一、渠道", hei[0])],
        [("（一）清淤。", kai[0])],
        [],
        [],
    ]
    clerk.type("x")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    clerk.key(Qt.Key.Key_Delete)
    assert faces(blocks(editor)[0]) == []  # no number, no heading


def test_every_paragraph_is_set_in_without_blanks_in_the_text(clerk: Clerk, editor: TextEditor) -> None:
    clerk.type("a")
    clerk.key(ENTER)
    clerk.type("b")
    clerk.clipboard("c\nd")
    clerk.ctrl(Qt.Key.Key_V)
    clerk.ctrl(Qt.Key.Key_A)
    clerk.key(Qt.Key.Key_Delete)
    clerk.type("e")
    clerk.ctrl(Qt.Key.Key_Z)
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("texts/other") == editor.toPlainText() == "a\nbc\nd"
    clerk.window.document.edit({"texts/other": ""}, "清空")
    clerk.window.document.edit({"texts/other": "甲\n乙\n丙"}, "输入")
    indents = {round(block.blockFormat().textIndent()) for block in blocks(editor)}
    assert len(blocks(editor)) == 3
    assert indents == {2 * editor.fontMetrics().horizontalAdvance("汉")}
    at_start = QTextCursor(editor.document())
    below = QTextCursor(blocks(editor)[1])
    assert editor.cursorRect(at_start).x() == editor.cursorRect(below).x() > 20


def test_a_backspace_at_the_beginning_joins_paragraphs_at_once(clerk: Clerk) -> None:
    editor = write(clerk, "甲\n乙")
    clerk.key(Qt.Key.Key_Home)
    clerk.key(Qt.Key.Key_Backspace)
    assert clerk.value("texts/other") == editor.toPlainText() == "甲乙"


def test_the_count_says_what_it_counts(clerk: Clerk, editor: TextEditor) -> None:
    write(clerk, "渠 首\n完工。")
    assert isinstance(clerk.page, TextPage)
    label = clerk.page._counts["other"]
    assert label.text() == "5字"
    assert "空格" in label.toolTip()


# Numbering


def test_a_list_goes_on_with_enter(clerk: Clerk) -> None:
    editor = write(clerk, "（一）清淤三处。")
    clerk.key(ENTER)
    assert clerk.value("texts/other") == "（一）清淤三处。\n（二）"
    clerk.type("x.")
    assert clerk.value("texts/other") == editor.toPlainText() == "（一）清淤三处。\n（二）x."


def test_enter_on_an_empty_number_ends_the_list(clerk: Clerk) -> None:
    editor = write(clerk, "1.清淤三处；")
    clerk.key(ENTER)
    clerk.key(ENTER)
    assert clerk.value("texts/other") == editor.toPlainText() == "1.清淤三处；\n"
    clerk.type("x")
    clerk.key(ENTER)
    assert clerk.value("texts/other") == "1.清淤三处；\nx\n"


def test_undoing_takes_back_just_the_number(clerk: Clerk) -> None:
    write(clerk, "第一、清淤三处。")
    clerk.key(ENTER)
    assert clerk.value("texts/other") == "第一、清淤三处。\n第二、"
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.window.statusBar().currentMessage() == "已撤销：接着编号（六、其他需要报告的事项）"
    assert clerk.value("texts/other") == "第一、清淤三处。\n"
    clerk.type("x")
    assert clerk.value("texts/other") == "第一、清淤三处。\nx"
    clerk.ctrl(Qt.Key.Key_Z)
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("texts/other") == "第一、清淤三处。"


@pytest.mark.parametrize("text", ["（一）清淤工作", "清淤三处。", "2025年清淤三处。"])
def test_after_a_heading_or_a_plain_paragraph_comes_none(clerk: Clerk, text: str) -> None:
    write(clerk, text)
    clerk.key(ENTER)
    assert clerk.value("texts/other") == f"{text}\n"


def test_a_number_comes_only_at_the_end_of_a_paragraph_and_where_it_is_missing(clerk: Clerk) -> None:
    editor = write(clerk, "1.清淤。\n2.修闸。")
    clerk.key(Qt.Key.Key_Left)
    clerk.key(ENTER)
    assert clerk.value("texts/other") == "1.清淤。\n2.修闸\n。"
    clerk.ctrl(Qt.Key.Key_Z)
    editor.select(5, 5)
    clerk.key(ENTER)
    assert clerk.value("texts/other") == "1.清淤。\n\n2.修闸。"


def test_a_number_that_somebody_wrote_alone_stays(clerk: Clerk) -> None:
    write(clerk, "清淤。\n（二）")
    clerk.key(ENTER)
    assert clerk.value("texts/other") == "清淤。\n（二）\n"


def test_a_list_goes_on_behind_a_live_figure(clerk: Clerk) -> None:
    editor = write(clerk, "1.{=year}年清淤。")
    clerk.key(ENTER)
    assert clerk.value("texts/other") == "1.{=year}年清淤。\n2."
    assert editor.toPlainText() == "1.（空）年清淤。\n2."
    assert editor.textCursor().atEnd()


# Outlines


def test_the_outline_is_put_in_by_a_button_as_one_step(clerk: Clerk) -> None:
    clerk.section(5)
    assert isinstance(clerk.page, TextPage)
    button = next(button for button in clerk.page._buttons if button.text() == "插入提纲")
    clerk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    text = str(clerk.value("texts/problems"))
    assert text.startswith("（一）") and "\n（二）" in text
    assert clerk.focus is clerk.editor("problems")
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("texts/problems") == ""
    assert clerk.window.statusBar().currentMessage().startswith("已撤销：插入提纲")


def test_the_outline_goes_behind_the_paragraph_with_the_cursor(clerk: Clerk) -> None:
    editor = write(clerk, "清淤三处。\n\n修闸两座。")
    outline = "{=year}年，未发出收费通知，未收取信息处理费。"
    editor.select(2, 2)
    clerk.window.inserting.insert_outline()
    assert clerk.value("texts/other") == f"清淤三处。\n{outline}\n\n修闸两座。"
    clerk.type("x")
    assert clerk.value("texts/other") == f"清淤三处。\n{outline}x\n\n修闸两座。"
    clerk.ctrl(Qt.Key.Key_Z)
    clerk.ctrl(Qt.Key.Key_Z)
    editor.select(6, 6)
    clerk.window.inserting.insert_outline()
    assert clerk.value("texts/other") == f"清淤三处。\n{outline}\n修闸两座。"


def test_where_there_is_no_outline_it_says_so(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.window.inserting.insert_outline()
    assert "文字" in clerk.window.statusBar().currentMessage()
    clerk.section(1)
    clerk.editor("preface").setFocus()
    clerk.window.inserting.insert_outline()
    assert "没有现成的提纲" in clerk.window.statusBar().currentMessage()
    assert clerk.value("texts/preface") == clerk.value("texts/overview") == ""


def test_the_menu_has_the_outline(clerk: Clerk, editor: TextEditor) -> None:
    menus = [menu for menu in clerk.window.menuBar().findChildren(QMenu) if menu.title().startswith("插入")]
    entry = next(action for action in menus[0].actions() if action.text().startswith("提纲"))
    entry.trigger()
    assert "信息处理费" in str(clerk.value("texts/other"))


# Steps of the history


def test_a_pause_begins_a_new_step(clerk: Clerk, editor: TextEditor, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(gui.text_editor, "monotonic", lambda: now)
    clerk.type("ab")
    now += 2
    clerk.type("c")
    now += 4
    clerk.type("d")
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("texts/other") == "abc"
    assert clerk.window.statusBar().currentMessage() == "已撤销：输入“六、其他需要报告的事项”的文字"
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("texts/other") == ""


def test_a_jump_of_the_cursor_begins_a_new_step(clerk: Clerk, editor: TextEditor) -> None:
    clerk.type("ab")
    clerk.key(Qt.Key.Key_Home)
    clerk.type("cd")
    assert clerk.value("texts/other") == "cdab"
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("texts/other") == "ab"
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("texts/other") == ""


def test_a_cell_is_undone_with_its_section_named(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("7")
    clerk.key(ENTER)
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.window.statusBar().currentMessage().endswith("（三、收到和处理政府信息公开申请情况）")
