"""Every single call of the system by which something is written is made to fail in turn.

Afterwards there is the old content or the new one, whole, and nothing else. As SQLite is tested.
"""

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from export import export
from gui import settings
from gui.settings import Settings, read_settings
from model.backups import Backups
from model.draft import draft_bytes, parse_draft, read_draft, write_draft
from model.draft_file import DraftFile
from model.errors import UserError
from model.files import write_atomic
from model.locks import DraftLock, Locked, lock_path
from model.recovery import Recovery
from model.report import Report
from tests.model.faults import calls_of, failing_call
from tests.model.test_backups import forbidden

Content = object


@dataclass
class Trial:
    """An action that replaces something, and what is there; `told` says that a failure raises `UserError`.

    It makes at `least` so many calls.
    """

    prepare: Callable[[], None]
    act: Callable[[], object]
    content: Callable[[], Content]
    told: bool = True
    least: int = 6

    def each_failure(self, folder: Path, error: int) -> int:
        """Lets each call fail in turn; returns how many there are."""
        self.prepare()
        old = self.content()
        total = len(calls_of(self.act))
        new = self.content()
        assert old != new and total >= self.least
        for number in range(total):
            self.prepare()
            told = ""
            with failing_call(number, error):
                try:
                    self.act()
                except UserError as refused:
                    told = str(refused)
            assert self.content() in (old, new), number
            if told:
                assert "无法写入" in told and "请" in told, number
                assert self.content() == old, number
            elif self.told:
                assert self.content() == new, number
            assert not list(folder.rglob("*.tmp")), number
        return total


def emptied(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()


@pytest.fixture
def changed(finished: Report) -> Report:
    report = parse_draft(draft_bytes(finished), "x")
    report.apply({"texts/other": "改过了。"})
    return report


errors = pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.ESTALE])


@errors
def test_a_draft(tmp_path: Path, finished: Report, changed: Report, error: int) -> None:
    path = tmp_path / "年报.gknb"
    trial = Trial(
        lambda: write_draft(finished, path),
        lambda: write_draft(changed, path),
        lambda: read_draft(path).texts,
    )
    assert (
        trial.each_failure(tmp_path, error) == 8
    )  # open, write, sync, close, rename, and the folder's three


def test_an_export(tmp_path: Path, finished: Report, changed: Report) -> None:
    path = tmp_path / "年报.xlsx"
    export(changed, path)
    new = path.read_bytes()

    def content() -> str:
        data = path.read_bytes()
        return {b"old": "old", new: "new"}.get(data, "broken")

    def prepare() -> None:
        path.write_bytes(b"old")

    Trial(prepare, lambda: export(changed, path), content).each_failure(tmp_path, errno.ENOSPC)


@errors
def test_a_recovery_copy(tmp_path: Path, finished: Report, changed: Report, error: int) -> None:
    recovery = Recovery(tmp_path / "recovery")
    path = tmp_path / "年报.gknb"

    def content() -> Content:
        [copy] = (tmp_path / "recovery").glob("*.recovery")
        head, _, draft = copy.read_bytes().partition(b"\n")
        return b'"changes":2' in head, parse_draft(draft, "x").texts["other"]

    Trial(
        lambda: recovery.write(finished, path, 1), lambda: recovery.write(changed, path, 2), content
    ).each_failure(tmp_path, error)


@errors
@pytest.mark.parametrize("links", [True, False], ids=["", "a file system without links"])
def test_a_version(
    tmp_path: Path, finished: Report, error: int, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is kept or it is not; the draft and former versions are whole, and nobody is kept from saving."""
    path, folder = tmp_path / "年报.gknb", tmp_path / "backups"
    backups = Backups(folder)

    def prepare() -> None:
        emptied(folder)
        write_draft(finished, path)
        keep()
        write_atomic(path, path.read_bytes() + b"\n")

    def content() -> Content:
        assert read_draft(path) == finished
        versions = [read_draft(version.path) for version in backups.versions(path)]
        assert all(version == finished for version in versions)
        return len(versions)

    def keep() -> None:
        with backups.keeping(path):
            pass

    if not links:
        monkeypatch.setattr(os, "link", forbidden)
    Trial(prepare, keep, content, told=False, least=1 if links else 9).each_failure(tmp_path, error)


def test_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config" / "settings.json"
    monkeypatch.setattr(settings, "settings_path", lambda: path)

    def keep(name: str) -> None:
        Settings().update(lambda now: setattr(now, "recent", [name]))

    Trial(
        lambda: keep("/旧.gknb"),
        lambda: keep("/新.gknb"),
        lambda: read_settings(path)[0].recent,
        told=False,
    ).each_failure(tmp_path, errno.ENOSPC)


def test_a_whole_save(tmp_path: Path, finished: Report, changed: Report) -> None:
    """Lock, version and draft: the draft is the old one or the new one, and no version is broken."""
    path, folder = tmp_path / "年报.gknb", tmp_path / "backups"
    backups = Backups(folder)
    file: DraftFile | None = None

    def prepare() -> None:
        nonlocal file
        if file:
            file.close()
        emptied(folder)
        write_draft(finished, path)
        file, _ = DraftFile.open(path)

    def save() -> None:
        assert file
        file.save(changed, backups)

    def content() -> Content:
        versions = [read_draft(version.path) for version in backups.versions(path)]
        assert all(version == finished for version in versions)
        return read_draft(path).texts

    Trial(prepare, save, content).each_failure(tmp_path, errno.ENOSPC)


@pytest.mark.parametrize("before", ["none", "dead"])
def test_a_lock(tmp_path: Path, before: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fails, the lock is whole or not there, and opening goes on."""
    path = tmp_path / "年报.gknb"
    dead = DraftLock.take(path)
    content = lock_path(path).read_bytes().replace(b'"started":"', b'"started":"9')
    dead.release()

    def prepare() -> None:
        emptied(tmp_path)
        if before == "dead":
            lock_path(path).write_bytes(content)

    prepare()
    total = len(calls_of(lambda: DraftLock.take(path)))
    assert total >= 5
    for number in range(total):
        prepare()
        with failing_call(number, errno.EIO):
            lock = DraftLock.take(path)
        assert lock.is_ours or before == "dead"
        lock.release()
        assert not list(tmp_path.rglob("*.tmp"))
        DraftLock.take(path).release()
        assert not list(tmp_path.iterdir())


def test_a_lock_that_cannot_be_looked_at_is_somebodys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "年报.gknb"
    lock = DraftLock.take(path)

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", denied)
        assert not lock.is_ours
        with pytest.raises(Locked) as locked:
            DraftLock.take(path)
    assert locked.value.owner is None
