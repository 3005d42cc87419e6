"""The panel below the tabs: what the checks found, filtered, explained, mended and set aside."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShortcut, QShowEvent
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
from gui.problems.entries import FILTERS, NOT_BEGUN, Entry, Kind, Place, entries, place, place_of
from gui.problems.list import ProblemList, ProblemModel
from gui.style import SPACE
from model.checks import Finding
from model.checks.catalogue import catalogue
from model.checks.setting_aside import take_up

_UNLIMITED = 16_777_215  # pixels: the height that Qt allows a widget by default


class Problems(QWidget):
    """What the checks find now; a line leads to its place and never moves anybody unasked.

    `where` tells where a person works: the section, and the cell or the character there.
    """

    chosen = Signal(object)  # the Finding or Comparison to go to
    left = Signal()  # the person goes back to where they worked
    acting = Signal()  # something is about to be changed
    aside_wanted = Signal(object)  # the Finding for which a reason is to be asked
    said = Signal(str)

    def __init__(self, document: Document, where: Callable[[], tuple[str | None, int]]) -> None:
        super().__init__()
        self._document = document
        self._where = where
        self._entries: list[Entry] = []
        self._counted: dict[Kind, int] = {}
        self._came_to: tuple[str | None, int] | None = (
            None  # where the person worked when a line became current
        )
        self._gone: Place | None = None  # of the line that was current and is no more
        self._showing = False
        self.height_chosen: int | None = None  # pixels that somebody gave it by moving what is above
        self.model = ProblemModel(document, self)
        self.list = ProblemList()
        self.list.setModel(self.model)
        self.detail = Detail(document)
        self._body = self._build_body()
        self.filters = [self._filter_button(number) for number in range(len(FILTERS))]
        self.fold = QToolButton(arrowType=Qt.ArrowType.DownArrow, autoRaise=True)
        self.fold.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.fold.clicked.connect(lambda: self.set_folded(not self.is_folded))
        self._build()
        self._draw_marks()
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.chosen.connect(self._choose)
        self.list.left.connect(self.left)
        self.detail.go.clicked.connect(lambda: self._choose(self.list.currentIndex().row()))
        self.detail.mend.clicked.connect(self.mend)
        self.detail.set_aside.clicked.connect(self.set_aside)
        self.detail.take_up.clicked.connect(self.take_up)
        document.checking.checked.connect(self._show)
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
        button.setMinimumWidth(1)  # the window may be narrower than all their words
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # Tab comes to the one that is checked, arrows lead to the others.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.toggled.connect(
            lambda on: button.setFocusPolicy(Qt.FocusPolicy.TabFocus if on else Qt.FocusPolicy.NoFocus)
        )
        QShortcut(f"Alt+{number + 1}", self).activated.connect(button.click)
        return button

    def _build(self) -> None:
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

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._draw_marks()

    def _draw_marks(self) -> None:
        for button, choice in zip(self.filters, FILTERS, strict=True):
            if len(choice.kinds) == 1:
                button.setIcon(mark_icon(next(iter(choice.kinds)).mark, self))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_filters()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_filters()

    def _fit_filters(self) -> None:
        """Marks and numbers alone where there is no room for words; tool tips and names have them."""
        if not self.isVisible():
            return
        for words in (True, False):
            for button, choice in zip(self.filters, FILTERS, strict=True):
                count = sum(self._counted[kind] for kind in choice.kinds)
                label = choice.label if words or button.icon().isNull() else ""
                button.setText(" ".join(filter(None, (label, str(count) if count else ""))))
            needed = sum(button.sizeHint().width() + SPACE for button in self.filters)
            if needed + self.fold.sizeHint().width() <= self.width() - 4 * SPACE:
                return

    # For the window

    def step(self, by: int) -> None:
        """Goes to the next (1) or the previous (-1) of the problems that are shown, around the ends.

        They are gone through in the order of the report: from the current line, or, where the person has
        gone elsewhere since it became current, from there.
        """
        self._document.checking.leave()
        shown = next(FILTERS[number] for number, button in enumerate(self.filters) if button.isChecked())
        if not shown.kinds & FILTERS[0].kinds:  # what is set aside or agrees is no problem
            self.filters[0].click()
        if not self.model.rowCount():
            self.said.emit(self.list.nothing)
            return
        row = self._next(by)
        self.list.setCurrentIndex(self.model.index(row, 0))
        self._choose(row)
        self._came_to = self._where()

    def _next(self, by: int) -> int:
        """The row to which `step` leads."""
        places = [place_of(self._document, entry.item) for entry in self.model.entries]
        rows = sorted(range(len(places)), key=places.__getitem__)
        row, here = self.list.currentIndex().row(), self._where()
        now = place(self._document, *here)
        last = self._gone or (places[row] if row >= 0 else None)
        in_table = here[0] in self._document.report.form.layouts  # all of it is before one's eyes
        if last and here != self._came_to and not (in_table and last[0] == now[0]):
            last = None
        if last and not self._gone:
            return rows[(rows.index(row) + by) % len(rows)]
        section, start, _ = last or now
        if by > 0:
            reach = 1 if last else 2  # what one stands in the middle of is ahead as well
            ahead = (at for at in rows if (places[at][0], places[at][reach]) >= (section, start))
            return next(ahead, rows[0])
        return next((at for at in reversed(rows) if places[at][:2] < (section, start)), rows[-1])

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
            label = finding.mending.label
            self._document.edit(
                finding.mending.changes, label if label.startswith("改") else f"改正：{label}"
            )
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
        self._document.checking.leave()
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
        self._gone = None
        self.filters[0].setChecked(True)
        sections = self._document.report.form.sections.values()
        self.list.fit_sections(["报告标题", *(section.short_heading or section.name for section in sections)])
        self._show()

    def _on_filter(self, number: int) -> None:
        self._gone = None
        self._list()

    def _show(self) -> None:
        found = list(entries(self._document))
        if found != self._entries or not self._counted:
            self._entries = found
            self._count()
            self._list()
        else:
            self._tell_nothing()

    def _count(self) -> None:
        if self.counts == self._counted:
            return
        self._counted = self.counts
        for number, (button, choice) in enumerate(zip(self.filters, FILTERS, strict=True), 1):
            count = sum(self._counted[kind] for kind in choice.kinds)
            what = f"只看{choice.label}" if number > 1 else "全部问题"
            button.setAccessibleName(f"{what}，{count}条")
            button.setToolTip(f"{what}，{count}条（Alt+{number}）")
        self._fit_filters()

    def _list(self) -> None:
        """Lists what the filter lets through; current line and scroll stay."""
        number = next(i for i, button in enumerate(self.filters) if button.isChecked())
        choice = FILTERS[number]
        before, current = self.model.entries, self.current
        top = QPersistentModelIndex(self.list.indexAt(self.list.rect().topLeft()))
        self._showing = True
        self.model.show(entry for entry in self._entries if entry.kind in choice.kinds)
        if current is not None:
            self._follow(before, current)
        self._showing = False
        if top.isValid():
            self.list.verticalScrollBar().setValue(top.row())
        self._tell_nothing()
        self._show_current()

    def _tell_nothing(self) -> None:
        """Says why the list is empty, where it is."""
        number = next(i for i, button in enumerate(self.filters) if button.isChecked())
        begun = number or self._document.checking.worked_on(None)
        self.list.tell_nothing(FILTERS[number].nothing if begun else NOT_BEGUN)

    def _follow(self, before: list[Entry], current: Entry) -> None:
        """Keeps the current line; where it is gone, the one after it becomes current."""
        if (now := self.current) is not None and now.key == current.key:
            return
        for entry in before[before.index(current) :]:
            row = self.model.row_of(entry)
            if row >= 0:
                self.list.setCurrentIndex(self.model.index(row, 0))
                if entry == current:
                    return
                break
        self._gone = self._gone or place_of(self._document, current.item)

    def _on_current(self, current: QModelIndex) -> None:
        if not self._showing:
            self._gone, self._came_to = None, self._where()
            self._show_current()

    def _show_current(self) -> None:
        pressed = next((button for button in self.detail.buttons if button.hasFocus()), None)
        if pressed:
            self.list.setFocus()  # a button that goes away would give the focus to whatever comes next
        self.detail.show_entry(self.current, not self.model.rowCount())
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
