"""The page of GB/T 9704—2012: its measures, what stands on it, and how a flow of blocks becomes pages.

Lengths are points (1/72 inch). Marks count from the left edge and the top of what holds them, downwards.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from export.composer import Line
from export.typefaces import ASCENT, Glyph, Typeface

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
LEFT, TOP = 28 * MM, 37 * MM
WIDTH, HEIGHT = 156 * MM, 225 * MM  # the type area (版心)
COLUMNS, LINES = 28, 22
PITCH = WIDTH / COLUMNS  # from character to character
LINE = HEIGHT / LINES  # from line to line
TITLE_SIZE, BODY_SIZE, NUMBER_SIZE = 22.0, 16.0, 14.0  # 二号、三号、四号
NUMBER_DROP = 7 * MM  # from the type area down to the dashes of the page number
DASH_HEIGHT = 0.3  # of an em above the base line, where 仿宋 has its dash
RULE = 0.5  # thickness of the lines of tables

ALWAYS = 1.0
_EPSILON = 0.01


@dataclass(frozen=True, slots=True)
class Text:
    """Glyphs on a base line; `advances` are the distances from each one's origin to the next one's."""

    x: float
    y: float
    size: float
    glyphs: Sequence[Glyph]
    advances: Sequence[float]


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; `colour` is e.g. `#1F5FA8`."""

    x: float
    y: float
    width: float
    height: float
    colour: str


Mark = Text | Rule | Box


@dataclass(frozen=True, slots=True)
class Block:
    """What no page break cuts.

    `keep` is the share of a page (0 to 1) that may stay blank so that the next block stands on the same page;
    that is settled for all blocks kept together when the first of them is placed.
    A block on the grid starts where one of the 22 lines does. `head` is set above a block that starts a page.
    """

    height: float
    marks: tuple[Mark, ...] = ()
    keep: float = 0.0
    on_grid: bool = True
    bookmark: str = ""
    head: "Block | None" = None


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page: blocks, and how far below the top of the type area each starts."""

    blocks: list[tuple[float, Block]] = field(default_factory=list)

    def place(self, y: float, block: Block) -> None:
        """Puts a block `y` points below the top of the type area."""
        self.blocks.append((y, block))


def set_text(
    glyphs: Sequence[Glyph], line: Line, x: float, y: float, size: float, pitch: float | None = None
) -> Text:
    """The mark of a composed line; `pitch` is the width of an em, the size itself if not given."""
    em = pitch or size
    advances = [em * advance for advance in line.advances]
    return Text(x + em * line.indent, y, size, glyphs[line.start : line.end], advances)


def plain_text(face: Typeface, text: str, x: float, y: float, size: float) -> Text:
    """A short text, as it comes."""
    glyphs = face.glyphs(text)
    return Text(x, y, size, glyphs, [size * glyph.width for glyph in glyphs])


def base_line(size: float, height: float = LINE) -> float:
    """How far below the top of a line its characters stand, so that they are in its middle."""
    return (height - size) / 2 + size * ASCENT


def flow(blocks: Sequence[Block]) -> list[Page]:
    """Distributes blocks over pages, in order; at least one page."""
    pages, y = [Page()], 0.0
    for at, block in enumerate(blocks):
        if block.on_grid:
            y = LINE * -(-(y - _EPSILON) // LINE)
        if y > 0 and _starts_page(blocks, at, HEIGHT - y, settled=blocks[at - 1].keep > 0):
            pages.append(Page())
            y = 0.0
            if block.head:
                pages[-1].place(y, block.head)
                y += block.head.height
        pages[-1].place(y, block)
        y += block.height
    return pages


def _starts_page(blocks: Sequence[Block], at: int, left: float, settled: bool) -> bool:
    """Whether a block goes to a new page, for want of room for it or for those it is kept with."""
    if blocks[at].height > left + _EPSILON:
        return True
    for keep, height in () if settled else _chains(blocks, at):
        if height > HEIGHT + _EPSILON:
            return False
        if height > left + _EPSILON:
            return left <= keep * HEIGHT
    return False


def _chains(blocks: Sequence[Block], at: int) -> Iterator[tuple[float, float]]:
    """How much may stay blank to keep a block with 1, 2, … that follow it, and their height together."""
    keep, height = ALWAYS, blocks[at].height
    while blocks[at].keep and at + 1 < len(blocks):
        keep = min(keep, blocks[at].keep)
        at += 1
        height += blocks[at].height
        yield keep, height


def page_number(number: int, face: Typeface) -> Block:
    """The number of a page: on its outer side, one character in, the dashes 7 mm below the type area.

    The block is meant for the bottom of the type area.
    """
    text = plain_text(face, f"— {number} —", 0, NUMBER_DROP + NUMBER_SIZE * DASH_HEIGHT, NUMBER_SIZE)
    x = WIDTH - NUMBER_SIZE - sum(text.advances) if number % 2 else NUMBER_SIZE
    return Block(0, (replace(text, x=x),))
