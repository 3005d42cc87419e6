"""A workbook that comes back from colleagues, or somebody else's with the same tables: nothing is guessed."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from export.xlsx import TEXT_SHEET
from model.errors import UserError
from tests.ingest.books import (
    FEES,
    FORM,
    GRANTED,
    MATRIX,
    NEW,
    SECRET,
    SHEETS,
    back,
    cell,
    edited,
    full,
    row_inputs,
    row_of,
    same,
    where,
)


def test_figures_in_all_their_spellings(tmp_path: Path) -> None:
    spellings = {"１２": 12, "1,234": 1234, " 5 ": 5, 7.0: 7, "-": None, "/": None, "—": None, "无": None}
    inputs = row_inputs(NEW) + row_inputs(GRANTED)

    def change(book: Any) -> None:
        for address, value in zip(inputs, spellings, strict=False):
            cell(book, address).value = value
        cell(book, FEES).value = 0.1 + 0.2

    imported = back(edited(full(), change), tmp_path)
    assert [imported.report.cells.get(a) for a in inputs[:8]] == list(spellings.values())
    assert imported.report.cells[FEES] == Decimal("0.3")
    assert not imported.unplaced and not imported.findings
    assert set(inputs) <= imported.seen


def test_cells_that_are_no_figures_are_named_and_left_out(tmp_path: Path) -> None:
    wrong = ["约12", "12件", -3, 1.5, "=1+2", True, 10**13, "#REF!"]
    inputs = row_inputs(NEW) + row_inputs(GRANTED)

    def change(book: Any) -> None:
        for address, value in zip(inputs, wrong, strict=False):
            cell(book, address).value = value

    report = full()
    imported = back(edited(report, change), tmp_path)
    same(report, imported.report, *inputs[: len(wrong)])
    assert not set(inputs[: len(wrong)]) & (set(imported.report.cells) | imported.seen)
    assert len(imported.unplaced) == len(wrong)
    for address, line in zip(inputs, imported.unplaced, strict=False):
        assert line.startswith(f"{SHEETS[MATRIX]}!{where(address)}（{FORM.cells[address].name}）没有读入")
    assert "公式（=1+2）" in imported.unplaced[4]


def test_a_date_is_not_taken_for_a_number(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        cell(book, NEW).number_format = "yyyy-mm-dd"

    imported = back(edited(full(), change), tmp_path)
    assert NEW not in imported.report.cells
    assert "日期" in imported.unplaced[0]


def test_a_renamed_row_is_named_and_read_nowhere(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book[SHEETS["proactive"]]["A4"].value = "政策文件"

    report = full()
    lost = [a for a in FORM.inputs if FORM.cells[a].row == 2 and a.startswith("proactive")]
    imported = back(edited(report, change), tmp_path)
    same(report, imported.report, *lost)
    assert not set(lost) & set(imported.report.cells)
    assert [(f.rule, f.severity, f.section) for f in imported.findings] == [
        ("renamed-row", "warning", "proactive")
    ] * 2
    assert imported.findings[0].message.startswith(f"{SHEETS['proactive']}!A4：")
    assert imported.findings[1].cells == tuple(lost)
    [line] = imported.unplaced
    assert "政策文件" in line
    assert all(str(report.cells[a]) in line for a in lost)


def test_a_deleted_row_is_named(tmp_path: Path) -> None:
    """Deleted with its cells moved up, as Excel does; spans above and below are left as they were."""

    def change(book: Any) -> None:
        sheet = book[SHEETS["disputes"]]
        book.remove(sheet)
        sheet = book[SHEETS["proactive"]]
        sheet.delete_rows(row_of(FEES))

    report = full()
    imported = back(edited(report, change), tmp_path)
    same(report, imported.report, FEES, *(a for a in FORM.inputs if a.startswith("disputes/")))
    assert [(f.rule, f.severity, f.section) for f in imported.findings] == [
        ("renamed-row", "warning", "proactive"),
        ("missing-section", "error", "disputes"),
    ]
    assert imported.findings[0].cells == (FEES,)
    assert not imported.unplaced


def test_a_moved_row_is_read_where_it_belongs_but_not_from_another_group(tmp_path: Path) -> None:
    third = f"{MATRIX}/refused_security_stability/natural_person"

    def swap(book: Any) -> None:
        sheet = book[SHEETS[MATRIX]]
        for column in range(3, 11):
            one, two = (sheet.cell(row_of(a), column) for a in (SECRET, third))
            one.value, two.value = two.value, one.value

    report = full()
    imported = back(edited(report, swap), tmp_path)
    assert imported.report.cells == report.cells
    assert not imported.unplaced and not imported.findings

    def move(book: Any) -> None:
        sheet = book[SHEETS[MATRIX]]
        other = row_of(f"{MATRIX}/closed_other/natural_person")
        sheet.cell(other, 3).value = sheet.cell(row_of(SECRET), 3).value

    imported = back(edited(report, move), tmp_path)
    lost = row_inputs(f"{MATRIX}/closed_other/natural_person")
    same(report, imported.report, *lost)
    assert not set(lost) & set(imported.report.cells)
    assert "不在原来的组里" in imported.unplaced[0]


def test_a_row_that_stands_twice_is_read_from_neither(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book[SHEETS["proactive"]]
        sheet["A5"].value = sheet["A4"].value

    imported = back(edited(full(), change), tmp_path)
    assert not [a for a in imported.report.cells if a.startswith("proactive") and a.endswith("issued")]
    assert [line for line in imported.unplaced if "出现了2次" in line]


def test_an_extra_row_and_an_extra_column_are_named(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book[SHEETS[MATRIX]]
        for column, value in enumerate(["五、另外", None, None, 41, 42], 1):
            sheet.cell(sheet.max_row + (column == 1), column).value = value
        sheet["L6"].value = 77

    report = full()
    imported = back(edited(report, change), tmp_path)
    assert imported.report.cells == report.cells
    assert len(imported.unplaced) == 2
    assert "五、另外" in imported.unplaced[0] and "41、42" in imported.unplaced[0]
    assert "L6" in imported.unplaced[1] and "77" in imported.unplaced[1]


def test_a_renamed_column_is_named(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book[SHEETS[MATRIX]]["E4"].value = "国有企业"

    report = full()
    imported = back(edited(report, change), tmp_path)
    lost = [a for a in FORM.inputs if a.startswith(MATRIX) and FORM.cells[a].column == 4]
    same(report, imported.report, *lost)
    assert not set(lost) & set(imported.report.cells)
    [finding] = imported.findings
    assert finding.rule == "renamed-row" and set(finding.cells) == set(lost)
    [line] = imported.unplaced
    assert "“国有企业”不是格式里的列" in line and "等24个" in line


def test_a_table_is_found_wherever_it_stands(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        for key in SHEETS:
            sheet = book[SHEETS[key]]
            spans = [str(span) for span in sheet.merged_cells.ranges]
            for span in spans:
                sheet.unmerge_cells(span)
            sheet.move_range(f"A1:{sheet.dimensions.split(':')[1]}", rows=5, cols=2)
            for span in spans:
                sheet.merge_cells(shifted(span, rows=5, columns=2))
            sheet.title = f"表 {key}"

    report = full()
    imported = back(edited(report, change), tmp_path)
    assert imported.report.cells == report.cells
    assert not imported.unplaced and not imported.findings


def shifted(span: str, rows: int, columns: int) -> str:
    from openpyxl.utils.cell import range_boundaries

    left, top, right, bottom = (edge or 0 for edge in range_boundaries(span))
    return (
        f"{get_column_letter(left + columns)}{top + rows}:{get_column_letter(right + columns)}{bottom + rows}"
    )


def test_another_workbook_with_the_same_tables(tmp_path: Path) -> None:
    """All on one sheet, nothing merged: a group's name stands in its first cell only."""
    report = full()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    line = 3
    for layout in FORM.layouts.values():
        for at in layout.cells:
            value = report.value(at.address) if at.address else at.text
            sheet.cell(line + at.row, 2 + at.column).value = value
        line += layout.rows + 3
    file = BytesIO()
    book.save(file)
    imported = back(file.getvalue(), tmp_path)
    tables = {key: {a for a in FORM.inputs if a.startswith(key)} for key in FORM.layouts}
    read_ = set(imported.report.cells)
    assert tables["proactive"] | tables[MATRIX] <= read_
    same(report, imported.report, *tables["disputes"])
    assert not read_ & tables["disputes"]  # 结果维持 stands there three times, and no head says which
    assert (imported.report.agency, imported.report.year) == ("", None)


