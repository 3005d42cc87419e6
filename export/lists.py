"""Small print: headings and numbered items, in which findings are listed, and lines below the type area."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from export.composer import HALF, SQUEEZE_LEFT, compose, traits_of
from export.page import (
    ALWAYS,
    HEIGHT,
    NUMBER_DROP,
    NUMBER_SIZE,
    WIDTH,
    Block,
    Page,
    Text,
    base_line,
    plain_text,
    set_text,
)
from export.paragraphs import cleaned
from export.typefaces import Typeface

SIZE, LINE = 10.5, 15.0  # points
HEADING = 12.0  # points
HEADING_LEADING = 1.6  # from line to line, in em
HANG = 2.0  # em that the text of an item stands in from its number


def heading(text: str, face: Typeface, size: float = HEADING) -> Iterator[Block]:
    """A heading with some room above it, kept with what follows; `size` in points."""
    line = size * HEADING_LEADING
    yield Block(size / 2, on_grid=False, keep=ALWAYS)
    for mark in _lines(text, face, size, line):
        yield Block(line, (mark,), on_grid=False, keep=ALWAYS)


def item(number: str, paragraphs: Sequence[str], face: Typeface, keep: bool = False) -> Iterator[Block]:
    """Paragraphs beside a number; a page breaks before or after them, after them not with `keep`.

    Without a number they stand from edge to edge.
    """
    hang = HANG * SIZE if number else 0.0
    lines = [mark for text in paragraphs for mark in _lines(text, face, SIZE, LINE, hang)]
    for at, mark in enumerate(lines):
        before = [plain_text(face, number, 0, base_line(SIZE, LINE), SIZE)] if number and not at else []
        last = at == len(lines) - 1
        yield Block(LINE, (*before, mark), on_grid=False, keep=0.0 if last and not keep else ALWAYS)


def place_foot(page: Page, text: str, y: float, face: Typeface) -> None:
    """Puts a small text below the middle of the type area, its base line `y` points below it."""
    mark = plain_text(face, text, 0, y, SIZE)
    page.place(HEIGHT, Block(0, (replace(mark, x=(WIDTH - sum(mark.advances)) / 2),)))


def number_pages(pages: Sequence[Page], name: str, face: Typeface) -> None:
    """Says on each of several pages which it is, e.g. `审签单第1页，共2页`."""
    for number, page in enumerate(pages, 1):
        if len(pages) > 1:
            place_foot(page, f"{name}第{number}页，共{len(pages)}页", NUMBER_DROP + NUMBER_SIZE / 2, face)


def _lines(text: str, face: Typeface, size: float, line: float, x: float = 0.0) -> Iterator[Text]:
    """The marks of a paragraph, a line each, from `x` to the right edge."""
    text = cleaned(text)
    glyphs = face.glyphs(text)
    for at in compose(text, [glyph.width for glyph in glyphs], (WIDTH - x) / size, 0, justify=True):
        # Ink to ink: the blank half of an opening bracket goes to the left.
        shift = HALF * size if x and traits_of(text[at.start]) & SQUEEZE_LEFT else 0.0
        yield set_text(glyphs, at, x - shift, base_line(size, line), size)
