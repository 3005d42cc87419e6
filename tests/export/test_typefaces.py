"""The faces of the page: which fonts of the machine are used, and what happens where they lack something.

The fonts of the machine are the bundled ones under other names.
"""

import io
import os
import re
import struct
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pdfplumber
import pytest

from export import Product, export, exporter
from export.pdf import render
from export.typefaces import BUNDLED, OFFICIAL, SUBSTITUTE, describe, font, font_folders, installed_faces
from main import main
from model import resources
from model.draft import read_draft, write_draft
from model.errors import UserError
from model.report import Report

ROOT = Path(__file__).parents[2]
ENGLISH, CHINESE = 0x409, 0x804
EVERY_FILE = {
    "simfang.ttf": ("fang", "FangSong", "仿宋"),
    "simkai.ttf": ("kai", "KaiTi", "楷体"),
    "simhei.ttf": ("hei", "SimHei", "黑体"),
    "FZXBSJW.TTF": ("biaosong", "FZXiaoBiaoSong-B05S", "方正小标宋简体"),
}


class FontFile:
    """A bundled font whose tables can be changed."""

    def __init__(self, source: str) -> None:
        self.data = bytearray(resources.path("fonts", f"{source}.ttf").read_bytes())

    def record(self, tag: bytes) -> tuple[int, int, int]:
        """Where the table stands in the directory, where it starts and how long it is."""
        at = self.data.index(tag, 12)
        return at, *struct.unpack_from(">LL", self.data, at + 8)

    def rename(self, english: str, chinese: str = "") -> "FontFile":
        names = [(ENGLISH, 1, english), (ENGLISH, 4, english), (ENGLISH, 6, english)]
        names += [(CHINESE, 1, chinese), (CHINESE, 4, chinese)] if chinese else []
        records, texts = b"", b""
        for language, kind, name in names:
            encoded = name.encode("utf-16-be")
            records += struct.pack(">6H", 3, 1, language, kind, len(encoded), len(texts))
            texts += encoded
        table = struct.pack(">3H", 0, len(names), 6 + len(records)) + records + texts
        self.data += bytes(-len(self.data) % 4)
        struct.pack_into(">LL", self.data, self.record(b"name")[0] + 8, len(self.data), len(table))
        self.data += table
        return self

    def permit(self, permission: int) -> "FontFile":
        struct.pack_into(">H", self.data, self.record(b"OS/2")[1] + 8, permission)
        return self

    def write(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.data)
        return path


def install(folder: Path, *names: str) -> None:
    for name in names or EVERY_FILE:
        source, english, chinese = EVERY_FILE[name]
        FontFile(source).rename(english, chinese).write(folder / name)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all four official faces, in folders of its own."""
    folder = tmp_path_factory.mktemp("fonts")
    for name in EVERY_FILE:
        install(folder / name[:3], name)
    return folder


def fonts_of(data: bytes) -> dict[str, str]:
    """The font of each character of a PDF file, by size and character."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return {
            f"{round(char['size'])} {char['text']}": char["fontname"].partition("+")[2]
            for page in pdf.pages
            for char in page.chars
        }


def test_without_official_faces_the_bundled_ones_stand_for_them(tmp_path: Path) -> None:
    assert installed_faces([tmp_path, tmp_path / "无"]) == BUNDLED
    assert "本机" not in describe(BUNDLED) and describe(BUNDLED).count("自带") == 4


def test_official_faces_are_found_wherever_they_are(machine: Path) -> None:
    faces = installed_faces([machine])
    for role in (field.name for field in fields(faces)):
        bundled = getattr(BUNDLED, role)
        first, *others = getattr(faces, role).fonts
        assert first not in bundled.fonts and tuple(others) == bundled.fonts
    assert describe(faces) == (
        "字体：标题 小标宋（本机 方正小标宋简体），一级标题 黑体（本机 黑体），二级标题 楷体（本机 楷体），"
        "正文和表格 仿宋（本机 仿宋）。本机字体没有的字用自带字体。"
    )


def test_the_pages_are_set_in_the_official_faces(machine: Path, finished: Report) -> None:
    faces = installed_faces([machine])
    finished.agency = "青禾县水务局"
    data = render(finished, faces=faces)
    fonts = fonts_of(data)
    assert fonts["22 局"] == "FZXiaoBiaoSong-B05S"
    assert fonts["16 总"] == "SimHei"
    assert fonts["16 （"] in ("KaiTi", "FangSong")
    assert {"FZXiaoBiaoSong-B05S", "SimHei", "KaiTi", "FangSong"} == set(fonts.values())
    assert data.count(b"/Type /FontDescriptor") == data.count(b"/FontFile2") > 0
    assert b"Helvetica" not in data


@pytest.mark.parametrize("product", Product)
def test_every_product_uses_them_throughout(machine: Path, finished: Report, product: Product) -> None:
    finished.sign_off = {
        "document_number": "青水发〔2026〕2号",
        "title_date": "2026年1月13日",
        "closing": "yes",
    }
    names = set(fonts_of(render(finished, product, installed_faces([machine]))).values())
    assert not [name for name in names if "Gongbao" in name]


