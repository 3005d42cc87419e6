"""Where in a grid the heads of the form's tables stand, and which lines below them are rows of the form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.grid import Grid, Place
from ingest.targets import Block, Path, leads_to

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, eq=False)
class Zone:
    """Heads that were found: the lines below them hold the rows of `blocks` (several with the same heads)."""

    grid: Grid
    blocks: list[Block]
    top: int
    bottom: int
    columns: dict[int, list[int]]  # column of the form -> columns of the grid

    @property
    def first(self) -> int:
        """The first column of values; the labels stand to the left of it."""
        return min(column for columns in self.columns.values() for column in columns)


@dataclass(frozen=True, eq=False)
class Line:
    """A line below heads: its labels from the left, its figures, and the rows of the form that it fits."""

    zone: Zone
    row: int
    labels: list[Place]
    figures: list[Place]
    fits: list[tuple[Block, int]]

    @property
    def path(self) -> Path:
        """The labels as they are compared."""
        return tuple(filter(None, (place.label for place in self.labels)))

    @property
    def name(self) -> str:
        """The labels as they stand there."""
        return " ".join(place.text.strip() for place in self.labels)

    @property
    def source(self) -> str:
        """How messages call the place of the line."""
        return (self.labels[-1:] or self.figures)[0].source


def find_zones(grid: Grid, blocks: list[Block]) -> list[Zone]:
    """The heads in a grid from the top; at each place only the blocks that fit it best."""
    candidates = [
        zone
        for block in blocks
        for bottom in sorted({place.bottom for place in grid.places if place.label in block.leaves})
        if (zone := _zone(grid, block, bottom))
    ]
    candidates.sort(key=lambda zone: -len(zone.columns))
    best: dict[int, Zone] = {}
    for zone in candidates:
        rival = next((at for at in best.values() if at.top < zone.bottom and zone.top < at.bottom), None)
        if rival is None:
            best[zone.bottom] = zone
        elif (rival.bottom, rival.columns) == (zone.bottom, zone.columns):
            rival.blocks.extend(zone.blocks)
    zones = [best[bottom] for bottom in sorted(best)]
    for zone in zones:
        above = next(grid.up(zone.top - 1, zone.first), None)
        captioned = [block for block in zone.blocks if above and block.caption == above.label != ""]
        zone.blocks[:] = captioned or zone.blocks
    return zones


def _zone(grid: Grid, block: Block, bottom: int) -> Zone | None:
    """The heads of a block right above a line, if more than half of them stand there."""
    leaves: dict[int, dict[Place, list[int]]] = {}
    top = bottom
    for column in range(grid.right):
        heads: list[Place] = []
        for place in grid.up(bottom - 1, column):
            if place.label not in block.heads or place.bottom < bottom - block.depth:
                break
            heads.append(place)
        path = tuple(place.label for place in reversed(heads))
        targets = [target for target, heads_ in block.columns.items() if leads_to(path, heads_)]
        if len(targets) == 1:
            leaves.setdefault(targets[0], {}).setdefault(heads[0], []).append(column)
            top = min(top, heads[-1].row)
    columns = {target: next(iter(at.values())) for target, at in leaves.items() if len(at) == 1}
    if 2 * len(columns) <= len(block.columns):
        return None
    zone = Zone(grid, [block], top, bottom, columns)
    return zone if zone.first > 0 or not any(block.rows.values()) else None


def lines_below(zone: Zone, end: int) -> Iterator[Line]:
    """The lines below heads, up to the row `end`; captions and notes over the whole width are none."""
    grid, first = zone.grid, zone.first
    targets = [(block, line, path) for block in zone.blocks for line, path in block.rows.items()]
    for row in range(zone.bottom, end):
        labels = grid.along(row, range(first))
        if labels and labels[-1].right > first:
            continue
        values = [place for place in grid.along(row, range(first, grid.right)) if place.column >= first]
        figures = [place for place in values if _DIGIT.search(place.text)]
        found = Line(zone, row, labels, figures, [])
        for block, line, target in targets:
            if leads_to(found.path, target) if target else figures or row == zone.bottom:
                found.fits.append((block, line))
        yield found
