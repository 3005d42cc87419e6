"""Blocks of cells as other programs exchange them: text with tabs and line breaks, and tables in HTML."""

import csv
import html
import io

from PySide6.QtCore import QMimeData

_TABLE = "border-collapse:collapse"
_CELL = "border:1px solid #000;padding:2px 6px"


def parse_block(text: str) -> list[list[str]]:
    """The rows of a pasted block.

    Excel ends a block with a line break and quotes cells that hold one. Where the number of quotes is
    odd they are not Excel's: lines are then split plainly, or an unclosed quote would swallow the block.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if text.count('"') % 2 == 0:
        try:
            return list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab")) or [[""]]
        except csv.Error:  # a cell of more than 131,072 characters
            pass
    return [line.split("\t") for line in text.split("\n")]


def format_block(rows: list[list[str]]) -> str:
    """Rows of cells as a spreadsheet takes them."""
    out = io.StringIO(newline="")
    csv.writer(out, dialect="excel-tab").writerows(rows)
    return out.getvalue()


def format_table(rows: list[list[str]]) -> str:
    """Rows of cells as a table for Word and WPS: numbers on the right, words on the left."""
    lines = ("".join(map(_cell, row)) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<meta charset="utf-8"><table style="{_TABLE}">{body}</table>'


def exchanged(rows: list[list[str]]) -> QMimeData:
    """A block for the clipboard, in both forms: each program takes the one it knows best."""
    data = QMimeData()
    data.setText(format_block(rows))
    data.setHtml(format_table(rows))
    return data


def _cell(text: str) -> str:
    words = bool(text) and not text[0].isdecimal()
    return f'<td style="{_CELL};text-align:{"left" if words else "right"}">{html.escape(text)}</td>'
