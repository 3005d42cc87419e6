"""Live figures in texts: `{=ADDRESS}`, `{=year}` and `{=agency}` stand for what the report holds."""

import re
from collections.abc import Iterator

from model.numbers import format_value
from model.report import Report

BLANK = "（空）"
"""What a field shows where the table has no figure yet."""

FIELD = re.compile(r"(\{=[^{}\n]{1,200}\})")
"""A field as it stands in a text, as one group: `split` gives texts and fields in turn."""


def field_value(report: Report, name: str) -> str | None:
    """What a field shows; `None` for an address that does not exist.

    A group of a table may be called by its key alone: `{=unavailable}` is its sum over all columns.
    """
    if name == "agency":
        return report.agency
    if name == "year":
        return "" if report.year is None else str(report.year)
    address = _group_totals(report).get(name, name)
    if address in report.form.cells or address in report.form.summands:
        return format_value(report.value(address)) or BLANK
    return None


def resolve(report: Report, text: str) -> str:
    """The text as it is printed: fields replaced by their values, unknown ones left as written."""

    def value(match: re.Match[str]) -> str:
        shown = field_value(report, match[0][2:-1])
        return match[0] if shown is None else shown

    return FIELD.sub(value, text) if "{=" in text else text


def unknown_fields(report: Report, text: str) -> Iterator[re.Match[str]]:
    """The fields of a text that show nothing."""
    return (match for match in FIELD.finditer(text) if field_value(report, match[0][2:-1]) is None)


def _group_totals(report: Report) -> dict[str, str]:
    """For each group of rows: the address of its sum over all columns."""
    cells = report.form.cells
    return {
        address.split("/")[1]: address
        for layout in report.form.layouts.values()
        for address, parts in layout.groups.items()
        if all(cells[a].parts and a.split("/")[2] == address.split("/")[2] for a in parts)
    }
