"""The page of a table, and what all pages have."""

import html
from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Protocol

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from gui.document import Document
from gui.grid.explain import BULLET, explained
from gui.grid.find import FindLine
from gui.grid.view import Grid
from gui.style import SPACE, heading
from gui.zoom import Zoom
from model.checks import Comparison, Finding
from model.definition import Section
from model.layout import LayoutCell, Role
from model.numbers import format_value

_GUIDANCE_WIDTH, _NARROW_GUIDANCE = 17, 10  # characters, and where what is beside it needs the room
_GUIDING = 60  # milliseconds on a cell after which it is explained: whoever hurries on waits for nothing


class Page(Protocol):
    """What the window asks of a tab's page."""

    @property
    def in_order(self) -> list[QWidget]:
        """What takes the focus, in the order of Tab."""

    @property
    def place(self) -> tuple[str, int]:
        """The section, and the number of the cell or the character where one is; -1 at its beginning."""

    def enter(self) -> None:
        """Takes the focus as the keyboard contract says."""

    def commit_pending_edit(self) -> None:
        """Keeps what is still being typed."""

    def show_finding(self, finding: Finding | Comparison) -> None:
        """Leads to the cell or the words of a finding."""

    def show_change(self, addresses: Collection[str]) -> None:
        """Brings a change into view if it is on the page."""

    def show_help(self) -> None:
        """Shows what belongs at the current place, right beside it."""


