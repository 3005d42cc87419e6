"""What the checks found, as an Excel workbook: a line a report, and a line a finding to be filtered."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from export.findings import TITLE, Checked, cells, place, quote
from export.fitting import INCH, PIXEL, ROOM, Type
from export.xlsx import CREATED, OPTIONS
from model.checks import Finding, Severity, errors, parted
from model.checks.catalogue import catalogue
from model.errors import UserError
from model.report import Report

Row = list[str | int]

ROW_LIMIT = 1_048_576  # rows that Excel has
_TYPE = Type(10.5, 14.0)
_MARGIN = 12.0  # mm
_STYLE = {"font_name": "宋体", "font_size": _TYPE.size, "text_wrap": True, "valign": "top", "border": 1}
_HEAD = {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E8EEF5"}
_COLOURS = {Severity.ERROR: "#9C0006", Severity.WARNING: "#7F6000", Severity.HINT: "#404040"}

# The columns of both sheets with their widths in mm; those that are narrow are centred.
_FILES = {
    "机关": 60, "年度": 14, **{s.label: 14 for s in Severity}, "已搁置": 16, "检查结果": 60, "文件": 70,
}  # fmt: skip
_FINDINGS = {
    "机关": 34, "年度": 11, "部分": 28, "程度": 11, "问题": 26, "说明": 72, "涉及的格": 36, "应为": 13,
    "实为": 13, "原文": 30, "搁置理由": 26, "依据": 40, "文件": 28,
}  # fmt: skip
_NARROW = 16  # mm


def render(files: Sequence[Checked]) -> bytes:
    """The workbook's bytes, the same for the same findings; what stands in it is text, never a formula.

    Raises `UserError` where there are more findings than a sheet has rows.
    """
    if sum(len(file.findings) for file in files) >= ROW_LIMIT or len(files) >= ROW_LIMIT:
        raise UserError("问题太多，一张工作表放不下。请分几次检查。")
    file = BytesIO()
    with Workbook(file, OPTIONS) as workbook:
        workbook.set_properties({"title": TITLE, "created": CREATED})
        _write(workbook, "汇总", _FILES, [(None, _file_row(each)) for each in files])
        _write(workbook, "问题", _FINDINGS, [row for each in files for row in _finding_rows(each)])
    return file.getvalue()


def _file_row(file: Checked) -> Row:
    report = file.report
    if report is None:
        return ["", "", *("" for _ in Severity), "", f"没有读入：{file.problem}", file.name]
    open_, aside = parted(file.findings)
    numbers = [sum(finding.severity is severity for finding in open_) for severity in Severity]
    result = "有错误，改正后再报送" if errors(file.findings) else "没有错误"
    if not errors(file.findings) and open_:
        result += "，其余请核对"
    return [report.agency, report.year or "", *numbers, len(aside), result, file.name]


def _finding_rows(file: Checked) -> Iterator[tuple[Severity | None, Row]]:
    """What is open, then what was set aside; the severity only where it is to be seen in colour."""
    if file.report:
        open_, aside = parted(file.findings)
        for finding in (*open_, *aside):
            yield finding.severity if finding.counts else None, _row(file.name, file.report, finding)


def _row(name: str, report: Report, finding: Finding) -> Row:
    rule = catalogue().get(finding.rule)
    return [
        report.agency,
        report.year or "",
        place(report, finding),
        finding.severity.label,
        rule.title if rule else finding.rule,
        finding.message,
        cells(report, finding),
        finding.expected or "",
        finding.actual or "",
        quote(finding),
        finding.set_aside or "",
        rule.why if rule else "",
        name,
    ]


def _write(
    workbook: Any, name: str, columns: dict[str, int], rows: Sequence[tuple[Severity | None, Row]]
) -> None:
    """A sheet with heads that stay in view, a filter on each, and rows as high as their longest text."""
    sheet = workbook.add_worksheet(name)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.set_margins(*[_MARGIN / INCH] * 4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 1)
    sheet.set_footer("&C第&P页，共&N页")
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    widths = [round(width / PIXEL) for width in columns.values()]
    for column, width in enumerate(widths):
        sheet.set_column_pixels(column, column, width)
    head = workbook.add_format(_STYLE | _HEAD)
    sheet.set_row(0, _TYPE.pitch + ROOM)
    for column, title in enumerate(columns):
        sheet.write_string(0, column, title, head)
    aligned = [{"align": "center" if width <= _NARROW else "left"} for width in columns.values()]
    styles = [workbook.add_format(_STYLE | align) for align in aligned]
    coloured = {
        severity: workbook.add_format(_STYLE | {"font_color": colour, "align": "center"})
        for severity, colour in _COLOURS.items()
    }
    for at, (severity, row) in enumerate(rows, 1):
        sheet.set_row(at, max(_TYPE.height(str(v), w) for v, w in zip(row, widths, strict=True)) + ROOM / 2)
        for column, value in enumerate(row):
            style = coloured[severity] if severity and value == severity.label else styles[column]
            if isinstance(value, int):
                sheet.write_number(at, column, value, style)
            else:
                sheet.write_string(at, column, value, style)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
