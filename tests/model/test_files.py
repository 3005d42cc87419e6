"""Saving replaces a file whole or not at all, and says why where it cannot."""

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from model.errors import UserError
from model.files import STALE, create, read_limited, sweep, why, write_atomic

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions and links as on Linux")
OLD, NEW = b"old content", b"new content, longer"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "年报.gknb"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def umask() -> Iterator[int]:
    before = os.umask(0o027)
    yield 0o027
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def failing(step: Any, number: int, after: int = 0) -> Any:
    """The step, which raises the error once it has succeeded `after` times."""
    calls = 0

    def wrapped(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls > after:
            raise OSError(number, os.strerror(number))
        return step(*arguments, **options)

    return wrapped


def test_writes_what_it_was_given_and_nothing_beside(tmp_path: Path, target: Path) -> None:
    write_atomic(target, NEW)
    write_atomic(tmp_path / "另一份.gknb", b"")
    assert target.read_bytes() == NEW
    assert (tmp_path / "另一份.gknb").read_bytes() == b""
    assert len(list(tmp_path.iterdir())) == 2


@posix
@pytest.mark.parametrize("bits", [0o600, 0o640, 0o664])
def test_an_existing_file_keeps_its_permissions(target: Path, bits: int) -> None:
    target.chmod(bits)
    write_atomic(target, NEW)
    assert (target.read_bytes(), mode(target)) == (NEW, bits)


@posix
def test_what_is_private_is_so_before_it_holds_anything(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target.chmod(0o600)
    write, seen = os.write, []

    def watched(descriptor: int, data: memoryview) -> int:
        seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        return write(descriptor, data)

    monkeypatch.setattr(os, "write", watched)
    write_atomic(target, NEW)
    assert seen == [0o600]


@posix
def test_an_existing_file_keeps_its_group(target: Path) -> None:
    other = next((group for group in os.getgroups() if group != os.getgid()), None)
    if os.geteuid() == 0:
        other = 12345
    if other is None:
        pytest.skip("this user is a member of one group only")
    os.chown(target, -1, other)
    write_atomic(target, NEW)
    assert (target.read_bytes(), target.stat().st_gid) == (NEW, other)


def test_a_file_that_may_not_be_written_is_not_replaced(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere
    with pytest.raises(UserError, match="只读.*原来的文件没有改动"):
        write_atomic(target, NEW)
    assert target.read_bytes() == OLD and list(target.parent.iterdir()) == [target]


@posix
def test_a_new_file_can_be_read_by_whom_the_user_allows(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "新.gknb"
    write_atomic(path, NEW)
    assert mode(path) == 0o666 & ~umask


@posix
def test_a_link_stays_a_link(tmp_path: Path, target: Path) -> None:
    folder = tmp_path / "桌面"
    folder.mkdir()
    link = folder / "快捷.gknb"
    link.symlink_to(Path("..") / target.name)
    write_atomic(link, NEW)
    assert link.is_symlink() and target.read_bytes() == NEW
    assert list(folder.iterdir()) == [link]


@posix
def test_a_link_to_nothing_yet_creates_its_target(tmp_path: Path) -> None:
    link = tmp_path / "快捷.gknb"
    link.symlink_to("新.gknb")
    write_atomic(link, NEW)
    assert link.is_symlink() and (tmp_path / "新.gknb").read_bytes() == NEW


def test_long_chinese_names_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("局" * 80 + ".gknb")
    write_atomic(path, NEW)
    assert path.read_bytes() == NEW


def test_a_name_relative_to_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_atomic(Path("新.gknb"), NEW)
    assert (tmp_path / "新.gknb").read_bytes() == NEW


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "磁盘已满。请"),
        (errno.EDQUOT, "配额已用完。请"),
        (errno.EFBIG, "文件太大"),
        (errno.EIO, "读写出错。请另存"),
        (errno.EACCES, "没有写入权限，或者文件是只读的。请"),
        (errno.EROFS, "磁盘是只读的。请另存"),
        (errno.EBUSY, "正被别的程序使用"),
        (errno.ENOTCONN, "网络已断开。请"),
        (errno.ESTALE, "网络已断开。请"),
        (errno.ETIMEDOUT, "网络已断开。请"),
        (errno.EHOSTDOWN, "网络已断开。请"),
        (errno.ENAMETOOLONG, "文件名太长。请"),
        (errno.EINVAL, "不能用的字符。请"),
        (errno.EMFILE, "打开的文件太多。请"),
        (errno.EDOM, "系统报告“"),
    ],
)
@pytest.mark.parametrize("step", ["open", "write", "fsync", "close", "chmod", "replace"])
def test_whatever_step_fails_the_old_file_stays(
    target: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, says: str
) -> None:
    target.chmod(0o640)  # another than a new file would get
    with monkeypatch.context() as patched:
        patched.setattr(os, step, failing(getattr(os, step), number))
        with pytest.raises(UserError) as refused:
            write_atomic(target, NEW)
    message = str(refused.value)
    assert str(target) in message and says in message and "原来的文件没有改动" in message
    assert message.endswith("。") and "。。" not in message
    assert (target.read_bytes(), mode(target)) == (OLD, 0o640)
    assert list(target.parent.iterdir()) == [target]


def test_reading_fails_with_words_about_reading(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, says in (
        (errno.EACCES, "没有读取权限"),
        (errno.EIO, "读不出来"),
        (errno.ESTALE, "网络已断开"),
        (errno.ENOENT, "没有这个文件"),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(Path, "open", failing(Path.open, number))
            with pytest.raises(UserError, match=says):
                read_limited(target, 100)


@pytest.mark.parametrize(
    ("winerror", "number", "says"),
    [
        (5, errno.EACCES, "没有写入权限"),
        (32, errno.EACCES, "正被别的程序使用"),
        (53, errno.ENOENT, "网络已断开"),
        (64, errno.EINVAL, "网络已断开"),
        (112, errno.ENOSPC, "磁盘已满"),
        (123, errno.EINVAL, "不能用的字符"),
        (206, errno.ENOENT, "文件名太长"),
        (1295, errno.EINVAL, "配额已用完"),
    ],
)
def test_windows_says_more_than_its_errno(winerror: int, number: int, says: str) -> None:
    error = OSError(number, "system")
    error.winerror = winerror  # type: ignore[attr-defined]
    assert says in why(error)


@pytest.mark.parametrize("name", ["a\0b.gknb", "a\ud800b.gknb"])
def test_names_that_no_file_can_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="不能用的字符"):
        write_atomic(tmp_path / name, NEW)
    with pytest.raises(UserError, match="不能用的字符"):
        read_limited(tmp_path / name, 100)
    assert not list(tmp_path.iterdir())


def test_a_disk_that_takes_a_few_bytes_at_a_time_gets_them_all(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:7]))
    write_atomic(target, NEW * 10)
    assert target.read_bytes() == NEW * 10


