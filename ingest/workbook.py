"""An Excel workbook, read with openpyxl: one of ours that comes back, or another with the same tables.

`export.xlsx` → `read` gives the same report: all figures, agency and year; the texts with their live
figures resolved, without blank lines and without white space around paragraphs.
"""

import warnings
from contextlib import closing, redirect_stdout
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.parsers import expat

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import get_column_letter, range_boundaries

from ingest.archive import read_archive
from ingest.grid import Grid, Place
from ingest.imported import Imported
from ingest.matcher import Matched, match
from ingest.sums import adds_up
from ingest.texts import Line, Parts, parse_title, split_sections
from model.errors import UserError
from model.form import Form, known_forms, load_form
from model.report import Report

ROWS, COLUMNS, SHEETS = 2000, 100, 20  # what is looked at; no report has more
_BEYOND = 2 * ROWS  # rows that are looked at for whether something stands there
_CELLS = 300_000  # of all sheets, in the rows that are looked at
_MERGES = 10_000  # of a sheet

# How export.fitting cuts a paragraph that is too long for a row: only the first piece begins with an
# indent, all but the last end with one more blank.
INDENT, CONTINUED = "　　", "　"


class _Unreadable(Exception):
    """Something that openpyxl cannot make sense of; the message says what and what to do."""


@dataclass
class _Sheet:
    """What stands on a worksheet: as a grid, and its lines as they might be texts."""

    grid: Grid
    lines: list[Line]
    formulas: dict[str, str]  # by place, e.g. D7
    overlong: bool
    cells: int  # filled or formatted


def read(path: Path) -> Imported:
    """The report in a workbook.

    Raises `UserError` where the file cannot be read or holds nothing of the form.
    """
    data = read_archive(path, "Excel 工作簿", ".xlsx")
    try:
        sheets, title, subject = _open(data)
    except _Unreadable as problem:
        raise UserError(f"无法读取“{path}”：{problem}。") from None
    form = next((form for form in map(load_form, known_forms()) if form.name == subject), load_form())
    matched = match(form, [sheet.grid for sheet in sheets])
    parts = _read_texts(form, sheets, matched)
    if not matched.tables and not (parts.titled or parts.headings):
        raise UserError(
            f"无法读取“{path}”：里面没有找到年报的表和文字。请检查是否选错了文件；"
            "表头、行名和各部分的标题要和格式里的一样。"
        )
    agency, year = parts.agency, parts.year
    if not parts.titled:
        agency, year = parse_title(form, title) or ("", None)
    report = Report(form, agency=agency, year=year, texts=parts.texts, cells=matched.cells)
    _drop_stale(form, sheets, matched)
    return Imported(
        report,
        [*matched.findings, *parts.findings],
        [*matched.unplaced, *parts.unplaced],
        matched.printed,
        frozenset(matched.seen | {f"texts/{key}" for key in parts.seen}),
    )


def _read_texts(form: Form, sheets: list[_Sheet], matched: Matched) -> Parts:
    """The texts of the first sheet that has a title or headings; other sheets without a table are named."""
    found: Parts | None = None
    for sheet in sheets:
        if sheet.overlong:
            matched.unplaced.append(f"工作表“{sheet.grid.name}”第{ROWS}行以后的内容没有读入。")
        if sheet.grid not in matched.homeless or not sheet.lines:
            continue
        parts = split_sections(form, sheet.lines)
        if found is None and (parts.titled or parts.headings):
            found = parts
        else:
            matched.unplaced.append(f"工作表“{sheet.grid.name}”里没有找到年报的表和文字，没有读入。")
    return found or Parts()


def _drop_stale(form: Form, sheets: list[_Sheet], matched: Matched) -> None:
    """Forgets totals that differ only because the program that saved the file did not recalculate."""
    formulas = {sheet.grid.name: sheet.formulas for sheet in sheets}
    places: dict[str, tuple[str, str]] = {}
    for address, place in matched.sources.items():
        if place:
            name, _, where = place.source.rpartition("!")
            places[address] = name, where
    for address in list(matched.printed):
        name, where = places.get(address, ("", ""))
        formula = formulas.get(name, {}).get(where)
        if formula is None:
            continue
        inputs = {places[a][1] for a in form.inputs if places.get(a, ("",))[0] == name}
        expected = {places[a][1] for a in form.summands[address] if a in places}
        if adds_up(formula, formulas[name], inputs, expected):
            computed = [v for a in form.summands[address] if (v := matched.cells.get(a)) is not None]
            if matched.printed[address] not in (None, sum(computed)):
                del matched.printed[address]


def _open(data: BytesIO) -> tuple[list[_Sheet], str, str]:
    """The worksheets, and the title and subject of the document's properties."""
    try:
        with warnings.catch_warnings(), redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")  # openpyxl tells of features of Excel that it does not know
            book = _load(data)
            with closing(book):
                if len(book.worksheets) > SHEETS:
                    raise _Unreadable(
                        f"里面有{len(book.worksheets)}张工作表，不会是年报。请检查是否选错了文件"
                    )
                sheets: list[_Sheet] = []
                for sheet in book.worksheets:
                    sheets.append(_read_sheet(sheet, _CELLS - sum(read.cells for read in sheets)))
                return sheets, str(book.properties.title or ""), str(book.properties.subject or "")
    except _Unreadable:
        raise
    except Exception as error:  # openpyxl answers a damaged file with whatever it runs into
        raise _Unreadable(
            f"文件里的内容读不懂，可能已经损坏（{type(error).__name__}）。请打开后另存一份再试"
        ) from error


