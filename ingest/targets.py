"""The form as importers look for it: blocks of a table with the paths of labels that lead to each cell."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ingest.grid import normalised
from model.layout import LayoutCell, Role, TableLayout

Path = tuple[str, ...]
"""Normalised labels from the outermost group to the row or column itself."""


@dataclass(frozen=True)
class Block:
    """Rows of a table that stand under the same heads.

    `columns` and `rows` go by their place in the printed grid; a row without labels has an empty path.
    """

    table: str
    caption: str
    columns: dict[int, Path]
    rows: dict[int, Path]
    cells: dict[tuple[int, int], LayoutCell]

    @cached_property
    def whole_groups(self) -> frozenset[int]:
        """The lines that take the figures where an older form has one row for their whole group."""
        return frozenset(row for (row, _), cell in self.cells.items() if cell.whole_group)

    @cached_property
    def heads(self) -> frozenset[str]:
        """Every label over the columns, groups included."""
        return frozenset(label for path in self.columns.values() for label in path)

    @cached_property
    def leaves(self) -> frozenset[str]:
        """The labels right above the values."""
        return frozenset(path[-1] for path in self.columns.values())

    @cached_property
    def depth(self) -> int:
        """How many head rows there are at most."""
        return max(len(path) for path in self.columns.values())


def blocks_of(layout: TableLayout) -> list[Block]:
    """The blocks of a printed table, from the top."""
    heads = [cell for cell in layout.cells if cell.role is Role.HEAD]
    labels = [cell for cell in layout.cells if cell.role is Role.LABEL]
    below: dict[int, list[int]] = {}  # the line under the heads -> the lines of values that belong to them
    for line in sorted({cell.row for cell in layout.values}):
        below.setdefault(max(head.bottom for head in heads if head.bottom <= line), []).append(line)
    found: list[Block] = []
    top = 0
    for bottom, lines in below.items():
        ours = [head for head in heads if top <= head.row < bottom]
        captions = [c for c in layout.cells if c.role is Role.CAPTION and top <= c.row < bottom]
        values = {(cell.row, cell.column): cell for cell in layout.values if cell.row in lines}
        found.append(
            Block(
                table=layout.key,
                caption=normalised(captions[-1].text) if captions else "",
                columns={
                    column: _path(head for head in ours if head.column <= column < head.right)
                    for _, column in values
                },
                rows={line: _path(at for at in labels if at.row <= line < at.bottom) for line in lines},
                cells=values,
            )
        )
        top = lines[-1] + 1
    return found


def leads_to(path: Path, target: Path) -> bool:
    """Whether a path that was found is the target's, groups left out perhaps, but none that is another."""
    steps = iter(target)
    return bool(path) and path[-1:] == target[-1:] and all(label in steps for label in path)


def _path(cells: Iterable[LayoutCell]) -> Path:
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return tuple(normalised(cell.text) for cell in ordered)