def test_a_disk_that_fills_up_while_writing_leaves_the_old_file(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, room = os.write, 10

    def until_full(descriptor: int, data: memoryview) -> int:
        nonlocal room
        if not room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = write(descriptor, data[:room])
        room -= written
        return written

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", until_full)
        with pytest.raises(UserError, match="磁盘已满"):
            write_atomic(target, NEW)
    assert target.read_bytes() == OLD
    assert list(target.parent.iterdir()) == [target]


def test_interrupting_leaves_no_temporary_file(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write_atomic(target, NEW)
    assert target.read_bytes() == OLD
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("step", ["open", "fsync"])
def test_a_folder_that_cannot_be_synced_does_not_spoil_a_saved_file(
    target: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, step, failing(getattr(os, step), errno.EINVAL, after=1))
        write_atomic(target, NEW)
    assert target.read_bytes() == NEW
    assert list(target.parent.iterdir()) == [target]


def test_the_file_is_on_the_disk_before_it_takes_the_old_ones_place(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []

    def noted(name: str, step: Any) -> Any:
        def wrapped(*arguments: Any) -> Any:
            steps.append(name)
            return step(*arguments)

        return wrapped

    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, noted(name, getattr(os, name)))
    write_atomic(target, NEW)
    assert steps == ["fsync", "replace", "fsync"] or sys.platform == "win32"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "文件夹.gknb"
    folder.mkdir()
    with pytest.raises(UserError, match=r"文件夹.gknb.*这是一个文件夹"):
        write_atomic(folder, NEW)
    assert list(tmp_path.iterdir()) == [folder] and not list(folder.iterdir())


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("没有/新.gknb", "文件夹不存在"),
        ("年报.gknb/新.gknb", "不是文件夹"),
        ("局" * 100 + ".gknb", "文件名太长"),
    ],
)
def test_places_that_do_not_exist(target: Path, place: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        write_atomic(target.parent / place, NEW)
    assert list(target.parent.iterdir()) == [target]


def test_reading_stops_at_the_limit(target: Path) -> None:
    assert read_limited(target, len(OLD)) == OLD
    with pytest.raises(UserError, match="年报.gknb.*请检查是否选错了文件"):
        read_limited(target, len(OLD) - 1)
    with pytest.raises(UserError, match="没有.gknb"):
        read_limited(target.parent / "没有.gknb", 10)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_no_file_to_read(tmp_path: Path) -> None:
    pipe = tmp_path / "管道"
    os.mkfifo(pipe)
    with pytest.raises(UserError, match="普通文件"):
        read_limited(pipe, 100)


# Files that must not be there yet.


@pytest.mark.parametrize("links", [True, False], ids=["", "a file system without links"])
def test_a_file_is_made_only_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", failing(os.link, errno.EPERM))
    path = tmp_path / "锁"
    assert create(path, NEW) and not create(path, OLD)
    assert path.read_bytes() == NEW
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_server_that_lost_its_answer_has_made_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def linked_but_repeated(source: Path, target: Path) -> None:
        link(source, target)
        raise FileExistsError(errno.EEXIST, "again")

    monkeypatch.setattr(os, "link", linked_but_repeated)
    assert create(tmp_path / "锁", NEW)
    assert (tmp_path / "锁").read_bytes() == NEW


# What writers that were killed leave behind.


def left(folder: Path, name: str, age: float) -> Path:
    path = folder / name
    path.write_bytes(b"half")
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_only_old_temporary_files_of_nobody_are_swept(tmp_path: Path) -> None:
    nobody = 2**22 + 1  # Linux gives no process such a number
    old = left(tmp_path, f".年报.gknb.{nobody}-0123abcd.tmp", STALE + 60)
    kept = {
        left(tmp_path, f".年报.gknb.{nobody}-0123abce.tmp", STALE - 60),
        left(tmp_path, f".年报.gknb.{os.getpid()}-0123abcd.tmp", STALE + 60),  # its writer is alive
        left(tmp_path, f"年报.gknb.{nobody}-0123abcd.tmp", STALE + 60),
        left(tmp_path, f".年报.gknb.{nobody}-0123abcd.tmp2", STALE + 60),
        left(tmp_path, ".年报.gknb.x-0123abcd.tmp", STALE + 60),
        left(tmp_path, f".{'长' * 13}.{nobody}-0123abcd.tmp", STALE + 60),
        left(tmp_path, "年报.gknb", STALE + 60),
    }
    assert sweep(tmp_path) == 1
    assert not old.exists() and set(tmp_path.iterdir()) == kept


def test_age_is_counted_by_the_clock_of_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file server whose clock is hours behind ours dates what is written now as of hours ago."""
    fresh = left(tmp_path, f".年报.gknb.{2**22 + 1}-0123abcd.tmp", 0)
    monkeypatch.setattr(time, "time", lambda: fresh.stat().st_mtime + 10 * STALE)
    assert sweep(tmp_path) == 0
    assert fresh.exists()


def test_what_a_writer_leaves_behind_has_a_name_that_is_swept(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", failing(os.unlink, errno.EIO))  # as if it were killed
        patched.setattr(os, "replace", failing(os.replace, errno.EIO))
        patched.setattr(os, "getpid", lambda: 2**22 + 1)
        with pytest.raises(UserError):
            write_atomic(target, NEW)
    [temporary] = set(target.parent.iterdir()) - {target}
    os.utime(temporary, (time.time() - STALE - 60,) * 2)
    assert sweep(target.parent) == 1
    assert list(target.parent.iterdir()) == [target]


def test_sweeping_never_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sweep(tmp_path / "没有") == 0
    left(tmp_path, f".年报.gknb.{2**22 + 1}-0123abcd.tmp", STALE + 60)
    monkeypatch.setattr(os, "open", failing(os.open, errno.EROFS))
    assert sweep(tmp_path) == 0
