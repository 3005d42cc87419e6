"""The main window: header, tabs, problems, menus and status bar."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from export import Product
from gui.autosave import Autosave
from gui.dialogs import Dialogs
from gui.document import Document
from gui.elided import ElidedLabel
from gui.file_strip import FileStrip
from gui.filing import Filing
from gui.header import Header
from gui.inserting import Inserting
from gui.inspection import Inspection
from gui.output import Output
from gui.problems.panel import Problems
from gui.recovering import Recovering
from gui.settings import Settings, data_folder
from gui.sign_off import StandingStrip
from gui.style import INK, SEVERITY_COLOURS, SPACE
from gui.tabs import SectionTabs
from model.checks import Comparison, Finding, Severity
from model.files import exists

_MESSAGE, _WARNING = 4_000, 8_000  # milliseconds for which a passing message stays


class MainWindow(QMainWindow):
    """Edits one report."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.document = Document(self)
        self.filing = Filing(self.document, Dialogs(self), settings)
        self.autosave = Autosave(self.document, data_folder() / "recovery")
        self.recovering = Recovering(self.document, self.filing, self.autosave)
        self.output = Output(self.document, self.filing, self)
        self.header = Header(self.document)
        self.standing = StandingStrip(self.document)
        self.file_strip = FileStrip(self.document)
        self.tabs = SectionTabs(self.document)
        self.problems = Problems(self.document)
        self.inspection = Inspection(self.document, self.filing, self.tabs, self.problems)
        self.inserting = Inserting(self.document, self.filing, self.tabs)
        self._build_layout()
        self._build_status_bar()
        self._build_menus()
        self.document.replaced.connect(self._on_replaced)
        self.document.renamed.connect(self._retitle)
        self.document.standing_changed.connect(self._on_standing)
        self.document.undo_stack.cleanChanged.connect(self._retitle)
        self.tabs.told.connect(self._tell)
        self.tabs.summed.connect(self._sum.setText)
        self.tabs.refused.connect(partial(self._say, trouble=True))
        self.tabs.rebuilt.connect(self._list_sections)
        self.tabs.figure_wanted.connect(self.inserting.insert_figure)
        self.problems.chosen.connect(self.show_finding)
        self.problems.acting.connect(self.commit_pending_edit)
        self.problems.said.connect(self._say)
        self.inspection.said.connect(self._say)
        self.inserting.said.connect(partial(self._say, trouble=True))
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
        self._on_standing()
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

    def _build_menus(self) -> None:
        filing, stack = self.filing, self.document.undo_stack
        file_menu = self.menuBar().addMenu("文件(&F)")
        self._add(file_menu, "新建(&N)", "Ctrl+N", filing.new)
        self._add(file_menu, "打开(&O)…", "Ctrl+O", filing.open)
        self._recent = file_menu.addMenu("最近的草稿(&R)")
        self._recent.aboutToShow.connect(self._fill_recent)
        self._take_in = self._add(file_menu, "从工作簿取数(&W)…", "", filing.take_in)
        file_menu.addSeparator()
        self._add(file_menu, "保存(&S)", "Ctrl+S", self._save)
        self._add(file_menu, "另存为(&A)…", "Ctrl+Shift+S", filing.save_as)
        self._add(file_menu, "历史版本(&H)…", "", self._show_versions)
        self._add(file_menu, "找回没有保存的内容(&L)…", "", self.recovering.offer)
        file_menu.addSeparator()
        self._add(file_menu, "预览(&V)", "Ctrl+Shift+P", self.output.show_preview)
        self._add(file_menu, "打印(&P)…", "Ctrl+P", self.output.print)
        self._add(file_menu, "导出(&E)…", "Ctrl+E", self.output.export)
        file_menu.addSeparator()
        self._add(file_menu, "退出(&Q)", "Ctrl+Q", self.close)
        edit_menu = self.menuBar().addMenu("编辑(&E)")
        self._undo = self._add(edit_menu, "撤销", "Ctrl+Z", partial(self._step, "撤销"))
        self._redo = self._add(edit_menu, "重做", "Ctrl+Y", partial(self._step, "重做"))
        self._redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        edit_menu.addSeparator()
        for text, name in (
            ("剪切(&T)\tCtrl+X", "cut"),
            ("复制(&C)\tCtrl+C", "copy"),
            ("粘贴(&P)\tCtrl+V", "paste"),
        ):
            edit_menu.addAction(text).triggered.connect(partial(self._on_focus, name))
        stack.undoTextChanged.connect(self._name_history)
        stack.redoTextChanged.connect(self._name_history)
        self._name_history()
        insert_menu = self.menuBar().addMenu("插入(&I)")
        self._add(insert_menu, "数字(&N)…", "Ctrl+I", self.inserting.insert_figure)
        sentences = insert_menu.addMenu("情况说明(&S)")
        sentences.aboutToShow.connect(partial(self.inserting.fill_with_sentences, sentences))
        self._go_menu = self.menuBar().addMenu("转到(&G)")
        sign_menu = self.menuBar().addMenu("送签(&S)")
        self._lines = self._add(sign_menu, "文号、日期和落款…", "", self.output.edit_sign_off)
        self._add(sign_menu, "导出审签稿…", "", partial(self.output.export, Product.SIGNATURE))
        self._add(sign_menu, "导出报送稿…", "", partial(self.output.export, Product.SUBMISSION))
        sign_menu.addSeparator()
        self._final = self._add(sign_menu, "定稿", "", self.output.declare_final)
        self._reopen = self._add(sign_menu, "重新打开修改", "", self.output.reopen)
        sign_menu.addSeparator()
        self._add(sign_menu, "核对校验码…", "", self.output.verify)
        problem_menu = self.menuBar().addMenu("检查(&C)")
        self.inspection.fill_menu(problem_menu, self._add)
        problem_menu.addSeparator()
        self._add(problem_menu, "导出检查结果…", "", self.output.export_findings)
        help_menu = self.menuBar().addMenu("帮助(&H)")
        self._add(help_menu, "这里填什么", "F1", self.tabs.show_help)
        self._add(help_menu, "关于", "", self.filing.dialogs.about)

    def _add(self, menu: QMenu, text: str, shortcut: str, action: Callable[[], object]) -> QAction:
        """A menu entry; whatever is still being typed is kept before it acts."""

        def act() -> None:
            self.commit_pending_edit()
            action()

        entry = menu.addAction(text)
        entry.setShortcut(QKeySequence(shortcut))
        entry.triggered.connect(act)
        return entry

    def _on_focus(self, name: str) -> None:
        """Does what the key of the same name does where the focus is; the widgets have their own keys."""
        act = getattr(QApplication.focusWidget(), name, None)
        if callable(act):
            act()

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self.filing.recent():
            entry = self._add(self._recent, str(path).replace("&", "&&"), "", partial(self.filing.open, path))
            entry.setEnabled(exists(path))
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
            entry.setEnabled(bool(name))

    def _step(self, word: str) -> None:
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
        self._say(f"已{word}：{name}{section}")
        self.tabs.show_change(changed)

    def _section_of(self, address: str) -> str:
        key = address.removeprefix("texts/").split("/")[0]
        section = self.document.report.form.sections.get(key)
        return f"（{section.name}）" if section else ""

    def _save(self) -> bool:
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

    def _show_versions(self) -> None:
        from gui.versions import show_versions

        path = self.document.path
        versions = self.filing.backups.versions(path) if path else []
        self._say(show_versions(self.document, versions, self.filing.dialogs), trouble=True)

    def _list_sections(self) -> None:
        self._go_menu.clear()
        for number, group in enumerate(self.tabs.groups, 1):
            self._add(
                self._go_menu, group[-1].heading, f"Ctrl+{number}", partial(self.tabs.go_to, number - 1)
            )

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
        if self.header.year.hasFocus():
            self.header.commit_pending_edit()
        self.tabs.commit_pending_edit()

    # Telling

    def _tell(self, message: str, trouble: Severity | None) -> None:
        self._place.setText(message)
        if trouble is not self._trouble:
            self._trouble = trouble
            palette = self._place.palette()
            palette.setColor(QPalette.ColorRole.WindowText, SEVERITY_COLOURS[trouble] if trouble else INK)
            self._place.setPalette(palette)

    def _say(self, message: str, trouble: bool = False) -> None:
        if message:
            self.statusBar().showMessage(message, _WARNING if trouble else _MESSAGE)
        else:
            self.statusBar().clearMessage()

    def _on_standing(self) -> None:
        read_only = self.document.read_only
        self._lines.setEnabled(not read_only)
        self._take_in.setEnabled(not read_only)
        self._final.setEnabled(not read_only)
        self._reopen.setEnabled(self.document.final and not self.document.holder)

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
        """Another report: one goes on where its typing begins."""
        self.tabs.go_to(0)
        if not self.document.report.agency:
            self.header.agency.setFocus()
