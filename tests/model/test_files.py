"""Saving replaces a file whole or not at all, and says why where it cannot."""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from model import files
from model.errors import UserError
from model.files import read_limited, write_atomic

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
@pytest.mark.parametrize("bits", [0o600, 0o640, 0o664, 0o444])
def test_an_existing_file_keeps_its_permissions(target: Path, bits: int) -> None:
    target.chmod(bits)
    write_atomic(target, NEW)
    assert (target.read_bytes(), mode(target)) == (NEW, bits)


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
        (errno.ENOSPC, "磁盘已满"),
        (errno.EIO, "读写出错"),
        (errno.EACCES, "没有写入权限"),
        (errno.EBUSY, "系统报告"),
    ],
)
@pytest.mark.parametrize("step", ["open", "fsync", "chmod", "replace"])
def test_whatever_step_fails_the_old_file_stays(
    target: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, says: str
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, step, failing(getattr(os, step), number))
        with pytest.raises(UserError) as refused:
            write_atomic(target, NEW)
    message = str(refused.value)
    assert str(target) in message and says in message and "原来的文件没有改动" in message
    assert target.read_bytes() == OLD
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("part", ["write", "flush", "close"])
def test_a_disk_that_fills_up_while_writing_leaves_the_old_file(
    target: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    def open_on_a_full_disk(*arguments: Any) -> BinaryIO:
        file = open(*arguments)  # noqa: SIM115
        real = getattr(file, part)

        class Full:
            def __getattr__(self, name: str) -> Any:
                return failing(real, errno.ENOSPC) if name == part else getattr(file, name)

            def __enter__(self) -> Any:
                return self

            def __exit__(self, *_: object) -> None:
                file.close()
                if part == "close":
                    self.close()

        return Full()  # type: ignore[return-value]

    with monkeypatch.context() as patched:
        patched.setattr(files, "open", open_on_a_full_disk, raising=False)
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


@posix
def test_a_read_only_folder(target: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write into read-only folders")
    target.parent.chmod(0o500)
    try:
        with pytest.raises(UserError, match="没有写入权限"):
            write_atomic(target, NEW)
        assert target.read_bytes() == OLD and list(target.parent.iterdir()) == [target]
    finally:
        target.parent.chmod(0o700)


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
