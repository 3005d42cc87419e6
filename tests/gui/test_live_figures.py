"""Live figures in a text: numbers on the screen, `{=ADDRESS}` in the draft."""

import gc
import random
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from gui.text_editor import TextEditor
from model.draft import read_draft, write_draft
from model.report import new_report
from tests.gui.conftest import Clerk

SHIFT = Qt.KeyboardModifier.ShiftModifier
NEW = "applications/new_received"
TOTAL = f"{{={NEW}/total}}"
TEXT = f"收到{TOTAL}件。"


@pytest.fixture
def editor(clerk: Clerk) -> TextEditor:
    """总体情况 with a live figure in it that shows 12, the cursor at its beginning."""
    clerk.window.document.edit({f"{NEW}/natural_person": 12, "texts/overview": TEXT}, "输入")
    clerk.section(1)
    editor = clerk.editor("overview")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    return editor


def stored(clerk: Clerk, key: str = "overview") -> object:
    return clerk.value(f"texts/{key}")


def put_cursor(editor: TextEditor, position: int, anchor: int | None = None) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(position if anchor is None else anchor)
    cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def marked(editor: TextEditor) -> list[str]:
    """The words with a tinted ground."""
    drawn: list[Any] = editor.extraSelections()
    return [s.cursor.selectedText() for s in drawn if s.format.background().style() != Qt.BrushStyle.NoBrush]


def commit(editor: TextEditor, text: str, preedit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)


def test_a_figure_is_shown_as_a_marked_number(editor: TextEditor) -> None:
    assert editor.toPlainText() == "收到12件。"
    assert marked(editor) == ["12"]


def test_a_figure_follows_the_table(clerk: Clerk, editor: TextEditor) -> None:
    put_cursor(editor, 5)
    clerk.section(3)
    clerk.type("134")
    clerk.key(Qt.Key.Key_Return)
    assert editor.toPlainText() == "收到134件。"
    assert marked(editor) == ["134"]
    assert editor.textCursor().position() == 6  # still behind 件
    assert stored(clerk) == TEXT
    clerk.ctrl(Qt.Key.Key_Z)
    assert editor.toPlainText() == "收到12件。"
    assert editor.textCursor().position() == 5


@pytest.mark.parametrize(("anchor", "position"), [(2, 2), (4, 4), (2, 4), (4, 2), (0, 4), (4, 0), (5, 2)])
def test_what_is_selected_stays_selected_when_a_figure_changes(
    clerk: Clerk, editor: TextEditor, anchor: int, position: int
) -> None:
    put_cursor(editor, position, anchor)
    clerk.window.document.edit({f"{NEW}/natural_person": 7}, "输入")
    cursor = editor.textCursor()
    shorter = {4: 3, 5: 4}
    assert (cursor.anchor(), cursor.position()) == (
        shorter.get(anchor, anchor),
        shorter.get(position, position),
    )


def test_typing_beside_a_figure_leaves_it_alive(clerk: Clerk, editor: TextEditor) -> None:
    """Digits beside it, and just those that it shows: from the text alone nobody could tell them apart."""
    put_cursor(editor, 2)
    clerk.type("1")
    assert (stored(clerk), editor.textCursor().position()) == (f"收到1{TOTAL}件。", 3)
    put_cursor(editor, 5)
    clerk.type("2")
    assert (stored(clerk), editor.textCursor().position()) == (f"收到1{TOTAL}2件。", 6)
    assert editor.toPlainText() == "收到1122件。"
    assert marked(editor) == ["12"]


def test_the_cursor_steps_over_a_figure(clerk: Clerk, editor: TextEditor) -> None:
    positions = []
    for key in [Qt.Key.Key_Right] * 4 + [Qt.Key.Key_Left] * 4:
        clerk.key(key)
        positions.append(editor.textCursor().position())
    assert positions == [1, 2, 4, 5, 4, 2, 1, 0]


def test_a_selection_takes_a_figure_whole(clerk: Clerk, editor: TextEditor) -> None:
    selected = []
    put_cursor(editor, 2)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        clerk.key(key, SHIFT)
        selected.append(editor.textCursor().selectedText())
    assert selected == ["12", "12件", "12", ""]
    put_cursor(editor, 3, 3)
    assert editor.textCursor().position() in (2, 4)
    put_cursor(editor, 5, 3)
    assert editor.textCursor().selectedText() == "12件"


