"""A camera for the program's window: the same program gives the same pictures on every machine of a kind."""

from collections import Counter
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QPoint, QTimer, SignalInstance
from PySide6.QtGui import QFont, QFontDatabase, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QSplitter, QWidget

from gui.app import new_application
from gui.pages import draw_page
from gui.settings import Settings
from gui.style import Appearance, show_as
from gui.window import MainWindow
from model import resources

SIZE = 1366, 768  # pixels of the window: a common small screen
SHEET_DPI = 85  # of the picture of a page
POINTS = 10.0  # of the font
SETTLING = 150  # milliseconds
FLAT, SHADES = 16, 48  # colours of a picture: those of its areas, and of the edges of its letters

Colour = tuple[int, int, int]


class Camera:
    """The program's window, and a folder for pictures of it."""

    def __init__(self, folder: Path, appearance: Appearance = Appearance.LIGHT) -> None:
        self._folder = folder
        self._app = prepared_application()
        show_as(appearance)
        self.window = MainWindow(Settings())
        self.resize()
        self.window.show()
        self.window.activateWindow()
        settle()

    def resize(self, width: int = SIZE[0], height: int = SIZE[1], panel: int = 0) -> None:
        """Makes the window of this size, in pixels, with so much for the panel of problems if not 0."""
        self.window.resize(width, height)
        settle()
        splitter = self.window.problems.parentWidget()
        assert isinstance(splitter, QSplitter)
        if panel:
            splitter.setSizes([sum(splitter.sizes()) - panel, panel])

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """Saves a picture of the window, or of another widget, as it is now."""
        (widget or self.window).window().activateWindow()
        self.window.document.checking.check_all()
        self.window.statusBar().clearMessage()
        settle()
        self.keep(name, (widget or self.window).grab())

    def take_dialog(self, name: str, dialog: QDialog) -> None:
        """Saves a picture of a dialog, which is opened and closed for it."""
        dialog.show()
        self.take(name, dialog)
        dialog.close()

    def take_menu(self, name: str, widget: QWidget, button: QWidget, menu: QMenu) -> None:
        """Saves a picture of a widget with the menu of one of its buttons open."""
        menu.aboutToShow.emit()
        menu.ensurePolished()
        menu.resize(menu.sizeHint())
        settle()
        pixels = widget.grab()
        corner = button.mapTo(widget, QPoint(0, button.height()))
        corner.setX(min(corner.x(), widget.width() - menu.width()))
        painter = QPainter(pixels)
        painter.drawPixmap(corner, menu.grab())
        painter.end()
        self.keep(name, pixels)

    def take_page(self, name: str, pdf: bytes) -> None:
        """Saves a picture of the first page of a PDF file."""
        self.keep(name, QPixmap.fromImage(draw_page(pdf, 0, SHEET_DPI / 72)))

    def keep(self, name: str, pixels: QPixmap) -> None:
        """Saves pixels as a picture."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        pixels.save(buffer, "PNG")
        picture = Image.open(BytesIO(buffer.data().data())).convert("RGB")
        in_few_colours(picture).save(self._folder / f"{name}.png", optimize=True)


def in_few_colours(picture: Image.Image) -> Image.Image:
    """A picture with a palette: its most frequent colours as they are, the others as the nearest shade."""
    data = picture.tobytes()
    pixels = list(zip(data[::3], data[1::3], data[2::3], strict=True))
    counts = Counter(pixels)
    shades = picture.quantize(SHADES, Image.Quantize.MAXCOVERAGE).convert("RGB").tobytes()
    palette = [colour for colour, _ in counts.most_common(FLAT)]
    palette += sorted(set(zip(shades[::3], shades[1::3], shades[2::3], strict=True)) - set(palette))

    def nearest(colour: Colour) -> int:
        distances = [sum((a - b) ** 2 for a, b in zip(colour, other, strict=True)) for other in palette]
        return distances.index(min(distances))

    numbers = {colour: nearest(colour) for colour in counts}
    few = Image.frombytes("P", picture.size, bytes(numbers[pixel] for pixel in pixels))
    few.putpalette([channel for colour in palette for channel in colour])
    return few


def prepared_application() -> QApplication:
    """The application as the program makes it, but always with the bundled font."""
    app = new_application()
    number = QFontDatabase.addApplicationFont(str(resources.path("fonts", "hei.ttf")))
    font = QFont(QFontDatabase.applicationFontFamilies(number))
    font.setPointSizeF(POINTS)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    app.setFont(font)
    app.setCursorFlashTime(0)  # a cursor that blinks is in one picture and not in the next
    return app


def settle() -> None:
    """Lets the window do all that it has put off: layouts, scroll bars, repaints."""
    loop = QEventLoop()
    QTimer.singleShot(SETTLING, loop.quit)
    loop.exec()


def wait_for(signal: SignalInstance) -> None:
    """Waits until something that is done in the background is there."""
    loop = QEventLoop()
    signal.connect(loop.quit)
    loop.exec()
