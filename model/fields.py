"""Live figures in texts: `{=ADDRESS}`, `{=year}` and `{=agency}` stand for what the report holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
    address = report.form.group_totals.get(name, name)
    if address in report.form.cells or address in report.form.summands:
        return format_value(report.value(address)) or BLANK
    return None


def resolve(report: Report, text: str) -> str:
    """The text as it is printed: fields replaced by their values, unknown ones left as written."""

    return resolved(report, text).text


@dataclass(frozen=True, slots=True)
class Resolved:
    """A text as it is printed, and where its characters stand in the stored text.

    `shifts` has for each field: where its value starts and ends in `text`, and where the field starts and
    ends in the stored text.
    """

    text: str
    shifts: tuple[tuple[int, int, int, int], ...] = ()

    def stored(self, start: int, end: int) -> tuple[int, int]:
        """Where words stand in the stored text; a field that they touch is taken whole."""
        return self._stored(start, last=False), self._stored(end, last=True)

    def _stored(self, place: int, last: bool) -> int:
        shift = 0
        for begin, end, stored_begin, stored_end in self.shifts:
            if place < begin or (place == begin and last):
                break
            if place < end or (place == end and last):
                return stored_end if last else stored_begin
            shift = stored_end - end
        return place + shift


def resolved(report: Report, text: str) -> Resolved:
    """The text as it is printed, with the way back to the stored one."""
    if "{=" not in text:
        return Resolved(text)
    parts: list[str] = []
    shifts: list[tuple[int, int, int, int]] = []
    length = done = 0
    for match in FIELD.finditer(text):
        shown = field_value(report, match[0][2:-1])
        if shown is not None:
            parts += [text[done : match.start()], shown]
            length += match.start() - done
            shifts.append((length, length + len(shown), match.start(), match.end()))
            length, done = length + len(shown), match.end()
    return Resolved("".join([*parts, text[done:]]), tuple(shifts))


def unknown_fields(report: Report, text: str) -> Iterator[re.Match[str]]:
    """The fields of a text that show nothing."""
    return (match for match in FIELD.finditer(text) if field_value(report, match[0][2:-1]) is None)
