"""The importers: one module a format, found by suffix.

An importer is a function from a file to a report and what could not be placed. Each is imported when it is
first used, so that the program starts without any document library.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from ingest.imported import Imported, check
from model.draft import read_draft
from model.errors import UserError

__all__ = ["FORMATS", "Format", "Imported", "check", "read", "read_any"]


@dataclass(frozen=True)
class Format:
    """A kind of file: the module whose `read(path)` reads it, and what people call it."""

    module: str
    label: str


FORMATS: Mapping[str, Format] = {
    ".xlsx": Format("ingest.workbook", "Excel 工作簿"),
}
"""The formats by suffix."""


def read(path: Path) -> Imported:
    """The report in a file of one of the formats.

    Raises `UserError` that says what is wrong with the file, or which suffixes are known.
    """
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        known = "、".join(FORMATS)
        raise UserError(f"不知道怎样读取“{path}”：文件名应以{known}结尾。请另存为其中一种格式后再试。")
    reader: Callable[[Path], Imported] = import_module(kind.module).read
    return reader(path)


def read_any(path: Path) -> Imported:
    """The report in a file: a draft, or anything that `read` reads. Raises `UserError`."""
    return read(path) if path.suffix.lower() in FORMATS else Imported(read_draft(path))
