"""What the checks say of the report that is being edited, brought up to date as it changes."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

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
from model.report import Report, carried_from

if TYPE_CHECKING:
    from gui.document import Document

_TEXT_PAUSE = 400  # milliseconds without a key after which the texts are checked
REFUSED = "refused-input"  # the rule of a cell that shows what the report cannot hold


class Checking(QObject):
    """The findings of a document: the rules on figures run at once, those on texts in a pause of the typing.

    `findings` has everything that the checks found, `problems` what a person should see of it now: what is
    merely not begun is no problem yet. `comparisons` are the figures of the texts that agree with the tables.

    `checked` says that all of these are new.
    """

    checked = Signal()

    def __init__(self, document: "Document") -> None:
        super().__init__(document)
        self._document = document
        self._steps: Iterator[None] = iter(())
        self._pause = QTimer(self, singleShot=True, interval=_TEXT_PAUSE)
        self._pause.timeout.connect(self._begin_texts)
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._go_on_with_texts)
        self.clear()

    @property
    def _report(self) -> Report:
        return self._document.report

    def clear(self) -> None:
        """Forgets what was found, for it was about another report."""
        self.findings: list[Finding] = []
        self.problems: list[Finding] = []
        self.comparisons: list[Comparison] = []
        self._states: dict[str, State] = {}
        self._figure_findings: list[Finding] = []
        self._text_findings: list[Finding] = []
        self._left = self._worked_on()  # sections whose blanks count: nobody is at work in them now

    def follow(self, touched: frozenset[str]) -> None:
        """Checks what may read differently now."""
        self._wait_for_pause()  # texts are compared with figures, header and options
        if any(not address.startswith("texts/") for address in touched):
            self._figure_findings = run_rules(self._report, FIGURE_RULES)
            self._publish()

    def begin(self) -> None:
        """Runs the quick rules now and the others soon: the window is there before it reads texts."""
        self._figure_findings = run_rules(self._report, FIGURE_RULES)
        self._text_findings = run_rules(self._report, [missing_texts])  # what tells empty from fine
        self._wait_for_pause()
        self._publish()

    def check_all(self) -> None:
        """Runs every rule now, those that wait for a pause in the typing too; blanks count then."""
        self._left |= self._worked_on()
        self._figure_findings = run_rules(self._report, FIGURE_RULES)
        self._begin_texts()
        while self._turn.isActive():
            self._go_on_with_texts()

    @property
    def texts_are_checked(self) -> bool:
        """Whether what was found in the texts is about the texts as they are now."""
        return not self._pause.isActive() and not self._turn.isActive()

    def _wait_for_pause(self) -> None:
        self._turn.stop()
        self._pause.start()

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
            found += run_rules(self._report, [rule])
            yield
        agreeing = [comparison for comparison in comparisons(self._report) if comparison.agrees]
        self._text_findings, self.comparisons = found, agreeing

    def _publish(self) -> None:
        found = [*self._refusals(), *self._figure_findings, *self._text_findings]
        self.findings = in_order(self._report, marked(self._report, found))
        self._states = {}
        self.problems = [
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
        for address, refusal in self._document.refused.items():
            cell = self._report.form.cells[address]
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
        return {key for key in (None, *self._report.form.sections) if self.worked_on(key)}

    def _counts_blanks(self, section: str | None) -> bool:
        return section in self._left and self.worked_on(section)

    def worked_on(self, section: str | None) -> bool:
        """Whether anything stands in a section yet; `None` asks for the report as a whole."""
        if section is None:
            report = self._report  # its year was filled in by the program
            return bool(report.agency or report.cells or any(report.texts.values()))
        if section in self._report.texts:
            return bool(self._report.texts[section].strip())
        last, form = self._report.last_year, self._report.form
        given = carried_from(last, form) if last else {}  # not typed by anybody
        return any(
            cell.address in self._report.cells and self._report.cells[cell.address] != given.get(cell.address)
            for cell in form.layouts[section].values
        )

    def _follows_from_refusal(self, finding: Finding) -> bool:
        """Whether a finding only says again that a cell was refused: it is blank, its column unbalanced."""
        if not self._document.refused or finding.rule == REFUSED:
            return False
        if finding.completeness:
            return bool(finding.cells) and self._document.refused.keys() >= set(finding.cells)
        summands = self._report.form.summands
        inputs = {a for cell in finding.cells for a in summands.get(cell, (cell,))}
        return bool(inputs & self._document.refused.keys())

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
        wrong = {problem.severity for problem in self.problems if problem.section == section}
        if Severity.ERROR in wrong:
            return State.ERROR
        here = [f for f in self.findings if f.section == section and f.counts]
        # A text is complete, whatever the tables still lack with which its figures are compared.
        is_table = section in self._report.form.layouts
        if any(f.completeness or (f.unfinished and is_table) for f in here):
            return State.EMPTY
        return State.WARNING if Severity.WARNING in wrong else State.FINE
