"""The main window: header, tabs, problems, menus and status bar."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gui.autosave import Autosave
from gui.dialogs import Dialogs
from gui.document import Document
from gui.elided import ElidedLabel
from gui.file_strip import FileStrip
from gui.filing import Filing
from gui.finding import FindBar
from gui.header import Header
from gui.inserting import Inserting
from gui.inspection import Inspection
from gui.menus import Menus
from gui.output import Output
from gui.problems.panel import Problems
from gui.recovering import Recovering
from gui.settings import Settings, data_folder
from gui.sign_off import StandingStrip
from gui.style import SPACE
from gui.tabs import SectionTabs
from gui.toned import SEVERITY_TONES
from gui.zoom import Zoom
from model.checks import Comparison, Finding, Severity

_MESSAGE, _WARNING = 4_000, 8_000  # milliseconds for which a passing message stays


class MainWindow(QMainWindow):
    """Edits one report."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.document = Document(self)
        self.settings = settings
        self.filing = Filing(self.document, Dialogs(self), settings)
        self.autosave = Autosave(self.document, data_folder() / "recovery")
        self.recovering = Recovering(self.document, self.filing, self.autosave)
        self.output = Output(self.document, self.filing, self)
        self.header = Header(self.document)
        self.standing = StandingStrip(self.document)
        self.file_strip = FileStrip(self.document)
        self.zoom = Zoom(settings, self)
        self.tabs = SectionTabs(self.document, self.zoom)
        self.find_bar = FindBar(self.document, self.tabs)
        self.problems = Problems(self.document, self.tabs.place)
        self.inspection = Inspection(self.document, self.filing, self.tabs, self.problems)
        self.inserting = Inserting(self.document, self.filing, self.tabs)
        self._build_layout()
        self._build_status_bar()
        self.menus = Menus(self)
        self.document.replaced.connect(self._on_replaced)
        self.document.renamed.connect(self._retitle)
        stack = self.document.undo_stack
        stack.cleanChanged.connect(self._retitle)
        stack.undoTextChanged.connect(self._name_history)
        stack.redoTextChanged.connect(self._name_history)
        self.tabs.told.connect(self._tell)
        self.tabs.summed.connect(self._sum.setText)
        self.tabs.refused.connect(partial(self._say, trouble=True))
        self.zoom.changed.connect(lambda percent: self._say(f"表格大小{percent}%"))
        self.find_bar.said.connect(self._say)
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
        self.document.begin_checking()
        self.header.agency.setFocus()

    # Building

    def _build_layout(self) -> None:
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(True)
        splitter.addWidget(self.tabs)
        splitter.addWidget(self.problems)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.standing)
        column.addWidget(self.file_strip)
        column.addWidget(self.find_bar)
        column.addWidget(splitter, 1)
        self.setCentralWidget(central)
        room = self.screen().availableGeometry()
        frame = 10 * SPACE  # what the window manager puts around
        self.resize(min(1400, room.width() - frame), min(860, room.height() - frame))

    def _build_status_bar(self) -> None:
        self._place = ElidedLabel()
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._trouble: Severity | None = None
        self._sum = QLabel()
        self._saved = QLabel()
        bar = self.statusBar()
        bar.setContentsMargins(2 * SPACE, 0, 2 * SPACE, 0)
        bar.addWidget(self._place, 1)
        bar.addPermanentWidget(self._sum)
        bar.addPermanentWidget(self.inspection.counts)
        bar.addPermanentWidget(self._saved)

    def _name_history(self) -> None:
        stack = self.document.undo_stack
        self.menus.name_history(stack.undoText(), stack.redoText())

    def step(self, word: str) -> None:
        """Goes a step back or forth in the history, and says which and where."""
        stack = self.document.undo_stack
        name = stack.undoText() if word == "撤销" else stack.redoText()
        if not name:
            return
        if self.document.read_only:
            self._say(self.document.why_read_only, trouble=True)
            return
        (stack.undo if word == "撤销" else stack.redo)()
        changed = self.document.last_changed
        section = self._section_of(changed[0]) if changed else ""
        where = f"（{section}）" if section and section not in name else ""
        self._say(f"已{word}：{name}{where}")
        self.tabs.show_change(changed)

    def show_history(self) -> None:
        """Lists the steps of the history; one can go to any of them."""
        from gui.history import HistoryDialog

        dialogs = self.filing.dialogs
        dialogs.run(HistoryDialog(self.document, self, self.tabs.show_change))

    def _section_of(self, address: str) -> str:
        key = address.removeprefix("texts/").split("/")[0]
        section = self.document.report.form.sections.get(key)
        return section.name if section else ""

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
        if message:
            self.statusBar().showMessage(message, _WARNING if trouble else _MESSAGE)
        else:
            self.statusBar().clearMessage()

    def _retitle(self) -> None:
        self.setWindowTitle(f"{self.filing.name}[*] — 公开年报")
        modified = self.document.modified
        self.setWindowModified(modified)
        unchanged = "只读" if self.document.holder else "已保存" if self.document.path else ""
        self._saved.setText("有改动没有保存" if modified else unchanged)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.commit_pending_edit()
        if self.filing.may_leave():
            self.output.close_preview()
            self.zoom.keep()
            self.autosave.discard()
            self.autosave.finish()
            self.file_strip.finish()
            self.document.close()
            event.accept()
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # While the window is being built there is nothing to look at.
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.isVisible():
            self.file_strip.look_soon()

    def open(self, path: Path) -> None:
        """Opens the draft with which the program was started."""
        self.filing.open(path)
        self.statusBar().clearMessage()  # the window itself shows it

    def _on_replaced(self) -> None:
        """Another report: a draft is seen at a glance, a new one goes on where its typing begins."""
        if self.document.path:
            self.tabs.go_to_overview()
        else:
            self.tabs.go_to(0)
        if not self.document.report.agency:
            self.header.agency.setFocus()
