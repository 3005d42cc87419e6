"""TrueType fonts as reportlab embeds them, but for what it does slowly or wrongly."""

import os
import re
from bisect import bisect_left
from functools import cache
from itertools import chain, count, pairwise
from pathlib import Path
from struct import unpack_from
from threading import Lock
from weakref import WeakKeyDictionary, finalize

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

_BLANK, _NO_BREAK = 0x20, 0xA0  # a blank that does not break is printed as a blank
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

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        """As reportlab's own, which goes around the face's `getCharWidth`."""
        width: float = sum(map(self.face.getCharWidth, map(ord, text)))
        return width * size / 1000

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


class _File:
    """A font's file, of which only those parts are read that are asked for.

    The preview and an export ask for parts at the same time, each in a thread of its own.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._reading = Lock()  # from going to a place until it is read
        finalize(self, os.close, self._descriptor)

    def __getitem__(self, part: slice) -> bytes:
        with self._reading:
            os.lseek(self._descriptor, part.start, os.SEEK_SET)
            return os.read(self._descriptor, part.stop - part.start)


class _Outlines:
    """A font's outlines in its file; reportlab copies all of them to cut out those of a subset."""

    def __init__(self, file: _File, start: int) -> None:
        self._file, self._start = file, start

    def __getitem__(self, part: slice) -> bytes:
        return self._file[self._start + part.start : self._start + part.stop]


class _Metrics:
    """The width and the left side bearing of each glyph, in the units of the font."""

    def __init__(self, table: bytes, whole: int) -> None:
        self._table, self._whole = table, whole  # glyphs from there on are as wide as the one before

    def __getitem__(self, glyph: int) -> tuple[int, int]:
        width, bearing = unpack_from(">HH", self._table, 4 * min(glyph, self._whole - 1))
        if glyph >= self._whole:
            (bearing,) = unpack_from(">H", self._table, 2 * (self._whole + glyph))
        return width, bearing


class _Glyphs:
    """The glyph of each character, by the last of the tables in a font's `cmap`."""

    def __init__(self, table: bytes) -> None:
        self._table = table
        (number,) = unpack_from(">2xH", table)
        (start,) = unpack_from(">4xL", table, 4 + 8 * (number - 1))
        (kind,) = unpack_from(">H", table, start)
        if kind == 12:
            (number,) = unpack_from(">12xL", table, start)
            values = unpack_from(f">{3 * number}L", table, start + 16)
            self._firsts, self._lasts = values[::3], values[1::3]
            self._deltas = [glyph - first for first, glyph in zip(self._firsts, values[2::3], strict=True)]
            self._places = [0] * number
        elif kind == 4:
            (half,) = unpack_from(">6xH", table, start)  # bytes of each of four arrays
            number = half // 2
            self._lasts = unpack_from(f">{number}H", table, start + 14)
            self._firsts = unpack_from(f">{number}H", table, start + 16 + half)
            self._deltas = list(unpack_from(f">{number}h", table, start + 16 + 2 * half))
            offsets = unpack_from(f">{number}H", table, start + 16 + 3 * half)
            own = range(start + 16 + 3 * half, start + 16 + 4 * half, 2)  # they count from where they stand
            self._places = [offset and at + offset for at, offset in zip(own, offsets, strict=True)]
        else:
            raise ValueError(_STRANGE)

    def get(self, char: int, default: int | None = None) -> int | None:
        if char == _NO_BREAK:
            char = _BLANK
        at = bisect_left(self._lasts, char)
        if at == len(self._lasts) or char < self._firsts[at]:
            return default
        glyph, place = char, self._places[at]
        if place:
            (glyph,) = unpack_from(">H", self._table, place + 2 * (char - self._firsts[at]))
        return (glyph + self._deltas[at]) % 0x10000 if glyph else 0

    def __contains__(self, char: int) -> bool:
        return self.get(char) is not None

    def __getitem__(self, char: int) -> int:
        glyph = self.get(char)
        if glyph is None:
            raise KeyError(char)
        return glyph


class BundledFace(TTFontFace):  # type: ignore[misc]
    """A face of `resources/fonts`; of its thousands of characters only those are read that are asked for.

    reportlab reads all of them, number by number, which takes longer than to set and draw a report. Only what
    `packaging/make_fonts.py` writes is understood here: a thousand units an em, long offsets, and the last of
    the tables from characters to glyphs in format 4 or 12.
    """

    def __init__(self, path: Path) -> None:
        self._ttf_data, self.filename = _File(path), str(path)  # what is there is not read again
        super().__init__(self.filename)

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
        if not long_offsets or self.unitsPerEm != 1000:
            raise ValueError(_STRANGE)
        self.glyphPos = unpack_from(f">{self.numGlyphs + 1}L", tables["loca"])
        self.hmetrics = _Metrics(tables["hmtx"], *unpack_from(">H", tables["hhea"], 34))
        self.charToGlyph = _Glyphs(tables["cmap"])
        self.defaultWidth, _ = self.hmetrics[0]
        self.getCharWidth = cache(self._width)  # a font stays what it is

    def _width(self, code: int) -> int:
        glyph = self.charToGlyph.get(code)
        return self.defaultWidth if glyph is None else self.hmetrics[glyph][0]


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


def _utf16(code: re.Match[str]) -> str:
    return f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>"
