#!/usr/bin/env python3
"""Build the five bundled fonts in ``resources/fonts`` from pinned Debian packages.

The printed page needs the faces of an official document (仿宋, 楷体, 黑体, 小标宋) as TrueType outlines, with
every character of the 通用规范汉字表 (8105) covered.  This script downloads the packages, checks them,
cuts the faces down, converts PostScript outlines, brings Chinese punctuation to one em, renames the results
(the licences ask for that), writes the licence texts beside them and verifies the outcome.

It runs on Debian 12 or anything with ``apt-get`` for that release and ``dpkg-deb``, and needs ``fonttools``;
with the version named in ``FONTTOOLS_VERSION`` the files come out byte for byte as committed::

    python3 -m venv /tmp/fontvenv && /tmp/fontvenv/bin/pip install fonttools==4.68.0
    /tmp/fontvenv/bin/python packaging/make_fonts.py
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

import fontTools
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont, newTable

REPOSITORY = Path(__file__).resolve().parent.parent
FONTTOOLS_VERSION = "4.68.0"
MODIFIED_ON = datetime(
    2026, 11, 23, tzinfo=UTC
)  # written into the fonts; raise it when their content changes
CURVE_ERROR = 1.0  # how far a converted outline may stray, in units of 1/1000 em

FANDOL_DIR = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
FANDOL_DOC = "usr/share/doc/texlive-doc/fonts/fandol"
WENKAI_DIR = "usr/share/fonts/truetype/lxgw-wenkai"
NOTO_DIR = "usr/share/fonts/opentype/noto"


@dataclass(frozen=True)
class Package:
    """A Debian package at one version, with the checksum of its file."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True)
class Face:
    """One font to build: where it comes from and what it is called afterwards."""

    file: str
    family: str
    package: str
    source: str
    licence_file: str
    member: str | None = None  # full name inside a collection (.ttc)


PACKAGES = (
    Package(
        "texlive-lang-chinese",
        "2022.20230122-1",
        "9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0",
    ),
    Package(
        "fonts-lxgw-wenkai",
        "1.250+repack-1",
        "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
    ),
    Package(
        "fonts-noto-cjk",
        "1:20220127+repack1-1",
        "4a2515eb6db3978b897fef9709ed0d2b1f4c6c4df4d83d6c4ef65f71f1b1f502",
    ),
    Package(
        "unicode-data",
        "15.0.0-1",
        "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
    ),
)

FANDOL_LICENCE = "COPYING-Fandol.txt"
WENKAI_LICENCE = "OFL-WenKai.txt"
NOTO_LICENCE = "OFL-Noto.txt"
OFL = ("SIL Open Font License, version 1.1", "https://scripts.sil.org/OFL")
GPL = (
    "GNU General Public License, version 3, with font exception",
    "https://www.gnu.org/licenses/gpl-3.0.html",
)
LICENCES = {FANDOL_LICENCE: GPL, WENKAI_LICENCE: OFL, NOTO_LICENCE: OFL}

FANG = Face(
    file="fang.ttf",
    family="Gongbao FangSong",
    package="texlive-lang-chinese",
    source=f"{FANDOL_DIR}/FandolFang-Regular.otf",
    licence_file=FANDOL_LICENCE,
)
FANG_RARE = Face(
    file="fangx.ttf",
    family="Gongbao FangSong Rare",
    package="fonts-lxgw-wenkai",
    source=f"{WENKAI_DIR}/LXGWWenKai-Light.ttf",
    licence_file=WENKAI_LICENCE,
)
KAI = Face(
    file="kai.ttf",
    family="Gongbao KaiTi",
    package="fonts-lxgw-wenkai",
    source=f"{WENKAI_DIR}/LXGWWenKai-Regular.ttf",
    licence_file=WENKAI_LICENCE,
)
HEI = Face(
    file="hei.ttf",
    family="Gongbao HeiTi",
    package="fonts-noto-cjk",
    source=f"{NOTO_DIR}/NotoSansCJK-Regular.ttc",
    licence_file=NOTO_LICENCE,
    member="Noto Sans CJK SC",
)
BIAOSONG = Face(
    file="biaosong.ttf",
    family="Gongbao BiaoSong",
    package="fonts-noto-cjk",
    source=f"{NOTO_DIR}/NotoSerifCJK-Bold.ttc",
    licence_file=NOTO_LICENCE,
    member="Noto Serif CJK SC Bold",
)
FACES = (FANG, FANG_RARE, KAI, HEI, BIAOSONG)
# What has to cover the 8105 characters: a face, or a face with the one that completes it.
COVERING = ((FANG, FANG_RARE), (KAI,), (HEI,), (BIAOSONG,))
RESERVED_NAMES = ("lxgw", "wenkai", "霞鹜", "noto", "fandol", "klee")

