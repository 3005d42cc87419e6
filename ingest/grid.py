"""A table, or a whole sheet, as an importer sees it: texts in a grid, with spans."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a source; `row` and `column` count from 0.

    `source` is how messages call it, e.g. `三、收到和处理!D7`. `refusal` says why its content is not taken
    for a figure that somebody typed (it is a formula, a date, …).
    """

    row: int
    column: int
    text: str
    source: str
    row_span: int = 1
    column_span: int = 1
    refusal: str = ""

    @property
    def bottom(self) -> int:
        """The first row below."""
        return self.row + self.row_span

    @property
    def right(self) -> int:
        """The first column to the right."""
        return self.column + self.column_span

    @property
    def label(self) -> str:
        """The text as labels are compared."""
        return normalised(self.text)


class Grid:
    """The places of one sheet or table; they may not overlap. `name` is what messages call it."""

    def __init__(self, name: str, places: Iterable[Place]) -> None:
        self.name = name
        self.places = tuple(sorted(places, key=lambda place: (place.row, place.column)))

    @cached_property
    def _covered(self) -> dict[tuple[int, int], Place]:
        return {
            (row, column): place
            for place in self.places
            for row in range(place.row, place.bottom)
            for column in range(place.column, place.right)
        }

    @cached_property
    def bottom(self) -> int:
        """The first row below everything."""
        return max((place.bottom for place in self.places), default=0)

    @cached_property
    def right(self) -> int:
        """The first column to the right of everything."""
        return max((place.right for place in self.places), default=0)

    def at(self, row: int, column: int) -> Place | None:
        """The place that covers this point, spans included; `None` where the source has nothing."""
        return self._covered.get((row, column))

    def along(self, row: int, columns: Iterable[int]) -> list[Place]:
        """The places with a text in some columns of a row, each once."""
        return list(_distinct(self.at(row, column) for column in columns))

    def up(self, row: int, column: int) -> Iterator[Place]:
        """The places with a text in a column from a row upwards, each once."""
        return _distinct(self.at(line, column) for line in range(row, -1, -1))


def _distinct(places: Iterable[Place | None]) -> Iterator[Place]:
    last = None
    for place in places:
        if place is not None and place is not last and place.text.strip():
            last = place
            yield place


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    """A label without what people vary: width of characters, white space, punctuation."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(char for char in plain if unicodedata.category(char)[0] not in "PZCS").casefold()
