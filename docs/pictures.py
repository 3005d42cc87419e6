"""Makes the pictures of the window that the manual and the README show.

    .venv/bin/python docs/pictures.py [--scale 1.5] [OUT]

They are drawn without a display, in the bundled 黑体 and from the samples, so that the same program gives the
same pictures on every machine of a kind. OUT is a folder, `docs/pictures` by default.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QTimer, SignalInstance
from PySide6.QtGui import QFont, QFontDatabase, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from export import Product, export
from gui.app import prepare
from gui.export_dialog import ExportDialog
from gui.pages import draw_page, make_pages
from gui.preview import Preview
from gui.settings import Settings
from gui.take_in import TakeInDialog
from gui.window import MainWindow
from ingest import Imported, read
from model import resources
from model.checks import Severity
from model.report import Content, Report

ROOT = Path(__file__).resolve().parents[1]
FINISHED = ROOT / "samples" / "clean-2025.gknb"
UNBALANCED = ROOT / "samples" / "zhangdian-2023.gknb"
SIZE = 1366, 768  # pixels of the window: a common small screen
PREVIEW_SIZE = 1000, 768
SHEET_DPI = 85  # of the picture of a page
BLANKED: dict[str, Content] = {
    "proactive/penalties/decisions": None,
    "proactive/compulsory_measures/decisions": None,
}
RETURNED: dict[str, Content] = {
    "proactive/normative_documents/in_force": 10,
    "proactive/licences/decisions": 191,
    "proactive/penalties/decisions": None,
    "texts/other": "2025年，本机关未发出收费通知，未收取信息处理费。\n没有其他需要报告的事项。",
}
LAST_YEAR: dict[str, Content] = {
    "year": 2024,
    "applications/new_received/natural_person": 5,
    "applications/carried_over/natural_person": 0,
    "applications/granted/natural_person": 0,
    "proactive/fees/amount": Decimal("11.8"),
}
POINTS = 10.0  # of the font
SETTLING = 150  # milliseconds
FLAT, SHADES = 16, 48  # colours of a picture: those of its areas, and of the edges of its letters

Colour = tuple[int, int, int]


def main() -> None:
    """Makes all pictures."""
    parser = argparse.ArgumentParser(description="Makes the pictures of the window.")
    parser.add_argument("out", nargs="?", type=Path, default=ROOT / "docs" / "pictures", metavar="OUT")
    parser.add_argument("--scale", type=float, default=1.0, help="pixels of a picture for one of the window")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        # What the window remembers and keeps stays out of the user's folders.
        os.environ |= dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME"), folder)
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.environ["QT_SCALE_FACTOR"] = str(arguments.scale)
        take_all(Camera(arguments.out))


def take_all(camera: "Camera") -> None:
    """Takes every picture."""
    window = camera.window
    camera.take("new")
    window.open(FINISHED)
    for at in range(window.tabs.count()):
        window.tabs.go_to(at)
        camera.take(f"section-{at + 1}")
    preview = Preview(window.document, window)
    preview.resize(*PREVIEW_SIZE)
    preview.show()
    wait_for(preview.maker.drawn)
    camera.take("preview", preview)
    preview.close()
    take_sign_off_sheet(camera)
    report = window.document.report
    dialog = TakeInDialog(window, report, returned(report), "许可股交回.xlsx")
    camera.take_dialog("take-in", dialog)
    window.document.edit(BLANKED, "清除")
    window.problems.step(1)
    camera.take("mending", window.problems)
    window.document.undo_stack.undo()
    window.open(UNBALANCED)
    window.problems.step(1)
    camera.take("imbalance")
    errors = [finding for finding in window.document.findings if finding.severity is Severity.ERROR]
    camera.take_dialog("export", ExportDialog(window, Path("文档"), window.document.report.title, errors))
    window.document.undo_stack.setClean()
    window.close()


def take_sign_off_sheet(camera: "Camera") -> None:
    """The sign-off sheet, with the figures of an invented year before."""
    report = camera.window.document.report.snapshot()
    report.last_year = report.snapshot()
    report.last_year.apply(LAST_YEAR)
    pages = make_pages(report, Product.SIGNATURE)
    camera.keep("sign-off", QPixmap.fromImage(draw_page(pages.data, 0, SHEET_DPI / 72)))


def returned(report: Report) -> Imported:
    """What is read from a workbook in which a department has filled in its part."""
    filled = report.snapshot()
    filled.apply(RETURNED)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "returned.xlsx")
        export(filled, path)
        return read(path)


class Camera:
    """The program's window, and a folder for pictures of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._app = prepared_application()
        self.window = MainWindow(Settings())
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        settle()

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """Saves a picture of the window, or of another one, as it is now."""
        (widget or self.window).window().activateWindow()
        self.window.document.check_all()
        self.window.statusBar().clearMessage()
        settle()
        self.keep(name, (widget or self.window).grab())

    def take_dialog(self, name: str, dialog: QDialog) -> None:
        """Saves a picture of a dialog, which is opened and closed for it."""
        dialog.show()
        self.take(name, dialog)
        dialog.close()

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
    app = QApplication(sys.argv[:1])
    prepare(app)
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


if __name__ == "__main__":
    main()
