"""`key` and `key-p99`: a number is typed into a cell, and Enter pressed."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from bench.desk import desk
from bench.harness import Pair
from bench.subjects import draft_in

FRAME = 1000 / 60  # milliseconds


@contextmanager
def key(folder: Path) -> Iterator[Pair]:
    """One cell after the other of the largest table, in the real window, by the keyboard."""
    with desk(folder, draft_in(folder)) as opened:
        cells = opened.cells()
        numbers = count(1)

        def ours() -> float:
            number = next(numbers)
            # Every cell gets another value each time round, and most totals with it.
            return opened.type_into(cells[number % len(cells)], str(100 + number))

        yield Pair(ours, lambda: FRAME)
