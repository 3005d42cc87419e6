"""Former versions of drafts: every save keeps the one before, thinned as time goes by."""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from model.draft import SIZE_LIMIT, SUFFIX
from model.errors import UserError
from model.files import read_limited, write_atomic

_NAME = "%Y%m%dT%H%M%S%fZ"
_WHERE = "where.txt"  # says in a draft's folder which draft it is


@dataclass(frozen=True, slots=True)
class Version:
    """A former version of a draft: when it was replaced (UTC) and where it is kept."""

    replaced: datetime
    path: Path


def to_drop(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which of the versions of these times are not worth keeping any more.

    All of the last hour stay, then the last one of each hour for a day, of each day for a month (31 days),
    of each month after.
    """
    kept: dict[tuple[int, ...], datetime] = {}
    times = set(times)
    for time in times:
        age = now - time
        if age < timedelta(hours=1):
            span: tuple[int, ...] = (*tuple(time.timetuple()[:6]), time.microsecond)
        elif age < timedelta(days=1):
            span = tuple(time.timetuple()[:4])
        elif age < timedelta(days=31):
            span = tuple(time.timetuple()[:3])
        else:
            span = tuple(time.timetuple()[:2])
        kept[span] = max(time, kept.get(span, time))
    return times - set(kept.values())


class Backups:
    """The former versions of all drafts, in a folder of the user's data."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, draft: Path, now: datetime | None = None) -> None:
        """Keeps what a draft's file holds now, before it is replaced, and thins the older versions.

        Where that fails the save goes on: a missing backup must not keep anybody from saving.
        """
        now = now or datetime.now(UTC)
        with suppress(OSError, UserError):
            if not draft.is_file():
                return
            data = read_limited(draft, SIZE_LIMIT)
            folder = self._of(draft)
            folder.mkdir(parents=True, exist_ok=True)
            versions = self.versions(draft)
            if not versions:
                write_atomic(folder / _WHERE, str(os.path.realpath(draft)).encode(errors="replace"))
            elif versions[0].path.read_bytes() == data:
                return
            write_atomic(folder / f"{now.astimezone(UTC).strftime(_NAME)}{SUFFIX}", data)
            self._thin(draft, now)

    def versions(self, draft: Path) -> list[Version]:
        """The former versions of a draft, the newest first."""
        found = []
        with suppress(OSError):
            for path in self._of(draft).glob(f"*{SUFFIX}"):
                with suppress(ValueError):
                    time = datetime.strptime(path.stem, _NAME).replace(tzinfo=UTC)
                    found.append(Version(time, path))
        return sorted(found, key=lambda version: version.replaced, reverse=True)

    def _thin(self, draft: Path, now: datetime) -> None:
        versions = self.versions(draft)
        drop = to_drop((version.replaced for version in versions), now)
        for version in versions:
            if version.replaced in drop:
                with suppress(OSError):
                    version.path.unlink()

    def _of(self, draft: Path) -> Path:
        """The folder of a draft's versions."""
        name = os.path.normcase(os.path.realpath(draft))
        return self._folder / hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:20]
