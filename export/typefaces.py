"""The faces of the page: 仿宋, 楷体, 黑体 and 小标宋, each completed by others, character by character.

Bundled fonts stand for them or, where this machine has the official ones and somebody asks for them, those.
A bundled font is read and made known to reportlab when its first character is needed, an installed one when
it is found.
"""

import os
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from itertools import islice
from pathlib import Path
from struct import error as StructError
from struct import unpack, unpack_from

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFontFace

from export.truetype import BundledFace, Font, try_out
from model import resources
from model.digests import digest

ASCENT = 0.88  # of an em above the baseline, where the square of a Chinese character ends
SUBSTITUTE = "〓"  # stands for a character that no face has


@dataclass(frozen=True, slots=True)
class Glyph:
    """What is printed for a character: `char` in the font with this name, `width` em wide."""

    char: str
    font: str
    width: float


class Typeface:
    """A face for all characters: the first of its fonts that has one prints it.

    `installed` is the family of the first font if that is one of this machine's.
    """

    def __init__(self, *fonts: str, installed: str = "") -> None:
        self.fonts = fonts
        self.installed = installed
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
                    if _prints(face, candidate):
                        return Glyph(candidate, name, round(face.getCharWidth(ord(candidate)) / 1000, 6))
        raise ValueError("no font has even a blank")


@dataclass(frozen=True)
class Faces:
    """The fonts that stand for the four official faces."""

    fang: Typeface
    kai: Typeface
    hei: Typeface
    biaosong: Typeface


BUNDLED = Faces(
    fang=Typeface("fang", "fangx", "kai", "hei", "biaosong"),
    kai=Typeface("kai", "fang", "fangx", "hei", "biaosong"),
    hei=Typeface("hei", "kai", "fang", "fangx", "biaosong"),
    biaosong=Typeface("biaosong", "hei", "kai", "fang", "fangx"),
)

OFFICIAL: Mapping[str, Mapping[str, str]] = {
    "fang": {
        "仿宋_GB2312": "FangSong_GB2312",
        "仿宋": "FangSong",
        "方正仿宋_GBK": "FZFangSong-Z02",
        "方正仿宋简体": "FZFangSong-Z02S",
    },
    "kai": {
        "楷体_GB2312": "KaiTi_GB2312",
        "楷体": "KaiTi",
        "方正楷体_GBK": "FZKai-Z03",
        "方正楷体简体": "FZKai-Z03S",
    },
    "hei": {"黑体": "SimHei", "方正黑体_GBK": "FZHei-B01", "方正黑体简体": "FZHei-B01S"},
    "biaosong": {"方正小标宋简体": "FZXiaoBiaoSong-B05S", "方正小标宋_GBK": "FZXiaoBiaoSong-B05"},
}
"""The families that are official for each face, the best one first: their Chinese and their English names."""

_LIKELY = re.compile("(fang|仿宋|fzfs|kai|楷|fzkt|hei|黑|fzht|xbs|小标宋).*[.]ttf$", re.IGNORECASE)
_MOST_FOLDERS, _MOST_FILES, _MOST_BYTES = 5_000, 500, 100_000_000  # that are looked at
_NO_EMBEDDING = 0x0302  # OS/2 fsType: restricted licence, no subsetting, bitmaps only


def installed_faces(folders: Iterable[Path] | None = None) -> Faces:
    """The official faces that this machine has, the bundled ones for the others.

    They are looked for in `folders` and all folders in these, else where the system keeps its fonts. A font
    counts by the family that it says it is. One that is broken, that has other than TrueType outlines or that
    may not be embedded is passed over.
    """
    files: dict[str, list[Path]] = {}
    for path in islice(_likely_files(font_folders() if folders is None else folders), _MOST_FILES):
        for family in _families(path):
            files.setdefault(family, []).append(path)
    return Faces(**{role: _official_face(role, files) for role in OFFICIAL})


def font_folders() -> tuple[Path, ...]:
    """Where this system keeps its fonts and those of the user."""
    if os.name == "nt":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")
        own = os.environ.get("LOCALAPPDATA")
        return (windows, Path(own, "Microsoft", "Windows", "Fonts")) if own else (windows,)
    usual = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
    return tuple(Path(os.path.expanduser(folder)) for folder in usual)


