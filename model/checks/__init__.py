"""The checks: one catalogue for the window, `check`, exports and imports.

Each rule is a pure function from a report to findings. The families are in modules of their own.
"""

from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from model.checks.arithmetic import identities, printed_totals
from model.checks.completeness import blank_cells, missing_header
from model.checks.finding import Comparison, Finding, Mending, Severity, counted, parted
from model.checks.plausibility import (
    fee_in_yuan,
    in_force_below_issued,
    not_entitled,
    result_without_application,
)
from model.checks.setting_aside import marked
from model.checks.unchanged import unchanged_figures
from model.checks.year_on_year import carried_over, in_force, unusual_change
from model.fields import resolve
from model.numbers import Value
from model.report import Report

__all__ = [
    "FIGURE_RULES",
    "Comparison",
    "Finding",
    "Mending",
    "Severity",
    "check",
    "counted",
    "errors",
    "in_order",
    "marked",
    "parted",
    "run_rules",
    "text_rules",
]

Rule = Callable[[Report], Iterable[Finding]]

FIGURE_RULES: tuple[Rule, ...] = (
    missing_header,
    blank_cells,
    identities,
    result_without_application,
    carried_over,
    in_force,
    in_force_below_issued,
    unusual_change,
    unchanged_figures,
    not_entitled,
    fee_in_yuan,
)
"""Quick enough to run at every change of a cell."""


def text_rules() -> tuple[Rule, ...]:
    """The rules that read all the texts: the window runs them when the typing pauses.

    They bring much to read texts with, which is loaded when it is first needed: a window opens before.
    """
    from model.checks.reading_rules import TEXT_RULES

    return TEXT_RULES


def check(report: Report, printed: Mapping[str, Value | None] | None = None) -> list[Finding]:
    """Everything the rules find, in the order of `in_order`.

    `printed` holds the totals that stand in an imported report, by address; they are compared with the
    computed ones.
    """
    findings = run_rules(report, (*FIGURE_RULES, *text_rules()))
    if printed is not None:
        findings += printed_totals(report, printed)
    return in_order(report, marked(report, findings))


def run_rules(report: Report, rules: Iterable[Rule]) -> list[Finding]:
    """What some of the rules find, in their order."""
    return [_as_printed(report, finding) for rule in rules for finding in rule(report)]


def _as_printed(report: Report, finding: Finding) -> Finding:
    """The finding with live figures as people read them, not as codes."""
    if "{=" not in finding.message + (finding.quote or "") or finding.rule == "placeholder-left":
        return finding
    quote = None if finding.quote is None else resolve(report, finding.quote)
    return replace(finding, message=resolve(report, finding.message), quote=quote, stop=finding.end)


def in_order(report: Report, findings: Iterable[Finding]) -> list[Finding]:
    """Section by section as printed, errors first in each."""
    sections = [None, *report.form.sections]
    severities = list(Severity)
    return sorted(findings, key=lambda f: (sections.index(f.section), severities.index(f.severity)))


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """The findings with which the report must not go out: errors that nobody has set aside."""
    return [finding for finding in findings if finding.severity is Severity.ERROR and finding.counts]
