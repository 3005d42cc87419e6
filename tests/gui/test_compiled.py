"""What PySide compiles at every start is compiled once, and again whenever its text is another."""

import builtins
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

from gui.compiled import compiled_once

TEXT = "def answer(what: Undefined) -> int:\n    return {}\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "__pycache__" / "pyside"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that were really compiled."""
    names: list[str] = []
    plainly = builtins.compile

    def watched(source: Any, filename: Any, *more: Any, **named: Any) -> Any:
        names.append(str(filename))
        return plainly(source, filename, *more, **named)

    monkeypatch.setattr(builtins, "compile", watched)
    return names


def made(future: bool, source: str | bytes, name: str = "module.py") -> CodeType:
    """Compiles as PySide's importer does, which has `from __future__ import annotations`."""
    caller = "def call(source, name):\n    return compile(source, name, 'exec')\n"
    space: dict[str, Callable[[str | bytes, str], CodeType]] = {}
    exec(("from __future__ import annotations\n" if future else "") + caller, space)
    return space["call"](source, name)


def answer(code: CodeType) -> object:
    space: dict[str, Any] = {}
    exec(code, space)
    return space["answer"](0)


def test_the_second_start_compiles_nothing(place: Path, compiled: list[str]) -> None:
    plainly = builtins.compile
    for _ in range(2):
        with compiled_once(place):
            assert answer(made(True, TEXT.format(1))) == 1
            assert answer(made(True, TEXT.format(2).encode(), "other.py")) == 2
    assert compiled == ["module.py", "other.py"]
    assert builtins.compile is plainly


def test_another_text_is_another_module(place: Path, compiled: list[str]) -> None:
    for number in (1, 2, 2, 1):
        with compiled_once(place):
            assert answer(made(True, TEXT.format(number))) == number
    assert compiled == ["module.py"] * 3, "only what the last start used is kept"


def test_what_a_module_inherits_is_kept_apart(place: Path) -> None:
    for _ in range(2):
        with compiled_once(place):
            assert answer(made(True, TEXT.format(1))) == 1, "annotations are not looked at"
            with pytest.raises(NameError, match="Undefined"):
                answer(made(False, TEXT.format(1)))


@pytest.mark.parametrize("damage", [lambda kept: kept[:-1], lambda kept: b"", lambda kept: b"\0" * len(kept)])
def test_what_is_damaged_or_of_another_python_is_not_trusted(
    place: Path, compiled: list[str], damage: Callable[[bytes], bytes]
) -> None:
    with compiled_once(place):
        made(True, TEXT.format(1))
    place.write_bytes(damage(place.read_bytes()))
    for _ in range(2):
        with compiled_once(place):
            assert answer(made(True, TEXT.format(1))) == 1
    assert compiled == ["module.py"] * 2, "the second start finds it mended"


def test_other_ways_to_compile_are_as_ever(place: Path) -> None:
    with compiled_once(place):
        assert eval(compile("1 + 1", "sum", "eval")) == 2
        assert compile("1", "tree", "exec", 0x400).__class__.__name__ == "Module"  # as `ast.parse` asks
        with pytest.raises(SyntaxError):
            made(True, "no python")
    assert not place.exists()


def test_an_import_that_fails_leaves_python_as_it_was(place: Path) -> None:
    plainly = builtins.compile
    with pytest.raises(ImportError), compiled_once(place):
        raise ImportError
    assert builtins.compile is plainly


def test_a_folder_that_takes_nothing_does_no_harm(place: Path) -> None:
    place.parent.write_text("no folder")
    with compiled_once(place):
        assert answer(made(True, TEXT.format(1))) == 1
