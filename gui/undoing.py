"""Going back and forth in the history, a step at a time or to any step of the list."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from gui.document import Document
from gui.filing import Filing
from gui.tabs import SectionTabs


class Undoing(QObject):
    """What the menu 编辑 does with the history.

    `said` carries what was undone or done again, `refused` why nothing may be.
    """

    said = Signal(str)
    refused = Signal(str)

    def __init__(self, document: Document, filing: Filing, tabs: SectionTabs) -> None:
        super().__init__(document)
        self._document = document
        self._filing = filing
        self._tabs = tabs

    def undo(self) -> None:
        """Goes a step back, and says which and where."""
        stack = self._document.undo_stack
        self._step("撤销", stack.undoText(), stack.undo)

    def redo(self) -> None:
        """Goes a step forth again, and says which and where."""
        stack = self._document.undo_stack
        self._step("重做", stack.redoText(), stack.redo)

    def show_history(self) -> None:
        """Lists the steps of the history; one can go to any of them."""
        from gui.history import HistoryDialog

        dialogs = self._filing.dialogs
        dialogs.run(HistoryDialog(self._document, dialogs.window, self._tabs.show_change))

    def _step(self, word: str, name: str, go: Callable[[], None]) -> None:
        if not name:
            return
        if self._document.read_only:
            self.refused.emit(self._document.why_read_only)
            return
        go()
        changed = self._document.last_changed
        sections = list(dict.fromkeys(filter(None, map(self._section_of, changed))))
        section = f"{len(sections)}个部分" if len(sections) > 1 else "".join(sections)
        where = f"（{section}）" if section and section not in name else ""
        self.said.emit(f"已{word}：{name}{where}")
        self._tabs.show_change(changed)

    def _section_of(self, address: str) -> str:
        key = address.removeprefix("texts/").split("/")[0]
        section = self._document.report.form.sections.get(key)
        return section.name if section else ""
