"""A draft from opening to closing: nobody's work is overwritten unasked, and what was there is kept."""

from pathlib import Path

import pytest

from model.backups import Backups
from model.digests import digest
from model.draft import draft_bytes, read_draft, write_draft
from model.draft_file import DraftFile, FileChanged
from model.errors import UserError
from model.known_file import OnDisk
from model.locks import Locked, lock_path
from model.report import Report


@pytest.fixture
def path(tmp_path: Path, report: Report) -> Path:
    path = tmp_path / "我的" / "年报.gknb"
    path.parent.mkdir()
    write_draft(report, path)
    return path


@pytest.fixture
def backups(tmp_path: Path) -> Backups:
    return Backups(tmp_path / "backups")


def with_text(report: Report, text: str) -> Report:
    report.apply({"texts/other": text})
    return report


def test_open_save_close(path: Path, report: Report, backups: Backups) -> None:
    file, opened = DraftFile.open(path)
    assert opened == report and file.is_ours and file.digest == digest(path.read_bytes())
    file.save(with_text(opened, "一"), backups)
    file.save(with_text(opened, "二"), backups)
    assert read_draft(path) == opened and file.digest == digest(path.read_bytes())
    assert [read_draft(version.path).texts["other"] for version in backups.versions(path)] == ["一", ""]
    file.close()
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_cannot_be_read_is_not_held(path: Path) -> None:
    path.write_bytes(b"{")
    with pytest.raises(UserError):
        DraftFile.open(path)
    assert list(path.parent.iterdir()) == [path] and path.read_bytes() == b"{"


def test_a_draft_that_somebody_has_open(path: Path, backups: Backups) -> None:
    first, report = DraftFile.open(path)
    with pytest.raises(Locked) as locked:
        DraftFile.open(path)
    second, _ = DraftFile.open(path, over=locked.value)
    assert second.is_ours and not first.is_ours
    with pytest.raises(Locked) as now:
        first.save(with_text(report, "我的"), backups)
    assert read_draft(path).texts["other"] == ""
    first.save(report, backups, over=now.value)
    assert not second.is_ours and read_draft(path).texts["other"] == "我的"


def test_what_somebody_else_wrote_is_not_overwritten_unasked(path: Path, backups: Backups) -> None:
    file, report = DraftFile.open(path)
    theirs = draft_bytes(with_text(read_draft(path), "同事改的"))
    path.write_bytes(theirs)
    assert file.look() is OnDisk.OTHER
    with pytest.raises(FileChanged):
        file.save(with_text(report, "我改的"), backups)
    assert path.read_bytes() == theirs
    file.save(report, backups, replacing=True)
    assert read_draft(path).texts["other"] == "我改的" and file.look() is OnDisk.SAME
    assert backups.versions(path)[0].path.read_bytes() == theirs


def test_a_file_that_was_moved_away_is_written_anew(path: Path, backups: Backups) -> None:
    file, report = DraftFile.open(path)
    path.unlink()
    assert file.look() is OnDisk.GONE
    file.save(report, backups)
    assert read_draft(path) == report


def test_a_share_that_went_away_gives_a_sentence(path: Path, backups: Backups) -> None:
    file, report = DraftFile.open(path)
    path.parent.rename(path.parent.with_name("断开"))
    assert file.look() is OnDisk.AWAY and file.is_ours
    with pytest.raises(UserError, match="共享盘已断开"):
        file.save(report, backups)
    file.close()


def test_saving_elsewhere(path: Path, report: Report, backups: Backups) -> None:
    """The file dialog has asked whether what is there may be replaced; it is kept all the same."""
    other = path.with_name("另一份.gknb")
    other.write_bytes(b"what was there")
    file = DraftFile(other)
    file.save(report, backups)
    assert read_draft(other) == report
    assert backups.versions(other)[0].path.read_bytes() == b"what was there"
    with pytest.raises(Locked):
        DraftFile(other)
    file.close()


def test_a_recovered_report_is_compared_with_what_the_file_held_then(
    path: Path, report: Report, backups: Backups
) -> None:
    before = digest(path.read_bytes())
    file = DraftFile(path, known=before)
    assert file.look() is OnDisk.SAME
    path.write_bytes(draft_bytes(with_text(read_draft(path), "崩溃以后同事改的")))
    with pytest.raises(FileChanged):
        file.save(with_text(report, "找回的"), backups)
    file.close()


def test_a_failed_save_changes_nothing(path: Path, backups: Backups, monkeypatch: pytest.MonkeyPatch) -> None:
    file, report = DraftFile.open(path)
    before, known = path.read_bytes(), file.digest

    def full(*_: object, **__: object) -> None:
        raise UserError("磁盘已满")

    with monkeypatch.context() as patched:
        patched.setattr("model.draft_file.write_atomic", full)
        with pytest.raises(UserError):
            file.save(with_text(report, "一"), backups)
    assert (path.read_bytes(), file.digest) == (before, known)
    file.save(report, backups)
    assert read_draft(path).texts["other"] == "一"


def test_a_lock_left_by_the_crash_does_not_ask(path: Path, backups: Backups) -> None:
    file, _ = DraftFile.open(path)
    content = lock_path(path).read_bytes()
    file.close()
    lock_path(path).write_bytes(content.replace(b'"started":"', b'"started":"9'))
    again, _ = DraftFile.open(path)
    assert again.is_ours
    again.close()
