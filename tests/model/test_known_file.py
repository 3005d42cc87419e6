"""Somebody else's change of a file is noticed; nobody's is not."""

import os
import shutil
import time
from pathlib import Path

import pytest

from model.digests import digest
from model.files import write_atomic
from model.known_file import KnownFile, OnDisk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "夹" / "年报.gknb"
    path.parent.mkdir()
    path.write_bytes(b"one")
    return path


@pytest.fixture
def known(path: Path) -> KnownFile:
    return KnownFile(path, digest(b"one"))


def aged(path: Path, seconds: float = 100) -> None:
    os.utime(path, (time.time() - seconds,) * 2)


def test_nothing_happened(path: Path, known: KnownFile) -> None:
    assert [known.look(), known.look()] == [OnDisk.SAME] * 2
    aged(path)
    assert [known.look(), known.look()] == [OnDisk.SAME] * 2


def test_the_same_content_written_again_is_the_same(path: Path, known: KnownFile) -> None:
    assert known.look() is OnDisk.SAME
    write_atomic(path, b"one")
    assert known.look() is OnDisk.SAME


@pytest.mark.parametrize("content", [b"two", b"", b"longer"])
def test_another_content(path: Path, known: KnownFile, content: bytes) -> None:
    aged(path)
    assert known.look() is OnDisk.SAME
    write_atomic(path, content)
    assert [known.look(), known.look()] == [OnDisk.OTHER] * 2


def test_a_change_within_the_same_tick_of_the_clock(path: Path, known: KnownFile) -> None:
    """In place, as long as before, with the time of before: as it may be within two seconds on a FAT disk."""
    assert known.look() is OnDisk.SAME
    before = path.stat()
    path.write_bytes(b"two")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert known.look() is OnDisk.OTHER


def test_looking_again_costs_one_question(
    path: Path, known: KnownFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    aged(path)
    assert known.look() is OnDisk.SAME
    path.chmod(0)
    monkeypatch.setattr("builtins.open", None)
    assert known.look() is OnDisk.SAME


def test_a_file_that_is_gone_and_comes_back(path: Path, known: KnownFile) -> None:
    path.rename(path.with_name("别处.gknb"))
    assert known.look() is OnDisk.GONE
    path.with_name("别处.gknb").rename(path)
    assert known.look() is OnDisk.SAME


def test_a_share_that_is_gone(path: Path, known: KnownFile) -> None:
    shutil.move(path.parent, path.parent.with_name("别处"))
    assert known.look() is OnDisk.AWAY
    path.parent.write_bytes(b"")
    assert known.look() is OnDisk.AWAY


def test_a_folder_or_a_pipe_in_its_place_is_another(path: Path, known: KnownFile) -> None:
    path.unlink()
    path.mkdir()
    assert known.look() is OnDisk.OTHER
    path.rmdir()
    os.mkfifo(path)
    assert known.look() is OnDisk.OTHER
