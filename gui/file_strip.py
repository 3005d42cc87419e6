"""Noticing with the focus that somebody else was at the file, and telling it above the tabs."""

from functools import partial

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui.document import Document
from gui.style import SPACE
from gui.toned import ToneLabel
from model.draft_file import DraftFile
from model.known_file import OnDisk

_SOON = 100  # milliseconds


class FileStrip(QWidget):
    """Says above the tabs why the draft cannot simply be saved; hidden where it can.

    The disk is asked in a thread: a share that is gone can take its time.
    """

    compare_asked = Signal()
    save_as_asked = Signal()
    _seen = Signal(object, object, object, bool)  # the file, the digest it had, what became of it, ours

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._label = ToneLabel("warning", textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.compare = QPushButton("比较…")
        self.compare.clicked.connect(self.compare_asked)
        self.save_as = QPushButton("另存为…")
        self.save_as.clicked.connect(self.save_as_asked)
        for button in (self.compare, self.save_as):
            button.setFixedHeight(self.fontMetrics().lineSpacing() + SPACE)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, 0, 2 * SPACE, SPACE)
        row.addWidget(self._label, 1)
        row.addWidget(self.compare)
        row.addWidget(self.save_as)
        self._pool = QThreadPool(maxThreadCount=1)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._begin)
        self._seen.connect(self._on_seen)
        document.renamed.connect(self._on_renamed)
        self._on_renamed()

    def look_soon(self) -> None:
        """Sees what became of the file, once the window is painted."""
        self._soon.start()

    def _begin(self) -> None:
        file = self._document.file
        if file is not None and self._pool.activeThreadCount() == 0:
            self._pool.start(partial(self._look, file, file.digest))

    def finish(self) -> None:
        """Looks no more, and waits until nobody does."""
        self._soon.stop()
        self._pool.waitForDone()

    def _look(self, file: DraftFile, digest: str | None) -> None:
        self._seen.emit(file, digest, file.look(), file.is_ours)

    def _on_seen(self, file: DraftFile, digest: str | None, found: OnDisk, ours: bool) -> None:
        if file is not self._document.file or file.digest != digest:
            return  # saved or left meanwhile
        name = f"“{file.path.name}”"
        if found is OnDisk.OTHER:
            self._tell(f"{name}在磁盘上被别人或者别的程序改过。", self.compare)
        elif not ours:
            self._tell(f"{name}已被别人接着编辑。您的改动请另存一份，再与对方合并。", self.save_as)
        elif found is OnDisk.GONE:
            self._tell(
                f"{name}不在原来的文件夹里了（删除、移走或者改名）。保存时会在原处重新写一份。", self.save_as
            )
        else:
            self._tell("", None)

    def _on_renamed(self) -> None:
        document = self._document
        if document.holder:
            self._tell(f"只读：这份草稿{document.holder}。要改的话，请另存为一份。", self.save_as)
        else:
            self._tell("", None)

    def _tell(self, text: str, offered: QObject | None) -> None:
        self._label.setText(text)
        self.compare.setVisible(offered is self.compare)
        self.save_as.setVisible(offered is self.save_as)
        self.setVisible(bool(text))
