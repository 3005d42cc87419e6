"""Disks that are full, read-only or take no long files: the old content stays, and a sentence says why."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from export import export
from model.backups import Backups
from model.draft import draft_bytes, read_draft, write_draft
from model.draft_file import DraftFile
from model.errors import UserError
from model.locks import DraftLock, lock_path
from model.recovery import Recovery
from model.report import Report
from tests.model.test_backups import forbidden

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="disks as Linux mounts them")


def mounted(folder: Path, *arguments: str) -> Iterator[Path]:
    """Something mounted at a folder, where that is allowed."""
    folder.mkdir(exist_ok=True)
    try:
        done = subprocess.run(["mount", *arguments, folder], capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("there is no mount command")
    if done.returncode:
        pytest.skip(f"mounting is not allowed here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 128 kB."""
    yield from mounted(tmp_path / "小盘", "-t", "tmpfs", "-o", "size=128k", "tmpfs")


def fill(folder: Path, leaving: int = 0) -> None:
    """Takes all the room on a disk, but for some bytes."""

    def write_on() -> None:
        while True:
            file.write(b"x" * 4096)

    with (folder / "占位").open("wb", buffering=0) as file:
        with pytest.raises(OSError, match="No space"):
            write_on()
        file.truncate(file.tell() - leaving)


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("leaving", [0, 8192])
def test_a_full_disk(disk: Path, finished: Report, leaving: int, monkeypatch: pytest.MonkeyPatch) -> None:
    draft, copies, backups = disk / "年报.gknb", Recovery(disk / "recovery"), Backups(disk / "backups")
    write_draft(finished, draft)
    file, _ = DraftFile.open(draft)
    copies.write(finished, draft, 1)
    with backups.keeping(draft):
        write_draft(finished, draft)
    other = disk / "别处.gknb"
    other.write_bytes(draft.read_bytes()[:-1])
    fill(disk, leaving)
    before = files(disk)
    finished.apply({"texts/other": "改过了。"})
    for action in (
        lambda: write_draft(finished, draft),
        lambda: file.save(finished, backups),
        lambda: copies.write(finished, draft, 2),
        lambda: export(finished, disk / "年报.xlsx"),
    ):
        with pytest.raises(UserError, match="磁盘已满。请"):
            action()
        assert files(disk) == before
    os.replace(other, draft)
    fill(disk)
    with monkeypatch.context() as patched:
        patched.setattr(os, "link", forbidden)
        with backups.keeping(draft) as kept:
            assert not kept  # there is no room for a copy
    assert len(backups.versions(draft)) == 1
    with backups.keeping(draft) as kept:
        assert kept and len(backups.versions(draft)) == 2
    assert DraftLock.take(disk / "另一份.gknb").is_ours  # no lock, and work goes on


def test_there_is_room_again(disk: Path, finished: Report) -> None:
    draft, backups = disk / "年报.gknb", Backups(disk / "backups")
    write_draft(finished, draft)
    file, report = DraftFile.open(draft)
    fill(disk)
    report.apply({"texts/other": "改过了。"})
    with pytest.raises(UserError):
        file.save(report, backups)
    (disk / "占位").unlink()
    file.save(report, backups)
    assert read_draft(draft) == report and len(backups.versions(draft)) == 1
    file.close()
    assert not list(disk.rglob("*.tmp")) and not list(disk.rglob("*.lock"))


def test_a_read_only_disk(tmp_path: Path, finished: Report) -> None:
    source = tmp_path / "来源"
    source.mkdir()
    write_draft(finished, source / "年报.gknb")
    foreign = DraftLock.take(source / "别人的.gknb")
    for folder in mounted(tmp_path / "只读", "-o", "bind,ro", str(source)):
        draft = folder / "年报.gknb"
        before = files(folder)
        file, report = DraftFile.open(draft)
        assert file.is_ours and not lock_path(draft).exists()
        with pytest.raises(UserError, match="磁盘是只读的。请另存.*原来的文件没有改动"):
            file.save(report, Backups(tmp_path / "backups"))
        with pytest.raises(UserError, match="磁盘是只读的"):
            export(report, folder / "年报.xlsx")
        file.close()
        assert files(folder) == before
    foreign.release()


UNPRIVILEGED = """
import os, sys
from pathlib import Path
from model.draft import read_draft, write_draft
report = read_draft(Path(sys.argv[1]))
report.apply({"texts/other": "改过了。"})
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
if not os.path.lexists(sys.argv[1]):
    sys.exit("out of reach")  # a machine whose root folder is root's own
write_draft(report, Path(sys.argv[1]))
"""


@pytest.mark.parametrize(("of_folder", "of_file"), [(0o555, 0o666), (0o777, 0o444)])
def test_a_folder_or_a_file_that_is_not_ours_to_write(of_folder: int, of_file: int, finished: Report) -> None:
    """In a process that becomes nobody, for root may write everywhere."""
    with tempfile.TemporaryDirectory() as outer:
        folder = Path(outer) / "公用"
        folder.mkdir()
        draft = folder / "年报.gknb"
        write_draft(finished, draft)
        Path(outer).chmod(0o755)
        draft.chmod(of_file)
        folder.chmod(of_folder)
        done = subprocess.run(
            [sys.executable, "-c", UNPRIVILEGED, draft], cwd=ROOT, capture_output=True, text=True
        )
        folder.chmod(0o700)
        if done.stderr.strip() == "out of reach":
            pytest.skip("nobody but root reaches any folder of this machine")
        assert "没有写入权限，或者文件是只读的" in done.stderr and "原来的文件没有改动" in done.stderr
        assert read_draft(draft) == finished
        assert list(folder.iterdir()) == [draft]


LIMITED = """
import resource, sys
from pathlib import Path
from model.draft import read_draft, write_draft
report = read_draft(Path(sys.argv[1]))
report.apply({"texts/other": "长" * 5000})
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
write_draft(report, Path(sys.argv[1]))
"""


def test_a_file_that_may_not_get_longer(tmp_path: Path, finished: Report) -> None:
    """The system takes the first bytes and refuses the others: a real short write."""
    draft = tmp_path / "年报.gknb"
    write_draft(finished, draft)
    done = subprocess.run([sys.executable, "-c", LIMITED, draft], cwd=ROOT, capture_output=True, text=True)
    assert "文件太大，这个磁盘放不下。请另存" in done.stderr
    assert draft.read_bytes() == draft_bytes(finished)
    assert list(tmp_path.iterdir()) == [draft]
