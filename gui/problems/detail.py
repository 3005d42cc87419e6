"""What there is to say of the current line: message, what it rests on, how to mend it; and what to do."""

import html
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gui.document import Document
from gui.problems.entries import Entry, Kind
from gui.style import QUIET_INK, SPACE
from model.checks import Finding
from model.checks.catalogue import catalogue
from model.checks.setting_aside import may_be_set_aside
from model.numbers import format_value

_CELLS = 4  # that are named with their figures


class Detail(QWidget):
    """Tells all about a line of the list, and has its buttons."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.text = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setMargin(2 * SPACE)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setAccessibleName("说明")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        area.setWidget(self.text)
        self.go = QPushButton("转到(&T)")
        self.mend = QPushButton()
        self.set_aside = QPushButton("搁置(&K)…")
        self.take_up = QPushButton("恢复(&R)")
        buttons = QHBoxLayout()
        buttons.setContentsMargins(2 * SPACE, SPACE, 0, SPACE)
        buttons.setSpacing(SPACE)
        for button in self.buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where one works
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addLayout(buttons)
        self.show_entry(None)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """What can be done about a line."""
        return self.go, self.mend, self.set_aside, self.take_up

    def show_entry(self, entry: Entry | None) -> None:
        """Shows a line, or what the list is for where none is current."""
        finding = entry.finding if entry else None
        editable = not self._document.read_only
        mending = finding.mending if finding and finding.counts else None
        self.go.setVisible(entry is not None)
        self.mend.setVisible(mending is not None and editable)
        if mending:
            self.mend.setText(f"改正：{mending.label.replace('&', '&&')}(&M)")
        self.set_aside.setVisible(
            finding is not None and finding.counts and editable and may_be_set_aside(finding)
        )
        self.take_up.setVisible(finding is not None and not finding.counts and editable)
        text = "".join(_paragraphs(self._document, entry)) if entry else _paragraph("", _HELP, quiet=True)
        if text != self.text.text():
            self.text.setText(text)


_HELP = "选中一条，这里说明依据和改法；双击或者按回车转到它的位置。F8 逐条查看。"


def _paragraphs(document: Document, entry: Entry) -> Iterator[str]:
    """What there is to say of a line, as rich text."""
    item = entry.item
    yield _paragraph("", item.message)
    if isinstance(item, Finding):
        if item.set_aside is not None:
            yield _paragraph("搁置理由", item.set_aside)
        if item.expected is not None and item.actual is not None:
            yield _paragraph("应为", f"{item.expected}；现在是{item.actual}")
    is_about_words = item.quote is not None
    if is_about_words and (figures := _figures(document, item.cells)):
        yield _paragraph("表格里", figures)
    rule = catalogue().get(item.rule)
    if rule and entry.kind is not Kind.AGREES:
        yield _paragraph("依据", rule.why)
        yield _paragraph("怎样改", rule.mend)


def _figures(document: Document, cells: tuple[str, ...]) -> str:
    """Cells with what stands in them."""
    form, report = document.report.form, document.report
    known = [form.cells[address] for address in cells if address in form.cells]
    named = [f"{cell.name}：{format_value(report.value(cell.address)) or '空'}" for cell in known[:_CELLS]]
    return "；".join(named) + ("等" if len(known) > _CELLS else "")


def _paragraph(head: str, text: str, quiet: bool = False) -> str:
    colour = f"color: {QUIET_INK.name()}"
    start = f'<span style="{colour}">{html.escape(head)}　</span>' if head else ""
    style = f"; {colour}" if quiet else ""
    return f'<p style="margin: 0 0 {SPACE}px 0{style}">{start}{html.escape(text)}</p>'
