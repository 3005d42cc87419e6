"""The list of what programs that are gone had not saved."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from gui.column_dialog import LISTING, ColumnDialog
from gui.comparing import Lines, moment
from model.owner import this_process
from model.recovery import RecoveryCopy


class RecoveryDialog(ColumnDialog):
    """Lists recovery copies with what each has otherwise than its file; `chosen` is to be recovered."""

    def __init__(
        self, parent: QWidget, copies: list[RecoveryCopy], confirm: Callable[[str], bool], heading: str
    ) -> None:
        super().__init__(parent, "找回没有保存的内容")
        self.head(heading)
        self._copies = list(copies)
        self._confirm = confirm
        self.chosen: RecoveryCopy | None = None
        self.list = QListWidget()
        self.list.setAccessibleName("没有保存的年报")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        self.finish(LISTING)
        self.list.currentRowChanged.connect(self._show)
        self.list.itemActivated.connect(self._recover)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _show(self, row: int) -> None:
        if row >= 0:
            copy = self._copies[row]
            before = "与磁盘上的文件相比" if copy.path else "与空白的年报相比"
            self._caption.setText(f"{before}（箭头后是没有保存的）：")
            self.lines.show_lines(copy.describe() + _refused(copy))

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
