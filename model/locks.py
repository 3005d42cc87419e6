"""A lock beside a draft, so that two people do not overwrite each other's work.

The file says who holds it. It keeps nobody out by force: it can be taken over, and the former holder notices
before saving. What a lock file holds is its identity, for every taking of a lock writes something else.
"""

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from model import files
from model.digests import digest
from model.owner import Owner, this_process

_SIZE_LIMIT = 4096  # bytes; a lock has some 400
_NAME_LIMIT = 180  # bytes of a draft's name that its lock's name takes over
_TRIES, _PAUSE = 100, 0.01  # seconds; another program may be taking or releasing it just now


class _Content(Struct, frozen=True):
    """What a lock file holds; `token` tells apart what one process opened twice."""

    owner: Owner
    since: Annotated[datetime, Meta(tz=True)]
    token: str


class Locked(Exception):
    """Somebody else holds the draft; `owner` is `None` where the lock does not say who."""

    def __init__(self, content: bytes) -> None:
        super().__init__("locked")
        self.content = content
        found = _read(content)
        self.owner: Owner | None = found.owner if found else None
        self.since = found and found.since

    @property
    def words(self) -> str:
        """Who it is, e.g. `电脑“PC-12”上的用户“li”（10月5日09:12起）`; empty where the lock does not say."""
        return f"{self.owner.words}{self.when}" if self.owner else ""

    @property
    def when(self) -> str:
        """Since when, e.g. `（10月5日09:12起）`; empty where the lock does not say."""
        with suppress(OverflowError, OSError, ValueError):
            if self.since:
                since = self.since.astimezone()
                return f"（{since.month}月{since.day}日{since:%H:%M}起）"
        return ""


class DraftLock:
    """The lock of one draft.

    Where no lock can be kept – the folder is read-only, a share is gone – there is none and none is missed:
    nobody can save there.
    """

    def __init__(self, draft: Path) -> None:
        self._path = lock_path(draft)
        self.left_by: Locked | None = None  # a program that ended without giving the draft back
        self._content = msgspec.json.encode(_Content(this_process(), datetime.now(UTC), uuid.uuid4().hex))

    @classmethod
    def take(cls, draft: Path, over: Locked | None = None) -> "DraftLock":
        """Takes the lock; raises `Locked` where somebody else has it.

        A holder that is provably gone loses it. Any other, and one that nobody can make out, loses it only
        when a person was shown it and agreed: `over` is what was shown.
        """
        lock = cls(draft)
        lock.renew(over)
        return lock

    def renew(self, over: Locked | None = None) -> None:
        """Makes sure that the draft is still held by this lock, and makes a missing one anew; as `take`."""
        found = None
        with suppress(OSError):
            for _ in range(_TRIES):
                found = self._read()
                if found == self._content or (found is None and files.create(self._path, self._content)):
                    return
                if found is not None:
                    agreed = over is not None and over.content == found
                    holder = _read(found)
                    if not agreed and not (holder and holder.owner.is_gone):
                        raise Locked(found)
                    with self._claim(found, by_force=agreed) as claimed:
                        if claimed:
                            files.replace(self._path, self._content)
                            self.left_by = None if agreed else Locked(found)
                            return
                time.sleep(_PAUSE)
            raise Locked(found or b"")

    def is_of(self, draft: Path) -> bool:
        """Whether it is the lock of this draft, whatever link leads there."""
        return self._path == lock_path(draft)

    @property
    def is_ours(self) -> bool:
        """Whether nobody else took the draft over, as far as can be seen."""
        try:
            return self._read() in (None, self._content)
        except OSError:
            return True

    def release(self) -> None:
        """Gives the draft back; what somebody else took over is left alone."""
        with suppress(OSError), self._claim(self._content) as claimed:
            if claimed:
                os.unlink(self._path)

    def _read(self) -> bytes | None:
        """What the lock file holds; `None` where there is none."""
        try:
            with self._path.open("rb") as file:
                return file.read(_SIZE_LIMIT)
        except FileNotFoundError:
            return None
        except PermissionError:
            return b""  # somebody's, who does not let us see whose

    @contextmanager
    def _claim(self, content: bytes, by_force: bool = False) -> Iterator[bool]:
        """Whether this program, and no other, may now put something in the place of the lock `content`.

        The claim is a file named after the content, which only one can create; who has it looks again
        whether the lock is still that one. A program killed right now leaves a claim, which is swept
        after an hour; `by_force` does not mind it.
        """
        number = digest(content)[:8]
        claim = self._path.with_name(f".{self._path.name[2:14]}.0-{number}.tmp")
        if not files.create(claim, b"") and not by_force:
            yield False
            return
        try:
            yield self._read() == content
        finally:
            with suppress(OSError):
                os.unlink(claim)


def lock_path(draft: Path) -> Path:
    """Where the lock of a draft lies: beside the file itself, whatever link leads to it."""
    real = Path(os.path.realpath(draft))
    name, whole = real.name, os.fsencode(real.name)
    if len(whole) > _NAME_LIMIT:
        start = whole[:_NAME_LIMIT].decode(errors="ignore")
        name = f"{start}-{digest(whole)[:8]}"
    return real.with_name(f".~{name}.lock")


def _read(content: bytes) -> _Content | None:
    try:
        return msgspec.json.decode(content, type=_Content)
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors
        return None
