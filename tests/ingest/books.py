"""Workbooks of ours, and what may happen to them on their way."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from export.xlsx import render
from ingest import Imported, read
from model.form import load_form
from model.numbers import Value
from model.report import Report

ROOT = Path(__file__).parents[2]
FORM = load_form()
MATRIX = "applications"
NEW, GRANTED, SECRET = (
    f"{MATRIX}/{row}/natural_person" for row in ("new_received", "granted", "refused_state_secret")
)
SHEETS = {key: FORM.sections[key].name for key in FORM.layouts}
[FEES] = [address for address, cell in FORM.inputs.items() if cell.kind == "amount"]


def full() -> Report:
    """A report with a different figure in every cell."""
    cells: dict[str, Value] = {
        address: Decimal(number) / 8 if cell.kind == "amount" else number
        for number, (address, cell) in enumerate(FORM.inputs.items(), 100)
    }
    texts = {key: f"（一）{key}的第一段。\n第二段，共{number}件。" for number, key in enumerate(FORM.texts)}
    return Report(FORM, agency="青禾县水务局", year=2025, cells=cells, texts=texts)


def back(data: bytes, folder: Path) -> Imported:
    path = folder / "回 来.xlsx"
    path.write_bytes(data)
    return read(path)


def edited(report: Report, change: Callable[[Any], object]) -> bytes:
    """The report's workbook after somebody changed it in a program that does not calculate."""
    book = load_workbook(BytesIO(render(report)))
    change(book)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same archive with its parts changed; nothing else, stored results included."""
    file = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return file.getvalue()


def cell(book: Any, address: str) -> Any:
    """The cell of our workbook at an address."""
    return book[SHEETS[address.partition("/")[0]]][where(address)]


def where(address: str) -> str:
    at = FORM.cells[address]
    return f"{get_column_letter(at.column + 1)}{at.row + 2}"


def row_of(address: str) -> int:
    return FORM.cells[address].row + 2


def same(ours: Report, theirs: Report, *but: str) -> None:
    """The cells are the same but for these."""
    assert {a: v for a, v in theirs.cells.items() if a not in but} == {
        a: v for a, v in ours.cells.items() if a not in but
    }


def row_inputs(address: str) -> list[str]:
    return [a for a in FORM.inputs if a.rpartition("/")[0] == address.rpartition("/")[0]]
