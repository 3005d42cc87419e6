"""Who holds something: a process of a user on a machine, and whether it is still there."""

import getpass
import os
import platform
import time
import uuid
from contextlib import suppress
from functools import cache

from msgspec import Struct

_CLOCK = 2.0  # seconds by which the clocks of a process list and of a file may differ


class Owner(Struct, frozen=True):
    """A running program: host and user as the system names them, `since` in seconds of the epoch."""

    host: str
    user: str
    pid: int
    since: float
    token: str  # tells apart what the same process number held at another time

    @property
    def is_here(self) -> bool:
        """Whether it runs, or ran, on this machine."""
        return self.host == platform.node()

    @property
    def is_gone(self) -> bool:
        """Whether it provably runs no longer: of another machine nobody can tell from here."""
        return self.is_here and not _runs(self.pid, self.since)


@cache
def this_process() -> Owner:
    """This program as an owner."""
    user = ""
    with suppress(OSError, KeyError, ImportError):
        user = getpass.getuser()
    return Owner(platform.node(), user, os.getpid(), time.time(), uuid.uuid4().hex)


def _runs(pid: int, since: float) -> bool:
    """Whether a process still runs; one that took over its number started later than `since`."""
    import psutil

    try:
        return bool(psutil.Process(pid).create_time() <= since + _CLOCK)
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True  # there, but not ours to look at
