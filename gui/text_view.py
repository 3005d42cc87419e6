"""A text section on the screen: what stands in the report, with its figures and marks."""

import html
from collections.abc import Iterable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QTextCursor
from PySide6.QtWidgets import QToolTip, QWidget

from gui.document import Document
from gui.live_text import LiveText, Place, replacement
from gui.printed_text import PrintedText
from gui.text_marks import TextMarks
from model.checks import Comparison, Finding, Severity
from model.definition import Section
from model.fields import describe_field
from model.report import clean_text, is_text

_KEEP = QTextCursor.MoveMode.KeepAnchor


class TextView(PrintedText):
    """Shows one text of the report, keeps it up to date, and tells what stands at the cursor.

    A live figure is a marked number, ordinary characters for whoever reads, searches or copies them
    elsewhere. It is one thing: the cursor stands before or behind it.
    """

    told = Signal(str, object)  # what stands at the cursor (empty: nothing) and its Severity, None for none

    def __init__(self, document: Document, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report_document = document
        self._section = section
        self._address = f"texts/{section.key}"
        self._text = LiveText(document.report, "")
        self._changed: tuple[int, int] | None = None  # what Qt reports of a change in progress
        self._busy = False
        self._last_position = 0
        self._told = ""
        self._marked: list[tuple[str, str]] | None = []
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(section.name)
        self.setPlaceholderText(section.hint)
        self._marks = TextMarks(self)
        self._on_replaced()
        self.cursorPositionChanged.connect(self._on_cursor)
        document.changed.connect(self._on_changed)
        document.checking.checked.connect(self._on_checked)
        document.replaced.connect(self._on_replaced)
        document.standing_changed.connect(self._on_standing)
        self._on_standing()
        self._on_checked()

    # For the window

    def select(self, start: int, end: int) -> None:
        """Selects words, given in characters of the stored text, and brings them into view."""
        self._select(*self._text.place(start, end))

    def show_finding(self, finding: Finding | Comparison) -> None:
        """Selects the words of a finding, wherever they are by now."""
        if place := self._marks.place(finding):
            self._select(*place)
        elif finding.start is not None and finding.end is not None:
            self.select(finding.start, finding.end)

    @property
    def selected(self) -> tuple[int, int]:
        """What is selected, in characters of the stored text; a figure that it touches is taken whole."""
        return self._selected()

    @property
    def selected_words(self) -> str:
        """What is selected, as it is shown, where that is within a paragraph."""
        words = self.textCursor().selectedText()
        return "" if "\u2029" in words else words

    # From the stored text to the screen

    def _on_replaced(self) -> None:
        self._show()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _on_standing(self) -> None:
        self.setReadOnly(self._report_document.read_only)

    def _on_changed(self, touched: frozenset[str]) -> None:
        if self._address in touched or self._text.has_figures:
            self._show()

    def _typed(self) -> str:
        """What the editor holds: unlike `toPlainText`, blanks that do not break stay what they are."""
        text = self.document().toRawText().replace("\u2029", "\n")
        return text if is_text(text) else clean_text(text)

    def _show(self) -> None:
        """Brings the editor up to the stored text, touching only what differs, so that the cursor stays."""
        report = self._report_document.report
        old, shown = self._text, self._typed()
        self._text = LiveText(report, str(report.content(self._address)))
        if shown == old.shown and self._text.stored == old.stored:
            self._renew_figures(old)
        elif shown != self._text.shown:
            self._replace([replacement(shown, self._text.shown)])
            self._marked = None
        self._mark_figures()

    def _renew_figures(self, old: LiveText) -> None:
        """Shows the figures as they are now; the cursor keeps its place among the words, the view its own."""
        new = {figure.stored_start: figure.value for figure in self._text.figures()}
        stale = [figure for figure in old.figures() if new[figure.stored_start] != figure.value]
        if stale:
            selected, scrolled = self._selected(old), self.verticalScrollBar().value()
            backwards = self.textCursor().position() < self.textCursor().anchor()
            self._replace([(figure.place, new[figure.stored_start]) for figure in reversed(stale)])
            anchor, position = self._text.place(*selected)
            self._set_cursor(*((position, anchor) if backwards else (anchor, position)))
            self.verticalScrollBar().setValue(scrolled)

    def _replace(self, changes: Iterable[tuple[Place, str]]) -> None:
        """Changes what the editor holds, from the end to the beginning."""
        self._busy = True
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for (start, end), text in changes:
            cursor.setPosition(start)
            cursor.setPosition(end, _KEEP)
            cursor.insertText(text)
        cursor.endEditBlock()
        self._busy, self._changed = False, None
        self._last_position = self.textCursor().position()

    # The cursor

    def _selected(self, text: LiveText | None = None) -> tuple[int, int]:
        """What is selected, in characters of the stored text; `text` is what the editor shows."""
        cursor = self.textCursor()
        return (text or self._text).stored_place(cursor.selectionStart(), cursor.selectionEnd())

    def _select(self, start: int, end: int) -> None:
        self._set_cursor(start, end)
        self.ensureCursorVisible()

    def _set_cursor(self, anchor: int, position: int) -> None:
        last = self.document().characterCount() - 1
        cursor = self.textCursor()
        cursor.setPosition(min(anchor, last))
        cursor.setPosition(min(position, last), _KEEP)
        self.setTextCursor(cursor)

    def _on_cursor(self) -> None:
        """Keeps the cursor out of figures, and tells what stands at it."""
        if self._busy or self._changed is not None:
            return
        cursor = self.textCursor()
        anchor, position = cursor.anchor(), cursor.position()
        if self._text.has_figures:
            position = self._text.stepped_over(position, self._last_position)
            if not cursor.hasSelection():
                anchor = position
            elif around := self._text.figure_around(anchor):
                anchor = around[0] if anchor < position else around[1]
            if (anchor, position) != (cursor.anchor(), cursor.position()):
                self._busy = True
                self._set_cursor(anchor, position)
                self._busy = False
        self._last_position = position
        self._tell(position)

    # Marks

    def _mark_figures(self) -> None:
        figures = list(self._text.figures())
        shown = [(figure.name, figure.value) for figure in figures]
        if shown != self._marked:  # what is typed elsewhere moves the marks by itself
            self._marked = shown
            self._marks.show_figures(figures)

    def _on_checked(self) -> None:
        problems = self._report_document.checking.problems
        if not self._report_document.checking.texts_are_checked:
            self._marks.keep_findings(problems.__contains__)  # new ones are placed after the pause
            return
        self._marks.show_findings(
            (self._text.place(finding.start, finding.end), finding)
            for finding in problems
            if finding.section == self._section.key and finding.start is not None and finding.end is not None
        )
        self._tell(self.textCursor().position())

    def _lines_at(self, position: int) -> tuple[list[str], Severity | None]:
        """What there is to say of a position, and how bad it is."""
        if findings := self._marks.findings_at(position):
            lines = [f"{finding.severity.label}：{finding.message}" for finding in findings]
            return lines, findings[0].severity
        if name := self._marks.figure_at(position):
            return [f"自动数字：{describe_field(self._report_document.report.form, name)}"], None
        return [], None

    def _tell(self, position: int) -> None:
        lines, severity = self._lines_at(position)
        line = lines[0] if lines else ""
        if line != self._told and self.hasFocus():
            self._told = line
            self.told.emit(line, severity)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._told = "\n"  # whatever was told last, it was told by another place
        self._tell(self.textCursor().position())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            lines, _ = self._lines_at(self.cursorForPosition(event.pos()).position())
            QToolTip.showText(event.globalPos(), "<br>".join(map(html.escape, lines)), self.viewport())
            return True
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._busy = True  # Qt calls other colours another text
            self._marks.redraw()
            self._busy, self._changed = False, None
