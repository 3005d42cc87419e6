"""Blocks of cells as spreadsheets exchange them: text with tabs and line breaks."""

import csv
import io


def parse_block(text: str) -> list[list[str]]:
    """The rows of a pasted block.

    Excel ends a block with a line break and quotes cells that hold one. Where the number of quotes is
    odd they are not Excel's: lines are then split plainly, or an unclosed quote would swallow the block.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if text.count('"') % 2 == 0:
        return list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab")) or [[""]]
    return [line.split("\t") for line in text.split("\n")]


def format_block(rows: list[list[str]]) -> str:
    """Rows of cells as a spreadsheet takes them."""
    out = io.StringIO(newline="")
    csv.writer(out, dialect="excel-tab").writerows(rows)
    return out.getvalue()
