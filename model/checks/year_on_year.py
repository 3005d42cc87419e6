"""This year's figures against last year's report, where it is at hand."""

from collections.abc import Iterator

from model.checks.finding import Finding, Mending, Severity
from model.layout import LayoutCell, Role
from model.numbers import Value, format_value
from model.report import Report, carried_from

_NOTICEABLE = 5  # a figure below says nothing
_TIMES = 10
WRONG_UNIT = 100  # times: next to no amount grows like that, 元 for 万元 make it 10,000 times


def last_figure(report: Report, address: str) -> Value | None:
    """What last year's report has in a cell; `None` where there is none or it is blank."""
    last = report.last_year
    return last.value(address) if last and address in last.form.cells else None


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
            cells=(*different, *(cell.address for cell in totals if severity is Severity.ERROR)),
            expected=format_value(theirs),
            actual=format_value(ours),
            mending=Mending("按上年报告填写", {a: carried[a] or 0 for a in addresses}),
        )


def in_force(report: Report) -> Iterator[Finding]:
    """What is in force is last year's, with what was issued and without what was repealed."""
    for cells in report.form.stocks:
        level, added, removed = (report.cells.get(address) for address in cells)
        before = last_figure(report, cells[0])
        if level is None or added is None or removed is None or before is None:
            continue
        expected = before + added - removed
        if level == expected:
            continue
        names = [report.form.cells[address].column_name for address in cells]
        yield Finding(
            "in-force",
            Severity.WARNING,
            cells[0].split("/")[0],
            f"“{report.form.cells[cells[0]].row_name}”的{names[0]}是{level}，按上年报告推算应是{expected}"
            f"（上年{before}，加{names[1]}{added}，减{names[2]}{removed}）。"
            "请核对；自然失效的是不是计入了废止，或者上年的数更正过？",
            cells,
            expected=format_value(expected),
            actual=format_value(level),
        )


def unusual_change(report: Report) -> Iterator[Finding]:
    """Figures that have become ten times as large or small, or come from nothing or to nothing."""
    if not report.last_year:
        return
    for address, cell in _compared(report):
        value, before = report.value(address), last_figure(report, address)
        if value is None or before is None or max(value, before) < _NOTICEABLE:
            continue
        if min(value, before) * _TIMES >= max(value, before):
            continue
        if cell.kind == "amount" and before and value >= WRONG_UNIT * before:
            continue  # `fee-in-yuan` speaks of it
        yield Finding(
            "unusual-change",
            Severity.HINT,
            address.split("/")[0],
            f"{cell.name}：今年{format_value(value)}，上年{format_value(before)}，变化很大。"
            "请核对是不是填错了格或者单位；属实的，可以在总体情况里说明原因。",
            (address,),
            actual=format_value(value),
        )


def _compared(report: Report) -> Iterator[tuple[str, LayoutCell]]:
    """One cell for each thing that is counted: a row's total where it has one.

    Of a table with an identity only the rows that are typed and decide its size: what came in anew and what
    is left. The others follow from them, or are many small figures.
    """
    for key, layout in report.form.layouts.items():
        table = report.form.sections[key].table
        assert table is not None
        identity = table.identity
        decisive = {*identity.left, *identity.right} - set(table.carries) if identity else None
        summed = {part for cell in layout.values for part in cell.parts}
        for cell in layout.values:
            row = cell.address.rpartition("/")[0]
            if (
                cell.address not in summed
                and (decisive is None or row.split("/")[1] in decisive)
                and all(part.startswith(f"{row}/") for part in cell.parts)
            ):
                yield cell.address, cell