def test_paragraphs_that_colleagues_wrote(tmp_path: Path) -> None:
    report = full()
    long = "公开工作情况，" * 300
    report.apply({"texts/overview": f"{long}。\n短的。", "texts/other": ""})

    def change(book: Any) -> None:
        sheet = book[TEXT_SHEET]
        rows = [row for (row,) in sheet.iter_rows() if row.value is None]
        rows[-1].value = "第一段\n　　第二段，写在同一格里"
        last = next(row for (row,) in sheet.iter_rows() if str(row.value).endswith("短的。"))
        sheet.insert_rows(last.row + 1)
        sheet.cell(last.row + 1, 1).value = "没有缩进的新一段。"

    imported = back(edited(report, change), tmp_path)
    assert imported.report.texts["overview"] == f"{long}。\n短的。\n没有缩进的新一段。"
    assert imported.report.texts["other"] == "第一段\n第二段，写在同一格里"
    assert imported.report.texts["problems"] == report.texts["problems"]
    assert not imported.unplaced and not imported.findings


def test_a_heading_that_is_gone_is_named(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book[TEXT_SHEET]
        heading = FORM.sections["problems"].heading
        [row] = [row for (row,) in sheet.iter_rows() if str(row.value).strip() == heading]
        row.value = None

    imported = back(edited(full(), change), tmp_path)
    [finding] = imported.findings
    assert (finding.rule, finding.severity, finding.section) == ("missing-section", "error", "problems")
    assert len(imported.unplaced) == 2  # they stand below a table now, where no text belongs
    assert "texts/problems" not in imported.seen


def test_a_sheet_that_holds_nothing_of_the_form_is_named(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book.create_sheet("附表")["A1"].value = 12

    imported = back(edited(full(), change), tmp_path)
    assert imported.unplaced == ["工作表“附表”里没有找到年报的表和文字，没有读入。"]


def test_a_copied_sheet_is_not_chosen_at_will(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book.copy_worksheet(book[SHEETS["disputes"]])

    imported = back(edited(full(), change), tmp_path)
    assert not [a for a in imported.report.cells if a.startswith("disputes/")]
    assert "出现了2次" in imported.unplaced[0]


def test_a_workbook_without_anything_of_ours_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    file = BytesIO()
    book.save(file)
    with pytest.raises(UserError, match="没有找到年报的表和文字"):
        back(file.getvalue(), tmp_path)
