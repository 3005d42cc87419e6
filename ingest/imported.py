"""What an importer gives back."""

from dataclasses import dataclass, field

from model import checks
from model.checks import Finding, in_order
from model.numbers import Value
from model.report import Report


@dataclass(frozen=True)
class Imported:
    """A report that was read from a file, and what is to be said of the reading.

    `findings` are those of the reading alone (a table missing, a row renamed); `check` adds what the rules
    find. `unplaced` are the texts and cells that found no home, each a Chinese line that names the place.
    `printed` are the totals as they stand in the file, by address. `seen` are the addresses of inputs and
    texts whose place in the file was found and understood, blank ones included: what is not among them,
    the file does not speak of.
    """

    report: Report
    findings: list[Finding] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    printed: dict[str, Value | None] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()


def check(imported: Imported) -> list[Finding]:
    """Everything to be said of the report, with the printed totals against the computed ones."""
    report = imported.report
    return in_order(report, [*imported.findings, *checks.check(report, printed=imported.printed)])
