"""A report at a glance: its key figures beside last year's, and of what they are made up.

Which figures these are stands in the form; this module only works them out.
"""

from msgspec import Struct

from model.numbers import Value
from model.report import Report


class Line(Struct, frozen=True):
    """A key figure of this year and of last year, `None` where it is blank or not known."""

    label: str
    unit: str
    this_year: Value | None
    last_year: Value | None
    compared: bool  # in the chart of both years too

    @property
    def difference(self) -> Value | None:
        """This year's less last year's; `None` where one of them is not known."""
        if self.this_year is None or self.last_year is None:
            return None
        return self.this_year - self.last_year


class Part(Struct, frozen=True):
    """A part of a whole; its value is `None` while it is blank."""

    label: str
    value: Value | None


class Whole(Struct, frozen=True):
    """What a whole is made up of, in the form's order; `nothing` is said of one that is zero."""

    title: str
    unit: str
    nothing: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> Value | None:
        """The sum of the parts; `None` while all of them are blank."""
        values = [part.value for part in self.parts if part.value is not None]
        return sum(values) if values else None


class Overview(Struct, frozen=True):
    """A report at a glance; `last_year` is `None` where there is none, 0 where its year is not known."""

    year: int | None
    last_year: int | None
    lines: tuple[Line, ...]
    wholes: tuple[Whole, ...]


def overview(report: Report) -> Overview:
    """The figures of a report that its form calls for."""
    outline, last = report.form.overview, report.last_year
    lines = tuple(
        Line(
            figure.label,
            figure.unit,
            report.sum_of(figure.cells),
            last.sum_of(figure.cells) if last else None,
            figure.compared,
        )
        for figure in outline.figures
    )
    wholes = tuple(
        Whole(
            whole.title,
            whole.unit,
            whole.nothing,
            tuple(Part(part.label, report.sum_of(part.cells)) for part in whole.parts),
        )
        for whole in outline.compositions
    )
    return Overview(report.year, (last.year or 0) if last else None, lines, wholes)
