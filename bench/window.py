"""Opens a draft in the real window, says when it is painted and how much memory that took, and ends.

`python -m bench.window DRAFT [--settled]` prints a JSON object. With `--settled` it goes on until the texts
are checked.
"""

import gc
import json
import runpy
import sys
import time
from pathlib import Path

MAIN = Path(__file__).resolve().parents[1] / "main.py"


def main(draft: Path, settled: bool) -> None:
    """Goes the way of `main.py`, with a window that notices its first frame."""
    from gui.compiled import compiled_once

    gc.disable()  # as there, where it comes before these imports
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # only what tests it brings that
    with compiled_once():
        from PySide6.QtCore import QEvent, QTimer
    from PySide6.QtGui import QFontDatabase

    import gui.windows
    from bench.memory import peak
    from gui.window import MainWindow

    class Watched(MainWindow):
        _painted = 0

        def event(self, event: QEvent) -> bool:
            taken = super().event(event)
            if event.type() in (QEvent.Type.UpdateRequest, QEvent.Type.Paint):
                QTimer.singleShot(0, self._on_frame)  # comes when the frame is on the screen
            return taken

        def _on_frame(self) -> None:
            now = time.monotonic_ns()
            if not self._painted and self._shows_the_draft():
                self._painted = now
                self._go_on()

        def _shows_the_draft(self) -> bool:
            """A draft that was not open last is shown at its overview."""
            figures = self.tabs.overview.figures
            return self.document.path == draft and figures.isVisible() and figures.rowCount() > 0

        def _go_on(self) -> None:
            if settled and not self.document.checking.texts_are_checked:
                QTimer.singleShot(20, self._go_on)
                return
            print(
                json.dumps(
                    {
                        "painted": self._painted,
                        "peak": peak(),
                        "size": [self.width(), self.height()],
                        "font": bool(QFontDatabase.applicationFontFamilies(0)),
                    }
                ),
                flush=True,
            )
            self.close()

    gui.windows.MainWindow = Watched  # type: ignore[attr-defined]
    sys.argv = [str(MAIN), str(draft)]
    runpy.run_path(str(MAIN), run_name="__main__")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--settled" in sys.argv)
