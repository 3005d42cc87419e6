"""`start`, `start-office`, `memory`: the window with a draft, against a bare one and against LibreOffice."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.harness import Pair
from bench.office import Office
from bench.processes import Place
from bench.subjects import draft_in, longest_report
from model import resources
from model.form import load_form
from model.numbers import format_value
from model.report import Report

ROWS, COLUMNS = 28, 10  # of the bare window's table


@contextmanager
def start(folder: Path) -> Iterator[Pair]:
    """From the start of the process to the frame that shows the draft."""
    windows = _Windows(folder)
    yield Pair(
        lambda: float(windows.ours()["painted"]),
        lambda: float(windows.bare()["painted"]),
    )


@contextmanager
def memory(folder: Path) -> Iterator[Pair]:
    """The peak until the draft is painted and all of its checks have run."""
    windows = _Windows(folder)
    yield Pair(
        lambda: float(windows.ours("--settled")["peak"]),
        lambda: float(windows.bare()["peak"]),
        also={"我们，到第一帧为止": lambda: float(windows.ours()["peak"])},
    )


@contextmanager
def start_office(folder: Path) -> Iterator[Pair]:
    """Against LibreOffice, which starts, converts the blank form and ends."""
    windows, office = _Windows(folder), Office(folder)
    blank = Report(load_form(), agency="　", year=longest_report()[1].year)
    peer = office.converting(blank)
    yield Pair(lambda: float(windows.ours()["painted"]), peer, missing=office.missing)


class _Windows:
    """Both windows, as processes."""

    def __init__(self, folder: Path) -> None:
        self._place = Place(folder)
        self._draft = draft_in(folder)
        self._strings = folder / "strings.json"
        ours = self.ours()
        font = str(resources.path("fonts", "hei.ttf")) if ours["font"] else ""
        wanted = {"rows": strings(longest_report()[1]), "size": ours["size"], "font": font}
        self._strings.write_text(json.dumps(wanted, ensure_ascii=False), encoding="utf-8")

    def ours(self, *options: str) -> dict[str, Any]:
        return self._place.ask("bench.window", self._draft, *options)

    def bare(self) -> dict[str, Any]:
        return self._place.ask("bench.bare_window", self._strings)


def strings(report: Report) -> list[list[str]]:
    """What the largest table of a report shows, as rows of strings."""
    layout = max(report.form.layouts.values(), key=lambda layout: len(layout.cells))
    rows = [[""] * COLUMNS for _ in range(ROWS)]
    for cell in layout.cells:
        if cell.row < ROWS and cell.column < COLUMNS:
            value = format_value(report.value(cell.address)) if cell.address else cell.text
            rows[cell.row][cell.column] = value
    return rows
