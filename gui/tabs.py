"""The tabs: the overview, then one a section with a mark of its state; pages are built when needed."""

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import shiboken6
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from gui.document import Document
from gui.marks import STATE_MARKS, mark_icon
from gui.style import SPACE, State, shades
from gui.zoom import Zoom
from model.checks import Comparison, Finding, counted
from model.definition import Section

if TYPE_CHECKING:
    from gui.overview.page import OverviewPage
    from gui.sections import Page, TablePage
    from gui.text_page import TextPage

OVERVIEW = -1  # where sections are counted from 0
_TITLE = "总览"


class SectionTabs(QTabWidget):
    """The overview and the sections of the report, which are counted from 0."""

    told = Signal(str, object)  # what the current place is, and the Severity of its trouble or None
    said = Signal(str)  # what was done, for a while
    figure_wanted = Signal()  # a live figure is to be chosen for the current text
    register_wanted = Signal()  # a case is to be entered into the current table
    zeros_wanted = Signal(str)  # nothing occurred in this table
    refused = Signal(str)  # why something typed was not taken
    summed = Signal(str)  # the sum of the selection
    picture_wanted = Signal(object)  # a Chart is to be saved as a picture
    problem_wanted = Signal(object)  # the Finding to go to
    rebuilt = Signal()  # the report has another form: other tabs

    def __init__(self, document: Document, zoom: Zoom) -> None:
        super().__init__()
        self._document = document
        self._zoom = zoom
        self._form_id = ""
        self.groups: list[list[Section]] = []
        self._pages: list[TextPage | TablePage | None] = []
        self._overview: OverviewPage | None = None
        self._states: list[State | None] = []
        self._shown: list[str] = []  # the sections of the tab that is open
        self.setDocumentMode(True)
        self.setAccessibleName("年报的各部分")
        self.tabBar().setAccessibleName("年报的各部分")
        self.tabBar().setElideMode(Qt.TextElideMode.ElideRight)
        self.setUsesScrollButtons(False)
        document.replaced.connect(self.rebuild)
        document.checking.checked.connect(self._mark)
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
        self._overview = None
        for heading in (_TITLE, *(group[-1].heading for group in self.groups)):
            self.addTab(QWidget(), heading)
        self.setTabToolTip(0, f"{_TITLE}（Ctrl+0）")
        self.setCurrentIndex(_tab(0))
        self.blockSignals(False)
        self._shown = [section.key for section in self.groups[0]]
        self._mark()
        self._emphasise()
        self.rebuilt.emit()

    def page(self, at: int) -> "TextPage | TablePage":
        """The page of a section, loaded and built when needed: the window opens at once."""
        page = self._pages[at]
        if page is None:
            from gui.sections import TablePage
            from gui.text_page import TextPage

            group = self.groups[at]
            if group[-1].table:
                page = TablePage(self._document, group[-1], self._zoom)
                page.summed.connect(self.summed)
                page.register_wanted.connect(self.register_wanted)
                page.zeros_wanted.connect(self.zeros_wanted)
            else:
                page = TextPage(self._document, group)
                page.figure_wanted.connect(self.figure_wanted)
            page.refused.connect(self.refused)
            page.said.connect(self.told)
            self._pages[at] = page
            self._put(page, at)
        return page

    @property
    def overview(self) -> "OverviewPage":
        """The page of the overview."""
        if self._overview is None:
            from gui.overview.page import OverviewPage

            page = OverviewPage(self._document, self.groups)
            page.said.connect(self.told)
            page.refused.connect(self.refused)
            page.done.connect(self.said)
            page.section_wanted.connect(self.go_to)
            page.problem_wanted.connect(self.problem_wanted)
            page.picture_wanted.connect(self.picture_wanted)
            self._overview = page
            self._put(page, OVERVIEW)
        return self._overview

    def _put(self, page: "TextPage | TablePage | OverviewPage", at: int) -> None:
        """Fills a tab with its page."""
        column = QVBoxLayout(self.widget(_tab(at)))
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        for before, after in pairwise([self.tabBar(), *page.in_order]):
            self.setTabOrder(before, after)

    @property
    def at(self) -> int:
        """The number of the section that is shown, or `OVERVIEW`."""
        return self.currentIndex() - _tab(0)

    @property
    def current_page(self) -> "TextPage | TablePage | OverviewPage":
        """The page that is shown."""
        return self.overview if self.at == OVERVIEW else self.page(self.at)

    @property
    def text_page(self) -> "TextPage | None":
        """The page that is shown, if it has texts."""
        page = self._section_page
        return None if page is None or self.shows_table else cast("TextPage", page)

    @property
    def table_page(self) -> "TablePage | None":
        """The page that is shown, if it is a table."""
        return cast("TablePage", self._section_page) if self.shows_table else None

    @property
    def shows_table(self) -> bool:
        """Whether a table is shown; nothing is built to know it."""
        return self.at != OVERVIEW and bool(self.groups[self.at][-1].table)

    @property
    def _section_page(self) -> "TextPage | TablePage | None":
        return None if self.at == OVERVIEW else self.page(self.at)

    def place(self) -> tuple[str | None, int]:
        """Where a person works: the section, and the cell or the character there."""
        return (None, -1) if self.at == OVERVIEW else self.page(self.at).place

    def go_to(self, at: int) -> None:
        """Shows a section and puts the focus where the typing begins."""
        if self.at == at:
            self.current_page.enter()
        else:
            self.setCurrentIndex(_tab(at))

    def go_to_overview(self) -> None:
        """Shows the report at a glance."""
        self.go_to(OVERVIEW)

    def show_finding(self, finding: Finding | Comparison) -> None:
        """Leads to the cell or the words that a finding of a section is about."""
        at = next(i for i, group in enumerate(self.groups) if finding.section in [s.key for s in group])
        self.setCurrentIndex(_tab(at))
        page: Page = self.page(at)
        page.show_finding(finding)

    def show_cell(self, address: str) -> None:
        """Leads to a cell."""
        table = address.partition("/")[0]
        at = next(i for i, group in enumerate(self.groups) if table in [s.key for s in group])
        self.setCurrentIndex(_tab(at))
        if page := self.table_page:
            page.grid.setFocus()
            page.grid.go_to(address)

    def show_words(self, section: str, start: int, end: int) -> None:
        """Leads to words of a text, given in characters of the stored one."""
        at = next(i for i, group in enumerate(self.groups) if section in [s.key for s in group])
        self.go_to(at)
        page = self.text_page
        assert page
        page.select(section, start, end)

    def show_help(self) -> None:
        """Explains the current place."""
        self.current_page.show_help()

    def show_change(self, addresses: Collection[str]) -> None:
        """Brings a change into view if it is in the section that is shown; others are left alone."""
        self.current_page.show_change(addresses)

    def commit_pending_edit(self) -> None:
        """Keeps what is being typed in the section that is shown."""
        page = self._overview if self.at == OVERVIEW else self._pages[self.at]
        if page is not None:
            page.commit_pending_edit()

    def _emphasise(self) -> None:
        """Quieter letters on the other tabs: in the dark their ground is much the same."""
        colours = shades(self.palette())
        for index in range(self.count()):
            current = index == self.currentIndex()
            self.tabBar().setTabTextColor(index, colours.ink if current else colours.quiet_ink)

    def _on_current(self, index: int) -> None:
        self._emphasise()
        if index >= 0:
            left, self._shown = (
                self._shown,
                [] if self.at == OVERVIEW else [s.key for s in self.groups[self.at]],
            )
            if left:
                self._document.checking.leave(*left)
            self.summed.emit("")
            self.current_page.enter()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.current_page.show()  # built by now, if nobody asked for it before

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_headings()

    def _fit_headings(self) -> None:
        """Full headings where there is room for all of them, short ones otherwise."""
        metrics = self.fontMetrics()
        around, mark = 6 * SPACE, self.iconSize().width() + SPACE
        full = metrics.horizontalAdvance(_TITLE) + around
        full += sum(metrics.horizontalAdvance(group[-1].heading) + around + mark for group in self.groups)
        for at, group in enumerate(self.groups):
            heading = group[-1].heading if full <= self.width() else group[-1].short_heading
            if self.tabText(_tab(at)) != heading:
                self.setTabText(_tab(at), heading)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._states = [None] * len(self.groups)  # their marks look otherwise now
            self._mark()
            self._emphasise()

    def _mark(self) -> None:
        problems = self._document.checking.problems
        for at, group in enumerate(self.groups):
            keys = [section.key for section in group]
            state = self._document.checking.state_of(group)
            if state is not self._states[at]:
                self._states[at] = state
                self.setTabIcon(_tab(at), mark_icon(STATE_MARKS[state], self))
            here = [problem for problem in problems if problem.section in keys]
            words = "：".join((state.value, counted(here))) if here else state.value
            tip = f"{group[-1].heading}（{words}）"
            if tip != self.tabToolTip(_tab(at)):
                self.setTabToolTip(_tab(at), tip)
                self.tabBar().setAccessibleTabName(_tab(at), tip)


def _tab(at: int) -> int:
    """Which tab a section has: the overview stands before the first."""
    return at + 1


def _tab_groups(sections: list[Section]) -> Iterator[list[Section]]:
    """The sections of each tab: one without a heading shares the tab of the next."""
    group: list[Section] = []
    for section in sections:
        group.append(section)
        if section.heading:
            yield group
            group = []
