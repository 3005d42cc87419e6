"""Whether there is a screen to open a window on; asked before Qt is loaded, since Qt would abort."""

import ctypes
import os
import sys
from pathlib import Path

from model.errors import UserError

_NO_DISPLAY = "没有图形界面，打不开窗口；请在桌面上启动程序，命令（check、export、new）不需要图形界面。"


def require_display() -> None:
    """Raises `UserError` where no window can be opened."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM", "").startswith(
        ("offscreen", "minimal", "vnc", "linuxfb")
    ):
        return
    if not _wayland() and not _x11():
        raise UserError(_NO_DISPLAY)


def _wayland() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    return bool(name) and Path(os.environ.get("XDG_RUNTIME_DIR", "/"), name or "").exists()


def _x11() -> bool:
    """Whether the X server that DISPLAY names answers."""
    if not os.environ.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # Qt will say better than we could which library is missing
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    answers = bool(xcb.xcb_connection_has_error(connection) == 0)
    xcb.xcb_disconnect(connection)
    return answers
