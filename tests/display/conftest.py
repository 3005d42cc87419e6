"""A real display, and the program on it as a clerk meets it: driven by keys and the clipboard of X alone."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("Xvfb", "openbox", "xdotool", "xclip")
PATIENCE = 20.0  # seconds until what should have happened counts as missing
_Seen = TypeVar("_Seen")


def wait_for(seen: Callable[[], _Seen], what: str) -> _Seen:
    """Waits until something is true and returns it; fails with `what` where it never is.

    Windows, clipboard and disk are looked at again and again: they belong to other programs, and there is no
    one thing that tells of all of them.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := seen():
            return found
        time.sleep(0.02)  # leaves the machine to the program between two looks; nothing relies on how long
    raise AssertionError(f"never seen: {what}")


class Desk:
    """A display with a window manager, the user's folders in `home`, and the programs started on it."""

    def __init__(self, home: Path, number: int) -> None:
        self.home = home
        self.env = os.environ | {
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_RUNTIME_DIR": str(home),
        }
        self.env.pop("QT_IM_MODULE", None)
        self._programs: list[subprocess.Popen[bytes]] = []

    def start(self, *arguments: Path) -> subprocess.Popen[bytes]:
        """Starts the program."""
        command = [sys.executable, str(ROOT / "main.py"), *map(str, arguments)]
        program = subprocess.Popen(command, env=self.env, cwd=self.home, stderr=subprocess.DEVNULL)
        self._programs.append(program)
        return program

    def open(self, *arguments: Path, title: str) -> subprocess.Popen[bytes]:
        """Starts the program and waits until its window has the focus."""
        program = self.start(*arguments)
        self.wait_for_focus(title)
        return program

    def wait_for_focus(self, title: str) -> None:
        """Waits until a window so named gets the keys."""
        active = ("xdotool", "getactivewindow", "getwindowname")
        wait_for(lambda: title in self._run(*active), f"a window {title} with the focus")

    @property
    def is_managed(self) -> bool:
        """Whether the window manager is at work; without one xdotool tells of 0 desktops."""
        return self._run("xdotool", "get_num_desktops").strip() not in ("", "0")

    def shown(self) -> set[str]:
        """What the visible windows are called, without the name of the program and the mark of changes."""
        ids = self._run("xdotool", "search", "--onlyvisible", "--name", "").split()
        names = (self._run("xdotool", "getwindowname", number).strip() for number in ids)
        return {name.partition(" — ")[0].rstrip("*") for name in names} - {""}

    def press(self, *keys: str) -> None:
        """Presses keys one after the other, by their names in X."""
        self._run("xdotool", "key", "--delay", "30", *keys)

    def type(self, text: str) -> None:
        """Types characters of ASCII."""
        self._run("xdotool", "type", "--delay", "30", text)

    def copy(self, text: str) -> None:
        """Puts a text on the clipboard, as another program does."""
        tool = subprocess.Popen(["xclip", "-selection", "clipboard"], stdin=subprocess.PIPE, env=self.env)
        tool.communicate(text.encode())

    def clipboard(self, kind: str) -> str:
        """What another program gets from the clipboard as a kind of content."""
        return self._run("xclip", "-selection", "clipboard", "-out", "-target", kind)

    def saved(self, draft: Path, right: Callable[[dict[str, Any]], bool], what: str) -> None:
        """Saves, and waits until the draft on the disk is as expected."""

        def look() -> bool:
            self.press("ctrl+s")
            return right(json.loads(draft.read_text("utf-8")))

        wait_for(look, what)

    def end(self) -> None:
        """Ends whatever still runs."""
        for program in self._programs:
            program.kill()
            program.wait()

    def _run(self, *command: str) -> str:
        done = subprocess.run(command, env=self.env, capture_output=True, timeout=PATIENCE)
        return done.stdout.decode("utf-8", "replace")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty desk; skipped where the tools for it are missing."""
    if missing := [tool for tool in TOOLS if not shutil.which(tool)]:
        pytest.skip(f"no real display without {', '.join(missing)}")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as number:
        desk = Desk(tmp_path, int(number.readline()))
    managers: list[subprocess.Popen[bytes]] = []

    def manage() -> bool:
        """Starts the manager, again where it came before the display took it."""
        if not managers or managers[-1].poll() is not None:
            managers.append(subprocess.Popen(["openbox"], env=desk.env, stderr=subprocess.DEVNULL))
        return desk.is_managed

    try:
        # A window that is there before its manager gets no focus.
        wait_for(manage, "the window manager")
        yield desk
    finally:
        desk.end()
        for process in (*managers, server):
            process.terminate()  # the server takes its socket away then
            process.wait()