def test_text_is_found_and_numbers_are_the_same(machine: Path, finished: Report) -> None:
    def text(data: bytes) -> str:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return "".join("".join(page.extract_text().split()) for page in pdf.pages)

    said = text(render(finished, faces=installed_faces([machine])))
    assert said == text(render(finished))
    assert "一、总体情况" in said


def test_the_same_fonts_give_the_same_bytes_wherever_they_lie(
    machine: Path, finished: Report, tmp_path: Path
) -> None:
    install(tmp_path / "别处")
    data = render(finished, faces=installed_faces([tmp_path]))
    assert data == render(finished, faces=installed_faces([machine]))
    script = (
        "import sys; from pathlib import Path; from export.pdf import render\n"
        "from export.typefaces import installed_faces; from model.draft import read_draft\n"
        "faces = installed_faces([Path(sys.argv[1])])\n"
        "sys.stdout.buffer.write(render(read_draft(Path(sys.argv[2])), faces=faces))"
    )
    write_draft(finished, tmp_path / "a.gknb")
    done = subprocess.run(
        [sys.executable, "-c", script, str(machine), str(tmp_path / "a.gknb")],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    assert done.stdout == data


def test_finding_them_changes_nothing_for_others(machine: Path, finished: Report) -> None:
    before = render(finished)
    render(finished, faces=installed_faces([machine]))
    assert render(finished) == before


def test_the_first_of_several_official_families_is_used(tmp_path: Path) -> None:
    install(tmp_path, "simfang.ttf")
    assert installed_faces([tmp_path]).fang.installed == "仿宋"
    FontFile("kai").rename("FangSong_GB2312", "仿宋_GB2312").write(tmp_path / "仿宋_GB2312.ttf")
    assert installed_faces([tmp_path]).fang.installed == "仿宋_GB2312"


@pytest.mark.parametrize("english", [name for families in OFFICIAL.values() for name in families.values()])
def test_a_family_is_known_by_its_english_name_alone(tmp_path: Path, english: str) -> None:
    FontFile("fangx").rename(english.upper()).write(tmp_path / "FANG.TTF")
    assert installed_faces([tmp_path]) != BUNDLED


@pytest.mark.parametrize(
    "name",
    [
        "simfang.ttf",
        "SIMFANG.TTF",
        "仿宋_GB2312.ttf",
        "FangSong_GB2312.ttf",
        "楷体_GB2312.ttf",
        "SimHei.ttf",
        "FZXBSJW.TTF",
        "FZXBSJW_0.TTF",
        "方正小标宋简体.ttf",
        "FZFSK.TTF",
        "FZKTK.TTF",
        "FZHTK.TTF",
    ],
)
def test_files_are_known_by_their_usual_names(tmp_path: Path, name: str) -> None:
    FontFile("fangx").rename("FangSong").write(tmp_path / name)
    assert installed_faces([tmp_path]).fang.installed == "仿宋"


def test_a_file_that_only_has_the_name_is_passed_over(tmp_path: Path) -> None:
    FontFile("fang").write(tmp_path / "simfang.ttf")
    assert installed_faces([tmp_path]) == BUNDLED


@pytest.mark.parametrize("permission", [0x0002, 0x0100, 0x0200, 0x0102, 0x0006])
def test_fonts_that_may_not_be_embedded_are_passed_over(tmp_path: Path, permission: int) -> None:
    FontFile("fang").rename("FangSong").permit(permission).write(tmp_path / "simfang.ttf")
    assert installed_faces([tmp_path]) == BUNDLED


@pytest.mark.parametrize("permission", [0x0000, 0x0004, 0x0008])
def test_fonts_that_may_be_embedded_are_used(tmp_path: Path, permission: int) -> None:
    FontFile("fang").rename("FangSong").permit(permission).write(tmp_path / "simfang.ttf")
    assert installed_faces([tmp_path]).fang.installed == "仿宋"


def without(tag: bytes):
    def change(file: FontFile) -> None:
        at = file.record(tag)[0]
        file.data[at : at + 4] = b"zzzz"

    return change


def ruined(tag: bytes):
    def change(file: FontFile) -> None:
        _, start, length = file.record(tag)
        file.data[start : start + length] = b"\xa5" * length

    return change


def postscript(file: FontFile) -> None:
    file.data[:4] = b"OTTO"


def cut(length: int):
    def change(file: FontFile) -> None:
        del file.data[length:]

    return change


@pytest.mark.parametrize(
    "change",
    [
        *(cut(length) for length in (0, 3, 12, 100, 5000, -1)),
        *(without(tag) for tag in (b"name", b"OS/2", b"glyf", b"loca", b"cmap", b"head", b"hmtx", b"post")),
        *(ruined(tag) for tag in (b"name", b"OS/2", b"glyf", b"loca", b"cmap", b"head", b"maxp", b"hhea")),
        postscript,
    ],
)
def test_broken_fonts_are_passed_over(tmp_path: Path, change) -> None:
    install(tmp_path, "simhei.ttf")
    file = FontFile("fangx").rename("FangSong")
    change(file)
    file.write(tmp_path / "simfang.ttf")
    faces = installed_faces([tmp_path])
    assert faces.fang is BUNDLED.fang
    assert faces.hei.installed == "黑体"


def test_a_broken_font_leaves_the_place_to_the_next(tmp_path: Path) -> None:
    broken = FontFile("fang").rename("FangSong_GB2312")
    ruined(b"loca")(broken)
    broken.write(tmp_path / "FangSong_GB2312.ttf")
    install(tmp_path, "simfang.ttf")
    assert installed_faces([tmp_path]).fang.installed == "仿宋"


def test_what_lies_in_the_way_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "simkai.ttf").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "FZXBSJW.TTF")
    (tmp_path / "simhei.ttf").symlink_to(tmp_path / "无")
    (tmp_path / "kai.txt").write_text("楷体")
    (tmp_path / "圈").symlink_to(tmp_path)
    locked = tmp_path / "locked"
    install(locked, "simkai.ttf")
    locked.chmod(0)
    try:
        install(tmp_path, "simfang.ttf")
        faces = installed_faces([tmp_path / "simfang.ttf", tmp_path])
    finally:
        locked.chmod(0o700)
    assert faces.fang.installed == "仿宋"


