"""Texts on the screen as they are printed: the faces of the page, headings, indents."""

from functools import cache

from PySide6.QtCore import QEvent
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QSyntaxHighlighter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from gui.live_text import utf16_length
from gui.style import SPACE, shades
from model import resources
from model.headings import heading

_INDENT = 2  # characters by which the first line of a paragraph is set in
_LARGER = 1.25  # times the font of the window: the strokes of 仿宋 are thin
_PITCH = 120  # per cent of a line's height, from line to line
_RING = 2  # pixels around the text for the ring that shows where the focus is (gui/focus_ring.py)
_FACES = (("fang", "fangx"), ("hei",), ("kai",))  # files: for text, headings of level 1, of level 2


@cache
def families(level: int) -> list[str]:
    """The bundled families for headings of a level: 黑体, 楷体; 仿宋 for level 0, which is text.

    They are made known to Qt, each in a few milliseconds, when there is first something to show in them.
    """
    found = []
    for file in _FACES[level]:
        number = QFontDatabase.addApplicationFont(str(resources.path("fonts", f"{file}.ttf")))
        found += QFontDatabase.applicationFontFamilies(number)
    return found


class PrintedText(QTextEdit):
    """An editor of plain text in which paragraphs look as on the page.

    The look is in the formats of the editor only: a paragraph takes its indent from the one before, and
    the text has no blanks for it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptRichText(False)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setViewportMargins(_RING, _RING, _RING, _RING)
        self.document().setDocumentMargin(3 * SPACE)
        font = QFont(self.font())
        font.setFamilies([*families(0), *font.families()])
        font.setPointSizeF(font.pointSizeF() * _LARGER)
        self.setFont(font)
        look = QTextBlockFormat()
        look.setTextIndent(_INDENT * QFontMetricsF(font).horizontalAdvance("汉"))
        look.setLineHeight(_PITCH, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        QTextCursor(self.document()).setBlockFormat(look)
        self._headings = _Headings(self.document())

    def setPlaceholderText(self, text: str) -> None:
        super().setPlaceholderText("　" * _INDENT + text)

    def height_of(self, lines: int) -> int:
        """The height in pixels with which it shows the first so many lines."""
        pitch = QFontMetricsF(self.font()).lineSpacing() * _PITCH / 100
        return round(lines * pitch) + 3 * SPACE + 2 * _RING

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):  # of the frame; the text is painted in the viewport
            painter = QPainter(self)
            painter.setPen(shades(self.palette()).rule)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        return super().event(event)


class _Headings(QSyntaxHighlighter):
    """Shows the headings at the beginnings of paragraphs in the faces in which they are printed."""

    def highlightBlock(self, text: str) -> None:
        blanks = len(text) - len(text.lstrip())
        level, end = heading(text.strip())
        if level:
            look = QTextCharFormat()
            look.setFontFamilies([*families(level), *families(0)])
            self.setFormat(0, utf16_length(text[: blanks + end]), look)
