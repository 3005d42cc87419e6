"""`check`: runs all checks on reports and says what they find."""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from cli import FAILED, FOUND, OK, Parser, result, say
from cli.reading import read_last_year, read_report, warn_if_other
from export import findings as listing
from export.findings import Checked
from ingest import check
from model.checks import Finding, counted, errors, parted
from model.checks.catalogue import catalogue
from model.errors import UserError
from model.files import write_atomic
from model.report import Report

_ADVICE = re.compile(
    "(?<!申)请|填0|应为|要一致|都要写"
)  # a message that has one of these says itself what to do


def add_arguments(parser: Parser) -> None:
    """The arguments of contracts.md."""
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--last-year", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--report", type=Path)


def run(arguments: argparse.Namespace) -> int:
    """0 no errors, 1 errors found, 2 a file could not be read (the others are checked all the same).

    `--report` writes what was found in all files as one for a superior office.
    """
    render = (
        listing.renderer(arguments.report) if arguments.report else None
    )  # a wrong suffix is told at once
    if render and arguments.report.resolve() in {path.resolve() for path in arguments.files}:
        raise UserError(f"检查结果不能存为“{arguments.report}”：这是要检查的文件。请换一个文件名。")
    last_year = read_last_year(arguments.last_year)
    files: list[Checked] = []
    for path in arguments.files:
        try:
            imported = read_report(path)
        except UserError as error:
            files.append(Checked(str(path), None, problem=str(error)))
            say(str(error))
            continue
        if last_year:
            report = imported.report
            report.last_year = last_year
            warn_if_other(last_year, arguments.last_year, report.agency, report.year)
        files.append(Checked(str(path), imported.report, check(imported)))
        if not arguments.json:
            result(readable(path, imported.report, files[-1].findings))
    if arguments.json:
        result(json.dumps({"files": [_as_json(file) for file in files]}, ensure_ascii=False, indent=2))
    elif len(files) > 1:
        result(listing.overview(files))
    if render:
        write_atomic(arguments.report, render(files))
    if any(file.report is None for file in files):
        return FAILED
    return FOUND if any(errors(file.findings) for file in files) else OK


def readable(path: Path, report: Report, findings: Sequence[Finding]) -> str:
    """What the rules found in a file, for a person: section by section, set aside last, then the count."""
    open_, aside = parted(findings)
    lines = [f"{path}：{report.title}"]
    for section, group in groupby(open_, key=lambda finding: listing.place(report, finding)):
        lines.append(f"  {section}")
        for finding in group:
            lines.append(f"    {finding.severity.label}　{finding.message}")
            lines += [f"    　　　做法：{advice}" for advice in _advice(finding)]
    if aside:
        lines.append("  已搁置，不再计入")
    for finding in aside:
        where = listing.place(report, finding)
        lines.append(f"    {finding.severity.label}　{where}：{finding.message}")
        lines.append(f"    　　　理由：{finding.set_aside}")
    lines.append(f"  {counted(findings)}")
    return "\n".join(lines)


def _advice(finding: Finding) -> Iterator[str]:
    """What to do, where the message does not say it already."""
    rule = catalogue().get(finding.rule)
    if rule and not _ADVICE.search(finding.message):
        yield rule.mend


def _as_json(file: Checked) -> dict[str, object]:
    if file.report is None:
        return {"path": file.name, "error": file.problem}
    return {"path": file.name, "findings": [finding.as_json() for finding in file.findings]}
