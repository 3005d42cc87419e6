"""Draws pages into a PDF file with reportlab."""

import io
import threading
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFDocument, PDFInfo, PDFString
from reportlab.pdfgen.canvas import Canvas

from export.page import LEFT, PAGE_HEIGHT, PAGE_WIDTH, RULE, TOP, Block, Box, Page, Rule, Text
from export.typefaces import Faces, font

LANGUAGE = "zh-CN"

rl_config.useA85 = 0  # plain bytes instead of base 85: smaller and faster

_drawing = threading.Lock()  # reportlab's fonts keep a place in their file while they are subset


def draw(pages: Sequence[Page], faces: Faces, title: str, author: str, subject: str) -> bytes:
    """The PDF file of these pages, with these properties; the same input gives the same bytes."""
    file = io.BytesIO()
    with _drawing:
        canvas = Canvas(
            file,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            initialFontName=faces.fang.fonts[0],  # else an unembedded Helvetica is declared
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 4),
            lang=LANGUAGE,
        )
        canvas._doc.info = _Properties(title, author, subject)
        canvas.setViewerPreference("DisplayDocTitle", "true")
        for page in pages:
            canvas.setLineWidth(RULE)
            canvas.setLineCap(2)  # square: rules meet without a notch
            for y, block in page.blocks:
                _draw_block(canvas, block, PAGE_HEIGHT - TOP - y)
            canvas.showPage()
        canvas.save()
    return file.getvalue()


class _Properties(PDFInfo):  # type: ignore[misc]
    """What a reader shows as the file's properties; no dates, because they would differ every time."""

    def __init__(self, title: str, author: str, subject: str) -> None:
        super().__init__()
        self.title, self.author, self.subject = title, author, subject

    def format(self, document: PDFDocument) -> bytes:
        entries = {
            "Title": self.title,
            "Author": self.author,
            "Subject": self.subject,
            "Producer": self.producer,
        }
        shown = PDFDictionary({name: PDFString(value) for name, value in entries.items()})
        formatted: bytes = shown.format(document)
        return formatted


def _draw_block(canvas: Canvas, block: Block, top: float) -> None:
    """Draws a block whose top is `top` points above the lower edge of the paper."""
    if block.bookmark:
        canvas.bookmarkPage(block.bookmark, fit="XYZ", left=0, top=top)
        canvas.addOutlineEntry(block.bookmark, block.bookmark)
    for mark in block.marks:
        if isinstance(mark, Rule):
            canvas.line(LEFT + mark.x0, top - mark.y0, LEFT + mark.x1, top - mark.y1)
        elif isinstance(mark, Box):
            canvas.setFillColor(mark.colour)
            canvas.rect(LEFT + mark.x, top - mark.y - mark.height, mark.width, mark.height, stroke=0, fill=1)
            canvas.setFillColor("black")
        else:
            _draw_text(canvas, mark, top)


def _draw_text(canvas: Canvas, mark: Text, top: float) -> None:
    """Draws a line of text, one piece for each run of characters of one font and spacing.

    Each piece is placed anew: pdfminer (and so pdfplumber) forgets the spacing after the last character.
    """
    text = canvas.beginText()
    x, y = LEFT + mark.x, top - mark.y
    name, spacing = "", None
    for piece in _pieces(canvas, mark):
        text.setTextOrigin(x, y)
        if piece.font != name:
            name = piece.font
            text.setFont(name, mark.size)
        if piece.spacing != spacing:
            spacing = piece.spacing
            text.setCharSpace(spacing)
        text.textOut("".join(glyph.char for glyph in mark.glyphs[piece.start : piece.end]))
        x += sum(mark.advances[piece.start : piece.end])
    canvas.drawText(text)


class _Piece(NamedTuple):
    """The glyphs `start` to `end` of a line: of one font, `spacing` points apart."""

    start: int
    end: int
    font: str
    spacing: float


def _pieces(canvas: Canvas, mark: Text) -> Iterator[_Piece]:
    """The pieces of a line; reportlab embeds a font in subsets, and each piece is of one subset."""
    start = 0
    for name, glyphs in groupby(mark.glyphs, key=attrgetter("font")):
        chars = "".join(glyph.char for glyph in glyphs)
        for _, codes in font(name).splitString(chars, canvas._doc):
            end = start + len(codes)
            spacings = [
                round(mark.advances[at] - mark.size * mark.glyphs[at].width, 3) for at in range(start, end)
            ]
            for spacing, run in groupby(spacings):
                stop = start + len(list(run))
                yield _Piece(start, stop, name, spacing)
                start = stop
