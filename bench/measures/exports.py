"""`pdf`, `pdf-office`, `xlsx`: a full report as a file, against the bare library and against LibreOffice."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from xlsxwriter import Workbook

from bench.harness import Pair, timed
from bench.office import Office
from bench.processes import Place
from bench.recording import Recorder, Recording
from bench.subjects import ROOT, draft_in, longest_report
from export import drawing, pdf, xlsx
from model import resources
from model.checks import check, errors
from model.report import Report

PLAIN = "plain-"  # before the names of the peer's fonts


@contextmanager
def pdf_pages(folder: Path) -> Iterator[Pair]:
    """Ours composes the pages and draws them; the peer draws the marks that ours drew."""
    report = longest_report()[1]
    bare = bare_pdf(report)
    yield Pair(timed(lambda: pdf.render(report)), timed(bare))


@contextmanager
def workbook(folder: Path) -> Iterator[Pair]:
    """Both write the same cells, formulas with their results, formats, merges, widths, locks and checks."""
    report = longest_report()[1]
    bare = bare_xlsx(report)
    yield Pair(timed(lambda: xlsx.render(report)), timed(bare))


@contextmanager
def pdf_office(folder: Path) -> Iterator[Pair]:
    """Two programs that start, read the report, write its PDF and end."""
    report = longest_report()[1]
    place, office = Place(folder), Office(folder)
    draft, out = draft_in(folder), folder / "年报.pdf"
    force = ["--force"] if errors(check(report)) else []
    command: list[str | Path] = [ROOT / "run", "export", draft, out, *force]
    peer = office.converting(report)
    yield Pair(lambda: place.run(command), peer, missing=office.missing)


def bare_pdf(report: Report) -> "BareFile":
    """What reportlab alone does for the same marks: strings, fonts embedded as subsets, lines, bookmarks."""
    recording = Recording()

    def canvas(file: BytesIO, **options: Any) -> Recorder:
        words = ", ".join(f"{key}={value!r}" for key, value in options.items())
        recording.lines += [f"canvas = Canvas(file, {words})"]
        for name, text in (("Title", report.title), ("Author", report.agency), ("Subject", report.form.name)):
            recording.lines += [f"canvas.set{name}({text!r})"]
        return recording.of("canvas", Canvas(file, **options))

    with patch.object(drawing, "Canvas", canvas):
        pdf.render(report)
    lines = recording.lines
    used = {name for name in pdfmetrics.getRegisteredFontNames() if any(f"'{name}'" in at for at in lines)}
    for name in used:
        _register_plainly(name)
    recording.lines = [_with_plain_fonts(line, used) for line in lines]
    return BareFile(recording.program("file", Canvas=Canvas))


def bare_xlsx(report: Report) -> "BareFile":
    """What XlsxWriter alone does for the same workbook."""
    recording = Recording()

    def workbook(file: BytesIO, options: dict[str, Any]) -> Recorder:
        recording.lines += [f"workbook = Workbook(file, {options!r})"]
        return recording.of("workbook", Workbook(file, options))

    with patch.object(xlsx, "Workbook", workbook):
        xlsx.render(report)
    return BareFile(recording.program("file", Workbook=Workbook))


class BareFile:
    """A recorded program that writes a file."""

    def __init__(self, program: Any) -> None:
        self._program = program

    def __call__(self) -> bytes:
        file = BytesIO()
        self._program(file)
        return file.getvalue()


def _register_plainly(name: str) -> None:
    """Makes a bundled font known to reportlab once more, as its documentation does it."""
    plain = PLAIN + name
    if plain not in pdfmetrics.getRegisteredFontNames():
        font = TTFont(plain, str(resources.path("fonts", f"{name}.ttf")), asciiReadable=False)
        font.face.name = plain.encode()  # else reportlab takes it for ours
        pdfmetrics.registerFont(font)


def _with_plain_fonts(line: str, names: set[str]) -> str:
    """A recorded line that calls the fonts by the peer's names."""
    if ".setFont(" in line or line.startswith("canvas = Canvas("):
        for name in names:
            line = line.replace(f"'{name}'", f"'{PLAIN}{name}'")
    return line
