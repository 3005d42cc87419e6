"""Texts and tables that repeat last year's report."""

import re
from collections.abc import Iterator

from model.checks.finding import Finding, Severity
from model.checks.year_on_year import last_figure
from model.fields import resolve
from model.numbers import Value, format_value
from model.report import Report

_LONG = 200  # characters; what is shorter may well be the same every year
_REPEATED = 90  # percent
_DIGITS = 5  # significant digits; fewer may agree by chance
_CLAUSE = re.compile(r"[，。；：！？、,;:\n]+")
NUMBER = re.compile(r"[0-9０-９]+(?:\.[0-9]+)?")


def repeated_share(report: Report, section: str) -> int:
    """How much of a text, in whole percent of its characters, stands in last year's; numbers do not count.

    Clause by clause, so that a text of any length is compared in a time that grows with its length.
    """
    last = report.last_year
    if not last or section not in last.texts:
        return 0
    before = set(_clauses(last, section))
    clauses = _clauses(report, section)
    length = sum(map(len, clauses))
    return 100 * sum(len(clause) for clause in clauses if clause in before) // length if length else 0


def unchanged_texts(report: Report) -> Iterator[Finding]:
    """A text that a report must have says something new each year."""
    if not report.last_year:
        return
    for key, stored in report.texts.items():
        section = report.form.sections[key]
        if section.required == "no" or len(stored) <= _LONG or len("".join(stored.split())) <= _LONG:
            continue
        share = repeated_share(report, key)
        if share >= _REPEATED:
            much = "全部" if share == 100 else "九成以上的"
            yield Finding(
                "unchanged-from-last-year",
                Severity.WARNING,
                key,
                f"“{section.name}”{much}语句和上年报告一样（数字不计）。"
                "请对照上年的文字，写上今年的做法和变化；确实没有变化的，可以说明理由后搁置。",
                actual=str(share),
            )


def unchanged_figures(report: Report) -> Iterator[Finding]:
    """A table in which everything that occurred this year is, to the figure, what occurred last year.

    What stays by its nature (现行有效) or comes from last year's report (上年结转) does not count, nor do a
    few small figures that may agree by chance.
    """
    if not report.last_year:
        return
    lasting = {level for level, _, _ in report.form.stocks}
    for key, layout in report.form.layouts.items():
        section = report.form.sections[key]
        assert section.table is not None
        taken = {f"{key}/{row}" for row in section.table.carries}
        cells = [
            cell.address
            for cell in layout.values
            if cell.address in report.form.inputs
            and cell.address not in lasting
            and cell.address.rpartition("/")[0] not in taken
        ]
        values = {address: report.cells.get(address) for address in cells}
        if any(value is None or value != last_figure(report, address) for address, value in values.items()):
            continue
        figures = {address: value for address, value in values.items() if value}
        if len(figures) < 2 or sum(map(_significant, figures.values())) < _DIGITS:
            continue
        yield Finding(
            "unchanged-from-last-year",
            Severity.WARNING,
            key,
            f"“{section.name}”里{len(figures)}个不是0的数和上年报告完全一样，像是沿用了上年的表。"
            "请核对；确实一样的，可以说明理由后搁置。",
            tuple(figures),
        )


def _clauses(report: Report, section: str) -> list[str]:
    text = NUMBER.sub("#", resolve(report, report.texts[section]))
    return ["".join(clause.split()) for clause in _CLAUSE.split(text)]


def _significant(value: Value) -> int:
    return len(format_value(value).replace(".", "").strip("0"))
