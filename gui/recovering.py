"""Finding again what a program that is gone had not saved."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.autosave import Autosave
from gui.document import Document
from gui.filing import Filing
from model.draft_file import DraftFile
from model.errors import UserError
from model.locks import Locked

if TYPE_CHECKING:
    from model.recovery import RecoveryCopy


class Recovering(QObject):
    """Offers the copies that were left behind and opens what is chosen."""

    said = Signal(str)

    def __init__(self, document: Document, filing: Filing, autosave: Autosave) -> None:
        super().__init__(document)
        self._document = document
        self._filing = filing
        self._autosave = autosave

    def offer_left_behind(self) -> None:
        """At start: asks only where something is left of a program that is gone."""
        if not self._autosave.has_copies:
            return  # what reads them need not be loaded
        if copies := self._left_behind():
            self._offer(copies, "上次程序没有正常关闭，下面的内容还没有保存，可以恢复：")
        elif doubtful := self._autosave.recovery.doubtful():
            self.said.emit(
                f"别的电脑上有{len(doubtful)}份没有保存的内容，在“文件”菜单的“找回没有保存的内容”里。"
            )

    def offer(self) -> None:
        """From the menu: shows doubtful copies too, and says so where there is nothing."""
        if copies := [*self._left_behind(), *self._autosave.recovery.doubtful()]:
            self._offer(copies, "下面的内容还没有保存，可以恢复：")
        else:
            self.said.emit("没有需要找回的内容。")

    def _left_behind(self) -> "list[RecoveryCopy]":
        """The copies that hold something; one that was saved just before the program died does not."""
        worth = []
        for copy in self._autosave.recovery.left_behind():
            if copy.describe() or copy.refused:
                worth.append(copy)
            else:
                copy.discard()
        return worth

    def _offer(self, copies: "list[RecoveryCopy]", heading: str) -> None:
        from gui.recovery_dialog import RecoveryDialog

        dialogs = self._filing.dialogs
        dialog = RecoveryDialog(dialogs.window, copies, dialogs.confirm_discarding, heading)
        if dialogs.run(dialog) and dialog.chosen and self._filing.may_leave():
            self._recover(dialog.chosen)

    def _recover(self, copy: "RecoveryCopy") -> None:
        """Opens a copy as a report with unsaved changes; from then on it is this window's own."""
        try:
            if not self._autosave.take(copy):
                self._filing.dialogs.failed("这份内容已经在另一个窗口里恢复，或者被丢弃了。")
                return
        except UserError as error:
            self._filing.dialogs.failed(str(error))
            return
        file: DraftFile | None = None
        held = ""
        if copy.path:
            if self._document.file and self._document.file.is_at(copy.path):
                self._document.close()  # the copy is of the draft that this window has open
            try:
                file = DraftFile(copy.path, copy.digest)
            except Locked:
                held = f"“{copy.path.name}”正由别人编辑，请另存为一份。"
        self._document.start(
            copy.report, file.path if file else None, file, unsaved=max(1, copy.changes), refused=copy.refused
        )
        left = len(self._left_behind())
        more = f"还有{left}份没有恢复，在“文件”菜单的“找回没有保存的内容”里。" if left else ""
        self.said.emit(f"已恢复，记得按 Ctrl+S 保存。{held}{more}")
