"""`check`: runs all checks on reports and says what they find."""

import argparse
import json
from collections import Counter
from itertools import groupby
from pathlib import Path

from cli import FAILED, FOUND, OK, Parser, result, say
from cli.reading import read_last_year, read_report, warn_if_other
from ingest import check
from model.checks import Finding, Severity, errors
from model.errors import UserError
from model.report import Report


def add_arguments(parser: Parser) -> None:
    """The arguments of contracts.md."""
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--last-year", type=Path)
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """0 no errors, 1 errors found, 2 a file could not be read (the others are checked all the same)."""
    last_year = read_last_year(arguments.last_year)
    status = OK
    results: list[dict[str, object]] = []
    for path in arguments.files:
        try:
            imported = read_report(path)
        except UserError as error:
            status = FAILED
            results.append({"path": str(path), "error": str(error)})
            say(str(error))
            continue
        if last_year:
            report = imported.report
            report.last_year = last_year
            warn_if_other(last_year, arguments.last_year, report.agency, report.year)
        findings = check(imported)
        if status == OK and errors(findings):
            status = FOUND
        results.append({"path": str(path), "findings": [finding.as_json() for finding in findings]})
        if not arguments.json:
            result(readable(path, imported.report, findings))
    if arguments.json:
        result(json.dumps({"files": results}, ensure_ascii=False, indent=2))
    return status


def readable(path: Path, report: Report, findings: list[Finding]) -> str:
    """What the rules found in a file, for a person."""
    lines = [f"{path}：{report.title}"]
    for key, group in groupby(findings, key=lambda finding: finding.section):
        lines.append(f"  {report.form.sections[key].name if key else '标题'}")
        lines += [f"    {finding.severity.label}　{finding.message}" for finding in group]
    lines.append(f"  {summary(findings)}")
    return "\n".join(lines)


def summary(findings: list[Finding]) -> str:
    """How many of each severity, e.g. `1个错误，2个提示`."""
    counts = Counter(finding.severity for finding in findings)
    words = [f"{counts[severity]}个{severity.label}" for severity in Severity if counts[severity]]
    return "，".join(words) or "没有发现问题"
