"""Who holds something: a process of a user on a machine, and whether it is still there.

A process is known again by facts that stay the same however clocks are set: its number, when it started
as its system counts it, and the start of the machine. Of another machine nothing can be proved from here.
"""

import getpass
import os
import platform
import sys
import uuid
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from model.digests import digest

Word = Annotated[str, Meta(max_length=200)]

_RANDOM_NODE = 1 << 40  # set in what `uuid.getnode` makes up where there is no network card


class Owner(Struct, frozen=True):
    """A running program.

    `host` and `user` are as the system names them, for people. `machine` tells machines apart, `boot` the
    starts of one machine, `space` the containers in which process numbers mean something else, `started`
    what held a number before or after; each is `""` where the system does not tell.
    """

    host: Word
    user: Word
    machine: Word
    boot: Word
    space: Word
    pid: Annotated[int, Meta(gt=0, lt=2**31)]
    started: Word

    @property
    def runs(self) -> bool | None:
        """Whether it still runs; `None` where that cannot be told from here."""
        here = this_process()
        if self.boot != here.boot:
            return False if self.machine == here.machine else None  # it was switched off meanwhile
        if not (self.boot or self.machine == here.machine) or self.space != here.space:
            return None
        started = _started(self.pid)
        return started is not None and ("" in (started, self.started) or started == self.started)

    @property
    def is_gone(self) -> bool:
        """Whether it provably runs no longer."""
        return self.runs is False

    @property
    def words(self) -> str:
        """The program as messages call it, e.g. `电脑“PC-12”上的用户“li”`."""
        host, user = ("".join(c for c in word if c.isprintable()) for word in (self.host, self.user))
        return f"电脑“{host}”上的用户“{user}”"


def this_process() -> Owner:
    """This program as an owner."""
    return _process(os.getpid())


def is_running(pid: int) -> bool:
    """Whether there is a process of this number on this machine."""
    return _started(pid) is not None


@cache
def _process(pid: int) -> Owner:  # by number: a process that was forked is another one
    user = ""
    with suppress(OSError, KeyError, ImportError):
        user = getpass.getuser()
    return Owner(
        host=platform.node()[:200],
        user=user[:200],
        machine=_machine(),
        boot=_content("/proc/sys/kernel/random/boot_id")[:200],
        space=_link("/proc/self/ns/pid"),
        pid=pid,
        started=_started(pid) or "",
    )


def _machine() -> str:
    """What tells this machine from others of the same name; machines set up from one image share the rest."""
    node = uuid.getnode()
    facts = [platform.node(), _content("/etc/machine-id"), "" if node & _RANDOM_NODE else f"{node:x}"]
    return digest("\n".join(facts).encode(errors="replace"))[:16]


def _started(pid: int) -> str | None:
    """When a process started, as its system counts it; `None` where there is none, `""` if not known."""
    if not 0 < pid < 2**31:
        return None
    if sys.platform == "linux":
        with suppress(PermissionError):
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return None
        # proc(5): the state is the 3rd field, the start in ticks since the machine's the 22nd; the 2nd is
        # the program's name in brackets, which may hold anything.
        fields = _content(f"/proc/{pid}/stat").rpartition(")")[2].split()
        if len(fields) < 20:
            return ""
        return None if fields[0] in "ZX" else fields[19]
    import psutil

    try:
        return str(psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return None
    except psutil.Error:
        return ""  # there, but not ours to look at


def _content(path: str) -> str:
    with suppress(OSError, UnicodeError):
        return Path(path).read_text(encoding="utf-8").strip()[:4096]
    return ""


def _link(path: str) -> str:
    with suppress(OSError):
        return os.readlink(path)
    return ""
