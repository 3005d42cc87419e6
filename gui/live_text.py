"""A stored text as an editor shows it: live figures `{=ADDRESS}` as their numbers.

Places are counted in three ways: characters of the stored text, characters of the shown text, and
positions of Qt in the shown text, which are UTF-16 units. Whoever uses this knows the first and the last.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from model.fields import Resolved, resolved
from model.report import Report

MIME = "application/x-gknb-text"
"""A stored text on the clipboard: in texts of this program its figures stay live."""

Place = tuple[int, int]
"""Where something starts and ends in the editor, in positions of Qt."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A live figure in the editor: its name as in `{=NAME}`, what it shows and where.

    `stored_start` is where it begins in the stored text.
    """

    name: str
    value: str
    place: Place
    stored_start: int


class LiveText:
    """A stored text of a report, as shown with the report's figures."""

    def __init__(self, report: Report, stored: str) -> None:
        self.stored = stored
        self._resolved: Resolved = resolved(report, stored)

    @property
    def shown(self) -> str:
        """What the editor shows."""
        return self._resolved.text

    @property
    def has_figures(self) -> bool:
        """Whether anything in it follows the tables."""
        return bool(self._resolved.shifts)

    def figures(self) -> Iterator[Figure]:
        """The live figures, in the order of the text."""
        for begin, end, stored_begin, stored_end in self._resolved.shifts:
            name = self.stored[stored_begin + 2 : stored_end - 1]
            yield Figure(name, self.shown[begin:end], self._place(begin, end), stored_begin)

    def figure_around(self, position: int) -> Place | None:
        """The figure that has a position inside of it, not at its edge."""
        at = character(self.shown, position)
        inside = ((begin, end) for begin, end, *_ in self._resolved.shifts if begin < at < end)
        return next((self._place(*place) for place in inside), None)

    def stepped_over(self, position: int, origin: int) -> int:
        """Where a step leads to: never into a figure, but from one edge to the other, or to the nearest."""
        around = self.figure_around(position)
        if around is None:
            return position
        first, last = around
        if origin in around:
            return first if origin == last else last
        return first if position - first < last - position else last

    def place(self, start: int, end: int) -> Place:
        """Where words of the stored text are in the editor; a figure that they touch is taken whole."""
        return self._place(*self._resolved.shown(start, end))

    def stored_place(self, start: int, end: int) -> tuple[int, int]:
        """Where a place of the editor is in the stored text; a figure that it touches is taken whole."""
        begin, stop = character(self.shown, start), character(self.shown, end)
        return self._resolved.stored(begin, stop)

    def edited(self, new: str, changed: tuple[int, int] | None) -> tuple[int, int, str]:
        """What typing that made another text of the shown one means for the stored text.

        `changed` is where Qt says that it changed the text, and how much stands there now: from the texts
        alone nobody could tell the figure 12 from a 12 typed beside it. Returns which part of the stored
        text is replaced, and by what.
        """
        start, end, inserted = _reported(self.shown, new, changed) or _difference(self.shown, new)
        begin, stop = self._resolved.stored(start, end)
        if start == end:
            begin = stop  # typed inside of a figure: behind it
        return begin, stop, inserted

    def _place(self, start: int, end: int) -> Place:
        return utf16_length(self.shown[:start]), utf16_length(self.shown[:end])


def replacement(old: str, new: str) -> tuple[Place, str]:
    """The smallest change that makes one text of another: the place in the old one, what goes there."""
    start, end, inserted = _difference(old, new)
    return (utf16_length(old[:start]), utf16_length(old[:end])), inserted


def utf16_length(text: str) -> int:
    """How many positions a text takes in Qt."""
    return len(text.encode("utf-16-le", "replace")) // 2


def character(text: str, position: int) -> int:
    """The character of a text at a position of Qt."""
    units = text.encode("utf-16-le", "replace")
    if len(units) == 2 * len(text):
        return min(position, len(text))
    return len(units[: 2 * position].decode("utf-16-le", "replace"))


def _reported(old: str, new: str, changed: tuple[int, int] | None) -> tuple[int, int, str] | None:
    """The change that Qt reported, where it explains the new text."""
    if changed is None:
        return None
    position, added = changed
    start, stop = character(new, position), character(new, position + added)
    end = len(old) - (len(new) - stop)
    if start <= end and old[:start] == new[:start] and old[end:] == new[stop:]:
        return start, end, new[start:stop]
    return None


def _difference(old: str, new: str) -> tuple[int, int, str]:
    """Where two texts differ: start and end in the old one, and what the new one has there."""
    shortest = min(len(old), len(new))
    start = next((i for i in range(shortest) if old[i] != new[i]), shortest)
    tail = next((i for i in range(shortest - start) if old[-1 - i] != new[-1 - i]), shortest - start)
    return start, len(old) - tail, new[start : len(new) - tail]
