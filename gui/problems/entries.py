"""What the panel lists: problems, findings that were set aside, and figures that agree."""

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from gui.document import Document
from gui.marks import SEVERITY_MARKS, Mark
from gui.style import State
from model.checks import Comparison, Finding, Severity, counted


class Kind(Enum):
    """What a line of the panel is."""

    ERROR = "错误"
    WARNING = "警告"
    HINT = "提示"
    ASIDE = "已搁置"
    AGREES = "核对一致"

    @property
    def mark(self) -> Mark:
        """The mark before the line."""
        return _MARKS[self]


_SEVERITIES = {Severity.ERROR: Kind.ERROR, Severity.WARNING: Kind.WARNING, Severity.HINT: Kind.HINT}
_MARKS = {kind: SEVERITY_MARKS[severity] for severity, kind in _SEVERITIES.items()} | {
    Kind.ASIDE: Mark.ASIDE,
    Kind.AGREES: Mark.FINE,
}


class Filter(Struct, frozen=True):
    """A choice of lines that the panel shows, and what it says when there are none."""

    label: str
    kinds: frozenset[Kind]
    nothing: str


NOT_BEGUN = "还没有填写。填写时随时检查，有问题在这里列出。"
"""What the panel says of an empty report."""

FILTERS = (
    Filter("全部", frozenset(_SEVERITIES.values()), "没有发现问题。填写时随时检查，有问题在这里列出。"),
    Filter("错误", frozenset({Kind.ERROR}), "没有错误。"),
    Filter("警告", frozenset({Kind.WARNING}), "没有警告。"),
    Filter("提示", frozenset({Kind.HINT}), "没有提示。"),
    Filter("已搁置", frozenset({Kind.ASIDE}), "没有搁置的问题。核实无误的警告和提示可以说明理由后搁置。"),
    Filter("核对一致", frozenset({Kind.AGREES}), "正文里写到的数，与表格一致的在这里列出。"),
)


class Entry(Struct, frozen=True):
    """A line of the panel."""

    kind: Kind
    item: Finding | Comparison

    @property
    def key(self) -> tuple[object, ...]:
        """By what a line is the same one after another check, though it may say something else."""
        item = self.item
        return self.kind, item.rule, item.section, item.cells, item.quote

    @property
    def finding(self) -> Finding | None:
        """The finding that the line is about, if it is about one."""
        return self.item if isinstance(self.item, Finding) else None


def summed_up(document: Document) -> tuple[str, Mark]:
    """How many problems there are, in words and as a mark, or how much is not begun where there are none."""
    problems = document.checking.problems
    severities = {problem.severity for problem in problems}
    gravest = next((severity for severity in Severity if severity in severities), None)
    if gravest:
        return counted(problems), SEVERITY_MARKS[gravest]
    empty = [document.checking.state(key) for key in document.report.form.sections].count(State.EMPTY)
    if empty:  # what is not begun has no problems, but it is not fine either
        return (f"{empty}个部分待填" if document.checking.worked_on(None) else "还没有填写"), Mark.EMPTY
    return counted(problems), Mark.FINE


Place = tuple[int, int, int]
"""Where something is: the number of its section, and the first and the last cell or character there."""


def place(document: Document, section: str | None, *at: int) -> Place:
    """The place of cells or characters; what a section as a whole has to do with comes before all of them."""
    sections = [None, *document.report.form.sections]
    return sections.index(section), min(at, default=-1), max(at, default=-1)


def place_of(document: Document, item: Finding | Comparison) -> Place:
    """Where one goes for a finding."""
    form, section = document.report.form, item.section
    layout = form.layouts.get(section or "")
    if layout is None:
        return place(document, section, *(() if item.start is None else (item.start,)))
    cells = [form.cells[address] for address in item.cells if address in form.cells]
    return place(document, section, *map(layout.place, cells))


def entries(document: Document) -> Iterator[Entry]:
    """Everything that the panel can list: section by section, the gravest first, in the order of the text."""
    found = [Entry(_SEVERITIES[finding.severity], finding) for finding in document.checking.problems]
    found += [Entry(Kind.ASIDE, finding) for finding in document.checking.findings if not finding.counts]
    found += [Entry(Kind.AGREES, comparison) for comparison in document.checking.comparisons]
    sections, kinds = [None, *document.report.form.sections], list(Kind)

    def order(entry: Entry) -> tuple[int, int, int]:
        start = entry.item.start
        return sections.index(entry.item.section), kinds.index(entry.kind), -1 if start is None else start

    yield from sorted(found, key=order)
