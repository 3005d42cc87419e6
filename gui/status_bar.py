"""The status bar: passing messages, whole as a tool tip where there is no room, and read out."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStatusBar, QWidget

from gui.style import SPACE

_MESSAGE, _WARNING = 4_000, 8_000  # milliseconds for which a passing message stays


class StatusBar(QStatusBar):
    """Says something for a while in place of `place`, which tells of the current cell."""

    def __init__(self, place: QWidget) -> None:
        super().__init__()
        self._place, self._place_shown = place, True
        self._lasting: list[QWidget] = []
        self.setContentsMargins(2 * SPACE, 0, 2 * SPACE, 0)
        self.addWidget(place, 1)
        self.messageChanged.connect(self._give_way)

    def add_lasting(self, widget: QWidget) -> None:
        """Adds what stays in view beside messages, from the right."""
        self.addPermanentWidget(widget)
        self._lasting.append(widget)

    def show_place(self, shown: bool) -> None:
        """Whether there is a place to tell of; never over a message."""
        self._place_shown = shown
        self._give_way()

    def _give_way(self) -> None:
        # Qt hides it as well, but shows it again as soon as the bar turns out higher or lower.
        self._place.setVisible(self._place_shown and not self.currentMessage())

    def say(self, message: str, trouble: bool = False, lasts: int | None = None) -> None:
        """Shows a message for some time (`lasts`, milliseconds; 0: until the next); an empty one ends it.

        `trouble` stays longer and interrupts whoever has it read out.
        """
        if not message:
            self.clearMessage()
            return
        self.showMessage(message, lasts if lasts is not None else _WARNING if trouble else _MESSAGE)
        announce(self, message, trouble)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ends a message that has no room in “…”; Qt would just cut it."""
        message, room = self.currentMessage(), self._room()
        shown = self.fontMetrics().elidedText(message, Qt.TextElideMode.ElideRight, room.width())
        self.setToolTip(message if shown != message else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _room(self) -> QRect:
        """The place of a message: from the left to what stays in view beside it."""
        lasting = [part.x() for part in self._lasting if part.isVisible()]
        left = self.contentsMargins().left()
        return QRect(left, 0, min([self.width(), *lasting]) - left - SPACE, self.height())


def announce(widget: QWidget, message: str, urgent: bool = False) -> None:
    """Has a screen reader say something that no focus leads to."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # slow to make, for the first frame

    if QAccessible.isActive():
        said = QAccessibleAnnouncementEvent(widget, message)
        ways = QAccessible.AnnouncementPoliteness
        said.setPoliteness(ways.Assertive if urgent else ways.Polite)
        QAccessible.updateAccessibility(said)
