"""How one begins: the start page, a new report, last year's, dragged files; and the way to every action."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from export.xlsx import render
from gui.from_last_year import NotReadDialog
from gui.key_overview import ELSEWHERE, KeyOverview, menu_keys
from gui.profile_dialog import ProfileDialog
from gui.settings import Profile, Settings, load_settings
from gui.start_page import StartPage
from gui.tabs import OVERVIEW
from model.draft import read_draft, write_draft
from model.report import Report, new_report
from tests.gui.conftest import Clerk

MANUAL = (Path(__file__).parents[2] / "docs" / "manual.md").read_text(encoding="utf-8")
LAST = {
    "applications/new_received/natural_person": 5,
    "applications/granted/natural_person": 3,
    "applications/carried_forward/natural_person": 2,
}


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "甲局2025.gknb"
    write_draft(new_report("甲局", 2025), path)
    return path


@pytest.fixture
def page(clerk: Clerk, draft: Path, tmp_path: Path) -> StartPage:
    """The start page of a clerk who had two drafts, one of which is gone."""
    settings = clerk.window.settings
    settings.update(lambda now: now.remember(draft))
    settings.update(lambda now: now.remember(tmp_path / "没有了.gknb"))
    clerk.window.beginning.show_start_page()
    QApplication.processEvents()
    return shown(clerk)


def shown(clerk: Clerk) -> StartPage:
    page = clerk.window.pages.currentWidget()
    assert isinstance(page, StartPage)
    return page


def on_page(clerk: Clerk) -> bool:
    return isinstance(clerk.window.pages.currentWidget(), StartPage)


def last_years(path: Path, **over: object) -> Path:
    report = new_report("甲局", 2024)
    report.apply(LAST | over)  # type: ignore[arg-type]
    if path.suffix == ".xlsx":
        path.write_bytes(render(report))
    else:
        write_draft(report, path)
    return path


# The start page


def test_one_begins_by_keys(clerk: Clerk, page: StartPage) -> None:
    assert clerk.focus is page.choices[0]
    assert [choice.accessibleName() for choice in page.choices] == ["新建", "打开", "从上年报告开始"]
    clerk.key(Qt.Key.Key_Tab)
    assert clerk.focus is page.choices[1]
    clerk.key(Qt.Key.Key_Backtab)
    clerk.key(Qt.Key.Key_Return)
    assert not on_page(clerk)
    assert clerk.window.header.agency.hasFocus()


@pytest.mark.parametrize(
    ("key", "year"), [(Qt.Key.Key_N, date.today().year - 1), (Qt.Key.Key_O, 2025), (Qt.Key.Key_L, 2026)]
)
def test_each_choice_has_a_letter(clerk: Clerk, page: StartPage, draft: Path, key: Qt.Key, year: int) -> None:
    clerk.answers.path = draft
    clerk.key(key)
    assert not on_page(clerk)
    assert clerk.value("year") == year


def test_a_choice_that_is_given_up_leaves_the_page(clerk: Clerk, page: StartPage) -> None:
    clerk.answers.path = None
    clerk.key(Qt.Key.Key_O)
    clerk.key(Qt.Key.Key_L)
    assert on_page(clerk)


def test_recent_drafts_are_listed_and_missing_ones_greyed(clerk: Clerk, page: StartPage, draft: Path) -> None:
    lost, there = page.drafts.item(0), page.drafts.item(1)
    assert "找不到" in lost.text() and not lost.flags()
    assert there.text() == f"{draft.name}\n{draft.parent}"
    page.drafts.setFocus()
    clerk.key(Qt.Key.Key_Return)
    assert clerk.window.document.path == draft
    assert not on_page(clerk)


@pytest.mark.parametrize("number", range(1, 7))
def test_the_keys_of_the_sections_lead_past_the_page(clerk: Clerk, page: StartPage, number: int) -> None:
    clerk.section(number)
    assert not on_page(clerk)
    assert clerk.window.tabs.at == number - 1
    clerk.type("7")
    clerk.window.commit_pending_edit()
    assert clerk.window.document.modified, "what is typed goes into the section"
    clerk.ctrl(Qt.Key.Key_Z)


def test_help_and_profile_leave_the_page_where_it_is(clerk: Clerk, page: StartPage) -> None:
    seen: list[QWidget] = []
    clerk.answers.in_dialog = seen.append
    clerk.ctrl(Qt.Key.Key_Slash)
    assert isinstance(seen[0], KeyOverview)
    clerk.window.edit_profile()
    assert isinstance(seen[1], ProfileDialog)
    assert on_page(clerk)
    assert not clerk.window.inspection.counts.isVisible()
    assert clerk.window.windowTitle() == "公开年报[*]"
    clerk.section(1)
    assert clerk.window.inspection.counts.isVisible()
    assert "未命名" in clerk.window.windowTitle()


# New reports and the profile


def test_a_new_report_is_the_agencys_and_of_last_year(clerk: Clerk) -> None:
    known = Profile(agency="甲局", kind="government")
    clerk.window.settings.update(lambda now: setattr(now, "profile", known))
    clerk.ctrl(Qt.Key.Key_N)
    report = clerk.window.document.report
    assert (report.agency, report.agency_kind) == ("甲局", "government")
    assert report.year == date.today().year - 1
    assert not clerk.window.document.modified
    clerk.type("B")  # what is suggested is selected
    assert clerk.value("agency") == "B"


def test_the_first_save_tells_whose_the_program_is(clerk: Clerk, tmp_path: Path) -> None:
    clerk.window.document.edit({"agency": "甲局", "agency_kind": "other"}, "输入")
    clerk.ctrl(Qt.Key.Key_S)
    assert load_settings()[0].profile == Profile(agency="甲局", kind="other")
    clerk.window.document.edit({"agency": "乙局"}, "输入")
    clerk.ctrl(Qt.Key.Key_S)
    assert load_settings()[0].profile.agency == "甲局"


def test_the_profile_is_written_down_and_told_in_a_sentence(clerk: Clerk) -> None:
    clerk.window.document.edit({"agency": "甲局"}, "输入")

    def fill_in(dialog: QDialog) -> None:
        assert isinstance(dialog, ProfileDialog)
        assert dialog._agency.text() == "甲局"  # what the report at hand suggests
        dialog._lines["phone"].setText(" 0999-\t1 ")
        dialog._lines["address"].setText("长" * 201)
        dialog.keep.click()
        assert dialog.isVisible() and clerk.focus is dialog._lines["address"]
        assert "地址" in dialog._trouble.text()
        dialog._lines["address"].setText("一路1号")
        dialog.keep.click()

    clerk.answers.in_dialog = fill_in
    clerk.window.edit_profile()
    assert load_settings()[0].profile == Profile(agency="甲局", phone="0999- 1", address="一路1号")
    clerk.section(1)
    clerk.editor("preface").setFocus()
    menu = QMenu(clerk.window)
    clerk.window.inserting.fill_with_sentences(menu)
    menu.actions()[0].trigger()
    text = "对本报告有疑问的，请与{=agency}联系（地址：一路1号，电话：0999- 1）。"
    assert clerk.value("texts/preface") == text


def test_esc_leaves_the_profile_as_it_was(clerk: Clerk) -> None:
    clerk.answers.in_dialog = lambda dialog: clerk.key(Qt.Key.Key_Escape)
    clerk.window.edit_profile()
    assert load_settings()[0].profile == Profile()


def test_enter_on_a_button_presses_that_one_and_not_the_default(clerk: Clerk) -> None:
    def cancel(dialog: QDialog) -> None:
        assert isinstance(dialog, ProfileDialog)
        dialog._agency.setText("甲局")
        dialog.keep.setFocus()
        clerk.key(Qt.Key.Key_Tab)
        clerk.key(Qt.Key.Key_Return)
        assert not dialog.isVisible()

    clerk.answers.in_dialog = cancel
    clerk.window.edit_profile()
    assert load_settings()[0].profile == Profile()


# From last year's report


@pytest.mark.parametrize("name", ["去年.gknb", "去年.xlsx"])
def test_last_years_report_gives_what_was_carried_over(clerk: Clerk, tmp_path: Path, name: str) -> None:
    clerk.answers.path = last_years(tmp_path / name)
    clerk.answers.in_dialog = QDialog.accept  # where a workbook has something to be looked at
    clerk.window.filing.new_from_last_year()
    report = clerk.window.document.report
    assert (report.agency, report.year) == ("甲局", 2025)
    assert report.value("applications/carried_over/natural_person") == 2
    assert report.last_year is not None and report.last_year.year == 2024
    assert "1格" in clerk.window.statusBar().currentMessage()
    assert clerk.window.document.modified and clerk.window.document.path is None
    clerk.answers.path = tmp_path / "今年.gknb"
    clerk.ctrl(Qt.Key.Key_S)
    assert read_draft(tmp_path / "今年.gknb").last_year is not None


def test_last_years_report_without_a_year_is_shown_first(clerk: Clerk, tmp_path: Path) -> None:
    clerk.answers.path = last_years(tmp_path / "去年.gknb", year=None)
    before = clerk.window.document.report

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, NotReadDialog)
        assert "没有写年度" in dialog.notes.toPlainText()
        clerk.key(Qt.Key.Key_Escape)

    clerk.answers.in_dialog = look
    assert not clerk.window.filing.new_from_last_year()
    assert clerk.window.document.report is before
    clerk.answers.in_dialog = lambda dialog: clerk.key(Qt.Key.Key_Return)
    assert clerk.window.filing.new_from_last_year()
    assert clerk.value("year") == date.today().year - 1


def test_a_file_that_is_none_is_said(clerk: Clerk, tmp_path: Path) -> None:
    (tmp_path / "a.gknb").write_text("{", encoding="utf-8")
    clerk.answers.path = tmp_path / "a.gknb"
    assert not clerk.window.filing.new_from_last_year()
    assert "a.gknb" in clerk.answers.asked[-1]


# Dragging


def drag(clerk: Clerk, widget: QWidget, *paths: Path) -> None:
    """Lets files fall onto a widget, as Qt does: what the widget does not want goes to the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    mime.setText(" ".join(map(str, paths)))
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(1, 1).toPoint(), copy, mime, left, none)
    QApplication.sendEvent(widget, enter)
    drop = QDropEvent(QPointF(1, 1), copy, mime, left, none)
    QApplication.sendEvent(clerk.window if enter.isAccepted() else widget, drop)
    QApplication.processEvents()


