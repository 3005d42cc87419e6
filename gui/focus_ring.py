"""The ring around whatever has the focus: the same for every kind of widget, in light and dark."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QMoveEvent, QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QMenu,
    QMenuBar,
    QTabBar,
    QWidget,
)

from gui.style import shades

_WIDTH = 2  # pixels
_OUTSIDE = 2  # pixels around buttons: some have no frame, the default one has a coloured one
_CORNER = 3  # pixels: the radius


class FocusRing(QObject):
    """Follows the focus from window to window. A widget that `draws_focus` gets no ring.

    One that `holds_focus_ring` has the rings of all that is in it: so what is shown first can spare PySide
    from finding out what kind of widget a viewport is, which takes 4 ms and 1 MB the first time.

    It keeps no reference to anything of a window: a dialog goes with the last one, which must not happen
    while Qt is just moving the focus.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: _Ring | None = None
        app.focusChanged.connect(self._follow)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        for part in _around(old)[:-1]:
            part.removeEventFilter(self)
        if self._ring is not None and shiboken6.isValid(self._ring):
            shiboken6.delete(self._ring)
        self._ring = None
        if new is not None and _wants_ring(new):
            *moving, ground = _around(new)
            for part in moving:
                part.installEventFilter(self)
            self._ring = _Ring(ground)
            self._place()
            self._ring.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Asked by class: the enumeration of types is slow to make, and most events are others.
        if isinstance(event, QMoveEvent | QResizeEvent) or (
            isinstance(event, QPaintEvent) and isinstance(watched, QTabBar)  # its tabs move within it
        ):
            self._place()
        return False

    def _place(self) -> None:
        widget = QApplication.focusWidget()
        if widget is None or self._ring is None or not shiboken6.isValid(self._ring):
            return  # its window is about to go
        rect, ground = widget.rect(), self._ring.parentWidget()
        if isinstance(widget, QTabBar):
            rect = widget.tabRect(widget.currentIndex())
        elif isinstance(widget, QAbstractButton):
            rect = rect.adjusted(-_OUTSIDE, -_OUTSIDE, _OUTSIDE, _OUTSIDE)
        if ground is not None and ground.isAncestorOf(widget):
            self._ring.enclose(QRect(widget.mapTo(ground, rect.topLeft()), rect.size()))


def _around(widget: QWidget | None) -> list[QWidget]:
    """The widget and what it is in, up to the window, or to the view through which one looks at it.

    The ring is in the last: nearer to the widget there may be no room around it, and a splitter would make
    the ring one of its parts. It moves with any of the others.
    """
    around: list[QWidget] = []
    while widget is not None:
        around.append(widget)
        if getattr(widget, "holds_focus_ring", False):
            break
        parent = widget.parentWidget()
        scrolled = isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget
        widget = None if widget.isWindow() or scrolled else parent
    return around


def _wants_ring(widget: QWidget) -> bool:
    """Not where the focus shows already: in menus, in the list of a combo box, in a cell that is edited."""
    if widget.isWindow() or isinstance(widget, QMenu | QMenuBar) or getattr(widget, "draws_focus", False):
        return False
    ground = widget.parentWidget()
    view = ground.parentWidget() if ground else None
    in_view = isinstance(view, QAbstractItemView) and view.viewport() is ground
    return not in_view and widget.window().windowType() is not Qt.WindowType.Popup


class _Ring(QWidget):
    """Lies over the edge of a widget, in what that is in; takes no clicks."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def enclose(self, place: QRect) -> None:
        """Goes around a place of the parent, over whatever else is there."""
        if place != self.geometry():
            self.setGeometry(place)
            inside = self.rect().adjusted(_CORNER, _CORNER, -_CORNER, -_CORNER)
            # Only the edge, so that nothing is repainted for what changes inside of it.
            self.setMask(QRegion(self.rect()) - QRegion(inside))
            self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(shades(self.palette()).accent, _WIDTH))
        half = _WIDTH / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), _CORNER - half, _CORNER - half
        )
