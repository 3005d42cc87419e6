"""Where the windows meet the rest: the application object and what it is made of."""

import gc
import os
import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from gui.defects import Defects, watch_for_crashes
from gui.focus_ring import FocusRing
from gui.input_method import choose_input_method
from gui.other_starts import OtherStarts
from gui.settings import load_settings
from gui.style import STYLE, apply_style, show_as
from gui.windows import Windows
from model.version import VERSION

_SOON = 50  # milliseconds: by then the window is painted
_TO_READ = 20_000  # milliseconds that a message on the settings stays


def new_application() -> QApplication:
    """The application object, with our language and look."""
    app = QApplication([*sys.argv[:1], *STYLE])
    prepare(app)
    return app


def prepare(app: QApplication) -> None:
    """Gives an application that was made with the arguments `STYLE` our language and look."""
    app.setApplicationName("gknb")
    app.setApplicationVersion(VERSION)
    app.setApplicationDisplayName("公开年报")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    apply_style(app)
    FocusRing(app)


def report_defects(windows: Windows) -> None:
    """An unexpected exception is told, with a way to save the draft, and the program goes on."""
    sys.excepthook = Defects(windows).take


def run(path: Path | None) -> int:
    """Opens a window, with a draft if one is given, and stays until the last one is closed."""
    if sys.platform == "linux":
        choose_input_method(os.environ, Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)))
    app = new_application()
    settings, trouble = load_settings()
    show_as(settings.appearance)
    windows = Windows(settings)
    report_defects(windows)
    watch_for_crashes()
    windows.open(path)

    others = OtherStarts(windows.receive, windows)
    app.aboutToQuit.connect(others.close)

    def when_shown() -> None:
        gc.freeze()  # what is there by now stays: it need not be looked through for garbage again and again
        gc.enable()
        others.listen()
        if trouble:
            windows.active.status.say(trouble, trouble=True, lasts=_TO_READ)
        windows.active.recovering.offer_left_behind()

    QTimer.singleShot(_SOON, when_shown)
    return app.exec()
