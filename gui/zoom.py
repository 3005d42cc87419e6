"""How large the tables are: the same for all of them, and remembered from one start to the next."""

from PySide6.QtCore import QObject, QTimer, Signal

from gui.settings import Settings

STEPS = (70, 80, 90, 100, 110, 125, 150, 175, 200)
"""The sizes on offer, in percent."""

_PAUSE = 1_000  # milliseconds after the last step until it is written down


class Zoom(QObject):
    """The size of the tables, in percent of the window's own type."""

    changed = Signal(int)  # the new size

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self.percent = settings.zoom  # the size now; written down later
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.keep)

    def step(self, by: int) -> None:
        """Goes so many sizes up, or down where `by` is negative, as far as there are any."""
        ahead = (
            [s for s in STEPS if s > self.percent] if by > 0 else [s for s in STEPS[::-1] if s < self.percent]
        )
        self._set([self.percent, *ahead][: abs(by) + 1][-1])

    def reset(self) -> None:
        """Goes back to the window's own size."""
        self._set(100)

    def keep(self) -> None:
        """Writes a changed size down."""
        self._pause.stop()
        if self.percent != self._settings.zoom:
            self._settings.update(lambda settings: setattr(settings, "zoom", self.percent))

    def _set(self, percent: int) -> None:
        if percent != self.percent:
            self.percent = percent
            self._pause.start()
        self.changed.emit(self.percent)
