"""What was found, as a file for a superior office: read back with other libraries."""

import io
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from openpyxl import load_workbook

from export.findings import TITLE, Checked, overview, renderer, write
from model.checks import Severity, check, counted
from model.checks.catalogue import explain
from model.checks.setting_aside import set_aside
from model.errors import UserError
from model.report import Report

IDENTITY = "110101190001010014"
SUFFIXES = (".xlsx", ".pdf")


def render(suffix: str, files: list[Checked]) -> bytes:
    return renderer(Path(f"检查{suffix}"))(files)


@pytest.fixture
def files(finished: Report, report: Report) -> list[Checked]:
    """A report with findings, one of them set aside, an empty one, and a file that could not be read."""
    finished.apply(
        {
            "texts/other": f"收取信息处理费XX元。申请人身份证号{IDENTITY}。",
            "applications/granted/natural_person": 9,
        }
    )
    aside = next(finding for finding in check(finished) if finding.rule == "placeholder-left")
    finished.apply(set_aside(finished, aside, "=金额待核定"))
    return [
        Checked("甲/完.gknb", finished, check(finished)),
        Checked("=空.gknb", report, check(report)),
        Checked("坏.gknb", None, problem="文件不完整。"),
    ]


def sheets(files: list[Checked]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet, by the heads of the columns."""
    book: Any = load_workbook(io.BytesIO(render(".xlsx", files)))
    found = {}
    for sheet in book.worksheets:
        heads, *rows = sheet.iter_rows()
        names = [cell.value for cell in heads]
        found[sheet.title] = [dict(zip(names, row, strict=True)) for row in rows]
    return found


def words(files: list[Checked]) -> str:
    with pdfplumber.open(io.BytesIO(render(".pdf", files))) as pdf:
        return "".join("".join((page.extract_text() or "").split()) for page in pdf.pages)


def test_every_finding_is_a_line_that_can_be_filtered(files: list[Checked]) -> None:
    rows = sheets(files)["问题"]
    expected = [(file, finding) for file in files for finding in file.findings]
    assert len(rows) == len(expected) > 5
    for row in rows:
        assert row["机关"].value == "青禾县水务局" and row["年度"].value == 2025
        assert row["文件"].value in ("甲/完.gknb", "=空.gknb")
    [balance] = [row for row in rows if row["问题"].value == explain("balance").title]
    [finding] = [finding for finding in files[0].findings if finding.rule == "balance"]
    assert balance["部分"].value == "三、收到和处理政府信息公开申请情况"
    assert balance["程度"].value == "错误" and balance["说明"].value == finding.message
    assert (balance["应为"].value, balance["实为"].value) == (finding.expected, finding.actual)
    assert "一、本年新收政府信息公开申请数量 ／ 自然人" in balance["涉及的格"].value
    assert balance["依据"].value == explain("balance").why


def test_what_was_set_aside_comes_last_with_its_reason(files: list[Checked]) -> None:
    ours = [row for row in sheets(files)["问题"] if row["文件"].value == "甲/完.gknb"]
    assert [bool(row["搁置理由"].value) for row in ours] == [False] * (len(ours) - 1) + [True]
    assert ours[-1]["原文"].value == "XX"
    text = words(files)
    assert text.index("已搁置的问题（1）") > text.index("身份证号")
    assert "搁置理由：=金额待核定" in text


def test_the_summary_has_a_line_a_file(files: list[Checked]) -> None:
    good, empty, bad = sheets(files)["汇总"]
    told = [finding.severity for finding in files[0].findings if finding.counts]
    assert good["错误"].value == told.count(Severity.ERROR) == 2
    assert good["警告"].value == told.count(Severity.WARNING)
    assert good["已搁置"].value == 1
    assert empty["错误"].value == 5 and "有错误" in empty["检查结果"].value
    assert bad["检查结果"].value == "没有读入：文件不完整。" and bad["文件"].value == "坏.gknb"
    assert "共检查2份报告，2份有错误；1份没有读入" in overview(files)
    assert "".join(overview(files).split()) in words(files)


def test_nothing_in_the_workbook_is_a_formula(files: list[Checked]) -> None:
    for rows in sheets(files).values():
        for row in rows:
            assert all(cell.data_type in ("s", "n") and not cell.hyperlink for cell in row.values())
    assert any(row["文件"].value == "=空.gknb" for row in sheets(files)["问题"])


def test_heads_stay_in_view_and_filter(files: list[Checked]) -> None:
    book: Any = load_workbook(io.BytesIO(render(".xlsx", files)))
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0 and sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_pages_tell_file_by_file_and_explain_the_rules(files: list[Checked]) -> None:
    text = words(files)
    assert text.startswith(TITLE)
    first, second, third = (text.index(f"{n}．") for n in (1, 2, 3))
    assert text[first:].startswith(f"1．{files[0].report.title if files[0].report else ''}文件：甲/完.gknb")
    assert counted(files[0].findings) in text[first:second]
    for finding in files[1].findings:
        assert "".join(finding.message.split()) in text[second:third]
    assert "坏.gknb没有读入：文件不完整。" in text[third:]
    rules = {finding.rule for file in files for finding in file.findings}
    for rule in rules:
        assert "".join(explain(rule).mend.split()) in text[third:]


def test_numbers_of_persons_are_not_passed_on(files: list[Checked]) -> None:
    assert any(finding.quote == IDENTITY for finding in files[0].findings)
    assert IDENTITY not in words(files)
    values = [str(cell.value) for rows in sheets(files).values() for row in rows for cell in row.values()]
    assert not any(IDENTITY in value for value in values)
    assert any("110***********0014" in value for value in values)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_findings_give_the_same_bytes(suffix: str, files: list[Checked]) -> None:
    assert render(suffix, files) == render(suffix, list(files))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_nothing_found_and_nothing_checked(suffix: str, finished: Report) -> None:
    assert render(suffix, [Checked("好.gknb", finished, [])])
    assert render(suffix, [])
    assert "没有发现问题" in words([Checked("好.gknb", finished, [])])


def test_many_long_findings_flow_over_pages(report: Report) -> None:
    many = [Checked(f"{at}.gknb", report, check(report)) for at in range(30)]
    with pdfplumber.open(io.BytesIO(render(".pdf", many))) as pdf:
        feet = [(page.extract_text() or "").splitlines()[-1] for page in pdf.pages]
    assert feet == [f"第{at}页，共{len(feet)}页" for at in range(1, len(feet) + 1)] and len(feet) > 3


def test_another_suffix_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="“检查.docx”.*.xlsx、.pdf"):
        renderer(tmp_path / "检查.docx")


def test_the_file_is_written(tmp_path: Path, files: list[Checked]) -> None:
    write(tmp_path / "检查.PDF", files)
    assert (tmp_path / "检查.PDF").read_bytes() == render(".pdf", files)
