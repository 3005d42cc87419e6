"""Reports in an older form, and rows that somebody renamed: said aloud, and never read as something else."""

from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from ingest import check
from ingest.strangers import ALIKE
from ingest.targets import blocks_of
from ingest.texts import Line, split_sections
from tests.ingest.books import FORM, MATRIX, SHEETS, back, edited, full, row_inputs, row_of, same

OTHER = f"{MATRIX}/closed_other/natural_person"
GROUP = [f"{MATRIX}/{row}/natural_person" for row in ("closed_not_supplemented", "closed_fee_unpaid")]
NORMATIVE = "proactive/normative_documents/issued"
FIRST_COLUMN = 4  # of the figures in the matrix


def as_one_row(book: Any, first: str, count: int, keep: str) -> None:
    """The matrix with a group of `count` rows as a single one that has the figures of `keep`.

    Its label goes over the labels of the rows, and spans above and below are as they should be then.
    """
    sheet = book[SHEETS[MATRIX]]
    top, gone = row_of(first), count - 1
    figures = [sheet.cell(row_of(keep), column).value for column in range(FIRST_COLUMN, 11)]
    spans = [span.bounds for span in sheet.merged_cells.ranges]
    for span in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(span))
    sheet.delete_rows(top + 1, gone)
    sheet.cell(top, 3).value = None
    for column, value in enumerate(figures, FIRST_COLUMN):
        sheet.cell(top, column).value = value
    for left, upper, right, lower in spans:
        ours = (left, upper) == (2, top)
        sheet.merge_cells(
            start_row=upper - gone if upper > top else upper,
            end_row=lower - gone if lower > top else lower,
            start_column=left,
            end_column=3 if ours else right,
        )


def one_row_for_the_group(book: Any) -> None:
    """The matrix as the form of 2019 had it."""
    as_one_row(book, GROUP[0], 3, keep=OTHER)


def test_the_one_row_of_the_older_matrix_goes_into_its_last(tmp_path: Path) -> None:
    report = full()
    imported = back(edited(report, one_row_for_the_group), tmp_path)
    lost = [a for address in GROUP for a in row_inputs(address)]
    same(report, imported.report, *lost)
    assert not set(lost) & set(imported.report.cells)
    [finding] = imported.findings
    assert (finding.rule, finding.severity, finding.section) == ("old-form", "error", MATRIX)
    assert finding.cells == tuple(row_inputs(OTHER))
    assert "（六）其他处理" in finding.message and "3.其他" in finding.message
    assert not imported.unplaced
    assert imported.seen >= set(row_inputs(OTHER)) and not imported.seen & set(lost)
    [blank] = [f for f in check(imported) if f.rule == "blank-cell"]
    assert set(blank.cells) == set(lost)  # never zeros that nobody wrote