def test_the_mouse_cannot_put_the_cursor_into_a_figure(clerk: Clerk, editor: TextEditor) -> None:
    clerk.window.document.edit({f"{NEW}/natural_person": 123456}, "输入")
    cursor = QTextCursor(editor.document())
    places = []
    for position in range(2, 9):
        cursor.setPosition(position)
        where = editor.cursorRect(cursor).center()
        clerk.qtbot.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=where)
        places.append(editor.textCursor().position())
    assert set(places) == {2, 8}
    cursor.setPosition(4)
    clerk.qtbot.mouseDClick(
        editor.viewport(), Qt.MouseButton.LeftButton, pos=editor.cursorRect(cursor).center()
    )
    assert "123456" in editor.textCursor().selectedText()


@pytest.mark.parametrize(("position", "key"), [(4, Qt.Key.Key_Backspace), (2, Qt.Key.Key_Delete)])
def test_a_figure_is_deleted_as_one(clerk: Clerk, editor: TextEditor, position: int, key: Qt.Key) -> None:
    put_cursor(editor, position)
    clerk.key(key)
    assert stored(clerk) == editor.toPlainText() == "收到件。"
    assert editor.textCursor().position() == 2
    assert not marked(editor)
    clerk.ctrl(Qt.Key.Key_Z)
    assert stored(clerk) == TEXT
    assert editor.toPlainText() == "收到12件。"
    assert marked(editor) == ["12"]


def test_deleting_a_figure_spares_the_same_digits_beside_it(clerk: Clerk, editor: TextEditor) -> None:
    clerk.window.document.edit({"texts/overview": f"收到{TOTAL}12件。"}, "输入")
    put_cursor(editor, 4)
    clerk.key(Qt.Key.Key_Backspace)
    assert stored(clerk) == "收到12件。"
    clerk.window.document.edit({"texts/overview": f"收到12{TOTAL}件。"}, "输入")
    put_cursor(editor, 4)
    clerk.key(Qt.Key.Key_Backspace)
    assert stored(clerk) == f"收到1{TOTAL}件。"


def test_typing_over_a_figure_replaces_it(clerk: Clerk, editor: TextEditor) -> None:
    put_cursor(editor, 4, 2)
    clerk.type("9")
    assert stored(clerk) == "收到9件。"
    clerk.ctrl(Qt.Key.Key_Z)
    assert stored(clerk) == TEXT


def test_copying_inside_keeps_a_figure_alive_and_outside_gives_its_value(
    clerk: Clerk, editor: TextEditor
) -> None:
    clerk.ctrl(Qt.Key.Key_A)
    clerk.ctrl(Qt.Key.Key_C)
    gc.collect()
    assert QApplication.clipboard().text() == "收到12件。"
    clerk.section(6)
    clerk.ctrl(Qt.Key.Key_V)
    assert clerk.value("texts/other") == TEXT
    assert clerk.editor("other").toPlainText() == "收到12件。"
    assert clerk.editor("other").textCursor().position() == 6
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("texts/other") == ""
    clerk.clipboard("只是12")
    clerk.ctrl(Qt.Key.Key_V)
    assert clerk.value("texts/other") == "只是12"
    QApplication.clipboard().clear()


def test_cutting_and_pasting_moves_a_figure(clerk: Clerk, editor: TextEditor) -> None:
    put_cursor(editor, 4, 2)
    clerk.ctrl(Qt.Key.Key_X)
    assert stored(clerk) == "收到件。"
    put_cursor(editor, 0)
    clerk.ctrl(Qt.Key.Key_V)
    assert stored(clerk) == f"{TOTAL}收到件。"
    assert editor.textCursor().position() == 2
    QApplication.clipboard().clear()


def test_dragging_moves_words_and_keeps_the_figures_between(clerk: Clerk, editor: TextEditor) -> None:
    put_cursor(editor, 2, 0)
    target = QTextCursor(editor.document())
    target.setPosition(6)
    editor.move_selection(editor.cursorRect(target).center())
    assert stored(clerk) == f"{TOTAL}件。收到"
    assert editor.textCursor().selectedText() == "收到"
    clerk.ctrl(Qt.Key.Key_Z)
    assert stored(clerk) == TEXT
    put_cursor(editor, 6, 2)
    editor.move_selection(QPoint(0, editor.cursorRect(target).center().y()))
    assert stored(clerk) == f"{TOTAL}件。收到"


