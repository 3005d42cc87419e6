"""Figures that add up and still can hardly be right.

Zeros are legal everywhere, and no rule guesses what an agency may license or punish. Which rows the rules
look at stands in the form.
"""

from collections.abc import Iterator
from decimal import Decimal

from model.agency import kind_of, may_make_regulations
from model.checks.finding import Finding, Severity
from model.checks.year_on_year import WRONG_UNIT, last_figure
from model.definition import Share
from model.fields import resolve
from model.layout import Role
from model.numbers import Value, format_value
from model.report import Report

_LARGE = 10_000  # 万元; more than an office takes in a year
_YUAN = 10_000  # in a 万元


def not_entitled(report: Report) -> Iterator[Finding]:
    """Only ministries and the governments of provinces and larger cities can make 规章 (立法法)."""
    if not report.agency.strip():
        return
    for rule, row in report.form.restricted:
        cells = tuple(address for address in row if report.cells.get(address))
        if not cells or (may := may_make_regulations(report)):
            continue
        name = report.form.cells[cells[0]].row_name
        advice = "只有国务院部门、省级政府、设区的市和自治州的政府可以制定；其他机关的文件不填在这一行。"
        if may is None:
            message = f"“{name}”填了数字，请核对{report.agency}能不能制定{name}。{advice}"
        else:
            message = f"“{name}”填了数字，但是{report.agency}不能制定{name}。{advice}"
        severity = Severity.HINT if may is None else Severity.WARNING
        yield Finding(rule, severity, cells[0].split("/")[0], message, cells)


def in_force_below_issued(report: Report) -> Iterator[Finding]:
    """What was issued this year and not repealed is in force at its end."""
    for cells in report.form.stocks:
        level, added, removed = (report.cells.get(address) for address in cells)
        if level is None or added is None or removed is None or level >= added - removed:
            continue
        names = [report.form.cells[address].column_name for address in cells]
        yield Finding(
            "in-force-below-issued",
            Severity.WARNING,
            cells[0].split("/")[0],
            f"“{report.form.cells[cells[0]].row_name}”的{names[0]}是{level}，"
            f"少于{names[1]}{added}减{names[2]}{removed}，即{added - removed}。请核对这三格。",
            cells,
            expected=format_value(added - removed),
            actual=format_value(level),
        )


def result_without_application(report: Report) -> Iterator[Finding]:
    """A column has results but no application that they could belong to."""
    form = report.form
    for key, layout in form.layouts.items():
        table = form.sections[key].table
        if not table or not table.identity:
            continue
        for cell in layout.values:
            _, row, column = cell.address.split("/")
            if row not in table.identity.right or cell.role is not Role.TOTAL:
                continue
            applications = tuple(f"{key}/{name}/{column}" for name in table.identity.left)
            if form.cells[applications[0]].role is Role.TOTAL:
                continue  # the total of all columns repeats what the single ones say
            values = [report.value(address) for address in applications]
            results = report.value(cell.address)
            if not results or any(values):
                continue
            names = "、".join(f"“{form.cells[address].row_name}”" for address in applications)
            yield Finding(
                "result-without-application",
                Severity.ERROR,
                key,
                f"“{cell.column_name}”列有{results}件办理结果，但是{names}都没有数字。"
                "请补上申请数量；如果填错了列，请移到申请所在的列。",
                (*applications, cell.address),
                expected="0",
                actual=format_value(results),
                unfinished=None in values,
            )


def fee_in_yuan(report: Report) -> Iterator[Finding]:
    """An amount that is large for such an agency, or far above last year's: 元 instead of 万元?"""
    for address, cell in report.form.inputs.items():
        value = report.cells.get(address)
        if cell.kind != "amount" or not value:
            continue
        before = last_figure(report, address)
        if before and value >= WRONG_UNIT * before:
            reason = f"是上年（{format_value(before)}）的{WRONG_UNIT}倍以上"
        elif value >= _LARGE and kind_of(report) in ("department", "township"):
            reason = f"合{format_value((Decimal(value) / _YUAN).quantize(Decimal('0.01')))}亿元"
        else:
            continue
        yield Finding(
            "fee-in-yuan",
            Severity.HINT,
            address.split("/")[0],
            f"“{cell.row_name}”填了{format_value(value)}万元，{reason}。是不是按元填的？"
            f"{format_value(value)}元应当填{_in_ten_thousands(value)}。",
            (address,),
            actual=format_value(value),
        )


def unusual_shares(report: Report) -> Iterator[Finding]:
    """Rows that make up so much of another that readers will ask why, unless a text says why."""
    for key, section in report.form.sections.items():
        if section.table:
            for share in section.table.shares:
                yield from _unusual_share(report, key, share)


def _unusual_share(report: Report, key: str, share: Share) -> Iterator[Finding]:
    totals = [
        cell
        for cell in report.form.layouts[key].values
        if cell.role is Role.TOTAL and cell.address.startswith(f"{key}/{share.part}/")
    ]
    for cell in totals:
        whole_address = f"{key}/{share.whole}/{cell.address.split('/')[2]}"
        part, whole = report.value(cell.address) or 0, report.value(whole_address) or 0
        excess = part * 100 - share.percent * whole
        if part < share.least or excess < 0 or (share.beyond and not excess):
            continue
        texts = [resolve(report, text) for text in report.texts.values()]
        if any(word in text for text in texts for word in share.told):
            continue
        name, of = cell.row_name, report.form.cells[whole_address].row_name
        relation = f"占“{of}”（{whole}件）的{part * 100 // whole}%" if whole else f"而“{of}”是0件"
        yield Finding(
            share.rule,
            Severity.HINT,
            key,
            f"“{name}”有{part}件，{relation}，比例偏高。{share.advice}",
            (cell.address, whole_address),
            actual=format_value(part),
        )


def _in_ten_thousands(value: Value) -> str:
    return format_value((Decimal(value) / _YUAN).normalize())
