"""A table as printed: a grid of cells with spans, worked out once from the form definition.

The window, the exporters and the importers walk this grid, so what stands on the screen, on paper and in
the spreadsheet cannot differ.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from model.definition import Block, Kind, Node, Table


class Role(StrEnum):
    """What a printed cell is for."""

    CAPTION = "caption"  # a line over the whole width
    CORNER = "corner"  # above the labels, beside the heads
    HEAD = "head"  # over columns
    LABEL = "label"  # beside rows
    INPUT = "input"  # a value that is typed
    TOTAL = "total"  # a value that is computed


class LayoutCell(Struct, frozen=True):
    """A printed cell; `row` and `column` count from 0 at the table's top left.

    Cells of values carry an address, their full name (`row_name`, `column_name`), what they mean (labels and
    heads too: `help`, `article`, `mistakes`) and, where they are totals, the addresses of what they add up
    and the rule that compares a printed total.
    `whole_group` is that of their row in the form file; `brief` is their name where there is little room.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    role: Role
    text: str = ""
    address: str = ""
    kind: Kind = "count"
    row_name: str = ""
    column_name: str = ""
    help: str = ""
    article: str = ""
    mistakes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    rule: str = ""
    whole_group: bool = False
    brief: str = ""

    @property
    def name(self) -> str:
        """Row and column in words, e.g. `（三）不予公开 1.属于国家秘密 ／ 自然人`."""
        return f"{self.row_name} ／ {self.column_name}"

    @property
    def bottom(self) -> int:
        """The first grid row below the cell."""
        return self.row + self.row_span

    @property
    def right(self) -> int:
        """The first grid column to the right of the cell."""
        return self.column + self.column_span


class TableLayout(Struct, frozen=True, dict=True):
    """A printed table.

    The first `head_rows` rows and `label_columns` columns stay in view when the table is scrolled, and
    the head is repeated where a page breaks; both are 0 in a table of several blocks, whose heads stand
    between its rows. `widths` are millimetres on paper. `groups` gives the parts of sums that are not
    printed, such as `applications/refused/total`, `group_names` the row and column of each in words.
    """

    key: str
    rows: int
    head_rows: int
    label_columns: int
    widths: tuple[float, ...]
    cells: tuple[LayoutCell, ...]
    groups: dict[str, tuple[str, ...]]
    group_names: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        """The number of grid columns."""
        return len(self.widths)

    @cached_property
    def values(self) -> tuple[LayoutCell, ...]:
        """The cells that have an address, in printed order."""
        return tuple(cell for cell in self.cells if cell.address)

    @cached_property
    def _grid(self) -> dict[tuple[int, int], LayoutCell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.bottom)
            for column in range(cell.column, cell.right)
        }

    def at(self, row: int, column: int) -> LayoutCell:
        """The cell that covers a place of the grid; `KeyError` outside of it."""
        return self._grid[row, column]

    def place(self, cell: LayoutCell) -> int:
        """Where a cell comes when the table is read line by line."""
        return cell.row * self.columns + cell.column

    @cached_property
    def breaks(self) -> tuple[int, ...]:
        """Rows before which a page may break: no spanned cell is cut, no caption or head left behind."""
        inside = {row for cell in self.cells for row in range(cell.row + 1, cell.bottom)}
        headings = {cell.row for cell in self.cells if cell.role in (Role.CAPTION, Role.HEAD)}
        return tuple(
            row
            for row in range(self.head_rows + 1, self.rows)
            if row not in inside and row - 1 not in headings
        )


class _Placed(Struct, frozen=True):
    """A node of a tree with its place: `level` from the outside in, `start` and `size` along the axis."""

    path: tuple[Node, ...]  # from the outermost group to the node itself
    depth: int  # levels it takes; a leaf reaches down to the values
    start: int
    size: int

    @property
    def node(self) -> Node:
        return self.path[-1]

    @property
    def level(self) -> int:
        return len(self.path) - 1

    @property
    def name(self) -> str:
        return " ".join(node.label for node in self.path if node.key)


class _Axis:
    """The rows or the columns of a block: a tree of nodes, placed, `depth` levels deep."""

    def __init__(self, nodes: Sequence[Node], depth: int) -> None:
        self.depth = depth
        self.placed: list[_Placed] = []
        self.size = 0
        for node in nodes:
            self._place((node,))
        self.leaves = [placed for placed in self.placed if not placed.node.children]
        self.groups: dict[str, list[str]] = {}
        self.names = {placed.node.key: placed.name for placed in self.placed if placed.node.key}
        for leaf in self.leaves:
            for group in leaf.path[:-1]:
                if group.key:
                    self.groups.setdefault(group.key, []).append(leaf.node.key)

    def _place(self, path: tuple[Node, ...]) -> None:
        node, start, slot = path[-1], self.size, len(self.placed)
        for child in node.children:
            self._place((*path, child))
        if not node.children:
            self.size += node.span
        depth = 1 if node.children else self.depth - len(path) + 1
        self.placed.insert(slot, _Placed(path, depth, start, self.size - start))

    def summed(self, node: Node) -> Iterator[str]:
        """The keys of the leaves that a total adds up, groups spelled out."""
        for key in node.sum:
            yield from self.groups.get(key, [key])


