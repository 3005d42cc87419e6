"""Makes one call of the system fail, any of those by which files are written."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

STEPS = ("open", "write", "fsync", "close", "chmod", "link", "replace", "mkdir")
"""The calls that change files; taking a temporary file away again is none: it may always fail."""


@contextmanager
def failing_call(number: int, error: int = errno.EIO) -> Iterator[list[str]]:
    """The call of this number (from 0) fails; gives the names of the calls that are made."""
    made: list[str] = []
    with pytest.MonkeyPatch.context() as patched:
        for name in STEPS:
            patched.setattr(os, name, _counted(getattr(os, name), name, made, number, error))
        yield made


def calls_of(action: Callable[[], object]) -> list[str]:
    """The calls that an action makes when nothing fails."""
    with failing_call(-1) as made:
        action()
    return made


def _counted(step: Any, name: str, made: list[str], number: int, error: int) -> Any:
    def wrapped(*arguments: Any, **options: Any) -> Any:
        made.append(name)
        if len(made) - 1 != number:
            return step(*arguments, **options)
        if name == "close":
            step(*arguments, **options)  # as systems do: the data is refused, the file closed all the same
        raise OSError(error, os.strerror(error))

    return wrapped
