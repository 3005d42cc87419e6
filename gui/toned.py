"""Labels in one of the window's colours, light or dark."""

from typing import Any, Literal

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from gui.style import shades
from model.checks import Severity

Tone = Literal["ink", "quiet_ink", "accent", "error", "warning", "fine"]
"""A colour of `Shades` that text may have."""

SEVERITY_TONES: dict[Severity, Tone] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.HINT: "accent",
}


class ToneLabel(QLabel):
    """A label that keeps its tone when the window turns dark or light."""

    _tone: Tone = "ink"

    def __init__(self, tone: Tone = "ink", text: str = "", **properties: Any) -> None:
        super().__init__(text, **properties)
        self.set_tone(tone)

    def set_tone(self, tone: Tone) -> None:
        """Gives the label another tone."""
        self._tone = tone
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        palette, groups = QPalette(), QPalette.ColorGroup
        if self._tone != "ink":
            colour = getattr(shades(self.palette()), self._tone)
            for group in (groups.Active, groups.Inactive):  # what is disabled looks like it
                palette.setColor(group, QPalette.ColorRole.WindowText, colour)
        self.setPalette(palette)  # Qt does nothing where it was so before
