"""Lines with figures whose labels are not the form's: rows of an older form, or rows that somebody renamed.

What is read all the same is said aloud; what could mean something else is not read.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from ingest.targets import Block
from ingest.zones import Line

ALIKE = 0.78  # how much of two labels has to be the same; the form's own differ by more
APART = 0.12  # by how much the best has to be better than the next
_SHORTEST = 4  # characters; 其他 and 其它 are too short to tell


@dataclass(frozen=True)
class Placed:
    """A line that is taken for a row of the form: its block and line there; `old` for an older form's."""

    line: Line
    block: Block
    row: int
    old: bool


def stands_for_group(line: Line) -> bool:
    """Whether a line is labelled as an older form labels the one row of a group."""
    return bool(_older(line, ()))


def settled(strangers: Iterable[Line], found: Collection[tuple[str, int]]) -> Iterator[Placed]:
    """The strangers that belong to a row of the form which stands nowhere else.

    `found` are the rows that do, by table and line of the form. One that stood for a whole group in an
    older form is taken for it where the group has no other row.
    """
    taken = set(found)
    for line in strangers:
        placed = _older(line, taken) or _renamed(line, taken)
        if placed:
            taken.add((placed.block.table, placed.row))
            yield placed


def _older(line: Line, taken: Collection[tuple[str, int]]) -> Placed | None:
    for block in line.zone.blocks:
        for row in block.whole_groups:
            group = block.rows[row][:-1]
            inside = [r for r, path in block.rows.items() if path[:-1] == group]
            if line.path[-1:] == group[-1:] and not any((block.table, r) in taken for r in inside):
                return Placed(line, block, row, old=True)
    return None


def _renamed(line: Line, taken: Collection[tuple[str, int]]) -> Placed | None:
    """The one row whose labels are nearly the same, in no other group than the line's."""
    path = line.path
    if not path or len(path[-1]) < _SHORTEST:
        return None
    groups = {label for block in line.zone.blocks for target in block.rows.values() for label in target[:-1]}
    rated = sorted(
        (
            (SequenceMatcher(None, path[-1], target[-1]).ratio(), block.table, row, block)
            for block in line.zone.blocks
            for row, target in block.rows.items()
            if target
            and (block.table, row) not in taken
            and all(label in target for label in path[:-1] if label in groups)
        ),
        key=lambda rating: -rating[0],
    )
    if not rated or rated[0][0] < ALIKE or (len(rated) > 1 and rated[0][0] - rated[1][0] < APART):
        return None
    _, _, row, block = rated[0]
    return Placed(line, block, row, old=False)
