"""The bundled fonts are read our way; reportlab's own way must find the same in them."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFontFace

from export.truetype import BundledFace
from model import resources

FONTS = sorted(resources.path("fonts").glob("*.ttf"))


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_a_face_is_what_reportlab_reads(path: Path) -> None:
    ours, theirs = BundledFace(path), TTFontFace(str(path))
    for char in {*range(0x3000), *theirs.charToGlyph, 0xFFFF, 0x10000, 0x2FFFF, 0x10FFFF}:
        assert ours.charToGlyph.get(char) == theirs.charToGlyph.get(char), hex(char)
        assert (char in ours.charToGlyph) == (char in theirs.charToGlyph)
        assert ours.getCharWidth(char) == theirs.getCharWidth(char), hex(char)
    assert list(ours.glyphPos) == theirs.glyphPos
    assert [ours.hmetrics[glyph] for glyph in range(theirs.numGlyphs)] == theirs.hmetrics
    for name in ("name", "bbox", "flags", "italicAngle", "stemV", "capHeight", "defaultWidth", "numGlyphs"):
        assert getattr(ours, name) == getattr(theirs, name), name


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_a_subset_is_what_reportlab_cuts_out(path: Path) -> None:
    chars = [0, 32, *map(ord, "政府信息公开工作年度报告，。（）“”1234567890"), 0x9FFF]
    assert BundledFace(path).makeSubset(chars) == TTFontFace(str(path)).makeSubset(chars)


def test_two_threads_read_the_same_font() -> None:
    """The preview goes on making its pages while something is exported."""
    path = FONTS[0]
    data, face = path.read_bytes(), BundledFace(path)
    start = face.get_table_pos("glyf")[0]

    def wrong(offset: int) -> int:
        outlines = face.get_table("glyf")
        parts = [slice(at, at + 100) for at in range(offset, 400_000, 40)]
        return sum(outlines[part] != data[start + part.start : start + part.stop] for part in parts)

    with ThreadPoolExecutor(4) as threads:
        assert not any(threads.map(wrong, range(4)))
