"""A file as this program last read or wrote it, to notice when somebody else puts something in its place."""

import os
import stat
import time
from enum import Enum, auto
from pathlib import Path

from model.digests import file_digest

_SETTLED = 3.0  # seconds; some file systems count time in steps of two


class OnDisk(Enum):
    """What became of a file."""

    SAME = auto()
    OTHER = auto()  # somebody wrote it
    GONE = auto()  # somebody deleted, moved or renamed it
    AWAY = auto()  # nobody can tell: a share is not connected, or the file cannot be read


class KnownFile:
    """What a file is known to hold, by the digest of the bytes that were read from it or written to it."""

    def __init__(self, path: Path, known: str) -> None:
        self.path = path
        self.digest = known
        self._seen: tuple[int, ...] | None = None  # the state in which it surely was the same

    def look(self) -> OnDisk:
        """Compares the file with what is known of it.

        That costs one question to the file system; the content is read only where its answer is new, or
        so fresh that a change might not show in it.
        """
        try:
            found = os.stat(self.path)
            if not stat.S_ISREG(found.st_mode):
                return OnDisk.OTHER
            if _state(found) == self._seen:
                return OnDisk.SAME
            with open(self.path, "rb") as file:
                found = os.fstat(file.fileno())
                known = file_digest(file)
        except FileNotFoundError:
            return OnDisk.GONE if os.path.isdir(self.path.parent) else OnDisk.AWAY
        except OSError:
            return OnDisk.AWAY
        if known != self.digest:
            return OnDisk.OTHER
        self._seen = _state(found) if abs(time.time() - found.st_mtime) > _SETTLED else None
        return OnDisk.SAME


def _state(found: os.stat_result) -> tuple[int, ...]:
    return found.st_ino, found.st_size, found.st_mtime_ns
