"""The window as a whole: sections, texts, files and history, by keys."""

import json
import shutil
import sys
from datetime import date
from pathlib import Path

import pdfplumber
import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QPalette
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QToolTip

from gui.answers import AfterFailure, Answer
from gui.app import report_defects
from gui.dialogs import Dialogs
from gui.settings import Settings
from gui.style import State, heading, shades
from gui.window import MainWindow
from gui.windows import Windows
from model import resources
from model.draft import read_draft, write_draft
from model.report import Report, new_report
from model.signoff import declare_final
from tests.gui.conftest import Clerk

SHIFT = Qt.KeyboardModifier.ShiftModifier
SAMPLES = Path(__file__).parents[2] / "samples"
NEW = "applications/new_received"


def write(path: Path, **over: object) -> Path:
    report = new_report("甲局", 2025)
    report.apply(over)  # type: ignore[arg-type]
    write_draft(report, path)
    return path


def test_keys_lead_to_the_six_sections(clerk: Clerk) -> None:
    headings = [section.heading for section in clerk.window.document.report.form.sections.values()]
    assert [clerk.window.tabs.tabText(at) for at in range(1, 7)] == [h for h in headings if h]
    for number, key in ((1, "overview"), (5, "problems"), (6, "other")):
        clerk.section(number)
        assert clerk.focus is clerk.editor(key)
    for number in (2, 3, 4):
        clerk.section(number)
        first = clerk.at
        clerk.key(Qt.Key.Key_Tab)
        assert clerk.at != first
        clerk.section(1)
        clerk.section(number)
        assert clerk.focus is clerk.grid
        assert clerk.at == first


def test_section_keys_work_while_a_cell_is_edited(clerk: Clerk) -> None:
    clerk.section(4)
    clerk.type("7")
    clerk.section(2)
    clerk.type("8")
    clerk.section(1)
    assert clerk.value("disputes/reconsideration/upheld") == 7
    assert clerk.value("proactive/regulations/issued") == 8


def test_title_follows_agency_and_year(clerk: Clerk) -> None:
    header = clerk.window.header
    header.agency.setFocus()
    clerk.type("ABC")
    header.year.setFocus()
    clerk.type("2024")
    clerk.key(Qt.Key.Key_Return)
    assert header._title.text() == "ABC2024年政府信息公开工作年度报告"
    clerk.ctrl(Qt.Key.Key_Z)
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("year") is None
    assert clerk.value("agency") == ""


def test_a_long_name_is_shown_from_its_beginning_and_the_hint_is_no_title(clerk: Clerk) -> None:
    header = clerk.window.header
    quiet = shades(header.palette()).quiet_ink
    assert header._title.palette().color(QPalette.ColorRole.WindowText) == quiet
    assert header._title.font() == header.font()
    clerk.window.document.start(new_report("青禾省大禾市青禾县农业农村和水利局" * 3, 2025))
    clerk.section(2)
    assert header.agency.cursorPosition() == 0
    assert header._title.font() == heading(header.font())


def test_a_final_report_shows_that_its_header_is_fixed(clerk: Clerk) -> None:
    header, base = clerk.window.header, QPalette.ColorRole.Base
    sheet = header.agency.palette().color(base)
    report = new_report("青禾县水务局", 2025)
    report.apply(declare_final(report, date(2026, 1, 13)))
    clerk.window.document.start(report)
    assert header.agency.palette().color(base) == header.year.palette().color(base) != sheet
    clerk.window.document.start(new_report("青禾县水务局", 2025))
    assert header.agency.palette().color(base) == sheet


def test_an_impossible_year_is_refused_with_a_reason(clerk: Clerk) -> None:
    header = clerk.window.header
    header.year.setFocus()
    clerk.type("1999")
    header.agency.setFocus()
    assert "1999" in clerk.window.statusBar().currentMessage()
    assert header.year.text() == ""


def test_a_year_with_a_digit_too_many_changes_nothing(clerk: Clerk) -> None:
    header = clerk.window.header
    header.year.setFocus()
    clerk.type("2025")
    clerk.key(Qt.Key.Key_Return)
    header.year.selectAll()
    clerk.type("20199")
    header.agency.setFocus()
    assert clerk.value("year") == 2025
    assert header.year.text() == "2025"
    assert "20199" in clerk.window.statusBar().currentMessage()


