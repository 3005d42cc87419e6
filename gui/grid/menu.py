"""The menu of the cells, where the right button or the menu key asks for it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from gui.grid.view import Grid


def cell_menu(grid: "Grid") -> QMenu:
    """The entries of the window's menu 编辑 that concern cells, under the same names.

    It deletes itself when it closes.
    """
    menu = QMenu(grid)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    can_change = not grid.grid_model.document.read_only
    for text, act, changes in (
        ("剪切(&T)\tCtrl+X", grid.cut, True),
        ("复制(&C)\tCtrl+C", grid.copy, False),
        ("粘贴(&P)\tCtrl+V", grid.paste, True),
        ("清除(&D)\tDelete", grid.clear_selected, True),
        ("空白填0(&Z)", grid.fill_blanks, True),
        ("向下填充(&W)\tCtrl+D", partial(grid.fill, down=True), True),
        ("向右填充(&G)\tCtrl+R", partial(grid.fill, down=False), True),
    ):
        if act == grid.fill_blanks:
            menu.addSeparator()
        entry = menu.addAction(text)
        entry.triggered.connect(lambda _, act=act: act())
        entry.setEnabled(can_change or not changes)
    return menu
