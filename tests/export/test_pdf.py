"""The PDF read back with pdfplumber: what a reader sees, where it stands and that nothing is missing."""

import io
import os
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pdfplumber.pdf import PDF

from export.page import HEIGHT, LEFT, LINE, LINES, MM, PITCH, TOP, WIDTH, Block, Text, flow
from export.paragraphs import cleaned
from export.pdf import render, report_blocks
from export.typefaces import BUNDLED, SUBSTITUTE
from model.form import load_form
from model.numbers import MAXIMUM, format_value
from model.report import Report

ROOT = Path(__file__).parents[2]
CLOSING, OPENING = "，。、；：？！）》”’」』〕】", "（《“‘「『〔【"
NAMES = "旻昉喆堃垚犇𬭎"
OVERVIEW = f"""2025年，本县坚持“公开为常态、不公开为例外”，共受理申请{{=applications/new_received/total}}件。
（一）主动公开。全年主动公开政府信息1286条，同比增长12.5%，李{NAMES}等同志参加（网址：http://www.example.gov.cn/xxgk）。
（二）平台建设
　　门户网站发布信息5420条；政务新媒体发布信息3118条——详见《年度统计表》（附后）……
1.持续优化栏目。
"""
PROBLEMS = "（一）解读形式单一。\n" + "下一步丰富解读形式，加强对基层的指导，" * 40 + "不断提升公开质量。"


def filled(**over):
    """A report in which every number is another one."""
    form = load_form()
    cells = {
        address: Decimal("12345.678901") if cell.kind == "amount" else 1000 + number
        for number, (address, cell) in enumerate(form.inputs.items())
    }
    given: dict[str, Any] = {
        "agency": f"青禾县{NAMES}局",
        "year": 2025,
        "texts": {
            "preface": "本报告根据条例编制。",
            "overview": OVERVIEW,
            "problems": PROBLEMS,
            "other": "无。",
        },
        "cells": cells,
    }
    return Report(form, **(given | over))


def size(char):
    """In points; pdfminer works it out with tiny errors."""
    return round(char["size"], 2)


@dataclass
class Read:
    """A PDF file and its pages."""

    data: bytes
    pdf: PDF

    @property
    def pages(self):
        return self.pdf.pages

    @property
    def body(self):
        """The text in 16 points: headings and paragraphs."""
        return "".join(c["text"] for page in self.pages for c in page.chars if size(c) == 16)

    def lines(self, page, points=16):
        """The characters of that size by lines, from top to bottom."""
        found: dict[int, list[Any]] = {}
        for char in page.chars:
            if size(char) == points:
                found.setdefault(round(char["bottom"]), []).append(char)
        return [found[bottom] for bottom in sorted(found)]

    def tables(self):
        """The tables from the rules on the pages: page, edges of the columns, edges of the rows, cells."""
        for page in self.pages:
            for table in page.find_tables():
                xs = sorted({round(x) for cell in table.cells for x in (cell[0], cell[2])})
                ys = sorted({round(y) for cell in table.cells for y in (cell[1], cell[3])})
                cells = {tuple(round(edge) for edge in cell) for cell in table.cells}
                yield page, xs, ys, cells


def read(report):
    data = render(report)
    return Read(data, pdfplumber.open(io.BytesIO(data)))


@pytest.fixture(scope="module")
def full():
    return read(filled())


@pytest.fixture(scope="module")
def huge():
    return read(
        filled(
            agency="新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿合奇县人民政府办公室政务公开工作领导小组办公室",
            cells={
                address: Decimal("999999999999.999999") if cell.kind == "amount" else MAXIMUM
                for address, cell in load_form().inputs.items()
            },
        )
    )


@pytest.fixture(scope="module")
def empty():
    return read(Report(load_form()))


def words(chars):
    """What characters say, by lines."""
    ordered = sorted(chars, key=lambda char: (round(char["bottom"]), char["x0"]))
    return "".join(char["text"] for char in ordered)


def check_tables(read_back, report):
    """Each cell of each table has its rectangle, with its label or number inside and nothing else."""
    layouts = report.form.layouts.values()
    tables = list(read_back.tables())
    assert len(tables) == len(layouts)
    for layout, (page, xs, ys, cells) in zip(layouts, tables, strict=True):
        assert (len(xs), len(ys)) == (layout.columns + 1, layout.rows + 1)
        boxes = {
            cell: (xs[cell.column], ys[cell.row], xs[cell.right], ys[cell.bottom]) for cell in layout.cells
        }
        assert cells == set(boxes.values())
        for cell, (left, top, right, bottom) in boxes.items():
            inside = [
                char
                for char in page.chars
                if left < (char["x0"] + char["x1"]) / 2 < right
                and top < (char["top"] + char["bottom"]) / 2 < bottom
            ]
            if not cell.address:
                assert words(inside) == cell.text
                assert {size(char) for char in inside} <= {10.5, 10, 9.5}
                assert all(top <= char["top"] and char["bottom"] <= bottom for char in inside)
                continue
            assert words(inside) == format_value(report.value(cell.address)), cell.address
            if inside:
                assert len({char["bottom"] for char in inside}) == 1
                start, end = inside[0]["x0"], inside[-1]["x1"]
                assert left < start and end < right
                assert (start + end) / 2 == pytest.approx((left + right) / 2, abs=1)


