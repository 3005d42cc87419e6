"""Recovery copies: what was typed and not saved yet, kept in the user's data for the case of a crash.

A copy goes only when its report was saved or somebody said that it is not wanted.
"""

import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from model.draft import SIZE_LIMIT, draft_bytes, parse_draft
from model.errors import UserError
from model.files import read_limited, write_atomic
from model.owner import Owner, this_process
from model.report import Report

_SUFFIX = ".recovery.json"
_BROKEN = ".broken"
_PATIENCE = timedelta(hours=1)  # after which a program on another machine, of a shared home, counts as gone


class _Envelope(msgspec.Struct):
    """A copy as its file holds it; the report is a draft file within."""

    owner: Owner
    saved: datetime
    path: str | None
    changes: int
    draft: str
    refused: dict[str, str] = {}
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class RecoveryCopy:
    """What a program that is gone had not saved.

    `path` is the draft it belongs to (`None` for one never saved), `digest` tells what that file held when
    it was opened; `changes` is how many steps were not saved; `refused` is what was typed into cells and
    is no number.
    """

    file: Path
    owner: Owner
    saved: datetime
    path: Path | None
    changes: int
    report: Report
    refused: Mapping[str, str] = field(default_factory=dict)
    digest: str | None = None


class Recovery:
    """The recovery copies in a folder; each window writes one of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / f"{uuid.uuid4().hex}{_SUFFIX}"

    def write(
        self,
        report: Report,
        path: Path | None,
        changes: int,
        refused: Mapping[str, str],
        digest: str | None = None,
    ) -> None:
        """Replaces this window's copy; raises `UserError` where that fails."""
        envelope = _Envelope(
            owner=this_process(),
            saved=datetime.now(UTC),
            path=None if path is None else str(path),
            changes=changes,
            draft=draft_bytes(report).decode(),
            refused=dict(refused),
            digest=digest,
        )
        with suppress(OSError):  # else the writer says why
            self._folder.mkdir(parents=True, exist_ok=True)
        write_atomic(self._file, msgspec.json.encode(envelope))

    def discard(self) -> None:
        """Removes this window's copy: its report is saved, or not wanted."""
        with suppress(OSError):
            self._file.unlink()

    def left_behind(self) -> list[RecoveryCopy]:
        """The copies of programs that are gone, the newest first; unreadable ones are set aside."""
        copies = list(self._read_all())
        return sorted(copies, key=lambda copy: copy.saved, reverse=True)

    def _read_all(self) -> Iterator[RecoveryCopy]:
        with suppress(OSError):
            for file in sorted(self._folder.glob(f"*{_SUFFIX}")):
                try:
                    envelope = msgspec.json.decode(read_limited(file, 2 * SIZE_LIMIT), type=_Envelope)
                    report = parse_draft(envelope.draft.encode(), file.name)
                except (msgspec.MsgspecError, UserError, UnicodeError):
                    with suppress(OSError):
                        os.replace(file, file.with_name(file.name + _BROKEN))
                    continue
                age = datetime.now(UTC) - envelope.saved
                if envelope.owner.is_gone or (not envelope.owner.is_here and age > _PATIENCE):
                    yield RecoveryCopy(
                        file,
                        envelope.owner,
                        envelope.saved,
                        None if envelope.path is None else Path(envelope.path),
                        envelope.changes,
                        report,
                        envelope.refused,
                        envelope.digest,
                    )


def discard(copy: RecoveryCopy) -> None:
    """Removes a copy that was taken over or is not wanted."""
    with suppress(OSError):
        copy.file.unlink()
