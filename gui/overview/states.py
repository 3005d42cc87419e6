"""How far each section is and how many problems there are; each line leads there."""

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from gui.document import Document
from gui.marks import SEVERITY_MARKS, STATE_MARKS, Mark, mark_icon
from gui.overview.button import WordButton
from gui.problems.entries import summed_up
from gui.style import SPACE, State
from model.checks import Finding, counted
from model.definition import Section


class LeadingButton(WordButton):
    """A line that leads somewhere, with a mark before its words."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_mark(self, mark: Mark) -> None:
        """Puts a mark before the words."""
        self.setIcon(mark_icon(mark, self))


class States(QWidget):
    """A line for each tab, and one for all problems together."""

    section_wanted = Signal(int)  # by the number of its tab
    problem_wanted = Signal(object)  # the Finding to go to

    def __init__(self, document: Document, groups: Sequence[Sequence[Section]]) -> None:
        super().__init__()
        self._document = document
        self._groups = groups
        self._first: Finding | None = None
        self._buttons = [LeadingButton() for _ in groups]
        self._words = [QLabel() for _ in groups]
        self.problems, self._hint = LeadingButton(), QLabel("按 F8 逐个查看")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * SPACE)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for at, (button, words) in enumerate(zip(self._buttons, self._words, strict=True)):
            button.clicked.connect(partial(self._go, at))
            grid.addWidget(button, at, 0)
            grid.addWidget(words, at, 1, Qt.AlignmentFlag.AlignRight)
        self.problems.clicked.connect(self._go_to_first)
        grid.setRowMinimumHeight(len(groups), 2 * SPACE)
        grid.addWidget(self.problems, len(groups) + 1, 0)
        grid.addWidget(self._hint, len(groups) + 1, 1, Qt.AlignmentFlag.AlignRight)

    @property
    def in_order(self) -> list[QWidget]:
        """What takes the focus, in the order of Tab."""
        return [*self._buttons, self.problems]

    def refresh(self) -> None:
        """Shows what the checks found now."""
        problems = self._document.checking.problems
        for group, button, words in zip(self._groups, self._buttons, self._words, strict=True):
            keys = [section.key for section in group]
            here = [problem for problem in problems if problem.section in keys]
            state = self._document.checking.state_of(group)
            name = group[-1].heading
            said = "，".join(_words(state, here))
            if (name, said) != (button.text(), words.text()):
                button.setText(name)
                words.setText(said)
                button.setAccessibleName(f"{name}，{said}")
            button.show_mark(STATE_MARKS[state])
        self._show_problems(problems)

    def _show_problems(self, problems: list[Finding]) -> None:
        words, mark = summed_up(self._document)
        self._first = next((p for p in problems if SEVERITY_MARKS[p.severity] is mark), None)
        words = f"问题：{words}" if problems else words
        self.problems.setText(words)
        self.problems.setAccessibleName(words)
        self.problems.show_mark(mark)
        self._hint.setVisible(bool(problems))

    def _go(self, at: int) -> None:
        self.section_wanted.emit(at)

    def _go_to_first(self) -> None:
        if self._first:
            self.problem_wanted.emit(self._first)


def _words(state: State, problems: list[Finding]) -> Iterator[str]:
    """What is said of a section: its state, unless the numbers say it already."""
    if not problems or state in (State.EMPTY, State.FINE):
        yield state.value
    if problems:
        yield counted(problems)