def test_every_cell_holds_its_label_or_number(full):
    check_tables(full, filled())


def test_numbers_of_twelve_digits_stay_in_their_cells(huge):
    report = filled(cells={a: Decimal("999999999999.999999") if c.kind == "amount" else MAXIMUM
                           for a, c in load_form().inputs.items()})  # fmt: skip
    check_tables(huge, report)


def test_blank_cells_stay_blank(empty):
    check_tables(empty, Report(load_form()))


def test_every_paragraph_is_there_in_order(full):
    report = filled()
    expected = ""
    for key, section in report.form.sections.items():
        expected += section.heading + report.texts.get(key, "")
    total = report.value("applications/new_received/total")
    expected = expected.replace("{=applications/new_received/total}", str(total))
    assert "".join(full.body.split()) == "".join(expected.split())


def test_figures_and_headings_are_found_by_a_plain_search(full):
    text = "".join("".join(page.extract_text().split()) for page in full.pages)
    report = filled()
    for address in report.form.cells:
        assert format_value(report.value(address)) in text
    for section in report.form.sections.values():
        assert section.heading in text
    assert "http://www.example.gov.cn/xxgk" in text


def test_body_lines_stand_on_the_grid_and_keep_the_rules(full):
    for page in full.pages:
        lines = full.lines(page)
        assert len(lines) <= LINES
        for chars in lines:
            text = "".join(char["text"] for char in chars).strip()
            assert text[0] not in CLOSING and text[-1] not in OPENING
            assert chars[0]["x0"] >= LEFT - 0.1
            # poppler takes characters that overlap by half an em for two lines of text
            assert all(right["x0"] - left["x1"] > -8 for left, right in pairwise(chars))
            ink = [char for char in chars if char["text"] not in CLOSING]
            assert ink[-1]["x1"] <= LEFT + WIDTH + 0.5
            on_line = (chars[0]["bottom"] - TOP + (LINE - 16) / 2) / LINE
            assert on_line == pytest.approx(round(on_line), abs=0.02)
    first = next(line for line in full.lines(full.pages[0]) if line[0]["text"] == "本")
    assert first[0]["x0"] == pytest.approx(LEFT + 2 * PITCH, abs=0.1)
    filled_lines = [line for line in full.lines(full.pages[-1]) if len(line) == 28]
    assert filled_lines
    for line in filled_lines:
        assert line[-1]["x0"] == pytest.approx(LEFT + WIDTH - PITCH, abs=0.5) or line[-1]["text"] in CLOSING


def test_page_numbers_stand_outside_below_the_type_area(full, huge, empty):
    for file in (full, huge, empty):
        for number, page in enumerate(file.pages, 1):
            [line] = file.lines(page, 14)
            assert "".join(char["text"] for char in line) == f"— {number} —"
            if number % 2:
                assert line[-1]["x1"] == pytest.approx(LEFT + WIDTH - 14, abs=0.1)
            else:
                assert line[0]["x0"] == pytest.approx(LEFT + 14, abs=0.1)
            dash = line[0]["bottom"] - 14 * (0.12 + 0.3)
            assert dash == pytest.approx(TOP + HEIGHT + 7 * MM, abs=0.5)


def test_all_fonts_are_embedded_subsets(full, huge, empty):
    for file in (full, huge, empty):
        assert b"Helvetica" not in file.data
        assert file.data.count(b"/Type /FontDescriptor") == file.data.count(b"/FontFile2") > 0
        fonts = {char["fontname"] for page in file.pages for char in page.chars}
        assert all(re.fullmatch(r"[A-Z]{6}\+Gongbao\w+-Regular", name) for name in fonts)


def test_headings_have_their_faces(full):
    faces: dict[Any, set[str]] = {}
    for page in full.pages:
        for char in page.chars:
            faces.setdefault((char["text"], size(char)), set()).add(char["fontname"].split("+Gongbao")[1][:4])
    assert faces["局", 22] == {"Biao"}
    assert faces["总", 16] == {"HeiT"}
    assert faces["建", 16] == {"KaiT"}
    assert faces["例", 16] == {"Fang"}
    assert "KaiT" in faces["一", 16]


def test_the_file_says_what_it_is(full):
    report = filled()
    assert full.pdf.metadata["Title"] == report.title
    assert full.pdf.metadata["Author"] == report.agency
    assert full.pdf.metadata["Subject"] == report.form.name
    assert "CreationDate" not in full.pdf.metadata
    assert full.pdf.doc.catalog["Lang"] == b"zh-CN"
    headings = [section.heading for section in report.form.sections.values() if section.heading]
    assert [title for _, title, *_ in full.pdf.doc.get_outlines()] == headings