def test_a_draft_dragged_in_is_opened(clerk: Clerk, draft: Path) -> None:
    drag(clerk, clerk.window, draft)
    assert clerk.window.document.path == draft


def test_a_draft_dragged_into_a_window_in_use_goes_to_another(clerk: Clerk, draft: Path) -> None:
    wished: list[Path] = []
    clerk.window.another_asked.connect(wished.append)
    clerk.type("x")
    drag(clerk, clerk.window, draft)
    assert wished == [draft]
    assert clerk.value("texts/overview") == "x"


def test_a_file_never_falls_into_a_text(clerk: Clerk, draft: Path) -> None:
    for widget in (clerk.editor("overview").viewport(), clerk.window.header.agency):
        drag(clerk, widget, draft)
        assert clerk.value("texts/overview") == ""
        assert str(draft) not in clerk.window.header.agency.text()


def test_a_workbook_dragged_in_is_taken_from(clerk: Clerk, tmp_path: Path) -> None:
    seen: list[QDialog] = []
    clerk.answers.in_dialog = seen.append
    drag(clerk, clerk.window, last_years(tmp_path / "处室.xlsx"))
    assert [type(dialog).__name__ for dialog in seen] == ["TakeInDialog"]


def test_other_files_are_refused_with_a_word(clerk: Clerk, draft: Path, tmp_path: Path) -> None:
    for paths, words in (([tmp_path / "a.docx"], "a.docx"), ([draft, draft], "一次拖一个")):
        drag(clerk, clerk.window, *paths)
        assert words in clerk.window.statusBar().currentMessage()
        assert clerk.window.document.path is None


