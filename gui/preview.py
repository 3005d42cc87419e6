"""The preview: the very pages of the PDF, beside the window while one goes on typing."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QImage,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QComboBox,
    QFrame,
    QLabel,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from export import Product, annexed
from gui.document import Document
from gui.pages import PageMaker, Pages
from gui.style import SPACE, shades

_PAUSE = 80  # milliseconds without a change after which the pages are made anew
_GAP = 4 * SPACE  # pixels between pages
_ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_SCREEN = 96 / 72  # pixels a point at 100 %
_KEPT = 12  # pictures kept: pages in view and some around them


class PageView(QAbstractScrollArea):
    """Shows pages below each other; a page is drawn when it comes into view."""

    page_changed = Signal(int)  # the number of the page in view, from 0

    def __init__(self, maker: PageMaker) -> None:
        super().__init__()
        self._maker = maker
        self._pages: Pages | None = None
        self._zoom = 0.0  # 0: as wide as the view
        self._pictures: dict[int, tuple[float, QImage]] = {}
        self._asked: set[tuple[int, float]] = set()
        self.message = "正在排版……"
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("预览")
        self.verticalScrollBar().setSingleStep(40)
        maker.drawn.connect(self._on_drawn)

    @property
    def zoom(self) -> float:
        """Pixels on the screen for each at 100 %."""
        if self._zoom or not self._pages:
            return self._zoom or 1.0
        widest = max(width for width, _ in self._pages.sizes) * _SCREEN
        return max(0.2, (self.viewport().width() - 2 * _GAP) / widest)

    def set_zoom(self, zoom: float) -> None:
        """Sets the zoom, 0 for the width of the view; the page in view stays there."""
        bar = self.verticalScrollBar()
        half = self.viewport().height() / 2
        number = self.current_page()
        rects = self._rects()
        # What is in the middle of the view stays there.
        share = (bar.value() + half - rects[number].top()) / rects[number].height() if rects else 0.0
        self._zoom = zoom
        self._layout()
        if rects:
            rect = self._rects()[number]
            bar.setValue(round(rect.top() + share * rect.height() - half))
            across = self.horizontalScrollBar()
            across.setValue(across.maximum() // 2)

    def step_zoom(self, by: int) -> None:
        """The next larger (1) or smaller (-1) zoom."""
        now = self.zoom
        steps = [z for z in _ZOOMS if (z > now + 0.01 if by > 0 else z < now - 0.01)]
        if steps:
            self.set_zoom(min(steps) if by > 0 else max(steps))

    def show_pages(self, pages: Pages) -> None:
        """Shows other pages, at the place where the view is; old pictures stay until new ones come."""
        self._pages = pages
        self._asked.clear()
        self._layout()
        self._ask()

    def show_message(self, message: str) -> None:
        """Shows why there are no pages."""
        self._pages, self.message = None, message
        self._pictures.clear()
        self._layout()

    def current_page(self) -> int:
        """The number of the page in the middle of the view, from 0."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        below = [number for number, rect in enumerate(self._rects()) if rect.top() <= middle]
        return below[-1] if below else 0

    def go_to_page(self, number: int) -> None:
        """Brings the top of a page into view."""
        rects = self._rects()
        if rects:
            top = rects[max(0, min(number, len(rects) - 1))].top()
            self.verticalScrollBar().setValue(round(top - _GAP / 2))

    def _rects(self) -> list[QRectF]:
        """Where the pages lie in the whole height, in logical pixels."""
        if not self._pages:
            return []
        scale, top, rects = _SCREEN * self.zoom, float(_GAP), []
        for width, height in self._pages.sizes:
            left = max(float(_GAP), (self.viewport().width() - width * scale) / 2)
            rects.append(QRectF(left, top, width * scale, height * scale))
            top += height * scale + _GAP
        return rects

    def _layout(self) -> None:
        rects = self._rects()
        size = self.viewport().size()
        bottom = rects[-1].bottom() + _GAP if rects else 0
        right = max((rect.right() + _GAP for rect in rects), default=0)
        self.verticalScrollBar().setPageStep(size.height())
        self.verticalScrollBar().setRange(0, max(0, round(bottom - size.height())))
        self.horizontalScrollBar().setPageStep(size.width())
        self.horizontalScrollBar().setRange(0, max(0, round(right - size.width())))
        self.viewport().update()

    def _offset(self) -> QPointF:
        return QPointF(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())

    def _in_view(self) -> list[int]:
        view = QRectF(self.viewport().rect())
        return [n for n, rect in enumerate(self._rects()) if rect.translated(self._offset()).intersects(view)]

    def _scale(self) -> float:
        """Device pixels a point."""
        return round(_SCREEN * self.zoom * self.devicePixelRatioF(), 3)

    def _ask(self) -> None:
        if self._pages is None or not self.isVisible():
            return
        scale = self._scale()
        for number in self._in_view():
            if (number, scale) not in self._asked:
                self._asked.add((number, scale))
                self._maker.draw(self._pages, number, scale)

    def _on_drawn(self, number: int, scale: float, picture: QImage) -> None:
        self._pictures.pop(number, None)
        self._pictures[number] = (scale, picture)
        in_view = set(self._in_view())
        for old in [n for n in self._pictures if n not in in_view][: max(0, len(self._pictures) - _KEPT)]:
            del self._pictures[old]
            self._asked = {asked for asked in self._asked if asked[0] != old}
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self.viewport()), shades(self.palette())
        painter.fillRect(event.rect(), colours.desk)
        rects = self._rects()
        if not rects:
            painter.setPen(colours.ink)
            painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), self.message)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number in self._in_view():
            rect = rects[number].translated(self._offset())
            painter.fillRect(rect, QColor("white"))  # paper, in the dark too
            if number in self._pictures:
                painter.drawImage(rect, self._pictures[number][1])
            painter.setPen(colours.rule)
            painter.drawRect(rect)
        self._ask()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
        self.page_changed.emit(self.current_page())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._layout()
        self.page_changed.emit(self.current_page())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(720, 900)


