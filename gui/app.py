"""Where the window meets the rest: the application object and what it is made of."""

import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from gui.settings import load_settings
from gui.style import apply_style
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


def report_defects(window: MainWindow) -> None:
    """An unexpected exception is told, with a way to save the draft, and the program goes on."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt) and window.filing.dialogs.defect(kind.__name__):
            window.filing.save_as()

    sys.excepthook = tell


def run(path: Path | None) -> int:
    """Opens the window, with a draft if one is given, and stays until it is closed."""
    app = QApplication(sys.argv[:1])
    prepare(app)
    window = MainWindow(load_settings())
    report_defects(window)
    if path is not None:
        window.open(path)
    window.show()
    return app.exec()
