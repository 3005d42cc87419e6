"""How one begins in a window: the page without a draft, a new report, a file that is dragged in."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from model.draft import SUFFIX

if TYPE_CHECKING:
    from gui.window import MainWindow


class Beginning(QObject):
    """The ways into a report."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def new(self) -> None:
        """Begins a report, with the agency ready to be confirmed or typed over."""
        if self._window.filing.new():
            self._window.header.agency.setFocus()
            self._window.header.agency.selectAll()

    def show_start_page(self) -> None:
        """Shows the ways to begin in place of the report."""
        from gui.start_page import StartPage

        filing, pages = self._window.filing, self._window.pages
        last_year = "选去年的草稿或者工作簿，上年结转自动填好"
        page = StartPage(
            [
                ("新建", "一份空白的年报", "N", self.new),
                ("打开", "接着做已有的草稿", "O", filing.open),
                ("从上年报告开始", last_year, "L", filing.new_from_last_year),
            ],
            filing.recents,
        )
        page.draft_chosen.connect(filing.open)
        pages.addWidget(page)
        pages.setCurrentWidget(page)
        self._window.show_place_and_state(False)
        page.enter()

    def leave_start_page(self) -> None:
        """Shows the report again: somebody begins."""
        pages = self._window.pages
        if page := pages.widget(1):
            pages.setCurrentIndex(0)
            self._window.show_place_and_state(True)
            pages.removeWidget(page)
            page.deleteLater()

    def take(self, paths: list[Path]) -> None:
        """Files dragged in: a workbook is taken from, a draft opened – elsewhere if this window is used."""
        from ingest import FORMATS

        window = self._window
        window.come_forward()
        window.commit_pending_edit()
        if len(paths) != 1:
            window.filing.said.emit("请一次拖一个文件进来。")
            return
        (path,) = paths
        suffix = path.suffix.lower()
        if suffix in FORMATS:
            self.leave_start_page()
            window.filing.take_in(path)
        elif suffix != SUFFIX:
            kinds = "、".join((SUFFIX, *FORMATS))
            window.filing.said.emit(f"“{path.name}”打不开。可以拖进来的是{kinds}文件。")
        elif window.is_unused:
            window.filing.open(path)
        else:
            window.another_asked.emit(path)
