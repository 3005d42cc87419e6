"""What the texts say of figures, against the tables."""

from dataclasses import dataclass

from model.report import Report


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure that a text tells and what the tables say of it, whether they agree or not.

    `start` and `end` are characters of the stored text of `section`, `quote` the words there; `cells` are
    the addresses that the figure was compared with; `message` is one Chinese line for a list, e.g.
    `正文：共收到12件 ↔ 表三：12`.
    """

    rule: str
    section: str
    start: int
    end: int
    quote: str
    cells: tuple[str, ...]
    message: str
    agrees: bool


def comparisons(report: Report) -> list[Comparison]:
    """Every figure in the texts that belongs to a cell, in the order of the texts."""
    return []
