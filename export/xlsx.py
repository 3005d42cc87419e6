"""The report as an Excel workbook: the texts on one sheet, every table as printed on one of its own.

Totals are live formulas that carry their results, so that phones and mail previews show them too. What is
to be filled in is unlocked and says what it takes, all else is locked without a password: the workbook
goes to colleagues and comes back (`ingest/workbook.py`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_range, xl_rowcol_to_cell

from export.fitting import INCH, INDENT, PIXEL, ROOM, Type, heights, pixels
from model.definition import Identity, Section
from model.errors import UserError
from model.fields import resolve
from model.layout import LayoutCell, Role, TableLayout
from model.numbers import DECIMALS, MAXIMUM, Value, format_value
from model.report import Report

Style = dict[str, str | float | bool]

TEXT_SHEET = "报告"
CREATED = datetime(2021, 1, 1)  # any fixed moment: the same report gives the same bytes
OPTIONS = {
    "in_memory": True,
    **dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False),
    # Column widths count digits of the default font; those of 宋体 12 are 8 pixels wide everywhere.
    "default_format_properties": {"font_name": "宋体", "font_size": 12, "font_scheme": "none"},
    "default_column_width": 72,
    "default_row_height": 19,
}
# What may be done on a locked sheet, beside filling in.
ALLOWED = dict.fromkeys(("format_columns", "format_rows", "insert_rows"), True)
TEXT_WIDTH = round(160 / PIXEL)


def _font(name: str, size: float, **more: str | float | bool) -> Style:
    return {"font_name": name, "font_size": size, "text_wrap": True, "valign": "vcenter", **more}


_CELL = _font("宋体", 10.5, align="center", border=1)
_VALUE = _CELL | {"text_wrap": False, "shrink": True}

STYLES: dict[str, Style] = {
    # As text ("@"), a name such as “=1+1局” stays one when somebody edits the cell.
    "title": _font("方正小标宋简体", 18, align="center", num_format="@"),
    "heading": _font("黑体", 14),
    # Justified over the height of its row, a paragraph fills it whatever the estimate was.
    "text": _font("仿宋", 12, valign="vjustify", locked=False),
    "link": _font("仿宋", 12, font_color="#1F5FA8"),
    **dict.fromkeys((Role.CAPTION, Role.CORNER, Role.HEAD), _CELL),
    Role.LABEL: _CELL | {"align": "left"},
    Role.INPUT: _VALUE | {"locked": False},
    Role.TOTAL: _VALUE | {"bg_color": "#F2F2F2"},
    "difference": _VALUE | {"border_color": "#BFBFBF", "num_format": "General"},
    "difference label": _font("宋体", 10.5, align="right", font_color="#595959"),
}
_PITCHES = {"title": 30.0, "heading": 28.0, "text": 18.0, "link": 22.0, Role.LABEL: 14.0}
TYPES = {style: Type(float(STYLES[style]["font_size"]), pitch) for style, pitch in _PITCHES.items()}

# Conditions on a cell `{0}` and how it then looks; a blank result of a formula is a text, not a number.
ALARMS = (
    ("=AND(ISNUMBER({0}),{0}<>0)", {"font_color": "#9C0006", "bg_color": "#FFC7CE", "bold": True}),
    ("=AND(ISNUMBER({0}),{0}=0)", {"font_color": "#006100", "bg_color": "#C6EFCE"}),
)


def render(report: Report) -> bytes:
    """The workbook's bytes, the same for the same report.

    Raises `UserError` where the texts have more paragraphs than a sheet has rows (1,048,576).
    """
    file = BytesIO()
    with Workbook(file, OPTIONS) as workbook:
        workbook.set_properties(
            {"title": report.title, "author": report.agency, "subject": report.form.name, "created": CREATED}
        )
        book = _Book(report, workbook)
        names = _sheet_names(report)
        book.add_texts(names)
        for key, name in names.items():
            book.add_table(name, report.form.sections[key], report.form.layouts[key])
    return file.getvalue()


class _Book:
    """The workbook while it is written."""

    def __init__(self, report: Report, workbook: Any) -> None:
        self.report = report
        self.workbook = workbook
        self.format = cache(lambda style, **more: workbook.add_format(STYLES[style] | more))

    def _sheet(self, name: str, margin: float) -> Any:
        """A new sheet for A4 paper; `margin` in mm at the sides."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_paper(9)  # A4
        sheet.set_portrait()
        sheet.set_margins(margin / INCH, margin / INCH, 22 / INCH, 22 / INCH)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer('&C&"宋体"&14— &P —', {"scale_with_doc": False})
        sheet.protect(options=ALLOWED)
        return sheet

    def add_texts(self, names: dict[str, str]) -> None:
        """The sheet with the title, the texts and, for each table, the name of its sheet."""
        sheet = self._sheet(TEXT_SHEET, 25)
        sheet.set_column_pixels(0, 0, TEXT_WIDTH)
        for row, (style, text, target) in enumerate(self._lines(names)):
            sheet.set_row(row, TYPES[style].height(text, TEXT_WIDTH))
            form = self.format(style)
            if not text:
                sheet.write_blank(row, 0, None, form)
            elif target:
                sheet.write_url(row, 0, f"internal:{quote_sheetname(target)}!A1", form, text)
            elif sheet.write_string(row, 0, text, form):
                raise UserError("各部分文字的段落太多，一张工作表放不下。请检查是否误贴了大量数据。")
        sheet.print_area(0, 0, row, 0)

    def _lines(self, names: dict[str, str]) -> Iterator[tuple[str, str, str]]:
        """Style, text and the sheet that is linked to, for each row of the texts."""
        report = self.report
        for line in report.form.title_lines(report.agency, report.year):
            yield "title", line, ""
        for key, section in report.form.sections.items():
            if section.heading:
                yield "heading", INDENT + section.heading, ""
            if name := names.get(key):
                yield "link", f"{INDENT}见工作表“{name}”", name
            elif paragraphs := _paragraphs(resolve(report, report.texts[key])):
                for paragraph in paragraphs:
                    for piece in TYPES["text"].pieces(INDENT + paragraph, TEXT_WIDTH):
                        yield "text", piece, ""
            else:
                yield "text", "", ""  # a place where the text can be written

    def add_table(self, name: str, section: Section, layout: TableLayout) -> None:
        """The sheet of a table: its heading in the first row, the printed grid below."""
        sheet = self._sheet(name, 15)
        widths = pixels(layout, TYPES[Role.LABEL])
        for column, width in enumerate(widths):
            sheet.set_column_pixels(column, column, width)
        sheet.merge_range(0, 0, 0, layout.columns - 1, "", self.format("heading"))
        sheet.write_string(0, 0, section.name, self.format("heading"))
        sheet.set_row(0, TYPES["heading"].height(section.name, sum(widths)))
        for row, height in enumerate(heights(layout, widths, TYPES[Role.LABEL]), 1):
            sheet.set_row(row, height)
        places = {cell.address: cell for cell in layout.values}
        for cell in layout.cells:
            self._write(sheet, cell, [places[part] for part in cell.parts])
        _validate(sheet, [cell for cell in layout.values if cell.role is Role.INPUT])
        sheet.print_area(0, 0, layout.rows, layout.columns - 1)
        if layout.head_rows:
            sheet.repeat_rows(1, layout.head_rows)
            sheet.freeze_panes(1 + layout.head_rows, layout.label_columns)
        if section.table and section.table.identity:
            self._write_differences(sheet, layout, section.table.identity, widths)

    def _write(self, sheet: Any, cell: LayoutCell, parts: Sequence[LayoutCell]) -> None:
        row, column = cell.row + 1, cell.column
        value = self.report.value(cell.address) if cell.address else None
        more = {"num_format": _number_format(cell, value)} if cell.address else {}
        style = self.format(cell.role, **more)
        if cell.row_span > 1 or cell.column_span > 1:
            sheet.merge_range(row, column, cell.bottom, cell.right - 1, "", style)
        if parts:
            ranges = ",".join(_ranges(parts))
            formula = f'=IF(COUNT({ranges})=0,"",SUM({ranges}))'
            sheet.write_formula(row, column, formula, style, "" if value is None else value)
        elif not cell.address:
            sheet.write_string(row, column, cell.text, style)
        elif value is None:
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, Decimal) and len(value.as_tuple().digits) > 15:
            sheet.write_string(row, column, format_value(value), style)  # Excel rounds longer numbers
        else:
            sheet.write_number(row, column, value, style)

    def _write_differences(
        self, sheet: Any, layout: TableLayout, identity: Identity, widths: Sequence[int]
    ) -> None:
        """A line below the table, not printed: by how much the two sides of the identity differ."""
        line = layout.rows + 2
        cells = {tuple(cell.address.split("/")[1:]): cell for cell in layout.values}
        columns = [cell for (row, _), cell in cells.items() if row == identity.left[0]]
        for at in columns:
            key = at.address.split("/")[2]
            left, right = ([cells[row, key] for row in side] for side in (identity.left, identity.right))
            value = self.report.sum_of(cell.address for cell in (*left, *right))
            if value is not None:
                value = _plus(self.report, left) - _plus(self.report, right)
            ranges = [",".join(_ranges(side)) for side in (left, right)]
            formula = f'=IF(COUNT({",".join(ranges)})=0,"",SUM({ranges[0]})-SUM({ranges[1]}))'
            style = self.format("difference", num_format=_number_format(at, None))
            sheet.write_formula(line, at.column, formula, style, "" if value is None else value)
        first, last = columns[0].column, columns[-1].column
        for condition, look in ALARMS:
            rule = {
                "type": "formula",
                "criteria": condition.format(xl_rowcol_to_cell(line, first)),
                "format": self.workbook.add_format(look),
            }
            sheet.conditional_format(line, first, line, last, rule)
        if first:
            label, style = f"差额（{identity.name}，应为0）", self.format("difference label")
            sheet.write_string(line, 0, label, style)
            if first > 1:
                sheet.merge_range(line, 0, line, first - 1, label, style)
            sheet.set_row(line, TYPES[Role.LABEL].height(label, sum(widths[:first])) + ROOM)


