"""A row is found by typing a part of its name."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from gui.sections import TablePage
from tests.gui.conftest import Clerk

SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def look_for(clerk: Clerk, words: str) -> None:
    """Opens the line and types, as an input method does."""
    clerk.ctrl(Key.Key_F)
    commit = QInputMethodEvent()
    commit.setCommitString(words)
    QApplication.sendEvent(clerk.focus, commit)
    QApplication.processEvents()


def row(clerk: Clerk) -> str:
    return clerk.at.split("/")[1]


def count(clerk: Clerk) -> str:
    assert isinstance(clerk.page, TablePage)
    return clerk.page._find_line._count.text()


def test_typing_leads_to_the_row_and_escape_stays_there(clerk: Clerk) -> None:
    clerk.section(3)
    look_for(clerk, "执法")
    assert row(clerk) == "refused_enforcement_files"
    assert isinstance(clerk.focus, QLineEdit)  # the typing goes on here
    assert {cell.text for cell in clerk.grid._found} == {"7.属于行政执法案卷"}
    clerk.key(Key.Key_Escape)
    assert clerk.grid.hasFocus()
    assert row(clerk) == "refused_enforcement_files"
    assert not clerk.grid._found
    clerk.type("4")
    clerk.key(Key.Key_Return)
    assert clerk.value("applications/refused_enforcement_files/natural_person") == 4


def test_enter_and_f3_go_round(clerk: Clerk) -> None:
    clerk.section(3)
    look_for(clerk, "补正")
    visited = [row(clerk)]
    for key, held in (
        (Key.Key_Return, ()),
        (Key.Key_F3, ()),
        (Key.Key_F3, (SHIFT,)),
        (Key.Key_Return, (SHIFT,)),
    ):
        clerk.key(key, *held)
        visited.append(row(clerk))
    first, second = "unavailable_still_unclear", "closed_not_supplemented"
    assert visited == [first, second, first, second, first]
    assert count(clerk) == "第1个，共2个"


def test_f3_goes_on_in_the_grid_and_keeps_what_is_typed(clerk: Clerk) -> None:
    clerk.section(3)
    look_for(clerk, "补正")
    clerk.key(Key.Key_Escape)
    clerk.type("5")
    clerk.key(Key.Key_F3)
    assert clerk.value("applications/unavailable_still_unclear/natural_person") == 5
    assert row(clerk) == "closed_not_supplemented"


def test_blanks_and_widths_do_not_matter_and_groups_count(clerk: Clerk) -> None:
    clerk.section(3)
    look_for(clerk, "(三) 不予 公开")
    assert count(clerk) == "第1个，共8个"
    assert row(clerk) == "refused_state_secret"
    clerk.key(Key.Key_Up)
    assert row(clerk) == "refused_administrative_query"


def test_rows_of_the_other_tables_are_found(clerk: Clerk) -> None:
    clerk.section(2)
    look_for(clerk, "强制")
    assert clerk.at == "proactive/compulsory_measures/decisions"
    clerk.section(4)
    look_for(clerk, "复议后")
    assert clerk.at == "disputes/litigation_after_reconsideration/upheld"
    assert [cell.text for cell in clerk.grid._found] == ["复议后起诉"]


def test_one_stays_in_the_column_that_is_being_filled_in(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.grid.go_to("applications/new_received/research_institution")
    look_for(clerk, "国家秘密")
    assert clerk.at == "applications/refused_state_secret/research_institution"
    clerk.key(Key.Key_Escape)
    clerk.grid.go_to("applications/granted/total")
    look_for(clerk, "国家秘密")
    assert clerk.at == "applications/refused_state_secret/natural_person", "totals are not filled in"


def test_what_is_not_there_is_told_and_nothing_moves(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.grid.go_to("applications/granted/natural_person")
    look_for(clerk, "采购")
    assert count(clerk) == "没有这样的行"
    clerk.key(Key.Key_Return)
    assert row(clerk) == "granted"


def test_the_window_keeps_its_keys_while_one_searches(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("5")
    look_for(clerk, "国家秘密")
    clerk.ctrl(Key.Key_Z)
    assert clerk.value("applications/new_received/natural_person") is None
    clerk.ctrl(Key.Key_4)
    assert clerk.at == "disputes/reconsideration/upheld"


def test_f3_goes_on_with_what_was_searched_for_last(clerk: Clerk) -> None:
    clerk.section(1)
    clerk.ctrl(Key.Key_F)  # words in the texts
    assert clerk.window.find_bar.isVisible()
    clerk.section(3)
    look_for(clerk, "补正")
    assert not clerk.window.find_bar.isVisible()
    clerk.key(Key.Key_F3)
    assert row(clerk) == "closed_not_supplemented"
