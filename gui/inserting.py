"""What is put into the texts from the tables: live figures and ready sentences."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from gui.document import Document
from gui.filing import Filing
from gui.tabs import SectionTabs
from model.fields import describe_field


class Inserting(QObject):
    """The actions of the menu 插入; they act on the text that is edited."""

    said = Signal(str)

    def __init__(self, document: Document, filing: Filing, tabs: SectionTabs) -> None:
        super().__init__(document)
        self._document = document
        self._filing = filing
        self._tabs = tabs

    def insert_figure(self) -> None:
        """Asks for a figure and puts it at the cursor."""
        page = self._tabs.text_page
        if page is None:
            self.said.emit("数字插在文字里。请先转到总体情况等文字部分，把光标放在要插入的地方。")
        elif self._document.read_only:
            self.said.emit(self._document.why_read_only)
        elif name := self._filing.dialogs.figure(self._document.report):
            what = describe_field(self._document.report.form, name)
            page.insert(f"{{={name}}}", f"插入数字“{what}”")

    def insert_outline(self) -> None:
        """Puts the outline of the text that is edited into it."""
        page = self._tabs.text_page
        if page is None:
            self.said.emit("提纲插在文字里。请先转到总体情况等文字部分。")
        elif self._document.read_only:
            self.said.emit(self._document.why_read_only)
        else:
            page.insert_outline()

    def fill_with_sentences(self, menu: QMenu) -> None:
        """Offers the sentences for the text that is edited."""
        page = self._tabs.text_page
        menu.clear()
        if page and not self._document.read_only:
            page.fill_with_sentences(menu)
        else:
            menu.addAction("请先转到可以修改的文字部分").setEnabled(False)
