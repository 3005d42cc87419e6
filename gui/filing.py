"""New, open and save: the draft's way to its file and back."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs
from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

from gui.answers import AfterFailure, Answer, WhenHeld
from gui.document import Document
from gui.recents import Recents
from gui.settings import Settings, data_folder
from model.draft import SUFFIX, read_draft, write_draft
from model.draft_file import FileChanged
from model.errors import UserError
from model.files import file_name
from model.locks import Locked
from model.report import new_report

if TYPE_CHECKING:
    from gui.dialogs import Dialogs
    from model.backups import Backups


class Filing(QObject):
    """The file actions of a window; each answers whether it was carried out."""

    said = Signal(str)

    def __init__(self, document: Document, window: QWidget, settings: Settings) -> None:
        super().__init__(document)
        self._document = document
        self._window = window
        self._settings = settings
        self.recents = Recents(settings)
        self.is_open_elsewhere: Callable[[Path], bool] = lambda path: False
        """Brings another window of the program to the front if that one has the draft."""

    @cached_property
    def dialogs(self) -> "Dialogs":
        """The questions of the window."""
        from gui.dialogs import Dialogs

        return Dialogs(self._window)

    @cached_property
    def backups(self) -> "Backups":
        """The former versions of drafts."""
        from model.backups import Backups

        return Backups(data_folder() / "versions")

    @property
    def name(self) -> str:
        """What the report is called in questions and in the title bar."""
        path = self._document.path
        return path.name if path else "未命名的年报"

    def new(self) -> bool:
        """Begins an empty report: that of the last year, of the agency for which the program is used."""
        if not self.may_leave():
            return False
        profile = self._settings.profile
        report = new_report(profile.agency, date.today().year - 1)
        report.agency_kind = profile.kind or None
        self._document.start(report)
        filled = "机关名称和年度" if report.agency else "年度"
        self.said.emit(f"{filled}已经填好，不对的请改正。")
        return True

    def new_from_last_year(self) -> bool:
        """Begins this year's report with what last year's decides."""
        from gui.from_last_year import this_years

        if not self.may_leave():
            return False
        path = self.dialogs.open_last_year(self.folder)
        begun = path and this_years(path, self.dialogs, self._settings.profile.agency)
        if not begun:
            return False
        report, said = begun
        self._document.start(report, unsaved=1)
        self.said.emit(said)
        return True

    def open(self, path: Path | None = None) -> bool:
        """Opens a draft, asking for one if none is given."""
        path = path or self.dialogs.open_draft(self.folder)
        if path is not None and _is_workbook(path):
            self.dialogs.failed(
                f"“{path.name}”是工作簿，不是草稿。请先打开或者新建草稿，再用“文件”菜单的“从工作簿取数”。"
            )
            return False
        if path is None or self.is_open_elsewhere(path):
            return False
        return self.may_leave() and self._open(path)

    def _open(self, path: Path, over: Locked | None = None) -> bool:
        try:
            self._document.open(path, over)
        except UserError as error:
            self.dialogs.failed(str(error))
            return False
        except Locked as held:
            return self._open_held(path, held)
        file = self._document.file
        left = "上次没有正常关闭，现在接着编辑。" if file and file.left_by else ""
        return self._done(path, f"已打开“{path.name}”。{left}")

    def _open_held(self, path: Path, held: Locked) -> bool:
        """What to do with a draft that somebody else has."""
        match self.dialogs.held(path.name, held):
            case WhenHeld.LOOK:
                return self._try(
                    lambda: self._document.look_at(path, held.by), path, f"正在只读查看“{path.name}”。"
                )
            case WhenHeld.COPY:
                return self._open_copy(path)
            case WhenHeld.TAKE_OVER if self.dialogs.confirm_taking_over(path.name, held):
                return self._open(path, held)
            case _:
                return False

    def _open_copy(self, path: Path) -> bool:
        """Puts a copy of a draft beside it, or where the person says, and opens that."""
        copy = self.dialogs.save_draft(path.with_name(file_name(f"{path.stem}（副本）", SUFFIX)))
        if copy is None:
            return False
        try:
            write_draft(read_draft(path), copy)
        except UserError as error:
            self.dialogs.failed(str(error))
            return False
        return self._open(copy)

    def take_in(self, path: Path | None = None) -> bool:
        """Takes figures and texts from a workbook that came back, after a look at what is different.

        Asks for the workbook if none is given.
        """
        from gui.background import run_with_progress
        from gui.take_in import TakeInDialog, take_in
        from ingest import Imported, read

        if self._document.read_only:
            self.dialogs.failed(self._document.why_read_only)
            return False
        path = path or self.dialogs.open_workbook(self.folder)
        if path is None:
            return False
        found: list[Imported] = []
        try:
            run_with_progress(self.dialogs.window, "正在读取……", lambda: found.append(read(path)))
        except UserError as error:
            self.dialogs.failed(str(error))
            return False
        dialog = TakeInDialog(self.dialogs.window, self._document.report, found[0], path.name)
        if not self.dialogs.run(dialog):
            return False
        take_in(self._document, dialog.changes, path)
        self.said.emit(f"已从“{path.name}”取入{len(dialog.changes)}处，可以撤销。")
        return True

    def save(self) -> bool:
        """Saves to the draft's file, asking for one where there is none yet."""
        path = self._document.path
        return self._save(path) if path and not self._document.holder else self.save_as()

    def save_as(self) -> bool:
        """Saves to another file."""
        suggestion = self._document.path or self.folder / file_name(self.title, SUFFIX)
        path = self.dialogs.save_draft(suggestion)
        return path is not None and self._save(path)

    def may_leave(self) -> bool:
        """Asks about changes that are not saved; whether the report may be left now."""
        if not self._document.modified:
            return True
        match self.dialogs.unsaved(self.name):
            case Answer.SAVE:
                return self.save()
            case Answer.DISCARD:
                return True
            case _:
                return False

    def _save(self, path: Path, replacing: bool = False) -> bool:
        """Saves; where somebody else was at the file or it fails, the person says how to go on."""
        over: Locked | None = None
        while True:
            try:
                self._document.save(path, self.backups, over, replacing)
                self._suggest_agency()
                return self._done(path, f"已保存到“{path}”。")
            except UserError as error:
                answer = self.dialogs.save_failed(str(error))
            except Locked as held:
                over, answer = held, self.dialogs.lost_hold(path.name, held)
            except FileChanged:
                replacing, answer = True, self.settle_change()
            if answer is AfterFailure.ELSEWHERE:
                return self.save_as()
            if answer is AfterFailure.CANCEL:
                return False

    def settle_change(self) -> AfterFailure:
        """Shows what somebody else put into the file; `AGAIN` is to save over that.

        Where the person takes what is on the disk there is nothing left to save: `CANCEL`.
        """
        from gui.changed_file import ChangedDialog, Choice

        path = self._document.path
        assert path
        dialog = ChangedDialog(self.dialogs.window, self._document.report, path)
        self.dialogs.run(dialog)
        match dialog.choice:
            case Choice.THEIRS:
                self._try(self._document.take_from_disk, path, f"已换成磁盘上的“{path.name}”。")
                return AfterFailure.CANCEL
            case Choice.ELSEWHERE:
                return AfterFailure.ELSEWHERE
            case Choice.OURS:
                return AfterFailure.AGAIN
            case _:
                return AfterFailure.CANCEL

    def compare_with_disk(self) -> bool:
        """Settles what somebody else put into the file, when nobody is saving; whether a file was written."""
        path = self._document.path
        assert path
        match self.settle_change():
            case AfterFailure.ELSEWHERE:
                return self.save_as()
            case AfterFailure.AGAIN:
                return self._save(path, replacing=True)
            case _:
                return False

    def _try(self, action: Callable[[], None], path: Path, done: str) -> bool:
        try:
            action()
        except UserError as error:
            self.dialogs.failed(str(error))
            return False
        return self._done(path, done)

    def _done(self, path: Path, message: str) -> bool:
        self.recents.remember(path)
        self.said.emit(message)
        return True

    def _suggest_agency(self) -> None:
        """Where nobody wrote down for whom the program is used, the next report will be this agency's."""
        report, profile = self._document.report, self._settings.profile
        if report.agency and not profile.agency:
            known = structs.replace(profile, agency=report.agency, kind=report.agency_kind or "")
            self._settings.update(lambda settings: setattr(settings, "profile", known))

    @property
    def folder(self) -> Path:
        """Where files of this report are looked for and put: beside the draft, else in the documents."""
        path = self._document.path
        if path:
            return path.parent
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))

    @property
    def title(self) -> str:
        """The report's title, or what stands for it while agency or year are missing."""
        report = self._document.report
        return report.title if report.agency and report.year else "未命名的年报"


def _is_workbook(path: Path) -> bool:
    """Whether a file can be taken from, by its name."""
    if path.suffix.lower() == SUFFIX:
        return False  # most are drafts
    from ingest import FORMATS

    return path.suffix.lower() in FORMATS
