"""The file of the report that is being edited, from opening to closing.

It is locked while it is open, compared before it is replaced, and what it held is kept as a version.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from model.digests import digest
from model.draft import SIZE_LIMIT, draft_bytes, parse_draft
from model.files import read_limited, sweep, write_atomic
from model.known_file import KnownFile, OnDisk
from model.locks import DraftLock, Locked
from model.report import Report

if TYPE_CHECKING:
    from model.backups import Backups


class FileChanged(Exception):
    """Somebody else put something into the file since it was last read or written here."""


class DraftFile:
    """A draft's file that this window may write. Whoever only looks at a draft needs `read_draft` alone."""

    def __init__(self, path: Path, known: str | None = None, over: Locked | None = None) -> None:
        """Takes the file for a report that is at hand: one to be saved there, or a recovery copy of it.

        `known` is the digest of what it held when that report was last read or saved; without it, what is
        there may be replaced. Raises `Locked`; `over` is one that a person was shown and agreed to take over.
        """
        self.path = path
        self._lock = DraftLock.take(path, over)
        self._known = None if known is None else KnownFile(path, known)

    @classmethod
    def open(cls, path: Path, over: Locked | None = None) -> tuple["DraftFile", Report]:
        """Takes the file and reads the report in it; raises `Locked`, or `UserError` as `read_draft` does."""
        file = cls(path, over=over)
        try:
            report = file.read()
        except BaseException:
            file.close()
            raise
        sweep(path.parent)
        return file, report

    def read(self) -> Report:
        """The report that the file holds now, known from here on; raises `UserError` as `read_draft` does."""
        data = read_limited(self.path, SIZE_LIMIT)
        report = parse_draft(data, str(self.path))
        self._known = KnownFile(self.path, digest(data))
        return report

    def is_at(self, path: Path) -> bool:
        """Whether a path leads to this file."""
        return self._lock.is_of(path)

    @property
    def left_by(self) -> Locked | None:
        """The program that had the draft and ended without giving it back, e.g. in a power cut."""
        return self._lock.left_by

    @property
    def digest(self) -> str | None:
        """The digest of what was last read or written, for recovery copies."""
        return self._known.digest if self._known else None

    @property
    def is_ours(self) -> bool:
        """Whether nobody else took the draft over, as far as can be seen."""
        return self._lock.is_ours

    def look(self) -> OnDisk:
        """What became of the file since it was last read or written here."""
        return self._known.look() if self._known else OnDisk.SAME

    def save(
        self, report: Report, backups: "Backups", over: Locked | None = None, replacing: bool = False
    ) -> None:
        """Writes the report, and keeps what the file held before among its versions.

        Raises `Locked` where somebody took the draft over (`over` as above), `FileChanged` where somebody
        wrote the file (`replacing`: a person agreed to that), `UserError` where it cannot be written.
        """
        self._lock.renew(over)
        if not replacing and self.look() is OnDisk.OTHER:
            raise FileChanged
        data = draft_bytes(report)
        write_atomic(self.path, data, around=backups.keeping)
        self._known = KnownFile(self.path, digest(data))

    def close(self) -> None:
        """Gives the file back."""
        self._lock.release()
