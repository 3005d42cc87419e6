"""How a cell looks, the same in the grid, its heads and its corner."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygon

from gui.grid.geometry import WRAP, text_rect
from gui.style import SPACE, Shades
from model.checks import Severity
from model.layout import LayoutCell, Role

_CENTRED = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ALIGNMENTS = {Role.INPUT: _RIGHT, Role.TOTAL: _RIGHT, Role.HEAD: _CENTRED}
_SMALLEST = 4.5  # points
_CORNER = 7  # pixels of the coloured corner of a cell in trouble


def paint_cell(
    painter: QPainter,
    rect: QRect,
    cell: LayoutCell,
    text: str,
    shades: Shades,
    *,
    tinted: bool = False,
    selected: bool = False,
    trouble: Severity | None = None,
    room: QRect | None = None,
) -> None:
    """Draws a cell: its ground, its text and its rules.

    `tinted` marks the heads of the current row and column, `trouble` says how bad a finding is, `room` is the
    part of the cell for its text where that is not all of it.
    """
    ground = {Role.INPUT: shades.sheet, Role.TOTAL: shades.total}.get(cell.role, shades.head)
    painter.fillRect(rect, shades.accent_tint if tinted or selected else ground)
    painter.setPen(QPen(shades.rule, 1))
    painter.drawLine(rect.topRight(), rect.bottomRight())
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    # Every cell has rules at its right and bottom; the outer ones close the table.
    if cell.column == 0:
        painter.drawLine(rect.topLeft(), rect.bottomLeft())
    if cell.row == 0:
        painter.drawLine(rect.topLeft(), rect.topRight())
    if trouble is not None:
        _paint_trouble(painter, rect, trouble, shades.of(trouble))
    if text:
        painter.setPen(shades.ink)
        if cell.address:
            _paint_value(painter, text_rect(rect), text)
        else:
            flags = int(_ALIGNMENTS.get(cell.role, _LEFT)) | int(WRAP)
            painter.drawText(text_rect(room or rect), flags, text)


def _paint_trouble(painter: QPainter, rect: QRect, severity: Severity, colour: QColor) -> None:
    """Told apart by shape too: a frame with a corner, a line below with a corner, a small corner alone."""
    frame = rect.adjusted(0, 0, -2, -2)
    if severity is Severity.ERROR:
        painter.setPen(QPen(colour, 1))
        painter.drawRect(frame)
    elif severity is Severity.WARNING:
        painter.fillRect(QRect(frame.left(), frame.bottom(), frame.width() + 1, 2), colour)
    size = _CORNER - 2 if severity is Severity.HINT else _CORNER
    corner = rect.topRight() - QPoint(1, 0)
    painter.setPen(QPen(colour, 1))
    painter.setBrush(colour)
    painter.drawPolygon(QPolygon([corner, corner - QPoint(size, 0), corner + QPoint(0, size)]))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_value(painter: QPainter, room: QRect, text: str) -> None:
    """A value on one line: long numbers in smaller type, so that no digit is ever cut off."""
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(text)
    if width <= room.width():
        painter.drawText(room, int(_RIGHT), text)
        return
    usual = painter.font()
    smaller = QFont(usual)
    smaller.setPointSizeF(max(_SMALLEST, usual.pointSizeF() * room.width() / width * 0.97))
    painter.setFont(smaller)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(_RIGHT), shown)
    painter.setFont(usual)


def paint_found(painter: QPainter, rect: QRect, shades: Shades) -> None:
    """The bar at the edge of a label that has the words searched for."""
    painter.fillRect(QRect(rect.topLeft(), QSize(SPACE - 1, rect.height() - 1)), shades.accent)


def paint_focus(painter: QPainter, rect: QRect, shades: Shades, active: bool) -> None:
    """The ring around the current cell, thinner while the focus is elsewhere."""
    painter.setPen(QPen(shades.accent if active else shades.rule, 2 if active else 1))
    painter.drawRect(rect.adjusted(1, 1, -2, -2))
