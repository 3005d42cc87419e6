"""What is put in without typing it: live figures and sentences into texts, cases and zeros into tables."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from gui.document import Document
from gui.filing import Filing
from gui.tabs import SectionTabs
from model.fields import describe_field
from model.nothing import nothing_of, why_not, zeros


class Inserting(QObject):
    """The actions of the menu 插入: those for texts act on the one that is edited.

    `said` carries what kept one from acting, `done` what was done.
    """

    said = Signal(str)
    done = Signal(str)

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

    def register(self) -> None:
        """Asks for an application and enters it, or several of them."""
        from gui.register_dialog import RegisterDialog

        self._tabs.commit_pending_edit()
        if self._document.read_only:
            self.said.emit(self._document.why_read_only)
            return
        dialogs = self._filing.dialogs
        dialog = RegisterDialog(self._document, dialogs.window)
        dialogs.run(dialog)
        if dialog.entered:
            self.done.emit(f"已{dialog.entered}，可以撤销。")

    def fill_with_zeros(self, table: str) -> None:
        """Asks whether nothing occurred in a table, and fills its blank cells with zeros."""
        self._tabs.commit_pending_edit()
        document = self._document
        if document.read_only:
            self.said.emit(document.why_read_only)
            return
        why, address = why_not(document.report, table)
        refused = next((a for a in document.refused if a.startswith(f"{table}/")), "")
        if refused:
            text, cell = document.refused[refused].text, document.report.form.cells[refused]
            why, address = f"没有填0，因为{cell.brief}填着“{text}”，不是数字。请先改正。", refused
        if why:
            self._tabs.show_cell(address)
            self.said.emit(why)
            return
        changes, words = zeros(document.report, table), nothing_of(document.report.form)[table]
        if not changes:
            self.done.emit("每一格都已经是0，没有空格。")
        elif self._filing.dialogs.fill_with_zeros(words.label, words.means, len(changes)):
            document.edit(changes, f"{words.label}，{len(changes)}格填0")
            self._tabs.show_cell(next(iter(changes)))
            self.done.emit(f"已把{len(changes)}个空格填上0，可以撤销。")

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
