"""The checks: one catalogue for the window, `check`, exports and imports.

Each rule is a pure function from a report to findings. The families are in modules of their own.
"""

from collections.abc import Mapping

from model.checks.arithmetic import identities, printed_totals
from model.checks.completeness import blank_cells, missing_header, missing_texts
from model.checks.finding import Finding, Mending, Severity
from model.checks.texts import left_overs, text_topics
from model.checks.year_on_year import carried_over
from model.numbers import Value
from model.report import Report

__all__ = ["Finding", "Mending", "Severity", "check", "has_errors"]

_RULES = (missing_header, missing_texts, blank_cells, identities, carried_over, left_overs, text_topics)


def check(report: Report, printed: Mapping[str, Value | None] | None = None) -> list[Finding]:
    """Everything the rules find, section by section in the form's order, errors first in each.

    `printed` holds the totals that stand in an imported report, by address; they are compared with the
    computed ones.
    """
    findings = [finding for rule in _RULES for finding in rule(report)]
    if printed is not None:
        findings += printed_totals(report, printed)
    sections = [None, *report.form.sections]
    severities = list(Severity)
    return sorted(findings, key=lambda f: (sections.index(f.section), severities.index(f.severity)))


def has_errors(findings: list[Finding]) -> bool:
    """Whether the report must not go out as it is."""
    return any(finding.severity is Severity.ERROR for finding in findings)
