"""Records how a program uses a library, as straight Python without that program.

What is recorded does the same to the library and nothing else: it is the bare library that ours is
measured against.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from enum import Enum
from itertools import count
from typing import Any

_PLAIN = (str, bytes, int, float, bool, type(None), Decimal, datetime)


class Recording:
    """The calls that were made, a line each."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._names: Iterator[int] = count()

    def of(self, name: str, real: Any) -> "Recorder":
        """What stands for a real object that the recorded lines know by this name."""
        return Recorder(self, name, real)

    def call(self, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        """Calls and notes it; what comes back and is no plain value is recorded, too."""
        words = [*map(_word, args), *(f"{key}={_word(value)}" for key, value in kwargs.items())]
        result = real(*map(_bare, args), **{key: _bare(value) for key, value in kwargs.items()})
        call = f"{name}({', '.join(words)})"
        if isinstance(result, _PLAIN):
            self.lines.append(call)
            return result
        new = f"o{next(self._names)}"
        self.lines.append(f"{new} = {call}")
        return self.of(new, result)

    def program(self, *parameters: str, **names: object) -> Callable[..., None]:
        """What was recorded, as a function of these parameters; `names` are what it may use."""
        source = "\n    ".join([f"def recorded({', '.join(parameters)}):", *self.lines])
        space: dict[str, Any] = {"Decimal": Decimal, "datetime": __import__("datetime"), **names}
        exec(compile(source, "<recorded>", "exec"), space)
        recorded: Callable[..., None] = space["recorded"]
        return recorded


class Recorder:
    """Stands for an object: does what it does, and notes the calls of its methods."""

    def __init__(self, recording: Recording, name: str, real: Any) -> None:
        vars(self).update(_recording=recording, _name=name, _real=real)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._real, name)
        if not callable(value):
            return value
        return lambda *args, **kwargs: self._recording.call(f"{self._name}.{name}", value, args, kwargs)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._real, name, value)

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _word(value: Any) -> str:
    """A value as it is written in Python."""
    match value:
        case Recorder():
            return str(value._name)
        case Enum():
            return repr(value.value)
        case list():
            return f"[{', '.join(map(_word, value))}]"
        case tuple():
            return f"({''.join(f'{_word(item)}, ' for item in value)})"
        case dict():
            return f"{{{', '.join(f'{_word(key)}: {_word(item)}' for key, item in value.items())}}}"
        case _:
            return repr(value)


def _bare(value: Any) -> Any:
    """A value as the library wants it."""
    match value:
        case Recorder():
            return value._real
        case dict():
            return {key: _bare(item) for key, item in value.items()}
        case _:
            return value
