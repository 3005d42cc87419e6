"""Text in the type area: the title, headings and paragraphs, by GB/T 9704—2012."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from export.composer import Line, balance, compose
from export.page import (
    ALWAYS,
    BODY_SIZE,
    COLUMNS,
    LINE,
    PITCH,
    TITLE_SIZE,
    WIDTH,
    Block,
    base_line,
    set_text,
)
from export.typefaces import Faces, Glyph, Typeface
from model.headings import heading

INDENT = 2.0  # characters
BREAK_AFTER = "省市区县旗州盟乡镇会厅局委部院府室组"  # a title is best broken after one of these


def title_blocks(parts: Iterable[str], faces: Faces) -> list[Block]:
    """The title, each part on lines of its own, and a blank line below."""
    blocks = []
    for part in parts:
        glyphs, widths = _measured(faces.biaosong, cleaned(part))
        for line in balance(cleaned(part), widths, WIDTH / TITLE_SIZE, BREAK_AFTER):
            x = (WIDTH - TITLE_SIZE * line.width) / 2
            text = set_text(glyphs, line, x, base_line(TITLE_SIZE), TITLE_SIZE)
            blocks.append(Block(LINE, (text,), keep=ALWAYS))
    return [*blocks, Block(LINE, keep=ALWAYS)]


def heading_blocks(text: str, faces: Faces, keep: bool) -> list[Block]:
    """The heading of a section, also as a bookmark; `keep` it with what follows."""
    glyphs, widths = _measured(faces.hei, cleaned(text))
    lines = compose(cleaned(text), widths, COLUMNS, INDENT)
    return [_line_block(glyphs, line, keep, text if line is lines[0] else "") for line in lines]


def paragraph_blocks(text: str, faces: Faces) -> Iterator[Block]:
    """The paragraphs of a text: one on each of its lines; the blanks around them are dropped."""
    for paragraph in map(cleaned, text.splitlines()):
        level, end = heading(paragraph)
        face = (faces.fang, faces.hei, faces.kai)[level]
        glyphs = face.glyphs(paragraph[:end]) + faces.fang.glyphs(paragraph[end:])
        widths = [glyph.width for glyph in glyphs]
        keep = 0 < end == len(paragraph)
        for line in compose(paragraph, widths, COLUMNS, INDENT, justify=True):
            yield _line_block(glyphs, line, keep)


def cleaned(text: str) -> str:
    """The text without what cannot be seen, blanks other than the Chinese one made plain ones."""
    return "".join(map(_visible, unicodedata.normalize("NFC", text))).strip()


def _measured(face: Typeface, text: str) -> tuple[list[Glyph], list[float]]:
    glyphs = face.glyphs(text)
    return glyphs, [glyph.width for glyph in glyphs]


def _line_block(glyphs: list[Glyph], line: Line, keep: bool, bookmark: str = "") -> Block:
    text = set_text(glyphs, line, 0, base_line(BODY_SIZE), BODY_SIZE, PITCH)
    return Block(LINE, (text,), keep=ALWAYS if keep else 0.0, bookmark=bookmark)


@cache
def _visible(char: str) -> str:
    """The character, a plain blank for odd ones, nothing for marks that steer the display."""
    if char == "　":
        return char
    category = unicodedata.category(char)
    if category[0] == "Z" or char.isspace():
        return " "
    if category in ("Cc", "Cf") or "\ufe00" <= char <= "\ufe0f":
        return ""
    return char