# Characters of names of people and places that stand outside the 8105 and outside GB 2312.
RARE_NAME_CHARACTERS = "㐂㐖㕵㜣㠭㴪㵑㼆傿喦嚞囯峯崐崑彣晳暘氹瑒禕竝羴鍾靐龑"
SYMBOLS = (
    "‐‑‒–—―‖‘’“”†‡•‥…‧‰′″※€℃℉№℡™∶≤≥≠≈∕√∞〇〈〉《》「」『』【】〔〕〖〗·・"
    "○●◎◇◆□■△▲▽▼☆★←↑→↓⇒⇔ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ㎎㎏㎜㎝㎞㎡㎥￠￡￢￣￤￥"
)
# What a window shows besides text; a face that lacks some of it simply goes without.
WINDOW_SYMBOLS = "↔↕↖↗↘↙↩↪↵⇐⇑⇒⇓⇔⇦⇧⇨⇩⌃⌘⌥⌫⏎␣✓✔✕✖✗✘☐☑☒⚠ℹⓘ●○◉◌◐◑◒◓▢▣▪▫▶▷◀◁▸▾⋮⋯☰✎✏✚−×÷‹›«»‣◦©®™⌂☎✂✉⟳↻↺�"

OPENING_QUOTES = "“‘"
CLOSING_QUOTES = "”’"
CENTRED = "·•×÷±※℃"
EM_DASH = "—"
HORIZONTAL_BAR = "―"

DROPPED_TABLES = (
    "BASE", "DSIG", "FFTM", "GDEF", "GPOS", "GSUB", "PfEd", "VORG", "gasp", "meta", "vhea", "vmtx",
)  # fmt: skip


# ---------------------------------------------------------------------------------------------------------
# Sources


def fetch(package: Package, folder: Path) -> Path:
    """Return the package's file in ``folder``, downloading it when it is not there; check its sha256."""
    if not any(folder.glob(f"{package.name}_*.deb")):
        command = ["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download"]
        subprocess.run([*command, f"{package.name}={package.version}"], cwd=folder, check=True)
    for path in sorted(folder.glob(f"{package.name}_*.deb")):
        if sha256(path) == package.sha256:
            return path
    raise SystemExit(
        f"{package.name}={package.version}: the file in {folder} has another sha256 than expected"
    )


def unpack(folder: Path, work: Path) -> dict[str, Path]:
    """Fetch and unpack all packages below ``work``; return the root of each."""
    roots = {}
    for package in PACKAGES:
        roots[package.name] = work / package.name
        subprocess.run(["dpkg-deb", "-x", str(fetch(package, folder)), str(roots[package.name])], check=True)
    return roots


def read_common_characters(root: Path) -> set[int]:
    """Return the 8105 characters of the 通用规范汉字表 from the Unihan data (field kTGH)."""
    path = root / "usr/share/unicode/Unihan_OtherMappings.txt.bz2"
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        fields = [line.split("\t") for line in lines if line.startswith("U+")]
    characters = {int(field[0][2:], 16) for field in fields if field[1] == "kTGH"}
    if len(characters) != 8105:
        raise SystemExit(f"{path}: {len(characters)} characters with kTGH instead of 8105")
    return characters


def gb2312_characters() -> set[int]:
    """Return every character of GB 2312: its symbols, letters and both levels of Chinese characters."""
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def wanted_characters(common: set[int]) -> set[int]:
    """Return what every face of the page should hold, as far as its source has it."""
    ranges = (
        range(0x0020, 0x007F),  # ASCII
        range(0x00A0, 0x0100),  # Latin-1
        range(0x2460, 0x2474),  # ①–⑳
        range(0xFE30, 0xFE45),  # vertical forms
        range(0xFE49, 0xFE50),  # overlines and wavy underlines such as ﹏
        range(0xFF01, 0xFF5F),  # full-width ASCII
    )
    wanted = common | gb2312_characters() | codes(SYMBOLS + RARE_NAME_CHARACTERS)
    return wanted.union(*ranges)


# ---------------------------------------------------------------------------------------------------------
# One face


