"""From grids of texts to the cells of the form: by labels and geometry, never by counting.

A table is found by its heads wherever it stands; a row by its labels, groups included; a column by its
heads. What does not match exactly (white space, punctuation and width of characters aside) is named, and
its figures go nowhere.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.grid import Grid, Place, normalised
from ingest.targets import Block, blocks_of, leads_to
from model.checks import Finding, Severity
from model.errors import UserError
from model.form import Form
from model.layout import LayoutCell, Role
from model.numbers import Value, parse_value

_NAMED = 3  # rows that a message spells out
_SHOWN = 12  # figures of a row that a message spells out
_LINES = 50  # messages of one kind; who sees so many needs no more
_WHOLE = re.compile("[0-9]{1,30}")
_DIGIT = re.compile(r"\d")


@dataclass
class Matched:
    """What the grids hold of the form.

    `cells` are the figures, `printed` the totals, `sources` the places of both and of blanks, by address.
    `tables` are the tables that were found, `homeless` the grids in which there was none.
    """

    cells: dict[str, Value] = field(default_factory=dict)
    printed: dict[str, Value | None] = field(default_factory=dict)
    sources: dict[str, Place | None] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    homeless: list[Grid] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Zone:
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


def match(form: Form, grids: Iterable[Grid]) -> Matched:
    """Everything in the grids that is the form's; what is not is named in `findings` and `unplaced`."""
    matched = Matched()
    blocks = [block for layout in form.layouts.values() for block in blocks_of(layout)]
    lines: dict[tuple[str, int], list[tuple[_Zone, Block, int]]] = {}
    found: list[Block] = []
    for grid in grids:
        zones = _zones(grid, blocks)
        if not zones:
            matched.homeless.append(grid)
            continue
        for zone, following in zip(zones, [*zones[1:], None], strict=True):
            found += zone.blocks
            end = following.top if following else grid.bottom
            for block, line, row in _rows(form, zone, end, matched):
                lines.setdefault((block.table, line), []).append((zone, block, row))
    matched.tables = {block.table for block in found}
    for key in form.layouts:
        if key in matched.tables:
            _read_table(form, [block for block in blocks if block.table == key], lines, matched)
        else:
            message = (
                f"没有找到“{form.sections[key].name}”的表，这张表没有读入。请检查是否删去了表或者改了表头。"
            )
            matched.findings.append(Finding("missing-section", Severity.ERROR, key, message))
    matched.findings = list(dict.fromkeys(matched.findings))[:_LINES]
    if len(matched.unplaced) > _LINES:
        more = len(matched.unplaced) - _LINES
        matched.unplaced[_LINES:] = [f"还有{more}处同样没有读入，这里不再一一列出。"]
    return matched


def _zones(grid: Grid, blocks: list[Block]) -> list[_Zone]:
    """The heads in a grid from the top; at each place only the blocks that fit it best."""
    candidates = [
        zone
        for block in blocks
        for bottom in sorted({place.bottom for place in grid.places if place.label in block.leaves})
        if (zone := _zone(grid, block, bottom))
    ]
    candidates.sort(key=lambda zone: -len(zone.columns))
    best: dict[int, _Zone] = {}
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


def _zone(grid: Grid, block: Block, bottom: int) -> _Zone | None:
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
    zone = _Zone(grid, [block], top, bottom, columns)
    return zone if zone.first > 0 or not any(block.rows.values()) else None


def _rows(form: Form, zone: _Zone, end: int, matched: Matched) -> Iterator[tuple[Block, int, int]]:
    """The lines below heads that are rows of the form: block, line of the block, row of the grid."""
    grid, first = zone.grid, zone.first
    targets = [(block, line, path) for block in zone.blocks for line, path in block.rows.items()]
    known = {column for columns in zone.columns.values() for column in columns}
    strangers: list[Place] = []
    for row in range(zone.bottom, end):
        labels = grid.along(row, range(first))
        if labels and labels[-1].right > first:
            continue  # a caption or a note over the whole width
        values = [place for place in grid.along(row, range(first, grid.right)) if place.column >= first]
        figures = [place for place in values if _DIGIT.search(place.text)]
        path = tuple(filter(None, (place.label for place in labels)))
        fits = [
            (block, line)
            for block, line, target in targets
            if (leads_to(path, target) if target else figures or row == zone.bottom)
        ]
        if len(fits) == 1:
            yield (*fits[0], row)
            strangers += [place for place in figures if place.column not in known]
        elif figures and not _is_difference(form, zone, labels):
            where, name = (labels[-1:] or figures)[0].source, " ".join(place.text.strip() for place in labels)
            reason = (
                f"这一行的行名“{_short(name)}”不是格式里的行名，或者不在原来的组里"
                if name
                else "这一行没有行名"
            )
            matched.unplaced.append(f"{where}：{reason}，数字没有读入：{_listed(figures)}。")
            if name:
                message = f"{where}：{reason}，没有读入。请改回原来的行名再试，或者在表里手工填写。"
                matched.findings.append(
                    Finding("renamed-row", Severity.WARNING, zone.blocks[0].table, message)
                )
    for column in sorted({place.column for place in strangers}):
        figures = [place for place in strangers if place.column == column]
        head = next(grid.up(zone.bottom - 1, column), None)
        name = f"“{_short(head.text)}”" if head and head.row >= zone.top else "这里"
        matched.unplaced.append(
            f"{figures[0].source}：{name}不是格式里的列，数字没有读入：{_listed(figures)}。"
        )


