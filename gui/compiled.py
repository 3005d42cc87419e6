"""PySide's own Python modules, compiled once.

A wheel of PySide serves every version of Python and brings these modules as texts inside of its library,
where Python's own `__pycache__` does not reach: they are compiled at every start, which takes 16 ms.
"""

import builtins
import marshal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType
from typing import Any
from zlib import crc32

from model.errors import UserError
from model.files import write_atomic

_ANNOTATIONS = 0x1000000  # the one `from __future__` that compiled code still inherits; see `__future__.py`
_Key = tuple[str, int, int, int]  # a module's name, what it inherits, the checksum and the length of its text

PLACE = Path(__file__).parent / "__pycache__" / f"pyside.{sys.implementation.cache_tag}"


@contextmanager
def compiled_once(place: Path = PLACE) -> Iterator[None]:
    """While PySide is imported: a text that was compiled at an earlier start is not compiled again.

    A changed text is, and one for another version of Python. `compile` is the built-in one afterwards.
    """
    plainly = builtins.compile
    known = _load(place)
    used: dict[_Key, CodeType] = {}

    def compile_once(source: Any, filename: Any, mode: str, *options: Any, **named: Any) -> Any:
        if mode != "exec" or options or named or not isinstance(source, str | bytes):
            return plainly(source, filename, mode, *options, **named)
        text = source.encode() if isinstance(source, str) else source
        inherited = sys._getframe(1).f_code.co_flags & _ANNOTATIONS
        key = str(filename), inherited, crc32(text), len(text)
        if (code := known.get(key)) is None:
            code = plainly(source, filename, mode, inherited, dont_inherit=True)
        used[key] = code
        return code

    builtins.compile = compile_once
    try:
        yield
    finally:
        builtins.compile = plainly
    if used.keys() - known.keys() and not sys.dont_write_bytecode:
        with suppress(OSError, UserError):
            place.parent.mkdir(exist_ok=True)
            write_atomic(place, _sealed(marshal.dumps(used)))


def _load(place: Path) -> dict[_Key, CodeType]:
    """What was kept by this version of Python, if it is whole: `marshal` trusts what it reads."""
    with suppress(OSError):
        kept = place.read_bytes()
        content = kept[len(_sealed(b"")) :]
        if kept == _sealed(content):
            known: dict[_Key, CodeType] = marshal.loads(content)
            return known
    return {}


def _sealed(content: bytes) -> bytes:
    return MAGIC_NUMBER + crc32(content).to_bytes(4, "big") + content
