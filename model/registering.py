"""Entering applications one by one, for those who have few: what each of them adds to which cells.

A case that came in this year adds one to the cases received and one to its result. One from last year is as
a rule among those that last year's report carried over; then only its result is entered, or it moves
there from what is carried forward. What balanced before balances afterwards.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from model.definition import Node, Register
from model.errors import UserError
from model.form import Form
from model.layout import LayoutCell
from model.numbers import MAXIMUM
from model.report import Content, Report, carried_from


@dataclass(frozen=True, slots=True)
class Choice:
    """A row or a column to choose, with what counts there; `group` is what it is printed under."""

    key: str
    label: str
    brief: str
    help: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One application: the column of who made it and the row of its result, empty where it has none yet.

    `counted` says of one from last year that it is among those that stand in the table already.
    """

    column: str
    result: str = ""
    from_last_year: bool = False
    counted: bool = False


class Registering:
    """The way into the table of a report whose form says how (`register`)."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.table, self.words = next(_registers(report.form))
        table = report.form.sections[self.table].table
        assert table
        blocks = [block for block in table.blocks if block.rows]
        rows = [node for block in blocks for node in block.rows]
        handled = next(node for node in _all(rows) if node.key == self.words.handled)
        self.results = [c for c in _choices(rows) if c.key in _leaves(rows, handled.sum)]
        self.who = list(_choices(node for block in blocks for node in block.columns))

    @property
    def section(self) -> str:
        """The name of the table."""
        return self.report.form.sections[self.table].name

    def row(self, key: str) -> str:
        """What a row is called."""
        return self._cell(key, self.who[0].key).brief.partition("·")[0]

    def help(self, key: str) -> str:
        """What counts in a row."""
        return self._cell(key, self.who[0].key).help.partition("\n")[0]

    def waiting(self, column: str) -> int:
        """How many cases of a column have no result and are not carried forward; below 0: too many have."""
        words = self.words
        came = self._count(words.received, column) + self._count(words.over, column)
        return came - self._count(words.handled, column) - self._count(words.forward, column)

    def may_be_counted(self, column: str) -> bool:
        """Whether a case from last year can be among those that stand in the table."""
        open_ = self.waiting(column) > 0 or self._count(self.words.forward, column) > 0
        return open_ and self._count(self.words.over, column) > 0

    def is_counted(self, column: str) -> bool:
        """Whether a case from last year is among them unless somebody says otherwise.

        It is where last year's report decided the figure; where that is not known, as long as a case of
        the column lacks its result.
        """
        if not self.may_be_counted(column):
            return False
        decided = self._decided(column)
        return (
            self.waiting(column) > 0 if decided is None else decided == self._count(self.words.over, column)
        )

    def changes(self, case: Case) -> dict[str, Content]:
        """The cells that change, none where the case stands there as it is; blanks count as 0.

        Raises `UserError` where a cell cannot hold one more.
        """
        words = self.words
        becomes: dict[str, int] = {}

        def add(row: str, number: int = 1) -> None:
            becomes[row] = self._count(row, case.column) + number

        counted = case.from_last_year and case.counted and self.may_be_counted(case.column)
        if not case.from_last_year:
            add(words.received)
        elif not counted:
            add(words.over)
        elif self.waiting(case.column) <= 0:  # the case is among those that are carried forward
            if not case.result:
                return {}
            add(words.forward, -1)
        add(case.result or words.forward)
        if max(becomes.values()) > MAXIMUM:
            raise UserError(f"有一格已经是{MAXIMUM}，不能再加。请核对这一列填的数。")
        return {self._address(row, case.column): number for row, number in becomes.items()}

    def note(self, case: Case) -> tuple[str, bool]:
        """What a case from last year does to the table, in words, and whether that is a reason to stop."""
        if not case.from_last_year:
            return "", False
        over, forward = self.row(self.words.over), self.row(self.words.forward)
        count = self._count(self.words.over, case.column)
        if case.counted and self.may_be_counted(case.column):
            if self.waiting(case.column) > 0:
                return f"“{over}”已经填了{count}件，这一件算在里面，不再加。", False
            if case.result:
                return f"“{over}”已经填了{count}件，这一件算在里面；它不再结转，从“{forward}”里减去。", False
            return f"这一件已经在“{forward}”里，不用登记。", False
        decided = self._decided(case.column)
        if decided is not None and decided != count + 1:
            return f"上年报告结转的是{decided}件，登记以后“{over}”是{count + 1}件，对不上。请先核对。", True
        return "", False

    def name(self, case: Case) -> str:
        """What the step of the history is called."""
        who = next(choice.brief for choice in self.who if choice.key == case.column)
        results = {choice.key: choice.brief for choice in self.results}
        return f"{self.words.label}（{who}，{results.get(case.result) or self.row(self.words.forward)}）"

    def _cell(self, row: str, column: str) -> LayoutCell:
        return self.report.form.cells[self._address(row, column)]

    def _address(self, row: str, column: str) -> str:
        return f"{self.table}/{row}/{column}"

    def _count(self, row: str, column: str) -> int:
        return int(self.report.value(self._address(row, column)) or 0)

    def _decided(self, column: str) -> int | None:
        """How many last year's report carried over; `None` where that is not known."""
        if self.report.last_year is None:
            return None
        carried = carried_from(self.report.last_year, self.report.form)
        value = carried.get(self._address(self.words.over, column))
        return value if isinstance(value, int) else None


def _registers(form: Form) -> Iterator[tuple[str, Register]]:
    for key, section in form.sections.items():
        if section.table and section.table.register:
            yield key, section.table.register


def _all(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)


def _leaves(nodes: Iterable[Node], keys: Iterable[str]) -> set[str]:
    """The keys of the rows that these rows and groups are made of."""
    named = [node for node in _all(nodes) if node.key in set(keys)]
    return {leaf.key for node in named for leaf in _all([node]) if not leaf.children}


def _choices(nodes: Iterable[Node], group: str = "") -> Iterator[Choice]:
    """The rows or columns that are typed, in printed order."""
    for node in nodes:
        if node.children:
            yield from _choices(node.children, node.label if node.key else group)
        elif not node.sum:
            rests_on = f"（{node.article}）" if node.article else ""
            yield Choice(node.key, node.label, node.brief, f"{node.help}{rests_on}", group)