def _is_difference(form: Form, zone: _Zone, labels: list[Place]) -> bool:
    """Whether a line only shows how far the table's identity is out, as our own workbooks do."""
    tables = [form.sections[block.table].table for block in zone.blocks]
    names = [normalised(table.identity.name) for table in tables if table and table.identity]
    return any(name in place.label for name in names for place in labels)


def _read_table(
    form: Form,
    blocks: list[Block],
    lines: dict[tuple[str, int], list[tuple[_Zone, Block, int]]],
    matched: Matched,
) -> None:
    """Reads every row that was found once; names those that were not, or more than once."""
    key = blocks[0].table
    name = form.sections[key].name
    missing: list[LayoutCell] = []
    lost: list[LayoutCell] = []
    for block in blocks:
        for line in block.rows:
            cells = [cell for (row, _), cell in block.cells.items() if row == line]
            found = lines.get((key, line), [])
            if not found:
                missing += cells
            elif len(found) > 1:
                places = "、".join(f"“{zone.grid.name}”第{row + 1}行" for zone, _, row in found[:_NAMED])
                matched.unplaced.append(
                    f"“{name}”的“{cells[0].row_name}”出现了{len(found)}次（{places}），"
                    "不知道以哪一行为准，都没有读入。"
                )
            else:
                zone, _, row = found[0]
                lost += [cell for cell in cells if cell.column not in zone.columns]
                for cell in cells:
                    if cell.column in zone.columns:
                        _read_cell(zone.grid, cell, row, zone.columns[cell.column], matched)
    for cells, kind, names in (
        (missing, "行", [cell.row_name for cell in missing]),
        (lost, "列", [cell.column_name for cell in lost]),
    ):
        if names := list(dict.fromkeys(names)):
            listed = "、".join(f"“{each}”" for each in names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
            message = (
                f"“{name}”里没有找到{listed}{len(names)}{kind}，这些{kind}没有读入。"
                f"可能是删去了、改了名称，或者移到了别的组；请改回原样再试，或者在表里手工填写。"
            )
            addresses = tuple(cell.address for cell in cells if cell.role is Role.INPUT)
            matched.findings.append(Finding("renamed-row", Severity.WARNING, key, message, cells=addresses))


def _read_cell(grid: Grid, cell: LayoutCell, row: int, columns: list[int], matched: Matched) -> None:
    places = grid.along(row, columns)
    place = places[0] if places else grid.at(row, columns[0])
    matched.sources[cell.address] = place
    text = place.text if place else ""
    problem = ""
    value = None
    if len(places) > 1:
        problem = f"这一格里有{len(places)}个数，不知道以哪一个为准。"
    elif (
        place
        and places
        and (place.row_span > 1 or place.column < columns[0] or place.right > columns[-1] + 1)
    ):
        problem = f"“{_short(text)}”所在的格与别的格合并了，不知道属于哪一格。"
    elif place and place.refusal and cell.role is Role.INPUT:
        problem = f"{place.refusal}。"
    else:
        try:
            value = parse_value(text, cell.kind)
        except UserError as error:
            if cell.role is Role.TOTAL and _WHOLE.fullmatch(text):
                value = int(text)  # larger than any single figure may be
            else:
                problem = str(error)
    if problem:
        source = place.source if place else grid.name
        matched.unplaced.append(f"{source}（{cell.name}）没有读入：{problem}")
    elif cell.role is Role.TOTAL:
        matched.printed[cell.address] = value
    else:
        matched.seen.add(cell.address)
        if value is not None:
            matched.cells[cell.address] = value


def _listed(places: list[Place]) -> str:
    more = f"等{len(places)}个" if len(places) > _SHOWN else ""
    return "、".join(_short(place.text) for place in places[:_SHOWN]) + more


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 30 else plain[:30] + "…"
