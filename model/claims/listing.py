"""Totals and their parts: 共收到4件，其中：当面申请1件，网络申请3件."""

from model.claims import wording
from model.claims.numbers import Number


class PartsList:
    """A total and the parts that follow it, while they are being read."""

    def __init__(self, total: Number) -> None:
        self.total = total
        self.parts: list[Number] = []
        self._mark = "，"  # what stands between the parts
        self._clauses: list[str] = []
        self._broken = False  # something else stands among them

    def add(self, part: Number | None, clause: str) -> None:
        """Takes the next clause; `part` is its number, where it has just one that is exact."""
        if part is None or part.bare:
            self._broken = True
        else:
            self.parts.append(part)
            self._clauses.append(clause)

    def goes_on_after(self, mark: str) -> bool:
        """Whether the list still goes on behind a mark: it does as it began, with ； or without."""
        if mark != "；" or not self.parts:
            return True
        if len(self.parts) == 1:
            self._mark = mark
        return self._mark == mark

    @property
    def adds_up(self) -> bool:
        """Whether the parts so far are all of the total."""
        return bool(self.parts) and sum(part.value for part in self.parts) == self.total.value

    def is_complete(self, of_applications: bool) -> bool:
        """Whether these are surely all parts of one kind: ways of applying, or a list that ends with 其他."""
        if self._broken or len(self.parts) < 2:
            return False
        if of_applications:
            return all(wording.PARTITION.search(clause) for clause in self._clauses)
        return bool(wording.OTHER_PART.search(self._clauses[-1])) and len(self.parts) > 2
