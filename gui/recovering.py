"""Finding again what a program that is gone had not saved."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from gui.autosave import Autosave
from gui.comparing import ComparingDialog, Lines, moment
from gui.document import Document
from gui.filing import Filing
from model.draft_file import DraftFile
from model.errors import UserError
from model.locks import Locked
from model.owner import this_process
from model.recovery import RecoveryCopy


class RecoveryDialog(ComparingDialog):
    """Lists recovery copies with what each has otherwise than its file; `chosen` is to be recovered."""

    def __init__(
        self, parent: QWidget, copies: list[RecoveryCopy], confirm: Callable[[str], bool], heading: str
    ) -> None:
        super().__init__(parent, "找回没有保存的内容", heading)
        self._copies = list(copies)
        self._confirm = confirm
        self.chosen: RecoveryCopy | None = None
        self.list = QListWidget()
        self.list.setAccessibleName("没有保存的年报")
        for copy in copies:
            self.list.addItem(QListWidgetItem(_words(copy)))
        row = self.fontMetrics().lineSpacing() * 2 + 6
        self.list.setMinimumHeight(min(len(copies), 3) * row)
        self.column.addWidget(self.list, 1)
        self._caption = self.say("")
        self.lines = Lines("与文件不同的地方")
        self.column.addWidget(self.lines, 2)
        self.recover = self.add_button("恢复")
        self.recover.clicked.connect(self._recover)
        self.later = self.add_button("以后再说")
        self.later.clicked.connect(self.reject)
        self.discard = self.add_button("丢弃…")
        self.discard.clicked.connect(self._discard)
        self.finish()
        self.list.currentRowChanged.connect(self._show)
        self.list.itemActivated.connect(self._recover)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _show(self, row: int) -> None:
        if row >= 0:
            copy = self._copies[row]
            before = "与磁盘上的文件相比" if copy.path else "与空白的年报相比"
            self._caption.setText(f"{before}（箭头后是没有保存的）：")
            self.lines.setPlainText("\n".join(copy.describe() + _refused(copy)))

    def _recover(self) -> None:
        self.chosen = self._copies[self.list.currentRow()]
        self.accept()

    def _discard(self) -> None:
        row = self.list.currentRow()
        if self._confirm(_name(self._copies[row])):
            self._copies.pop(row).discard()
            self.list.takeItem(row)
            if not self._copies:
                self.reject()


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
        if copies := self._left_behind():
            self._offer(copies, "上次程序没有正常关闭，下面的内容还没有保存，可以恢复：")

    def offer(self) -> None:
        """From the menu: says so where there is nothing; copies of other machines are shown too."""
        if copies := [*self._left_behind(), *self._autosave.recovery.elsewhere()]:
            self._offer(copies, "下面的内容还没有保存，可以恢复：")
        else:
            self.said.emit("没有需要找回的内容。")

    def _left_behind(self) -> list[RecoveryCopy]:
        """The copies that hold something; one that was saved just before the program died does not."""
        worth = []
        for copy in self._autosave.recovery.left_behind():
            if copy.describe() or copy.refused:
                worth.append(copy)
            else:
                copy.discard()
        return worth

    def _offer(self, copies: list[RecoveryCopy], heading: str) -> None:
        dialogs = self._filing.dialogs
        dialog = RecoveryDialog(dialogs.window, copies, dialogs.confirm_discarding, heading)
        if dialogs.run(dialog) and dialog.chosen and self._filing.may_leave():
            self._recover(dialog.chosen)

    def _recover(self, copy: RecoveryCopy) -> None:
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


def _name(copy: RecoveryCopy) -> str:
    report = copy.report
    year = f" {report.year}年" if report.year else ""
    return f"{report.agency or '没有填机关名称的年报'}{year}"


def _words(copy: RecoveryCopy) -> str:
    """Two lines on a copy: whose, when and how much; where its file is."""
    where = str(copy.path) if copy.path else "还没有存成文件"
    machine = "" if copy.owner.host == this_process().host else f" · 电脑“{copy.owner.host}”"
    return f"{_name(copy)} · {moment(copy.saved)} · {copy.changes}处改动没有保存{machine}\n{where}"


def _refused(copy: RecoveryCopy) -> list[str]:
    """What was typed into cells and is no number, one line each."""
    cells = copy.report.form.cells
    return [f"{cells[address].name}：填的是“{text}”，不是数字" for address, text in copy.refused.items()]
