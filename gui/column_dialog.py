"""What the dialogs share: a column of things to read and to fill in, and verbs on the buttons below it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.style import SPACE, bold

LISTING = (48, 22)  # characters and lines of a dialog that lists something


class ColumnDialog(QDialog):
    """A dialog read from top to bottom: `column` takes its content, `finish` puts the buttons below."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(4 * SPACE, 4 * SPACE, 4 * SPACE, 4 * SPACE)
        self.column.setSpacing(2 * SPACE)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(2 * SPACE)
        self.buttons.addStretch()  # gives way to whatever is put beside the buttons with a stretch of its own

    def head(self, text: str) -> None:
        """Adds a line of text that stands out."""
        self.say(text).setFont(bold(self.font()))

    def say(self, text: str) -> QLabel:
        """Adds a line of text."""
        label = QLabel(text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.column.addWidget(label)
        return label

    def add_button(self, text: str) -> QPushButton:
        """Adds a button, after the others and in the order of Tab; the first is the default.

        Like every button of Qt's it is pressed by Enter while it has the focus, whichever is the default.
        """
        button = QPushButton(text, self)  # with a parent, or the dialog would not know of its default
        button.setDefault(self.buttons.count() == 1)
        self.buttons.addWidget(button)
        return button

    def finish(self, size: tuple[int, int] | None = None) -> None:
        """Puts the buttons below all else.

        The dialog is as large as its content wants, or of a size in characters and lines, as far as the
        screen has room for it.
        """
        self.column.addLayout(self.buttons)
        if size:
            metrics, room = self.fontMetrics(), self.screen().availableSize()
            wide = max(metrics.horizontalAdvance("汉") * size[0], self.sizeHint().width())
            high = metrics.lineSpacing() * size[1]
            self.resize(QSize(wide, high).boundedTo(room - QSize(10 * SPACE, 20 * SPACE)))