def test_an_input_method_writes_beside_a_figure(clerk: Clerk, editor: TextEditor) -> None:
    put_cursor(editor, 4)
    commit(editor, "", "you")
    assert stored(clerk) == TEXT
    assert marked(editor) == ["12"]
    commit(editor, "余")
    assert stored(clerk) == f"收到{TOTAL}余件。"
    put_cursor(editor, 4, 2)
    commit(editor, "若干")
    assert stored(clerk) == "收到若干余件。"


def test_positions_of_rare_characters(clerk: Clerk, editor: TextEditor) -> None:
    clerk.window.document.edit({"texts/overview": f"𠳐{TOTAL}𠳐{TOTAL}件𠳐"}, "输入")
    assert marked(editor) == ["12", "12"]
    put_cursor(editor, 2)
    clerk.key(Qt.Key.Key_Right)
    clerk.key(Qt.Key.Key_Right)
    clerk.type("x")
    assert stored(clerk) == f"𠳐{TOTAL}𠳐x{TOTAL}件𠳐"
    editor.select(len(f"𠳐{TOTAL}𠳐x{TOTAL}"), len(f"𠳐{TOTAL}𠳐x{TOTAL}件"))
    assert editor.textCursor().selectedText() == "件"
    clerk.key(Qt.Key.Key_Left)
    clerk.key(Qt.Key.Key_Backspace)
    assert stored(clerk) == f"𠳐{TOTAL}𠳐x件𠳐"


def test_stored_places_are_selected_on_the_screen(editor: TextEditor) -> None:
    editor.select(TEXT.index("件"), TEXT.index("。"))
    assert editor.textCursor().selectedText() == "件"
    editor.select(0, TEXT.index("{") + 3)
    assert editor.textCursor().selectedText() == "收到12"
    editor.select(TEXT.index("{"), TEXT.index("}") + 1)
    assert editor.textCursor().selectedText() == "12"


def test_a_figure_can_be_written_by_hand(clerk: Clerk) -> None:
    clerk.window.document.edit({"year": 2025}, "输入")
    clerk.section(6)
    clerk.type("{=year}a")
    assert clerk.value("texts/other") == "{=year}a"
    assert clerk.editor("other").toPlainText() == "2025a"


def test_an_unknown_address_stays_as_written_and_is_found(clerk: Clerk) -> None:
    clerk.section(6)
    clerk.type("x{=nothing}y")
    editor = clerk.editor("other")
    assert editor.toPlainText() == clerk.value("texts/other") == "x{=nothing}y"
    assert not marked(editor)
    clerk.window.document.checking.check_all()
    (finding,) = [f for f in clerk.window.document.checking.problems if f.rule == "placeholder-left"]
    clerk.window.show_finding(finding)
    assert editor.textCursor().selectedText() == "{=nothing}"


def test_a_blank_shows_that_it_is_one(clerk: Clerk) -> None:
    clerk.window.document.edit({"texts/other": f"{TOTAL}件，{{=agency}}"}, "输入")
    clerk.section(6)
    editor = clerk.editor("other")
    assert editor.toPlainText() == "（空）件，（空）"
    put_cursor(editor, 8)
    clerk.key(Qt.Key.Key_Backspace)
    assert clerk.value("texts/other") == f"{TOTAL}件，"


def test_what_is_searched_read_out_and_counted_is_the_value(clerk: Clerk, editor: TextEditor) -> None:
    assert editor.find("12")
    assert editor.textCursor().selectedText() == "12"
    read_out = QAccessible.queryAccessibleInterface(editor)
    assert read_out.text(QAccessible.Text.Value) == "收到12件。"
    assert clerk.page._counts["overview"].text() == "6字"  # type: ignore[union-attr]


