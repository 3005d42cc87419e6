"""The choice when somebody else put something into the file that is being edited."""

from enum import Enum, auto
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from gui.column_dialog import LISTING, ColumnDialog
from gui.comparing import Lines
from model.compare import describe, restoring
from model.draft import read_draft
from model.errors import UserError
from model.report import Report


class Choice(Enum):
    """Whose content is to be in the file."""

    ELSEWHERE = auto()
    THEIRS = auto()
    OURS = auto()


class ChangedDialog(ColumnDialog):
    """Shows what the file has otherwise than the report at hand; `choice` is `None` after Esc."""

    def __init__(self, parent: QWidget, ours: Report, path: Path) -> None:
        super().__init__(parent, "文件被改过")
        self.head(f"“{path.name}”在磁盘上被别人或者别的程序改过。")
        self.choice: Choice | None = None
        try:
            theirs = read_draft(path)
            lines = describe(ours, restoring(ours, theirs)) or ["内容相同，只是写法不同。"]
            readable = True
        except UserError as error:
            lines, readable = [str(error)], False
        if readable:
            self.say("不同的地方，箭头前是您这里的，箭头后是磁盘上的：")
        self.lines = Lines("不同的地方", lines)
        self.column.addWidget(self.lines, 1)
        self.say("选哪一样都找得回来：换成磁盘上的可以撤销；用您的覆盖时，磁盘上的那份留在“历史版本”里。")
        self._choices = QButtonGroup(self)
        self._choices.idClicked.connect(
            self._choose
        )  # a method: what holds the dialog would keep it for ever
        self.elsewhere = self._offer("保留我的，另存为…", Choice.ELSEWHERE)
        self.theirs = self._offer("用磁盘上的", Choice.THEIRS)
        self.theirs.setEnabled(readable)
        self.ours = self._offer("用我的覆盖", Choice.OURS)
        self.add_button("取消").clicked.connect(self.reject)
        self.finish(LISTING)

    def _offer(self, text: str, choice: Choice) -> QPushButton:
        button = self.add_button(text)
        self._choices.addButton(button, list(Choice).index(choice))
        return button

    def _choose(self, number: int) -> None:
        self.choice = list(Choice)[number]
        self.accept()