class Guidance(QScrollArea):
    """What belongs here, beside the thing that is being filled in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        content = QWidget()
        self._heading = QLabel(wordWrap=True)
        self._heading.setFont(heading(self.font()))
        self._text = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(content)
        column.setContentsMargins(3 * SPACE, 0, 2 * SPACE, 2 * SPACE)
        column.setSpacing(2 * SPACE)
        column.addWidget(self._heading)
        column.addWidget(self._text)
        column.addStretch(1)
        self.setWidget(content)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("汉") * _NARROW_GUIDANCE)

    def sizeHint(self) -> QSize:
        return QSize(
            self.fontMetrics().horizontalAdvance("汉") * _GUIDANCE_WIDTH, super().sizeHint().height()
        )

    def tell(self, heading: str, paragraphs: list[str]) -> None:
        """Shows a heading and paragraphs."""
        self._heading.setText(heading)
        indent = self.fontMetrics().horizontalAdvance(BULLET)
        self._text.setText("".join(_as_html(paragraph, indent) for paragraph in paragraphs))


def _as_html(paragraph: str, indent: int) -> str:
    """A paragraph with some room below; items that run on in a second line stand `indent` pixels in."""
    *lines, last = (html.escape(line) for line in paragraph.split("\n"))
    hang = f"margin-left: {indent}px; text-indent: -{indent}px;"
    looks = [(line, 0) for line in lines] + [(last, 2 * SPACE)]
    return "".join(
        f'<p style="margin: 0 0 {below}px 0; {hang * line.startswith(BULLET)}">{line}</p>'
        for line, below in looks
    )


class TablePage(QWidget):
    """A table of the form with what its current row means beside it."""

    said = Signal(str, object)  # a line for the status bar, and the Severity that it tells of or None
    refused = Signal(str)  # a line on what was not taken, or was done; empty when all went as usual
    summed = Signal(str)
    register_wanted = Signal()  # one case is to be entered
    zeros_wanted = Signal(str)  # nothing occurred in this table

    def __init__(self, document: Document, section: Section, zoom: Zoom) -> None:
        super().__init__()
        self._document = document
        self.grid = Grid(document, document.report.form.layouts[section.key])
        self.grid.setAccessibleName(section.name)
        self._find_line = FindLine(self.grid, self)
        self._guidance = Guidance()
        self._section = section
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._find_line)
        column.addWidget(self.grid, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, 2 * SPACE, 0, 0)
        row.setSpacing(0)
        self._buttons = self._ways_in()
        ways = QVBoxLayout()
        ways.setContentsMargins(3 * SPACE, 0, 2 * SPACE, 2 * SPACE if self._buttons else 0)
        ways.setSpacing(SPACE)
        for button in self._buttons:
            ways.addWidget(button)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addLayout(ways)
        beside.addWidget(self._guidance, 1)
        row.addLayout(column, 1)
        row.addLayout(beside)
        self.grid.current_changed.connect(self.tell)
        self.grid.selection_changed.connect(self._sum)
        self.grid.grid_model.noted.connect(self.refused)
        self.grid.zoom_asked.connect(zoom.step)
        self._find_line.closed.connect(self.grid.setFocus)
        zoom.changed.connect(self.grid.zoom)
        document.checking.checked.connect(self._on_checked)
        document.changed.connect(self._sum)
        document.standing_changed.connect(self._on_standing)
        if zoom.percent != 100:
            self.grid.zoom(zoom.percent)
        self._guiding = QTimer(self, singleShot=True, interval=_GUIDING)
        self._guiding.timeout.connect(self.guide)
        self.guide()
        self._on_standing()

    def _ways_in(self) -> list[QPushButton]:
        """What fills in the table without its grid."""
        table, buttons = self._section.table, []
        if table and table.register:
            buttons.append(QPushButton(f"{table.register.label}…"))
            buttons[-1].setToolTip("说明是谁申请的、结果怎样，由程序填到该填的格里（Ctrl+G）")
            buttons[-1].clicked.connect(self.register_wanted)
        if table and table.nothing:
            buttons.append(QPushButton(f"{table.nothing.label}…"))
            buttons[-1].setToolTip("表里的空格都填上0，填以前先问一问")
            buttons[-1].clicked.connect(partial(self.zeros_wanted.emit, self._section.key))
        for button in buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus in the grid
        return buttons

    def _on_standing(self) -> None:
        for button in self._buttons:
            button.setEnabled(not self._document.read_only)

    @property
    def in_order(self) -> list[QWidget]:
        # In the grid Tab goes from cell to cell: what is beside it comes before.
        return [self._find_line.field, *self._buttons, self.grid]

    @property
    def place(self) -> tuple[str, int]:
        cell = self.grid.current_cell()
        return self._section.key, self.grid.layout_.place(cell) if cell else -1

    def enter(self) -> None:
        self.grid.setFocus()
        self.grid.go_to_first_input()
        self.tell()

    def commit_pending_edit(self) -> None:
        self.grid.commit_pending_edit()

    def show_finding(self, finding: Finding | Comparison) -> None:
        self.grid.setFocus()
        if finding.cells:
            self.grid.go_to(finding.cells[0])

    def show_change(self, addresses: Collection[str]) -> None:
        here = [a for a in addresses if a in self._document.report.form.cells]
        if here and here[0].startswith(f"{self._section.key}/"):
            self.grid.go_to(here[0])

    def show_help(self) -> None:
        cell = self.grid.current_cell()
        if cell is not None and (cell.address or cell.help):
            corner = self.grid.visualRect(self.grid.currentIndex()).bottomLeft()
            place = self.grid.viewport().mapToGlobal(corner)
            QToolTip.showText(
                place, "\n".join((cell.text or cell.name, *_help_on(cell, self._document))), self.grid
            )

    def find_row(self) -> None:
        """Asks for a part of a row's label."""
        self._find_line.open_line()

    def find_next(self, back: bool) -> None:
        """Goes on to the next or the previous row that has the words searched for last."""
        self._find_line.step(back)

    def tell(self) -> None:
        """Says in the status bar and beside the table what the current cell is and why it is marked."""
        cell = self.grid.current_cell()
        self._guiding.start()
        if cell is None or not cell.address:
            self.said.emit(self._section.name, None)
            return
        reasons = self.grid.grid_model.reasons(cell)
        place = f"第{self._section.number}部分 ／ {cell.name}"
        self.said.emit("　".join((place, *reasons[:1])), self.grid.grid_model.trouble(cell))

    def guide(self) -> None:
        """Explains the current cell without waiting any longer."""
        self._guiding.stop()
        cell = self.grid.current_cell()
        if cell is not None and cell.text:
            self._guidance.tell(cell.text, explained(cell))
            return
        if cell is None:
            self._guidance.tell(
                "填写说明", ["选中一格，这里说明它怎样计数。", "白色的格填写，灰色的格自动计算。"]
            )
            return
        self._guidance.tell(cell.name, _help_on(cell, self._document))

    def _on_checked(self) -> None:
        if self.isVisible():
            self.tell()

    def _sum(self) -> None:
        cells = [cell for cell in self.grid.selected_cells() if cell.address]
        # Totals would count their parts twice, amounts do not add up with counts.
        inputs = [cell for cell in cells if cell.role is Role.INPUT] or cells
        alike = [cell for cell in inputs if cell.kind == inputs[0].kind]
        values = [v for cell in alike if (v := self._document.report.value(cell.address)) is not None]
        if len(values) > 1 and self.isVisible():
            total = sum(values)
            average = (Decimal(total) / len(values)).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
            figures = (len(values), format_value(total), format_value(average))
            self.summed.emit("　".join(map("{} {}".format, ("计数", "合计", "平均"), figures)))
        else:
            self.summed.emit("")


def _help_on(cell: LayoutCell, document: Document) -> list[str]:
    """What a cell counts, in paragraphs."""
    local = [document.report.form.local_rule] if cell.role is Role.INPUT else []
    return [*explained(cell), *local]
