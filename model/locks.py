"""A lock beside a draft, so that two people do not overwrite each other's work.

The file says who holds it. It keeps nobody out by force: whoever takes it over is remembered in it, and
the former holder notices before saving.
"""

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from model.owner import Owner, this_process

_SIZE_LIMIT = 4096  # bytes; a lock has some 200


class Locked(Exception):
    """Somebody else holds the draft; `owner` is `None` where the lock does not say who."""

    def __init__(self, owner: Owner | None) -> None:
        super().__init__("locked")
        self.owner = owner


def lock_path(draft: Path) -> Path:
    """Where the lock of a draft lies: beside the file itself, whatever link leads to it."""
    real = Path(os.path.realpath(draft))
    name = real.name.encode()[:200].decode(errors="ignore")
    return real.with_name(f".~{name}.lock")


def holder(draft: Path) -> Owner | None:
    """Who holds a draft; `None` for nobody. Raises `Locked` where the lock cannot be read."""
    try:
        with lock_path(draft).open("rb") as file:
            data = file.read(_SIZE_LIMIT)
    except FileNotFoundError:
        return None
    except OSError:
        raise Locked(None) from None
    try:
        return msgspec.json.decode(data, type=Owner)
    except msgspec.MsgspecError:
        raise Locked(None) from None


class DraftLock:
    """The lock of one draft.

    Where the folder cannot be written to there is no lock, and none is missed: nobody can save there.
    """

    def __init__(self, draft: Path) -> None:
        self.draft = draft
        self._path = lock_path(draft)

    @classmethod
    def take(cls, draft: Path, from_other: bool = False) -> "DraftLock":
        """Takes the lock; a holder that is provably gone loses it, any other only `from_other`.

        Raises `Locked` where somebody else has it.
        """
        lock = cls(draft)
        for _ in range(3):  # another program may take or release it meanwhile
            if lock._create():
                return lock
            try:
                owner = holder(draft)
            except Locked:
                if not from_other:
                    raise
                owner = None
            if owner == this_process():
                return lock
            if owner and not owner.is_gone and not from_other:
                raise Locked(owner)
            with suppress(OSError):
                lock._path.unlink()
        if not lock.is_ours and lock._path.exists():
            raise Locked(None)
        return lock

    @property
    def is_ours(self) -> bool:
        """Whether this process still holds the draft."""
        try:
            return holder(self.draft) == this_process()
        except Locked:
            return False

    def release(self) -> None:
        """Gives the lock back; what somebody else took over is left alone."""
        if self.is_ours:
            with suppress(OSError):
                self._path.unlink()

    def _create(self) -> bool:
        """Makes the lock file where there is none; whether that is done, or cannot be done at all."""
        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            return False
        except OSError:
            return True
        with open(descriptor, "wb") as file, suppress(OSError):
            file.write(msgspec.json.encode(this_process()))
        return True
