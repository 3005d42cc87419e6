"""Reports that a verb is given: drafts, or anything that `import` reads."""

from pathlib import Path

from cli import say
from ingest import Imported, read_any
from model.report import Report


def read_report(path: Path) -> Imported:
    """The report in a file; what found no home in it is told. Raises `UserError`."""
    imported = read_any(path)
    for line in imported.unplaced:
        say(f"“{path}”有内容没有读入：{line}")
    return imported


def read_last_year(path: Path | None) -> Report | None:
    """Last year's report where there is one; what is wrong with its reading is told. Raises `UserError`."""
    if path is None:
        return None
    imported = read_report(path)
    for finding in imported.findings:
        say(f"“{path}”：{finding.message}")
    return imported.report
