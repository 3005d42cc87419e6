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


def warn_if_other(last_year: Report, path: Path, agency: str, year: int | None) -> None:
    """Warns where what was given as last year's report is another year's, or another agency's."""
    if year is not None and last_year.year != year - 1:
        given = f"{last_year.year}年的" if last_year.year else "没有写年度的"
        say(f"请注意：“{path}”是{given}报告，不是{year - 1}年的；上年的数字取自它，请核对。")
    if last_year.agency and agency and last_year.agency != agency:
        say(f"请注意：“{path}”是“{last_year.agency}”的报告，不是“{agency}”的，请核对是否选对了文件。")
