"""A chart in the window, with the ways in which it leaves it."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from export.charts import NARROWEST, PICTURE_WIDTH, SIZE, Chart
from gui.overview.button import WordButton
from gui.overview.drawing import draw, on_screen, picture
from gui.style import SPACE, heading, shades

COPY, SAVE = "复制图片", "另存为图片…"
_PADDING = SPACE  # pixels around, where the ring of the focus stands

Maker = Callable[[float], Chart]


class ChartCanvas(QWidget):
    """The shapes of a chart, as wide as there is room and as high as that asks."""

    copy_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._make: Maker | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_chart(self, make: Maker) -> None:
        """Shows another chart."""
        self._make = make
        self.updateGeometry()
        self.update()

    def chart(self, width: int) -> Chart | None:
        """The chart in a widget so wide (pixels)."""
        return self._make((width - 2 * _PADDING) / self._scale) if self._make else None

    @property
    def _scale(self) -> float:
        """Pixels a point: the chart's words are as large as the window's."""
        return QFontMetricsF(self.font()).horizontalAdvance("汉") / SIZE

    def heightForWidth(self, width: int) -> int:
        chart = self.chart(width)
        return round(chart.height * self._scale) + 2 * _PADDING if chart else 0

    def minimumSizeHint(self) -> QSize:
        return QSize(round(NARROWEST * self._scale) + 2 * _PADDING, 0)

    def sizeHint(self) -> QSize:
        width = self.minimumSizeHint().width()
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        chart, colours = self.chart(self.width()), shades(self.palette())
        painter = QPainter(self)
        if chart:
            painter.translate(_PADDING, _PADDING)
            draw(painter, chart, self.font(), self._scale, on_screen(colours))

    def copy(self) -> None:
        """What the window's menu asks for where the focus is."""
        self.copy_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)


class ChartView(QWidget):
    """A chart with its title and its buttons."""

    said = Signal(str)
    save_wanted = Signal(object)  # the Chart that is to be saved as a picture

    def __init__(self) -> None:
        super().__init__()
        self._make: Maker | None = None
        self._title = QLabel()
        self._title.setFont(heading(self.font()))
        self.canvas = ChartCanvas()
        self.copy_button, self.save_button = WordButton(COPY), WordButton(SAVE)
        self.canvas.copy_wanted.connect(self.copy)
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self._save)
        head = QHBoxLayout()
        head.setSpacing(SPACE)
        head.addWidget(self._title, 1)
        for button in (self.copy_button, self.save_button):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(head)
        column.addWidget(self.canvas)

    @property
    def in_order(self) -> list[QWidget]:
        """What takes the focus, in the order of Tab."""
        return [self.copy_button, self.save_button, self.canvas]

    def show_chart(self, make: Maker) -> None:
        """Shows another chart."""
        self._make = make
        chart = self.chart
        self._title.setText(chart.title)
        self.canvas.setAccessibleName(chart.title)
        self.canvas.setAccessibleDescription("；".join(chart.said))
        for button in (self.copy_button, self.save_button):
            button.setAccessibleName(f"{chart.title}：{button.text().rstrip('…')}")
            button.setEnabled(chart.bars)
        self.canvas.show_chart(make)

    @property
    def chart(self) -> Chart:
        """The chart as it leaves the program."""
        assert self._make
        return self._make(PICTURE_WIDTH)

    def copy(self) -> None:
        """Puts the picture on the clipboard."""
        if self.chart.bars:
            QApplication.clipboard().setImage(picture(self.chart, self.font()))
            self.said.emit(f"已复制图片：{self.chart.title}，可以粘贴到文档里。")
        else:
            self.said.emit("这里还没有图，不能复制。")

    def _save(self) -> None:
        self.save_wanted.emit(self.chart)

    def menu(self) -> QMenu:
        """What can be done with the chart."""
        menu = QMenu(self)
        for text, act in ((f"{COPY}\tCtrl+C", self.copy), (SAVE, self._save)):
            entry = menu.addAction(text)
            entry.triggered.connect(act)
            entry.setEnabled(self.chart.bars)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())
