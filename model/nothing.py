"""A year in which nothing occurred: a table whose blanks become zeros at one go."""

from model.definition import Nothing
from model.form import Form
from model.layout import LayoutCell, Role
from model.numbers import format_value, zero
from model.report import Content, Report, carried_from

_NAMED = 3  # cells that a message spells out


def nothing_of(form: Form) -> dict[str, Nothing]:
    """The tables of a form in which nothing may have occurred, by section, with what that is called."""
    tables = {key: section.table for key, section in form.sections.items() if section.table}
    return {key: table.nothing for key, table in tables.items() if table.nothing}


def zeros(report: Report, table: str) -> dict[str, Content]:
    """The blank cells of a table as zeros."""
    return {
        cell.address: zero(cell.kind)
        for cell in _inputs(report, table)
        if report.cells.get(cell.address) is None
    }


def why_not(report: Report, table: str) -> tuple[str, str]:
    """Why it cannot be said that nothing occurred, and the first cell that tells otherwise; else empty.

    What last year's report decided is told apart: nobody typed it, and it wants a result.
    """
    filled = [cell for cell in _inputs(report, table) if report.cells.get(cell.address)]
    if not filled:
        return "", ""
    given = carried_from(report.last_year, report.form) if report.last_year else {}
    typed = [c for c in filled if report.cells[c.address] != given.get(c.address)]
    cells = typed or filled
    named = "；".join(f"{c.brief}是{format_value(report.cells[c.address])}" for c in cells[:_NAMED])
    more = f"等{len(cells)}格" if len(cells) > _NAMED else ""
    if typed:
        return f"没有填0，因为表里有不是0的：{named}{more}。请先核对。", cells[0].address
    advice = "它们也要有办理结果，或者结转下年度。"
    return f"没有填0，因为上年报告有结转过来的：{named}{more}。{advice}", cells[0].address


def _inputs(report: Report, table: str) -> list[LayoutCell]:
    return [cell for cell in report.form.layouts[table].values if cell.role is Role.INPUT]
