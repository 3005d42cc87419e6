"""`import`: reads a report from another program's file into a draft."""

import argparse
import json
from pathlib import Path

from cli import FOUND, OK, Parser, result
from cli.check import readable
from ingest import check, read
from model.checks import Severity
from model.draft import SUFFIX, write_draft
from model.errors import UserError


def add_arguments(parser: Parser) -> None:
    """The arguments of contracts.md."""
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """0 read, 1 read with findings.

    That is an error or a warning of any rule, or something that could not be placed; a hint alone is none.
    """
    if arguments.out.suffix.lower() != SUFFIX:
        raise UserError(f"导入后的草稿文件名应以{SUFFIX}结尾，实为“{arguments.out.name}”。")
    imported = read(arguments.source)
    findings = check(imported)
    write_draft(imported.report, arguments.out)
    if arguments.json:
        printed = {
            "draft": str(arguments.out),
            "findings": [finding.as_json() for finding in findings],
            "unplaced": imported.unplaced,
        }
        result(json.dumps(printed, ensure_ascii=False, indent=2))
    else:
        result(readable(arguments.out, imported.report, findings))
        for line in imported.unplaced:
            result(f"  没有读入　{line}")
    serious = any(finding.severity is not Severity.HINT for finding in findings)
    return FOUND if serious or imported.unplaced else OK
