"""Former versions: which stay, and that they are what the draft was."""

import errno
import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.backups import Backups, to_drop
from model.draft import draft_bytes, read_draft, write_draft
from model.report import Report

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 1, 20, 15, 30, tzinfo=timezone(8 * HOUR))


def at(text: str) -> datetime:
    """A time on or before 20 January 2026, e.g. `14:55` or `01-19 09:00` or `2025-12-31 09:00`."""
    date, _, time = text.rpartition(" ")
    date = date or "01-20"
    return datetime.fromisoformat(f"{date if len(date) > 5 else f'2026-{date}'}T{time}+08:00")


@pytest.mark.parametrize(
    ("kept", "dropped"),
    [
        ("", ""),
        ("15:30", ""),
        ("14:31 14:32 14:33 15:29 15:30", ""),  # all of the last hour
        ("14:30 14:31", "14:29"),  # older than that: the last one of each hour
        ("14:30 13:59", "14:01 14:00 13:00"),
        ("01-19 16:50 01-19 15:45", "01-19 16:10"),  # hours of yesterday count for a day …
        ("01-19 15:30", "01-19 15:10 01-19 09:00"),  # … then only the last one of the day
        ("01-18 23:59 01-19 00:01", ""),
        ("01-02 08:00 01-01 08:00 2025-12-31 08:00", "01-02 07:00"),
        ("2025-12-21 08:00 2025-12-22 08:00 2025-12-20 16:00", ""),  # 31 days back, each its day
        ("2025-12-20 15:00", "2025-12-19 08:00 2025-12-01 08:00"),  # then the last one of the month
        ("2025-11-30 08:00 2024-11-30 08:00", "2025-11-29 08:00"),
        ("01-20 16:00 01-21 09:00 2027-01-01 00:00", ""),  # the clock was wrong: kept until it is right
    ],
)
def test_a_table_of_times(kept: str, dropped: str) -> None:
    keep, drop = set(times_in(kept)), set(times_in(dropped))
    assert to_drop(keep | drop, NOW) == drop


def times_in(text: str) -> Iterable[datetime]:
    words = text.split()
    while words:
        word = words.pop(0)
        yield at(f"{word} {words.pop(0)}" if "-" in word else word)


ages = st.one_of(
    st.integers(0, 2 * 3600),
    st.integers(0, 3 * 86400),
    st.integers(0, 70 * 86400),
    st.integers(0, 900 * 86400),
)
moments = st.sets(ages.map(lambda seconds: NOW - timedelta(seconds=seconds)), max_size=40)


def span(time: datetime, now: datetime) -> tuple[int, ...]:
    """The hour, day or month of which one version stays at an age."""
    parts = 4 if now - time < DAY else 3 if now - time < 31 * DAY else 2
    return tuple(time.timetuple()[:parts])


@given(moments)
def test_the_newest_stays_and_so_does_all_of_the_last_hour(times: set[datetime]) -> None:
    dropped = to_drop(times, NOW)
    assert dropped <= times
    if times:
        assert max(times) not in dropped
    assert not {time for time in dropped if NOW - time < HOUR}


@given(moments)
def test_what_was_thinned_is_thin(times: set[datetime]) -> None:
    assert not to_drop(times - to_drop(times, NOW), NOW)


@given(moments, st.integers(0, 400 * 86400))
def test_for_each_that_goes_a_newer_one_of_its_hour_day_or_month_stays(
    times: set[datetime], seconds: int
) -> None:
    """However often versions were thinned before: what goes now is explained by one that stays."""
    left = times - to_drop(times, NOW)
    later = NOW + timedelta(seconds=seconds)
    dropped = to_drop(left, later)
    for time in dropped:
        assert any(
            other > time and span(time, later) == tuple(other.timetuple()[: len(span(time, later))])
            for other in left - dropped
        )


@given(moments)
def test_their_number_is_bounded(times: set[datetime]) -> None:
    kept = {time for time in times - to_drop(times, NOW) if NOW - time >= HOUR}
    months = {(time.year, time.month) for time in times}
    assert len(kept) <= 25 + 32 + len(months)


# On the disk.


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "我的" / "年报.gknb"


@pytest.fixture
def backups(tmp_path: Path, path: Path) -> Backups:
    path.parent.mkdir()
    return Backups(tmp_path / "数据" / "backups")


def saved(report: Report, path: Path, when: datetime, text: str) -> bytes:
    """Saves the report with a text as if at another time."""
    report.apply({"texts/other": text})
    write_draft(report, path)
    os.utime(path, (when.timestamp(),) * 2)
    return path.read_bytes()


def keep(backups: Backups, path: Path, now: datetime | None = None) -> bool:
    """Whether what a draft's file holds is kept."""
    with backups.keeping(path, now) as kept:
        return kept


def texts(backups: Backups, path: Path) -> list[str]:
    return [read_draft(version.path).texts["other"] for version in backups.versions(path)]


def test_each_save_keeps_the_one_before(report: Report, path: Path, backups: Backups) -> None:
    assert keep(backups, path) and not backups.versions(path)  # there is nothing yet
    for minute in range(3):
        saved(report, path, NOW + timedelta(minutes=minute), f"第{minute}版")
        assert keep(backups, path, NOW + timedelta(minutes=minute, seconds=30))
    assert texts(backups, path) == ["第2版", "第1版", "第0版"]
    assert [version.saved for version in backups.versions(path)] == [
        NOW + timedelta(minutes=minute) for minute in (2, 1, 0)
    ]


