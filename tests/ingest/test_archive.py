"""Files that are no workbook, or made to do harm: a Chinese sentence each, and nothing is unpacked."""

import re
import struct
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from export.xlsx import render
from ingest import read, read_any
from ingest.archive import PARTS_LIMIT
from ingest.sums import adds_up
from model.errors import UserError
from model.form import load_form
from model.report import Report

FORM = load_form()
WORKBOOK = render(Report(FORM, agency="青禾县水务局", year=2025, cells=dict.fromkeys([*FORM.inputs][:3], 5)))
SHEET, STRINGS, STYLES = "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/styles.xml"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def refused(data: bytes, folder: Path) -> str:
    """What is said of a file, within a few seconds."""
    path = folder / "坏 的.xlsx"
    path.write_bytes(data)
    start = time.monotonic()
    with pytest.raises(UserError) as error:
        read(path)
    assert time.monotonic() - start < 5
    message = str(error.value)
    assert message.startswith((f"无法读取“{path}”：", f"无法打开“{path}”："))
    assert message.endswith("。") and "请" in message and "Traceback" not in message
    return message


def changed(name: str, change: Callable[[bytes], bytes], **more: bytes) -> bytes:
    """Our workbook with one part changed, or with parts added."""
    file = BytesIO()
    with ZipFile(BytesIO(WORKBOOK)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
        for part, data in more.items():
            new.writestr(part, data)
    return file.getvalue()


def zipped(**parts: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def merged(*references: str) -> bytes:
    cells = "".join(f'<mergeCell ref="{reference}"/>' for reference in references)
    return changed(SHEET, lambda data: re.sub(rb"(<mergeCells[^>]*>)", rb"\1" + cells.encode(), data))


WIDE = b"<row>" + b"<c/>" * 300_001 + b"</row>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "是空的"),
        (b"hello", "不是Excel 工作簿"),
        ("<html>表</html>".encode(), "不是Excel 工作簿"),
        (OLE, "旧版格式"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (WORKBOOK[: len(WORKBOOK) // 2], "不完整"),
        (WORKBOOK[:-30], "不完整"),
        (b"PK\x03\x04" + bytes(200), "不完整"),
        (zipped(a=b"1"), "读不懂"),
        (zipped(**{"word/document.xml": b"<a/>", "[Content_Types].xml": b"<Types/>"}), "读不懂"),
        (zipped(**{f"p{n}": b"" for n in range(PARTS_LIMIT + 1)}), f"{PARTS_LIMIT + 1}个部分"),
        (changed("xl/workbook.xml", lambda data: data[:200]), "读不懂"),
        (changed(SHEET, lambda data: data[: len(data) // 2]), "读不懂"),
        (changed(SHEET, lambda data: data.replace(b'r="A1"', b'r="ZZZZZZ1"')), "读不懂"),
        (changed(STRINGS, lambda data: b""), "读不懂"),
        (changed("xl/styles.xml", lambda data: b"<x/>"), "读不懂"),
        (merged("A30:C32", "B31:D33"), "互相重叠"),
        (merged("A30:A30", "A30:A30"), "互相重叠"),
        (merged("A1:XFD1048576"), "互相重叠"),
        (merged("XXXX"), "读不懂"),
        (merged(*(f"A{n}:B{n}" for n in range(30, 11_000))), "格太多"),
        (changed(SHEET, lambda data: data.replace(b"</sheetData>", WIDE + b"</sheetData>")), "格太多"),
        (
            changed(STYLES, lambda data: data.replace(b"</cellXfs>", b"<xf/>" * 200_001 + b"</cellXfs>")),
            "内容太多",
        ),
        (changed(STRINGS, lambda data: data.replace(b"</sst>", b"<si/>" * 200_001 + b"</sst>")), "内容太多"),
        (changed(STRINGS, lambda data: data.replace(b"UTF-8", b"UVF-8", 1)), "读不懂"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, says: str, tmp_path: Path) -> None:
    assert says in refused(data, tmp_path)


@pytest.mark.parametrize("part", [SHEET, STRINGS, "docProps/core.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_entity_is_ever_expanded(part: str, encoding: str, tmp_path: Path) -> None:
    def change(data: bytes) -> bytes:
        text = re.sub(r"<\?xml.*?\?>", "", data.decode())
        return f'<?xml version="1.0" encoding="{encoding}"?><!-- 一 -->{LAUGHS}{text}'.encode(encoding)

    assert "文档类型声明" in refused(changed(part, change), tmp_path)


def test_a_file_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path: Path) -> None:
    zeros = bytes(60 * 2**20)
    assert "太大" in refused(changed("", bytes, **{"xl/bomb.xml": zeros}), tmp_path)
    bomb = changed("", bytes, **{f"xl/media/{n}.png": zeros for n in range(4)})
    assert len(bomb) < 2**20
    assert "MB" in refused(bomb, tmp_path)
    # A part that declares to be smaller than it is, is not unpacked further than it declares.
    at = bomb.rindex(b"PK\x01\x02")
    liar = bomb[: at + 24] + struct.pack("<I", 100) + bomb[at + 28 :]
    assert refused(liar, tmp_path)


def test_a_file_too_large_to_be_a_report(tmp_path: Path) -> None:
    assert "20MB" in refused(b"PK" + bytes(20 * 2**20), tmp_path)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有这个文件"):
        read(tmp_path / "无.xlsx")
    (tmp_path / "夹.xlsx").mkdir()
    with pytest.raises(UserError, match="文件夹"):
        read(tmp_path / "夹.xlsx")
    with pytest.raises(UserError, match=r"\.xlsx"):
        read(tmp_path / "a.zip")
    with pytest.raises(UserError, match="没有这个文件"):
        read_any(tmp_path / "无.gknb")


def test_rows_without_end_are_not_all_looked_at(tmp_path: Path) -> None:
    """A sheet that was formatted to its last row, and declares to be full."""

    def change(data: bytes) -> bytes:
        data = re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:XFD1048576"/>', data)
        styled = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(20, 150_000))
        last = b'<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'
        return data.replace(b"</sheetData>", styled + last + b"</sheetData>")

    path = tmp_path / "a.xlsx"
    path.write_bytes(changed(SHEET, change))
    start = time.monotonic()
    imported = read(path)
    assert time.monotonic() - start < 5
    assert len(imported.report.cells) == 3
    assert not imported.unplaced


def test_what_stands_far_below_is_named(tmp_path: Path) -> None:
    text = "\n".join(f"第{n}段" for n in range(2100))
    path = tmp_path / "a.xlsx"
    path.write_bytes(render(Report(FORM, texts={"other": text})))
    imported = read(path)
    assert imported.unplaced == ["工作表“报告”第2000行以后的内容没有读入。"]
    assert text.startswith(imported.report.texts["other"])


def test_cells_are_counted_over_all_sheets(tmp_path: Path) -> None:
    """Each of the four alone would do."""
    row = b"<row>" + b"<c/>" * 80_000 + b"</row></sheetData>"
    file = BytesIO()
    with ZipFile(BytesIO(WORKBOOK)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b"</sheetData>", row))
    assert "格太多" in refused(file.getvalue(), tmp_path)


def test_a_name_of_an_area_that_is_made_to_take_hours(tmp_path: Path) -> None:
    """As the trial of damaged files found it: sixty thousand characters took openpyxl ten seconds."""
    trap = '<definedName name="_xlnm.Print_Titles" localSheetId="1">' + "局" * 500_000 + "</definedName>"

    def change(data: bytes) -> bytes:
        data = re.sub(rb"<definedNames>.*</definedNames>|<definedNames/>", b"", data)
        return data.replace(b"</sheets>", f"</sheets><definedNames>{trap}</definedNames>".encode())

    path = tmp_path / "a.xlsx"
    path.write_bytes(changed("xl/workbook.xml", change))
    start = time.monotonic()
    assert len(read(path).report.cells) == 3
    assert time.monotonic() - start < 5


def test_nothing_is_printed_that_is_no_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """openpyxl prints what it finds wrong with styles, which would spoil `--json`."""

    def change(data: bytes) -> bytes:
        return re.sub(rb"<cellStyleXfs.*</cellStyleXfs>", b'<cellStyleXfs count="0"/>', data)

    assert "读不懂" in refused(changed(STYLES, change), tmp_path)
    assert capsys.readouterr().out == ""


def test_a_formula_without_end_adds_up_nothing() -> None:
    formula = "=SUM(" + "D7," * 5_000 + "D7)"
    start = time.monotonic()
    assert not adds_up(formula, {}, {"D7"}, {"D7"})
    assert adds_up("=SUM(D7,D7)", {}, {"D7"}, {"D7"})
    assert time.monotonic() - start < 1
