"""This year's figures against last year's report, where it is at hand."""

from collections.abc import Iterator

from model.checks.finding import Finding, Mending, Severity
from model.layout import Role
from model.numbers import format_value
from model.report import Report, carried_from


def carried_over(report: Report) -> Iterator[Finding]:
    """上年结转 is what last year's report carried forward, column by column.

    An error where the sum differs, a warning where only the split over the columns does. Cells that are
    still blank are left to `blank-cell`.
    """
    if not report.last_year:
        return
    carried = carried_from(report.last_year, report.form)
    rows: dict[str, list[str]] = {}
    for address in carried:
        rows.setdefault(address.rpartition("/")[0], []).append(address)
    for row, addresses in rows.items():
        if any(address not in report.cells for address in addresses):
            continue
        if all(carried[address] is None for address in addresses):
            continue  # last year's report does not say
        different = [a for a in addresses if report.cells[a] != (carried[a] or 0)]
        if not different:
            continue
        totals = [
            c for c in report.form.cells.values() if c.role is Role.TOTAL and set(c.parts) == set(addresses)
        ]
        ours = sum(report.cells[a] for a in addresses)
        theirs = sum(v for a in addresses if isinstance(v := carried[a], int))
        name = report.form.cells[addresses[0]].row_name
        if ours != theirs:
            severity = Severity.ERROR
            message = f"“{name}”合计{format_value(ours)}，上年报告结转下来的是{format_value(theirs)}。"
        else:
            severity = Severity.WARNING
            columns = "、".join(
                f"{report.form.cells[a].column_name}{format_value(report.cells[a])}（上年{carried[a] or 0}）"
                for a in different
            )
            message = f"“{name}”合计与上年报告一致，但是各列不同：{columns}。申请人的类型不会变。"
        yield Finding(
            "carried-over",
            severity,
            row.split("/")[0],
            message + "请核对；机构合并或者上年报告更正过的除外。",
            cells=tuple(cell.address for cell in totals) if severity is Severity.ERROR else tuple(different),
            expected=format_value(theirs),
            actual=format_value(ours),
            mending=Mending("按上年报告填写", {a: carried[a] or 0 for a in addresses}),
        )
