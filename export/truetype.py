"""TrueType fonts as reportlab embeds them, but for what it does slowly or wrongly."""

import re
from collections.abc import Iterable
from itertools import chain, count, pairwise
from pathlib import Path
from struct import iter_unpack, unpack_from
from weakref import WeakKeyDictionary

from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import (
    GF_ARG_1_AND_2_ARE_WORDS,
    GF_MORE_COMPONENTS,
    GF_WE_HAVE_A_SCALE,
    GF_WE_HAVE_A_TWO_BY_TWO,
    GF_WE_HAVE_AN_X_AND_Y_SCALE,
    TTEncoding,
    TTFont,
    TTFontFace,
)

_STRANGE = "not a font that packaging/make_fonts.py wrote"
_SCALES = {GF_WE_HAVE_A_SCALE: 2, GF_WE_HAVE_AN_X_AND_Y_SCALE: 4, GF_WE_HAVE_A_TWO_BY_TWO: 8}  # bytes


class Font(TTFont):  # type: ignore[misc]
    """A font whose characters beyond U+FFFF can be searched and copied, too.

    reportlab 5.1 writes them into the table from glyphs to text as five digits; UTF-16 is wanted there. It
    also fails where two fonts of a file have the same name: the second one gets a number.
    """

    def __init__(self, name: str, face: TTFontFace) -> None:
        """As reportlab's own, which reads the face itself."""
        self.fontName, self.face = name, face
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[PDFDocument, TTFont.State] = WeakKeyDictionary()
        self._asciiReadable = self.shapable = False

    def addObjects(self, doc: PDFDocument) -> None:
        prefix, own = "toUnicodeCMap:", self.face.name.decode()
        start = len(prefix + "AAAAAA+")
        taken = {key[start:] for key in doc.idToObject if key.startswith(prefix)}
        suffixes = chain([b""], (b"-%d" % number for number in count(2)))
        self.face.subfontNameX = next(x for x in suffixes if own + x.decode() not in taken)
        super().addObjects(doc)
        for key, stream in doc.idToObject.items():
            if key.startswith(prefix) and f"+{own}" in key:
                stream.content = re.sub("<([0-9A-F]{5,6})>", _utf16, stream.content)


class _Outlines:
    """A font's outlines in its file; reportlab copies all of them to cut out those of a subset."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data, self._start = data, start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


class BundledFace(TTFontFace):  # type: ignore[misc]
    """A face of `resources/fonts`, read table by table; reportlab reads number by number, ten times as long.

    Only what `packaging/make_fonts.py` writes is understood here: long offsets, and the last of the tables
    from characters to glyphs in format 4 or 12.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))

    def get_table(self, tag: str) -> bytes | _Outlines:
        if tag == "glyf":
            return _Outlines(self._ttf_data, self.get_table_pos(tag)[0])
        return super().get_table(tag)  # type: ignore[no-any-return]

    def extractInfo(self, charInfo: int = 1) -> None:
        super().extractInfo(0)
        tables = {
            tag: super(BundledFace, self).get_table(tag) for tag in ("head", "hhea", "hmtx", "loca", "cmap")
        }
        (long_offsets,) = unpack_from(">H", tables["head"], 50)
        if not long_offsets:
            raise ValueError(_STRANGE)
        self.glyphPos = list(unpack_from(f">{self.numGlyphs + 1}L", tables["loca"]))
        (whole,) = unpack_from(">H", tables["hhea"], 34)  # the glyphs behind are as wide as the last of these
        self.hmetrics = list(iter_unpack(">HH", tables["hmtx"][: 4 * whole]))
        widths = [self._pdfScale(width) for width, _ in self.hmetrics]
        bearings = unpack_from(f">{self.numGlyphs - whole}H", tables["hmtx"], 4 * whole)
        self.hmetrics += ((widths[-1], bearing) for bearing in bearings)
        widths += [widths[-1]] * len(bearings)
        self.defaultWidth = widths[0]
        self.charToGlyph = _glyphs(tables["cmap"])
        self.charToGlyph[0xA0] = self.charToGlyph[0x20]  # a blank that does not break is printed as a blank
        self.charWidths = {char: widths[glyph] for char, glyph in self.charToGlyph.items()}


def try_out(face: TTFontFace) -> None:
    """Raises some exception if the outlines of a font are in disorder, which reportlab finds out too late."""
    outlines = face.get_table("glyf")
    for start, end in pairwise(face.glyphPos):
        if not start <= end <= len(outlines):
            raise ValueError("an outline out of place")
        glyph = outlines[start:end]
        if not glyph or unpack_from(">h", glyph)[0] >= 0:
            continue
        at, flags = 10, GF_MORE_COMPONENTS
        while flags & GF_MORE_COMPONENTS:
            flags, part = unpack_from(">HH", glyph, at)
            if part >= face.numGlyphs:
                raise ValueError("a glyph of glyphs that are not there")
            at += 8 if flags & GF_ARG_1_AND_2_ARE_WORDS else 6
            at += sum(size for scale, size in _SCALES.items() if flags & scale)


def _glyphs(table: bytes) -> dict[int, int]:
    """The glyph of each character, by a font's `cmap`."""
    (number,) = unpack_from(">2xH", table)
    (start,) = unpack_from(">4xL", table, 4 + 8 * (number - 1))
    (kind,) = unpack_from(">H", table, start)
    found: dict[int, int] = {}
    if kind == 12:
        (groups,) = unpack_from(">12xL", table, start)
        for first, last, glyph in iter_unpack(">LLL", table[start + 16 : start + 16 + 12 * groups]):
            found.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
        return found
    if kind != 4:
        raise ValueError(_STRANGE)
    (half,) = unpack_from(">6xH", table, start)  # bytes of an array of segments
    lasts = unpack_from(f">{half // 2}H", table, start + 14)
    firsts, deltas, offsets = (
        unpack_from(f">{half // 2}{kind}", table, start + 16 + at * half)
        for at, kind in ((1, "H"), (2, "h"), (3, "H"))
    )
    places = range(start + 16 + 3 * half, start + 16 + 4 * half, 2)
    for first, last, delta, offset, place in zip(firsts, lasts, deltas, offsets, places, strict=True):
        chars = range(first, last + 1)
        if offset:
            glyphs: Iterable[int] = unpack_from(f">{len(chars)}H", table, place + offset)
            if delta:
                glyphs = [(glyph + delta) % 0x10000 if glyph else 0 for glyph in glyphs]
        else:
            glyphs = ((char + delta) % 0x10000 for char in chars)
        found.update(zip(chars, glyphs, strict=True))
    return found


def _utf16(code: re.Match[str]) -> str:
    return f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>"
