"""The dialogs, over a report: each runs one until it is closed."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog

from docs.examples import (
    DETAILS,
    FAILED,
    FINISHED,
    NAME,
    PROFILE,
    RETURNED,
    UNBALANCED,
    copies,
    doubtful,
    returned,
    somebody,
    versions,
    wrong,
)
from export import Product
from gui.changed_file import ChangedDialog
from gui.dialogs import Dialogs
from gui.export_dialog import ExportDialog
from gui.from_last_year import NotReadDialog
from gui.insert_figure import InsertFigureDialog
from gui.key_overview import KeyOverview
from gui.recovery_dialog import RecoveryDialog
from gui.register_dialog import RegisterDialog
from gui.sign_off import SignOffDialog, VerifyDialog
from gui.take_in import TakeInDialog
from gui.versions import VersionsDialog
from gui.window import MainWindow
from model.checks import Finding
from model.draft import read_draft
from model.report import new_report
from model.signoff import short_code

Run = Callable[[MainWindow], None]
"""Runs a dialog, which somebody closes."""


def history(window: MainWindow) -> None:
    """What was done to a report."""
    window.document.start(read_draft(FINISHED))
    for address, content in RETURNED.items():
        window.document.edit({address: content}, "输入")
    window.undoing.show_history()


def nothing(window: MainWindow) -> None:
    """A year in which nothing came in."""
    window.document.start(new_report("青禾县水务局", 2025))
    window.inserting.fill_with_zeros("applications")


def run(make: Callable[[MainWindow], QDialog]) -> Run:
    """A dialog that is made with the window, over the finished report."""

    def run_dialog(window: MainWindow) -> None:
        window.document.start(read_draft(FINISHED))
        make(window).exec()

    return run_dialog


def ask(question: Callable[[Dialogs], object]) -> Run:
    """A question to the person, over the finished report."""

    def ask_it(window: MainWindow) -> None:
        window.document.start(read_draft(FINISHED))
        question(Dialogs(window))

    return ask_it


def verified(right: bool) -> Callable[[MainWindow], QDialog]:
    """A 校验码 that was compared."""

    def make(window: MainWindow) -> QDialog:
        dialog = VerifyDialog(window.document, window)
        dialog.code.setText(short_code(window.document.report) if right else "A1B2-C3D4-E5F6")
        dialog._check()
        return dialog

    return make


def registered(window: MainWindow) -> QDialog:
    """An application that is described, after one that is entered."""
    dialog = RegisterDialog(window.document, window)
    for words in ("国家秘密", "信访"):
        dialog.search.setText(words)
        dialog.when.buttons()[1].setChecked(True)
        if words == "国家秘密":
            dialog.again.click()
    return dialog


def no_figure(window: MainWindow) -> QDialog:
    """A figure that there is not."""
    dialog = InsertFigureDialog(window, window.document.report)
    dialog.search.setText("水价")
    return dialog


def older_version(window: MainWindow) -> QDialog:
    """A version that differs much."""
    dialog = VersionsDialog(window, window.document, versions(), window.filing.dialogs, Path(NAME))
    dialog.list.setCurrentRow(1)
    return dialog


def wrong_folder(window: MainWindow) -> QDialog:
    """A folder that is not there, for pages that may have the charts behind them."""
    dialog = ExportDialog(window, Path("/没有"), "2025年年报", [], Product.SIGNATURE, None, ())
    dialog._accept()
    return dialog


def other_workbook(window: MainWindow) -> QDialog:
    """A workbook of another agency, with something that could not be read."""
    other = returned(read_draft(UNBALANCED))
    other.unplaced.append("“附表”第3行B列：“合计12件”")
    return TakeInDialog(window, window.document.report, other, "许可股交回.xlsx")


def _export(errors: list[Finding]) -> Run:
    return ask(lambda d: d.export_choice(Path("文档"), "2025年年报", errors, Product.PUBLICATION, None))


DIALOGS: dict[str, Run] = {
    "about": ask(Dialogs.about),
    "export": _export([]),
    "export-errors": _export(wrong()),
    "export-refused": run(wrong_folder),
    "profile": ask(lambda d: d.profile(PROFILE)),
    "keys": run(lambda w: KeyOverview(w, w.menuBar())),
    "last-year-notes": run(lambda w: NotReadDialog(w, NAME, [FAILED] * 12)),
    "figure": ask(lambda d: d.figure(read_draft(FINISHED))),
    "no-figure": run(no_figure),
    "set-aside": ask(lambda d: d.set_aside_reason(doubtful())),
    "history": history,
    "ask-nothing": nothing,
    "register": run(lambda w: RegisterDialog(w.document, w)),
    "registered": run(registered),
    "sign-off": run(lambda w: SignOffDialog(w.document, w)),
    "verify": run(lambda w: VerifyDialog(w.document, w)),
    "verify-right": run(verified(right=True)),
    "verify-wrong": run(verified(right=False)),
    "take-in": run(
        lambda w: TakeInDialog(w, w.document.report, returned(w.document.report), "许可股交回.xlsx")
    ),
    "take-in-other": run(other_workbook),
    "changed-file": run(lambda w: ChangedDialog(w, w.document.report, UNBALANCED)),
    "versions": run(lambda w: VersionsDialog(w, w.document, versions(), w.filing.dialogs, Path(NAME))),
    "version-older": run(older_version),
    "recovery": run(lambda w: RecoveryDialog(w, copies(), lambda _: False, "下面的内容还没有保存：")),
    "defect": ask(lambda d: d.defect(kept=True, details=DETAILS)),
    "defect-not-kept": ask(lambda d: d.defect(kept=False, details=DETAILS)),
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