def test_undo_brings_the_header_back(clerk: Clerk) -> None:
    header = clerk.window.header
    header.agency.setFocus()
    clerk.type("abc")
    clerk.ctrl(Qt.Key.Key_Z)
    assert header.agency.text() == ""
    header.year.setFocus()
    clerk.type("2024")
    clerk.section(1)
    clerk.ctrl(Qt.Key.Key_Z)
    assert header.year.text() == ""


def test_full_width_year(clerk: Clerk) -> None:
    header = clerk.window.header
    header.year.setFocus()
    commit = QInputMethodEvent()
    commit.setCommitString("２０２５")
    header.year.setFocus()
    QApplication.sendEvent(header.year, commit)
    clerk.ctrl(Qt.Key.Key_S)
    assert clerk.value("year") == 2025


def test_typing_a_text_is_undone_in_runs(clerk: Clerk) -> None:
    clerk.section(5)
    clerk.type("abc")
    clerk.key(Qt.Key.Key_Return)
    clerk.type("de")
    assert clerk.value("texts/problems") == "abc\nde"
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("texts/problems") == "abc"
    assert clerk.editor("problems").toPlainText() == "abc"
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("texts/problems") == ""
    clerk.ctrl(Qt.Key.Key_Y)
    assert clerk.value("texts/problems") == "abc"