def test_characters_that_an_official_face_lacks_are_printed_in_the_bundled_ones(tmp_path: Path) -> None:
    FontFile("fangx").rename("FangSong").write(tmp_path / "simfang.ttf")  # only rare characters
    face = installed_faces([tmp_path]).fang
    rare, usual = face.glyphs("旻县")
    assert rare.font == face.fonts[0] and usual.font == "fang"
    assert face.glyph("\U0001f600").char == SUBSTITUTE


def test_boxes_and_blanks_that_stand_for_characters_are_not_printed(tmp_path: Path) -> None:
    """Some fonts have an empty outline, or that of the missing character, for what they do not have."""
    file = FontFile("kai").rename("FangSong")
    face = font("kai").face
    _, loca, _ = file.record(b"loca")
    blank = face.charToGlyph[ord("县")]
    struct.pack_into(">L", file.data, loca + 4 * (blank + 1), face.glyphPos[blank])
    file.write(tmp_path / "simfang.ttf")
    found = installed_faces([tmp_path]).fang
    assert [glyph.font == found.fonts[0] for glyph in found.glyphs("省县　 ")] == [True, False, True, True]


def test_two_fonts_may_have_the_same_name(tmp_path: Path, finished: Report) -> None:
    """As they do where somebody renamed only the family."""
    for name, (source, english, _) in EVERY_FILE.items():
        file = FontFile(source).rename("Same", english)
        file.write(tmp_path / name)
    fonts = fonts_of(render(finished, faces=installed_faces([tmp_path])))
    assert set(fonts.values()) == {"Same", "Same-2", "Same-3", "Same-4"}


def test_a_font_that_is_replaced_is_read_anew(tmp_path: Path) -> None:
    install(tmp_path, "simfang.ttf")
    first = installed_faces([tmp_path]).fang
    assert installed_faces([tmp_path]).fang is first
    FontFile("kai").rename("FangSong").write(tmp_path / "simfang.ttf")
    assert installed_faces([tmp_path]).fang.fonts[0] != first.fonts[0]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps its fonts elsewhere")
def test_fonts_are_looked_for_in_the_folders_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/clerk")
    assert Path("/usr/share/fonts") in font_folders()
    assert Path("/home/clerk/.local/share/fonts") in font_folders()


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with one official face."""
    install(tmp_path / "fonts", "FZXBSJW.TTF")
    monkeypatch.setattr("export.typefaces.font_folders", lambda: (tmp_path / "fonts",))
    return tmp_path


def test_export_uses_them_when_asked(at_home: Path, finished: Report) -> None:
    plain, official = at_home / "plain.pdf", at_home / "official.pdf"
    export(finished, plain)
    assert plain.read_bytes() == render(finished)
    export(finished, official, system_fonts=True)
    assert official.read_bytes() == exporter(official, system_fonts=True)(finished)
    assert "FZXiaoBiaoSong-B05S" in fonts_of(official.read_bytes()).values()


def test_the_verb_says_which_fonts_it_used(
    at_home: Path, finished: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    draft, out = at_home / "a.gknb", at_home / "a.pdf"
    write_draft(finished, draft)
    assert main(["export", str(draft), str(out), "--system-fonts"]) == 0
    told = capsys.readouterr()
    assert re.search("小标宋（本机 方正小标宋简体）.*仿宋（自带）", told.err) and not told.out
    assert out.read_bytes() == exporter(out, system_fonts=True)(read_draft(draft))
    assert main(["export", str(draft), str(out)]) == 0
    told = capsys.readouterr()
    assert not told.err and out.read_bytes() == render(read_draft(draft))


def test_formats_without_fonts_refuse(at_home: Path, finished: Report) -> None:
    with pytest.raises(UserError, match=r"不能选用本机的公文字体.*\.pdf"):
        exporter(Path("a.xlsx"), system_fonts=True)
    with pytest.raises(UserError):
        export(finished, at_home / "a.xlsx", system_fonts=True)
    assert not (at_home / "a.xlsx").exists()
