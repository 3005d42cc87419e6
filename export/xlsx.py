"""The report as an Excel workbook: the texts on one sheet, every table as printed on one of its own.

Totals are live formulas that carry their results, so that phones and mail previews show them too. Excel
fits no row to a merged or long text when it opens a file: heights are estimated, rather high than low.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_range

from model.errors import UserError
from model.fields import resolve
from model.layout import LayoutCell, Role, TableLayout
from model.numbers import Value, format_value
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

INCH = 25.4  # mm
PIXEL = INCH / 96  # mm
POINT = 96 / 72  # pixels
TEXT_WIDTH = round(160 / PIXEL)
PADDING = 6  # pixels of a cell's width that its text cannot use
SNUG = 0.97  # of a line's room: 避头尾 takes a character to the next line, other fonts are wider
NARROW = 0.55  # ems of a half-width character
ROW_LIMIT = 409.0  # points; the highest row that Excel has
ROOM = 8.0  # points of a table row above and below its lines
INDENT = "　　"


def _font(name: str, size: float, **more: str | float | bool) -> Style:
    return {"font_name": name, "font_size": size, "text_wrap": True, "valign": "vcenter", **more}


_CELL = _font("宋体", 10.5, align="center", border=1)
_VALUE = _CELL | {"text_wrap": False, "shrink": True}

STYLES: dict[str, Style] = {
    # As text ("@"), a name such as “=1+1局” stays one when somebody edits the cell.
    "title": _font("方正小标宋简体", 18, align="center", num_format="@"),
    "heading": _font("黑体", 14),
    # Justified over the height of its row, a paragraph fills it whatever the estimate was.
    "text": _font("仿宋", 12, valign="vjustify"),
    "link": _font("仿宋", 12, font_color="#1F5FA8"),
    **dict.fromkeys((Role.CAPTION, Role.CORNER, Role.HEAD), _CELL),
    Role.LABEL: _CELL | {"align": "left"},
    Role.INPUT: _VALUE,
    Role.TOTAL: _VALUE | {"bg_color": "#F2F2F2"},
}
PITCHES = {"title": 30.0, "heading": 28.0, "text": 18.0, "link": 22.0, Role.LABEL: 14.0}  # points a line

_RUNS = re.compile("[ -\u02ff]+|[^ -\u02ff]+")
_SENTENCES = re.compile(".*[。；！？ ]", re.DOTALL)


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
            book.add_table(name, report.form.sections[key].name, report.form.layouts[key])
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
        return sheet

    def add_texts(self, names: dict[str, str]) -> None:
        """The sheet with the title, the texts and, for each table, the name of its sheet."""
        sheet = self._sheet(TEXT_SHEET, 25)
        sheet.set_column_pixels(0, 0, TEXT_WIDTH)
        for row, (style, text, target) in enumerate(self._lines(names)):
            sheet.set_row(row, _height(style, text, TEXT_WIDTH))
            if target:
                sheet.write_url(row, 0, f"internal:{quote_sheetname(target)}!A1", self.format(style), text)
            elif sheet.write_string(row, 0, text, self.format(style)):
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
            for paragraph in resolve(report, report.texts.get(key, "")).split("\n"):
                if paragraph := paragraph.strip():
                    for piece in _pieces(INDENT + paragraph):
                        yield "text", piece, ""

    def add_table(self, name: str, heading: str, layout: TableLayout) -> None:
        """The sheet of a table: its heading in the first row, the printed grid below."""
        sheet = self._sheet(name, 15)
        widths = _pixels(layout)
        for column, width in enumerate(widths):
            sheet.set_column_pixels(column, column, width)
        sheet.merge_range(0, 0, 0, layout.columns - 1, "", self.format("heading"))
        sheet.write_string(0, 0, heading, self.format("heading"))
        sheet.set_row(0, _height("heading", heading, sum(widths)))
        for row, height in enumerate(_heights(layout, widths), 1):
            sheet.set_row(row, height)
        places = {cell.address: cell for cell in layout.values}
        for cell in layout.cells:
            self._write(sheet, cell, [places[part] for part in cell.parts])
        sheet.print_area(0, 0, layout.rows, layout.columns - 1)
        if layout.head_rows:
            sheet.repeat_rows(1, layout.head_rows)
            sheet.freeze_panes(1 + layout.head_rows, layout.label_columns)

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


def _pixels(layout: TableLayout) -> list[int]:
    """The widths of a table's columns: those on paper, or in proportion to them.

    The narrowest take an even number of characters, so that heads such as 商业企业 wrap evenly.
    """
    em = float(_CELL["font_size"]) * POINT
    narrowest = min(layout.widths) / PIXEL
    characters = int((narrowest - 2) / em)
    scale = ((characters + 1) * em + PADDING) / narrowest if characters % 2 else 1
    return [round(width / PIXEL * scale) for width in layout.widths]


def _heights(layout: TableLayout, widths: Sequence[int]) -> list[float]:
    """The heights of a table's rows in points; a spanned cell may make all of its rows higher."""
    heights = [PITCHES[Role.LABEL] + ROOM] * layout.rows
    for cell in sorted((cell for cell in layout.cells if cell.text), key=lambda cell: cell.row_span):
        need = _height(Role.LABEL, cell.text, sum(widths[cell.column : cell.right])) + ROOM
        missing = need - sum(heights[cell.row : cell.bottom])
        for row in range(cell.row, cell.bottom):
            heights[row] = min(ROW_LIMIT, heights[row] + max(0.0, missing) / cell.row_span)
    return heights


def _height(style: str, text: str, width: int) -> float:
    """The height of a row with a text in points; `width` in pixels."""
    return min(ROW_LIMIT, PITCHES[style] * _line_count(text, _capacity(style, width)))


def _capacity(style: str, width: int) -> int:
    """How many characters surely stand in a line; `width` in pixels."""
    return max(1, int((width - PADDING) / (float(STYLES[style]["font_size"]) * POINT) * SNUG))


def _line_count(text: str, capacity: int) -> int:
    """In how many lines of `capacity` ems a text wraps at most; half-width words stay whole."""
    lines, used = 1, 0.0
    for run in _RUNS.findall(text):
        narrow = run[0] <= "\u02ff"
        width = len(run) * (NARROW if narrow else 1)
        if narrow and used + width > capacity >= width:
            lines, used = lines + 1, 0.0
        full = max(0, -int(-(used + width) // capacity) - 1)
        lines, used = lines + full, used + width - full * capacity
    return lines


def _pieces(paragraph: str) -> Iterator[str]:
    """A paragraph cut, after a sentence or word if possible, so that each piece fits the highest row."""
    capacity = _capacity("text", TEXT_WIDTH)
    most = int(ROW_LIMIT / PITCHES["text"])
    start = 0
    while start < len(paragraph):
        piece = paragraph[start : start + most * capacity]
        while _line_count(piece, capacity) > most:
            piece = piece[: len(piece) * 3 // 4]
        if start + len(piece) < len(paragraph) and (sentences := _SENTENCES.match(piece)):
            piece = sentences[0]
        yield piece
        start += len(piece)