class Preview(QWidget):
    """A window with the pages of the report, made anew when the report changes."""

    print_asked = Signal(object)  # Product
    export_asked = Signal(object)  # Product
    annex_asked = Signal(object, bool)  # Product, and whether it is to come with the charts

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._document = document
        self.maker = PageMaker(self)
        self.view = PageView(self.maker)
        self.pages: Pages | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._make)
        self._product = QComboBox()
        self._product.setAccessibleName("版本")
        for product in Product:
            self._product.addItem(product.label, product)
        self._place = QLabel()
        self._build()
        self.maker.made.connect(self._on_made)
        self.view.page_changed.connect(self._tell)
        document.changed.connect(self._on_changed)
        document.replaced.connect(self._on_replaced)
        self.setWindowTitle("预览")
        self.view.setFocus()  # so that keys scroll

    @property
    def product(self) -> Product:
        """Which of the versions is shown."""
        return Product(self._product.currentData())

    def show_product(self, product: Product) -> None:
        """Shows one of the versions."""
        self._product.setCurrentIndex(list(Product).index(product))
        self.refresh()

    def refresh(self) -> None:
        """Makes the pages now, if anybody can see them."""
        if self.isVisible():
            self._make()

    def _build(self) -> None:
        bar = QToolBar()
        bar.setMovable(False)
        bar.setContentsMargins(SPACE, 0, SPACE, 0)
        version = QLabel("版本")
        version.setContentsMargins(SPACE, 0, SPACE, 0)
        bar.addWidget(version)
        bar.addWidget(self._product)
        bar.addSeparator()
        actions = (
            ("缩小", "Ctrl+-", lambda: self.view.step_zoom(-1)),
            ("放大", "Ctrl+=", lambda: self.view.step_zoom(1)),
            ("适合宽度", "Ctrl+0", lambda: self.view.set_zoom(0)),
            ("上一页", "Ctrl+PgUp", lambda: self.view.go_to_page(self.view.current_page() - 1)),
            ("下一页", "Ctrl+PgDown", lambda: self.view.go_to_page(self.view.current_page() + 1)),
        )
        for text, key, action in actions:
            entry = bar.addAction(text)
            entry.setShortcuts([QKeySequence(key), *([QKeySequence("Ctrl++")] if key == "Ctrl+=" else [])])
            entry.setToolTip(f"{text}（{key}）")
            entry.triggered.connect(action)
        bar.addWidget(self._place)
        bar.addSeparator()
        self.annex = bar.addAction("附数据图表")
        self.annex.setCheckable(True)
        self.annex.triggered.connect(lambda wanted: self.annex_asked.emit(self.product, wanted))
        bar.addSeparator()
        for text, key, signal in (
            ("打印…", "Ctrl+P", self.print_asked),
            ("导出…", "Ctrl+E", self.export_asked),
        ):
            entry = bar.addAction(text)
            entry.setShortcut(QKeySequence(key))
            entry.triggered.connect(lambda _=False, signal=signal: signal.emit(self.product))
        close = bar.addAction("关闭")
        close.setShortcut(QKeySequence("Esc"))
        close.triggered.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.view, 1)
        self._product.currentIndexChanged.connect(self.refresh)
        self._product.activated.connect(lambda _: self.view.setFocus())
        room = self.screen().availableGeometry()
        self.resize(min(820, room.width()), min(900, room.height() - 10 * SPACE))

    def _make(self) -> None:
        self._pause.stop()
        report = self._document.report
        self.annex.setVisible(bool(report.form.overview.compositions))
        self.annex.setEnabled(not self._document.read_only)
        self.annex.setToolTip(self._document.why_read_only or "在年报后面附总览里的图")
        self.annex.setChecked(self.product in annexed(report))
        self.maker.make(report, self.product)

    def _on_changed(self, touched: frozenset[str]) -> None:
        if self.isVisible():
            self._pause.start()

    def _on_replaced(self) -> None:
        self.view.verticalScrollBar().setValue(0)
        self.refresh()

    def _on_made(self, made: Pages | str) -> None:
        if isinstance(made, Pages):
            self.pages = made
            self.view.show_pages(made)
        else:
            self.pages = None
            self.view.show_message(made)
        self._tell()

    def _tell(self, number: int = -1) -> None:
        if not self.pages:
            self._place.clear()
        else:
            at = self.view.current_page() + 1
            self._place.setText(f"　第{at}页，共{len(self.pages.sizes)}页　")

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._make()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._pause.stop()
        self.maker.finish()
        super().closeEvent(event)
