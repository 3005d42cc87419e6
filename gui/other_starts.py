"""A second start of the program hands its draft to the one that runs, and ends.

They meet at a socket (on Windows, a named pipe) of the same user, data folder and display. What is said there
is one line of JSON, `{"open": PATH}` with an absolute path or null, and the answer that it was taken. Where
that goes wrong in any way – nobody there, a program that hangs – the second start has a window of its own.
"""

import hashlib
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from gui.settings import data_folder, settings_path

_PATIENCE = 300  # milliseconds for which a second start waits for the first
_LIMIT = 32 * 1024  # bytes of a message; a path has at most 4,096, each of which JSON may write as six
_TAKEN = b"taken\n"


class _Wish(msgspec.Struct, forbid_unknown_fields=True):
    """What another start was given."""

    open: str | None

    def __post_init__(self) -> None:
        if self.open is not None and ("\0" in self.open or not os.path.isabs(self.open)):
            raise ValueError(self.open)

    @property
    def path(self) -> Path | None:
        return None if self.open is None else Path(self.open)


def hand_over(path: Path | None) -> bool:
    """Whether a program that runs already opens the draft, or a new window where there is none."""
    try:
        wish = _Wish(None if path is None else os.path.abspath(path))
        message = msgspec.json.encode(wish) + b"\n"
    except UnicodeEncodeError:
        return False  # a name of bytes that are no text
    time = QElapsedTimer()
    time.start()
    socket = QLocalSocket()
    socket.connectToServer(_meeting_place())
    if not socket.waitForConnected(_PATIENCE):
        return False
    socket.write(message)
    answer = b""
    while len(answer) < len(_TAKEN) and (left := _PATIENCE - time.elapsed()) > 0:
        if not socket.waitForReadyRead(left):
            break
        answer += bytes(socket.readAll().data())
    # A program that wakes up later finds nobody to answer, and does nothing.
    socket.abort()
    return answer == _TAKEN


class OtherStarts(QObject):
    """Listens for other starts and tells what they were given; `received` gets a path or `None`."""

    def __init__(self, received: Callable[[Path | None], object], parent: QObject) -> None:
        super().__init__(parent)
        self._received = received
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._meet)

    def listen(self) -> bool:
        """Begins to listen; where that cannot be, each start has a window of its own."""
        place = _meeting_place()
        socket = QLocalSocket()
        socket.connectToServer(place)
        if socket.waitForConnected(_PATIENCE):
            return False  # another program was quicker
        QLocalServer.removeServer(place)  # of one that was killed
        if sys.platform != "win32":
            Path(place).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self._server.listen(place)

    def _meet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(partial(self._read, socket))
            QTimer.singleShot(_PATIENCE, socket, socket.abort)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        """Takes what was said once the line is whole; whoever says anything else is not listened to."""
        if socket.bytesAvailable() > _LIMIT:
            socket.abort()
        elif socket.canReadLine():
            try:
                wish = msgspec.json.decode(bytes(socket.readLine(_LIMIT).data()), type=_Wish)
            except (ValueError, RecursionError):
                socket.abort()
                return
            # Whoever asked may have lost patience and opened a window of its own.
            if socket.write(_TAKEN) == len(_TAKEN) and socket.waitForBytesWritten(_PATIENCE):
                self._received(wish.path)
            socket.disconnectFromServer()


def _meeting_place() -> str:
    """Where programs of the same user, folders and display meet: the name of a socket or a pipe."""
    own = [str(settings_path()), str(data_folder())]
    own += [os.environ.get(name, "") for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")]
    name = "gknb-" + hashlib.sha256("\n".join(own).encode(errors="surrogateescape")).hexdigest()[:16]
    if sys.platform == "win32":
        return name
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return os.path.join(folder if os.path.isdir(folder) else data_folder(), name)
