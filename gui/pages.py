"""The pages of the PDF, made and turned into pictures off the typing path."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pypdfium2
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QImage

from export import Product, exporter
from model.errors import UserError
from model.report import Report

Result = TypeVar("Result")

_reading = threading.Lock()


@dataclass(frozen=True)
class Pages:
    """The pages of a PDF; sizes in points."""

    data: bytes
    sizes: tuple[tuple[float, float], ...]


class PageMaker(QObject):
    """Makes pages and their pictures, one job after the other in a thread of its own.

    One thread keeps the jobs in order; one that was overtaken by a newer report is dropped. `made`
    carries `Pages` or the message why there are none, `drawn` a page's number, its scale (pixels a point)
    and its picture.
    """

    made = Signal(object)
    drawn = Signal(int, float, QImage)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._generation = 0

    def make(self, report: Report, product: Product) -> None:
        """Begins to make the pages of a report as it is now."""
        snapshot = report.snapshot()
        self._generation += 1

        def work() -> Pages | str:
            try:
                return make_pages(snapshot, product)
            except UserError as error:
                return str(error)
            except Exception:
                self.made.emit("排版出错了。草稿没有受影响；请保存草稿，把它交给程序的维护者。")
                raise

        self._start(work, self.made.emit)

    def draw(self, pages: Pages, number: int, scale: float) -> None:
        """Begins to draw a page, counted from 0, at `scale` pixels a point."""
        self._start(
            lambda: draw_page(pages.data, number, scale),
            lambda picture: self.drawn.emit(number, scale, picture),
        )

    def _start(self, work: Callable[[], Result], tell: Callable[[Result], object]) -> None:
        """Queues work; what comes of it is told unless something newer has come in between."""
        generation = self._generation

        def job() -> None:
            if generation == self._generation:
                result = work()
                if generation == self._generation:
                    tell(result)

        self._pool.start(_Job(job))

    def finish(self) -> None:
        """Waits for the job at work and drops the others."""
        self._generation += 1
        self._pool.clear()
        self._pool.waitForDone()


class _Job(QRunnable):
    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        self._work()


def make_pages(report: Report, product: Product) -> Pages:
    """The pages that the PDF export writes; raises `UserError` where it cannot."""
    data = exporter(Path("x.pdf"), product)(report)
    with _opened(data) as document:
        return Pages(data, tuple(document.get_page_size(number) for number in range(len(document))))


def draw_page(data: bytes, number: int, scale: float) -> QImage:
    """The picture of a page, counted from 0, at `scale` pixels a point."""
    with _opened(data) as document:
        bitmap = document[number].render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
        image = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
        )
        return image.copy()  # of its own, not of pdfium's memory


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A PDF while it is read; one at a time in the whole program, since pdfium must not run twice at once."""
    with _reading:
        document = pypdfium2.PdfDocument(data)
        try:
            yield document
        finally:
            document.close()
