"""`verify`: whether the 校验码 on a signed print belongs to a draft."""

import argparse
from pathlib import Path

from cli import FOUND, OK, Parser, result
from model.draft import read_draft
from model.signoff import belongs, short_code


def add_arguments(parser: Parser) -> None:
    """The arguments of contracts.md."""
    parser.add_argument("draft", type=Path)
    parser.add_argument("code")


def run(arguments: argparse.Namespace) -> int:
    """0 it does, 1 it does not."""
    report = read_draft(arguments.draft)
    if belongs(report, arguments.code):
        result(f"一致：这份纸质稿就是“{arguments.draft}”的内容。")
        return OK
    result(f"不一致：“{arguments.draft}”现在的校验码是{short_code(report)}，纸质稿印出后内容有改动。")
    return FOUND
