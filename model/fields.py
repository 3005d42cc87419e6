"""Live figures in texts: `{=ADDRESS}`, `{=year}` and `{=agency}` stand for what the report holds."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct

from model.form import Form
from model.numbers import format_value
from model.report import Report

BLANK = "（空）"
"""What a field shows where the report has nothing yet: never nothing, or nobody would see the field."""

FIELD = re.compile(r"(\{=[^{}\n]{1,200}\})")
"""A field as it stands in a text, as one group: `split` gives texts and fields in turn."""


def field_value(report: Report, name: str) -> str | None:
    """What a field shows; `None` for an address that does not exist.

    A group of a table may be called by its key alone: `{=unavailable}` is its sum over all columns.
    """
    if name == "agency":
        return report.agency or BLANK
    if name == "year":
        return BLANK if report.year is None else str(report.year)
    address = report.form.group_totals.get(name, name)
    if address in report.form.cells or address in report.form.summands:
        return format_value(report.value(address)) or BLANK
    return None


def resolve(report: Report, text: str) -> str:
    """The text as it is printed: fields replaced by their values, unknown ones left as written."""
    return resolved(report, text).text


class Resolved(Struct, frozen=True):
    """A text as it is printed, and where its characters stand in the stored text.

    `shifts` has for each field: where its value starts and ends in `text`, and where the field starts and
    ends in the stored text.
    """

    text: str
    shifts: tuple[tuple[int, int, int, int], ...] = ()

    def stored(self, start: int, end: int) -> tuple[int, int]:
        """Where words stand in the stored text; a field that they touch is taken whole."""
        return _moved(start, self.shifts, last=False), _moved(end, self.shifts, last=True)

    def shown(self, start: int, end: int) -> tuple[int, int]:
        """Where words of the stored text stand in `text`; a field that they touch is taken whole."""
        back = tuple((*shift[2:], *shift[:2]) for shift in self.shifts)
        return _moved(start, back, last=False), _moved(end, back, last=True)


def _moved(place: int, shifts: Iterable[tuple[int, int, int, int]], last: bool) -> int:
    """A place of one text in the other one; `last` says that it ends words, and does not begin them."""
    shift = 0
    for begin, end, other_begin, other_end in shifts:
        if place < begin or (place == begin and last):
            break
        if place < end or (place == end and last):
            return other_end if last else other_begin
        shift = other_end - end
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


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of a stored text, widened so that it cuts no field in two."""
    if "{=" in text:
        for match in FIELD.finditer(text):
            if match.start() < start < match.end():
                start = match.start()
            if match.start() < end < match.end():
                end = match.end()
                break
    return start, end


def unknown_fields(report: Report, text: str) -> Iterator[re.Match[str]]:
    """The fields of a text that show nothing."""
    return (match for match in FIELD.finditer(text) if field_value(report, match[0][2:-1]) is None)


class Choice(Struct, frozen=True):
    """A live figure that a person can put into a text: its name as in `{=NAME}`, and what it is in words."""

    name: str
    section: str
    row: str
    column: str = ""

    @property
    def words(self) -> str:
        """What it is, in one line."""
        return " ／ ".join(filter(None, (self.section, self.row, self.column)))


def describe_field(form: Form, name: str) -> str:
    """What the live figure of this name is, in one line; its name where the form does not have it."""
    address = form.group_totals.get(name, name)
    return next((choice.words for choice in choices(form) if choice.name == address), name)


@cache
def choices(form: Form) -> tuple[Choice, ...]:
    """Everything that can be a live figure, section by section; sums before what they add up."""
    found = [Choice("year", "", "年度"), Choice("agency", "", "机关名称")]
    for key, layout in form.layouts.items():
        names = {cell.address: (cell.row_name, cell.column_name) for cell in layout.values}
        places = {address: at for at, address in enumerate(names)}
        for address, parts in layout.groups.items():
            names[address] = layout.group_names[address]
            places[address] = places[parts[0]]
        # Sums over all columns first: they are what texts speak of.
        order = sorted(names, key=lambda a: (-_breadth(form, a), places[a], a not in layout.groups))
        found += [Choice(address, form.sections[key].name, *names[address]) for address in order]
    return tuple(found)


def _breadth(form: Form, address: str) -> int:
    """Over how many columns a figure adds up."""
    return len({part.split("/")[2] for part in form.summands.get(address, (address,))})
