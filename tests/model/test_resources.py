"""Data files are compiled once, and again whenever they change."""

import errno
import os
import sys
import tomllib
from pathlib import Path

import msgspec
import pytest

from model import resources

Names = dict[str, list[str]]
SHIPPED = sorted(resources.ROOT.rglob("*.toml"))


@pytest.fixture(autouse=True)
def may_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def compiled(file: Path) -> Path:
    return file.parent / "__pycache__" / f"{file.stem}.json"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "names.toml"
    file.write_text('village = ["青禾", "大禾"]\n', encoding="utf-8")
    return file


def test_the_second_time_the_toml_is_not_parsed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = resources.read_toml(Names, file)
    monkeypatch.setattr(tomllib, "loads", lambda source: pytest.fail("parsed again"))
    assert resources.read_toml(Names, file) == first == {"village": ["青禾", "大禾"]}


def test_a_changed_file_says_something_else(file: Path) -> None:
    resources.read_toml(Names, file)
    file.write_text('village = ["青禾", "小禾"]\n', encoding="utf-8")  # of the same length
    assert resources.read_toml(Names, file) == {"village": ["青禾", "小禾"]}
    assert resources.read_toml(Names, file) == {"village": ["青禾", "小禾"]}


@pytest.mark.parametrize("left", [b"", b"{", b"00000000 1\n{}"])
def test_a_broken_copy_does_no_harm(file: Path, left: bytes) -> None:
    before = resources.read_toml(Names, file)
    whole = compiled(file).read_bytes()
    compiled(file).write_bytes(left)
    assert resources.read_toml(Names, file) == before
    compiled(file).write_bytes(whole[:-3])
    assert resources.read_toml(Names, file) == before
    assert compiled(file).read_bytes() == whole, "it is mended"
    assert [kept.name for kept in compiled(file).parent.iterdir()] == ["names.json"]


def test_where_one_cannot_write_it_is_read_all_the_same(file: Path) -> None:
    compiled(file).parent.write_text("no folder")
    assert resources.read_toml(Names, file) == {"village": ["青禾", "大禾"]}


def test_a_full_disk_is_not_littered(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", refuse)
    assert resources.read_toml(Names, file) == {"village": ["青禾", "大禾"]}
    assert not list(compiled(file).parent.iterdir())


def test_nothing_is_written_where_python_writes_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    resources.read_toml(Names, file)
    assert not compiled(file).exists()


def test_what_is_of_another_kind_is_refused_both_times(file: Path) -> None:
    resources.read_toml(Names, file)
    for _ in range(2):
        with pytest.raises(msgspec.ValidationError, match="array"):
            resources.read_toml(dict[str, int], file)


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda path: str(path.relative_to(resources.ROOT)))
def test_compiling_loses_nothing(shipped: Path, tmp_path: Path) -> None:
    """JSON has no dates and no numbers but plain ones; the files must not have any either."""
    copy = tmp_path / shipped.name
    copy.write_bytes(shipped.read_bytes())
    said = tomllib.loads(shipped.read_text(encoding="utf-8"))
    assert resources.read_toml(dict, copy) == said
    assert compiled(copy).is_file()
    assert resources.read_toml(dict, copy) == said