def test_the_draft_keeps_the_address(clerk: Clerk, editor: TextEditor) -> None:
    clerk.ctrl(Qt.Key.Key_S)
    assert clerk.answers.path
    assert read_draft(clerk.answers.path).texts["overview"] == TEXT
    clerk.ctrl(Qt.Key.Key_N)
    clerk.ctrl(Qt.Key.Key_O)
    clerk.section(1)
    assert clerk.editor("overview").toPlainText() == "收到12件。"


def test_a_final_report_shows_its_figures(clerk: Clerk, tmp_path: Path) -> None:
    report = new_report("甲局", 2025)
    report.apply(
        {"texts/overview": "{=year}年", "sign_off/final_code": "x", "sign_off/final_date": "2026-01-01"}
    )
    write_draft(report, tmp_path / "a.gknb")
    clerk.window.open(tmp_path / "a.gknb")
    clerk.section(1)
    editor = clerk.editor("overview")
    assert editor.toPlainText() == "2025年"
    clerk.type("x")
    assert editor.toPlainText() == "2025年"


def test_figures_in_a_run_of_typing_are_undone_in_steps(clerk: Clerk, editor: TextEditor) -> None:
    editor.moveCursor(QTextCursor.MoveOperation.End)
    clerk.type("ab")
    editor.insert("{=year}", "插入“年度”")
    clerk.type("cd")
    assert stored(clerk) == f"{TEXT}ab{{=year}}cd"
    clerk.ctrl(Qt.Key.Key_Z)
    assert stored(clerk) == f"{TEXT}ab{{=year}}"
    clerk.ctrl(Qt.Key.Key_Z)
    assert stored(clerk) == f"{TEXT}ab"
    clerk.ctrl(Qt.Key.Key_Z)
    assert stored(clerk) == TEXT


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_typed_figures_stay_whole(clerk: Clerk, seed: int) -> None:
    """Against a text of atoms, each a character or a figure, with a cursor between them."""
    chance = random.Random(seed)
    clerk.window.document.edit({f"{NEW}/natural_person": 12, "year": 2012}, "输入")
    clerk.section(6)
    editor = clerk.editor("other")
    atoms: list[str] = []
    shows = {TOTAL: "12", "{=year}": "2012"}
    at = anchor = 0
    for _ in range(150):
        start, end = min(at, anchor), max(at, anchor)
        match chance.choice(["type", "type", "figure", "left", "right", "mark", "back", "delete", "compose"]):
            case "type":
                character = chance.choice("12件𠳐")
                if character.isdigit():
                    clerk.type(character)
                else:
                    commit(editor, character)
                atoms[start:end] = [character]
                at = anchor = start + 1
            case "figure":
                name = chance.choice(list(shows))
                editor.insert(name, "插入")
                atoms[start:end] = [name]
                at = anchor = start + 1
            case "left":
                clerk.key(Qt.Key.Key_Left)
                at = anchor = start if start < end else max(at - 1, 0)
            case "right":
                clerk.key(Qt.Key.Key_Right)
                at = anchor = end if start < end else min(at + 1, len(atoms))
            case "mark":
                clerk.key(Qt.Key.Key_Left, SHIFT)
                at = max(at - 1, 0)
            case "back":
                clerk.key(Qt.Key.Key_Backspace)
                start -= start == end > 0
                atoms[start:end] = []
                at = anchor = start
            case "delete":
                clerk.key(Qt.Key.Key_Delete)
                end += start == end < len(atoms)
                atoms[start:end] = []
                at = anchor = start
            case "compose":
                commit(editor, "", "shi")
                commit(editor, "十2")
                atoms[start:end] = ["十", "2"]
                at = anchor = start + 2
        assert stored(clerk, "other") == "".join(atoms)
        assert editor.toPlainText() == "".join(shows.get(atom, atom) for atom in atoms)
        before = "".join(shows.get(atom, atom) for atom in atoms[:at])
        assert editor.textCursor().position() == len(before.encode("utf-16-le")) // 2
    steps = clerk.window.document.undo_stack.count()
    for _ in range(steps):
        clerk.ctrl(Qt.Key.Key_Z)
    assert stored(clerk, "other") == editor.toPlainText() == ""
    for _ in range(steps):
        clerk.ctrl(Qt.Key.Key_Y)
    assert stored(clerk, "other") == "".join(atoms)
    assert marked(editor) == [shows[atom] for atom in atoms if atom in shows]
