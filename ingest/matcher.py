"""From grids of texts to the cells of the form: by labels and geometry, never by counting.

A table is found by its heads wherever it stands; a row by its labels, groups included; a column by its
heads. What does not match exactly (white space, punctuation and width of characters aside) is named, and
its figures go nowhere.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.grid import Grid, Place, normalised
from ingest.strangers import settled, stands_for_group
from ingest.targets import Block, blocks_of
from ingest.zones import Line, Zone, find_zones, lines_below
from model.checks import Finding, Severity
from model.errors import UserError
from model.form import Form
from model.layout import LayoutCell, Role
from model.numbers import Value, parse_value

_NAMED = 3  # rows that a message spells out
_SHOWN = 12  # figures of a row that a message spells out
_LINES = 50  # messages of one kind; who sees so many needs no more
_WHOLE = re.compile("[0-9]{1,30}")


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


def match(form: Form, grids: Iterable[Grid]) -> Matched:
    """Everything in the grids that is the form's; what is not is named in `findings` and `unplaced`."""
    matched = Matched()
    blocks = [block for layout in form.layouts.values() for block in blocks_of(layout)]
    lines: dict[tuple[str, int], list[tuple[Zone, Block, int]]] = {}
    known: dict[Zone, list[Line]] = {}
    strangers: list[Line] = []
    for grid in grids:
        zones = find_zones(grid, blocks)
        if not zones:
            matched.homeless.append(grid)
            continue
        for zone, following in zip(zones, [*zones[1:], None], strict=True):
            matched.tables |= {block.table for block in zone.blocks}
            for line in lines_below(zone, following.top if following else grid.bottom):
                if len(line.fits) == 1:
                    block, row = line.fits[0]
                    lines.setdefault((block.table, row), []).append((zone, block, line.row))
                    known.setdefault(zone, []).append(line)
                elif (line.figures or stands_for_group(line)) and not _is_difference(form, line):
                    strangers.append(line)
    excused = _settle(strangers, lines, matched)
    for zone, rows in known.items():
        _name_columns(zone, rows, matched)
    for key in form.layouts:
        if key in matched.tables:
            _read_table(form, [block for block in blocks if block.table == key], lines, excused, matched)
        else:
            matched.findings.append(_missing(form, key, matched))
    matched.findings = list(dict.fromkeys(matched.findings))[:_LINES]
    if len(matched.unplaced) > _LINES:
        more = len(matched.unplaced) - _LINES
        matched.unplaced[_LINES:] = [f"还有{more}处同样没有读入，这里不再一一列出。"]
    return matched


def _settle(
    strangers: list[Line],
    lines: dict[tuple[str, int], list[tuple[Zone, Block, int]]],
    matched: Matched,
) -> set[tuple[str, int]]:
    """Puts strange lines where they surely belong and names the others.

    Returns the rows of the form that an older one does not have, so that nobody misses them.
    """
    excused: set[tuple[str, int]] = set()
    placed = list(settled(strangers, lines))
    for at in placed:
        line, block = at.line, at.block
        lines[block.table, at.row] = [(line.zone, block, line.row)]
        cells = [cell for (row, _), cell in block.cells.items() if row == at.row]
        name, inputs = cells[0].row_name, tuple(cell.address for cell in cells if cell.role is Role.INPUT)
        if at.old:
            excused |= {(block.table, r) for r, p in block.rows.items() if p[:-1] == block.rows[at.row][:-1]}
            message = (
                f"{line.source}：“{_short(line.name)}”只有一行，是以前的格式。数字已读入“{name}”，"
                "同组的其他行留空。请核实后按现在的格式分行填写。"
            )
            matched.findings.append(Finding("old-form", Severity.ERROR, block.table, message, cells=inputs))
        else:
            message = (
                f"{line.source}：行名“{_short(line.name)}”与格式里的不同，按“{name}”读入。"
                "请核对这一行的数字是不是这个意思。"
            )
            matched.findings.append(
                Finding("renamed-row", Severity.WARNING, block.table, message, cells=inputs)
            )
    for line in strangers:
        if line.figures and not any(at.line is line for at in placed):
            _name_row(line, matched)
    return excused


def _name_row(line: Line, matched: Matched) -> None:
    """Says of a line that it was not read."""
    name = line.name
    reason = f"这一行的行名“{_short(name)}”不是格式里的行名，或者不在原来的组里" if name else "这一行没有行名"
    matched.unplaced.append(f"{line.source}：{reason}，数字没有读入：{_listed(line.figures)}。")
    if name:
        message = f"{line.source}：{reason}，没有读入。请改回原来的行名再试，或者在表里手工填写。"
        table = line.zone.blocks[0].table
        matched.findings.append(Finding("renamed-row", Severity.WARNING, table, message))


def _name_columns(zone: Zone, lines: list[Line], matched: Matched) -> None:
    """Says of figures in the rows of the form that stand under heads that are not its."""
    known = {column for columns in zone.columns.values() for column in columns}
    strangers = [place for line in lines for place in line.figures if place.column not in known]
    for column in sorted({place.column for place in strangers}):
        figures = [place for place in strangers if place.column == column]
        head = next(zone.grid.up(zone.bottom - 1, column), None)
        name = f"“{_short(head.text)}”" if head and head.row >= zone.top else "这里"
        matched.unplaced.append(
            f"{figures[0].source}：{name}不是格式里的列，数字没有读入：{_listed(figures)}。"
        )


def _missing(form: Form, key: str, matched: Matched) -> Finding:
    """What to say of a table that was not found: it may stand there under the heads of an older form."""
    section = form.sections[key]
    former = {normalised(head) for head in section.table.former_heads} if section.table else set()
    for grid in matched.homeless:
        heads = [place for place in grid.places if place.label in former]
        if len({head.label for head in heads}) > 1:
            message = (
                f"{heads[0].source}：“{section.name}”的表头“{_short(heads[0].text)}”是以前的格式，"
                "这张表没有读入。请按现在的格式重新填写。"
            )
            return Finding("old-form", Severity.ERROR, key, message)
    message = f"没有找到“{section.name}”的表，这张表没有读入。请检查是否删去了表或者改了表头。"
    return Finding("missing-section", Severity.ERROR, key, message)


def _is_difference(form: Form, line: Line) -> bool:
    """Whether a line only shows how far the table's identity is out, as our own workbooks do."""
    tables = [form.sections[block.table].table for block in line.zone.blocks]
    names = [normalised(table.identity.name) for table in tables if table and table.identity]
    return any(name in place.label for name in names for place in line.labels)


def _read_table(
    form: Form,
    blocks: list[Block],
    lines: dict[tuple[str, int], list[tuple[Zone, Block, int]]],
    excused: set[tuple[str, int]],
    matched: Matched,
) -> None:
    """Reads every row that was found once; names those that were not (unless excused), or more than once."""
    key = blocks[0].table
    name = form.sections[key].name
    missing: list[LayoutCell] = []
    lost: list[LayoutCell] = []
    for block in blocks:
        for line in block.rows:
            cells = [cell for (row, _), cell in block.cells.items() if row == line]
            found = lines.get((key, line), [])
            if not found:
                missing += [] if (key, line) in excused else cells
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
