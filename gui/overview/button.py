"""A button that looks like words until one comes to it."""

from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton

from gui.style import SPACE, shades


class WordButton(QPushButton):
    """Flat, pressed by Enter as by the space bar, with a ring while it has the focus."""

    def __init__(self, text: str = "", align: str = "center") -> None:
        super().__init__(text, flat=True)
        self.setAutoDefault(True)
        self.setStyleSheet(f"text-align: {align}; padding: {SPACE // 2}px {2 * SPACE}px")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(shades(self.palette()).accent, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
