"""One step of the history: changes with their name, which can be taken back."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from model.report import Changes

if TYPE_CHECKING:
    from gui.document import Document, Refusals

_MERGING = 1  # the one kind of command that may merge with the one before it


class Step(QUndoCommand):
    """Changes of the report and of what it refused.

    `old` and `new` are what stands at its addresses before and after it, `when` is when it was last added to.
    """

    def __init__(
        self, document: "Document", changes: Changes, refusals: "Refusals", name: str, merge: str
    ) -> None:
        super().__init__(name)
        self._document = document
        self.new: tuple[Changes, Refusals] = (changes, refusals)
        self.old: tuple[Changes, Refusals] = ({}, {})
        self.when = datetime.now()
        self._merge = merge

    @property
    def addresses(self) -> tuple[str, ...]:
        """What the step is about."""
        return (*self.new[0], *self.new[1])

    def redo(self) -> None:
        self.old = self._document.apply(*self.new)

    def undo(self) -> None:
        self._document.apply(*self.old)

    def id(self) -> int:
        return _MERGING if self._merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, Step) or other._merge != self._merge:
            return False
        if other.new[0].keys() != self.new[0].keys():
            return False
        self.new, self.when = other.new, other.when
        self.setObsolete(self.new == self.old)  # it ends where it began: nothing happened
        return True