# The recent drafts in the menu


def test_recent_files(clerk: Clerk, tmp_path: Path) -> None:
    for name in ("甲 & 乙.gknb", "乙.gknb"):
        write_draft(new_report("甲局", 2025), tmp_path / name)
        clerk.window.open(tmp_path / name)
    recents = clerk.window.filing.recents
    assert [path.name for path in recents.paths] == ["乙.gknb", "甲 & 乙.gknb"]
    assert load_settings()[0].recent == [str(path) for path in recents.paths]
    (tmp_path / "甲 & 乙.gknb").unlink()
    clerk.window.menus._list_recent()
    entries = clerk.window.menus._recent.actions()
    assert [entry.isEnabled() for entry in entries[:2]] == [True, False]
    assert "找不到" in entries[1].toolTip() and "甲 && 乙" in entries[1].text()
    entries[0].trigger()
    assert clerk.window.document.path == tmp_path / "乙.gknb"
    entries[-1].trigger()
    assert load_settings()[0].recent == []


def test_a_disk_that_does_not_answer_keeps_nobody_waiting(
    clerk: Clerk, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    from gui import recents

    answer = Event()
    monkeypatch.setattr(recents, "exists", lambda path: answer.wait(60) and False)
    monkeypatch.setattr(recents, "_PATIENCE", 0.02)
    list_ = recents.Recents(Settings(recent=[str(draft)]))
    assert list_.missing() == set()
    asking = dict(list_._asking)
    assert list_.missing() == set()
    assert list_._asking == asking  # nobody else is sent after it
    answer.set()


def test_an_answer_that_comes_late_does_no_harm(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import Event

    from gui import recents

    other, late = draft.with_name("共享盘.gknb"), Event()

    class Gone:
        """While this answer is looked at, the other one comes."""

        def __bool__(self) -> bool:
            late.set()
            list_._asking[other].join()
            return False

    monkeypatch.setattr(recents, "exists", lambda path: Gone() if path == draft else late.wait(60))
    monkeypatch.setattr(recents, "_PATIENCE", 0.2)
    list_ = recents.Recents(Settings(recent=[str(draft), str(other)]))
    assert list_.missing() == {draft}


# Every action by menu and key


def menus(clerk: Clerk) -> Iterator[QMenu]:
    for menu in clerk.window.menuBar().findChildren(QMenu):
        menu.aboutToShow.emit()
        yield menu


def test_every_entry_has_a_letter_of_its_own(clerk: Clerk, draft: Path) -> None:
    clerk.window.open(draft)
    assert len(list(menus(clerk))) >= 8
    for texts in (
        [entry.text() for entry in clerk.window.menuBar().actions()],
        *(
            [e.text() for e in menu.actions() if e.text() and (e.isEnabled() or "(&" in e.text())]
            for menu in menus(clerk)
        ),
    ):
        letters = Counter(re.findall(r"(?<!&)&([^&])", " ".join(texts).upper().replace("&&", "")))
        assert sum(letters.values()) == len(texts), texts
        assert [letter for letter, times in letters.items() if times > 1] == [], texts


def test_the_overview_of_keys_has_those_of_the_menus(clerk: Clerk) -> None:
    clerk.window.document.edit({"agency": "甲局"}, "修改机关名称")
    found = menu_keys(clerk.window.menuBar())
    assert ("Ctrl+N", "新建") in found["文件"]
    assert ("Ctrl+X", "剪切") in found["编辑"]
    assert ("Ctrl+Z", "撤销") in found["编辑"], "without the step that it would undo"
    assert ("F8", "下一个问题") in found["检查"]
    dialog = KeyOverview(clerk.window, clerk.window.menuBar())
    text = dialog.page.toPlainText()
    for keys in (*found.values(), *ELSEWHERE.values()):
        for key, does in keys:
            assert key in text and does in text
    menu_count = len(clerk.window.menuBar().findChildren(QMenu))
    dialog.deleteLater()
    QApplication.processEvents()
    assert len(clerk.window.menuBar().findChildren(QMenu)) == menu_count


def test_the_other_keys_are_in_the_manual_too() -> None:
    for keys in ELSEWHERE.values():
        for key in re.split("、| 至 ", "、".join(key for key, _ in keys)):
            assert f"`{key}`" in MANUAL or key in ("数字", "方向键", "Shift+方向键", "Ctrl+方向键"), key


def test_the_draft_that_was_left_last_opens_where_it_was_left(
    clerk: Clerk, draft: Path, tmp_path: Path, finished: Report
) -> None:
    write_draft(finished, tmp_path / "另一份.gknb")
    clerk.window.open(draft)
    clerk.section(5)
    clerk.window.close()
    for path, section in ((draft, 4), (tmp_path / "另一份.gknb", OVERVIEW)):
        clerk.window.open(path)
        assert clerk.window.tabs.at == section
