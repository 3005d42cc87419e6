"""What there is to say of the current line: message, what it rests on, how to mend it; and what to do."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gui.document import Document
from gui.problems.entries import Entry, Kind
from gui.style import SPACE, shades
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
        self._entry: Entry | None = None
        self._nothing_listed = True
        self.text = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setMargin(SPACE)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that it can be read and scrolled by keys
        self.text.setAccessibleName("说明")
        self._area = area = QScrollArea()
        self._key: object = None  # of the line that is told of
        area.setWidgetResizable(True)
        area.setMinimumHeight(self.fontMetrics().lineSpacing() + 2 * SPACE)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setBackgroundRole(QPalette.ColorRole.Base)
        area.setWidget(self.text)
        self.go = QPushButton("转到(&T)")
        self.mend = QPushButton()
        self.set_aside = QPushButton("搁置(&K)…")
        self.take_up = QPushButton("恢复(&R)")
        self._row = QWidget()
        buttons = QHBoxLayout(self._row)
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
        column.addWidget(self._row)
        self.show_entry(None, nothing_listed=True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.show_entry(self._entry, self._nothing_listed)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """What can be done about a line."""
        return self.go, self.mend, self.set_aside, self.take_up

    def show_entry(self, entry: Entry | None, nothing_listed: bool = False) -> None:
        """Shows a line, or what the list is for where none is current; an empty list speaks for itself."""
        finding = entry.finding if entry else None
        editable = not self._document.read_only
        mending = finding.mending if finding and finding.counts else None
        self._row.setVisible(entry is not None)
        self.mend.setVisible(mending is not None and editable)
        if mending:
            label = mending.label.replace("&", "&&")
            self.mend.setText(f"{label}(&M)" if label.startswith("改") else f"改正：{label}(&M)")
        self.set_aside.setVisible(
            finding is not None and finding.counts and editable and may_be_set_aside(finding)
        )
        self.take_up.setVisible(finding is not None and not finding.counts and editable)
        self._entry, self._nothing_listed = entry, nothing_listed
        help_ = "" if nothing_listed else _HELP
        lines = _escaped(_lines(self._document, entry)) if entry else [("", help_)]
        text = _table(
            lines,
            self.fontMetrics().horizontalAdvance("搁置理由") + 2 * SPACE,
            shades(self.palette()).quiet_ink.name(),
            quiet=entry is None,
        )
        if text != self.text.text():
            self.text.setText(text)
        key = entry.key if entry else None
        if key != self._key:
            self._key = key
            self._area.verticalScrollBar().setValue(0)


_HELP = "选中一条，这里说明依据和改法。双击或者按回车，转到它的位置；按 F8 逐条查看。"


def _lines(document: Document, entry: Entry) -> Iterator[tuple[str, str]]:
    """What there is to say of a line: headings, empty for the message, and texts."""
    item = entry.item
    yield "", item.message
    if isinstance(item, Finding):
        if item.set_aside is not None:
            yield "搁置理由", item.set_aside
        if item.expected is not None and item.actual is not None:
            yield "应为", f"{item.expected}，现在是{item.actual}"
    if item.quote is not None and (figures := _figures(document, item.cells)):
        yield "表格里", figures
    rule = catalogue().get(item.rule)
    if rule and entry.kind is not Kind.AGREES:
        yield "怎样改", rule.mend
        yield "依据", rule.why


def _escaped(lines: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    from html import escape  # not for the first frame

    return [(head, escape(text)) for head, text in lines]


def _figures(document: Document, cells: tuple[str, ...]) -> str:
    """Cells with what stands in them."""
    form, report = document.report.form, document.report
    known = [form.cells[address] for address in cells if address in form.cells]
    known = [cell for cell in known if report.value(cell.address)] or known  # zeros tell little
    named = [f"{cell.name}：{format_value(report.value(cell.address)) or '空'}" for cell in known[:_CELLS]]
    return "；".join(named) + ("等" if len(known) > _CELLS else "")


def _table(lines: list[tuple[str, str]], width: int, colour: str, quiet: bool) -> str:
    """Headings of so many pixels beside their rich texts; a text without one takes all the width.

    `colour` is that of the headings, and of everything where the text is `quiet`.
    """
    style = f"color: {colour}"
    rows = []
    for head, text in lines:
        if head:
            rows.append(f'<tr><td width="{width}" style="{style}">{head}</td><td>{text}</td></tr>')
        else:
            rows.append(f'<tr><td colspan="2" style="{style if quiet else ""}">{text}</td></tr>')
    return f'<table cellspacing="0" cellpadding="1" width="100%">{"".join(rows)}</table>'