def _validate(sheet: Any, inputs: Sequence[LayoutCell]) -> None:
    """Only what the form takes can be typed into its inputs, or nothing."""
    counts = [cell for cell in inputs if cell.kind == "count"]
    if counts:
        whole = {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": MAXIMUM,
            "multi_range": " ".join(_ranges(counts)),
            "error_title": "请填整数",
            "error_message": f"这里填件数：0至{MAXIMUM}的整数，例如12；没有的填0。",
        }
        sheet.data_validation(counts[0].row + 1, counts[0].column, counts[0].row + 1, counts[0].column, whole)
    for cell in inputs:
        if cell.kind == "amount":
            place = xl_rowcol_to_cell(cell.row + 1, cell.column)
            amount = {
                "validate": "custom",
                "value": (
                    f"=AND(ISNUMBER({place}),{place}>=0,{place}<={MAXIMUM},ROUND({place},{DECIMALS})={place})"
                ),
                "error_title": "请填金额",
                "error_message": f"这里填以万元为单位的金额，最多{DECIMALS}位小数，例如1.25；没有的填0。",
            }
            sheet.data_validation(place, amount)


def _paragraphs(text: str) -> list[str]:
    return [paragraph for line in text.split("\n") if (paragraph := line.strip())]


def _plus(report: Report, cells: Iterable[LayoutCell]) -> Value:
    return report.sum_of(cell.address for cell in cells) or 0