def test_an_older_matrix_without_a_figure_in_that_row_is_told_too(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        one_row_for_the_group(book)
        for column in range(FIRST_COLUMN, 11):
            book[SHEETS[MATRIX]].cell(row_of(GROUP[0]), column).value = None

    imported = back(edited(full(), change), tmp_path)
    assert [f.rule for f in imported.findings] == ["old-form"]
    assert not set(row_inputs(OTHER)) & set(imported.report.cells)
    assert imported.seen >= set(row_inputs(OTHER))


def test_a_groups_label_beside_rows_of_its_own_is_no_older_row(tmp_path: Path) -> None:
    """A line of the group's name and figures, with the three rows of the group below it."""

    def change(book: Any) -> None:
        sheet = book[SHEETS[MATRIX]]
        sheet.cell(sheet.max_row + 1, 2).value = "（六）其他处理"
        sheet.cell(sheet.max_row, FIRST_COLUMN).value = 77

    report = full()
    imported = back(edited(report, change), tmp_path)
    same(report, imported.report)
    assert not [f for f in imported.findings if f.rule == "old-form"]
    assert any("77" in line for line in imported.unplaced)


def test_another_groups_single_row_is_not_read(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        first = f"{MATRIX}/unavailable_not_held/natural_person"
        as_one_row(book, first, 3, keep=first)

    imported = back(edited(full(), change), tmp_path)
    assert not [a for a in imported.report.cells if "unavailable" in a]
    assert {f.rule for f in imported.findings} == {"renamed-row"}


def test_the_heads_of_the_older_second_table_are_recognised(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book[SHEETS["proactive"]]
        heads = {
            "本年制发件数": "本年新制作数量",
            "本年废止件数": "本年新公开数量",
            "现行有效件数": "对外公开总数量",
        }
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in heads:
                    cell.value = heads[cell.value]
                elif cell.value == "本年处理决定数量":
                    cell.value = "处理决定数量"
                elif cell.value and str(cell.value).startswith("本年收费金额"):
                    cell.value = "本年增/减"

    report = full()
    imported = back(edited(report, change), tmp_path)
    assert not [a for a in imported.report.cells if a.startswith("proactive/")]
    assert [(f.rule, f.severity, f.section) for f in imported.findings] == [
        ("old-form", "error", "proactive")
    ]
    assert "本年新制作数量" in imported.findings[0].message
    same(report, imported.report, *(a for a in FORM.inputs if a.startswith("proactive/")))


def test_a_table_with_one_such_word_only_is_simply_missing(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book[SHEETS["proactive"]]
        for row in list(sheet.iter_rows()):
            for cell in row:
                if not type(cell).__name__.startswith("Merged"):
                    cell.value = None
        sheet["A1"].value = "对外公开总数量"

    imported = back(edited(full(), change), tmp_path)
    assert ("missing-section", "proactive") in [(f.rule, f.section) for f in imported.findings]


@pytest.mark.parametrize(
    ("address", "label"),
    [
        (NORMATIVE, "规范性文件"),
        (f"{MATRIX}/refused_prohibited_by_law/natural_person", "2.其他法律行政止公开"),
        (f"{MATRIX}/declined_petition_complaint/natural_person", "1.信访举报类申请"),
        (f"{MATRIX}/new_received/natural_person", "一、本年度新收政府信息公开申请数量"),
    ],
)
def test_a_row_with_nearly_its_name_is_read_and_told(address: str, label: str, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book[SHEETS[address.partition("/")[0]]]
        old = FORM.cells[address].row_name.split(" ")[-1]
        [cell] = [c for row in sheet.iter_rows() for c in row if c.value == old]
        cell.value = label

    report = full()
    imported = back(edited(report, change), tmp_path)
    same(report, imported.report)
    [finding] = imported.findings
    assert (finding.rule, finding.severity) == ("renamed-row", "warning")
    assert finding.cells == tuple(row_inputs(address))
    assert label in finding.message and "请核对" in finding.message
    assert not imported.unplaced


@pytest.mark.parametrize("label", ["政策文件", "章程", "行政规范", "文件", "规范性文件和政策文件合计数量"])
def test_a_row_with_another_meaning_is_not_read(label: str, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book[SHEETS["proactive"]].cell(row_of(NORMATIVE), 1).value = label

    report = full()
    imported = back(edited(report, change), tmp_path)
    lost = row_inputs(NORMATIVE)
    same(report, imported.report, *lost)
    assert not set(lost) & (set(imported.report.cells) | imported.seen)
    assert all(f.rule == "renamed-row" for f in imported.findings)
    assert any(label in line and str(report.cells[lost[0]]) in line for line in imported.unplaced)


def test_a_renamed_row_does_not_take_the_place_of_one_that_stands_there(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book[SHEETS["proactive"]].cell(row_of("proactive/regulations/issued"), 1).value = "规范性文件"

    report = full()
    imported = back(edited(report, change), tmp_path)
    assert imported.report.cells[NORMATIVE] == report.cells[NORMATIVE]
    assert "proactive/regulations/issued" not in imported.report.cells


def test_no_two_rows_of_the_form_are_as_alike_as_a_renamed_one() -> None:
    for layout in FORM.layouts.values():
        labels = [path[-1] for block in blocks_of(layout) for path in block.rows.values() if path]
        for at, one in enumerate(labels):
            assert all(SequenceMatcher(None, one, other).ratio() < ALIKE for other in labels[at + 1 :])


@pytest.mark.parametrize("number", ["一、", "1、", "1.", "三、", "", " 一 、 "])
def test_a_section_is_told_by_its_words_not_by_its_number(number: str) -> None:
    lines = [f"{number}总体情况", "公开信息12条。", "五、存在的主要问题及改进情况", "解读不多，将多用图解。"]
    parts = split_sections(FORM, [Line(text, "") for text in lines])
    assert parts.texts["overview"] == "公开信息12条。"
    assert parts.texts["problems"] == "解读不多，将多用图解。"
    assert [f.section for f in parts.findings] == ["other"]


def test_a_sentence_with_the_words_of_a_heading_is_none() -> None:
    lines = ["一、总体情况", "（一）总体情况", "总体情况良好。", "一、总体情况的说明"]
    parts = split_sections(FORM, [Line(text, "") for text in lines])
    assert parts.texts["overview"] == "\n".join(lines[1:])
