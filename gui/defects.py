"""When the program makes a mistake: nothing is lost, it is told once and written down, and one goes on."""

import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSysInfo, Signal

from gui.settings import data_folder
from model.files import write_atomic
from model.version import VERSION

if TYPE_CHECKING:
    from gui.windows import Windows

_LOG_SIZE, _LOGS = 256 * 1024, 3  # bytes of a log, and how many are kept
_CRASHES = "crash.log"


class Defects(QObject):
    """Takes unexpected exceptions, of whatever thread, and lets the program go on."""

    _found = Signal(str, str)  # details, and where it was

    def __init__(self, windows: "Windows") -> None:
        super().__init__(windows)
        self._windows = windows
        self._told: set[str] = set()
        self._telling = False
        self._found.connect(self._tell)

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """For `sys.excepthook`."""
        sys.__excepthook__(kind, error, trace)
        if issubclass(kind, KeyboardInterrupt):
            return
        details = describe(kind, error, trace)
        write_down(details)
        where = details.splitlines()[-1]
        self._found.emit(details, where)  # a slot of the windows' thread

    def _tell(self, details: str, where: str) -> None:
        if not self._windows.all:
            return  # nothing is open yet, or any more
        kept = False not in [window.autosave.keep_now() for window in self._windows.all]
        window = self._windows.active
        if self._telling or where in self._told:
            window.status.say("程序又在同一处出错。请另存草稿，再重新启动程序。", trouble=True, lasts=0)
            return
        self._told.add(where)
        self._telling = True
        try:
            if window.filing.dialogs.defect(kept, details):
                window.filing.save_as()
        finally:
            self._telling = False


def describe(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """What happened and where, without what the exceptions say: that may quote the report."""
    lines = [f"公开年报 {VERSION}，Python {sys.version.split()[0]}，{QSysInfo.prettyProductName()}"]
    cause: BaseException | None = error
    seen: set[int] = set()
    parts = []
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        frames = traceback.extract_tb(trace if cause is error else cause.__traceback__)
        place = [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        parts.append([type(cause).__name__, *place])
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join([*lines, *(line for part in reversed(parts) for line in part)])


def write_down(details: str) -> None:
    """Adds to the log in the user's data folder; where that fails the program goes on all the same."""
    import logging
    from logging.handlers import RotatingFileHandler

    try:
        folder = data_folder() / "log"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(
            folder / "gknb.log", maxBytes=_LOG_SIZE, backupCount=_LOGS, encoding="utf-8", errors="replace"
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        handler.emit(logging.LogRecord("gknb", logging.ERROR, "", 0, details, None, None))
        handler.close()
    except OSError:
        pass


def watch_for_crashes() -> None:
    """Lets Python write where it was when the system ends the program, e.g. on a fault in a library."""
    import faulthandler

    try:
        folder = data_folder() / "log"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / _CRASHES
        if path.exists() and path.stat().st_size > _LOG_SIZE:
            write_atomic(path, b"")
        faulthandler.enable(path.open("ab"))  # open as long as the program runs
    except OSError:
        pass


def _short(name: str) -> str:
    """A file without the folders of this machine."""
    path = Path(name)
    root = Path(__file__).parents[1]
    return str(path.relative_to(root)) if path.is_relative_to(root) else path.name