def _sheet_names(report: Report) -> dict[str, str]:
    """For each table the name of its sheet: its heading, as far as Excel takes it for a name."""
    names: dict[str, str] = {}
    for key in report.form.layouts:
        plain = re.sub(r"[\[\]:*?/\\]", " ", report.form.sections[key].name)[:31].strip("' ")
        name, count = plain, 1
        while not name or name.lower() in {TEXT_SHEET, *map(str.lower, names.values())}:
            count += 1
            name = f"{plain[:26]}（{count}）"
        names[key] = name
    return names


def _number_format(cell: LayoutCell, value: Value | None) -> str:
    """Excel's format that shows exactly the decimals that a value has."""
    if cell.kind == "amount" and value is None:
        return "General"
    decimals = -int(value.as_tuple().exponent) if isinstance(value, Decimal) else 0
    return "0." + "0" * decimals if decimals > 0 else "0"


def _ranges(parts: Sequence[LayoutCell]) -> Iterator[str]:
    """The cells of a sum as references, neighbours in a row or column taken together."""
    runs: list[tuple[LayoutCell, LayoutCell]] = []
    for cell in parts:
        first, last = runs[-1] if runs else (cell, cell)
        down = first.column == last.column == cell.column and last.bottom == cell.row
        along = first.row == last.row == cell.row and last.right == cell.column
        if down or along:
            runs[-1] = first, cell
        else:
            runs.append((cell, cell))
    return (xl_range(first.row + 1, first.column, last.row + 1, last.column) for first, last in runs)
