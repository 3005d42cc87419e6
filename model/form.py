"""A form with its tables laid out and every cell worked out, read from `resources/forms/*.toml`."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

import msgspec

from model import resources
from model.definition import Block, Definition
from model.layout import LayoutCell, Role, TableLayout, build_layout

CURRENT_FORM = "2021"
"""The form of a report whose year is not known yet."""


class Form:
    """A form and what follows from it.

    A cell's address is `table/row/column`. `sections` go by key in printed order, `layouts` (the printed
    tables) by section key, `cells` (everything that has a value) by address in printed order.
    """

    def __init__(self, definition: Definition) -> None:
        self.id = definition.id
        self.name = definition.name
        self.first_year = definition.first_year
        self.local_rule = definition.local_rule
        self.summary = definition.summary
        self.overview = definition.overview
        self.sections = {section.key: section for section in definition.sections}
        self.layouts: dict[str, TableLayout] = {
            section.key: build_layout(section.key, section.table)
            for section in definition.sections
            if section.table
        }
        self.cells: dict[str, LayoutCell] = {
            cell.address: cell for layout in self.layouts.values() for cell in layout.values
        }
        self._title = definition.title
        self._validate(definition)

    @cached_property
    def inputs(self) -> dict[str, LayoutCell]:
        """The cells that are typed, by address, in printed order."""
        return {address: cell for address, cell in self.cells.items() if cell.role is Role.INPUT}

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The keys of the text sections, in printed order."""
        return tuple(key for key, section in self.sections.items() if not section.table)

    @cached_property
    def summands(self) -> dict[str, tuple[str, ...]]:
        """For each total and each group sum: the input cells that it adds up."""
        parts = {address: cell.parts for address, cell in self.cells.items() if cell.parts}
        for layout in self.layouts.values():
            parts |= layout.groups

        def inputs_of(address: str) -> Iterable[str]:
            if address in parts:
                for part in parts[address]:
                    yield from inputs_of(part)
            else:
                yield address

        return {address: tuple(dict.fromkeys(inputs_of(address))) for address in parts}

    @cached_property
    def group_totals(self) -> dict[str, str]:
        """For each group of rows: the address of its sum over all columns."""
        return {
            address.split("/")[1]: address
            for layout in self.layouts.values()
            for address, parts in layout.groups.items()
            if all(self.cells[a].parts and a.split("/")[2] == address.split("/")[2] for a in parts)
        }

    @cached_property
    def restricted(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The rule and the cells of each row that only some agencies may have any of."""
        return tuple(
            (node.restricted, tuple(a for a in self.inputs if a.startswith(f"{key}/{node.key}/")))
            for key, block in self._blocks()
            for node in block.rows
            if node.restricted
        )

    @cached_property
    def stocks(self) -> tuple[tuple[str, str, str], ...]:
        """The cells of each row whose level follows from last year's: level, added and removed."""
        return tuple(
            (f"{row}/{stock.level}", f"{row}/{stock.added}", f"{row}/{stock.removed}")
            for key, block in self._blocks()
            if (stock := block.stock)
            for row in (f"{key}/{node.key}" for node in block.rows)
        )

    def _blocks(self) -> Iterator[tuple[str, Block]]:
        for key, section in self.sections.items():
            for block in section.table.blocks if section.table else ():
                yield key, block

    @cached_property
    def dependents(self) -> dict[str, tuple[str, ...]]:
        """For each input cell: the printed totals that change with it."""
        found: dict[str, list[str]] = {address: [] for address in self.inputs}
        for total, inputs in self.summands.items():
            if total in self.cells:
                for address in inputs:
                    found[address].append(total)
        return {address: tuple(totals) for address, totals in found.items()}

    def printed(self, address: str) -> tuple[str, ...]:
        """The printed cells that an address stands for: itself, or the parts of a sum that is not printed."""
        if address in self.cells:
            return (address,)
        return next((lay.groups[address] for lay in self.layouts.values() if address in lay.groups), ())

    def title_lines(self, agency: str, year: int | None) -> list[str]:
        """The parts of the report's title, each on a line of its own; a missing year leaves its place."""
        return [
            text
            for line in self._title
            if (text := line.replace("{year}", str(year or "　　")).replace("{agency}", agency))
        ]

    def title(self, agency: str, year: int | None) -> str:
        """The report's title in one line."""
        return "".join(self.title_lines(agency, year))

    def _validate(self, definition: Definition) -> None:
        """Refuses a definition that contradicts itself (`ValueError`, for whoever writes the form)."""
        if len(self.sections) != len(definition.sections):
            raise ValueError(f"form {self.id}: a section key stands twice")
        for key, layout in self.layouts.items():
            if len({cell.address for cell in layout.values}) != len(layout.values):
                raise ValueError(f"form {self.id}: an address of table {key} stands twice")
            table = self.sections[key].table
            assert table is not None
            rows = {cell.address.split("/")[1] for cell in layout.values}
            named = {*table.carries, *table.carries.values()}
            if table.identity:
                named |= {*table.identity.left, *table.identity.right}
            for share in table.shares:
                named |= {share.part, share.whole}
            if register := table.register:
                named |= {register.received, register.over, register.handled, register.forward}
            if unknown := named - rows:
                raise ValueError(f"form {self.id}: table {key} has no rows {sorted(unknown)}")
        for address, cell in self.cells.items():
            if cell.parts and not cell.rule:
                raise ValueError(f"form {self.id}: the total {address} has no rule")
        for stock in self.stocks:
            if unknown := set(stock) - set(self.inputs):
                raise ValueError(f"form {self.id}: a stock names unknown cells {sorted(unknown)}")
        for figure in self.summary:
            if unknown := set(figure.cells) - set(self.cells):
                raise ValueError(f"form {self.id}: the summary names unknown cells {sorted(unknown)}")
        outline = definition.overview
        for figure in (*outline.figures, *(part for whole in outline.compositions for part in whole.parts)):
            if unknown := set(figure.cells) - self.cells.keys() - self.summands.keys():
                raise ValueError(f"form {self.id}: the overview names unknown cells {sorted(unknown)}")
        for total, inputs in self.summands.items():
            if unknown := set(inputs) - set(self.inputs):
                raise ValueError(f"form {self.id}: {total} adds up unknown cells {sorted(unknown)}")


def known_forms() -> list[str]:
    """The ids of the forms at hand."""
    return sorted(file.stem for file in resources.path("forms").glob("*.toml"))


def parse_form(source: str) -> Form:
    """A form from its TOML text.

    Raises `ValueError` or msgspec's `ValidationError` (in English: they are for the author of a form)
    where the text breaks the structure of `model/definition.py` or contradicts itself.
    """
    import tomllib  # not needed at most starts

    return Form(msgspec.convert(tomllib.loads(source), Definition))


def load_form(form_id: str = CURRENT_FORM) -> Form:
    """The form with this id; `KeyError` where there is none.

    Forms do not change while the program runs, so each is read once.
    """
    return _load_form(form_id)


@cache
def _load_form(form_id: str) -> Form:
    if not re.fullmatch(r"\w{1,20}", form_id, re.ASCII) or form_id not in known_forms():
        raise KeyError(form_id)
    return Form(resources.read_toml(Definition, resources.path("forms", f"{form_id}.toml")))


def form_for(year: int | None) -> Form:
    """The form of a year: the newest one that was in force by then."""
    forms = [load_form(form_id) for form_id in known_forms()] if year is not None else []
    in_force = [form for form in forms if year is not None and form.first_year <= year]
    return max(in_force, key=lambda form: form.first_year, default=load_form())
