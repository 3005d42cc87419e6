"""历史版本: what a draft held before each save, and going back to it."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from gui.column_dialog import LISTING, ColumnDialog
from gui.comparing import Lines, moment
from gui.dialogs import Dialogs
from gui.document import Document
from model.backups import Version
from model.compare import describe, restoring
from model.draft import read_draft, write_draft
from model.errors import UserError
from model.report import Changes, Report


class VersionsDialog(ColumnDialog):
    """Lists the versions of a draft with what each has otherwise than the report at hand.

    `chosen` and `changes` are what to restore; the version `kept` apart was written elsewhere.
    """

    def __init__(
        self, parent: QWidget, document: Document, versions: list[Version], dialogs: Dialogs, path: Path
    ) -> None:
        super().__init__(parent, "历史版本")
        self.head(f"“{path.name}”以前保存过的内容，新的在前：")
        self._document, self._versions = document, versions
        self._dialogs, self._path = dialogs, path
        self._read: dict[int, Report | str] = {}
        self.chosen: Version | None = None
        self.list = QListWidget()
        self.list.setAccessibleName("以前保存过的内容")
        for version in versions:
            self.list.addItem(QListWidgetItem(moment(version.saved)))
        self.column.addWidget(self.list, 1)
        self.say("恢复到这个版本会改动的地方，箭头前是现在的，箭头后是这个版本的：")
        self.lines = Lines("恢复会改动的地方")
        self.column.addWidget(self.lines, 1)
        if document.read_only:
            self.say(f"这里只能看：{document.why_read_only}")
        self.restore = self.add_button("恢复到这个版本")
        self.restore.clicked.connect(self._restore)
        self.save = self.add_button("另存这个版本…")
        self.save.clicked.connect(self._save)
        self.close_ = self.add_button("关闭")
        self.close_.clicked.connect(self.reject)
        self.finish(LISTING)
        self.list.currentRowChanged.connect(self._show)
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self._counting = QTimer(self, interval=0)
        self._counting.timeout.connect(self._count_next)
        self._counting.start()
        self._counted = 0

    @property
    def changes(self) -> Changes:
        """What makes the report the current version; `UserError` where it cannot be read."""
        found = self._report(self.list.currentRow())
        if isinstance(found, str):
            raise UserError(found)
        changes = restoring(self._document.report, found)
        # A cell that shows what the report does not hold gets what the version has there.
        return changes | {a: found.content(a) for a in self._document.refused if a not in changes}

    def _report(self, row: int) -> Report | str:
        """A version, or why it cannot be read."""
        if row not in self._read:
            try:
                self._read[row] = read_draft(self._versions[row].path)
            except UserError as error:
                self._read[row] = str(error)
        return self._read[row]

    def _difference(self, row: int) -> list[str]:
        found = self._report(row)
        if isinstance(found, str):
            raise UserError(found)
        return describe(self._document.report, restoring(self._document.report, found))

    def _show(self, row: int) -> None:
        possible = not self._document.read_only
        try:
            lines = self._difference(row)
            possible = possible and bool(lines or self._document.refused)
            self.lines.show_lines(lines or ["与现在的内容相同。"])
        except UserError as error:
            possible = False
            self.lines.show_lines([str(error)])
        self.restore.setEnabled(possible)
        self.save.setEnabled(isinstance(self._report(row), Report))

    def _count_next(self) -> None:
        """Says how much one more version differs: the dialog is there before all are read."""
        row = self._counted
        self._counted += 1
        if row >= len(self._versions):
            self._counting.stop()
            return
        try:
            count = len(self._difference(row))
            words = f"{count}处与现在不同" if count else "与现在相同"
        except UserError:
            words = "读不出来"
        item = self.list.item(row)
        item.setText(f"{item.text()} · {words}")

    def _restore(self) -> None:
        self.chosen = self._versions[self.list.currentRow()]
        self.accept()

    def _save(self) -> None:
        """Puts the version into a draft of its own, e.g. to look at it beside this one."""
        found = self._report(self.list.currentRow())
        time = self._versions[self.list.currentRow()].saved.astimezone()
        name = f"{self._path.stem}（{time.month}月{time.day}日{time:%H时%M分}）{self._path.suffix}"
        path = self._dialogs.save_draft(self._path.with_name(name))
        if path is not None and isinstance(found, Report):
            try:
                write_draft(found, path)
            except UserError as error:
                self._dialogs.failed(str(error))


def show_versions(document: Document, versions: list[Version], dialogs: Dialogs) -> str:
    """Lets a person look at the versions and restore one, as one step; what to say then."""
    if document.path is None or not versions:
        return "还没有历史版本：从第二次保存起，每次保存都会留下前一次的内容。"
    dialog = VersionsDialog(dialogs.window, document, versions, dialogs, document.path)
    if not dialogs.run(dialog) or dialog.chosen is None:
        return ""
    time = moment(dialog.chosen.saved)
    document.edit(dialog.changes, f"恢复到{time}的版本")
    return f"已恢复到{time}的版本，可以撤销；还没有保存。"
