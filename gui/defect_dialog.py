"""What a person sees when the program made a mistake."""

from PySide6.QtWidgets import QApplication, QWidget

from gui.column_dialog import LISTING, ColumnDialog
from gui.comparing import Lines


class DefectDialog(ColumnDialog):
    """Says that something went wrong and that nothing is lost; accepted to save the draft elsewhere."""

    def __init__(self, parent: QWidget, kept: bool, details: str) -> None:
        super().__init__(parent, "公开年报")
        self.head("程序内部出错，刚才的操作没有完成。")
        self.say(
            "没有保存的内容已经自动存了一份，不会丢。可以继续；建议先另存草稿，再重新启动程序。"
            if kept
            else "没有保存的内容这一次没能自动存一份，请马上另存草稿。"
        )
        self.say("请把下面的内容发给程序的维护者，里面没有年报的内容：")
        self.details = Lines("出错的详细内容", details.splitlines())
        self.column.addWidget(self.details, 1)
        save = self.add_button("另存草稿…")
        save.clicked.connect(self.accept)
        self.copy = self.add_button("复制详细内容")
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(details))
        self.add_button("继续").clicked.connect(self.reject)
        self.finish(LISTING)
