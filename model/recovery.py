"""Recovery copies: what was typed and not saved yet, kept in the user's data for the case of a crash.

A copy goes only when its report was saved or somebody said that it is not wanted. Its file is one line that
says whose it is, and a draft.
"""

import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import quote_from_bytes, unquote_to_bytes

import msgspec
from msgspec import Meta, Struct, structs

from model.compare import describe, restoring
from model.draft import SIZE_LIMIT, NewerDraft, draft_bytes, parse_draft, read_draft
from model.errors import UserError
from model.files import exists, read_limited, sweep, write_atomic
from model.locks import DraftLock, Locked
from model.owner import Owner, this_process
from model.report import Report, clean_text

_SUFFIX = ".recovery"
_BROKEN = ".broken"
_HEAD_LIMIT = 2**20  # bytes; a head has some 500, and what was refused in cells
_REFUSED_LIMIT = 1_000  # characters


class _Head(Struct):
    """The first line of a copy. `path` is percent-encoded: a file name may be of bytes that are no text."""

    owner: Owner
    saved: Annotated[datetime, Meta(tz=True)]
    changes: Annotated[int, Meta(ge=0)]
    path: str | None = None
    digest: str | None = None
    refused: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class RecoveryCopy:
    """What a program had not saved.

    `path` is the draft it belongs to (`None` for one never saved), `digest` tells what that file held when
    the program last read or wrote it (see `KnownFile`); `changes` is how many steps were not saved;
    `refused` is what was typed into cells and is no number, by address.
    """

    file: Path
    owner: Owner
    saved: datetime
    path: Path | None
    digest: str | None
    changes: int
    report: Report
    refused: Mapping[str, str] = field(default_factory=dict)

    def describe(self) -> list[str]:
        """What it has otherwise than its file on the disk, one Chinese line each."""
        try:
            old = read_draft(self.path) if self.path else Report(self.report.form)
            return describe(old, restoring(old, self.report))
        except UserError as error:
            return [str(error)]

    def discard(self) -> None:
        """Removes it: somebody said that it is not wanted."""
        with suppress(OSError):
            self.file.unlink()


class Recovery:
    """The recovery copies in a folder of the user's data; each window writes one of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / f"{uuid.uuid4().hex}{_SUFFIX}"

    def write(
        self,
        report: Report,
        path: Path | None,
        changes: int,
        digest: str | None = None,
        refused: Mapping[str, str] | None = None,
    ) -> None:
        """Replaces this window's copy, as `RecoveryCopy` has it; raises `UserError` where that fails."""
        head = _Head(
            owner=this_process(),
            saved=datetime.now(UTC),
            changes=changes,
            path=None if path is None else quote_from_bytes(os.fsencode(os.path.abspath(path))),
            digest=digest,
            refused={a: clean_text(text)[:_REFUSED_LIMIT] for a, text in (refused or {}).items()},
        )
        with suppress(OSError):  # else the writer says why
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomic(self._file, msgspec.json.encode(head) + b"\n" + draft_bytes(report))

    def discard(self) -> None:
        """Removes this window's copy: its report is saved, or not wanted."""
        with suppress(OSError):
            self._file.unlink()

    def left_behind(self) -> list[RecoveryCopy]:
        """The copies of programs that are gone, the newest first; unreadable ones are set aside."""
        sweep(self._folder)
        return self._copies(running=False)

    def doubtful(self) -> list[RecoveryCopy]:
        """The copies of programs of which nobody can tell from here whether they run, the newest first.

        Of another machine that shares this folder, or of another container. They are worth a line that
        leads to them, not a question.
        """
        return self._copies(running=None)

    def _copies(self, running: bool | None) -> list[RecoveryCopy]:
        copies = [copy for copy in self._read_all() if _runs(copy.owner) is running]
        return sorted(copies, key=lambda copy: copy.saved, reverse=True)

    def take(self, copy: RecoveryCopy) -> bool:
        """Makes a copy this window's own; `False` where another program was quicker, or removed it.

        At any moment one of the two is on the disk. Raises `UserError` where this window's copy cannot
        be written; the other then stays.
        """
        try:
            lock = DraftLock.take(copy.file)
        except Locked:
            return False
        try:
            if not exists(copy.file):
                return False
            self.write(copy.report, copy.path, copy.changes, copy.digest, copy.refused)
            copy.discard()
            return True
        finally:
            lock.release()

    def _read_all(self) -> Iterator[RecoveryCopy]:
        with suppress(OSError):
            for file in sorted(self._folder.glob(f"*{_SUFFIX}")):
                try:
                    data = read_limited(file, SIZE_LIMIT + _HEAD_LIMIT)
                except UserError:
                    continue  # taken meanwhile, or not to be read just now
                try:
                    yield _read(file, data)
                except NewerDraft:
                    continue  # of a later program, which will know it
                except (UserError, ValueError, RecursionError):
                    with suppress(OSError):
                        os.replace(file, file.with_name(file.name + _BROKEN))


def _runs(owner: Owner) -> bool | None:
    """Whether the program of a copy still runs; a machine is known by its name here.

    Locks are stricter: in the user's own folder, a machine that got another network card before it started
    anew must not make a copy invisible.
    """
    here = this_process()
    return (structs.replace(owner, machine=here.machine) if owner.host == here.host else owner).runs


def _read(file: Path, data: bytes) -> RecoveryCopy:
    """Raises `UserError` or `ValueError` (as msgspec does) where the file is no recovery copy."""
    line, _, draft = data.partition(b"\n")
    head = msgspec.json.decode(line[:_HEAD_LIMIT], type=_Head)
    path = None if head.path is None else os.fsdecode(unquote_to_bytes(head.path))
    if path is not None and ("\0" in path or not os.path.isabs(path)):
        raise ValueError(path)
    report = parse_draft(draft, file.name)
    refused = {
        address: clean_text(text)[:_REFUSED_LIMIT]
        for address, text in head.refused.items()
        if address in report.form.inputs and address not in report.cells
    }
    return RecoveryCopy(
        file,
        head.owner,
        head.saved,
        None if path is None else Path(path),
        head.digest,
        head.changes,
        report,
        refused,
    )
