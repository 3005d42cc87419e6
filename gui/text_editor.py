"""The editor of a text section."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import (
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui.document import Document
from gui.keys import Composing, LeavesWindowKeys
from gui.style import ACCENT, HEAD, SPACE, bold
from model.definition import Section
from model.headings import heading
from model.report import clean_text, is_text

_KEYSTROKE = 8  # characters that an input method may bring at once


class TextEditor(LeavesWindowKeys, Composing, QPlainTextEdit):
    """Edits one text of the report; its history is the document's."""

    def __init__(self, document: Document, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report_document = document
        self._address = f"texts/{section.key}"
        self._name = section.name
        self._showing = False
        self._run, self._expected = 0, -1
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(section.name)
        self.setPlaceholderText(section.hint)
        self.document().setDocumentMargin(3 * SPACE)
        self.setStyleSheet(
            f"TextEditor {{ border: 2px solid {HEAD.name()}; }}"
            f"TextEditor:focus {{ border-color: {ACCENT.name()}; }}"
        )
        self._headings = _Headings(self.document())
        self._on_replaced()
        self.textChanged.connect(self._on_typed)
        document.changed.connect(self._on_changed)
        document.replaced.connect(self._on_replaced)
        document.standing_changed.connect(self._on_standing)
        self._on_standing()

    def commit_pending_edit(self) -> None:
        """Takes what an input method is still composing."""
        self.commit_composition()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.textCursor().insertText(clean_text(source.text()))

    def select(self, start: int, end: int) -> None:
        """Selects words, given in characters of the stored text, and brings them into view."""
        text = self._stored()
        cursor = self.textCursor()
        cursor.setPosition(_utf16_length(text[:start]))
        cursor.setPosition(_utf16_length(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _on_replaced(self) -> None:
        self._show()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _on_standing(self) -> None:
        self.setReadOnly(self._report_document.read_only)

    def _stored(self) -> str:
        return str(self._report_document.report.content(self._address))

    def _on_typed(self) -> None:
        if self._showing:
            return
        old, new = self._stored(), self._typed()
        if old == new:
            return
        # A run of typing is one step; a new paragraph, a jump or a change of direction begins the next.
        start, removed, inserted = _difference(old, new)
        follows = start in (self._expected, self._expected - len(removed))
        if not follows or len(removed) + len(inserted) > _KEYSTROKE or "\n" in inserted:
            self._run += 1
        self._expected = start + len(inserted)
        run = f"{self._address}:{self._run}:{'+' if inserted else '-'}"
        self._report_document.edit({self._address: new}, f"输入“{self._name}”", merge=run)

    def _typed(self) -> str:
        """What the editor holds: unlike `toPlainText`, blanks that do not break stay what they are."""
        text = self.document().toRawText().replace("\u2029", "\n")
        return text if is_text(text) else clean_text(text)

    def _on_changed(self, touched: frozenset[str]) -> None:
        if self._address in touched:
            self._show()

    def _show(self) -> None:
        """Brings the editor up to the stored text, touching only what differs, so that the cursor stays."""
        shown, stored = self._typed(), self._stored()
        if shown == stored:
            return
        start, removed, inserted = _difference(shown, stored)
        self._showing = True
        cursor = QTextCursor(self.document())
        cursor.setPosition(_utf16_length(shown[:start]))
        cursor.setPosition(_utf16_length(shown[: start + len(removed)]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(inserted)
        self._showing = False
        self.ensureCursorVisible()


class _Headings(QSyntaxHighlighter):
    """Shows which beginnings of paragraphs are read as headings, by their numbering."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._format = QTextCharFormat()
        self._format.setFont(bold(document.defaultFont()))
        self._format.setForeground(ACCENT)

    def highlightBlock(self, text: str) -> None:
        blanks = len(text) - len(text.lstrip())
        _, end = heading(text.strip())
        if end:
            self.setFormat(0, _utf16_length(text[: blanks + end]), self._format)


def _difference(old: str, new: str) -> tuple[int, str, str]:
    """Where two texts part, what the old one has there and what the new one has instead."""
    shortest = min(len(old), len(new))
    start = next((i for i in range(shortest) if old[i] != new[i]), shortest)
    tail = next((i for i in range(shortest - start) if old[-1 - i] != new[-1 - i]), shortest - start)
    return start, old[start : len(old) - tail], new[start : len(new) - tail]


def _utf16_length(text: str) -> int:
    """How many positions a text takes in Qt, which counts UTF-16 units."""
    return len(text) + sum(1 for character in text if character > "\uffff")
