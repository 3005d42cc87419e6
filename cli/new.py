"""`new`: makes an empty draft, with what last year's report decides."""

import argparse
from pathlib import Path

from cli import OK, Parser, say
from cli.reading import read_last_year
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
    if arguments.out.suffix != SUFFIX:
        raise UserError(f"新草稿的文件名应以{SUFFIX}结尾，实为“{arguments.out.name}”。")
    if not is_agency(arguments.agency):
        raise UserError(f"机关名称应为一行，不超过{AGENCY_LIMIT}个字。")
    if arguments.year not in YEARS:
        raise UserError(f"年度应在{YEARS[0]}至{YEARS[-1]}之间，实为{arguments.year}。")
    last_year = read_last_year(arguments.last_year)
    if last_year and last_year.year != arguments.year - 1:
        say(
            f"请注意：“{arguments.last_year}”是{last_year.year or '没有写年度'}年的报告，"
            f"不是{arguments.year - 1}年的；上年结转已按它填写，请核对。"
        )
    write_draft(new_report(arguments.agency, arguments.year, last_year), arguments.out)
    return OK
