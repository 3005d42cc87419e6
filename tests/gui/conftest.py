"""The real window on the offscreen platform, with settings and files of its own for every test."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from export import Product
from gui.answers import AfterFailure, Answer, WhenHeld
from gui.app import prepare
from gui.dialogs import Dialogs
from gui.export_dialog import ExportChoice
from gui.grid.view import Grid
from gui.overview.page import OverviewPage
from gui.sections import TablePage
from gui.settings import Settings
from gui.style import STYLE
from gui.text_editor import TextEditor
from gui.text_page import TextPage
from gui.window import MainWindow
from model.checks import Finding
from model.locks import Locked


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["gknb", *STYLE]


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    prepare(qapp)
    return qapp


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


class Answers(Dialogs):
    """Answers every question as the test says, and keeps what was asked."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.path: Path | None = None
        self.answer = Answer.CANCEL
        self.export_anyway = False
        self.annex: bool | None = None
        self.after_failure: list[AfterFailure] = []
        self.yes = True
        self.when_held = WhenHeld.CANCEL
        self.asked: list[str] = []
        self.in_dialog: Callable[[QDialog], None] | None = None

    def unsaved(self, name: str) -> Answer:
        self.asked.append(f"unsaved {name}")
        return self.answer

    def export_choice(
        self,
        folder: Path,
        title: str,
        errors: list[Finding],
        product: Product,
        path: Path | None,
        annexed: Collection[Product] | None = None,
        fixed: str = "",
    ) -> ExportChoice | None:
        self.asked.append(f"export {title} as {product.label}, {len(errors)} errors")
        if self.path is None or (errors and not self.export_anyway):
            return None
        return ExportChoice(self.path, product, open_folder=True, annex=self.annex)

    def held(self, name: str, held: Locked) -> WhenHeld:
        self.asked.append(f"held {name} {held.by}")
        return self.when_held

    def confirm_taking_over(self, name: str, held: Locked) -> bool:
        self.asked.append(f"take over {name}?")
        return self.yes

    def lost_hold(self, name: str, held: Locked) -> AfterFailure:
        self.asked.append(f"lost {name} {held.by}")
        return self.after_failure.pop(0)

    def save_failed(self, message: str) -> AfterFailure:
        self.asked.append(message)
        return self.after_failure.pop(0)

    def confirm_discarding(self, name: str) -> bool:
        self.asked.append(f"discard {name}?")
        return self.yes

    def defect(self, kept: bool, details: str) -> bool:
        self.asked.append(f"defect, {'kept' if kept else 'not kept'}\n{details}")
        return self.yes

    def export_failed(self, message: str) -> AfterFailure:
        self.asked.append(message)
        return self.after_failure.pop(0)

    def open_folder(self, folder: Path) -> bool:
        self.asked.append(f"folder {folder.name}")
        return True

    def no_printer(self) -> bool:
        self.asked.append("no printer")
        return self.yes

    def confirm_final(self) -> bool:
        self.asked.append("final?")
        return self.yes

    def failed(self, message: str) -> None:
        self.asked.append(message)

    def open_draft(self, folder: Path) -> Path | None:
        return self.path

    def open_last_year(self, folder: Path) -> Path | None:
        return self.path

    def open_workbook(self, folder: Path) -> Path | None:
        return self.path

    def save_findings(self, suggestion: Path) -> Path | None:
        self.asked.append(f"findings {suggestion.name}")
        return self.path

    def save_picture(self, suggestion: Path) -> Path | None:
        self.asked.append(f"picture {suggestion.name}")
        return self.path

    def save_draft(self, suggestion: Path) -> Path | None:
        self.asked.append(f"save {suggestion.name}")
        return self.path

    def run(self, dialog: QDialog) -> bool:
        dialog.show()
        dialog.activateWindow()
        QApplication.processEvents()
        assert self.in_dialog is not None
        self.in_dialog(dialog)
        accepted = dialog.result() == QDialog.DialogCode.Accepted
        dialog.close()
        self.window.activateWindow()
        QApplication.processEvents()
        return accepted


class Clerk:
    """Somebody at the keyboard: all that a test does goes through keys and the clipboard."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        self.answers = Answers(window)
        window.filing.dialogs = self.answers

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    @property
    def page(self) -> TablePage | TextPage | OverviewPage:
        return self.window.tabs.current_page

    @property
    def grid(self) -> Grid:
        assert isinstance(self.page, TablePage)
        return self.page.grid

    @property
    def at(self) -> str:
        """The address of the current cell."""
        cell = self.grid.current_cell()
        return cell.address if cell else ""

    @property
    def shown(self) -> str:
        """What the current cell shows."""
        cell = self.grid.current_cell()
        assert cell
        return self.grid.grid_model.text(cell)

    def value(self, address: str) -> object:
        return self.window.document.report.content(address)

    def editor(self, key: str) -> TextEditor:
        assert isinstance(self.page, TextPage)
        return self.page._editors[key]

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        self.qtbot.keyClick(self.focus, key, held)
        QApplication.processEvents()

    def ctrl(self, key: Qt.Key, *more: Qt.KeyboardModifier) -> None:
        self.key(key, Qt.KeyboardModifier.ControlModifier, *more)

    def type(self, text: str) -> None:
        """Types ASCII; each key goes to whatever has the focus by then."""
        for character in text:
            self.qtbot.keyClicks(self.focus, character)
        QApplication.processEvents()

    def section(self, number: int) -> None:
        self.ctrl(Qt.Key(Qt.Key.Key_0.value + number))

    def problem(self, rule: str) -> None:
        """Makes the first line of a rule current in the panel."""
        panel = self.window.problems
        row = next(at for at, entry in enumerate(panel.model.entries) if entry.item.rule == rule)
        panel.list.setCurrentIndex(panel.model.index(row, 0))

    def clipboard(self, text: str) -> None:
        QApplication.clipboard().setText(text)


@pytest.fixture(scope="session", autouse=True)
def clipboard_ends_before_python(qapp: QApplication) -> Iterator[None]:
    """The offscreen platform keeps what was copied until Python is gone, and would then call it."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def clerk(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Clerk:
    window = MainWindow(Settings())
    window.resize(1366, 720)
    qtbot.addWidget(window, before_close_func=lambda w: w.document.undo_stack.setClean())
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    clerk = Clerk(window, qtbot)
    clerk.answers.path = tmp_path / "草稿.gknb"
    clerk.section(1)
    return clerk
