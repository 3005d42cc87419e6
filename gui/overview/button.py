"""A button that looks like words until one comes to it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton

from gui.style import SPACE, shades


class WordButton(QPushButton):
    """Pressed by Enter as by the space bar.

    It draws itself: a style sheet would do the same, but takes its time when the window starts.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(text, flat=True)
        self.setAutoDefault(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(
            metrics.horizontalAdvance(self.text()) + self._mark_width + 4 * SPACE,
            metrics.lineSpacing() + SPACE + SPACE // 2,
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @property
    def _mark_width(self) -> int:
        return 0 if self.icon().isNull() else self.fontMetrics().ascent() + SPACE

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = shades(self.palette())
        painter = QPainter(self)
        if self.isEnabled() and (self.isDown() or self.underMouse()):
            painter.fillRect(self.rect(), colours.accent_tint)
        room = self.rect().adjusted(2 * SPACE, 0, -2 * SPACE, 0)
        size = self.fontMetrics().ascent()
        self.icon().paint(painter, room.left(), (self.height() - size) // 2, size, size)
        painter.setPen(colours.ink if self.isEnabled() else colours.faint_ink)
        line = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room.adjusted(self._mark_width, 0, 0, 0), int(line), self.text())
