"""The editor of a text section."""

from time import monotonic

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDragLeaveEvent, QDropEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from gui.document import Document
from gui.keys import Composing, LeavesWindowKeys
from gui.live_text import MIME, utf16_length
from gui.text_view import TextView
from model.definition import Section
from model.numbering import continues, following, numbered
from model.report import TEXT_LIMIT, clean_text

_KEYSTROKE = 8  # characters that an input method may bring at once
_PAUSE = 3.0  # seconds without a key after which typing is another step of the history


class TextEditor(LeavesWindowKeys, Composing, TextView):
    """Edits one text of the report; its history is the document's.

    What is typed is made at its place in the stored text, which then decides what is shown. Who deletes a
    part of a figure deletes all of it.
    """

    refused = Signal(str)  # why something could not be put in

    def __init__(self, document: Document, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(document, section, parent)
        self._composed: tuple[int, int] | None = None  # what Qt reports, of what an input method brings
        self._run, self._expected, self._last_key = 0, -1, 0.0
        self.document().contentsChange.connect(self._on_contents)
        self.textChanged.connect(self._on_typed)

    # For the window

    def commit_pending_edit(self) -> None:
        """Takes what an input method is still composing."""
        self.commit_composition()

    def insert(self, text: str, name: str) -> None:
        """Puts a text, which may hold live figures, at the cursor, as one step of the history."""
        if not self._report_document.read_only:
            self._replace_stored(*self._selected(), text, name)

    def insert_paragraphs(self, text: str, name: str) -> None:
        """Puts paragraphs after the one that has the cursor, or in its place where it is empty."""
        if not self._report_document.read_only:
            stored, (_, end) = self._text.stored, self._selected()
            at = stored.find("\n", end) if "\n" in stored[end:] else len(stored)
            paragraph = stored[:at].split("\n")[-1]
            if paragraph.strip():
                self._replace_stored(at, at, f"\n{text}", name)
            else:
                self._replace_stored(at - len(paragraph), at, text, name)

    # From the keyboard to the stored text

    def _edit(self, text: str, name: str, merge: str = "") -> None:
        shown = self._text
        self._report_document.edit({self._address: text[:TEXT_LIMIT]}, name, merge=merge)
        if self._text is shown:  # it changed nothing, and what is on the screen has to go back
            self._show()

    def _replace_stored(self, start: int, end: int, text: str, name: str) -> None:
        """Puts a text in the place of a part of the stored one, as a step, and the cursor behind it."""
        self._run, self._expected = self._run + 1, -1
        stored = self._text.stored
        self._edit(clean_text(stored[:start] + text + stored[end:]), name)
        self.select(start + len(text), start + len(text))

    def _on_contents(self, position: int, removed: int, added: int) -> None:
        self._changed = self._composed or (position, added)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # While composing Qt reports whole paragraphs as changed.
        start = self.textCursor().selectionStart() + event.replacementStart()
        self._composed = start, utf16_length(event.commitString())
        super().inputMethodEvent(event)
        self._composed = None

    def _on_typed(self) -> None:
        if self._busy:
            return
        new = self._typed()
        if new != self._text.shown:
            start, end, inserted = self._text.edited(new, self._changed)
            # A run of typing is one step; a pause, a jump, a new paragraph or direction begin another.
            now = monotonic()
            follows = start in (self._expected, self._expected - (end - start))
            if (
                not follows
                or now - self._last_key > _PAUSE
                or end - start + len(inserted) > _KEYSTROKE
                or "\n" in inserted
            ):
                self._run += 1
            self._expected, self._last_key = start + len(inserted), now
            stored = self._text.stored
            run = f"{self._address}:{self._run}:{'+' if inserted else '-'}"
            name = f"{'输入' if inserted else '删去'}“{self._section.name}”的文字"
            self._edit(stored[:start] + inserted + stored[end:], name, run)
            if new != self._text.shown:  # a figure came or went with it
                self._select(*self._text.place(self._expected, self._expected))
        self._changed = None
        self._on_cursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._may_number(event):
            self._on_return(event)
        else:
            super().keyPressEvent(event)

    def _may_number(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return held == Qt.KeyboardModifier.NoModifier and not self._report_document.read_only

    def _on_return(self, event: QKeyEvent) -> None:
        """Numbers the next paragraph where a list goes on; where it ends, takes the empty number away."""
        stored, (start, end) = self._text.stored, self._selected()
        lines = stored[:end].split("\n")
        before, paragraph = ("", *lines)[-2:]
        rest, _, later = stored[end:].partition("\n")
        at_the_end = start == end and not rest
        if at_the_end and continues(paragraph, before) and numbered(paragraph) == len(paragraph):
            self._replace_stored(end - len(paragraph), end, "", "去掉编号")
            return
        super().keyPressEvent(event)
        if at_the_end and not continues(later, paragraph) and (number := following(paragraph)):
            self.insert(number, "接着编号")  # a step of its own: who does not want it takes back just that

    # Clipboard and dragging

    def createMimeDataFromSelection(self) -> QMimeData:
        """Elsewhere a figure is its number; in a text of this program it stays live."""
        start, end = self._selected()
        data = QMimeData()
        data.setText(self.textCursor().selectedText().replace("\u2029", "\n"))
        data.setData(MIME, self._text.stored[start:end].encode())
        return data

    def insertFromMimeData(self, source: QMimeData) -> None:
        from gui.pasting import pasted

        found = pasted(source)
        if found.text:
            self.insert(found.text, "粘贴")
        if found.message:
            self.refused.emit(found.message)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        from gui.pasting import can_paste

        return can_paste(source)

    def dropEvent(self, event: QDropEvent) -> None:
        is_own = event.source() in (self, self.viewport())
        if not is_own or event.dropAction() is not Qt.DropAction.MoveAction:
            super().dropEvent(event)
            return
        # Qt would report one big change, and figures between the two places could not be told any more.
        self.move_selection(event.position().toPoint())
        event.setDropAction(Qt.DropAction.CopyAction)  # who drags has nothing left to remove
        event.accept()
        super().dragLeaveEvent(QDragLeaveEvent())

    def move_selection(self, point: QPoint) -> None:
        """Moves the selected words to a point of the viewport, as one step."""
        start, end = self._selected()
        position = self.cursorForPosition(point).position()
        _, target = self._text.stored_place(position, position)
        if start <= target <= end or self._report_document.read_only:
            return
        stored = self._text.stored
        words, rest = stored[start:end], stored[:start] + stored[end:]
        target -= len(words) if target > start else 0
        self._edit(rest[:target] + words + rest[target:], "移动文字")
        self.select(target, target + len(words))
