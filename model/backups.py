"""Former versions of drafts: every save keeps the one before, thinned as time goes by."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from model.draft import SIZE_LIMIT, SUFFIX
from model.errors import UserError
from model.files import exists, name_again, sweep, write_atomic

_NAME = "%Y%m%dT%H%M%S%fZ"
_NAMED = re.compile(r"[0-9]{8}T[0-9]{12}Z" + re.escape(SUFFIX))
_WHERE = "where.txt"  # says in a draft's folder which draft it is

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

    @contextmanager
    def keeping(self, draft: Path, now: datetime | None = None) -> Iterator[bool]:
        """Keeps what a draft's file holds, while another takes its place, and thins the older versions.

        `draft` is no link. Gives whether everything that was there is kept. Where it is not the save goes on
        all the same: a missing backup must not keep anybody from saving.

        A version is the file itself by another name, and for itself once the draft's name has gone to a new
        file. Should it not go there, the other name is taken away again: else whoever writes into the draft
        writes into both. A power cut may take the other name while it takes nothing from the draft, so that
        it is not synced.
        """
        version = None
        try:
            version = self._keep(draft, now or datetime.now(UTC))
            kept = True
        except (OSError, ValueError, UserError):
            kept = False
        try:
            yield kept
        except BaseException:
            # A file server may have done what it says has failed: then this is the only name of the old file.
            with suppress(OSError):
                if version and version.samefile(draft):
                    version.unlink()
            raise

    def _keep(self, draft: Path, now: datetime) -> Path | None:
        """Makes the version; what is the file itself by another name is returned."""
        if not draft.is_file():
            return None
        folder = self._of(draft)
        names = _names(folder)
        if names and _same(folder / names[0], draft):
            return None
        if not names:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{_saved(draft, names, now).strftime(_NAME)}{SUFFIX}"
        version = folder / name
        again = name_again(draft, version, SIZE_LIMIT)
        with suppress(UserError):  # no version is lost for want of it
            if not exists(folder / _WHERE):
                write_atomic(folder / _WHERE, os.fsencode(draft))
        _thin(folder, [name, *names], now)
        return version if again else None

    def versions(self, draft: Path) -> list[Version]:
        """The former versions of a draft, the newest first."""
        folder = self._of(Path(os.path.realpath(draft)))
        return [Version(saved, folder / name) for saved, name in _times(_names(folder))]

    def _of(self, draft: Path) -> Path:
        """The folder of a draft's versions, named as ever: else what earlier programs kept is not found."""
        return self._folder / sha256(os.fsencode(os.path.normcase(draft))).hexdigest()[:20]


def _names(folder: Path) -> list[str]:
    """The names of what is kept in a folder, the newest first: an hour may have hundreds of saves."""
    try:
        return sorted(filter(_NAMED.fullmatch, os.listdir(folder)), reverse=True)
    except OSError:
        return []


def _times(names: Iterable[str]) -> Iterator[tuple[datetime, str]]:
    """When each of some versions was saved."""
    for name in names:
        with suppress(ValueError):  # a name that somebody else gave
            yield datetime.fromisoformat(f"{name[:15]}.{name[15:21]}+00:00"), name


def _thin(folder: Path, names: list[str], now: datetime) -> None:
    """Removes what is not worth keeping, by hours and days as the user counts them."""
    limit = (now - _HOUR).astimezone(UTC).strftime(_NAME) + SUFFIX  # names are in the order of their times
    by_time = {time.astimezone(): name for time, name in _times(name for name in names if name <= limit)}
    for time in to_drop(by_time, now.astimezone()):
        with suppress(OSError):
            (folder / by_time[time]).unlink()
    if by_time:
        sweep(folder)


def _same(one: Path, other: Path) -> bool:
    """Whether two files hold the same."""
    try:
        first, second = one.stat(), other.stat()
        same = os.path.samestat(first, second)
        return same or (first.st_size == second.st_size and one.read_bytes() == other.read_bytes())
    except OSError:
        return False


def _saved(draft: Path, names: list[str], now: datetime) -> datetime:
    """When a draft was saved: the time of its file, unless that contradicts the order of the versions."""
    with suppress(OverflowError, ValueError):
        saved = datetime.fromtimestamp(draft.stat().st_mtime, UTC)
        if saved <= now and all(time < saved for time, _ in _times(names[:1])):
            return saved
    return now.astimezone(UTC)
