"""The workbook, read back with another library: what the form prints stands in it, and it calculates."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from xlsxwriter.worksheet import Worksheet

from export.fitting import CONTINUED, INDENT
from export.xlsx import TEXT_SHEET, render
from model.errors import UserError
from model.form import Form, load_form, parse_form
from model.layout import LayoutCell, Role, TableLayout
from model.numbers import MAXIMUM, Value
from model.report import Report

FORM = load_form()
TOTALS = [address for address, cell in FORM.cells.items() if cell.role is Role.TOTAL]

MATRIX = FORM.sections["applications"].name
DIFFERENCES = [(MATRIX, f"{column}31") for column in "DEFGHIJ"]
BALANCED = {"new_received": 5, "carried_over": 2, "granted": 4, "carried_forward": 3}

ODD_FORM = """
id = "odd"
name = "另一种格式"
first_year = 2021
title = ["{agency}", "{year}年报告"]
local_rule = ""

[[sections]]
key = "first"
number = "一"
title = "收/支*情况[甲]：一张名称长得超过工作表名称限度的表格，共有三十多个字"
[sections.table]
widths = [30, 30, 30, 30]
label_columns = 1
[[sections.table.blocks]]
columns = [
  { key = "a", label = "甲" },
  { key = "b", label = "乙", kind = "amount" },
  { key = "c", label = "丙" },
]
rows = [
  { key = "one", label = "一" },
  { key = "two", label = "=二" },
  { key = "three", label = "三" },
  { key = "four", label = "隔行相加", rule = "sums", sum = ["three", "one"] },
]
[sections.table.identity]
rule = "even"
name = "平衡"
left = ["one", "two"]
right = ["four"]

