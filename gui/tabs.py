"""The tabs: one a section, each with a mark of its state, its page built when it is first needed."""

from collections.abc import Collection, Iterator
from itertools import pairwise

import shiboken6
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from gui.document import Document
from gui.marks import STATE_MARKS, mark_icon
from gui.sections import Page, TablePage
from gui.style import SPACE, State
from gui.text_page import TextPage
from model.checks import Comparison, Finding, counted
from model.definition import Section


class SectionTabs(QTabWidget):
    """The sections of the report."""

    told = Signal(str, object)  # what the current place is, and the Severity of its trouble or None
    find_wanted = Signal()  # words are to be found in the texts
    figure_wanted = Signal()  # a live figure is to be chosen for the current text
    refused = Signal(str)  # why something typed was not taken
    summed = Signal(str)  # the sum of the selection
    rebuilt = Signal()  # the report has another form: other tabs

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._form_id = ""
        self.groups: list[list[Section]] = []
        self._pages: list[TextPage | TablePage | None] = []
        self._states: list[State | None] = []
        self.setDocumentMode(True)
        self.setAccessibleName("年报的各部分")
        self.tabBar().setAccessibleName("年报的各部分")
        self.tabBar().setElideMode(Qt.TextElideMode.ElideRight)
        self.setUsesScrollButtons(False)
        document.replaced.connect(self.rebuild)
        document.checked.connect(self._mark)
        self.currentChanged.connect(self._on_current)

    def rebuild(self) -> None:
        """Makes the tabs of the report's form; they stay where they are when it is the same one."""
        form = self._document.report.form
        if form.id == self._form_id:
            return
        self._form_id = form.id
        self.blockSignals(True)
        for old in [self.widget(at) for at in range(self.count())]:
            # At once: a page of another form must not hear of this report.
            shiboken6.delete(old)
        self.groups = list(_tab_groups(list(form.sections.values())))
        self._pages = [None] * len(self.groups)
        self._states = [None] * len(self.groups)
        for group in self.groups:
            self.addTab(QWidget(), group[-1].heading)
        self.blockSignals(False)
        self._mark()
        self.page(0)
        self.rebuilt.emit()

    def page(self, at: int) -> TextPage | TablePage:
        """The page of a tab, built when it is first needed so that the window opens at once."""
        page = self._pages[at]
        if page is None:
            group = self.groups[at]
            if group[-1].table:
                page = TablePage(self._document, group[-1])
                page.summed.connect(self.summed)
            else:
                page = TextPage(self._document, group)
                page.figure_wanted.connect(self.figure_wanted)
                page.find_wanted.connect(self.find_wanted)
            page.refused.connect(self.refused)
            page.said.connect(self.told)
            self._pages[at] = page
            column = QVBoxLayout(self.widget(at))
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(page)
            for before, after in pairwise([self.tabBar(), *page.in_order]):
                self.setTabOrder(before, after)
        return page

    @property
    def current_page(self) -> TextPage | TablePage:
        """The page that is shown."""
        return self.page(self.currentIndex())

    def go_to(self, at: int) -> None:
        """Shows a section and puts the focus where the typing begins."""
        if self.currentIndex() == at:
            self.page(at).enter()
        else:
            self.setCurrentIndex(at)

    def show_finding(self, finding: Finding | Comparison) -> None:
        """Leads to the cell or the words that a finding of a section is about."""
        at = next(i for i, group in enumerate(self.groups) if finding.section in [s.key for s in group])
        self.setCurrentIndex(at)
        page: Page = self.page(at)
        page.show_finding(finding)

    def show_words(self, section: str, start: int, end: int) -> None:
        """Leads to words of a text, given in characters of the stored one."""
        at = next(i for i, group in enumerate(self.groups) if section in [s.key for s in group])
        self.go_to(at)
        page = self.page(at)
        assert isinstance(page, TextPage)
        page.select(section, start, end)

    def show_help(self) -> None:
        """Explains the current place."""
        self.current_page.show_help()

    def show_change(self, addresses: Collection[str]) -> None:
        """Brings a change into view if it is in the section that is shown; others are left alone."""
        page = self.current_page
        if isinstance(page, TextPage):
            page.show_change(addresses)
            return
        here = [a for a in addresses if a in self._document.report.form.cells]
        if here and here[0].startswith(f"{page.grid.layout_.key}/"):
            page.grid.go_to(here[0])

    def commit_pending_edit(self) -> None:
        """Keeps what is being typed in the section that is shown."""
        page = self._pages[self.currentIndex()]
        if page is not None:
            page.commit_pending_edit()

    def _on_current(self, at: int) -> None:
        if at >= 0:
            self.summed.emit("")
            self.page(at).enter()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_headings()

    def _fit_headings(self) -> None:
        """Full headings where there is room for all of them, short ones otherwise."""
        metrics = self.fontMetrics()
        beside = metrics.ascent() + 9 * SPACE  # the mark and the room around
        full = sum(metrics.horizontalAdvance(group[-1].heading) + beside for group in self.groups)
        for at, group in enumerate(self.groups):
            heading = group[-1].heading if full <= self.width() else group[-1].short_heading
            if self.tabText(at) != heading:
                self.setTabText(at, heading)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._states = [None] * len(self.groups)  # their marks look otherwise now
            self._mark()

    def _mark(self) -> None:
        problems = self._document.problems()
        for at, group in enumerate(self.groups):
            keys = [section.key for section in group]
            states = [self._document.state(key) for key in keys]
            state = next((s for s in (State.ERROR, State.WARNING) if s in states), states[-1])
            if state is not self._states[at]:
                self._states[at] = state
                self.setTabIcon(at, mark_icon(STATE_MARKS[state], self))
            here = [problem for problem in problems if problem.section in keys]
            words = "：".join((state.value, counted(here))) if here else state.value
            tip = f"{group[-1].heading}（{words}）"
            if tip != self.tabToolTip(at):
                self.setTabToolTip(at, tip)
                self.tabBar().setAccessibleTabName(at, tip)


def _tab_groups(sections: list[Section]) -> Iterator[list[Section]]:
    """The sections of each tab: one without a heading shares the tab of the next."""
    group: list[Section] = []
    for section in sections:
        group.append(section)
        if section.heading:
            yield group
            group = []
