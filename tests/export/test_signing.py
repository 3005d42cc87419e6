"""What is printed for people who sign: the sign-off sheet, the marks of a draft, dates and closing."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pdfplumber
import pytest
from msgspec.structs import replace
from pdfplumber.page import Page
from pdfplumber.pdf import PDF

from export import Product
from export.page import HEIGHT, LEFT, LINE, PAGE_HEIGHT, PITCH, TOP, WIDTH, Text, flow
from export.pdf import render, report_blocks
from export.signing import HEAD_SIGNATURE, SEAL, SHEET_TITLE
from model.checks import Finding, Severity, check, counted
from model.checks.setting_aside import set_aside
from model.numbers import format_value
from model.report import Report
from model.signoff import belongs, short_code

LONG = "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿合奇县人民政府办公室政务公开工作领导小组办公室一科"
AGENCIES = {45: LONG, 120: (LONG * 3)[:120]}
BLANK_HALF = 8.5  # points of a mark at the end of a line
RIGHT = LEFT + WIDTH
SIGN_OFF = {
    "document_number": "青水发〔2026〕2号",
    "title_date": "2026年1月13日",
    "closing": "yes",
    "closing_date": "2026年1月15日",
}


@contextmanager
def opened(report: Report, product: Product) -> Iterator[PDF]:
    with pdfplumber.open(io.BytesIO(render(report, product))) as pdf:
        yield pdf


def lines(page: Page) -> list[list[Any]]:
    """The characters of a page, line by line from the top; blanks are left out."""
    found: dict[int, list[Any]] = {}
    for char in page.chars:
        if char["text"].strip():
            found.setdefault(round(char["bottom"]), []).append(char)
    return [sorted(found[bottom], key=lambda char: char["x0"]) for bottom in sorted(found)]


def words(line: list[Any]) -> str:
    return "".join(char["text"] for char in line)


def said(page: Page) -> list[str]:
    return [words(line) for line in lines(page)]


def middle(line: list[Any]) -> float:
    return float(line[0]["x0"] + line[-1]["x1"]) / 2


def line_of(page: Page, text: str) -> list[Any]:
    [found] = [line for line in lines(page) if words(line) == text]
    return found


def cells_of(page: Page, number: int) -> list[list[str]]:
    """What the cells of a table say, row by row."""
    rows = page.find_tables()[number].extract()
    return [["".join((cell or "").split()) for cell in row] for row in rows]


def findings(number: int) -> list[Finding]:
    message = "“自然人”列勾稽关系不平：前两项之和是2026，后两项之和是23870。请核对办理结果是否多填。"
    return [Finding("balance", Severity.ERROR, None, message=f"第{at}处{message}") for at in range(number)]


def test_the_sheet_comes_first_and_names_the_report(finished: Report) -> None:
    with opened(finished, Product.SIGNATURE) as pdf:
        sheet, first, *_ = pdf.pages
        assert SHEET_TITLE in said(sheet)
        rows = dict(pairwise(cell for row in cells_of(sheet, 0) for cell in row))
        assert rows["标题"] == finished.title
        assert rows["拟稿单位"] == finished.agency
        assert rows["年度"] == "2025年"
        for label in (
            "拟稿人",
            "联系电话",
            "分管领导意见",
            "主要负责人签发",
            "校对",
            "印制份数",
            "拟发布日期",
        ):
            assert label in rows
        assert SHEET_TITLE not in said(first)


@pytest.mark.parametrize("product", [Product.PUBLICATION, Product.SUBMISSION])
def test_other_products_have_neither_sheet_nor_marks(finished: Report, product: Product) -> None:
    with opened(finished, product) as pdf:
        text = "".join(words for page in pdf.pages for words in said(page))
    assert SHEET_TITLE not in text and "送审稿" not in text and "校验码" not in text


def figures_of(pdf: PDF) -> list[tuple[str, ...]]:
    """The columns of the figures on the sheet, the first being what its lines are called."""
    return list(zip(*cells_of(pdf.pages[0], 1), strict=True))


def test_the_figures_stand_against_last_year_s(finished: Report) -> None:
    fewer = {address: value + 1 if value else value for address, value in finished.cells.items()}
    finished.last_year = replace(finished, year=2024, cells=fewer)
    with opened(finished, Product.SIGNATURE) as pdf:
        head, *columns = figures_of(pdf)
    assert head == ("项目", "本年", "上年", "增减")
    assert [column[0] for column in columns] == [figure.label for figure in finished.form.summary]
    for figure, column in zip(finished.form.summary, columns, strict=True):
        ours, theirs = finished.sum_of(figure.cells), finished.last_year.sum_of(figure.cells)
        assert ours is not None and theirs is not None and theirs > ours
        assert column[1:] == (format_value(ours), format_value(theirs), format_value(ours - theirs))
        assert column[3].startswith("-")


def test_more_than_last_year_has_a_plus_and_no_change_is_zero(finished: Report) -> None:
    finished.last_year = replace(finished, year=2024, cells=dict.fromkeys(finished.cells, 0))
    with opened(finished, Product.SIGNATURE) as pdf:
        assert all(column[3] == f"+{column[1]}" for column in figures_of(pdf)[1:])
    finished.last_year = replace(finished, year=2024)
    with opened(finished, Product.SIGNATURE) as pdf:
        assert {column[3] for column in figures_of(pdf)[1:]} == {"0"}


def test_what_is_not_known_is_a_dash(finished: Report, report: Report) -> None:
    with opened(finished, Product.SIGNATURE) as pdf:
        assert all(column[1] != "—" and column[2:] == ("—", "—") for column in figures_of(pdf)[1:])
    with opened(report, Product.SIGNATURE) as pdf:
        assert all(column[1:] == ("—", "—", "—") for column in figures_of(pdf)[1:])


def test_the_sheet_lists_what_the_checks_find(finished: Report) -> None:
    with opened(finished, Product.SIGNATURE) as pdf:
        assert "检查没有发现问题" in said(pdf.pages[0])
    finished.cells["applications/new_received/natural_person"] = 9
    found = check(finished)
    assert found
    with opened(finished, Product.SIGNATURE) as pdf:
        text = "".join(word for page in pdf.pages for word in said(page))
    assert f"检查发现的问题（{len(found)}）：{counted(found)}" in text
    for number, finding in enumerate(found, 1):
        assert "".join(f"{number}.〔{finding.severity.label}〕{finding.message}".split()) in text


def test_what_was_set_aside_is_a_list_of_its_own_with_the_reasons(finished: Report) -> None:
    finished.apply({"texts/other": "收取信息处理费XX元。本机关地址已更新。。"})
    aside, *others = check(finished)
    finished.apply(set_aside(finished, aside, "金额待财政核定"))
    with opened(finished, Product.SIGNATURE) as pdf:
        text = "".join(said(pdf.pages[0]))
        assert not any("审签单第" in line for line in said(pdf.pages[0]))  # it still is one page
    counts, _, listed = text.partition("核实后搁置的问题（1）")
    assert f"检查发现的问题（{len(others)}）" in counts
    assert "".join(aside.message.split()) not in counts
    assert f"1.〔警告〕{''.join(aside.message.split())}理由：金额待财政核定" in listed


def test_a_report_whose_findings_are_all_set_aside_says_so(finished: Report) -> None:
    finished.apply({"texts/other": "收取信息处理费XX元。"})
    for finding in check(finished):
        finished.apply(set_aside(finished, finding, "已核实"))
    with opened(finished, Product.SIGNATURE) as pdf:
        text = "".join(said(pdf.pages[0]))
    assert "检查没有发现其他问题核实后搁置的问题（" in text


def test_sixty_findings_flow_over_pages(finished: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("export.signing.check", lambda report: findings(60))
    with opened(finished, Product.SIGNATURE) as pdf:
        sheets = [page for page in pdf.pages if any("审签单第" in text for text in said(page))]
        assert sheets == pdf.pages[: len(sheets)] and len(sheets) > 2
        text = ""
        for number, page in enumerate(sheets, 1):
            *content, foot, _code = lines(page)
            assert words(foot) == f"审签单第{number}页，共{len(sheets)}页"
            assert content[-1][0]["bottom"] <= TOP + HEIGHT
            body = said(page)[1:-2]  # below the mark, above the foot
            if number > 1:
                assert re.match(r"\d+\.〔错误〕", body[0])  # none is cut by the end of a page
            text += "".join(body)
        assert all(f"{at + 1}.〔错误〕第{at}处" in text for at in range(60))


def test_a_sheet_of_one_page_has_no_number(finished: Report) -> None:
    with opened(finished, Product.SIGNATURE) as pdf:
        assert "".join(said(pdf.pages[0])[-1:]) == f"校验码{short_code(finished)}"
        assert not any("审签单第" in text or text.startswith("—1") for text in said(pdf.pages[0])[2:])


def test_every_page_has_the_mark_and_the_code(finished: Report) -> None:
    with opened(finished, Product.SIGNATURE) as pdf:
        for page in pdf.pages:
            top, *_, foot = lines(page)
            assert words(top) == "送审稿"
            assert top[0]["bottom"] < TOP and top[-1]["x1"] == pytest.approx(RIGHT, abs=0.5)
            assert words(foot).startswith("校验码")
            assert belongs(finished, words(foot))
            assert foot[0]["top"] > TOP + HEIGHT and foot[0]["bottom"] < PAGE_HEIGHT - 20


def test_the_report_itself_is_numbered_from_one_and_unchanged(finished: Report) -> None:
    finished.sign_off = dict(SIGN_OFF)
    with opened(finished, Product.SIGNATURE) as pdf, opened(finished, Product.PUBLICATION) as plain:
        assert len(pdf.pages) == len(plain.pages) + 1
        for number, (draft, page) in enumerate(zip(pdf.pages[1:], plain.pages, strict=True), 1):
            assert said(draft)[1:-1] == said(page)
            assert said(page)[-1] == f"—{number}—"


def test_number_above_and_date_below_the_title(finished: Report) -> None:
    finished.sign_off = dict(SIGN_OFF)
    with opened(finished, Product.PUBLICATION) as pdf:
        page = pdf.pages[0]
        number, *title, date = lines(page)[: 2 + len(finished.form.title_lines(finished.agency, 2025))]
        assert words(number) == "青水发〔2026〕2号" and words(date) == "（2026年1月13日）"
        assert "".join(map(words, title)) == finished.title
        for line in (number, *title, date):
            assert middle(line) == pytest.approx((LEFT + RIGHT) / 2, abs=1)
        assert title[0][0]["top"] - number[0]["bottom"] > LINE / 2


def test_brackets_around_the_date_are_not_doubled(finished: Report) -> None:
    finished.sign_off = {"title_date": "（2026年1月13日）"}
    with opened(finished, Product.PUBLICATION) as pdf:
        assert "（2026年1月13日）" in said(pdf.pages[0])


def test_without_them_nothing_stands_there(finished: Report) -> None:
    with opened(finished, Product.PUBLICATION) as pdf:
        assert "".join(said(pdf.pages[0])[:2]) == finished.title
        assert said(pdf.pages[-1])[-2] == "没有其他需要报告的事项。"


def test_a_published_report_closes_with_agency_and_date(finished: Report) -> None:
    finished.sign_off = dict(SIGN_OFF)
    with opened(finished, Product.PUBLICATION) as pdf:
        page = pdf.pages[-1]
        assert said(page)[-4:-1] == ["没有其他需要报告的事项。", finished.agency, "2026年1月15日"]
        text, agency, date, _ = lines(page)[-4:]
        assert middle(agency) == pytest.approx(middle(date), abs=0.5)
        assert date[-1]["x1"] == pytest.approx(RIGHT - 4 * PITCH, abs=1)
        assert agency[0]["top"] - text[0]["top"] == pytest.approx(2 * LINE, abs=1)


def test_a_report_that_is_handed_in_has_room_for_signature_and_seal(finished: Report) -> None:
    finished.sign_off = dict(SIGN_OFF)
    with opened(finished, Product.SUBMISSION) as pdf:
        page = pdf.pages[-1]
        assert said(page)[-5:-1] == [HEAD_SIGNATURE, SEAL, finished.agency, "2026年1月15日"]
        signature, seal, agency, date, _ = lines(page)[-5:]
        assert RIGHT - signature[-1]["x1"] > 8 * PITCH
        assert seal[0]["top"] - signature[0]["top"] == pytest.approx(2 * LINE, abs=1)
        assert middle(seal) == pytest.approx(middle(agency), abs=5)
        assert middle(date) == pytest.approx(middle(agency), abs=0.5)


def test_a_date_that_is_not_known_is_left_to_be_written(finished: Report) -> None:
    with opened(finished, Product.SUBMISSION) as pdf:
        *_, agency, date, _ = lines(pdf.pages[-1])
        assert words(agency) == finished.agency and words(date) == "年月日"
        assert date[-1]["x1"] == pytest.approx(RIGHT - 4 * PITCH, abs=1)
        assert date[1]["x0"] - date[0]["x1"] > 1.5 * PITCH
        assert middle(agency) == pytest.approx(middle(date) - 2 * PITCH, abs=1)  # four blanks for the year


@pytest.mark.parametrize("product", [Product.SUBMISSION, Product.PUBLICATION])
@pytest.mark.parametrize("count", range(1, 23))
def test_the_closing_never_stands_without_text(finished: Report, product: Product, count: int) -> None:
    finished.sign_off = dict(SIGN_OFF)
    finished.texts["other"] = "一行。\n" * count
    last = [
        "".join(glyph.char for mark in block.marks if isinstance(mark, Text) for glyph in mark.glyphs)
        for _, block in flow(report_blocks(finished, product))[-1].blocks
    ]
    signing = [HEAD_SIGNATURE, "", SEAL] if product is Product.SUBMISSION else []
    closing = ["", *signing, finished.agency, "2026年1月15日"]
    assert last[-len(closing) :] == closing
    assert last[-len(closing) - 1] == "一行。"


def test_a_closing_below_an_empty_section_stays_with_its_heading(finished: Report) -> None:
    finished.texts["other"] = ""
    with opened(finished, Product.SUBMISSION) as pdf:
        heading = list(finished.form.sections.values())[-1].heading
        assert said(pdf.pages[-1])[-6:-4] == [heading, HEAD_SIGNATURE]


@pytest.mark.parametrize("product", Product)
@pytest.mark.parametrize("agency", AGENCIES.values(), ids=map(str, AGENCIES))
def test_long_names_stay_in_the_type_area(finished: Report, product: Product, agency: str) -> None:
    finished.agency = agency
    finished.sign_off = dict(SIGN_OFF)
    with opened(finished, product) as pdf:
        for page in pdf.pages:
            for char in page.chars:
                if char["text"].strip():
                    assert char["x0"] + BLANK_HALF * (char["text"] in "（《“") > LEFT - 0.5
                    assert char["x1"] - BLANK_HALF * (char["text"] in "，。、；：）》”") < RIGHT + 0.5
            for table in page.find_tables():
                assert table.bbox[3] <= TOP + HEIGHT + 1
        sheet = 1 if product is Product.SIGNATURE else 0
        text = "".join("".join(said(page)) for page in pdf.pages)
        assert text.count(agency) == 2  # title and closing
        if sheet:
            assert [row[1] for row in cells_of(pdf.pages[0], 0)[:2]] == [finished.title, agency]
        *_, date, foot = lines(pdf.pages[-1])[: -sheet or None]
        assert words(date) == "2026年1月15日" and words(foot).startswith("—")


def test_long_numbers_and_dates_are_printed_whole(finished: Report) -> None:
    finished.sign_off = {key: letter * 100 for key, letter in zip(SIGN_OFF, "甲乙丙丁", strict=True)}
    with opened(finished, Product.SUBMISSION) as pdf:
        text = "".join("".join(said(page)) for page in pdf.pages)
        assert [text.count(letter * 100) for letter in "甲乙丁"] == [1, 1, 1]
        assert all(char["x1"] <= RIGHT + BLANK_HALF for page in pdf.pages for char in page.chars)


def test_marks_that_cannot_be_seen_do_no_harm(finished: Report) -> None:
    finished.agency = "青禾县\u200b水务局"
    finished.sign_off = {**SIGN_OFF, "closing_date": " \u3000", "title_date": " "}
    with opened(finished, Product.SUBMISSION) as pdf:
        assert said(pdf.pages[-1])[-3:-1] == ["青禾县水务局", "年月日"]
        assert "（）" not in said(pdf.pages[0])
    with opened(finished, Product.SIGNATURE) as pdf:
        assert "〓" not in "".join(said(pdf.pages[0]))


@pytest.mark.parametrize("product", Product)
def test_the_same_report_gives_the_same_bytes(finished: Report, product: Product) -> None:
    finished.sign_off = dict(SIGN_OFF)
    assert render(finished, product) == render(finished.snapshot(), product)
