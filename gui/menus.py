"""The menus of a window: every action has its place here, with its key beside it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from export import Product
from gui.style import Appearance, show_as

if TYPE_CHECKING:
    from gui.grid.view import Grid
    from gui.window import MainWindow

_FOLDER = 36  # characters of a folder in the list of recent drafts
_APPEARANCES = {
    Appearance.SYSTEM: "跟随系统(&S)",
    Appearance.LIGHT: "浅色(&L)",
    Appearance.DARK: "深色(&D)",
}


class Menus(QObject):
    """Builds the menus and keeps them up to date.

    Whoever adds an entry uses `add`: what is still being typed is kept before it acts. A key that works
    wherever the focus is stands in `gui/keys.py` too, or an open editor takes it for itself.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)  # whose end is the end of what it listens to
        self._window = window
        self._bar = window.menuBar()
        self._build_file()
        self._for_tables: list[QAction] = []  # what makes no sense where there is no table
        self._build_edit()
        self._build_view()
        self._build_insert()
        self._go = self._bar.addMenu("转到(&G)")
        self._build_sign_off()
        self._build_inspection()
        self._build_help()
        window.tabs.rebuilt.connect(self._list_sections)
        window.tabs.rebuilt.connect(self._on_tab)
        window.tabs.currentChanged.connect(self._on_tab)
        window.document.standing_changed.connect(self._on_standing)

    def add(
        self, menu: QMenu, text: str, shortcut: str, action: Callable[[], object], begins: bool = False
    ) -> QAction:
        """A menu entry; whatever is still being typed is kept before it acts.

        One that `begins` makes sense without a report; any other shows the report first.
        """

        def act() -> None:
            if not begins:
                self._window.beginning.leave_start_page()
            self._window.commit_pending_edit()
            action()

        entry = menu.addAction(text)
        entry.setShortcut(QKeySequence(shortcut))
        entry.triggered.connect(act)
        return entry

    def _add_for_tables(self, menu: QMenu, text: str, shortcut: str, action: Callable[[], object]) -> QAction:
        """An entry that can be chosen only while a table is shown."""
        entry = self.add(menu, text, shortcut, action)
        self._for_tables.append(entry)
        return entry

    def _add_for_grid(self, menu: QMenu, text: str, shortcut: str, action: Callable[["Grid"], None]) -> None:
        """An entry that does something with the selected cells of the table that is shown."""

        def act() -> None:
            if table := self._window.tabs.table_page:
                table.grid.setFocus()
                action(table.grid)

        self._add_for_tables(menu, text, shortcut, act)

    def _build_file(self) -> None:
        window, filing, output = self._window, self._window.filing, self._window.output
        beginning = window.beginning
        menu = self._bar.addMenu("文件(&F)")
        self.add(menu, "新建(&N)", "Ctrl+N", beginning.new, begins=True)
        self.add(menu, "从上年报告开始(&L)…", "", filing.new_from_last_year, begins=True)
        self.add(menu, "打开(&O)…", "Ctrl+O", filing.open, begins=True)
        self._recent = menu.addMenu("最近的草稿(&R)")
        self._recent.aboutToShow.connect(self._list_recent)
        self._take_in = self.add(menu, "从工作簿取数(&W)…", "", filing.take_in)
        menu.addSeparator()
        self.add(menu, "保存(&S)", "Ctrl+S", window.save)
        self.add(menu, "另存为(&A)…", "Ctrl+Shift+S", filing.save_as)
        self.add(menu, "历史版本(&H)…", "", window.show_versions)
        self.add(menu, "找回没有保存的内容(&Z)…", "", window.recovering.offer, begins=True)
        menu.addSeparator()
        self.add(menu, "预览(&V)", "Ctrl+Shift+P", output.show_preview)
        self.add(menu, "打印(&P)…", "Ctrl+P", output.print)
        self.add(menu, "导出(&E)…", "Ctrl+E", output.export)
        menu.addSeparator()
        self.add(menu, "机关资料(&J)…", "", window.edit_profile, begins=True)
        menu.addSeparator()
        another = partial(window.another_asked.emit, None)
        self.add(menu, "新窗口(&T)", "Ctrl+Shift+N", another, begins=True)
        self.add(menu, "关闭窗口(&C)", "Ctrl+W", window.close, begins=True)
        self.add(menu, "退出(&Q)", "Ctrl+Q", QApplication.closeAllWindows, begins=True)

    def _build_edit(self) -> None:
        window, undoing = self._window, self._window.undoing
        menu = self._bar.addMenu("编辑(&E)")
        self.undo = self.add(menu, "撤销", "Ctrl+Z", undoing.undo)
        self.redo = self.add(menu, "重做", "Ctrl+Y", undoing.redo)
        self.redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        self.history = self.add(menu, "历史列表(&H)…", "", undoing.show_history)
        menu.addSeparator()
        for text, name in (
            ("剪切(&T)\tCtrl+X", "cut"),
            ("复制(&C)\tCtrl+C", "copy"),
            ("粘贴(&P)\tCtrl+V", "paste"),
        ):
            menu.addAction(text).triggered.connect(partial(_on_focus, name))
        self._add_for_grid(menu, "清除(&D)\tDelete", "", lambda grid: grid.clear_selected())
        menu.addAction("全选(&A)\tCtrl+A").triggered.connect(partial(_on_focus, "selectAll"))
        menu.addSeparator()
        self._add_for_grid(menu, "空白填0(&Z)", "", lambda grid: grid.fill_blanks())
        self._add_for_grid(menu, "向下填充(&W)", "Ctrl+D", lambda grid: grid.fill(down=True))
        self._add_for_grid(menu, "向右填充(&G)", "Ctrl+R", lambda grid: grid.fill(down=False))
        menu.addSeparator()
        self.add(menu, "查找(&F)…", "Ctrl+F", self._find)
        self.add(menu, "替换(&R)…", "Ctrl+H", lambda: window.find_bar.open(replacing=True))
        self.add(menu, "查找下一个(&N)", "F3", partial(self._find_next, back=False))
        self.add(menu, "查找上一个(&V)", "Shift+F3", partial(self._find_next, back=True))
        self.name_history("", "")

    def _build_view(self) -> None:
        zoom = self._window.zoom
        menu = self._bar.addMenu("视图(&V)")
        larger = self._add_for_tables(menu, "放大(&L)", "Ctrl++", partial(zoom.step, 1))
        larger.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        self._add_for_tables(menu, "缩小(&S)", "Ctrl+-", partial(zoom.step, -1))
        self._add_for_tables(menu, "原来大小(&O)", "Ctrl+Alt+0", zoom.reset)
        menu.addSeparator()
        self._add_appearances(menu)

    def _add_appearances(self, view: QMenu) -> None:
        """The choice of light and dark, with a mark at what is chosen."""
        menu = view.addMenu("外观(&A)")
        choices = QActionGroup(menu)
        for appearance, words in _APPEARANCES.items():
            entry = self.add(menu, words, "", partial(self._choose_appearance, appearance), begins=True)
            entry.setCheckable(True)
            entry.setData(appearance)
            choices.addAction(entry)
        menu.aboutToShow.connect(partial(self._mark_appearance, choices))
        self._mark_appearance(choices)

    def _mark_appearance(self, choices: QActionGroup) -> None:
        for entry in choices.actions():
            entry.setChecked(entry.data() is self._window.settings.appearance)

    def _choose_appearance(self, appearance: Appearance) -> None:
        self._window.settings.update(lambda settings: setattr(settings, "appearance", appearance))
        show_as(appearance)

    def _build_insert(self) -> None:
        inserting = self._window.inserting
        menu = self._bar.addMenu("插入(&I)")
        self.add(menu, "数字(&N)…", "Ctrl+I", inserting.insert_figure)
        sentences = menu.addMenu("情况说明(&S)")
        sentences.aboutToShow.connect(partial(inserting.fill_with_sentences, sentences))
        self.add(menu, "提纲(&O)", "", inserting.insert_outline)
        menu.addSeparator()
        self._insert, self._ways_in = menu, list[QAction]()

    def _build_sign_off(self) -> None:
        output = self._window.output
        menu = self._bar.addMenu("送签(&S)")
        self._lines = self.add(menu, "文号、日期和落款(&L)…", "", output.edit_sign_off)
        self.add(menu, "导出审签稿(&Q)…", "", partial(output.export, Product.SIGNATURE))
        self.add(menu, "导出报送稿(&B)…", "", partial(output.export, Product.SUBMISSION))
        menu.addSeparator()
        self._final = self.add(menu, "定稿(&D)", "", output.declare_final)
        self._reopen = self.add(menu, "重新打开修改(&R)", "", output.reopen)
        menu.addSeparator()
        self.add(menu, "核对校验码(&V)…", "", output.verify)

    def _build_inspection(self) -> None:
        menu = self._bar.addMenu("检查(&C)")
        self._window.inspection.fill_menu(menu, self.add)
        menu.addSeparator()
        self.add(menu, "导出检查结果(&E)…", "", self._window.output.export_findings)

    def _build_help(self) -> None:
        window = self._window
        menu = self._bar.addMenu("帮助(&H)")
        self.add(menu, "这里填什么(&W)", "F1", window.tabs.show_help)
        self.add(menu, "键盘操作(&K)", "Ctrl+/", self._show_keys, begins=True)
        self.add(menu, "关于(&A)", "", self._show_about, begins=True)

    def _show_about(self) -> None:
        self._window.filing.dialogs.about()

    def _show_keys(self) -> None:
        self._window.filing.dialogs.show_keys(self._bar)

    # Keeping up

    def name_history(self, undo: str, redo: str) -> None:
        """Names the steps that undoing and doing again would go; empty where there is none."""
        for entry, word, letter, step in ((self.undo, "撤销", "U", undo), (self.redo, "重做", "Y", redo)):
            entry.setText(f"{word} {_plain(step)}".strip() + f"(&{letter})")
            entry.setEnabled(bool(step))

    def _list_recent(self) -> None:
        filing, recents = self._window.filing, self._window.filing.recents
        self._recent.clear()
        self._recent.setToolTipsVisible(True)
        missing = recents.missing()
        for number, path in enumerate(recents.paths, 1):
            text = f"&{number} {_plain(path.name)}\t{_plain(_shortened(str(path.parent)))}"
            entry = self.add(self._recent, text, "", partial(filing.open, path), begins=True)
            entry.setEnabled(path not in missing)
            entry.setToolTip(f"找不到：{path}" if path in missing else str(path))
        if self._recent.isEmpty():
            self._recent.addAction("还没有").setEnabled(False)
        else:
            self._recent.addSeparator()
            self.add(self._recent, "清空列表(&C)", "", recents.clear, begins=True)

    def _list_ways_in(self) -> None:
        """The ways to fill in the tables of this form without their grids."""
        inserting, form = self._window.inserting, self._window.document.report.form
        for entry in self._ways_in:
            self._insert.removeAction(entry)
            entry.deleteLater()
        self._ways_in.clear()
        tables = {key: section.table for key, section in form.sections.items() if section.table}
        for table in tables.values():
            if table.register:
                label = f"{table.register.label}(&R)…"
                self._ways_in.append(self.add(self._insert, label, "Ctrl+G", inserting.register))
        without = [(key, table.nothing) for key, table in tables.items() if table.nothing]
        for number, (key, nothing) in enumerate(without, 1):
            act = partial(inserting.fill_with_zeros, key)
            self._ways_in.append(self.add(self._insert, f"{nothing.label}(&{number})…", "", act))

    def _list_sections(self) -> None:
        self._list_ways_in()
        tabs = self._window.tabs
        self._go.clear()
        self.add(self._go, "总览(&0)", "Ctrl+0", tabs.go_to_overview)
        for at, group in enumerate(tabs.groups):
            text = f"{_plain(group[-1].heading)}(&{at + 1})"
            self.add(self._go, text, f"Ctrl+{at + 1}", partial(tabs.go_to, at))

    def _on_tab(self) -> None:
        tabs = self._window.tabs
        for entry in self._for_tables:
            entry.setEnabled(tabs.shows_table)

    def _find(self) -> None:
        """A row of the table that is shown, else words in the texts; one search at a time, for `F3`."""
        if table := self._window.tabs.table_page:
            self._window.find_bar.hide()
            table.find_row()
        else:
            self._window.find_bar.open()

    def _find_next(self, back: bool) -> None:
        """In the table that is shown, or in the texts where their bar is open."""
        window = self._window
        table = window.tabs.table_page
        if table and window.find_bar.isHidden():
            table.find_next(back)
        else:
            window.find_bar.go_on(back)

    def _on_standing(self) -> None:
        document = self._window.document
        for entry in (self._lines, self._take_in, self._final):
            entry.setEnabled(not document.read_only)
        self._reopen.setEnabled(document.final and not document.holder)


def _plain(name: str) -> str:
    """A name as a menu shows it: `&` would mark a letter, a tab begin the column of keys."""
    return name.replace("&", "&&").replace("\t", " ")


def _shortened(folder: str) -> str:
    """A folder without its middle where it is long."""
    return folder if len(folder) <= _FOLDER else f"{folder[: _FOLDER // 3]}…{folder[-_FOLDER * 2 // 3 :]}"


def _on_focus(name: str) -> None:
    """Does what the key of the same name does where the focus is; the widgets have their own keys."""
    act = getattr(QApplication.focusWidget(), name, None)
    if callable(act):
        act()