@pytest.mark.parametrize("links", [True, False], ids=["", "a file system without links"])
def test_a_version_stays_what_it_was(
    report: Report, path: Path, backups: Backups, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the replaced file itself where that can be: afterwards nobody writes into both."""
    if not links:
        monkeypatch.setattr(os, "link", forbidden)
    before = saved(report, path, NOW, "一")
    file = path.stat().st_ino
    with backups.keeping(path):
        saved(report, path, NOW, "二")
    [version] = backups.versions(path)
    assert (version.path.stat().st_ino == file) == links
    path.write_bytes(b"somebody writes into the draft in place")
    assert version.path.read_bytes() == before


def test_a_save_that_fails_leaves_no_second_name_of_the_draft(
    report: Report, path: Path, backups: Backups
) -> None:
    before = saved(report, path, NOW, "一")
    with pytest.raises(OSError, match="disk"), backups.keeping(path):
        raise OSError("the disk is full")
    assert path.stat().st_nlink == 1 and path.read_bytes() == before
    assert not backups.versions(path)


def test_a_save_that_fails_on_a_full_disk_does_not_either(
    report: Report, path: Path, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the first version there is no room for the note on whose it is."""
    saved(report, path, NOW, "一")
    monkeypatch.setattr(os, "write", no_room)
    with pytest.raises(OSError, match="disk"), backups.keeping(path):
        raise OSError("the disk is full")
    assert path.stat().st_nlink == 1 and not backups.versions(path)


def test_what_was_replaced_stays_even_if_that_is_told_as_a_failure(
    report: Report, path: Path, backups: Backups
) -> None:
    """A file server did it, and its answer was lost on the way."""

    def save() -> None:
        saved(report, path, NOW, "二")
        raise OSError("no answer")

    saved(report, path, NOW, "一")
    with pytest.raises(OSError, match="answer"), backups.keeping(path):
        save()
    assert texts(backups, path) == ["一"]


def no_room(descriptor: int, data: bytes) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def forbidden(source: Path, target: Path) -> None:
    raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


def test_what_was_not_changed_is_not_kept_twice(report: Report, path: Path, backups: Backups) -> None:
    saved(report, path, NOW, "一")
    for _ in range(3):
        assert keep(backups, path)
    assert len(backups.versions(path)) == 1


def test_the_last_state_of_a_day_stays_however_much_is_saved_on_another(
    report: Report, path: Path, backups: Backups
) -> None:
    saved(report, path, NOW - 3 * DAY, "周六做好的")
    for minute in range(90):
        now = NOW + timedelta(minutes=minute)
        keep(backups, path, now)
        saved(report, path, now, f"周二第{minute}版")
    keep(backups, path, NOW + 2 * DAY)
    assert "周六做好的" in texts(backups, path)
    assert len(texts(backups, path)) < 10


@pytest.mark.parametrize("when", [NOW - 5 * DAY, NOW + 5 * DAY, datetime(1970, 1, 1, tzinfo=UTC)])
def test_a_file_with_a_strange_time_is_kept_as_the_newest(
    report: Report, path: Path, backups: Backups, when: datetime
) -> None:
    """A sync folder puts an older file there with its time, a file server's clock is wrong."""
    saved(report, path, NOW - HOUR, "一")
    keep(backups, path, NOW)
    saved(report, path, when, "二")
    keep(backups, path, NOW)
    assert texts(backups, path) == ["二", "一"]


def test_drafts_of_one_name_have_versions_of_their_own(
    report: Report, path: Path, backups: Backups, tmp_path: Path
) -> None:
    other = tmp_path / path.name
    saved(report, path, NOW, "这里的")
    saved(report, other, NOW, "那里的")
    keep(backups, path)
    keep(backups, other)
    assert (texts(backups, path), texts(backups, other)) == (["这里的"], ["那里的"])
    link = tmp_path / "快捷.gknb"
    link.symlink_to(path)
    assert texts(backups, link) == ["这里的"]
    folder = backups.versions(path)[0].path.parent
    assert (folder / "where.txt").read_bytes() == os.fsencode(path)


def test_what_earlier_programs_kept_is_found(report: Report, path: Path, backups: Backups) -> None:
    """They named a draft's folder after the SHA-256 of its path."""
    saved(report, path, NOW, "一")
    keep(backups, path)
    [version] = backups.versions(path)
    assert version.path.parent.name == sha256(os.fsencode(path)).hexdigest()[:20]


def test_what_is_no_draft_is_kept_as_it_is(path: Path, backups: Backups) -> None:
    """Somebody damaged the file; a save replaces it, and perhaps it can be mended by hand."""
    path.write_bytes(b"{ broken")
    assert keep(backups, path)
    [version] = backups.versions(path)
    assert version.path.read_bytes() == b"{ broken"


def test_names_of_others_are_no_versions(report: Report, path: Path, backups: Backups) -> None:
    saved(report, path, NOW, "一")
    keep(backups, path)
    folder = backups.versions(path)[0].path.parent
    for name in ("x.gknb", "99999999T999999999999Z.gknb", "20260101T000000000000Z.txt", ".gknb"):
        (folder / name).write_bytes(b"")
    assert len(backups.versions(path)) == 1


def test_nobody_is_kept_from_saving(report: Report, path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    data = saved(report, path, NOW, "一")
    blocked = tmp_path / "blocked"
    blocked.write_bytes(b"a file where the folder should be")
    backups = Backups(blocked)
    assert not keep(backups, path) and backups.versions(path) == []
    assert path.read_bytes() == data == draft_bytes(report)


def test_versions_are_nobody_elses_business(report: Report, path: Path, backups: Backups) -> None:
    saved(report, path, NOW, "一")
    keep(backups, path)
    assert backups.versions(path)[0].path.parent.stat().st_mode & 0o077 == 0
