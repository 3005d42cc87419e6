"""`export`: writes a draft as PDF, XLSX and so on."""

import argparse
from pathlib import Path

from cli import FOUND, OK, Parser, say
from export import Product, exporter
from model.checks import check, errors
from model.draft import read_draft
from model.files import write_atomic


def add_arguments(parser: Parser) -> None:
    """The arguments of contracts.md."""
    parser.add_argument("draft", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--for-signature", action="store_true")
    parser.add_argument("--system-fonts", action="store_true")
    parser.add_argument("--force", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """0 written, 1 refused because of errors in the report (`--force` writes all the same)."""
    product = Product.SIGNATURE if arguments.for_signature else Product.PUBLICATION
    render = exporter(arguments.out, product, arguments.system_fonts)  # a wrong suffix is told at once
    report = read_draft(arguments.draft)
    found = [] if arguments.force else errors(check(report))
    if found:
        say(f"没有导出：“{arguments.draft}”有{len(found)}个错误。改正后再导出，或者加 --force 照样导出。")
        for finding in found:
            say(f"  {finding.message}")
        return FOUND
    write_atomic(arguments.out, render(report))
    if arguments.system_fonts:
        from export.typefaces import describe, installed_faces

        say(describe(installed_faces()))
    return OK
