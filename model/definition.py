"""What a form file may say: the structures of `resources/forms/*.toml`, read strictly.

A form is a list of sections. A section is a text or a table. A table is one or more blocks below each
other; a block has heads over its columns and labels beside its rows, both trees of `Node`s.
"""

from typing import Literal

from msgspec import Struct

from model.expression import Expression

Kind = Literal["count", "amount"]
"""A count is a whole number; an amount is an exact decimal in 万元."""

Required = Literal["no", "warning", "error"]
"""How bad it is when a text is missing."""

_NUMBERING = Expression(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+\.)")


class Node(Struct, frozen=True, forbid_unknown_fields=True):
    """A row or column of a block, or a group of them."""

    label: str
    key: str = ""
    short: str = ""  # the label where there is little room; by default without its number
    help: str = ""  # what counts here
    article: str = ""  # what that rests on
    mistakes: tuple[str, ...] = ()  # what is often got wrong
    kind: Kind = "count"
    span: int = 1  # grid columns that a column takes
    sum: tuple[str, ...] = ()  # keys of the rows (columns) or groups that a total adds up
    rule: str = ""  # the check that compares a printed total with the computed one
    restricted: str = ""  # the check that looks whether the agency may have any of it
    whole_group: bool = False  # a row that takes the figures where an older form has one row for its group
    children: tuple["Node", ...] = ()

    @property
    def brief(self) -> str:
        """What a step of the history and a short list call it."""
        return self.short or _NUMBERING.sub("", self.label)


class Stock(Struct, frozen=True, forbid_unknown_fields=True):
    """Columns of which each year follows from the one before: level = last year's level + added − removed."""

    level: str
    added: str
    removed: str


class Block(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a table with heads of its own.

    In a block without rows the keyed groups of the head take the rows' place in addresses.
    """

    columns: tuple[Node, ...]
    rows: tuple[Node, ...] = ()
    each: tuple[Node, ...] = ()  # columns that stand under every head without children
    caption: str = ""  # a line over the whole width
    corner: str = ""  # the text above the labels
    stock: Stock | None = None


class Identity(Struct, frozen=True, forbid_unknown_fields=True):
    """In every column the rows on the left add up to the same as the rows on the right."""

    rule: str
    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]


class Register(Struct, frozen=True, forbid_unknown_fields=True):
    """How single cases are entered into a table without its grid: by the rows that each of them concerns.

    A case came in this year (`received`) or last year (`over`), and has one of the results that add up to
    `handled`, or none yet (`forward`).
    """

    label: str  # of the command
    received: str
    over: str
    handled: str
    forward: str
    who: str  # asks for the column
    when: str  # asks whether it came in this year
    result: str  # asks for the result
    open: str  # that there is no result yet


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """A table in which nothing occurred: the command that fills it with zeros, and what those say."""

    label: str
    means: str


class Share(Struct, frozen=True, forbid_unknown_fields=True):
    """A row that is looked at where it makes up much of another: what is usual is far less.

    A text that has one of the words `told` explains it already.
    """

    rule: str
    part: str
    whole: str
    percent: int  # from here on
    least: int  # and from this figure on
    beyond: bool = False  # only where it is more than `percent`
    told: tuple[str, ...] = ()
    advice: str = ""


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """A printed table.

    `widths` are millimetres of its grid columns on paper; the first `label_columns` of them hold the
    labels of the rows. `carries` says which row of this year's report takes over which of last year's.
    `former_heads` are heads by which one sees that a table is of an older form. `register` and `nothing`
    are ways to fill it in without its grid.
    """

    widths: tuple[float, ...]
    label_columns: int
    blocks: tuple[Block, ...]
    identity: Identity | None = None
    carries: dict[str, str] = {}
    shares: tuple[Share, ...] = ()
    former_heads: tuple[str, ...] = ()
    register: Register | None = None
    nothing: Nothing | None = None


class Topic(Struct, frozen=True, forbid_unknown_fields=True):
    """Something a text has to speak of, and words by which one sees that it does.

    An outline of the text begins it with the ready sentences of the names `ready`, then the words `opening`.
    """

    label: str
    words: tuple[str, ...]
    guidance: str = ""
    ready: tuple[str, ...] = ()
    opening: str = ""


class Phrase(Struct, frozen=True, forbid_unknown_fields=True):
    """Words with live figures such as `{=applications/granted/total}`, and when to say them.

    They are said where one of their figures is not zero. A phrase of parts only is said where one of them
    is, and words without any figure always are. `{parts}` is where the parts stand. `{phone}` and the other
    names in `model.sentences.CONTACT` are how the agency is reached: without that, `otherwise` is said.
    """

    text: str = "{parts}"
    otherwise: str = ""  # instead, where all of the figures are zero, those of the parts too; a blank is not
    unless: tuple[str, ...] = ()  # not said where one of these cells is not zero
    parts: tuple["Phrase", ...] = ()
    between: str = "，"  # what joins the parts
    label: str = ""  # the name under which a whole sentence is offered


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """One part of the report; it is a text where it has no table."""

    key: str
    number: str = ""
    title: str = ""
    short: str = ""  # the title where there is little room
    label: str = ""  # the name of a section without a heading
    required: Required = "no"
    hint: str = ""
    guidance: tuple[str, ...] = ()
    aspects: tuple[Topic, ...] = ()  # all of them belong into the text
    halves: tuple[Topic, ...] = ()  # none makes sense without the others
    sentences: tuple[Phrase, ...] = ()  # ready to be put into the text
    limit: str = ""  # the option of a report that holds how many characters the text may have
    fee: tuple[str, ...] = ()  # the fee that the section reports is spoken of by one of these words
    table: Table | None = None

    @property
    def heading(self) -> str:
        """The printed heading, e.g. `一、总体情况`; empty where none is printed."""
        return f"{self.number}、{self.title}" if self.title else ""

    @property
    def short_heading(self) -> str:
        """The heading where there is little room."""
        return f"{self.number}、{self.short or self.title}" if self.title else ""

    @property
    def name(self) -> str:
        """What messages call the section."""
        return self.heading or self.label


class Figure(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure made of cells: their sum. It may name totals and sums of groups too."""

    label: str
    cells: tuple[str, ...]


class KeyFigure(Figure, frozen=True, forbid_unknown_fields=True):
    """A figure of the overview.

    Those that are `compared` stand beside last year's in a chart; all of them are of one unit.
    """

    unit: str = "件"
    compared: bool = False


class Composition(Struct, frozen=True, forbid_unknown_fields=True):
    """Parts that make up a whole, for a chart; `nothing` is said instead where all of them are zero."""

    title: str
    parts: tuple[Figure, ...]
    nothing: str
    unit: str = "件"


class Outline(Struct, frozen=True, forbid_unknown_fields=True):
    """What the overview shows of a report."""

    figures: tuple[KeyFigure, ...] = ()
    compositions: tuple[Composition, ...] = ()


class Definition(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole form file; `title` are the lines of the report's title with `{agency}` and `{year}`."""

    id: str
    name: str
    first_year: int
    title: tuple[str, ...]
    local_rule: str
    sections: tuple[Section, ...]
    summary: tuple[Figure, ...] = ()
    overview: Outline = Outline()
