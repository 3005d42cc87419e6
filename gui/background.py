"""Work of which one must not wait in silence: done in a thread, with a sign of life after half a second."""

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QRunnable, Qt, QThreadPool, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressDialog, QWidget

_PATIENCE = 500  # milliseconds


def run_with_progress(parent: QWidget, message: str, work: Callable[[], None]) -> None:
    """Does `work` in a thread and comes back when it is done; what it raises is raised here.

    The window is repainted meanwhile but takes no input. `work` must not touch widgets.
    """
    failure: list[BaseException] = []
    pool = QThreadPool()

    class Job(QRunnable):
        def run(self) -> None:
            try:
                work()
            except BaseException as error:  # raised again below
                failure.append(error)

    pool.start(Job())
    if not pool.waitForDone(_PATIENCE):
        dialog = _Progress(message, "", 0, 0, parent)
        dialog.setCancelButton(None)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()
        loop = QEventLoop()
        timer = QTimer(interval=30)
        timer.timeout.connect(lambda: loop.quit() if pool.waitForDone(0) else None)
        timer.start()
        loop.exec()
        timer.stop()
        dialog.hide()
        dialog.deleteLater()
    if failure:
        raise failure[0]


class _Progress(QProgressDialog):
    """Stays until the work is done: Esc and the close button do nothing."""

    def reject(self) -> None:
        pass

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
