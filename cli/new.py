"""`new`: makes an empty draft, with what last year's report decides."""

import argparse
from pathlib import Path

from cli import OK, Parser
from cli.reading import read_last_year, warn_if_other
from model.draft import SUFFIX, write_draft
from model.errors import UserError
from model.report import AGENCY_LIMIT, YEARS, is_agency, new_report


def add_arguments(parser: Parser) -> None:
    """The arguments of contracts.md."""
    parser.add_argument("out", type=Path)
    parser.add_argument("--agency", required=True)
    parser.add_argument("--year", required=True, type=int)
    parser.add_argument("--last-year", type=Path)


def run(arguments: argparse.Namespace) -> int:
    """0 written."""
    if arguments.out.suffix.lower() != SUFFIX:
        raise UserError(f"新草稿的文件名应以{SUFFIX}结尾，实为“{arguments.out.name}”。")
    if not is_agency(arguments.agency) or not arguments.agency.strip():
        raise UserError(f"机关名称应为一行，不能空着，不超过{AGENCY_LIMIT}个字。")
    if arguments.year not in YEARS:
        raise UserError(f"年度应在{YEARS[0]}至{YEARS[-1]}之间，实为{arguments.year}。")
    last_year = read_last_year(arguments.last_year)
    if last_year:
        warn_if_other(last_year, arguments.last_year, arguments.agency, arguments.year)
    write_draft(new_report(arguments.agency, arguments.year, last_year), arguments.out)
    return OK
