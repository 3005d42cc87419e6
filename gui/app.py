"""Where the window meets the rest: the application object and what it is made of."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from gui.defects import Defects, watch_for_crashes
from gui.focus_ring import FocusRing
from gui.input_method import choose_input_method
from gui.settings import load_settings
from gui.style import apply_style, show_as
from gui.window import MainWindow
from model.version import VERSION


def prepare(app: QApplication) -> None:
    """Gives an application our language and look."""
    app.setApplicationName("gknb")
    app.setApplicationVersion(VERSION)
    app.setApplicationDisplayName("公开年报")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    apply_style(app)
    FocusRing(app)


def report_defects(window: MainWindow) -> None:
    """An unexpected exception is told, with a way to save the draft, and the program goes on."""
    sys.excepthook = Defects(window).take


def run(path: Path | None) -> int:
    """Opens the window, with a draft if one is given, and stays until it is closed."""
    if sys.platform == "linux":
        choose_input_method(os.environ, Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)))
    app = QApplication(sys.argv[:1])
    prepare(app)
    settings = load_settings()
    show_as(settings.appearance)
    window = MainWindow(settings)
    report_defects(window)
    watch_for_crashes()
    if path is not None:
        window.open(path)
    window.show()
    QTimer.singleShot(0, window.recovering.offer_left_behind)
    return app.exec()
