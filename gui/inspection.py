"""What a person does about the problems, from the menu 检查 and the status bar."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidget

from gui.document import Document
from gui.filing import Filing
from gui.marks import mark_icon
from gui.problems.entries import summed_up
from gui.problems.panel import Problems
from gui.tabs import SectionTabs
from model.checks import Finding
from model.checks.catalogue import explain
from model.checks.setting_aside import set_aside

_LIMIT = "1000"  # characters of the overview, where a province asks for that
_OPTION = "options/overview_limit"


class _Counts(QToolButton):
    """The button of the status bar; says when its mark has to be drawn anew."""

    looks_otherwise = Signal()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.looks_otherwise.emit()


class Inspection(QObject):
    """The way to the panel and back, setting aside, and the options of the checks.

    `counts` tells in the status bar how many problems there are, and leads to the panel.
    """

    said = Signal(str)

    def __init__(self, document: Document, filing: Filing, tabs: SectionTabs, problems: Problems) -> None:
        super().__init__(document)
        self._document = document
        self._filing = filing
        self._tabs = tabs
        self._problems = problems
        self._worked_in: QWidget | None = None
        self.counts = _Counts()
        self.counts.setAutoRaise(True)
        self.counts.setToolTip("转到问题栏（F6）")
        self.counts.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.counts.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.counts.clicked.connect(self._enter)
        problems.left.connect(self._leave)
        problems.aside_wanted.connect(self._set_aside)
        self.counts.looks_otherwise.connect(self._count)
        document.checking.checked.connect(self._count)

    def fill_menu(self, menu: QMenu, add: Callable[[QMenu, str, str, Callable[[], object]], QAction]) -> None:
        """Makes the entries of the menu, each by `add`."""
        self.menu, problems = menu, self._problems
        add(menu, "下一个问题(&N)", "F8", lambda: problems.step(1))
        add(menu, "上一个问题(&P)", "Shift+F8", lambda: problems.step(-1))
        add(menu, "转到问题栏，或者返回(&T)", "F6", self._switch)
        menu.addSeparator()
        self._actions = [
            add(menu, "改正(&G)", "", problems.mend),
            add(menu, "搁置(&S)…", "", problems.set_aside),
            add(menu, "恢复(&R)", "", problems.take_up),
        ]
        menu.addSeparator()
        self._limit = add(menu, f"总体情况不超过{_LIMIT}字(&L)", "", self._switch_limit)
        self._limit.setCheckable(True)
        menu.aboutToShow.connect(self._offer)

    def _offer(self) -> None:
        """Enables what can be done about the current problem, and shows the options as they are."""
        offered = self._problems.offered
        for entry, possible in zip(self._actions, offered, strict=True):
            entry.setEnabled(possible)
        self._limit.setEnabled(not self._document.read_only)
        self._limit.setChecked(self._has_limit)

    @property
    def _has_limit(self) -> bool:
        return bool(self._document.report.content(_OPTION))

    def _switch_limit(self) -> None:
        name = "不限总体情况的字数" if self._has_limit else f"总体情况不超过{_LIMIT}字"
        self._document.edit({_OPTION: "" if self._has_limit else _LIMIT}, name)

    def _enter(self) -> None:
        # Whoever comes back would else come to the field of a cell, which is gone by then.
        self._tabs.commit_pending_edit()
        focus = QApplication.focusWidget()
        if focus is not None and not self._problems.isAncestorOf(focus):
            self._worked_in = focus
        self._problems.enter()

    def _leave(self) -> None:
        (self._worked_in or self._tabs.current_page).setFocus()

    def _switch(self) -> None:
        focus = QApplication.focusWidget()
        inside = focus is not None and self._problems.isAncestorOf(focus)
        (self._leave if inside else self._enter)()

    def _set_aside(self, finding: Finding) -> None:
        if reason := self._filing.dialogs.set_aside_reason(finding):
            title = explain(finding.rule).title
            self._document.edit(set_aside(self._document.report, finding, reason), f"搁置“{title}”")
            self.said.emit(f"已搁置：{title}。可以撤销，也可以在“已搁置”里恢复。")

    def _count(self) -> None:
        text, mark = summed_up(self._document)
        icon = mark_icon(mark, self.counts)
        if text == self.counts.text() and icon.cacheKey() == self.counts.icon().cacheKey():
            return
        self.counts.setText(text)
        self.counts.setAccessibleName(f"{text}，转到问题栏")
        self.counts.setIcon(icon)