def describe(faces: Faces) -> str:
    """Which fonts were used for what, as a Chinese sentence."""
    places = (
        ("标题", "小标宋", faces.biaosong),
        ("一级标题", "黑体", faces.hei),
        ("二级标题", "楷体", faces.kai),
        ("正文和表格", "仿宋", faces.fang),
    )
    used = [
        f"{place} {name}（{f'本机 {face.installed}' if face.installed else '自带'}）"
        for place, name, face in places
    ]
    lacking = any(face.installed for _, _, face in places)
    return f"字体：{'，'.join(used)}。{'本机字体没有的字用自带字体。' if lacking else ''}"


def _likely_files(folders: Iterable[Path]) -> Iterator[Path]:
    """The files that may be official fonts, by their names; always in the same order."""
    for folder in folders:
        for root, inner, files in islice(os.walk(folder), _MOST_FOLDERS):
            inner.sort()
            likely = (Path(root, name) for name in sorted(files) if _LIKELY.search(name))
            yield from (path for path in likely if path.is_file())


def _families(path: Path) -> set[str]:
    """The names of a font's family, in small letters; none where the font is of no use."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            outlines, number = unpack(">4sH6x", file.read(12))
            records = [unpack(">4s4xLL", file.read(16)) for _ in range(number)]
            tables = {tag: (offset, length) for tag, offset, length in records}
            whole = all(offset + length <= size for offset, length in tables.values())
            if outlines not in (b"\0\1\0\0", b"true") or not whole or size > _MOST_BYTES:
                return set()
            read = {}
            for tag in (b"OS/2", b"name"):
                offset, length = tables[tag]
                file.seek(offset)
                read[tag] = file.read(length)
        (permission,) = unpack_from(">8xH", read[b"OS/2"])
        return set() if permission & _NO_EMBEDDING else set(_family_names(read[b"name"]))
    except (OSError, StructError, KeyError):
        return set()


def _family_names(table: bytes) -> Iterator[str]:
    number, texts = unpack_from(">2xHH", table)
    for record in range(number):
        platform, kind, length, offset = unpack_from(">H4xHHH", table, 6 + 12 * record)
        if kind in (1, 16):
            name = table[texts + offset : texts + offset + length]
            yield name.decode("gb18030" if platform == 1 else "utf-16-be", "ignore").lower()


def _official_face(role: str, files: Mapping[str, list[Path]]) -> Typeface:
    """The best family for a role that is there and usable, completed by the bundled fonts."""
    bundled: Typeface = getattr(BUNDLED, role)
    for chinese, english in OFFICIAL[role].items():
        for path in (*files.get(chinese.lower(), ()), *files.get(english.lower(), ())):
            try:
                state = path.stat()
            except OSError:
                continue
            if name := _load_installed(path, state.st_size, state.st_mtime_ns):
                return _completed(name, chinese, bundled)
    return bundled


@cache
def _completed(name: str, family: str, bundled: Typeface) -> Typeface:
    return Typeface(name, *bundled.fonts, installed=family)


@lru_cache(maxsize=32)
def _load_installed(path: Path, _size: int, _changed: int) -> str:
    """The name by which reportlab knows an installed font; none if it cannot be read and embedded."""
    try:
        data = path.read_bytes()
        name = digest(data)  # so that another font never goes by this name
        with _loading:
            if name not in pdfmetrics.getRegisteredFontNames():
                face = TTFontFace(BytesIO(data))
                try_out(face)
                _register(Font(name, face))
    except Exception:  # whatever reportlab stumbles over in a broken file
        return ""
    return name


def _prints(face: TTFontFace, char: str) -> bool:
    """Whether a font has a character, and it is neither the box for missing ones nor blank by mistake."""
    glyph = face.charToGlyph.get(ord(char), 0)
    if not 0 < glyph < face.numGlyphs:
        return False
    return char.isspace() or face.glyphPos[glyph] < face.glyphPos[glyph + 1]


_loading = threading.Lock()


@cache
def font(name: str) -> Font:
    """The font that reportlab knows by this name; a bundled one, `fonts/NAME.ttf`, is read for that."""
    with _loading:
        if name not in pdfmetrics.getRegisteredFontNames():
            _register(Font(name, BundledFace(resources.path("fonts", f"{name}.ttf"))))
        found: Font = pdfmetrics.getFont(name)
        return found


def _register(loaded: Font) -> None:
    # All fonts share a square, so that a reader's lines and marked text do not jump between them.
    loaded.face.ascent, loaded.face.descent = 1000 * ASCENT, 1000 * (ASCENT - 1)
    # reportlab takes all fonts whose faces have the same name for one.
    own, loaded.face.name = loaded.face.name, loaded.fontName.encode()
    pdfmetrics.registerFont(loaded)
    loaded.face.name = own
