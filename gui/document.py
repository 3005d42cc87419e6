"""The report that is being edited: the one object that the parts of the window share."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from gui.checking import Checking
from gui.step import Step
from model.draft import read_draft
from model.draft_file import DraftFile
from model.errors import UserError
from model.locks import Locked
from model.numbers import parse_value
from model.report import Changes, Content, Report, new_report

if TYPE_CHECKING:
    from model.backups import Backups


class Refusal(Struct, frozen=True):
    """What somebody typed into a cell and the report cannot hold, and why."""

    text: str
    reason: str


Refusals = Mapping[str, Refusal | None]


class Document(QObject):
    """A report with its file and its history; `checking` has what the checks say of it.

    `holder` says in a clause who else has the draft where it is only looked at; it is empty otherwise.

    `refused` keeps by address what was typed and is no number: the cell shows it until something else is
    put there, and it comes and goes with the history like everything else.

    `changed` carries the addresses that may read differently, `replaced` says that it is another report
    altogether, `renamed` that it has another file, `standing_changed` that it may be edited no longer, or
    again.
    """

    changed = Signal(object)  # frozenset[str]
    replaced = Signal()
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
        self.refused: dict[str, Refusal] = {}
        self.last_changed: tuple[str, ...] = ()
        self._on_the_way: set[str] | None = None  # what changed so far on a way through the history
        self._before = 0  # unsaved steps of a program that is gone
        self.checking = Checking(self)

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
        self.checking.clear()
        self.undo_stack.clear()
        if unsaved:
            self.undo_stack.resetClean()
        self.replaced.emit()
        self.standing_changed.emit()
        self.renamed.emit()
        self.checking.begin()

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
        self.checking.leave()
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
        self.checking.follow(touched)


def _refusal(report: Report, address: str, text: str) -> Refusal:
    """What was typed into a cell once, with the reason why it is no number."""
    try:
        parse_value(text, report.form.inputs[address].kind)
    except UserError as error:
        return Refusal(text, str(error))
    return Refusal(text, f"“{text}”没有填入，请再填一次。")


def _same(old: Content, new: Content) -> bool:
    return type(old) is type(new) and old == new
