"""The main window: header, tabs, problems, menus and status bar."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QLabel, QMainWindow, QMenu, QSplitter, QTabWidget, QVBoxLayout, QWidget

from gui.dialogs import Dialogs
from gui.document import Document
from gui.filing import Filing
from gui.header import Header
from gui.problems import Problems
from gui.sections import Page, TablePage, TextPage
from gui.settings import Settings
from gui.style import ERROR, INK, State, state_icon
from model.checks import Finding
from model.definition import Section

_MESSAGE, _WARNING = 3_000, 8_000  # milliseconds for which a passing message stays


class MainWindow(QMainWindow):
    """Edits one report."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.document = Document(self)
        self.filing = Filing(self.document, Dialogs(self), settings)
        self.header = Header(self.document)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setUsesScrollButtons(False)
        self.problems = Problems(self.document)
        self._groups: list[list[Section]] = []
        self._pages: list[TextPage | TablePage | None] = []
        self._states: list[State | None] = []
        self._build_layout()
        self._build_status_bar()
        self._build_menus()
        self._form_id = ""
        self.document.replaced.connect(self._on_replaced)
        self.document.checked.connect(self._mark_tabs)
        self.document.renamed.connect(self._retitle)
        self.document.undo_stack.cleanChanged.connect(self._retitle)
        self.tabs.currentChanged.connect(self._on_tab)
        self.problems.chosen.connect(self.show_finding)
        self.filing.said.connect(self._say)
        self.header.refused.connect(partial(self._say, trouble=True))
        self._on_replaced()
        self._retitle()
        self.header.agency.setFocus()

    # Building

    def _build_layout(self) -> None:
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(True)
        splitter.addWidget(self.tabs)
        splitter.addWidget(self.problems)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        line = self.fontMetrics().lineSpacing()
        splitter.setSizes([30 * line, 5 * line])
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(splitter, 1)
        self.setCentralWidget(central)
        self.resize(1200, 760)

    def _build_status_bar(self) -> None:
        self._place = QLabel()
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._in_trouble = False
        self._sum = QLabel()
        self._saved = QLabel()
        bar = self.statusBar()
        bar.addWidget(self._place, 1)
        bar.addPermanentWidget(self._sum)
        bar.addPermanentWidget(self._saved)

    def _build_menus(self) -> None:
        filing, stack = self.filing, self.document.undo_stack
        file_menu = self.menuBar().addMenu("文件(&F)")
        self._add(file_menu, "新建(&N)", "Ctrl+N", filing.new)
        self._add(file_menu, "打开(&O)…", "Ctrl+O", filing.open)
        self._recent = file_menu.addMenu("最近的草稿(&R)")
        self._recent.aboutToShow.connect(self._fill_recent)
        file_menu.addSeparator()
        self._add(file_menu, "保存(&S)", "Ctrl+S", filing.save)
        self._add(file_menu, "另存为(&A)…", "Ctrl+Shift+S", filing.save_as)
        self._add(file_menu, "导出(&E)…", "Ctrl+E", filing.export)
        file_menu.addSeparator()
        self._add(file_menu, "退出(&Q)", "Ctrl+Q", self.close)
        edit_menu = self.menuBar().addMenu("编辑(&E)")
        self._undo = self._add(edit_menu, "撤销", "Ctrl+Z", stack.undo)
        self._redo = self._add(edit_menu, "重做", "Ctrl+Y", stack.redo)
        self._redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        stack.undoTextChanged.connect(self._name_history)
        stack.redoTextChanged.connect(self._name_history)
        self._name_history()
        self._go_menu = self.menuBar().addMenu("转到(&G)")
        problem_menu = self.menuBar().addMenu("检查(&C)")
        self._add(problem_menu, "下一个问题", "F8", lambda: self.problems.step(1))
        self._add(problem_menu, "上一个问题", "Shift+F8", lambda: self.problems.step(-1))

    def _add(self, menu: QMenu, text: str, shortcut: str, action: Callable[[], object]) -> QAction:
        """A menu entry; whatever is still being typed is kept before it acts."""

        def act() -> None:
            self.commit_pending_edit()
            action()

        entry = menu.addAction(text)
        entry.setShortcut(QKeySequence(shortcut))
        entry.triggered.connect(act)
        return entry

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self.filing.recent():
            entry = self._add(self._recent, str(path).replace("&", "&&"), "", partial(self.filing.open, path))
            entry.setEnabled(path.exists())
        self._recent.setToolTipsVisible(True)
        if self._recent.isEmpty():
            self._recent.addAction("还没有").setEnabled(False)

    def _name_history(self) -> None:
        stack = self.document.undo_stack
        for entry, word, name in (
            (self._undo, "撤销", stack.undoText()),
            (self._redo, "重做", stack.redoText()),
        ):
            entry.setText(f"{word} {name}".strip())

    # Sections

    def _on_replaced(self) -> None:
        """Another report: the tabs stay as they are unless it has another form."""
        form = self.document.report.form
        if form.id == self._form_id:
            return
        self._form_id = form.id
        self.tabs.blockSignals(True)
        self.tabs.clear()
        self._go_menu.clear()
        self._groups = list(_tab_groups(list(form.sections.values())))
        self._pages = [None] * len(self._groups)
        self._states = [None] * len(self._groups)
        for number, group in enumerate(self._groups, 1):
            heading = group[-1].heading
            self.tabs.addTab(QWidget(), heading)
            self.tabs.setTabToolTip(number - 1, heading)
            self._add(self._go_menu, heading, f"Ctrl+{number}", partial(self.go_to_section, number - 1))
        self.tabs.blockSignals(False)
        self._mark_tabs()
        self._page(0)

    def _page(self, at: int) -> TextPage | TablePage:
        """The page of a tab, built when it is first needed so that the window opens at once."""
        page = self._pages[at]
        if page is None:
            group = self._groups[at]
            if group[-1].table:
                page = TablePage(self.document, group[-1])
                page.summed.connect(self._sum.setText)
                page.refused.connect(partial(self._say, trouble=True))
            else:
                page = TextPage(self.document, group)
            page.said.connect(self._tell)
            self._pages[at] = page
            column = QVBoxLayout(self.tabs.widget(at))
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(page)
        return page

    def _on_tab(self, at: int) -> None:
        if at >= 0:
            self._sum.clear()
            self._page(at).enter()

    def go_to_section(self, at: int) -> None:
        """Shows a section and puts the focus where the typing begins."""
        if self.tabs.currentIndex() == at:
            self._page(at).enter()
        else:
            self.tabs.setCurrentIndex(at)

    def show_finding(self, finding: Finding) -> None:
        """Leads to the place of a finding."""
        self.commit_pending_edit()
        if finding.section is None:
            field = self.header.year if self.document.report.agency else self.header.agency
            field.setFocus()
            self._tell(finding.message, True)
            return
        at = next(i for i, g in enumerate(self._groups) if finding.section in [s.key for s in g])
        self.tabs.setCurrentIndex(at)
        page: Page = self._page(at)
        page.show_finding(finding)

    def commit_pending_edit(self) -> None:
        """Keeps what is being typed in the open section."""
        page = self._pages[self.tabs.currentIndex()]
        if page is not None:
            page.commit_pending_edit()

    def _mark_tabs(self) -> None:
        worst = list(State)
        for at, group in enumerate(self._groups):
            states = [self.document.state(section.key) for section in group]
            errors = [s for s in states if s in (State.ERROR, State.WARNING)]
            state = min(errors, key=worst.index) if errors else states[-1]
            if state is not self._states[at]:
                self._states[at] = state
                size = self.fontMetrics().ascent()
                self.tabs.setTabIcon(at, state_icon(state, size, self.devicePixelRatioF()))
                self.tabs.setTabToolTip(at, f"{group[-1].heading}（{state.value}）")

    # Telling

    def _tell(self, message: str, trouble: bool) -> None:
        self._place.setText(message)
        self._place.setToolTip(message)
        if trouble is not self._in_trouble:
            self._in_trouble = trouble
            palette = self._place.palette()
            palette.setColor(QPalette.ColorRole.WindowText, ERROR if trouble else INK)
            self._place.setPalette(palette)

    def _say(self, message: str, trouble: bool = False) -> None:
        self.statusBar().showMessage(message, _WARNING if trouble else _MESSAGE)

    def _retitle(self) -> None:
        self.setWindowTitle(f"{self.filing.name}[*] — 公开年报")
        modified = self.document.modified
        self.setWindowModified(modified)
        saved = "有改动没有保存" if modified else ("已保存" if self.document.path else "")
        self._saved.setText(saved)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.commit_pending_edit()
        if self.filing.may_leave():
            event.accept()
        else:
            event.ignore()

    def open(self, path: Path) -> None:
        """Opens the draft with which the program was started."""
        if self.filing.open(path):
            self.go_to_section(0)


def _tab_groups(sections: list[Section]) -> Iterator[list[Section]]:
    """The sections of each tab: one without a heading shares the tab of the next."""
    group: list[Section] = []
    for section in sections:
        group.append(section)
        if section.heading:
            yield group
            group = []
