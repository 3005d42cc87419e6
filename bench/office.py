"""LibreOffice as a peer: converts a report's DOCX to PDF, with a profile of its own that is warm."""

import shutil
from pathlib import Path

from bench.docx import docx_bytes
from bench.harness import Side
from bench.processes import Place
from model.report import Report

PACKAGE = "libreoffice-writer"


class Office:
    """LibreOffice, where it is installed; else `missing` names its package."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._place = Place(folder)
        self._command = shutil.which("soffice") or shutil.which("libreoffice")
        self.missing = "" if self._command else PACKAGE

    def converting(self, report: Report) -> Side | None:
        """The side that starts it, converts the report as a DOCX and ends; none where it cannot do that."""
        source, target = self._folder / "年报.docx", self._folder / "office"
        source.write_bytes(docx_bytes(report))
        if not self._command:
            return None
        profile = (self._folder / "profile").as_uri()
        command = [
            *(self._command, f"-env:UserInstallation={profile}", "--headless", "--norestore"),
            *("--convert-to", "pdf", "--outdir", str(target), str(source)),
        ]
        self._place.run(command)  # makes the profile
        if not (target / "年报.pdf").exists():  # it says so, and exits with 0 all the same
            self.missing = PACKAGE
            return None
        return lambda: self._place.run(command)
