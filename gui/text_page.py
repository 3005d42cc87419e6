"""The page of a tab with texts."""

from collections.abc import Container
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from gui.document import Document
from gui.elided import ElidedLabel
from gui.sections import Guidance
from gui.style import SPACE, heading
from gui.text_editor import TextEditor
from gui.toned import ToneLabel
from model.checks import Comparison, Finding, Severity
from model.definition import Section
from model.fields import resolve
from model.sentences import outline, sentences

_SHORT, _SHORTEST = 4, 1  # lines of a text that shares its tab, and in a low window


class TextPage(QWidget):
    """One or more texts that share a tab, with what they have to speak of beside them."""

    said = Signal(str, object)  # a line for the status bar, and the Severity that it tells of or None
    refused = Signal(str)  # why something could not be put in
    figure_wanted = Signal()  # a live figure is to be chosen for the current text

    def __init__(self, document: Document, sections: list[Section]) -> None:
        super().__init__()
        self._document = document
        self._sections = {section.key: section for section in sections}
        self._editors: dict[str, TextEditor] = {}
        self._counts: dict[str, QLabel] = {}
        self._buttons: list[QPushButton] = []
        self._in_order: list[QWidget] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, SPACE, 0, 0)
        row.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        row.addLayout(column, 1)
        for section in sections:
            editor = TextEditor(document, section)
            editor.told.connect(partial(self._on_told, section.key))
            editor.refused.connect(self.refused)
            self._editors[section.key] = editor
            column.addLayout(self._title(section))
            self._in_order.append(editor)
            # The last text is the one the tab is named after; what comes before it is short.
            last = section is sections[-1]
            editor.setMinimumHeight(editor.height_of(_SHORTEST))
            if not last:
                editor.setMaximumHeight(editor.height_of(_SHORT))
            editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            column.addWidget(editor, 1 if last else 0)
        self._main = self._current = sections[-1].key
        guidance = Guidance()
        guidance.tell("这一部分写什么", _guidance_on(sections[-1]))
        row.addWidget(guidance)
        document.changed.connect(self._on_changed)
        document.replaced.connect(self._count)
        document.standing_changed.connect(self._on_standing)
        self._count()
        self._on_standing()

    @property
    def in_order(self) -> list[QWidget]:
        return self._in_order

    @property
    def place(self) -> tuple[str, int]:
        return self._current, self.editor.selected[0] or -1

    def enter(self) -> None:
        self._editors[self._main].setFocus()
        self.said.emit(self._sections[self._main].name, None)

    def commit_pending_edit(self) -> None:
        for editor in self._editors.values():
            editor.commit_pending_edit()

    def show_finding(self, finding: Finding | Comparison) -> None:
        editor = self._editors[finding.section or self._main]
        editor.setFocus()
        editor.show_finding(finding)
        severity = finding.severity if isinstance(finding, Finding) else None
        self.said.emit(finding.message, severity)

    def show_change(self, addresses: Container[str]) -> None:
        for key, editor in self._editors.items():
            if f"texts/{key}" in addresses:
                editor.ensureCursorVisible()

    def show_help(self) -> None:
        editor, section = self._editors[self._current], self._sections[self._current]
        place = editor.viewport().mapToGlobal(editor.cursorRect().bottomLeft())
        QToolTip.showText(place, "\n".join((section.name, section.hint, *_guidance_on(section))), editor)

    def select(self, key: str, start: int, end: int) -> None:
        """Selects words of a text, given in characters of the stored one, and goes on there."""
        self._current = key
        self.editor.setFocus()
        self.editor.select(start, end)

    @property
    def current_section(self) -> str:
        """The key of the text that is edited, or was last."""
        return self._current

    @property
    def editor(self) -> TextEditor:
        """The text that is edited, or was last."""
        return self._editors[self._current]

    def insert(self, text: str, name: str) -> None:
        """Puts a text at the cursor and goes on there."""
        self.editor.insert(text, name)
        self.editor.setFocus()

    def fill_with_sentences(self, menu: QMenu, key: str | None = None) -> None:
        """Offers the ready sentences of a text, by default of the one that is edited."""
        menu.clear()
        offered = sentences(self._document.report, key or self._current, self._document.contact())
        for number, sentence in enumerate(offered, 1):
            entry = menu.addAction(f"{sentence.label.replace('&', '&&')}(&{number})")
            entry.setToolTip(resolve(self._document.report, sentence.text))
            entry.triggered.connect(
                partial(self._insert_into, key or self._current, sentence.text, sentence.label)
            )
        if menu.isEmpty():
            menu.addAction("这一部分没有").setEnabled(False)
        menu.setToolTipsVisible(True)

    def insert_outline(self, key: str | None = None) -> None:
        """Puts the outline of a text, by default of the one that is edited, after the current paragraph."""
        key = key or self._current
        if text := outline(self._document.report, key):
            self._editors[key].setFocus()
            self._editors[key].insert_paragraphs(text, "插入提纲")
        else:
            self.refused.emit(f"“{self._sections[key].name}”没有现成的提纲，照右边的说明写就可以。")

    # Building

    def _title(self, section: Section) -> QHBoxLayout:
        label = ElidedLabel()
        label.setText(section.name)
        label.setFont(heading(self.font()))
        count = ToneLabel("quiet_ink")
        count.setToolTip("字数：标点也算，空格和换行不算；自动数字按显示的数算")
        self._counts[section.key] = count
        line = QHBoxLayout()
        line.setSpacing(2 * SPACE)
        line.addWidget(label)
        line.addStretch(1)
        figure = self._button("插入数字…", "插入一个随表格变化的数字（Ctrl+I）")
        figure.clicked.connect(partial(self._want_figure, section.key))
        line.addWidget(figure)
        if section.sentences:
            ready = self._button("插入情况说明", "插入一句现成的话，其中的数字随表格变化")
            menu = QMenu(ready)
            menu.aboutToShow.connect(partial(self.fill_with_sentences, menu, section.key))
            ready.setMenu(menu)
            line.addWidget(ready)
        if section.aspects or section.halves or section.sentences:
            frame = self._button("插入提纲", "在光标所在的一段后面，插入这一部分要写的几段，每段有开头的话")
            frame.clicked.connect(partial(self._insert_outline, section.key))
            line.addWidget(frame)
        line.addWidget(count)
        return line

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, flat=True)
        button.setToolTip(tip)
        button.setFixedHeight(self.fontMetrics().lineSpacing() + SPACE)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus in the text
        self._buttons.append(button)
        self._in_order.append(button)
        return button

    def _want_figure(self, key: str) -> None:
        self._editors[key].setFocus()
        self.figure_wanted.emit()

    def _insert_outline(self, key: str) -> None:
        self.insert_outline(key)

    def _insert_into(self, key: str, text: str, label: str) -> None:
        self._editors[key].setFocus()
        self.insert(text, f"插入“{label}”")

    # Keeping up

    def _on_told(self, key: str, line: str, severity: Severity | None) -> None:
        self._current = key
        self.said.emit(line or self._sections[key].name, severity)

    def _on_standing(self) -> None:
        for button in self._buttons:
            button.setEnabled(not self._document.read_only)

    def _on_changed(self, touched: frozenset[str]) -> None:
        texts = [self._document.report.texts[key] for key in self._editors]
        if any(f"texts/{key}" in touched for key in self._editors) or any("{=" in text for text in texts):
            self._count()

    def _count(self) -> None:
        for key, label in self._counts.items():
            text = resolve(self._document.report, self._document.report.texts[key])
            label.setText(f"{len(''.join(text.split()))}字")


def _guidance_on(section: Section) -> list[str]:
    """What a text has to speak of, in paragraphs."""
    return [*(f"{topic.label}：{topic.guidance}" for topic in section.aspects), *section.guidance]
