"""The ring around whatever has the focus: the same for every kind of widget, in light and dark."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QMenu,
    QMenuBar,
    QRadioButton,
    QSplitter,
    QTabBar,
    QWidget,
)

from gui.style import shades

_WIDTH = 2  # pixels
_OUTSIDE = 3  # pixels around what has no frame of its own
_CORNER = 3  # pixels: the radius


class FocusRing(QObject):
    """Follows the focus from window to window. A widget that `draws_focus` gets no ring."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: _Ring | None = None
        app.focusChanged.connect(self._follow)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._ring is not None and shiboken6.isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = _Ring(new) if new is not None and _wants_ring(new) else None


def _wants_ring(widget: QWidget) -> bool:
    """Not where the focus shows already: in menus, in the list of a combo box, in a cell that is edited."""
    if widget.isWindow() or isinstance(widget, QMenu | QMenuBar) or getattr(widget, "draws_focus", False):
        return False
    ground = widget.parentWidget()
    view = ground.parentWidget() if ground else None
    in_view = isinstance(view, QAbstractItemView) and view.viewport() is ground
    return not in_view and widget.window().windowType() is not Qt.WindowType.Popup


class _Ring(QWidget):
    """Lies over the widget's edge, as a child of the widget's parent; takes no clicks."""

    def __init__(self, widget: QWidget) -> None:
        moved, ground = [widget], widget.parentWidget()
        while isinstance(ground, QSplitter):  # it would make the ring one of its parts
            moved.append(ground)
            ground = ground.parentWidget()
        assert ground is not None
        super().__init__(ground)
        self._widget, self._ground = widget, ground
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        for part in moved:
            part.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = QEvent.Type
        if event.type() in (kinds.Move, kinds.Resize) or (
            event.type() == kinds.Paint and isinstance(watched, QTabBar)  # its tabs move within it
        ):
            self._place()
        return False

    def _place(self) -> None:
        widget = self._widget
        rect = widget.rect()
        if isinstance(widget, QTabBar):
            rect = widget.tabRect(widget.currentIndex())
        elif isinstance(widget, QCheckBox | QRadioButton):
            rect = rect.adjusted(-_OUTSIDE, -_OUTSIDE, _OUTSIDE, _OUTSIDE)
        place = QRect(widget.mapTo(self._ground, rect.topLeft()), rect.size())
        if place != self.geometry():
            self.setGeometry(place)
            inside = self.rect().adjusted(_CORNER, _CORNER, -_CORNER, -_CORNER)
            # Only the edge, so that nothing is repainted for what changes inside of it.
            self.setMask(QRegion(self.rect()) - QRegion(inside))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(shades(self.palette()).accent, _WIDTH))
        half = _WIDTH / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), _CORNER - half, _CORNER - half
        )
