"""Sums that must agree: the identity of a table's columns and the printed totals of an imported report.

Nothing here names a row: totals and identity come from the form definition.
"""

from collections.abc import Iterable, Iterator, Mapping

from model.checks.finding import Finding, Severity
from model.definition import Identity
from model.layout import Role, TableLayout
from model.numbers import Value, format_value
from model.report import Report

_NUMERALS = ("零", "一", "两", "三", "四", "五", "六")
_NAMED = 3  # rows that a message spells out


def identities(report: Report) -> Iterator[Finding]:
    """勾稽关系: in every column with an entry both sides of a table's identity are equal."""
    for key, layout in report.form.layouts.items():
        table = report.form.sections[key].table
        if table and table.identity:
            yield from _unbalanced_columns(report, layout, table.identity)


def _unbalanced_columns(report: Report, layout: TableLayout, identity: Identity) -> Iterator[Finding]:
    rows = (*identity.left, *identity.right)
    differences: dict[str, Value] = {}
    for column in _columns(layout):
        values = {row: report.value(f"{layout.key}/{row}/{column}") for row in rows}
        if any(value is not None for value in values.values()):
            difference = _sum(values[r] for r in identity.left) - _sum(values[r] for r in identity.right)
            if difference:
                differences[column] = difference
    totals = {c for c in differences if _is_total(layout, f"{layout.key}/{rows[0]}/{c}")}
    if len(totals) < len(differences):  # the total's column repeats what the single ones say
        differences = {c: difference for c, difference in differences.items() if c not in totals}
    for column in differences:
        yield _imbalance(report, layout, identity, column, differences)


def _imbalance(
    report: Report, layout: TableLayout, identity: Identity, column: str, differences: dict[str, Value]
) -> Finding:
    def values_of(rows: tuple[str, ...]) -> list[Value | None]:
        return [report.value(f"{layout.key}/{row}/{column}") for row in rows]

    def side(rows: tuple[str, ...]) -> tuple[Value, str]:
        values = values_of(rows)
        terms = "＋".join(format_value(value) or "空" for value in values)
        return _sum(values), f"{_numeral(len(rows))}项之和是{format_value(_sum(values))}（{terms}）"

    left, left_words = side(identity.left)
    right, right_words = side(identity.right)
    larger = f"前者多{format_value(left - right)}" if left > right else f"后者多{format_value(right - left)}"
    name = _column_name(layout, column)
    return Finding(
        rule=identity.rule,
        severity=Severity.ERROR,
        section=layout.key,
        message=(
            f"“{name}”列{identity.name}不平：前{left_words}，后{right_words}，{larger}。"
            + _explanation(report, layout, identity, column, differences)
        ),
        cells=tuple(f"{layout.key}/{row}/{column}" for row in (*identity.left, *identity.right)),
        expected=format_value(left),
        actual=format_value(right),
        unfinished=any(
            not any(v is not None for v in values_of(side)) for side in (identity.left, identity.right)
        ),
    )


def _explanation(
    report: Report, layout: TableLayout, identity: Identity, column: str, differences: dict[str, Value]
) -> str:
    """What could close the gap: an opposite column, or rows that hold exactly the difference."""
    difference = differences[column]
    gap = difference if difference > 0 else -difference
    opposite = [c for c, d in differences.items() if d == -difference]
    if len(opposite) == 1 and list(differences.values()).count(difference) == 1:
        return f"“{_column_name(layout, opposite[0])}”列正好相反，是不是有一项填错了列？"
    values = {row: report.value(f"{layout.key}/{row}/{column}") for row in (*identity.left, *identity.right)}
    for word, side in (("前", identity.left), ("后", identity.right)):
        if all(values[row] is None for row in side):
            return f"{word}{_numeral(len(side))}项还没有填。"
    suspects = [
        cell.row_name
        for cell in layout.values
        if cell.role is Role.INPUT
        and cell.address.endswith(f"/{column}")
        and report.cells.get(cell.address) == gap
        and (cell.address.split("/")[1] in identity.left) == (difference > 0)
    ]
    if 0 < len(suspects) <= _NAMED:
        names = "、".join(f"“{name}”" for name in suspects)
        return f"正好是{format_value(gap)}的有{names}，请核对是不是多填了。"
    left, right = (f"{_numeral(len(side))}项" for side in (identity.left, identity.right))
    if difference > 0:
        last = _row_name(layout, identity.right[-1])
        return f"请核对后{right}是否漏填，例如有{format_value(gap)}件应当填在“{last}”。"
    return f"请核对后{right}是否多填，或者前{left}是否漏填。"


def printed_totals(report: Report, printed: Mapping[str, Value | None]) -> Iterator[Finding]:
    """Totals that stand in an imported report against those computed from its input cells.

    A total that is printed blank is no finding.
    """
    for address, cell in report.form.cells.items():
        stated = printed.get(address)
        if not cell.parts or stated is None:
            continue
        computed = report.value(address) or 0
        if stated != computed:
            yield Finding(
                rule=cell.rule,
                severity=Severity.ERROR,
                section=address.split("/")[0],
                message=(
                    f"{cell.name}：原件印的是{format_value(stated)}，"
                    f"各格相加应为{format_value(computed)}。已按相加的结果计算；请核对各格是否读对、填对。"
                ),
                cells=(address,),
                expected=format_value(computed),
                actual=format_value(stated),
            )


def _columns(layout: TableLayout) -> list[str]:
    return list(dict.fromkeys(cell.address.split("/")[2] for cell in layout.values))


def _is_total(layout: TableLayout, address: str) -> bool:
    return any(cell.address == address and cell.role is Role.TOTAL for cell in layout.values)


def _sum(values: Iterable[Value | None]) -> Value:
    total: Value = 0
    for value in values:
        total += value or 0
    return total


def _column_name(layout: TableLayout, column: str) -> str:
    return next(cell.column_name for cell in layout.values if cell.address.endswith(f"/{column}"))


def _row_name(layout: TableLayout, row: str) -> str:
    return next(cell.row_name for cell in layout.values if cell.address.split("/")[1] == row)


def _numeral(number: int) -> str:
    return _NUMERALS[number] if number < len(_NUMERALS) else str(number)
