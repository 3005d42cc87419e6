"""All keys on one page: those of the menus as they are, and those of the places in which one types."""

import html
from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QTextBrowser, QWidget

from gui.column_dialog import ColumnDialog

_WIDTH, _LINES = 68, 38  # characters and lines of the dialog, where the screen has room for them

Keys = list[tuple[str, str]]
"""Keys and what they do."""

ELSEWHERE: dict[str, Keys] = {
    "表格": [
        ("数字", "替换这一格的数"),
        ("F2", "修改这一格的数"),
        ("Esc", "不要刚才打的"),
        ("Enter、Shift+Enter", "下面、上面一个要填的格"),
        ("Tab、Shift+Tab", "右面、左面一个要填的格"),
        ("方向键", "相邻的格"),
        ("Ctrl+方向键", "一串数的尽头"),
        ("Home、End", "本行第一格、最后一格"),
        ("Ctrl+Home、Ctrl+End", "全表第一格、最后一格"),
        ("Shift+方向键", "选中几格"),
        ("Ctrl+A", "选中全表"),
        ("Delete", "清空选中的格"),
    ],
    "文字": [
        ("Enter", "另起一段"),
        ("Tab", "离开文字框"),
        ("Shift+方向键", "选中文字"),
        ("Ctrl+A", "选中全部文字"),
    ],
    "问题栏": [
        ("Alt+1 至 Alt+6", "看哪一种问题"),
        ("Enter", "转到有问题的地方"),
        ("Esc", "回到原来的地方"),
    ],
    "开始页": [("N、O、L", "新建、打开、从上年报告开始")],
}


class KeyOverview(ColumnDialog):
    """Lists the keys by menu and by place."""

    def __init__(self, parent: QWidget, menus: QMenuBar) -> None:
        super().__init__(parent, "键盘操作")
        self.head("键盘操作")
        groups = {**menu_keys(menus), **ELSEWHERE}
        self.page = QTextBrowser()
        self.page.setAccessibleName("键盘操作")
        metrics = self.fontMetrics()
        wide = max(metrics.horizontalAdvance(key) for keys in groups.values() for key, _ in keys)
        self.page.setHtml(_in_columns(groups, wide + metrics.horizontalAdvance("汉")))
        self.column.addWidget(self.page, 1)
        self.say("菜单也可以用键盘打开：按住 Alt 再按菜单名后面的字母。")
        self.add_button("关闭").clicked.connect(self.accept)
        self.finish()
        self.resize(self.sizeHint())  # by itself a dialog takes no more than two thirds of the screen
        self.page.setFocus()

    def sizeHint(self) -> QSize:
        metrics, room = self.fontMetrics(), self.screen().availableSize() * 0.85
        wanted = QSize(metrics.horizontalAdvance("汉") * _WIDTH, metrics.lineSpacing() * _LINES)
        return wanted.boundedTo(room)


def menu_keys(bar: QMenuBar) -> dict[str, Keys]:
    """The keys of a menu bar by menu, those without a key left out."""
    # Not by `QAction.menu()`: what that returns takes the menu with it when Python lets it go.
    menus = bar.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return {_name(menu.title()): keys for menu in menus if (keys := list(_keys(menu)))}


def _keys(menu: QMenu) -> Iterator[tuple[str, str]]:
    for entry in menu.actions():
        name, _, told = entry.text().partition("\t")
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in entry.shortcuts()]
        if keys := keys or [told] * bool(told):
            yield "、".join(keys), _name(name)


def _name(text: str) -> str:
    """What an entry is called, without its letter, the step that it names and the dots."""
    return text.partition("(&")[0].partition(" ")[0].replace("&&", "&")


def _in_columns(groups: dict[str, Keys], wide: int) -> str:
    """The groups in two columns of about the same length, with so many pixels for the keys."""
    columns: list[list[str]] = [[], []]
    lengths = [0, 0]
    for name, keys in groups.items():
        at = lengths.index(min(lengths))
        columns[at].append(_table(name, keys, wide))
        lengths[at] += len(keys) + 2
    cells = "".join(f'<td width="50%">{"".join(tables)}</td>' for tables in columns)
    return f'<table width="100%" cellspacing="8"><tr>{cells}</tr></table>'


def _table(name: str, keys: Keys, wide: int) -> str:
    rows = "".join(
        f'<tr><td width="{wide}">{html.escape(key)}</td><td>{html.escape(does)}</td></tr>'
        for key, does in keys
    )
    return f'<h4>{html.escape(name)}</h4><table cellspacing="0" cellpadding="1">{rows}</table>'
