"""Recovery copies while one types: what is not saved yet is on the disk within a few seconds."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal

from gui.document import Document
from gui.keys import is_composing
from model.errors import UserError
from model.report import Report

if TYPE_CHECKING:
    from model.recovery import Recovery, RecoveryCopy

_PAUSE = 1_000  # milliseconds after the last change
_LONGEST = 3_000  # milliseconds that a change waits while the typing goes on
_COMPOSING = 250  # milliseconds after which an input method is asked again
_PATIENCE = 5_000  # milliseconds that one waits for a disk after a defect


class Autosave(QObject):
    """Keeps a recovery copy of a window's report while it has changes that are not saved.

    The window's thread only takes a snapshot; a thread writes, one copy at a time, and always the newest.
    The copy goes when the report is saved, undone to what is saved, or left.
    """

    failed = Signal(str)  # a copy could not be written; once until it works again
    _done = Signal(str)  # from the writing thread: why it failed, or nothing

    def __init__(self, document: Document, folder: Path) -> None:
        super().__init__(document)
        self._document = document
        self._folder = folder
        self._has_own = False
        self._trouble, self._said = "", False
        self._pool = QThreadPool(maxThreadCount=1)
        self._lock = Lock()
        self._next: Callable[[], None] | None = None
        self._busy = False
        self._pause = QTimer(self, singleShot=True)
        self._longest = QTimer(self, singleShot=True, interval=_LONGEST)
        for timer in (self._pause, self._longest):
            timer.timeout.connect(self._on_time)
        document.changed.connect(self._on_changed)
        # Later, for a report that is recovered counts as saved for a moment.
        later = Qt.ConnectionType.QueuedConnection
        document.undo_stack.cleanChanged.connect(self._tidy, later)
        document.replaced.connect(self._tidy, later)
        self._done.connect(self._on_done)

    @cached_property
    def recovery(self) -> "Recovery":
        """The folder of copies; loaded by whoever needs it first, which is the writing thread as a rule."""
        from model.recovery import Recovery

        return Recovery(self._folder)

    @property
    def has_copies(self) -> bool:
        """Whether there may be copies, whoever left them."""
        try:
            return next(self._folder.iterdir(), None) is not None
        except OSError:
            return False

    def keep_now(self) -> bool:
        """Writes the copy at once, e.g. after a defect; whether everything unsaved is on the disk then."""
        if not self._document.modified:
            return True
        self._write()
        # What the thread reports reaches `_on_done` later; here its own word counts.
        return self._pool.waitForDone(_PATIENCE) and not self._trouble

    def take(self, copy: "RecoveryCopy") -> bool:
        """Makes a copy that was left behind this window's own; as `Recovery.take`."""
        self.finish()
        self._has_own = True
        return self.recovery.take(copy)

    def discard(self) -> None:
        """Removes the copy: the report is saved, or not wanted."""
        self._pause.stop()
        self._longest.stop()
        if self._has_own:
            self._has_own = False
            self._do(self._remove)

    def finish(self) -> None:
        """Waits until nothing is being written."""
        self._pool.waitForDone()

    def _on_changed(self) -> None:
        self._pause.start(_PAUSE)
        if not self._longest.isActive():
            self._longest.start()

    def _tidy(self) -> None:
        if not self._document.modified:
            self.discard()

    def _on_time(self) -> None:
        if is_composing():
            self._pause.start(_COMPOSING)
        elif self._document.modified:
            self._write()

    def _write(self) -> None:
        self._pause.stop()
        self._longest.stop()
        document = self._document
        self._has_own = True
        copy = (
            document.report.snapshot(),
            document.path,
            document.unsaved,
            document.file.digest if document.file else None,
            {address: refusal.text for address, refusal in document.refused.items()},
        )
        self._do(lambda: self._keep(*copy))

    def _keep(
        self, report: Report, path: Path | None, unsaved: int, digest: str | None, refused: dict[str, str]
    ) -> None:
        try:
            self.recovery.write(report, path, unsaved, digest, refused)
            self._trouble = ""
        except UserError as error:
            self._trouble = str(error)
        self._done.emit(self._trouble)

    def _remove(self) -> None:
        self.recovery.discard()

    def _do(self, work: Callable[[], None]) -> None:
        """Leaves work to the thread, in place of what it has not begun yet."""
        with self._lock:
            self._next = work
            if self._busy:
                return
            self._busy = True
        self._pool.start(self._run)

    def _run(self) -> None:
        while True:
            with self._lock:
                work, self._next = self._next, None
                if work is None:
                    self._busy = False
                    return
            work()

    def _on_done(self, trouble: str) -> None:
        if trouble and not self._said:
            self.failed.emit(f"改动没能自动存一份：{trouble}请按 Ctrl+S 保存。")
        self._said = bool(trouble)
