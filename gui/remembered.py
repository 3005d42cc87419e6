"""How a window was left, so that the next one is as one likes it: place, size, room for the problems."""

from collections.abc import Iterable

from msgspec import structs
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QWidget

from gui.problems.panel import Problems
from gui.settings import Place, Settings
from gui.style import SPACE

_ASIDE = 8 * SPACE  # pixels by which a second window stands beside the first
_TITLE = 8 * SPACE  # pixels that a window manager needs above a window


def place_of(window: QWidget) -> Place:
    """Where a window is."""
    rect = window.normalGeometry() if window.isMaximized() else window.geometry()
    return Place(rect.x(), rect.y(), rect.width(), rect.height(), window.isMaximized())


def beside(place: Place) -> Place:
    """The place for a second window, so that both are seen."""
    return structs.replace(place, x=place.x + _ASIDE, y=place.y + _ASIDE)


def put(window: QWidget, place: Place) -> None:
    """Puts a window, before it is shown, where one was; not where that screen is gone."""
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if rect := fitted(QRect(place.x, place.y, place.width, place.height), screens):
        window.setGeometry(rect)
    if place.maximised:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def fitted(rect: QRect, screens: Iterable[QRect]) -> QRect | None:
    """A window's place moved and shrunk onto the screen that has most of it; `None` where none has any."""
    seen = [(screen & rect, screen) for screen in screens if screen.intersects(rect)]
    if not seen:
        return None
    _, screen = max(seen, key=lambda pair: pair[0].width() * pair[0].height())
    room = screen.adjusted(0, _TITLE, 0, 0)
    size = rect.size().boundedTo(room.size())
    x = min(max(rect.x(), room.left()), room.right() + 1 - size.width())
    y = min(max(rect.y(), room.top()), room.bottom() + 1 - size.height())
    return QRect(x, y, size.width(), size.height())


def restore_panel(problems: Problems, splitter: QSplitter, settings: Settings) -> None:
    """Gives the problems the room that somebody left them, before the window is shown."""
    problems.height_chosen = settings.panel_height
    if settings.panel_height:
        splitter.setSizes([splitter.window().height() - settings.panel_height, settings.panel_height])
    problems.set_folded(settings.panel_folded)


def keep_panel(problems: Problems, settings: Settings) -> None:
    """Remembers the room that the problems have."""
    settings.panel_folded = problems.is_folded
    settings.panel_height = problems.height_chosen
