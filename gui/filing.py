"""New, open and save: the draft's way to its file and back."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal

import ingest
from gui.dialogs import Answer, Dialogs
from gui.document import Document
from gui.settings import Settings, save_settings
from model.draft import SUFFIX
from model.errors import UserError
from model.files import file_name
from model.report import new_report


class Filing(QObject):
    """The file actions of a window; each answers whether it was carried out."""

    said = Signal(str)

    def __init__(self, document: Document, dialogs: Dialogs, settings: Settings) -> None:
        super().__init__(document)
        self._document = document
        self.dialogs = dialogs
        self._settings = settings

    @property
    def name(self) -> str:
        """What the report is called in questions and in the title bar."""
        path = self._document.path
        return path.name if path else "未命名的年报"

    def recent(self) -> list[Path]:
        """The drafts that were edited last."""
        return [Path(name) for name in self._settings.recent]

    def new(self) -> bool:
        """Begins an empty report."""
        if not self.may_leave():
            return False
        self._document.start(new_report(), None)
        return True

    def open(self, path: Path | None = None) -> bool:
        """Opens a draft, asking for one if none is given."""
        path = path or self.dialogs.open_draft(self.folder)
        if path is not None and path.suffix.lower() in ingest.FORMATS:
            self.dialogs.failed(
                f"“{path.name}”是工作簿，不是草稿。请先打开或者新建草稿，再用“文件”菜单的“从工作簿取数”。"
            )
            return False
        if path is None or not self.may_leave():
            return False
        return self._try(lambda: self._document.open(path), path, f"已打开“{path.name}”。")

    def take_in(self) -> bool:
        """Takes figures and texts from a workbook that came back, after a look at what is different."""
        from gui.background import run_with_progress
        from gui.take_in import TakeInDialog, take_in
        from ingest import Imported, read

        if self._document.read_only:
            self.dialogs.failed("已定稿，不能取数。要改的话，请先重新打开。")
            return False
        path = self.dialogs.open_workbook(self.folder)
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
        return self._save(path) if path else self.save_as()

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

    def _save(self, path: Path) -> bool:
        return self._try(lambda: self._document.save(path), path, f"已保存到“{path}”。")

    def _try(self, action: Callable[[], None], path: Path, done: str) -> bool:
        try:
            action()
        except UserError as error:
            self.dialogs.failed(str(error))
            return False
        if self._settings.remember(path):
            save_settings(self._settings)
        self.said.emit(done)
        return True

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