def _load(data: BytesIO) -> Any:
    """What openpyxl's `load_workbook` does, but for what plays no part in a report.

    Above all the names of areas: a pattern of openpyxl's takes hours over one that is made for it.
    """
    reader = ExcelReader(data, read_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    reader.read_properties()
    apply_stylesheet(reader.archive, reader.wb)
    reader.read_worksheets()
    return reader.wb


def _with_results(sheet: Any) -> Any:
    """The same worksheet with the stored results in the place of formulas."""
    book, twin = copy(sheet.parent), copy(sheet)
    book._data_only = True
    twin.parent = book
    return twin


def _read_sheet(sheet: Any, room: int) -> _Sheet:
    """One worksheet, of at most so many cells."""
    spans, hidden, size = _merged(sheet, room)
    places: list[Place] = []
    lines: list[Line] = []
    formulas: dict[str, str] = {}
    overlong = False
    area = {"max_row": _BEYOND, "max_col": COLUMNS}
    for number, (cells, values) in enumerate(
        zip(sheet.iter_rows(**area), _with_results(sheet).iter_rows(**area), strict=False)
    ):
        filled = [
            (column, cell, value)
            for column, (cell, value) in enumerate(zip(cells, values, strict=False))
            if (cell.value is not None or (number, column) in spans) and (number, column) not in hidden
        ]
        if number >= ROWS:
            overlong = overlong or any(cell.value is not None for _, cell, _ in filled)
            continue
        for column, cell, value in filled:
            where = f"{get_column_letter(column + 1)}{number + 1}"
            refusal = ""
            if cell.data_type == "f":
                formulas[where] = formula = str(getattr(cell.value, "text", cell.value) or "")
                refusal = f"这一格是公式（{formula[:40]}），不是填写的数字。请改成数字"
            elif isinstance(cell.value, date | time | timedelta):
                refusal = "这一格的格式是日期，看不出原来的数字。请改成常规格式，重新填写"
            source = f"{sheet.title}!{where}"
            span = spans.get((number, column), (1, 1))
            places.append(Place(number, column, _text(value.value), source, *span, refusal))
        lines.append(_line(f"{sheet.title}!{number + 1}", [(cell, value) for _, cell, value in filled]))
    return _Sheet(Grid(sheet.title, places), _joined(lines), formulas, overlong, size)


def _merged(
    sheet: Any, room: int
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]], int]:
    """The spans of merged cells by their first place, the places that they hide, the number of cells."""
    references: list[str] = []
    rows = cells = 0

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal rows, cells
        match name.rpartition(":")[2]:
            case "c":
                cells += rows <= _BEYOND
            case "row":
                rows += 1
            case "mergeCell":
                references.append(attributes.get("ref", ""))
        if cells > room or len(references) > _MERGES:
            raise _Unreadable(f"工作表“{sheet.title}”里的格太多，不会是年报。请检查是否选错了文件")

    parser = expat.ParserCreate()
    parser.StartElementHandler = started
    with sheet._get_source() as source:  # openpyxl leaves spans out when it reads row by row
        parser.ParseFile(source)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    hidden: set[tuple[int, int]] = set()
    for reference in references:
        left, top, right, bottom = (edge or 0 for edge in range_boundaries(reference))
        right, bottom = min(right, COLUMNS), min(bottom, ROWS)
        area = {(row, column) for row in range(top - 1, bottom) for column in range(left - 1, right)}
        if not area:
            continue  # beyond what is looked at
        if not area.isdisjoint(hidden) or not area.isdisjoint(spans):
            raise _Unreadable(
                f"工作表“{sheet.title}”里的合并单元格互相重叠（{reference[:20]}），文件可能已经损坏。"
                "请取消这里的合并再试"
            )
        spans[top - 1, left - 1] = bottom - top + 1, right - left + 1
        hidden |= area - {(top - 1, left - 1)}
    return spans, hidden, cells


def _text(value: object) -> str:
    """What a cell shows, as somebody would type it; numbers to the 15 digits that Excel keeps."""
    if value is None:
        return ""
    if isinstance(value, float):
        return format(Decimal(f"{value:.15g}"), "f") if value else "0"
    return str(value).replace("_x000D_", "").replace("\r\n", "\n")


def _line(source: str, cells: list[tuple[Any, Any]]) -> Line:
    """The texts of a row as one line; a line that may be filled in is no heading."""
    texts = [_text(value.value) for _, value in cells]
    body = any(cell.protection and not cell.protection.locked for cell, _ in cells if cell.value is not None)
    return Line(" ".join(texts), source, body)


def _joined(lines: list[Line]) -> list[Line]:
    """The lines with a text, the pieces of a paragraph put together again."""
    found: list[Line] = []
    for before, line in pairwise([Line("", ""), *lines]):
        if before.text.endswith(CONTINUED) and line.text and not line.text.startswith(INDENT):
            found[-1] = replace(found[-1], text=found[-1].text.removesuffix(CONTINUED) + line.text)
        elif line.text.strip():
            found.append(line)
    return found
