"""The marks of sections and findings, told apart by shape as well as by colour."""

from collections.abc import Callable
from enum import Enum, auto
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from gui.style import Shades, State, shades
from model.checks import Severity


class Mark(Enum):
    """What a mark says."""

    EMPTY = auto()
    ERROR = auto()
    WARNING = auto()
    HINT = auto()
    ASIDE = auto()
    FINE = auto()


SEVERITY_MARKS = {Severity.ERROR: Mark.ERROR, Severity.WARNING: Mark.WARNING, Severity.HINT: Mark.HINT}
STATE_MARKS = {
    State.EMPTY: Mark.EMPTY,
    State.ERROR: Mark.ERROR,
    State.WARNING: Mark.WARNING,
    State.FINE: Mark.FINE,
}


def mark_icon(mark: Mark, widget: QWidget) -> QIcon:
    """A mark as an icon as high as a widget's letters, in its colours."""
    size, ratio = widget.fontMetrics().ascent(), widget.devicePixelRatioF()
    return _icon(mark, shades(widget.palette()), size, ratio)


@cache
def _icon(mark: Mark, colours: Shades, size: int, ratio: float) -> QIcon:
    """`size` is in logical pixels, `ratio` the screen's device pixel ratio."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _DRAWN[mark](painter, QRectF(0, 0, size, size).adjusted(1.5, 1.5, -1.5, -1.5), colours)
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # else Qt tints it in a selected line, and red is no red
    return icon


def _empty(painter: QPainter, box: QRectF, colours: Shades) -> None:
    painter.setPen(QPen(colours.quiet_ink, 1.2))
    painter.drawEllipse(box.adjusted(1, 1, -1, -1))


def _fine(painter: QPainter, box: QRectF, colours: Shades) -> None:
    painter.setPen(_pen(colours.fine, 2))
    width, height = box.width(), box.height()
    corner = QPointF(box.left() + width * 0.38, box.bottom() - height * 0.18)
    painter.drawLine(QPointF(box.left() + width * 0.1, box.top() + height * 0.52), corner)
    painter.drawLine(corner, QPointF(box.right() - width * 0.04, box.top() + height * 0.16))


def _error(painter: QPainter, box: QRectF, colours: Shades) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.error)
    painter.drawEllipse(box)
    _exclamation(painter, box, colours)


def _warning(painter: QPainter, box: QRectF, colours: Shades) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.warning)
    top = QPointF(box.center().x(), box.top())
    painter.drawPolygon(QPolygonF([top, box.bottomRight(), box.bottomLeft()]))
    _exclamation(painter, box, colours)


def _exclamation(painter: QPainter, box: QRectF, colours: Shades) -> None:
    painter.setPen(_pen(colours.sheet, 1.6))
    x, height = box.center().x(), box.height()
    painter.drawLine(QPointF(x, box.top() + height * 0.3), QPointF(x, box.top() + height * 0.58))
    painter.drawPoint(QPointF(x, box.top() + height * 0.8))


def _hint(painter: QPainter, box: QRectF, colours: Shades) -> None:
    painter.setPen(QPen(colours.accent, 1.2))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
    painter.setPen(_pen(colours.accent, 1.6))
    x, height = box.center().x(), box.height()
    painter.drawPoint(QPointF(x, box.top() + height * 0.28))
    painter.drawLine(QPointF(x, box.top() + height * 0.5), QPointF(x, box.top() + height * 0.75))


def _aside(painter: QPainter, box: QRectF, colours: Shades) -> None:
    painter.setPen(_pen(colours.quiet_ink, 2))
    for part in (0.34, 0.66):
        x = box.left() + box.width() * part
        painter.drawLine(
            QPointF(x, box.top() + box.height() * 0.2), QPointF(x, box.bottom() - box.height() * 0.2)
        )


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)


_DRAWN: dict[Mark, Callable[[QPainter, QRectF, Shades], None]] = {
    Mark.EMPTY: _empty,
    Mark.ERROR: _error,
    Mark.WARNING: _warning,
    Mark.HINT: _hint,
    Mark.ASIDE: _aside,
    Mark.FINE: _fine,
}
