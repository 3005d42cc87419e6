"""What a row and column mean, in paragraphs: beside the table, as a tool tip and at F1."""

from model.layout import LayoutCell

BULLET = "· "
"""What one of several mistakes begins with."""


def explained(cell: LayoutCell) -> list[str]:
    """What counts here, on which article that rests, and what is often got wrong."""
    paragraphs = cell.help.split("\n") if cell.help else []
    if cell.article:
        paragraphs.append(f"依据：{cell.article}")
    if cell.mistakes:
        paragraphs.append("\n".join(("容易填错：", *(f"{BULLET}{mistake}" for mistake in cell.mistakes))))
    return paragraphs