[[sections]]
key = "second"
number = "一"
title = "收/支*情况[甲]：一张名称长得超过工作表名称限度的表格，共有三十多个字"
[sections.table]
widths = [30, 30]
label_columns = 0
[[sections.table.blocks]]
columns = [{ key = "g", label = "组" }]
each = [{ key = "x", label = "+子" }, { key = "y", label = "丑" }]
"""


def book(report: Report, *, results: bool = False) -> Any:
    """The workbook as another program reads it: its formulas, or their stored results."""
    return load_workbook(BytesIO(render(report)), data_only=results)


def tables(report: Report, workbook: Any) -> list[tuple[TableLayout, Any]]:
    return list(zip(report.form.layouts.values(), workbook.worksheets[1:], strict=True))


def place(cell: LayoutCell) -> str:
    return f"{get_column_letter(cell.column + 1)}{cell.row + 2}"


def lines(workbook: Any) -> list[str]:
    return [str(row[0].value) for row in workbook[TEXT_SHEET].iter_rows()]


def difference_row(layout: TableLayout) -> int:
    return layout.rows + 3


def formulas(workbook: Any) -> dict[tuple[str, str], str]:
    return {
        (sheet.title, cell.coordinate): str(cell.value)
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def full(form: Form = FORM) -> Report:
    """A report with a different number in every cell."""
    cells: dict[str, Value] = {
        address: Decimal(number) / 8 if cell.kind == "amount" else number
        for number, (address, cell) in enumerate(form.inputs.items(), 1)
    }
    return Report(form, agency="青禾县水务局", year=2025, cells=cells)


def test_tables_are_as_printed() -> None:
    report = full()
    for layout, sheet in tables(report, book(report)):
        merged = {f"{span}" for span in sheet.merged_cells.ranges}
        spanned = set()
        for cell in layout.cells:
            if not cell.address:
                assert sheet[place(cell)].value == cell.text
                assert sheet[place(cell)].data_type == "s"
            if cell.row_span > 1 or cell.column_span > 1:
                spanned.add(f"{place(cell)}:{get_column_letter(cell.right)}{cell.bottom + 1}")
        assert sheet["A1"].value == report.form.sections[layout.key].heading
        bottom = layout.rows + 1
        if report.form.sections[layout.key].table.identity:  # type: ignore[union-attr]
            bottom = difference_row(layout)
            spanned.add(f"A{bottom}:{get_column_letter(layout.label_columns)}{bottom}")
        assert merged == spanned | {f"A1:{get_column_letter(layout.columns)}1"}
        assert (sheet.max_row, sheet.max_column) == (bottom, layout.columns)


def test_every_number_stands_in_its_cell() -> None:
    report = full()
    for layout, sheet in tables(report, book(report, results=True)):
        for cell in layout.values:
            assert sheet[place(cell)].value == report.value(cell.address), cell.address


def test_totals_alone_are_formulas() -> None:
    report = full()
    workbook = book(report)
    expected = {
        (sheet.title, place(cell))
        for layout, sheet in tables(report, workbook)
        for cell in layout.values
        if cell.role is Role.TOTAL
    }
    assert len(expected) == len(TOTALS)
    assert {key for key in formulas(workbook) if key not in DIFFERENCES} == expected
    assert '=IF(COUNT(D5:I5)=0,"",SUM(D5:I5))' in formulas(workbook).values()


@settings(max_examples=10)
@given(st.dictionaries(st.sampled_from(sorted(FORM.inputs)), st.integers(0, MAXIMUM), max_size=60))
def test_stored_totals_are_plain_sums(numbers: dict[str, int]) -> None:
    cells = {a: Decimal(n) if FORM.inputs[a].kind == "amount" else n for a, n in numbers.items()}
    report = Report(FORM, year=2025, cells=cells)
    for layout, sheet in tables(report, book(report, results=True)):
        for cell in layout.values:
            parts = [numbers[a] for a in FORM.summands.get(cell.address, [cell.address]) if a in numbers]
            assert sheet[place(cell)].value == (sum(parts) if parts else None)


def test_a_blank_report_has_blank_bordered_cells() -> None:
    report = Report(FORM)
    for layout, sheet in tables(report, book(report, results=True)):
        for cell in layout.values:
            assert sheet[place(cell)].value is None
            assert sheet[place(cell)].border.left.style == "thin"
    assert lines(book(report))[0] == "　　年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("316441", "0"),
        ("0.000001", "0.000000"),
        ("12345.678901", "0.000000"),
        ("9.95", "0.00"),
        ("999999999999", "0"),
        ("0", "0"),
    ],
)
def test_amounts_are_exact_and_show_their_decimals(value: str, shown: str) -> None:
    [address] = (a for a, cell in FORM.inputs.items() if cell.kind == "amount")
    report = Report(FORM, cells={address: Decimal(value)})
    cell = book(report)[book(report).sheetnames[1]][place(FORM.cells[address])]
    assert (cell.data_type, cell.number_format) == ("n", shown)
    assert Decimal(repr(cell.value)) == Decimal(value)


def test_an_amount_too_long_for_a_number_is_kept_as_text() -> None:
    [address] = (a for a, cell in FORM.inputs.items() if cell.kind == "amount")
    report = Report(FORM, cells={address: Decimal("999999999998.123456")})
    assert book(report).worksheets[1][place(FORM.cells[address])].value == "999999999998.123456"


def test_counts_of_twelve_digits() -> None:
    report = Report(FORM, cells={a: MAXIMUM for a, cell in FORM.inputs.items() if cell.kind == "count"})
    for layout, sheet in tables(report, book(report, results=True)):
        for cell in layout.values:
            if cell.kind == "count":
                assert sheet[place(cell)].value == report.value(cell.address)
                assert sheet[place(cell)].number_format == "0"
                assert sheet[place(cell)].alignment.shrink_to_fit


def test_texts_never_become_formulas_links_or_numbers() -> None:
    text = '=HYPERLINK("x")\n+1\n-2\n@a\nhttp://a.cn\n12\n{=SUM(A1)}\n　　=3'
    report = Report(FORM, agency="=1+1局", year=2025, texts=dict.fromkeys(FORM.texts, text))
    workbook = book(report)
    assert len(formulas(workbook)) == len(TOTALS) + len(DIFFERENCES)
    assert lines(workbook)[0] == "=1+1局"
    assert [line.removeprefix(INDENT) for line in lines(workbook)[2:10]] == [*text.split("\n")[:-1], "=3"]
    assert {cell.data_type for row in workbook[TEXT_SHEET].iter_rows() for cell in row} == {"s"}
    assert all(cell.hyperlink.location for (cell,) in workbook[TEXT_SHEET].iter_rows() if cell.hyperlink)


def test_the_first_sheet_reads_as_the_report() -> None:
    report = Report(
        FORM, agency="青禾县水务局", year=2025, texts={key: f"{key}甲\n\n乙" for key in FORM.texts}
    )
    workbook = book(report)
    expected = report.form.title_lines(report.agency, report.year)
    sheets = iter(workbook.sheetnames[1:])
    for key, section in FORM.sections.items():
        expected += [INDENT + section.heading] if section.heading else []
        expected += [f"{INDENT}见工作表“{next(sheets)}”"] if section.table else []
        expected += [] if section.table else [f"{INDENT}{key}甲", f"{INDENT}乙"]
    assert lines(workbook) == expected
    targets = [cell.hyperlink.location for (cell,) in workbook[TEXT_SHEET].iter_rows() if cell.hyperlink]
    assert targets == [f"'{name}'!A1" for name in workbook.sheetnames[1:]]


def test_live_figures_are_resolved() -> None:
    total = next(address for address in TOTALS if address.startswith("applications/"))
    report = full()
    report.apply({"texts/overview": "{=agency}{=year}年新收{=" + total + "}件。"})
    assert f"{INDENT}青禾县水务局2025年新收{report.value(total)}件。" in lines(book(report))


def test_a_text_not_yet_written_has_a_place() -> None:
    workbook = book(Report(FORM, texts={"overview": "甲"}))
    sheet = workbook[TEXT_SHEET]
    blank = [cell for (cell,) in sheet.iter_rows() if cell.value is None]
    assert len(blank) == len(FORM.texts) - 1
    assert not any(cell.protection.locked for cell in blank)


@pytest.mark.parametrize(
    "sentence", ["做好政府信息公开工作，及时回应关切。", "公开", "words of half width ", "m", "、“—”"]
)
def test_a_very_long_paragraph_is_whole_and_shows_whole(sentence: str) -> None:
    text = (sentence * 60_000)[:60_000].strip()
    report = Report(FORM, texts={"other": text})
    workbook = book(report)
    pieces = lines(workbook)[lines(workbook).index(INDENT + FORM.sections["other"].heading) + 1 :]
    assert all(piece.endswith(CONTINUED) for piece in pieces[:-1])
    assert "".join(piece.removesuffix(CONTINUED) for piece in pieces) == INDENT + text
    assert [piece.startswith(INDENT) for piece in pieces] == [True] + [False] * (len(pieces) - 1)
    for number, line in enumerate(lines(workbook), 1):
        height = workbook[TEXT_SHEET].row_dimensions[number].height
        ems = sum(0.5 if char < "\u02ff" else 1 for char in line)
        assert ems / 37 * 15 < height <= 409  # 37 characters of 12 points in a line, 15 points high


def test_sheets_print_on_a4() -> None:
    report = full()
    workbook = book(report)
    for sheet in workbook:
        setup = sheet.page_setup
        assert (setup.paperSize, setup.orientation) == (9, "portrait")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (setup.fitToWidth, setup.fitToHeight) == (None, 0)  # one page wide, as many as needed high
        assert sheet.print_options.horizontalCentered
        bottom = 29 if sheet.title == MATRIX else sheet.max_row
        assert sheet.print_area.endswith(f"!$A$1:${get_column_letter(sheet.max_column)}${bottom}")
        assert "&P" in sheet.oddFooter.center.text
    for layout, sheet in tables(report, workbook):
        frozen = f"{get_column_letter(layout.label_columns + 1)}{layout.head_rows + 2}"
        assert sheet.freeze_panes == (frozen if layout.head_rows else None)
        assert sheet.print_title_rows == (f"$2:${layout.head_rows + 1}" if layout.head_rows else None)
        widths = [
            column.width
            for column in sheet.column_dimensions.values()
            for _ in range(column.min, column.max + 1)
        ]
        factor = sum(widths) / sum(layout.widths)
        assert widths == pytest.approx([width * factor for width in layout.widths], abs=0.1)
        scale = min(1, 180 / (sum(widths) * 8 / 96 * 25.4))  # widths count digits of 8 pixels
        height = sum(sheet.row_dimensions[n + 1].height for n in range(layout.rows + 1))
        assert height * scale < (297 - 44) / 25.4 * 72


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(full()) == render(full())


def test_the_properties_name_the_report() -> None:
    report = full()
    properties = book(report).properties
    assert (properties.title, properties.creator) == (report.title, report.agency)
    assert properties.created == datetime(2021, 1, 1)


@pytest.mark.parametrize(
    "char", ["\x01", "\x0b", "\x1f", "\x85", "\ufffe", "\uffff", "_x0041_", "𠮷", "<&\"'>"]
)
def test_no_character_breaks_the_file(char: str) -> None:
    workbook = book(Report(FORM, agency=f"甲{char}局", texts={"overview": f"甲{char}乙"}))
    assert lines(workbook)[0].startswith("甲") and lines(workbook)[0].endswith("局")


def test_another_form_needs_no_other_code() -> None:
    report = full(parse_form(ODD_FORM))
    workbook = book(report)
    assert len(set(workbook.sheetnames)) == 3
    for name in workbook.sheetnames:
        assert len(name) <= 31 and not set(name) & set("[]:*?/\\")
    assert list(formulas(workbook).values()) == [
        *(f'=IF(COUNT({c}5,{c}3)=0,"",SUM({c}5,{c}3))' for c in "BCD"),
        *(f'=IF(COUNT({c}3:{c}4,{c}6)=0,"",SUM({c}3:{c}4)-SUM({c}6))' for c in "BCD"),
    ]
    for layout, sheet in tables(report, book(report, results=True)):
        for cell in layout.cells:
            expected = report.value(cell.address) if cell.address else cell.text
            assert (sheet[place(cell)].value or "") == expected


def test_more_paragraphs_than_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Worksheet, "write_string", lambda *args: -1)
    with pytest.raises(UserError, match="段落太多"):
        render(full())


def test_the_difference_shows_below_the_table_and_is_not_printed() -> None:
    report = Report(FORM)
    for row, value in BALANCED.items():
        report.apply(
            {f"applications/{row}/natural_person": value, f"applications/{row}/other_organization": 1}
        )
    sheet, results = book(report)[MATRIX], book(report, results=True)[MATRIX]
    assert sheet["A31"].value == "差额（勾稽关系，应为0）"
    assert sheet["D31"].value == '=IF(COUNT(D5:D6,D28:D29)=0,"",SUM(D5:D6)-SUM(D28:D29))'
    assert [results[f"{column}31"].value for column in "DEFGHIJ"] == [0, *[None] * 4, 0, 0]
    report.apply({"applications/granted/natural_person": 9})
    assert [book(report, results=True)[MATRIX][f"{c}31"].value for c in "DIJ"] == [-5, 0, -5]
    rules = {
        (str(area.sqref), rule.formula[0], rule.dxf.font.color.rgb)
        for area in sheet.conditional_formatting
        for rule in area.rules
    }
    assert rules == {
        ("D31:J31", "AND(ISNUMBER(D31),D31<>0)", "FF9C0006"),
        ("D31:J31", "AND(ISNUMBER(D31),D31=0)", "FF006100"),
    }


def test_only_what_is_filled_in_is_unlocked() -> None:
    report = full()
    report.apply({"texts/overview": "甲"})
    workbook = book(report)
    for sheet in workbook:
        assert sheet.protection.sheet and sheet.protection.password is None
        assert not (sheet.protection.formatColumns or sheet.protection.formatRows)  # what is not forbidden
        assert not (sheet.protection.selectLockedCells or sheet.protection.selectUnlockedCells)
    unlocked = {
        (sheet.title, cell.coordinate)
        for sheet in workbook.worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and not cell.protection.locked
    }
    assert unlocked == {
        (sheet.title, place(cell))
        for layout, sheet in tables(report, workbook)
        for cell in layout.values
        if cell.role is Role.INPUT
    }
    texts = [cell for (cell,) in workbook[TEXT_SHEET].iter_rows() if not cell.protection.locked]
    assert [cell.value for cell in texts] == [None, f"{INDENT}甲", None, None]


def test_inputs_take_only_what_the_form_takes() -> None:
    report = Report(FORM)
    found: dict[tuple[str, str], Any] = {}
    for sheet in book(report).worksheets[1:]:
        for rule in sheet.data_validations.dataValidation:
            assert rule.errorStyle in (None, "stop") and rule.showErrorMessage and rule.allowBlank
            assert rule.errorTitle and rule.error
            for span in rule.sqref.ranges:
                found |= {(sheet.title, f"{get_column_letter(c)}{r}"): rule for r, c in span.cells}
    inputs = {
        (sheet.title, place(cell)): cell
        for layout, sheet in tables(report, book(report))
        for cell in layout.values
        if cell.role is Role.INPUT
    }
    assert set(found) == set(inputs)
    for at, cell in inputs.items():
        rule = found[at]
        if cell.kind == "count":
            assert (rule.type, rule.operator, rule.formula1, rule.formula2) == (
                "whole",
                None,
                "0",
                str(MAXIMUM),
            )
            assert "整数" in rule.error
        else:
            assert rule.type == "custom" and rule.formula1.endswith(f"ROUND({at[1]},6)={at[1]})")
            assert "万元" in rule.error
