"""A second start of the program hands its draft to the one that runs, and ends.

They meet at a socket of the same user, folders and display. What is said there is one line of JSON,
`{"open": PATH}` with an absolute path or null, and the answer that it was taken. Where that goes wrong in any
way – nobody there, a program that hangs, a system without such sockets – each start has a window of its own.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QSocketNotifier, QTimer

from gui.settings import data_folder, settings_path
from model.digests import digest

if TYPE_CHECKING:
    from socket import socket as Socket  # loaded only where it is needed; Qt's costs far more

_PATIENCE = 300  # milliseconds for which one side waits for the other
_LIMIT = 32 * 1024  # bytes of a message; a path has at most 4,096, each of which JSON may write as six
_TAKEN = b"taken\n"


class _Wish(msgspec.Struct, forbid_unknown_fields=True):
    """What another start was given."""

    open: str | None

    def __post_init__(self) -> None:
        if self.open is not None and ("\0" in self.open or not os.path.isabs(self.open)):
            raise ValueError(self.open)


def hand_over(path: Path | None) -> bool:
    """Whether a program that runs already opens the draft, or a new window where there is none."""
    place = _meeting_place()
    if not os.path.exists(place):
        return False
    try:
        message = msgspec.json.encode(_Wish(None if path is None else os.path.abspath(path))) + b"\n"
        with _socket() as line:
            until = time.monotonic() + _PATIENCE / 1000
            line.settimeout(_PATIENCE / 1000)
            line.connect(place)
            line.sendall(message)
            answer = b""
            while len(answer) < len(_TAKEN) and (left := until - time.monotonic()) > 0:
                line.settimeout(left)
                if not (part := line.recv(len(_TAKEN))):
                    break
                answer += part
            # A program that wakes up later finds nobody to answer, and does nothing.
            return answer == _TAKEN
    except (OSError, UnicodeEncodeError):
        return False  # nobody is there, or the name is of bytes that are no text


class OtherStarts(QObject):
    """Listens for other starts; `received` is called with the path that one was given, or `None`."""

    def __init__(self, received: Callable[[Path | None], object], parent: QObject) -> None:
        super().__init__(parent)
        self._received = received
        self._place = _meeting_place()
        self._door: Socket | None = None

    def listen(self) -> bool:
        """Begins to listen, if nobody else does; whether that worked."""
        try:
            door = _socket()
        except OSError:
            return False
        try:
            if self._is_taken():
                raise FileExistsError(self._place)
            with suppress(FileNotFoundError):
                os.unlink(self._place)  # of a program that was killed
            Path(self._place).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            door.bind(self._place)
            os.chmod(self._place, 0o600)
            door.listen()
            door.setblocking(False)
        except OSError:
            door.close()
            return False
        self._door = door
        QSocketNotifier(door.fileno(), QSocketNotifier.Type.Read, self).activated.connect(self._meet)
        return True

    def close(self) -> None:
        """Listens no more."""
        if self._door:
            for notifier in self.findChildren(QSocketNotifier):
                notifier.setEnabled(False)
            self._door.close()
            self._door = None
            with suppress(OSError):
                os.unlink(self._place)

    def _is_taken(self) -> bool:
        with suppress(OSError), _socket() as line:
            line.settimeout(_PATIENCE / 1000)
            line.connect(self._place)
            return True
        return False

    def _meet(self) -> None:
        with suppress(OSError):
            assert self._door
            line, _ = self._door.accept()
            _Conversation(line, self._received, self)


class _Conversation(QObject):
    """Hears what one start wants; whoever says anything else, or too little in time, is not listened to."""

    def __init__(self, line: "Socket", received: Callable[[Path | None], object], parent: QObject) -> None:
        super().__init__(parent)
        self._line, self._received, self._said = line, received, b""
        line.setblocking(False)
        self._notifier = QSocketNotifier(line.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)
        QTimer.singleShot(_PATIENCE, self, self._end)

    def _hear(self) -> None:
        try:
            part = self._line.recv(_LIMIT)
            self._said += part
            if part and len(self._said) <= _LIMIT and not self._said.endswith(b"\n"):
                return
            wish = msgspec.json.decode(self._said[:_LIMIT], type=_Wish)
            # Whoever asked may have lost patience and opened a window of its own: that raises.
            self._line.sendall(_TAKEN)
        except BlockingIOError:
            return
        except (OSError, ValueError, RecursionError):
            self._end()
            return
        self._end()
        self._received(None if wish.open is None else Path(wish.open))

    def _end(self) -> None:
        self._notifier.setEnabled(False)
        self._line.close()
        self.deleteLater()


def _socket() -> "Socket":
    """A socket of this machine; raises `OSError` on a system that has none."""
    import socket

    if not hasattr(socket, "AF_UNIX"):
        raise OSError("no local sockets")
    return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)


def _meeting_place() -> str:
    """Where programs of the same user, folders and display meet."""
    own = [str(settings_path()), str(data_folder())]
    own += [os.environ.get(name, "") for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")]
    name = "gknb-" + digest("\n".join(own).encode(errors="surrogateescape"))[:16]
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return os.path.join(folder if os.path.isdir(folder) else data_folder(), name)
