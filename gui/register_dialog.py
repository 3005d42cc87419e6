"""Entering one application without the grid: who made it, when, and what became of it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.column_dialog import ColumnDialog
from gui.document import Document
from gui.result_list import ResultList
from gui.search_line import SearchLine
from gui.style import SPACE, bold
from gui.toned import ToneLabel
from model.errors import UserError
from model.numbers import format_value
from model.registering import Case, Registering
from model.report import Content

_HALF = 31  # characters that each half of the dialog is wide


class RegisterDialog(ColumnDialog):
    """Enters applications one by one, each as one step of the history.

    It shows which cells change before they do. `entered` says in words what was entered last.
    """

    def __init__(self, document: Document, parent: QWidget) -> None:
        self._way = Registering(document.report)
        words = self._way.words
        super().__init__(parent, words.label)
        self._document = document
        self._changes: dict[str, Content] = {}
        self.entered = ""
        self._count = 0
        self.who, who = self._choices([(c.key, c.brief, c.help) for c in self._way.who], words.who)
        rows = [(key, self._way.row(key), self._way.help(key)) for key in (words.received, words.over)]
        self.when, when = self._choices(rows, words.when)
        self.counted = QCheckBox("已经填在表里")
        self.results = ResultList(self._way)
        self.search = SearchLine(self.results, "查找办理结果", "输入其中的字查找，例如：信访")
        self.search.setClearButtonEnabled(True)
        self._help, self._note, self._cells, self._done = (_told() for _ in range(4))
        self._arrange(who, when)
        self.who.idToggled.connect(self._on_who)
        self.when.idToggled.connect(self._on_who)
        self.counted.toggled.connect(self._show)
        self.search.textChanged.connect(self._on_search)
        self.results.currentItemChanged.connect(self._show)
        self.results.itemDoubleClicked.connect(self.take.click)
        self.take.clicked.connect(self._enter_and_close)
        self.again.clicked.connect(self._enter_and_go_on)
        self.leave.clicked.connect(self.reject)
        self._on_who()
        self.who.buttons()[0].setFocus()

    # Building

    def _choices(self, choices: list[tuple[str, str, str]], what: str) -> tuple[QButtonGroup, QGridLayout]:
        """Buttons of which one is chosen, each with what counts there beside it."""
        group, grid = QButtonGroup(self), QGridLayout()
        grid.setHorizontalSpacing(2 * SPACE)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for row, (key, name, help_) in enumerate(choices):
            button = QRadioButton(name)
            button.setProperty("key", key)
            button.setAccessibleName(f"{what}：{name}")
            button.setAccessibleDescription(help_)
            told = _told(help_)
            told.setContentsMargins(0, (button.sizeHint().height() - told.fontMetrics().height()) // 2, 0, 0)
            group.addButton(button, row)
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(told, row, 1)
        group.buttons()[0].setChecked(True)
        return group, grid

    def _arrange(self, who: QGridLayout, when: QGridLayout) -> None:
        words = self._way.words
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setContentsMargins(SPACE, 0, SPACE, 0)  # for the ring of the focus, and before the scroll bar
        for column in (left, right):
            column.setSpacing(SPACE)
        left.addWidget(self._heading(words.who))
        left.addLayout(who)
        left.addSpacing(2 * SPACE)
        left.addWidget(self._heading(words.when))
        left.addLayout(when)
        left.addWidget(self.counted)
        left.addStretch(1)
        right.addWidget(self._heading(words.result))
        right.addWidget(self.search)
        right.addWidget(self.results, 1)
        right.addWidget(self._help)
        below = QVBoxLayout()
        below.setContentsMargins(SPACE, 0, 0, 0)  # in line with what is above
        below.setSpacing(SPACE)
        below.addWidget(self._heading("登记以后"))
        below.addWidget(self._cells)
        below.addWidget(self._note)
        below.addStretch(1)
        halves = QHBoxLayout()
        halves.setSpacing(5 * SPACE)
        halves.addWidget(_scrolling(left), 1)
        halves.addLayout(right, 1)
        self.column.setSpacing(3 * SPACE)
        self.column.addLayout(halves, 1)
        self.column.addLayout(below)
        self.take, self.again, self.leave = map(self.add_button, ("登记", "登记，再登一件", "取消"))
        self.buttons.setContentsMargins(SPACE, 0, 0, 0)  # in line with what is above
        self.buttons.insertWidget(0, self._done, 1)
        self.finish()
        metrics, room = self.fontMetrics(), self.screen().availableGeometry()
        self._help.setMinimumHeight(2 * metrics.lineSpacing())
        width = min(metrics.horizontalAdvance("汉") * 2 * _HALF + 13 * SPACE, room.width() - 10 * SPACE)
        high = left.heightForWidth(width // 2 - 10 * SPACE) + below.heightForWidth(width) + 20 * SPACE
        high += 6 * metrics.lineSpacing()  # that cells and note take, and a name that needs two lines
        self.resize(width, min(high, room.height() - 12 * SPACE))

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setFont(bold(self.font()))
        return label

    # What is chosen

    @property
    def case(self) -> Case | None:
        """The application that is described so far; none while its result is not chosen."""
        result = self.results.result
        if result is None:
            return None
        return Case(self._column, result, self._from_last_year, self.counted.isChecked())

    @property
    def _column(self) -> str:
        return str(self.who.checkedButton().property("key"))

    @property
    def _from_last_year(self) -> bool:
        return self.when.checkedId() == 1

    def _on_who(self) -> None:
        """Another column or year: whether the case stands in the table already is asked anew."""
        may = self._from_last_year and self._way.may_be_counted(self._column)
        over = self._way.words.over
        address = f"{self._way.table}/{over}/{self._column}"
        count = format_value(self._document.report.value(address))
        self.counted.setText(f"是“{self._way.row(over)}”已填的{count}件里的一件")
        self.counted.setVisible(may)
        self.counted.setChecked(may and self._way.is_counted(self._column))
        self._show()

    def _on_search(self, text: str) -> None:
        self.results.search(text)
        self._show()

    def _show(self) -> None:
        """Says what would change, or why nothing can."""
        case = self.case
        self._help.setText(self.results.help)
        self._changes, cells, note, doubtful = {}, "", "", False
        if self._document.read_only:
            note, doubtful = self._document.why_read_only, True
        elif case is None:
            cells = "选好办理结果，这里显示要改哪几格。"
        else:
            cells, note, doubtful = self._judge(case)
        self._cells.setText(cells)
        self._cells.set_tone("ink" if self._changes else "quiet_ink")
        self._note.setText(note)
        self._note.set_tone("warning" if doubtful else "quiet_ink")
        for button in (self.take, self.again):
            button.setEnabled(bool(self._changes))

    def _judge(self, case: Case) -> tuple[str, str, bool]:
        try:
            changes = self._way.changes(case)
        except UserError as error:
            return "", str(error), True
        form, report = self._document.report.form, self._document.report
        refused = next((form.cells[a] for a in changes if a in self._document.refused), None)
        if refused:
            text = self._document.refused[refused.address].text
            return "", f"“{refused.brief}”这一格填着“{text}”，不是数字。请先在表里改正。", True
        self._changes = changes
        lines = [
            f"{form.cells[a].brief}：{format_value(report.cells.get(a)) or '空'} → {becomes}"
            for a, becomes in changes.items()
        ]
        return "\n".join(lines), *self._way.note(case)

    # Entering

    def _enter(self) -> bool:
        """Enters the application; whether it could be."""
        case, changes = self.case, self._changes
        if case is None or not changes:
            return False
        name = self._way.name(case)
        self._document.edit(changes, name)
        self.entered = name
        self._count += 1
        return True

    def _enter_and_close(self) -> None:
        if self._enter():
            self.accept()

    def _enter_and_go_on(self) -> None:
        if self._enter():
            self._done.setText(
                f"已登记{self._count}件，刚才是{self.entered.partition('（')[2].rstrip('）')}。"
            )
            self.leave.setText("关闭")
            self.when.buttons()[0].setChecked(True)
            self.results.clear_choice()
            self.search.clear()
            self._on_who()
            self.who.checkedButton().setFocus()


def _told(text: str = "") -> ToneLabel:
    """A quiet line or several."""
    label = ToneLabel("quiet_ink", text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    return label


def _scrolling(column: QVBoxLayout) -> QScrollArea:
    """A column that can be scrolled where large letters leave no room for all of it."""
    content, area = QWidget(), QScrollArea()
    content.setLayout(column)
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
