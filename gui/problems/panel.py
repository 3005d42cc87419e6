"""The panel below the tabs: what the checks found, filtered, explained, mended and set aside."""

from itertools import pairwise

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.document import Document
from gui.marks import mark_icon
from gui.problems.detail import Detail
from gui.problems.entries import FILTERS, Entry, Kind, entries
from gui.problems.list import ProblemList, ProblemModel
from gui.style import ACCENT, ACCENT_TINT, HEAD, SPACE
from model.checks import Finding
from model.checks.catalogue import catalogue
from model.checks.setting_aside import take_up

_UNLIMITED = 16_777_215  # pixels: the height that Qt allows a widget by default


class Problems(QWidget):
    """What the checks find now; a line leads to its place and never moves anybody unasked."""

    chosen = Signal(object)  # the Finding or Comparison to go to
    left = Signal()  # the person goes back to where they worked
    acting = Signal()  # something is about to be changed
    aside_wanted = Signal(object)  # the Finding for which a reason is to be asked
    said = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._entries: list[Entry] = []
        self._counted: dict[Kind, int] = {}
        self._lost = (
            0  # the line that was current is gone; the current one now stands behind (1) or before (-1)
        )
        self._showing = False
        self.height_chosen: int | None = None  # pixels that somebody gave it by moving what is above
        self.model = ProblemModel(document, self)
        self.model.mark_size = self.fontMetrics().ascent(), self.devicePixelRatioF()
        self.list = ProblemList()
        self.list.setModel(self.model)
        self.detail = Detail(document)
        self._body = self._build_body()
        self.filters = [self._filter_button(number) for number in range(len(FILTERS))]
        self.fold = QToolButton(arrowType=Qt.ArrowType.DownArrow, autoRaise=True)
        self.fold.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.fold.clicked.connect(lambda: self.set_folded(not self.is_folded))
        self._build()
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.chosen.connect(self._choose)
        self.list.left.connect(self.left)
        self.detail.go.clicked.connect(lambda: self._choose(self.list.currentIndex().row()))
        self.detail.mend.clicked.connect(self.mend)
        self.detail.set_aside.clicked.connect(self.set_aside)
        self.detail.take_up.clicked.connect(self.take_up)
        document.checked.connect(self._show)
        document.replaced.connect(self._on_replaced)
        document.standing_changed.connect(self._show_current)
        self._name_fold()
        self._on_replaced()

    # Building

    def _build_body(self) -> QSplitter:
        body = QSplitter(Qt.Orientation.Horizontal)
        body.setChildrenCollapsible(False)
        body.addWidget(self.list)
        body.addWidget(self.detail)
        body.setSizes([300, 200])  # in this proportion, whatever the width
        body.setStretchFactor(0, 3)
        body.setStretchFactor(1, 2)
        return body

    def _filter_button(self, number: int) -> QToolButton:
        button = QToolButton(autoRaise=True)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        kinds = FILTERS[number].kinds
        if len(kinds) == 1:
            button.setIcon(mark_icon(next(iter(kinds)).mark, *self.model.mark_size))
        # Tab comes to the one that is checked, arrows lead to the others.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.toggled.connect(
            lambda on: button.setFocusPolicy(Qt.FocusPolicy.TabFocus if on else Qt.FocusPolicy.NoFocus)
        )
        QShortcut(f"Alt+{number + 1}", self).activated.connect(button.click)
        return button

    def _build(self) -> None:
        self.setStyleSheet(
            f"QToolButton {{ border: 1px solid transparent; padding: 1px {SPACE}px; }}"
            f"QToolButton:checked {{ background: {ACCENT_TINT.name()}; border-color: {ACCENT.name()}; }}"
            f"QToolButton:hover:!checked {{ background: {HEAD.name()}; }}"
            f"QToolButton:focus {{ border: 2px solid {ACCENT.name()}; padding: 0 {SPACE - 1}px; }}"
        )
        head = QHBoxLayout()
        head.setSpacing(SPACE)
        group = QButtonGroup(self)
        for number, button in enumerate(self.filters):
            group.addButton(button, number)
            head.addWidget(button)
        head.addStretch(1)
        head.addWidget(self.fold)
        group.idClicked.connect(self._on_filter)
        self.filters[0].setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, 0)
        column.setSpacing(SPACE)
        column.addLayout(head)
        column.addWidget(self._body, 1)
        order = [*self.filters, self.fold, self.list, self.detail.text, *self.detail.buttons]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    # For the window

    def step(self, by: int) -> None:
        """Goes to the next (1) or the previous (-1) line that is shown, around the ends."""
        shown = next(FILTERS[number] for number, button in enumerate(self.filters) if button.isChecked())
        if not shown.kinds & FILTERS[0].kinds:  # what is set aside or agrees is no problem
            self.filters[0].click()
        count = self.model.rowCount()
        if not count:
            self.said.emit(self.list.nothing)
            return
        row = self.list.currentIndex().row()
        if self._lost != by and (row >= 0 or by > 0):
            row += by
        self._lost = 0
        self.list.setCurrentIndex(self.model.index(row % count, 0))
        self._choose(row % count)

    @property
    def current(self) -> Entry | None:
        """The current line."""
        row = self.list.currentIndex().row()
        return self.model.entries[row] if row >= 0 else None

    @property
    def counts(self) -> dict[Kind, int]:
        """How many lines there are of each kind, whatever is shown."""
        return {kind: sum(entry.kind is kind for entry in self._entries) for kind in Kind}

    @property
    def offered(self) -> tuple[bool, ...]:
        """Whether the current line can be mended, set aside, taken up."""
        return tuple(not button.isHidden() for button in self.detail.buttons[1:])

    def mend(self) -> None:
        """Puts the current finding right, where there is one sure way."""
        finding = self._finding_to_change()
        if finding and finding.mending:
            self._document.edit(finding.mending.changes, finding.mending.label)
            self.said.emit(f"已改正：{finding.mending.label}，可以撤销。")

    def set_aside(self) -> None:
        """Asks why the current finding does not count."""
        if finding := self._finding_to_change():
            self.aside_wanted.emit(finding)

    def take_up(self) -> None:
        """Lets the current finding count again."""
        if finding := self._finding_to_change():
            title = catalogue()[finding.rule].title
            self._document.edit(take_up(self._document.report, finding), f"恢复“{title}”")
            self.said.emit(f"已恢复：{title}。")

    def enter(self) -> None:
        """Takes the focus, unfolded."""
        self.set_folded(False)
        self.list.setFocus()
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0, 0))

    @property
    def is_folded(self) -> bool:
        """Whether nothing but the counts is shown."""
        return self._body.isHidden()

    def set_folded(self, folded: bool) -> None:
        """Shows the counts only, or all."""
        if folded == self.is_folded:
            return
        focus = QApplication.focusWidget()
        if folded and focus is not None and self._body.isAncestorOf(focus):
            self.left.emit()
        if folded:
            before = self.height_chosen or self.sizeHint().height()
            self._height = self.height() if self.isVisible() else before
        self._body.setVisible(not folded)
        height = self.minimumSizeHint().height() if folded else self._height
        self.setMaximumHeight(height if folded else _UNLIMITED)
        splitter = self.parentWidget()
        if isinstance(splitter, QSplitter):
            splitter.setSizes([sum(splitter.sizes()) - height, height])
        self._name_fold()

    def note_height(self) -> None:
        """Somebody moved the border above: that height is to stay."""
        if not self.is_folded:
            self.height_chosen = self.height()

    def _name_fold(self) -> None:
        folded = self.is_folded
        self.fold.setArrowType(Qt.ArrowType.UpArrow if folded else Qt.ArrowType.DownArrow)
        words = "展开问题栏" if folded else "收起问题栏"
        self.fold.setToolTip(words)
        self.fold.setAccessibleName(words)

    # Keeping up

    def _on_replaced(self) -> None:
        """Another report: everything is shown again."""
        self.model.clear()
        self._lost = 0
        self.filters[0].setChecked(True)
        sections = self._document.report.form.sections.values()
        self.list.fit_sections(["报告标题", *(section.short_heading or section.name for section in sections)])
        self._show()

    def _on_filter(self, number: int) -> None:
        self._lost = 0
        self._list()

    def _show(self) -> None:
        found = list(entries(self._document))
        if found != self._entries or not self._counted:
            self._entries = found
            self._count()
            self._list()

    def _count(self) -> None:
        if self.counts == self._counted:
            return
        self._counted = self.counts
        for number, (button, choice) in enumerate(zip(self.filters, FILTERS, strict=True), 1):
            count = sum(self._counted[kind] for kind in choice.kinds)
            button.setText(f"{choice.label} {count}" if count else choice.label)
            what = f"只看{choice.label}" if number > 1 else "全部问题"
            button.setAccessibleName(f"{what}，{count}条")
            button.setToolTip(f"{what}，{count}条（Alt+{number}）")

    def _list(self) -> None:
        """Lists what the filter lets through; current line and scroll stay."""
        number = next(i for i, button in enumerate(self.filters) if button.isChecked())
        choice = FILTERS[number]
        self.list.nothing = choice.nothing
        before, current = self.model.entries, self.current
        top = QPersistentModelIndex(self.list.indexAt(self.list.rect().topLeft()))
        self._showing = True
        self.model.show(entry for entry in self._entries if entry.kind in choice.kinds)
        if current is not None:
            self._follow(before, current)
        self._showing = False
        if top.isValid():
            self.list.verticalScrollBar().setValue(top.row())
        if not self.model.rowCount():
            self.list.viewport().update()  # it says that there is nothing
        self._show_current()

    def _follow(self, before: list[Entry], current: Entry) -> None:
        """Keeps the current line; where it is gone, the one after it is where F8 leads."""
        if (now := self.current) is not None and now.key == current.key:
            return
        for entry in before[before.index(current) :]:
            row = self.model.row_of(entry)
            if row >= 0:
                self.list.setCurrentIndex(self.model.index(row, 0))
                self._lost = 0 if entry == current else 1
                return
        self._lost = -1

    def _on_current(self, current: QModelIndex) -> None:
        if not self._showing:
            self._lost = 0
            self._show_current()

    def _show_current(self) -> None:
        pressed = next((button for button in self.detail.buttons if button.hasFocus()), None)
        if pressed:
            self.list.setFocus()  # a button that goes away would give the focus to whatever comes next
        self.detail.show_entry(self.current)
        if pressed and pressed.isVisible():
            pressed.setFocus()

    def _choose(self, row: int) -> None:
        self.chosen.emit(self.model.entries[row].item)

    def _finding_to_change(self) -> Finding | None:
        """The current finding, after what was still being typed is kept."""
        if self._document.read_only:
            return None
        was = self.current
        self.acting.emit()
        now = self.current
        return now.finding if was and now and now.key == was.key else None
