"""The report that is being edited: the one object that the parts of the window share."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from gui.style import State
from model.checks import FIGURE_RULES, TEXT_RULES, Finding, Severity, in_order, run_rules
from model.draft import read_draft, write_draft
from model.report import Applied, Changes, Content, Report, new_report

_TEXT_PAUSE = 400  # milliseconds without a key after which the texts are checked
_MERGING = 1  # the one kind of command that may merge with the one before it


class Document(QObject):
    """A report with its file, its history and what the checks say of it.

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
        self.undo_stack = QUndoStack(self)
        self.findings: list[Finding] = []
        self._figure_findings: list[Finding] = []
        self._text_findings: list[Finding] = []
        self._pause = QTimer(self, singleShot=True, interval=_TEXT_PAUSE)
        self._pause.timeout.connect(self._check_texts)

    @property
    def modified(self) -> bool:
        """Whether there is something that is not in the file."""
        return not self.undo_stack.isClean()

    @property
    def read_only(self) -> bool:
        """Whether the report is final and was not reopened."""
        lines = self.report.sign_off
        return bool(lines.get("final_code")) and not lines.get("reopened")

    def start(self, report: Report, path: Path | None) -> None:
        """Begins to edit a report; `path` is the draft that it was read from."""
        self.report, self.path = report, path
        self._figure_findings, self._text_findings = [], []
        self.undo_stack.clear()
        self.replaced.emit()
        self.standing_changed.emit()
        self.renamed.emit()
        self.check_all()

    def open(self, path: Path) -> None:
        """Opens a draft; `UserError` where it cannot be read, the report at hand then stays."""
        self.start(read_draft(path), path)

    def save(self, path: Path) -> None:
        """Writes the draft; `UserError` where that fails, the report then counts as modified still."""
        write_draft(self.report, path)
        self.path = path
        self.undo_stack.setClean()
        self.renamed.emit()

    def edit(self, changes: Changes, name: str, merge: str = "") -> None:
        """Makes changes as one step that can be undone under its name.

        Steps that follow each other with the same `merge` become one; what changes nothing leaves no step.
        A final report is left as it is.
        """
        if self.read_only and not any(address.startswith("sign_off/") for address in changes):
            return
        real = {a: c for a, c in changes.items() if not _same(self.report.content(a), c)}
        if real:
            self.undo_stack.push(_Edit(self, real, name, merge))

    def apply(self, changes: Changes) -> Applied:
        """Changes the report and tells everybody; for the commands of the history."""
        applied = self.report.apply(changes)
        self.changed.emit(applied.touched)
        if applied.touched & {"sign_off/final_code", "sign_off/reopened"}:
            self.standing_changed.emit()
        if any(address.startswith("texts/") for address in changes):
            self._pause.start()
        if any(not address.startswith("texts/") for address in changes):
            self._figure_findings = run_rules(self.report, FIGURE_RULES)
            self._publish()
        return applied

    def check_all(self) -> None:
        """Runs every rule now, those that wait for a pause in the typing too."""
        self._figure_findings = run_rules(self.report, FIGURE_RULES)
        self._check_texts()

    def _check_texts(self) -> None:
        self._pause.stop()
        self._text_findings = run_rules(self.report, TEXT_RULES)
        self._publish()

    def _publish(self) -> None:
        self.findings = in_order(self.report, [*self._figure_findings, *self._text_findings])
        self.checked.emit()

    def worked_on(self, section: str | None) -> bool:
        """Whether anything stands in a section yet; `None` asks for the report as a whole."""
        if section is None:
            report = self.report
            return bool(report.agency or report.year or report.cells or any(report.texts.values()))
        if section in self.report.texts:
            return bool(self.report.texts[section].strip())
        return any(cell.address in self.report.cells for cell in self.report.form.layouts[section].values)

    def problems(self) -> list[Finding]:
        """The findings that a person should see now: what is merely not begun is no problem yet."""
        return [
            f for f in self.findings if not f.unfinished and (not f.completeness or self.worked_on(f.section))
        ]

    def state(self, section: str) -> State:
        """How far a section is."""
        findings = [finding for finding in self.findings if finding.section == section]
        wrong = {f.severity for f in findings if not f.completeness and not f.unfinished}
        if Severity.ERROR in wrong:
            return State.ERROR
        if any(f.completeness or f.unfinished for f in findings):
            return State.EMPTY
        return State.WARNING if Severity.WARNING in wrong else State.FINE


class _Edit(QUndoCommand):
    """One step of the history."""

    def __init__(self, document: Document, changes: Changes, name: str, merge: str) -> None:
        super().__init__(name)
        self._document = document
        self._changes = dict(changes)
        self._inverse: Mapping[str, Content] = {}
        self._merge = merge

    def redo(self) -> None:
        self._inverse = self._document.apply(self._changes).inverse

    def undo(self) -> None:
        self._document.apply(self._inverse)

    def id(self) -> int:
        return _MERGING if self._merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if (
            not isinstance(other, _Edit)
            or other._merge != self._merge
            or other._changes.keys() != self._changes.keys()
        ):
            return False
        self._changes = other._changes
        return True


def _same(old: Content, new: Content) -> bool:
    return type(old) is type(new) and old == new
