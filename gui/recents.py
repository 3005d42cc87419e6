"""The drafts that were edited last, and which of them are not there any more."""

import time
from pathlib import Path
from threading import Thread

from gui.settings import Settings
from model.files import exists

_PATIENCE = 0.2  # seconds that a person waits for disks; a share that is gone takes far longer to say so


class Recents:
    """The recent drafts, the last one first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._asking: dict[Path, Thread] = {}

    @property
    def paths(self) -> list[Path]:
        return [Path(name) for name in self._settings.recent]

    def remember(self, path: Path) -> None:
        """Puts a draft at the head."""
        self._settings.update(lambda settings: settings.remember(path))

    def clear(self) -> None:
        """Forgets all of them."""
        self._settings.update(lambda settings: setattr(settings, "recent", []))

    def missing(self) -> set[Path]:
        """Those that are known not to be there; where a disk does not answer soon, one may still try."""
        answers: dict[Path, bool] = {}

        def ask(path: Path) -> None:
            answers[path] = exists(path)

        for path in self.paths:
            if not (path in self._asking and self._asking[path].is_alive()):
                self._asking[path] = Thread(target=ask, args=(path,), daemon=True)
                self._asking[path].start()
        until = time.monotonic() + _PATIENCE
        for path in self.paths:
            self._asking[path].join(max(0.0, until - time.monotonic()))
        # Late answers still come in: what they go into must not be gone through.
        return {path for path in self.paths if not answers.get(path, True)}