def open_source(face: Face, roots: dict[str, Path]) -> TTFont:
    """Open the source of a face; nothing but its first-choice glyphs is reachable afterwards."""
    path = roots[face.package] / face.source
    number = -1
    if face.member is not None:
        names = [font["name"].getDebugName(4) for font in TTCollection(path, lazy=True).fonts]
        number = names.index(face.member)
    font = TTFont(path, fontNumber=number, lazy=True, recalcTimestamp=False)
    cmap = font["cmap"]
    cmap.tables = [table for table in cmap.tables if table.isUnicode() and table.format != 14]
    if ord(HORIZONTAL_BAR) not in font.getBestCmap():  # old decoders give ― for the dash of GB 2312
        for table in cmap.tables:
            table.cmap[ord(HORIZONTAL_BAR)] = table.cmap[ord(EM_DASH)]
    return font


def cut_down(font: TTFont, characters: set[int]) -> None:
    """Keep the glyphs of ``characters`` only, without hints, layout features and vertical metrics."""
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.desubroutinize = True
    options.name_IDs = ["*"]
    options.drop_tables += list(DROPPED_TABLES)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def convert_outlines(font: TTFont) -> None:
    """Replace PostScript (cubic) outlines by TrueType (quadratic) ones, in place."""
    glyph_set = font.getGlyphSet()
    glyphs = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        glyph_set[name].draw(Cu2QuPen(pen, CURVE_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    del font["CFF "]
    font.sfntVersion = "\x00\x01\x00\x00"
    builder = FontBuilder(font=font)
    builder.isTTF = True
    builder.setupGlyf(glyphs)
    builder.setupMaxp()
    font["post"].formatType = 3.0
    metrics = font["hmtx"].metrics
    for name, glyph in glyphs.items():
        metrics[name] = (metrics[name][0], getattr(glyph, "xMin", 0))


def ink(font: TTFont, name: str) -> tuple[float, float]:
    """Return the left and right edge of what a glyph draws."""
    glyph_set = font.getGlyphSet()
    pen = BoundsPen(glyph_set)
    glyph_set[name].draw(pen)
    return pen.bounds[0], pen.bounds[2]


def redraw(font: TTFont, target: str, source: str, scale: float, shift: float) -> None:
    """Draw glyph ``source``, scaled and shifted horizontally, as glyph ``target``, one em wide."""
    recording = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[source].draw(recording)
    pen = TTGlyphPen(None)
    recording.replay(TransformPen(pen, (scale, 0, 0, 1, shift, 0)))
    glyph = pen.glyph()
    glyph.recalcBounds(font["glyf"])
    font["glyf"][target] = glyph
    font["hmtx"].metrics[target] = (font["head"].unitsPerEm, glyph.xMin)


def set_punctuation(font: TTFont) -> str:
    """Bring Chinese punctuation to one em, the dash drawn through; return the characters changed.

    Two dashes in a row have to join, so the dash takes the outline of the horizontal bar, which is one em
    wide and on the height of Chinese text in all sources but one, and is stretched to the edges of its cell.
    """
    em = font["head"].unitsPerEm
    cmap = font.getBestCmap()
    widths = font["hmtx"].metrics
    changed = ""
    for character in OPENING_QUOTES + CLOSING_QUOTES + CENTRED:
        name = cmap.get(ord(character))
        if name is None or widths[name][0] == em:
            continue
        left, right = ink(font, name)
        margin = em * 0.12 if character in "‘’" else em * 0.08
        if character in OPENING_QUOTES:
            shift = em - margin - right
        elif character in CLOSING_QUOTES:
            shift = margin - left
        else:
            shift = (em - right - left) / 2
        redraw(font, name, name, 1, round(shift))
        changed += character
    bar = cmap.get(ord(HORIZONTAL_BAR))
    for character in (EM_DASH, HORIZONTAL_BAR):
        name = cmap.get(ord(character))
        if name is None or bar is None:
            continue
        left, right = ink(font, bar)
        joins = left <= 0 and right >= em
        if joins and name == bar:
            continue
        scale = 1 if joins else em / (right - left)
        redraw(font, name, bar, scale, 0 if joins else -left * scale)
        changed += character
    return changed


def rename(font: TTFont, face: Face) -> None:
    """Give the face its new name and state, in the font itself, whose work it is and that it was changed."""
    old = font["name"]
    origin = old.getDebugName(4)
    version = (old.getDebugName(5) or "Version 1.0").split(";")[0]
    licence, url = LICENCES[face.licence_file]
    note = f"Modified from {origin} (Debian package {face.package}) on {MODIFIED_ON:%Y-%m-%d}"
    postscript = face.family.replace(" ", "") + "-Regular"
    names = {
        0: old.getDebugName(0),
        1: face.family,
        2: "Regular",
        3: f"{postscript};{version};{MODIFIED_ON:%Y%m%d}",
        4: face.family,
        5: f"{version}; modified {MODIFIED_ON:%Y-%m-%d}",
        6: postscript,
        7: old.getDebugName(7),
        9: old.getDebugName(9),
        10: f"{note}: reduced character set, no hints and layout features, punctuation one em wide.",
        13: f"{licence}; see {face.licence_file}.",
        14: url,
    }
    table = font["name"] = newTable("name")
    table.names = []
    for number, text in names.items():
        if text:
            table.setName(text, number, 3, 1, 0x409)
    # Each family has this one face: let no program take it for the bold of something else.
    font["head"].macStyle = 0
    font["OS/2"].fsSelection = 0x40
    font["OS/2"].usWeightClass = 400
    font["head"].modified = int(MODIFIED_ON.timestamp()) + 2_082_844_800  # counted from 1904


def build(face: Face, characters: set[int], roots: dict[str, Path], out: Path) -> None:
    """Build one face, write it into ``out`` and print its size and checksum."""
    font = open_source(face, roots)
    cut_down(font, characters)
    if "CFF " in font:
        convert_outlines(font)
    changed = set_punctuation(font)
    rename(font, face)
    path = out / face.file
    font.save(path)
    count = font["maxp"].numGlyphs
    print(f"{face.file:13}{path.stat().st_size:>10,} bytes {count:>6} glyphs  sha256 {sha256(path)}")
    print(f"{'':13}punctuation set anew: {changed or 'none'}", flush=True)


# ---------------------------------------------------------------------------------------------------------
# Licences


def ofl_text(copyright_file: Path) -> str:
    """Return the text of the Open Font License out of a Debian copyright file."""
    lines = copyright_file.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(" SIL OPEN FONT LICENSE"))
    body = list(takewhile(lambda line: line.startswith(" "), lines[start:]))
    return "\n".join("" if line == " ." else line[1:] for line in body).rstrip() + "\n"


def write_licences(roots: dict[str, Path], out: Path) -> None:
    """Write the licence of each source beside the fonts, headed by the copyright notices."""
    fandol = roots[FANG.package] / FANDOL_DOC
    gpl = gzip.decompress((fandol / "COPYING.gz").read_bytes()).decode("utf-8")
    if "As a special exception" not in gpl:
        raise SystemExit("the licence of the Fandol fonts lacks its font exception")
    notice = (
        f"fang.ttf is a modified version ({MODIFIED_ON:%Y-%m-%d}) of FandolFang.\n\n"
        f"{notices([FANG], roots)}\n\n"
        "It may be used under the GNU General Public License, version 3, with the font exception at the\n"
        "very end of this file, which is extended to the modified version.  Its source is the unmodified\n"
        "font in Debian's package texlive-lang-chinese and the script packaging/make_fonts.py.\n"
    )
    write_text(out / FANDOL_LICENCE, notice, gpl)
    for licence_file, faces, reserved in (
        (WENKAI_LICENCE, [FANG_RARE, KAI], 'Reserved Font Names "霞鹜" and "LXGW".\n'),
        (NOTO_LICENCE, [HEI, BIAOSONG], ""),
    ):
        package = faces[0].package
        licence = ofl_text(roots[package] / "usr/share/doc" / package / "copyright")
        files = " and ".join(face.file for face in faces)
        notice = (
            f"{files} are modified versions of fonts with this notice:\n\n{notices(faces, roots)}\n{reserved}"
        )
        write_text(out / licence_file, notice, licence)


def notices(faces: Iterable[Face], roots: dict[str, Path]) -> str:
    """Return the copyright and trademark lines that the sources of the faces carry, each once."""
    lines: dict[str, None] = {}
    for face in faces:
        names = open_source(face, roots)["name"]
        for number in (0, 7):
            lines.update(dict.fromkeys((names.getDebugName(number) or "").splitlines()))
    return "\n".join(line for line in lines if line)


def write_text(path: Path, notice: str, licence: str) -> None:
    """Write a licence file: the notice, a rule, the licence as it came."""
    text = f"{notice}\n{'=' * 80}\n\n{licence}"
    path.write_text(text, encoding="utf-8", newline="\n")


# ---------------------------------------------------------------------------------------------------------
# Verification


def verify(out: Path, common: set[int], wanted: set[int]) -> list[str]:
    """Look at the written files afresh; print what each lacks and return everything that must not be."""
    faults = []
    held: dict[str, set[int]] = {}
    for face in FACES:
        font = TTFont(out / face.file)
        held[face.file] = set(font.getBestCmap())
        if "glyf" not in font:
            faults.append(f"{face.file}: no TrueType outlines")
        for number in (1, 3, 4, 6, 16):
            text = (font["name"].getDebugName(number) or "").lower()
            faults += [f"{face.file}: reserved name in {text!r}" for word in RESERVED_NAMES if word in text]
        faults += [f"{face.file}: {fault}" for fault in check_widths(font)]
    if overlap := held[FANG.file] & held[FANG_RARE.file] - {0x20}:
        faults.append(f"{FANG_RARE.file} repeats {show(overlap)} of {FANG.file}")
    print("\nMissing of the 8105 / of everything wanted:")
    print(f"  {FANG.file} alone: {len(common - held[FANG.file])}, completed by {FANG_RARE.file}")
    for faces in COVERING:
        title = " + ".join(face.file for face in faces)
        covered = set().union(*(held[face.file] for face in faces))
        lacking = common - covered
        print(f"  {title}: {len(lacking)} {show(lacking)} / {len(wanted - covered)} {show(wanted - covered)}")
        if lacking:
            faults.append(f"{title}: {len(lacking)} of the 8105 missing: {show(lacking)}")
        if ascii_missing := set(range(0x20, 0x7F)) - held[faces[0].file]:
            faults.append(f"{faces[0].file}: ASCII incomplete: {show(ascii_missing)}")
    print(f"  {HEI.file}, symbols of the window: {show(codes(WINDOW_SYMBOLS) - held[HEI.file])}")
    if nowhere := wanted - set().union(*held.values()):
        print(f"  in no face at all: {show(nowhere)}")
    return faults


def check_widths(font: TTFont) -> Iterable[str]:
    """Yield what is not one em wide though Chinese typesetting needs it so."""
    em = font["head"].unitsPerEm
    cmap = font.getBestCmap()
    square = set(range(0x4E00, 0xA000)) | set(range(0xFF01, 0xFF5F))
    square |= codes(OPENING_QUOTES + CLOSING_QUOTES + CENTRED + EM_DASH + HORIZONTAL_BAR + "…、。《》〔〕〇")
    uneven = {code for code in square & set(cmap) if font["hmtx"][cmap[code]][0] != em}
    if uneven:
        yield f"not one em wide: {show(uneven)}"


def compare_with_readme(out: Path) -> None:
    """Say so when the README beside the fonts states other checksums than the files have."""
    readme = out / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.exists() else ""
    for face in FACES:
        if sha256(out / face.file) not in text:
            print(f"note: {readme.name} does not state this sha256 of {face.file}; bring it up to date")


# ---------------------------------------------------------------------------------------------------------
# Small helpers


def codes(text: str) -> set[int]:
    """Return the code points of a text."""
    return set(map(ord, text))


def show(characters: set[int]) -> str:
    """Return characters as readable text: themselves, or U+XXXX where nothing would be seen."""
    return " ".join(
        chr(c) if chr(c).isprintable() and chr(c).strip() else f"U+{c:04X}" for c in sorted(characters)
    )


def sha256(path: Path) -> str:
    """Return the sha256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> int:
    """Build everything; the exit status is 1 when the result does not hold what it has to."""
    parser = argparse.ArgumentParser(description="Build the bundled fonts.")
    parser.add_argument(
        "--out", type=Path, default=REPOSITORY / "resources" / "fonts", help="folder to write to"
    )
    parser.add_argument(
        "--debs", type=Path, help="folder with the downloaded packages, kept for the next time"
    )
    arguments = parser.parse_args()
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    if fontTools.version != FONTTOOLS_VERSION:
        print(
            f"note: fonttools {fontTools.version}, not {FONTTOOLS_VERSION}: bytes may differ", file=sys.stderr
        )
    with tempfile.TemporaryDirectory(prefix="fonts-") as name:
        work = Path(name)
        debs: Path = arguments.debs or work
        debs.mkdir(parents=True, exist_ok=True)
        roots = unpack(debs.resolve(), work)
        common = read_common_characters(roots["unicode-data"])
        wanted = wanted_characters(common)
        characters = dict.fromkeys(FACES, wanted)
        characters[FANG_RARE] = wanted - set(open_source(FANG, roots).getBestCmap()) | {0x20}
        characters[HEI] = wanted | codes(WINDOW_SYMBOLS) | set(range(0x2000, 0x200B))
        for face in FACES:
            build(face, characters[face], roots, out)
        write_licences(roots, out)
    faults = verify(out, common, wanted)
    compare_with_readme(out)
    for fault in faults:
        print(f"FAULT: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
