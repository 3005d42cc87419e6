"""Everything that the window can show, a line each: for the pictures, and for the tests of the look."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from docs.camera import wait_for
from export import Product, export
from gui.changed_file import ChangedDialog
from gui.dialogs import Dialogs
from gui.from_last_year import NotReadDialog
from gui.key_overview import KeyOverview
from gui.preview import Preview
from gui.recovery_dialog import RecoveryDialog
from gui.settings import Profile
from gui.sign_off import SignOffDialog, VerifyDialog
from gui.take_in import TakeInDialog
from gui.versions import VersionsDialog
from gui.window import MainWindow
from ingest import Imported, read
from model.backups import Version
from model.checks import Finding, check, errors
from model.draft import read_draft
from model.locks import Locked
from model.owner import Owner
from model.recovery import RecoveryCopy
from model.report import Content, Report, new_report
from model.signoff import declare_final

ROOT = Path(__file__).resolve().parents[1]
FINISHED = ROOT / "samples" / "clean-2025.gknb"
UNBALANCED = ROOT / "samples" / "zhangdian-2023.gknb"
NAME = "青禾县水务局.gknb"
WHEN = datetime(2026, 1, 13, 1, 30, tzinfo=UTC)
RETURNED: dict[str, Content] = {
    "proactive/normative_documents/in_force": 10,
    "proactive/licences/decisions": 191,
    "proactive/penalties/decisions": None,
    "texts/other": "2025年，本机关未发出收费通知，未收取信息处理费。\n没有其他需要报告的事项。",
}
LAST_YEAR: dict[str, Content] = {
    "year": 2024,
    "texts/overview": "2024年，青禾县水务局主动公开信息，规范办理申请，按要求完成各项工作。",
    "applications/new_received/natural_person": 5,
    "applications/carried_over/natural_person": 0,
    "applications/granted/natural_person": 0,
    "proactive/normative_documents/issued": 1,
    "proactive/licences/decisions": 14,
    "proactive/fees/amount": Decimal("11.8"),
}
FAILED = f"没能保存“{NAME}”：磁盘满了，还差12 KB。请删去不用的文件，或者换一个位置保存。"
PROFILE = Profile(agency="青禾县水务局", address="青禾县人民路1号", phone="0999-6543210")
DETAILS = "\n".join([*(f'File "gui/window.py", line {n}, in save' for n in range(12)), "KeyError"])

Scene = Callable[[MainWindow], QWidget | None]
"""Brings something about that is to be seen, and returns it; a dialog is run instead."""


def tab(at: int, draft: Path = FINISHED) -> Scene:
    """The window with a draft, at one of its sections."""

    def open_tab(window: MainWindow) -> QWidget:
        window.document.start(read_draft(draft))
        window.document.check_all()
        window.tabs.go_to(at)
        return window

    return open_tab


def problem(window: MainWindow) -> QWidget:
    """The window at a problem, with the focus in the list."""
    tab(2, UNBALANCED)(window)
    window.problems.enter()
    return window


def final(window: MainWindow) -> QWidget:
    """A report that cannot be changed any more."""
    report = read_draft(FINISHED)
    report.apply(declare_final(report, date(2026, 1, 13)))
    window.document.start(report)
    window.tabs.go_to(0)
    return window


def held(window: MainWindow) -> QWidget:
    """A report that somebody else has open."""
    window.document.start(read_draft(FINISHED), Path(NAME), holder=f"正由{somebody().words}编辑")
    window.tabs.go_to(0)
    return window


def preview(window: MainWindow) -> QWidget:
    """The pages, as they are printed."""
    tab(0)(window)
    pages = Preview(window.document, window)
    pages.show()
    return pages


def at_a_glance(window: MainWindow) -> QWidget:
    """The overview of a report that has one of the year before."""
    window.document.start(with_last_year())
    window.document.check_all()
    window.tabs.overview.due.today = WHEN.date
    window.tabs.go_to_overview()
    return window


def searching(window: MainWindow) -> QWidget:
    """Words that are to be replaced in the texts."""
    tab(0)(window)
    window.find_bar.open(replacing=True)
    window.find_bar.words.setText("公开")
    return window


def searching_rows(window: MainWindow) -> QWidget:
    """A row of a table that is looked for."""
    tab(2)(window)
    table = window.tabs.table_page
    assert table is not None
    table.find_row()
    return window


def new(window: MainWindow) -> QWidget:
    """A report that nothing is written into yet."""
    window.document.start(new_report("", None))
    return window


def start(window: MainWindow) -> QWidget:
    """The ways to begin, after two drafts of which one is gone."""
    window.document.start(new_report())
    window.settings.recent = [str(FINISHED), f"/media/共享盘/年报/{NAME}"]
    window.beginning.show_start_page()
    return window


def run(make: Callable[[MainWindow], QDialog]) -> Scene:
    """A dialog that is made with the window, over the finished report."""

    def run_dialog(window: MainWindow) -> None:
        window.document.start(read_draft(FINISHED))
        make(window).exec()

    return run_dialog


def ask(question: Callable[[Dialogs], object]) -> Scene:
    """A question to the person, over the finished report."""

    def ask_it(window: MainWindow) -> None:
        window.document.start(read_draft(FINISHED))
        question(Dialogs(window))

    return ask_it


SCENES: dict[str, Scene] = {
    "start": start,
    "new": new,
    **{f"section-{at + 1}": tab(at) for at in range(6)},
    "overview": at_a_glance,
    "find": searching,
    "find-row": searching_rows,
    "problem": problem,
    "final": final,
    "held": held,
    "preview": preview,
    "about": ask(Dialogs.about),
    "export": ask(lambda d: d.export_choice(Path("文档"), "2025年年报", [], Product.PUBLICATION, None)),
    "export-errors": ask(
        lambda d: d.export_choice(Path("文档"), "2025年年报", wrong(), Product.PUBLICATION, None)
    ),
    "profile": ask(lambda d: d.profile(PROFILE)),
    "keys": run(lambda w: KeyOverview(w, w.menuBar())),
    "last-year-notes": run(lambda w: NotReadDialog(w, NAME, [FAILED] * 12)),
    "figure": ask(lambda d: d.figure(read_draft(FINISHED))),
    "set-aside": ask(lambda d: d.set_aside_reason(wrong()[0])),
    "sign-off": run(lambda w: SignOffDialog(w.document, w)),
    "verify": run(lambda w: VerifyDialog(w.document, w)),
    "take-in": run(
        lambda w: TakeInDialog(w, w.document.report, returned(w.document.report), "许可股交回.xlsx")
    ),
    "changed-file": run(lambda w: ChangedDialog(w, w.document.report, UNBALANCED)),
    "versions": run(lambda w: VersionsDialog(w, w.document, versions(), w.filing.dialogs, Path(NAME))),
    "recovery": run(lambda w: RecoveryDialog(w, copies(), lambda _: False, "下面的内容还没有保存：")),
    "defect": ask(lambda d: d.defect(kept=True, details=DETAILS)),
    "unsaved": ask(lambda d: d.unsaved(NAME)),
    "ask-held": ask(lambda d: d.held(NAME, somebody())),
    "ask-taking-over": ask(lambda d: d.confirm_taking_over(NAME, somebody())),
    "ask-lost-hold": ask(lambda d: d.lost_hold(NAME, somebody())),
    "ask-save-failed": ask(lambda d: d.save_failed(FAILED)),
    "ask-export-failed": ask(lambda d: d.export_failed(FAILED)),
    "ask-no-printer": ask(Dialogs.no_printer),
    "ask-final": ask(Dialogs.confirm_final),
    "ask-discarding": ask(lambda d: d.confirm_discarding("青禾县水务局 2025年")),
    "ask-replace": ask(lambda d: d.replace(Path("/home/li/文档", NAME))),
    "failed": ask(lambda d: d.failed(FAILED)),
}
"""Whoever makes a dialog or a page adds it here."""


def show(name: str, window: MainWindow, look: Callable[[QWidget], None], pause: int = 0) -> None:
    """Shows a scene, has it looked at after `pause` milliseconds, and closes it again."""
    seen = []

    def look_at_dialog() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        seen.append(dialog)
        _settle()
        try:
            look(dialog)
        finally:
            dialog.reject()

    window.activateWindow()
    QApplication.processEvents()
    timer = QTimer(singleShot=True, interval=pause)
    timer.timeout.connect(look_at_dialog)
    timer.start()
    shown = SCENES[name](window)
    timer.stop()
    assert (shown is None) == bool(seen), f"the scene “{name}” shows nothing, or two things"
    if isinstance(shown, Preview):
        wait_for(shown.maker.drawn)
    if shown is not None:
        _settle()
        look(shown)
    if shown not in (None, window):
        shown.close()
        shiboken6.delete(shown)  # at once, or it would be the parent of the next dialog
    if shown is window and (focus := QApplication.focusWidget()):
        QTest.keyClick(focus, Qt.Key.Key_Escape)  # what was opened within it
    window.document.undo_stack.setClean()


def _settle() -> None:
    """Lets all happen that was put off to the next turn, and what that puts off in its turn."""
    for _ in range(3):
        QApplication.processEvents()


def wrong() -> list[Finding]:
    """The errors of the draft that has some."""
    return errors(check(read_draft(UNBALANCED)))


def somebody() -> Locked:
    """A colleague at another computer, who has the draft open."""
    owner = Owner("PC-12", "li", "m", "b", "", 4321, "1")
    return Locked(msgspec.json.encode({"owner": owner, "since": WHEN, "token": ""}))


def versions() -> list[Version]:
    """What the draft held before."""
    return [Version(WHEN, FINISHED), Version(WHEN.replace(hour=0), UNBALANCED)]


def copies() -> list[RecoveryCopy]:
    """What two programs had not saved."""
    owner = Owner("PC-12", "li", "m", "b", "", 4321, "1")
    report = read_draft(UNBALANCED)
    first = RecoveryCopy(Path("-"), owner, WHEN, None, None, 3, report, {})
    report = read_draft(FINISHED)
    report.apply(RETURNED)
    return [first, RecoveryCopy(Path("-"), owner, WHEN, FINISHED, None, 12, report, {})]


def with_last_year() -> Report:
    """The finished report, with one of the year before."""
    report = read_draft(FINISHED)
    report.last_year = report.snapshot()
    report.last_year.apply(LAST_YEAR)
    return report


def returned(report: Report) -> Imported:
    """What is read from a workbook in which a department has filled in its part."""
    filled = report.snapshot()
    filled.apply(RETURNED)
    with TemporaryDirectory() as folder:
        path = Path(folder, "returned.xlsx")
        export(filled, path)
        return read(path)
