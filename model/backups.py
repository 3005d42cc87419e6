"""Former versions of drafts: every save keeps the one before, thinned as time goes by."""

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from model.digests import digest
from model.draft import SIZE_LIMIT, SUFFIX
from model.errors import UserError
from model.files import exists, read_limited, sweep, write_atomic

_NAME = "%Y%m%dT%H%M%S%fZ"
_NAMED = re.compile(r"[0-9]{8}T[0-9]{12}Z" + re.escape(SUFFIX))
_WHERE = "where.txt"  # says in a draft's folder which draft it is

_Kept = tuple[datetime, str]  # when a version was saved (UTC), and the name of its file
_HOUR, _DAY, _MONTH = timedelta(hours=1), timedelta(days=1), timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Version:
    """A former version of a draft: when it was saved (UTC) and where it is kept, for `read_draft`."""

    saved: datetime
    path: Path


def to_drop(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which of the versions of these times are not worth keeping any more.

    All of the last hour stay, then the last one of each hour for a day, of each day for a month (31 days),
    of each month after; hours, days and months by the calendar of the times themselves.
    """
    times = set(times)
    last: dict[tuple[int, ...], datetime] = {}
    for time in times:
        age = now - time
        if age >= _HOUR:
            parts = 4 if age < _DAY else 3 if age < _MONTH else 2  # year, month, day, hour
            span = time.timetuple()[:parts]
            last[span] = max(time, last.get(span, time))
    return {time for time in times if now - time >= _HOUR} - set(last.values())


class Backups:
    """The former versions of all drafts, in a folder of the user's data."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, draft: Path, now: datetime | None = None) -> bool:
        """Keeps what a draft's file holds now, before it is replaced, and thins the older versions.

        Whether everything that was there is kept. Where it is not the save goes on all the same: a
        missing backup must not keep anybody from saving.
        """
        now = now or datetime.now(UTC)
        try:
            if not draft.is_file():
                return True
            data = read_limited(draft, SIZE_LIMIT)
            folder = self._of(draft)
            kept = _listed(folder)
            if not (kept and _holds(folder / kept[0][1], data)):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                saved = _saved(draft, kept, now)
                name = f"{saved.strftime(_NAME)}{SUFFIX}"
                write_atomic(folder / name, data)
                if not exists(folder / _WHERE):
                    write_atomic(folder / _WHERE, os.fsencode(os.path.realpath(draft)))
                sweep(folder)
                _thin(folder, [(saved, name), *kept], now)
            return True
        except (OSError, ValueError, UserError):
            return False

    def versions(self, draft: Path) -> list[Version]:
        """The former versions of a draft, the newest first."""
        folder = self._of(draft)
        return [Version(saved, folder / name) for saved, name in _listed(folder)]

    def _of(self, draft: Path) -> Path:
        """The folder of a draft's versions."""
        name = os.path.normcase(os.path.realpath(draft))
        return self._folder / digest(os.fsencode(name))[:20]


def _listed(folder: Path) -> list[_Kept]:
    """What is kept in a folder, the newest first; quick, for an hour may have hundreds of saves."""
    found: list[_Kept] = []
    with suppress(OSError):
        for name in filter(_NAMED.fullmatch, os.listdir(folder)):
            with suppress(ValueError):  # a name that somebody else gave
                found.append((datetime.fromisoformat(f"{name[:15]}.{name[15:21]}+00:00"), name))
    return sorted(found, reverse=True)


def _thin(folder: Path, kept: list[_Kept], now: datetime) -> None:
    """Removes what is not worth keeping, by hours and days as the user counts them."""
    by_time = {saved.astimezone(): name for saved, name in kept if now - saved >= _HOUR}
    for time in to_drop(by_time, now.astimezone()):
        with suppress(OSError):
            (folder / by_time[time]).unlink()


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _saved(draft: Path, kept: list[_Kept], now: datetime) -> datetime:
    """When a draft was saved: the time of its file, unless that contradicts the order of the versions."""
    with suppress(OverflowError, ValueError):
        saved = datetime.fromtimestamp(draft.stat().st_mtime, UTC)
        if saved <= now and (not kept or kept[0][0] < saved):
            return saved
    return now.astimezone(UTC)
