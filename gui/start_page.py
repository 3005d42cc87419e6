"""What one sees without a draft: three ways to begin, and the drafts that were edited last."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.recents import Recents
from gui.style import SPACE, larger, shades

_WIDTH = 40  # characters of the column
_LISTED = 4  # recent drafts that are seen at once
_CHOICE = 1.2  # times the size of the text: what a button says


class Choice(QAbstractButton):
    """A large button with a line that explains it, and the key that presses it."""

    draws_focus = True  # its frame

    def __init__(self, name: str, explanation: str, key: str, act: Callable[[], object]) -> None:
        super().__init__()
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(explanation)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._explanation, self._key = explanation, key
        self.clicked.connect(act)

    def sizeHint(self) -> QSize:
        large, plain = QFontMetrics(larger(self.font(), _CHOICE)), self.fontMetrics()
        words = max(large.horizontalAdvance(self.text()), plain.horizontalAdvance(self._explanation))
        width = max(
            words + 2 * plain.horizontalAdvance("汉") + 8 * SPACE, plain.horizontalAdvance("汉") * _WIDTH
        )
        return QSize(width, large.lineSpacing() + plain.lineSpacing() + 9 * SPACE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, focus = shades(self.palette()), self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.accent if focus or self.underMouse() else colours.rule, 1 + focus))
        painter.setBrush(colours.accent_tint if self.isDown() else colours.sheet)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), SPACE, SPACE)
        inside = self.rect().adjusted(4 * SPACE, 3 * SPACE, -4 * SPACE, -3 * SPACE)
        key = QRect(inside)
        key.setLeft(inside.right() - self.fontMetrics().horizontalAdvance("汉"))
        painter.setPen(colours.quiet_ink)
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, self._key)
        words = inside.adjusted(0, 0, -key.width() - 2 * SPACE, 0)
        explanation = self.fontMetrics().elidedText(
            self._explanation, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignBottom, explanation)
        painter.setPen(colours.accent)
        painter.setFont(larger(self.font(), _CHOICE))
        painter.drawText(words, Qt.AlignmentFlag.AlignTop, self.text())


class StartPage(QScrollArea):
    """The choices, each with the key of its name, and the recent drafts."""

    draft_chosen = Signal(object)  # the Path of the draft to open

    def __init__(self, choices: list[tuple[str, str, str, Callable[[], object]]], recents: Recents) -> None:
        super().__init__()
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.choices = [Choice(*choice) for choice in choices]
        for choice, (_, _, key, _) in zip(self.choices, choices, strict=True):
            QShortcut(QKeySequence(key), self, choice.click)
        self.drafts = QListWidget()
        self.drafts.setAccessibleName("最近的草稿")
        self.drafts.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.drafts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.drafts.setUniformItemSizes(True)
        self.drafts.setSpacing(SPACE // 2)
        self._fill(recents)
        self.drafts.itemClicked.connect(self._choose)
        self.drafts.itemActivated.connect(self._choose)
        self._build()

    def _build(self) -> None:
        title = QLabel("政府信息公开工作年度报告")
        title.setFont(larger(self.font(), 1.6))
        self._recent = QLabel("最近的草稿(&R)")
        self._recent.setBuddy(self.drafts)
        hint = QLabel("也可以把草稿拖到这个窗口里。")
        hint.setForegroundRole(hint.palette().ColorRole.PlaceholderText)
        column = QVBoxLayout()
        column.setSpacing(2 * SPACE)
        column.addStretch(1)
        column.addWidget(title)
        column.addSpacing(3 * SPACE)
        for choice in self.choices:
            column.addWidget(choice)
        column.addSpacing(3 * SPACE)
        column.addWidget(self._recent)
        column.addWidget(self.drafts)
        column.addWidget(hint)
        column.addStretch(2)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(6 * SPACE, 6 * SPACE, 6 * SPACE, 6 * SPACE)
        row.addStretch(1)
        row.addLayout(column)
        row.addStretch(1)
        self.setWidget(content)
        for part in (self._recent, self.drafts):
            part.setVisible(self.drafts.count() > 0)

    def _fill(self, recents: Recents) -> None:
        missing = recents.missing()
        for path in recents.paths:
            there = path not in missing
            item = QListWidgetItem(f"{path.name}\n{path.parent}" + ("" if there else "（找不到）"))
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setToolTip(str(path) if there else f"找不到：{path}")
            if not there:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.drafts.addItem(item)
            if there and self.drafts.currentRow() < 0:
                self.drafts.setCurrentItem(item)
        drafts = min(_LISTED, self.drafts.count())
        each = 2 * self.fontMetrics().lineSpacing() + 2 * self.drafts.spacing()
        self.drafts.setFixedHeight(drafts * each + 2 * self.drafts.frameWidth() + SPACE)

    def _choose(self, item: QListWidgetItem) -> None:
        if self.isVisible():  # the second click of two comes when it is open already
            self.draft_chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def enter(self) -> None:
        """Takes the focus where one begins."""
        self.choices[0].setFocus()