def test_history_runs_over_the_whole_report(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("5")
    clerk.section(1)
    clerk.type("x")
    clerk.section(2)
    clerk.type("6")
    clerk.key(Qt.Key.Key_Return)
    for _ in range(3):
        clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.window.document.report == new_report()
    assert not clerk.window.document.modified
    for _ in range(3):
        clerk.ctrl(Qt.Key.Key_Y)
    assert clerk.value(f"{NEW}/natural_person") == 5
    assert clerk.value("texts/overview") == "x"
    assert clerk.value("proactive/regulations/issued") == 6


def test_pasted_text_is_plain(clerk: Clerk) -> None:
    clerk.section(1)
    mime = QMimeData()
    mime.setText("第一段\r\n第二段\x0b第三段\x00")
    mime.setHtml("<b>第一段</b>")
    QApplication.clipboard().setMimeData(mime)
    clerk.ctrl(Qt.Key.Key_V)
    assert clerk.value("texts/overview") == "第一段\n第二段\n第三段"
    QApplication.clipboard().clear()  # Qt must not hold the object of ours when Python ends


def test_composed_text_survives_save(clerk: Clerk) -> None:
    clerk.section(1)
    commit = QInputMethodEvent()
    commit.setCommitString("公开𠳐")
    QApplication.sendEvent(clerk.focus, commit)
    clerk.type("!")
    clerk.ctrl(Qt.Key.Key_S)
    assert clerk.answers.path
    assert read_draft(clerk.answers.path).texts["overview"] == "公开𠳐!"


def test_save_with_an_open_editor_keeps_what_was_typed(clerk: Clerk, tmp_path: Path) -> None:
    clerk.section(3)
    clerk.type("12")
    assert isinstance(clerk.focus, QLineEdit)
    assert not clerk.window.isWindowModified()
    clerk.ctrl(Qt.Key.Key_S)
    path = tmp_path / "草稿.gknb"
    assert read_draft(path).cells == {f"{NEW}/natural_person": 12}
    assert not clerk.window.isWindowModified()
    clerk.type("3")
    clerk.key(Qt.Key.Key_Return)
    assert clerk.window.isWindowModified()
    assert clerk.window._saved.text() == "有改动没有保存"


def test_save_and_open_again(clerk: Clerk, tmp_path: Path) -> None:
    clerk.section(3)
    clerk.type("4")
    clerk.key(Qt.Key.Key_Return)
    clerk.section(1)
    clerk.type("text")
    clerk.ctrl(Qt.Key.Key_S)
    saved = read_draft(tmp_path / "草稿.gknb")
    clerk.ctrl(Qt.Key.Key_N)
    assert clerk.window.document.report == new_report(year=date.today().year - 1)
    assert clerk.editor("overview").toPlainText() == ""
    clerk.ctrl(Qt.Key.Key_O)
    assert clerk.window.document.report == saved
    clerk.section(1)
    assert clerk.editor("overview").toPlainText() == "text"
    clerk.section(3)
    assert clerk.shown == "4"
    assert "草稿.gknb" in clerk.window.windowTitle()


def test_saving_again_needs_no_question(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("4")
    clerk.ctrl(Qt.Key.Key_S)
    clerk.type("5")
    clerk.ctrl(Qt.Key.Key_S)
    assert [asked for asked in clerk.answers.asked if asked.startswith("save")] == [
        "save 政府信息公开工作年度报告.gknb"
    ] or len(clerk.answers.asked) == 1


def test_closing_asks_before_changes_are_lost(clerk: Clerk, tmp_path: Path) -> None:
    clerk.section(3)
    clerk.type("12")
    assert not clerk.window.close()
    assert clerk.answers.asked == ["unsaved 未命名的年报"]
    assert clerk.value(f"{NEW}/natural_person") == 12
    clerk.answers.answer = Answer.SAVE
    assert clerk.window.close()
    assert read_draft(tmp_path / "草稿.gknb").cells == {f"{NEW}/natural_person": 12}


def test_closing_without_changes_asks_nothing(clerk: Clerk) -> None:
    assert clerk.window.close()
    assert not clerk.answers.asked


def test_a_bad_file_is_refused_and_the_report_stays(clerk: Clerk, tmp_path: Path) -> None:
    clerk.section(3)
    clerk.type("4")
    clerk.ctrl(Qt.Key.Key_S)
    bad = tmp_path / "坏.gknb"
    bad.write_text("{", encoding="utf-8")
    clerk.answers.path = bad
    clerk.ctrl(Qt.Key.Key_O)
    assert "坏.gknb" in clerk.answers.asked[-1]
    assert clerk.value(f"{NEW}/natural_person") == 4
    assert clerk.window.document.path == tmp_path / "草稿.gknb"


def test_a_failed_save_keeps_the_report_modified(clerk: Clerk, tmp_path: Path) -> None:
    clerk.section(3)
    clerk.type("4")
    clerk.answers.path = tmp_path / "没有的文件夹" / "a.gknb"
    clerk.answers.after_failure = [AfterFailure.CANCEL]
    clerk.ctrl(Qt.Key.Key_S)
    assert "没有的文件夹" in clerk.answers.asked[-1]
    assert clerk.window.isWindowModified()


def test_export_with_an_open_editor(clerk: Clerk, tmp_path: Path) -> None:
    clerk.window.open(SAMPLES / "zhangdian-2023.gknb")
    out = tmp_path / "年报.pdf"
    clerk.answers.path = out
    clerk.section(3)
    clerk.type("54321")
    clerk.ctrl(Qt.Key.Key_E)
    title = "张店区退役军人事务局2023年政府信息公开工作年度报告"
    assert clerk.answers.asked == [f"export {title} as 公布稿, 1 errors"]
    assert not out.exists()
    clerk.answers.export_anyway = True
    clerk.ctrl(Qt.Key.Key_E)
    assert clerk.answers.asked[-1] == f"folder {tmp_path.name}"
    with pdfplumber.open(out) as pdf:
        assert any("54321" in (page.extract_text() or "") for page in pdf.pages)


def test_new_report_opens_calm(clerk: Clerk) -> None:
    clerk.ctrl(Qt.Key.Key_N)
    assert {
        clerk.window.document.checking.state(key) for key in clerk.window.document.report.form.layouts
    } == {State.EMPTY}
    assert not clerk.window.document.checking.problems


def test_next_problem_leads_to_its_cell(clerk: Clerk) -> None:
    clerk.window.open(SAMPLES / "zhangdian-2023.gknb")
    clerk.section(6)
    clerk.key(Qt.Key.Key_F8)
    assert clerk.window.tabs.at == 2, "where the one problem is"
    clerk.key(Qt.Key.Key_F6)
    clerk.problem("balance")
    clerk.key(Qt.Key.Key_Return)
    assert clerk.at == f"{NEW}/natural_person"
    assert clerk.focus is clerk.grid


def test_a_finding_in_a_text_selects_the_words(clerk: Clerk, tmp_path: Path) -> None:
    clerk.window.open(write(tmp_path / "a.gknb", **{"texts/overview": "𠳐局公开信息XX条。"}))
    clerk.window.document.checking.check_all()
    clerk.section(3)
    finding = next(f for f in clerk.window.document.checking.problems if f.rule == "placeholder-left")
    clerk.window.show_finding(finding)
    assert clerk.editor("overview").textCursor().selectedText() == "XX"


def test_a_text_is_complete_whatever_the_tables_lack(clerk: Clerk, finished: Report) -> None:
    clerk.window.document.start(finished)
    text = str(clerk.value("texts/overview"))
    blank = "applications/new_received/natural_person"
    clerk.window.document.edit({"texts/overview": f"{text}\n收到政府信息公开申请913件。", blank: None}, "改")
    clerk.window.document.checking.check_all()
    assert any(f.unfinished and f.section == "overview" for f in clerk.window.document.checking.findings)
    assert "待填" not in clerk.window.tabs.tabToolTip(1), "only the table has a blank"
    assert "待填" not in clerk.window.tabs.tabToolTip(2)


def test_texts_are_checked_soon_after_opening(clerk: Clerk, tmp_path: Path) -> None:
    clerk.window.open(write(tmp_path / "a.gknb", **{"texts/overview": "公开信息XX条。"}))
    assert clerk.window.tabs.tabToolTip(6).endswith("（待填）")
    clerk.qtbot.waitUntil(
        lambda: any(f.rule == "placeholder-left" for f in clerk.window.document.checking.problems),
        timeout=2000,
    )


def test_texts_are_checked_when_the_typing_pauses(clerk: Clerk) -> None:
    clerk.section(1)
    with clerk.qtbot.waitSignal(clerk.window.document.checking.checked, timeout=2000):
        clerk.type("TODO")
    clerk.qtbot.waitUntil(
        lambda: any(f.rule == "placeholder-left" for f in clerk.window.document.checking.problems),
        timeout=2000,
    )


def test_qt_speaks_chinese(clerk: Clerk) -> None:
    assert QApplication.translate("QPlatformTheme", "Cancel") == "取消"


@pytest.mark.parametrize("key", ["extra", "last_year"])
def test_what_the_window_does_not_know_is_kept(clerk: Clerk, tmp_path: Path, key: str) -> None:
    path = write(tmp_path / "a.gknb")
    document = json.loads(path.read_text(encoding="utf-8"))
    document[key] = {"form": "2021", "year": 2024, "texts": {}, "cells": {}, "note": "x"}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    clerk.window.open(path)
    clerk.section(3)
    clerk.type("1")
    clerk.ctrl(Qt.Key.Key_S)
    assert json.loads(path.read_text(encoding="utf-8"))[key]["note"] == "x"


def test_f1_explains_the_current_row(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.key(Qt.Key.Key_Return)
    clerk.key(Qt.Key.Key_F1)
    assert "上年结转" in QToolTip.text()
    assert "都应等于上年报告" in QToolTip.text()
    clerk.section(6)
    clerk.key(Qt.Key.Key_F1)
    assert "信息处理费" in QToolTip.text()


def test_headings_are_short_where_there_is_little_room(clerk: Clerk) -> None:
    clerk.window.resize(1024, 700)
    QApplication.processEvents()
    sections = [s for s in clerk.window.document.report.form.sections.values() if s.heading]
    assert [clerk.window.tabs.tabText(at) for at in range(1, 7)] == [s.short_heading for s in sections]
    assert clerk.window.tabs.tabToolTip(3).startswith(sections[2].heading)


def test_a_problem_is_mended_with_a_button(clerk: Clerk) -> None:
    clerk.section(4)
    clerk.type("1")
    clerk.key(Qt.Key.Key_Return)
    clerk.key(Qt.Key.Key_F6)
    problems = clerk.window.problems
    clerk.problem("blank-cell")
    assert problems.detail.mend.text() == "改正：空格填0(&M)"
    problems.detail.mend.click()
    assert clerk.value("disputes/litigation_direct/pending") == 0
    assert clerk.value("disputes/reconsideration/upheld") == 1
    assert not any(f.rule == "blank-cell" for f in clerk.window.document.checking.problems)
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("disputes/litigation_direct/pending") is None


def test_undo_says_what_it_undid_and_shows_it(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.type("5")
    clerk.key(Qt.Key.Key_Return)
    clerk.grid.go_to("applications/carried_forward/natural_person")
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.at == f"{NEW}/natural_person"
    clerk.ctrl(Qt.Key.Key_Y)
    clerk.section(5)
    clerk.ctrl(Qt.Key.Key_Z)
    assert "三、收到和处理政府信息公开申请情况" in clerk.window.statusBar().currentMessage()
    assert clerk.focus is clerk.editor("problems")


def test_next_problem_after_mending_one_skips_none(clerk: Clerk) -> None:
    columns = ["natural_person", "commercial_enterprise", "research_institution"]
    document = clerk.window.document
    document.edit({"agency": "甲局", "year": 2025}, "输入")
    document.edit({a: 0 for a in document.report.form.inputs if a.startswith("applications/")}, "输入")
    for column in columns:
        document.edit({f"{NEW}/{column}": 1, f"applications/granted/{column}": 3}, "输入")
    visited = []
    for _ in columns:
        clerk.key(Qt.Key.Key_F8)
        visited.append(clerk.at.split("/")[2])
        clerk.window.document.edit({clerk.at: 3}, "改正")
    assert visited == columns


def test_a_first_start_shows_what_is_to_be_filled_in(clerk: Clerk) -> None:
    tips = [clerk.window.tabs.tabToolTip(at) for at in range(1, 7)]
    assert all("待填" in tip for tip in tips)
    assert not clerk.window.menus.undo.isEnabled()


def test_opening_by_a_relative_path_keeps_the_folder(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.gknb")
    monkeypatch.chdir(tmp_path)
    clerk.window.open(Path("a.gknb"))
    assert clerk.window.document.path == tmp_path / "a.gknb"


def test_a_long_name_does_not_widen_the_window(clerk: Clerk) -> None:
    clerk.window.document.edit({"agency": "某" * 150, "year": 2025}, "输入")
    assert clerk.window.minimumSizeHint().width() <= 1024


def test_the_window_fits_the_screen(clerk: Clerk) -> None:
    fresh = MainWindow(Settings())
    room = fresh.screen().availableGeometry()
    assert fresh.width() < room.width()
    assert fresh.height() < room.height()
    fresh.deleteLater()


def test_a_draft_is_not_replaced_unasked(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write(tmp_path / "别人的.gknb")
    dialogs = Dialogs(clerk.window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "别人的"), ""))
    monkeypatch.setattr(dialogs, "replace", lambda path: False)
    assert dialogs.save_draft(tmp_path / "x.gknb") is None
    monkeypatch.setattr(dialogs, "replace", lambda path: path == other)
    assert dialogs.save_draft(tmp_path / "x.gknb") == other


def test_a_workbook_is_not_opened_as_a_draft(clerk: Clerk, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    clerk.window.open(tmp_path / "a.xlsx")
    assert "从工作簿取数" in clerk.answers.asked[-1]


def test_typing_at_two_places_is_two_steps(clerk: Clerk) -> None:
    clerk.section(5)
    clerk.type("abc")
    clerk.key(Qt.Key.Key_Home)
    clerk.type("xyz")
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("texts/problems") == "abc"


def test_typing_leaves_other_characters_as_they_are(clerk: Clerk, tmp_path: Path) -> None:
    clerk.window.open(write(tmp_path / "a.gknb", **{"texts/overview": "甲\u00a0乙"}))
    clerk.section(1)
    clerk.key(Qt.Key.Key_End)
    clerk.type("a")
    assert clerk.value("texts/overview") == "甲\u00a0乙a"


def test_a_defect_is_told_and_offers_to_save(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "__excepthook__", lambda *_: None)
    windows = Windows(Settings())
    windows.add(clerk.window)
    report_defects(windows)
    clerk.window.document.edit({"agency": "甲局"}, "输入")
    sys.excepthook(ZeroDivisionError, ZeroDivisionError(), None)
    assert clerk.answers.path
    assert read_draft(clerk.answers.path).agency == "甲局"


def test_another_form_makes_other_tabs(clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second form file is all that it takes: new pages for it, and none left that ask for the old one."""
    for number in range(1, 7):
        clerk.section(number)
    forms = tmp_path / "resources" / "forms"
    shutil.copytree(resources.ROOT, tmp_path / "resources")
    source = (forms / "2021.toml").read_text(encoding="utf-8")
    other = source.replace('id = "2021"', 'id = "x2030"').replace("first_year = 2021", "first_year = 2030")
    other = other.replace('key = "overview"', 'key = "summary"').replace("总体情况", "总的情况")
    (forms / "x2030.toml").write_text(other, encoding="utf-8")
    monkeypatch.setattr(resources, "ROOT", tmp_path / "resources")
    report = new_report("甲局", 2031)
    assert report.form.id == "x2030"
    write_draft(report, tmp_path / "b.gknb")
    clerk.window.open(tmp_path / "b.gknb")
    assert clerk.window.tabs.tabText(1) == "一、总的情况"
    clerk.section(1)
    clerk.type("abc")
    assert clerk.value("texts/summary") == "abc"
    clerk.section(3)
    clerk.type("5")
    clerk.answers.answer = Answer.DISCARD
    clerk.ctrl(Qt.Key.Key_N)
    assert clerk.window.tabs.tabText(1) == "一、总体情况"
