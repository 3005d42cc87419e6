"""The bar above the tabs that finds words in all texts and replaces them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from gui.document import Document
from gui.keys import Composing, LeavesWindowKeys
from gui.style import SPACE
from gui.tabs import SectionTabs
from model.report import clean_text

if TYPE_CHECKING:
    from model.search import Match

_NARROWEST, _WIDEST = 8, 20  # characters of a field
_QUOTED = 12  # characters of the words that the name of a step quotes
_NOT_FOUND = "没有找到。"
_FIXED = "在自动数字里，没有替换；要改请改表格里的数。"


class FindField(LeavesWindowKeys, Composing, QLineEdit):
    """A line of the bar."""


class FindBar(QWidget):
    """Goes through the places of the words from where the cursor is, over all tabs with texts.

    Nothing moves before somebody asks for the next place; replacing begins with showing what would be.
    """

    said = Signal(str)

    def __init__(self, document: Document, tabs: SectionTabs) -> None:
        super().__init__()
        self._document = document
        self._tabs = tabs
        self._found: list[Match] = []
        self._came_from: QWidget | None = None
        self.words = self._field("查找", "在所有文字部分里查找")
        self.by = self._field("替换为", "换成什么；不填，就是删去")
        self.count = QLabel()
        self.previous = self._button("上一个", "Shift+F3")
        self.next = self._button("下一个", "F3，或者在左边按回车")
        self.replace = self._button("替换", "替换选中的这一处，再转到下一处")
        self.all = self._button("全部替换", "替换所有文字部分里的每一处，可以一次撤销")
        self.close_ = self._button("关闭", "Esc")
        self._build_layout()
        self._soon = QTimer(self, singleShot=True, interval=0)  # after the texts show what has changed
        self._soon.timeout.connect(self._look)
        self.words.textChanged.connect(self._look)
        self.words.returnPressed.connect(self._on_return)
        self.by.returnPressed.connect(self._replace)
        self.previous.clicked.connect(lambda: self.go_on(back=True))
        self.next.clicked.connect(lambda: self.go_on(back=False))
        self.replace.clicked.connect(self._replace)
        self.all.clicked.connect(self._replace_all)
        self.close_.clicked.connect(self.leave)
        document.changed.connect(self._look_soon)
        document.replaced.connect(self._look_soon)
        self.hide()

    def _build_layout(self) -> None:
        grid = QGridLayout(self)
        # Low, for two rows of it have to fit above everything else in the smallest window.
        grid.setContentsMargins(2 * SPACE, 0, 2 * SPACE, SPACE)
        grid.setHorizontalSpacing(2 * SPACE)
        grid.setVerticalSpacing(SPACE)
        find_label, self._by_label = QLabel("查找"), QLabel("替换为")
        rows: tuple[tuple[QWidget, ...], ...] = (
            (find_label, self.words, self.previous, self.next, self.count),
            (self._by_label, self.by, self.replace, self.all),
        )
        for row, widgets in enumerate(rows):
            for column, widget in enumerate(widgets):
                grid.addWidget(widget, row, column)
        grid.addWidget(self.close_, 0, len(rows[0]))
        grid.setColumnStretch(1, _WIDEST)  # up to their maximum, before the rest gets anything
        grid.setColumnStretch(len(rows[0]) - 1, 1)
        for before, after in zip(self.in_order, self.in_order[1:], strict=False):
            self.setTabOrder(before, after)

    @property
    def in_order(self) -> list[QWidget]:
        first = [self.words, self.previous, self.next]
        return [*first, self.by, self.replace, self.all, self.close_]

    @property
    def _height(self) -> int:
        """Pixels of a row."""
        return self.fontMetrics().lineSpacing() + SPACE

    def _field(self, name: str, hint: str) -> FindField:
        field = FindField(placeholderText=hint)
        field.setAccessibleName(name)
        field.setMinimumWidth(self.fontMetrics().horizontalAdvance("汉") * _NARROWEST)
        field.setMaximumWidth(self.fontMetrics().horizontalAdvance("汉") * _WIDEST)
        field.setFixedHeight(self._height)
        return field

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.setFixedHeight(self._height)
        return button

    # Opening and closing

    def open(self, replacing: bool = False) -> None:
        """Shows the bar with what is selected, or with the words of before."""
        if not self._has_focus():
            self._came_from = QApplication.focusWidget()
            page = self._tabs.text_page
            selected = page.editor.selected_words if page else ""
            if selected:
                self.words.setText(selected)
        for widget in (self._by_label, self.by, self.replace, self.all):
            widget.setVisible(replacing)
        self.show()
        self._look()
        self.words.setFocus()
        self.words.selectAll()

    def leave(self) -> None:
        """Hides the bar and gives the focus back to where the words were found, or where it came from."""
        page = self._tabs.text_page
        had_focus, came_from = self._has_focus(), self._came_from
        self.hide()
        if page:
            page.editor.setFocus()
        elif had_focus and came_from is not None and came_from.isVisible():
            came_from.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    # Finding

    def _look_soon(self) -> None:
        if self.isVisible():
            self._soon.start()

    def _look(self) -> None:
        """Finds the words anew and says how many places there are."""
        from model.search import matches

        words = self.words.text()
        self._found = matches(self._document.report, words)
        here = self._here()
        number = f"第{self._found.index(here) + 1}处，" if here else ""
        self.count.setText(f"{number}共{len(self._found)}处" if self._found else _NOT_FOUND if words else "")
        for button in (self.previous, self.next, self.replace, self.all):
            button.setEnabled(bool(self._found))

    def _place(self) -> tuple[int, int, int]:
        """Where one is: which section of the report, and what is selected there."""
        order = list(self._document.report.form.sections)
        if page := self._tabs.text_page:
            return order.index(page.current_section), *page.editor.selected
        table = self._tabs.table_page
        return (order.index(table.grid.layout_.key) if table else -1), 0, 0

    def _here(self) -> "Match | None":
        """The place that is selected, if it is one of those found."""
        return next((match for match in self._found if self._at(match) == self._place()), None)

    def _at(self, match: "Match") -> tuple[int, int, int]:
        order = list(self._document.report.form.sections)
        return order.index(match.section), match.start, match.end

    def _on_return(self) -> None:
        shift = Qt.KeyboardModifier.ShiftModifier
        self.go_on(back=bool(QApplication.keyboardModifiers() & shift))

    def go_on(self, back: bool = False) -> None:
        """Goes to the next or previous place; at the end it begins anew."""
        if not self.words.text():
            self.open()
            return
        self._look()
        if not self._found:
            self.said.emit(f"没有找到“{self.words.text()}”。")
            return
        section, start, end = self._place()
        if back:
            ahead = [m for m in self._found if (self._at(m)[0], m.end) <= (section, start)]
            target = ahead[-1] if ahead else self._found[-1]
        else:
            here = (section, end if self._here() else start)
            ahead = [m for m in self._found if self._at(m)[:2] >= here]
            target = ahead[0] if ahead else self._found[0]
        if not ahead:
            self.said.emit("前面没有了，从末尾接着找。" if back else "后面没有了，从开头接着找。")
        self._show(target.section, target.start, target.end)

    def _show(self, section: str, start: int, end: int) -> None:
        focus = QApplication.focusWidget() if self._has_focus() else None
        self._tabs.show_words(section, start, end)
        if focus is not None:
            focus.setFocus()
        self._look()

    # Replacing

    def _replace(self) -> None:
        """Replaces the place that is shown and shows the next; shows one first where none is."""
        if self._may_not_replace():
            return
        self._look()
        here = self._here()
        if here is None or here.fixed:
            if here:
                self.said.emit(f"这一处{_FIXED}")
            self.go_on()
            return
        by, text = clean_text(self.by.text()), self._document.report.texts[here.section]
        changed = text[: here.start] + by + text[here.end :]
        self._document.edit({f"texts/{here.section}": changed}, f"替换“{self._quoted}”")
        self._show(here.section, *[here.start + len(by)] * 2)
        if self._found:
            self.go_on()

    def _replace_all(self) -> None:
        if self._may_not_replace():
            return
        from model.search import replace_all

        by, page = clean_text(self.by.text()), self._tabs.text_page
        done = replace_all(self._document.report, self.words.text(), by)
        start, longer = page.editor.selected[0] if page else 0, 0
        if page:
            before = [m for m in self._found if m.section == page.current_section and m.end <= start]
            longer = sum(len(by) - (m.end - m.start) for m in before if not m.fixed)
        self._document.edit(done.changes, f"全部替换“{self._quoted}”（{done.count}处）")
        if page:
            page.editor.select(start + longer, start + longer)  # where it was, instead of all that changed
        fixed = f"有{done.fixed}处{_FIXED}" if done.fixed else ""
        self.said.emit((f"已替换{done.count}处。" if done.count else "") + fixed)

    def _may_not_replace(self) -> bool:
        if self._document.read_only:
            self.said.emit(self._document.why_read_only)
        return self._document.read_only

    @property
    def _quoted(self) -> str:
        words = self.words.text()
        return words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
