"""What has to be filled in before the report goes out."""

from collections.abc import Iterator

from model.checks.finding import Finding, Mending, Severity
from model.fields import resolve
from model.layout import Role
from model.numbers import zero
from model.report import Report

_SHORTEST = 10  # characters; less says nothing
_NAMED = 3  # blank cells that a message spells out


def missing_header(report: Report) -> Iterator[Finding]:
    """The title needs the agency's name and the year."""
    if not report.agency.strip():
        yield Finding(
            "missing-header",
            Severity.ERROR,
            None,
            "没有填机关名称。请在窗口上方填写全称。",
            completeness=True,
        )
    if report.year is None:
        yield Finding(
            "missing-header",
            Severity.ERROR,
            None,
            "没有填年度。请在窗口上方填写报告的年度。",
            completeness=True,
        )


def missing_texts(report: Report) -> Iterator[Finding]:
    """The sections that must say something (条例第五十条) do."""
    for key in report.form.texts:
        section = report.form.sections[key]
        if section.required == "no":
            continue
        severity = Severity(section.required)
        text = "".join(resolve(report, report.texts[key]).split())
        if not text:
            message = f"“{section.name}”还没有写。{section.hint}"
        elif severity is Severity.ERROR and text.strip("。") == "无":
            message = f"“{section.name}”只写了“无”，至少要用一两句话说明。{section.hint}"
        elif severity is Severity.ERROR and len(text) < _SHORTEST:
            message = f"“{section.name}”只有{len(text)}个字，不像写完了。{section.hint}"
        else:
            continue
        yield Finding("empty-text", severity, key, message, completeness=True)


def overview_length(report: Report) -> Iterator[Finding]:
    """A text has at most as many characters as its option allows (some provinces fix 1,000)."""
    for key in report.form.texts:
        section = report.form.sections[key]
        option = report.options.get(section.limit, "").strip().removesuffix("字")
        if not option.isdecimal() or not (limit := int(option)):
            continue
        length = len("".join(resolve(report, report.texts[key]).split()))
        if length > limit:
            yield Finding(
                "overview-length",
                Severity.WARNING,
                key,
                f"“{section.name}”有{length}字，超过规定的{limit}字，请删去{length - limit}字以上。",
                expected=str(limit),
                actual=str(length),
            )


def blank_cells(report: Report) -> Iterator[Finding]:
    """The published form has a number in every cell; one finding a table."""
    for key, layout in report.form.layouts.items():
        cells = [cell for cell in layout.values if cell.role is Role.INPUT]
        blank = [cell for cell in cells if cell.address not in report.cells]
        if not blank:
            continue
        section = report.form.sections[key]
        if len(blank) == len(cells):
            message = f"“{section.name}”还没有填。没有发生的，每格填0。"
        else:
            names = "；".join(cell.name for cell in blank[:_NAMED])
            more = "等" if len(blank) > _NAMED else ""
            message = (
                f"“{section.name}”有{len(blank)}个空白格：{names}{more}。公布的表每格都要有数字，没有的填0。"
            )
        yield Finding(
            "blank-cell",
            Severity.ERROR,
            key,
            message,
            cells=tuple(cell.address for cell in blank),
            completeness=True,
            mending=Mending("空格填0", {cell.address: zero(cell.kind) for cell in blank}),
        )
