"""The faces of the page: 仿宋, 楷体, 黑体 and 小标宋, each completed by the others, character by character.

Fonts are read and made known to reportlab when the first character of theirs is needed.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import TTFont

from model import resources

ASCENT = 0.88  # of an em above the baseline, where the square of a Chinese character ends
SUBSTITUTE = "〓"  # stands for a character that no face has


@dataclass(frozen=True, slots=True)
class Glyph:
    """What is printed for a character: `char` in the font with this name, `width` em wide."""

    char: str
    font: str
    width: float


class Typeface:
    """A face for all characters: the first of its fonts that has one prints it."""

    def __init__(self, *fonts: str) -> None:
        self.fonts = fonts
        self._glyphs: dict[str, Glyph] = {}

    def glyph(self, char: str) -> Glyph:
        """What is printed for a character; a visible substitute where no font has it."""
        found = self._glyphs.get(char)
        if found is None:
            found = self._glyphs[char] = self._find(char)
        return found

    def glyphs(self, text: str) -> list[Glyph]:
        """What is printed for each character of a text."""
        return [self.glyph(char) for char in text]

    def _find(self, char: str) -> Glyph:
        # A radical or a letter form that PDF files yield for a character is printed as that character.
        for candidate in (char, unicodedata.normalize("NFKC", char), SUBSTITUTE, " "):
            if len(candidate) == 1:
                for name in self.fonts:
                    face = font(name).face
                    if ord(candidate) in face.charToGlyph:
                        return Glyph(candidate, name, face.charWidths[ord(candidate)] / 1000)
        raise ValueError("no font has even a blank")


FANG = Typeface("fang", "fangx", "kai", "hei", "biaosong")
KAI = Typeface("kai", "fang", "fangx", "hei", "biaosong")
HEI = Typeface("hei", "kai", "fang", "fangx", "biaosong")
BIAOSONG = Typeface("biaosong", "hei", "kai", "fang", "fangx")


_loading = threading.Lock()


@cache
def font(name: str) -> TTFont:
    """The bundled font `fonts/NAME.ttf`, known to reportlab by its name."""
    with _loading:
        if name not in pdfmetrics.getRegisteredFontNames():
            loaded = _Font(name, str(resources.path("fonts", f"{name}.ttf")), asciiReadable=False)
            # All fonts share a square, so that a reader's lines and marked text do not jump between them.
            loaded.face.ascent, loaded.face.descent = 1000 * ASCENT, 1000 * (ASCENT - 1)
            pdfmetrics.registerFont(loaded)
        return pdfmetrics.getFont(name)


class _Font(TTFont):  # type: ignore[misc]
    """A font whose characters beyond U+FFFF can be searched and copied, too.

    reportlab 5.1 writes them into the table from glyphs to text as five digits; UTF-16 is wanted there.
    """

    def addObjects(self, doc: PDFDocument) -> None:
        super().addObjects(doc)
        prefix = "toUnicodeCMap:"
        for key, stream in doc.idToObject.items():
            if key.startswith(prefix) and f"+{self.face.name.decode()}" in key:
                stream.content = re.sub("<([0-9A-F]{5,6})>", _utf16, stream.content)


def _utf16(code: re.Match[str]) -> str:
    return f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>"
