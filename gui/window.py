"""The main window: header, tabs, problems, menus and status bar."""

from functools import cached_property, partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.autosave import Autosave
from gui.beginning import Beginning
from gui.document import Document
from gui.elided import ElidedLabel
from gui.file_strip import FileStrip
from gui.filing import Filing
from gui.header import Header
from gui.inserting import Inserting
from gui.inspection import Inspection
from gui.menus import Menus
from gui.output import Output
from gui.problems.panel import Problems
from gui.recovering import Recovering
from gui.remembered import beside, keep_panel, place_of, put, restore_panel
from gui.settings import Left, Settings, data_folder
from gui.sign_off import StandingStrip
from gui.status_bar import StatusBar
from gui.style import SPACE
from gui.tabs import OVERVIEW, SectionTabs
from gui.toned import SEVERITY_TONES
from gui.undoing import Undoing
from gui.zoom import Zoom
from model.checks import Comparison, Finding, Severity

if TYPE_CHECKING:
    from gui.finding import FindBar


class MainWindow(QMainWindow):
    """Edits one report."""

    closed = Signal()
    another_asked = Signal(object)  # the Path of a draft for another window, or None for one to begin in

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.document = Document(self)
        self.document.contact = settings.contact
        self.settings = settings
        self.filing = Filing(self.document, self, settings)
        self.autosave = Autosave(self.document, data_folder() / "recovery")
        self.recovering = Recovering(self.document, self.filing, self.autosave)
        self.output = Output(self.document, self.filing, self)
        self.header = Header(self.document)
        self.standing = StandingStrip(self.document)
        self.file_strip = FileStrip(self.document)
        self.zoom = Zoom(settings, self)
        self.tabs = SectionTabs(self.document, self.zoom)
        self.problems = Problems(self.document, self.tabs.place)
        self.inspection = Inspection(self.document, self.filing, self.tabs, self.problems)
        self.inserting = Inserting(self.document, self.filing, self.tabs)
        self.undoing = Undoing(self.document, self.filing, self.tabs)
        self._build_layout()
        self._build_status_bar()
        self.beginning = Beginning(self)
        self.menus = Menus(self)
        self.document.replaced.connect(self._on_replaced)
        self.document.renamed.connect(self._retitle)
        stack = self.document.undo_stack
        stack.cleanChanged.connect(self._retitle)
        stack.undoTextChanged.connect(self._name_history)
        stack.redoTextChanged.connect(self._name_history)
        self.tabs.told.connect(self._tell)
        self.tabs.said.connect(self._say)
        self.tabs.summed.connect(self._sum.setText)
        self.tabs.refused.connect(partial(self._say, trouble=True))
        self.zoom.changed.connect(lambda percent: self._say(f"表格大小{percent}%"))
        self.tabs.figure_wanted.connect(self.inserting.insert_figure)
        self.tabs.picture_wanted.connect(self.output.save_picture)
        self.tabs.problem_wanted.connect(self.show_finding)
        self.tabs.register_wanted.connect(self.inserting.register)
        self.tabs.zeros_wanted.connect(self.inserting.fill_with_zeros)
        self.problems.chosen.connect(self.show_finding)
        self.problems.acting.connect(self.commit_pending_edit)
        self.problems.said.connect(self._say)
        self.inspection.said.connect(self._say)
        self.inserting.said.connect(partial(self._say, trouble=True))
        self.inserting.done.connect(self._say)
        self.undoing.said.connect(self._say)
        self.undoing.refused.connect(partial(self._say, trouble=True))
        self.filing.said.connect(self._say)
        self.autosave.failed.connect(partial(self._say, trouble=True))
        self.recovering.said.connect(partial(self._say, trouble=True))
        self.file_strip.compare_asked.connect(self._compare_with_disk)
        self.file_strip.save_as_asked.connect(self._save_as)
        self.output.said.connect(self._say)
        self.header.refused.connect(partial(self._say, trouble=True))
        self.standing.reopen.clicked.connect(self.output.reopen)
        self.tabs.rebuild()
        self._retitle()
        self.document.checking.begin()
        self.header.agency.setFocus()

    # Building

    def _build_layout(self) -> None:
        splitter = self._splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(True)
        splitter.addWidget(self.tabs)
        splitter.addWidget(self.problems)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        splitter.splitterMoved.connect(self.problems.note_height)
        central = QWidget()
        column = self._column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.standing)
        column.addWidget(self.file_strip)
        column.addWidget(splitter, 1)
        self.pages = QStackedWidget()  # the report, and what is shown in its place while there is none
        self.pages.addWidget(central)
        self.setCentralWidget(self.pages)
        self.setAcceptDrops(True)
        room = self.screen().availableGeometry()
        frame = 10 * SPACE  # what the window manager puts around
        self.resize(min(1400, room.width() - frame), min(860, room.height() - frame))
        if self.settings.window:
            put(self, self.settings.window)
        restore_panel(self.problems, splitter, self.settings)

    def _build_status_bar(self) -> None:
        self._place = ElidedLabel()
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._trouble: Severity | None = None
        self._sum = QLabel()
        self._saved = QLabel()
        bar = self.status = StatusBar(self._place)
        self.setStatusBar(bar)
        bar.add_lasting(self._sum)
        bar.add_lasting(self.inspection.counts)
        bar.add_lasting(self._saved)

    @cached_property
    def find_bar(self) -> "FindBar":
        """The bar that finds words, made when somebody looks for some."""
        from gui.finding import FindBar

        bar = FindBar(self.document, self.tabs)
        bar.said.connect(self._say)
        self._column.insertWidget(self._column.indexOf(self._splitter), bar)
        for before, after in pairwise([self.file_strip.save_as, *bar.in_order]):
            self.setTabOrder(before, after)
        return bar

    @property
    def is_unused(self) -> bool:
        """Whether nobody has begun anything here."""
        return self.document.path is None and not self.document.modified

    def show_place_and_state(self, shown: bool) -> None:
        """Shows in status and title bar what concerns the report, or leaves them to the program."""
        self.status.show_place(shown)
        for part in (self._sum, self.inspection.counts, self._saved):
            part.setVisible(shown)
        self._retitle()

    def edit_profile(self) -> None:
        """Asks what is to be known of the agency; where nothing is, the report at hand suggests it."""
        profile, report = self.settings.profile, self.document.report
        if not profile.agency:
            profile = structs.replace(profile, agency=report.agency, kind=report.agency_kind or "")
        if written := self.filing.dialogs.profile(profile):
            self.settings.update(lambda settings: setattr(settings, "profile", written))
            self._say("机关资料已记下。")

    def _name_history(self) -> None:
        stack = self.document.undo_stack
        self.menus.name_history(stack.undoText(), stack.redoText())

    def save(self) -> bool:
        saved = self.filing.save()
        if saved and (count := len(self.document.refused)):
            self._say(f"已保存。有{count}格填的不是数字，没有存入，请改正。", trouble=True)
        return saved

    def _save_as(self) -> None:
        self.commit_pending_edit()
        self.filing.save_as()

    def _compare_with_disk(self) -> None:
        self.commit_pending_edit()
        self.filing.compare_with_disk()
        self.file_strip.look_soon()

    def show_versions(self) -> None:
        from gui.versions import show_versions

        path = self.document.path
        versions = self.filing.backups.versions(path) if path else []
        self._say(show_versions(self.document, versions, self.filing.dialogs), trouble=True)

    def show_finding(self, finding: Finding | Comparison) -> None:
        """Leads to the place of a finding."""
        self.commit_pending_edit()
        if finding.section is None:
            field = self.header.year if self.document.report.agency else self.header.agency
            field.setFocus()
            self._tell(finding.message, Severity.ERROR)
        else:
            self.tabs.show_finding(finding)

    def commit_pending_edit(self) -> None:
        """Keeps what is being typed in the header and in the open section."""
        self.header.commit_pending_edit()
        self.tabs.commit_pending_edit()

    # Telling

    def _tell(self, message: str, trouble: Severity | None) -> None:
        self._place.setText(message)
        if trouble is not self._trouble:
            self._trouble = trouble
            self._place.set_tone(SEVERITY_TONES[trouble] if trouble else "ink")

    def _say(self, message: str, trouble: bool = False) -> None:
        self.status.say(message, trouble)

    def _retitle(self) -> None:
        begun = self.pages.currentIndex() == 0
        self.setWindowTitle(f"{self.filing.name}[*] — 公开年报" if begun else "公开年报[*]")
        modified = self.document.modified
        self.setWindowModified(modified)
        unchanged = "只读" if self.document.holder else "已保存" if self.document.path else ""
        self._saved.setText("有改动没有保存" if modified else unchanged)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.commit_pending_edit()
        if self.document.modified:
            self.come_forward()  # so that one sees what is asked about
        if self.filing.may_leave():
            self.settings.update(self._remember)
            self.output.close_preview()
            self.zoom.keep()
            self.autosave.discard()
            self.autosave.finish()
            self.file_strip.finish()
            self.document.close()
            event.accept()
            self.closed.emit()
        else:
            event.ignore()

    def _remember(self, settings: Settings) -> None:
        """Notes how the window is left."""
        settings.window = place_of(self)
        keep_panel(self.problems, settings)
        if self.document.path:
            settings.left = Left(str(self.document.path), self.tabs.at)

    def come_forward(self) -> None:
        """Shows the window in front of all others."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.activateWindow()

    def step_aside(self, other: QWidget) -> None:
        """Takes a place, before it is shown, where another window is still to be seen."""
        put(self, beside(place_of(other)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A file: a draft is opened, in another window where this one is used; a workbook is taken from."""
        event.acceptProposedAction()
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        # Later, for the program from which it is dragged waits until this returns.
        QTimer.singleShot(0, self, lambda: self.beginning.take(paths))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as in dialogs; Qt leaves that to the space bar."""
        focus = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QAbstractButton):
            focus.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # While the window is being built there is nothing to look at.
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.isVisible():
            self.file_strip.look_soon()

    def open(self, path: Path) -> bool:
        """Opens the draft with which the program was started; whether that worked."""
        opened = self.filing.open(path)
        file = self.document.file
        if opened and not (file and file.left_by):  # there is nothing to tell that the window does not show
            self.statusBar().clearMessage()
        return opened

    def _on_replaced(self) -> None:
        """Another report: one goes on where it was left, sees it at a glance, or begins to type."""
        self.beginning.leave_start_page()
        left = self.settings.left_at(self.document.path)
        if self.document.path and left == OVERVIEW:
            self.tabs.go_to_overview()
        else:
            self.tabs.go_to(min(max(left, 0), len(self.tabs.groups) - 1))
        if not self.document.report.agency:
            self.header.agency.setFocus()
