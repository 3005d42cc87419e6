"""The exporters: one module a format, found by suffix.

An exporter is a function from a report to the bytes of a file. Each is imported when it is first used,
so that the program starts without any document library.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from model.errors import UserError
from model.files import write_atomic
from model.report import Report

Exporter = Callable[[Report], bytes]

FORMATS: Mapping[str, tuple[str, str]] = {
    ".pdf": ("export.pdf", "PDF 文件"),
    ".xlsx": ("export.xlsx", "Excel 工作簿"),
}
"""For each suffix: the module whose `render(report)` makes the file, and what people call it."""


def exporter(path: Path) -> Exporter:
    """The exporter for a file name; `UserError` that names the known suffixes where there is none."""
    try:
        module, _ = FORMATS[path.suffix.lower()]
    except KeyError:
        known = "、".join(FORMATS)
        raise UserError(f"不知道怎样导出为“{path.name}”：文件名应以{known}结尾。请换一个文件名。") from None
    render: Exporter = import_module(module).render
    return render


def export(report: Report, path: Path) -> None:
    """Writes the report to a file, atomically; raises `UserError` where that cannot be done."""
    render = exporter(path)
    write_atomic(path, render(report))
