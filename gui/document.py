"""The report that is being edited: the one object that the parts of the window share."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from gui.step import Step
from gui.style import State
from model.checks import (
    FIGURE_RULES,
    Comparison,
    Finding,
    Severity,
    in_order,
    marked,
    run_rules,
    text_rules,
)
from model.checks.completeness import missing_texts
from model.definition import Section
from model.draft import read_draft
from model.draft_file import DraftFile
from model.errors import UserError
from model.locks import Locked
from model.numbers import parse_value
from model.report import Changes, Content, Report, carried_from, new_report

if TYPE_CHECKING:
    from model.backups import Backups

_TEXT_PAUSE = 400  # milliseconds without a key after which the texts are checked
REFUSED = "refused-input"  # the rule of a cell that shows what the report cannot hold


class Refusal(Struct, frozen=True):
    """What somebody typed into a cell and the report cannot hold, and why."""

    text: str
    reason: str


Refusals = Mapping[str, Refusal | None]


class Document(QObject):
    """A report with its file, its history and what the checks say of it.

    `holder` says in a clause who else has the draft where it is only looked at; it is empty otherwise.

    `refused` keeps by address what was typed and is no number: the cell shows it until something else is
    put there, and it comes and goes with the history like everything else.

    `findings` has everything that the checks found, `comparisons` the figures of the texts that agree with
    the tables.

    `changed` carries the addresses that may read differently, `replaced` says that it is another report
    altogether, `checked` that the findings are new, `renamed` that it has another file,
    `standing_changed` that it may be edited no longer, or again.
    """

    changed = Signal(object)  # frozenset[str]
    replaced = Signal()
    checked = Signal()
    renamed = Signal()
    standing_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.report = new_report()
        self.path: Path | None = None
        self.file: DraftFile | None = (
            None  # none for a report never saved, and for one that is only looked at
        )
        self.holder = ""
        self.contact: Callable[[], Mapping[str, str]] = dict  # how the agency is reached, for ready sentences
        self.undo_stack = QUndoStack(self)
        self.findings: list[Finding] = []
        self.refused: dict[str, Refusal] = {}
        self.last_changed: tuple[str, ...] = ()
        self.comparisons: list[Comparison] = []
        self._problems: list[Finding] = []
        self._states: dict[str, State] = {}
        self._figure_findings: list[Finding] = []
        self._text_findings: list[Finding] = []
        self._left: set[str | None] = set()  # sections whose blanks count: nobody is at work in them now
        self._on_the_way: set[str] | None = None  # what changed so far on a way through the history
        self._before = 0  # unsaved steps of a program that is gone
        self._steps: Iterator[None] = iter(())
        self._pause = QTimer(self, singleShot=True, interval=_TEXT_PAUSE)
        self._pause.timeout.connect(self._begin_texts)
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._go_on_with_texts)

    @property
    def modified(self) -> bool:
        """Whether there is something that is not in the file."""
        return not self.undo_stack.isClean()

    @property
    def unsaved(self) -> int:
        """How many steps of the history are not in the file."""
        if not self.modified:
            return 0
        stack = self.undo_stack
        return max(1, self._before + abs(stack.index() - max(0, stack.cleanIndex())))

    @property
    def final(self) -> bool:
        """Whether the report is final and was not reopened."""
        lines = self.report.sign_off
        return bool(lines.get("final_code")) and not lines.get("reopened")

    @property
    def read_only(self) -> bool:
        """Whether nothing may be changed: the report is final, or somebody else has it."""
        return self.final or bool(self.holder)

    @property
    def why_read_only(self) -> str:
        """Why nothing may be changed and what to do, as a sentence; empty where it may."""
        if self.holder:
            return "正在只读查看，不能修改；要改的话，请另存为一份。"
        return "已定稿，不能修改；要改的话，请先重新打开。" if self.final else ""

    def start(
        self,
        report: Report,
        path: Path | None = None,
        file: DraftFile | None = None,
        holder: str = "",
        unsaved: int = 0,
        refused: Mapping[str, str] | None = None,
    ) -> None:
        """Begins to edit a report, or to look at one; `path` is the draft that it was read from.

        `unsaved` is how many of its steps are not in the file, `refused` what was no number by address.
        """
        self._give_back(file)
        self.report, self.path, self.file, self.holder = report, path, file, holder
        self.refused = {a: _refusal(report, a, text) for a, text in (refused or {}).items()}
        self.last_changed, self._before = (), unsaved
        self._figure_findings, self._text_findings = [], []
        self.findings, self.comparisons, self._problems, self._states = [], [], [], {}
        self._left = self._worked_on()
        self.undo_stack.clear()
        if unsaved:
            self.undo_stack.resetClean()
        self.replaced.emit()
        self.standing_changed.emit()
        self.renamed.emit()
        self.begin_checking()

    def open(self, path: Path, over: Locked | None = None) -> None:
        """Opens a draft to edit it; the report at hand stays where that fails.

        Raises `UserError` where it cannot be read, `Locked` where somebody else has it; `over` is one that
        a person was shown and agreed to take over.
        """
        path = Path(os.path.abspath(path))  # the current folder may change, a link keeps its name
        if self.file and self.file.is_at(path):
            self.start(self.file.read(), self.path, self.file)
        else:
            file, report = DraftFile.open(path, over)
            self.start(report, path, file)

    def look_at(self, path: Path, holder: str) -> None:
        """Opens a draft that somebody else has, only to read it; `UserError` as `open`."""
        path = Path(os.path.abspath(path))
        self.start(read_draft(path), path, holder=holder)

    def save(
        self, path: Path, backups: "Backups", over: Locked | None = None, replacing: bool = False
    ) -> None:
        """Writes the draft; where that fails, the report counts as modified still.

        Raises as `DraftFile.save`, with the same `over` and `replacing`. A file that was chosen anew may
        be replaced: the person was asked.
        """
        if self.file and self.file.is_at(path):
            self.file.save(self.report, backups, over, replacing)
        else:
            file = DraftFile(path, over=over)
            try:
                file.save(self.report, backups, over, replacing)
            except BaseException:
                file.close()
                raise
            self._give_back(file)
            self.file = file
        self.path, self.holder, self._before = path, "", 0
        self.leave()
        self.undo_stack.setClean()
        self.standing_changed.emit()
        self.renamed.emit()

    def take_from_disk(self) -> None:
        """Goes on with what somebody else put into the file, as a step that can be undone.

        Raises `UserError` where that cannot be read; the report at hand then stays.
        """
        from model.compare import restoring

        assert self.file
        report = self.file.read()
        if self.modified and not self.read_only and report.form.id == self.report.form.id:
            self.edit(restoring(self.report, report), "换成磁盘上的内容")
            self.report.last_year, self.report.extra = report.last_year, report.extra
            self.undo_stack.setClean()
        else:
            self.start(report, self.path, self.file)

    def close(self) -> None:
        """Gives the draft back when the window closes."""
        self._give_back(None)
        self.file = None

    def _give_back(self, file: DraftFile | None) -> None:
        if self.file and self.file is not file:
            self.file.close()

    def edit(
        self, changes: Changes, name: str, merge: str = "", refused: Mapping[str, Refusal] | None = None
    ) -> None:
        """Makes changes as one step that can be undone under its name.

        `refused` says for some of the cells why they are blank. Steps that follow each other with the
        same `merge` become one; what changes nothing leaves no step. A report that is read-only is left as
        it is; a final one takes what concerns its sign-off.
        """
        if self.read_only and (self.holder or not any(a.startswith("sign_off/") for a in changes)):
            return
        kept = refused or {}
        real = {a: c for a, c in changes.items() if not _same(self.report.content(a), c)}
        refusals = {a: kept.get(a) for a in changes if self.refused.get(a) != kept.get(a)}
        if real or refusals:
            self.undo_stack.push(Step(self, real, refusals, name, merge))

    def apply(self, changes: Changes, refusals: Refusals) -> tuple[Changes, Refusals]:
        """Changes the report and tells everybody; returns how to take it back. For the history."""
        applied = self.report.apply(changes)
        inverse = {address: self.refused.get(address) for address in refusals}
        for address, refusal in refusals.items():
            self.refused.pop(address, None)
            if refusal:
                self.refused[address] = refusal
        self.last_changed = (*changes, *refusals)
        touched = applied.touched | refusals.keys()
        if self._on_the_way is None:
            self._tell(touched)
        else:
            self._on_the_way |= touched
        return applied.inverse, inverse

    def go_to_step(self, count: int) -> None:
        """Goes to where so many steps of the history are done, and tells of it once; not if read-only."""
        if self.read_only or count == self.undo_stack.index():
            return
        touched: set[str] = set()
        self._on_the_way = touched
        try:
            self.undo_stack.setIndex(count)
        finally:
            self._on_the_way = None
            self._tell(frozenset(touched))

    def _tell(self, touched: frozenset[str]) -> None:
        """Tells everybody what may read differently now, and checks it."""
        self.changed.emit(touched)
        if touched & {"sign_off/final_code", "sign_off/reopened"}:
            self.standing_changed.emit()
        self._turn.stop()
        self._pause.start()  # texts are compared with figures, header and options
        if any(not address.startswith("texts/") for address in touched):
            self._figure_findings = run_rules(self.report, FIGURE_RULES)
            self._publish()

    def begin_checking(self) -> None:
        """Runs the quick rules now and the others soon: the window is there before it reads texts."""
        self._figure_findings = run_rules(self.report, FIGURE_RULES)
        self._text_findings = run_rules(self.report, [missing_texts])  # what tells empty from fine
        self._turn.stop()
        self._pause.start()
        self._publish()

    def check_all(self) -> None:
        """Runs every rule now, those that wait for a pause in the typing too; blanks count then."""
        self._left |= self._worked_on()
        self._figure_findings = run_rules(self.report, FIGURE_RULES)
        self._begin_texts()
        while self._turn.isActive():
            self._go_on_with_texts()

    @property
    def texts_are_checked(self) -> bool:
        """Whether what was found in the texts is about the texts as they are now."""
        return not self._pause.isActive() and not self._turn.isActive()

    def _begin_texts(self) -> None:
        self._pause.stop()
        self._steps = self._check_texts()
        self._turn.start()

    def _go_on_with_texts(self) -> None:
        """One rule a turn: a key that is pressed meanwhile waits for no more than that."""
        for _ in self._steps:
            return
        self._turn.stop()
        self._publish()

    def _check_texts(self) -> Iterator[None]:
        from model.checks.comparison import comparisons

        rules, found = text_rules(), list[Finding]()
        yield  # the first time it took a while to load them
        for rule in rules:
            found += run_rules(self.report, [rule])
            yield
        agreeing = [comparison for comparison in comparisons(self.report) if comparison.agrees]
        self._text_findings, self.comparisons = found, agreeing

    def _publish(self) -> None:
        found = [*self._refusals(), *self._figure_findings, *self._text_findings]
        self.findings = in_order(self.report, marked(self.report, found))
        self._states = {}
        self._problems = [
            f
            for f in self.findings
            if f.counts
            and not f.unfinished
            and (not f.completeness or self._counts_blanks(f.section))
            and not self._follows_from_refusal(f)
        ]
        self.checked.emit()

    def _refusals(self) -> Iterator[Finding]:
        """A problem for each cell that shows something the report does not hold."""
        for address, refusal in self.refused.items():
            cell = self.report.form.cells[address]
            message = f"{cell.name}：{refusal.reason}现在没有计入，保存时也不会存入。"
            yield Finding(REFUSED, Severity.ERROR, address.split("/")[0], message, cells=(address,))

    def leave(self, *sections: str) -> None:
        """Lets blanks count in sections that were worked in and left, by default in all.

        So do those who save, or ask what is wrong: they take what is there for done.
        """
        left = self._worked_on()
        if sections:
            left &= {None, *sections}
        if not left <= self._left:
            self._left |= left
            self._publish()

    def _worked_on(self) -> set[str | None]:
        return {key for key in (None, *self.report.form.sections) if self.worked_on(key)}

    def _counts_blanks(self, section: str | None) -> bool:
        return section in self._left and self.worked_on(section)

    def worked_on(self, section: str | None) -> bool:
        """Whether anything stands in a section yet; `None` asks for the report as a whole."""
        if section is None:
            report = self.report  # its year was filled in by the program
            return bool(report.agency or report.cells or any(report.texts.values()))
        if section in self.report.texts:
            return bool(self.report.texts[section].strip())
        last, form = self.report.last_year, self.report.form
        given = carried_from(last, form) if last else {}  # not typed by anybody
        return any(
            cell.address in self.report.cells and self.report.cells[cell.address] != given.get(cell.address)
            for cell in form.layouts[section].values
        )

    def problems(self) -> list[Finding]:
        """The findings that a person should see now: what is merely not begun is no problem yet."""
        return self._problems

    def _follows_from_refusal(self, finding: Finding) -> bool:
        """Whether a finding only says again that a cell was refused: it is blank, its column unbalanced."""
        if not self.refused or finding.rule == REFUSED:
            return False
        if finding.completeness:
            return bool(finding.cells) and self.refused.keys() >= set(finding.cells)
        summands = self.report.form.summands
        inputs = {a for cell in finding.cells for a in summands.get(cell, (cell,))}
        return bool(inputs & self.refused.keys())

    def state_of(self, sections: Sequence[Section]) -> State:
        """How far the sections of a tab are, the last of which it is named after."""
        states = [self.state(section.key) for section in sections]
        return next((s for s in (State.ERROR, State.WARNING) if s in states), states[-1])

    def state(self, section: str) -> State:
        """How far a section is."""
        if section not in self._states:
            self._states[section] = self._state(section)
        return self._states[section]

    def _state(self, section: str) -> State:
        wrong = {problem.severity for problem in self._problems if problem.section == section}
        if Severity.ERROR in wrong:
            return State.ERROR
        here = [f for f in self.findings if f.section == section and f.counts]
        # A text is complete, whatever the tables still lack with which its figures are compared.
        is_table = section in self.report.form.layouts
        if any(f.completeness or (f.unfinished and is_table) for f in here):
            return State.EMPTY
        return State.WARNING if Severity.WARNING in wrong else State.FINE


def _refusal(report: Report, address: str, text: str) -> Refusal:
    """What was typed into a cell once, with the reason why it is no number."""
    try:
        parse_value(text, report.form.inputs[address].kind)
    except UserError as error:
        return Refusal(text, str(error))
    return Refusal(text, f"“{text}”没有填入，请再填一次。")


def _same(old: Content, new: Content) -> bool:
    return type(old) is type(new) and old == new
