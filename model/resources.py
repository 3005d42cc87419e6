"""The one way to the data files in `resources/`."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import msgspec

from model.errors import UserError
from model.files import write_atomic

ROOT = Path(__file__).resolve().parent.parent / "resources"

_Table = TypeVar("_Table")


def path(*parts: str) -> Path:
    """The path of a data file, e.g. `path("fonts", "hei.ttf")`."""
    return ROOT.joinpath(*parts)


def read_toml(kind: type[_Table], file: Path) -> _Table:
    """What a TOML file says; raises msgspec's `ValidationError` where that is not of its kind.

    Python's parser takes 10 ms for a form. As Python does with modules, it is kept compiled (as JSON) in
    `__pycache__`, if one can write there, for as long as the file stays the same.
    """
    source = file.read_bytes()
    made_from = f"{crc32(source):08x} {len(source)}\n".encode()
    compiled = file.parent / "__pycache__" / f"{file.stem}.json"
    with suppress(OSError, ValueError):  # msgspec's errors are ValueErrors
        kept = compiled.read_bytes()
        if kept.startswith(made_from):
            return msgspec.json.decode(kept[len(made_from) :], type=kind)
    import tomllib

    said = tomllib.loads(source.decode())
    table = msgspec.convert(said, kind)
    if not sys.dont_write_bytecode:
        with suppress(OSError, UserError):
            compiled.parent.mkdir(exist_ok=True)
            write_atomic(compiled, made_from + msgspec.json.encode(said))
    return table