def _depth(nodes: Sequence[Node]) -> int:
    return max((1 + _depth(node.children) for node in nodes), default=0)


def _titled(place: tuple[int, int, int, int], role: Role, node: Node) -> LayoutCell:
    """A label or head."""
    return LayoutCell(*place, role, node.label, help=node.help, article=node.article, mistakes=node.mistakes)


def _with_each(nodes: tuple[Node, ...], each: tuple[Node, ...]) -> tuple[Node, ...]:
    """The tree with `each` put under every node that has no children."""
    return tuple(
        replace(node, children=_with_each(node.children, each) if node.children else each) for node in nodes
    )


class _BlockLayout:
    """One block laid out below line `top`: its cells, group sums and the line where the next may start."""

    def __init__(self, key: str, table: Table, block: Block, top: int) -> None:
        self.key = key
        labels = table.label_columns
        nodes = _with_each(block.columns, block.each) if block.each else block.columns
        self.columns = _Axis(nodes, _depth(nodes))
        self.rows = _Axis(block.rows, labels)
        if block.rows and _depth(block.rows) > labels:
            raise ValueError(f"form: the labels of a block of {key} are nested deeper than its label columns")
        if labels + self.columns.size != len(table.widths):
            raise ValueError(f"form: the columns of a block of {key} do not fill the table's width")
        self.cells: list[LayoutCell] = []
        if block.caption:
            self.cells.append(LayoutCell(top, 0, 1, len(table.widths), Role.CAPTION, block.caption))
            top += 1
        if labels:
            self.cells.append(LayoutCell(top, 0, self.columns.depth, labels, Role.CORNER, block.corner))
        for at in self.columns.placed:
            place = (top + at.level, labels + at.start, at.depth, at.size)
            self.cells.append(_titled(place, Role.HEAD, at.node))
        top += self.columns.depth
        for at in self.rows.placed:
            place = (top + at.start, at.level, at.size, at.depth)
            self.cells.append(_titled(place, Role.LABEL, at.node))
        rows: list[_Placed | None] = [*self.rows.leaves] or [None]
        for row in rows:
            line = top + (row.start if row else 0)
            self.cells.extend(self._value(row, column, line, labels) for column in self.columns.leaves)
        self.bottom = top + max(1, self.rows.size)
        self.groups = dict(self._group_sums())
        self.group_names = {address: self._names(address) for address in self.groups}

    def _address(self, row: str, column: str) -> str:
        return f"{self.key}/{row}/{column}"

    def _names(self, address: str) -> tuple[str, str]:
        _, row, column = address.split("/")
        return self.rows.names[row], self.columns.names[column]

    def _value(self, row: _Placed | None, column: _Placed, line: int, labels: int) -> LayoutCell:
        if row:
            line_node, row_name, column_name = row.node, row.name, column.name
        else:
            line_node = next(node for node in reversed(column.path[:-1]) if node.key)
            row_name, column_name = line_node.label, column.node.label
        node = column.node
        parts: tuple[str, ...] = ()
        rule = ""
        if row and row.node.sum:
            parts = tuple(self._address(key, node.key) for key in self.rows.summed(row.node))
            rule = row.node.rule
        elif node.sum:
            parts = tuple(self._address(line_node.key, key) for key in self.columns.summed(node))
            rule = node.rule
        return LayoutCell(
            row=line,
            column=labels + column.start,
            row_span=1,
            column_span=column.size,
            role=Role.TOTAL if parts else Role.INPUT,
            address=self._address(line_node.key, node.key),
            kind=node.kind,
            row_name=row_name,
            column_name=column_name,
            help="\n".join(filter(None, (line_node.help, node.help))),
            article="、".join(filter(None, (line_node.article, node.article))),
            mistakes=(*line_node.mistakes, *node.mistakes),
            parts=parts,
            rule=rule,
            whole_group=bool(row and row.node.whole_group),
            brief=f"{line_node.brief}·{node.brief}",
        )

    def _group_sums(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for group, keys in self.rows.groups.items():
            for column in self.columns.leaves:
                name = column.node.key
                yield self._address(group, name), tuple(self._address(key, name) for key in keys)
        if self.rows.leaves:
            for group, keys in self.columns.groups.items():
                for row in self.rows.leaves:
                    name = row.node.key
                    yield self._address(name, group), tuple(self._address(name, key) for key in keys)


def build_layout(key: str, table: Table) -> TableLayout:
    """Lays a table out; raises `ValueError` (English, for the form's author) where it does not fit."""
    blocks: list[_BlockLayout] = []
    bottom = 0
    for block in table.blocks:
        blocks.append(_BlockLayout(key, table, block, bottom))
        bottom = blocks[-1].bottom
    single = len(blocks) == 1 and not table.blocks[0].caption
    return TableLayout(
        key=key,
        rows=bottom,
        head_rows=blocks[0].columns.depth if single else 0,
        label_columns=table.label_columns if single else 0,
        widths=table.widths,
        cells=tuple(cell for block in blocks for cell in block.cells),
        groups={address: parts for block in blocks for address, parts in block.groups.items()},
        group_names={address: names for block in blocks for address, names in block.group_names.items()},
    )
