"""Findings that a person sets aside with a reason, and takes up again."""

from collections.abc import Iterable

from msgspec.structs import replace

from model.checks.catalogue import explain
from model.checks.finding import Finding, Severity
from model.numbers import format_value
from model.report import Content, Report
from model.set_aside import SetAside


def may_be_set_aside(finding: Finding) -> bool:
    """Errors cannot be, but for those that the catalogue makes an exception of."""
    return finding.severity is not Severity.ERROR or explain(finding.rule).set_aside


def set_aside(report: Report, finding: Finding, reason: str) -> dict[str, Content]:
    """The change that sets a finding aside; `reason` is one line that is not empty."""
    entry = _entry(report, finding, reason)
    return {"set_aside": (*_others(report, entry), entry)}


def take_up(report: Report, finding: Finding) -> dict[str, Content]:
    """The change that lets a finding count again."""
    return {"set_aside": _others(report, _entry(report, finding, ""))}


def marked(report: Report, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those that are set aside with their reason."""
    if not report.set_aside:
        return list(findings)
    reasons = {entry.key: entry.reason for entry in report.set_aside}
    return [
        replace(finding, set_aside=reasons.get(_entry(report, finding, "").key))
        if may_be_set_aside(finding)
        else finding
        for finding in findings
    ]


def _entry(report: Report, finding: Finding, reason: str) -> SetAside:
    form = report.form
    values = tuple(
        format_value(report.value(a)) if a in form.cells or a in form.summands else "" for a in finding.cells
    )
    if not finding.cells:
        values = (finding.message,) if finding.quote is None else tuple(filter(None, (finding.actual,)))
    return SetAside(finding.rule, finding.cells, values, finding.quote, reason)


def _others(report: Report, entry: SetAside) -> tuple[SetAside, ...]:
    return tuple(other for other in report.set_aside if other.key != entry.key)