def test_the_same_report_gives_the_same_bytes_in_every_process(full):
    assert render(filled()) == full.data
    script = (
        "import sys; sys.path.insert(0, 'tests/export'); import test_pdf\n"
        "sys.stdout.buffer.write(test_pdf.render(test_pdf.filled()))"
    )
    env = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, check=True)
    assert done.stdout == full.data


def test_an_empty_report_shows_its_headings(empty):
    headings = [section.heading for section in load_form().sections.values()]
    assert empty.body == "".join(headings)


def test_a_long_title_is_broken_into_balanced_lines(huge):
    lines = ["".join(char["text"] for char in line) for line in huge.lines(huge.pages[0], 22)]
    assert len(lines) == 4
    assert (
        "".join(lines[:3])
        == "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿合奇县人民政府办公室政务公开工作领导小组办公室"
    )
    assert [line[-1] for line in lines] == ["州", "室", "室", "告"]
    for line in huge.lines(huge.pages[0], 22):
        assert (line[0]["x0"] + line[-1]["x1"]) / 2 == pytest.approx(LEFT + WIDTH / 2, abs=0.5)


def test_a_text_of_twenty_pages_flows_on():
    text = "\n".join(f"第{number}段，" + "公开为常态，不公开为例外；" * 20 + "完。" for number in range(45))
    long = read(filled(texts={"overview": text}))
    assert len(long.pages) > 20
    assert all(len(long.lines(page)) <= LINES for page in long.pages)
    assert text.replace("\n", "") in long.body
    assert [len(long.lines(page)) for page in long.pages[1:18]] == [LINES] * 17


def test_strange_characters_are_printed_or_visibly_replaced():
    text = (
        "😀㐀مرحباעברית⽂⼈e\u0301\u200b①㎡\u2028𠮷\ue000한국\u3000\xa0\t完"
        + "，" * 70
        + "（" * 70
        + "a" * 300
        + "‍"
    )
    strange = read(filled(texts={"overview": text}))
    assert "完" in strange.body
    assert SUBSTITUTE in strange.body
    assert "文人é①㎡" in strange.body
    assert strange.body.count("a") == 300


def test_rare_characters_of_names_are_printed_as_they_are(full):
    assert f"李{NAMES}等同志" in full.body
    title = "".join(char["text"] for char in full.pages[0].chars if size(char) == 22)
    assert NAMES in title
    assert not set(BUNDLED.fang.glyphs(SUBSTITUTE)) & set(BUNDLED.fang.glyphs(NAMES))


def test_text_is_never_read_as_markup():
    text = "<b>粗</b> &lt; %PDF (a\\)b) {x} 完"
    assert read(filled(texts={"overview": text})).body.count(text) == 1


def test_what_cannot_be_seen_is_dropped():
    assert cleaned("\ufeff　甲\u200b\t乙\xa0丙\u3000丁\u200d ") == "甲 乙 丙\u3000丁"


def said(block):
    """The text of a block."""
    return "".join(glyph.char for mark in block.marks if isinstance(mark, Text) for glyph in mark.glyphs)


@pytest.mark.parametrize("count", range(25))
def test_no_heading_stands_alone_and_the_matrix_is_whole(count):
    report = filled(texts={"overview": "一行。\n" * count + "（一）小标题\n" + "一行。\n" * 6})
    pages = flow(report_blocks(report))
    headings = [section.heading for section in report.form.sections.values()]
    for page in pages[:-1]:
        assert said(page.blocks[-1][1]) not in [*headings, "（一）小标题"]
    matrix = report.form.sections["applications"].heading
    [page] = [page for page in pages if matrix in [said(block) for _, block in page.blocks]]
    (_, heading), (y, table) = page.blocks[-2:]
    assert said(heading) == matrix
    assert y + table.height <= HEIGHT
    assert all(cell.text in said(table) for cell in report.form.layouts["applications"].cells)


def test_a_table_of_several_parts_breaks_between_them():
    broken = read(filled(texts={"overview": "一行。\n" * 9}))
    layout = load_form().layouts["proactive"]
    [(first, _, upper, _), (second, _, lower, _)] = list(broken.tables())[:2]
    assert first.page_number + 1 == second.page_number
    assert len(upper) - 1 + len(lower) - 1 == layout.rows
    captions = {cell.row for cell in layout.cells if cell.role == "caption"}
    assert len(upper) - 1 in captions


def test_a_table_longer_than_a_page_repeats_its_head():
    rows = [Block(LINE, on_grid=False, head=Block(50, on_grid=False) if row else None) for row in range(40)]
    pages = flow(rows)
    assert len(pages) == 2
    assert [block.height for _, block in pages[1].blocks][:2] == [50, LINE]
    assert pages[1].blocks[1][0] == 50


def test_blocks_kept_together_share_a_page_if_not_too_much_stays_blank():
    fill, part = Block(HEIGHT * 0.7), Block(HEIGHT * 0.2, keep=0.4)
    assert [len(page.blocks) for page in flow([fill, part, part, replace(part, keep=0)])] == [1, 3]
    eager = replace(part, keep=0.2)
    assert [len(page.blocks) for page in flow([fill, eager, eager, replace(part, keep=0)])] == [2, 2]
