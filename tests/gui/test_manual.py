"""The manual and the window call things by the same names."""

from pathlib import Path

from PySide6.QtGui import QAction

from gui.problems.entries import FILTERS
from gui.set_aside import SetAsideDialog
from tests.gui.conftest import Clerk

MANUAL = (Path(__file__).parents[2] / "docs" / "manual.md").read_text(encoding="utf-8")


def test_every_key_of_the_menus_is_in_the_manual(clerk: Clerk) -> None:
    keys = {action.shortcut().toString() for action in clerk.window.findChildren(QAction)} - {""}
    assert len(keys) > 15
    told = MANUAL.replace("`Ctrl+1` 至 `Ctrl+6`", "".join(f"`Ctrl+{number}`" for number in range(1, 7)))
    assert [key for key in sorted(keys) if f"`{key}`" not in told] == []


def test_filters_and_buttons_are_called_in_the_manual_what_they_are(clerk: Clerk) -> None:
    detail = clerk.window.problems.detail
    buttons = [detail.go.text(), detail.set_aside.text(), detail.take_up.text()]
    dialog = SetAsideDialog(clerk.window, "")
    names = [
        *(choice.label for choice in FILTERS),
        *(text.split("(")[0] for text in buttons),
        dialog.confirm.text(),
    ]
    assert [name for name in names if f"“{name}" not in MANUAL] == []
