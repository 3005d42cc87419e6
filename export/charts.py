"""The charts of the overview as shapes: what the window, the pictures and the annex of the PDF all draw.

Lengths are points; shapes count from the left edge and the top of the chart, downwards. All words are of
one size. How wide they are in the fonts of each device is not known here, so they are taken for somewhat
wider than they are: what has room here has room everywhere.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum, auto
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from model.numbers import Value, format_value
from model.overview import Line, Overview, Part, Whole

SIZE = 10.5  # of the words
NARROWEST = 300.0  # a chart that has numbers of twelve digits still has bars then
PICTURE_WIDTH = 440.0  # of a chart that leaves the program: as wide as the type area of the page

_LEADING = 1.3  # from line to line, in em
_ROW = 20.0  # from bar to bar, where labels take one line
_BAR, _THIN = 11.0, 8.0  # heights of a bar, and of one of a pair
_GAP = 6.0  # between label, bar and number
_LABELS = 0.3  # of the width that labels may take before they go on a second line
_LEAST = 1.0  # of a bar that is not zero
_MARGIN = 12.0  # around a chart that leaves the program
_WIDE, _NARROW = 1.0, 0.6  # em: a Chinese character, and a digit or a Latin letter
_BROAD = frozenset("%@&—")  # wider than a digit is
_NO_LAST_YEAR = "没有上年的报告，不能对比。从上年的报告新建草稿，这里就有上年的数。"
_BLANK = "未填"


class Shade(Enum):
    """A colour, by what it is for; each device has its own for it."""

    INK = auto()
    QUIET = auto()
    RULE = auto()
    THIS = auto()  # what the chart is about
    BESIDE = auto()  # what stands beside it to compare


PAPER = {
    Shade.INK: "#1C2530",
    Shade.QUIET: "#5A6673",
    Shade.RULE: "#B9C1CB",
    Shade.THIS: "#1F5FA8",
    Shade.BESIDE: "#B9C1CB",
}
"""The colours on white paper; printed in black and white they are told apart by how dark they are."""


class Anchor(Enum):
    """Which end of its words a place is."""

    START = "start"
    END = "end"


class Bar(Struct, frozen=True):
    """A filled rectangle; `x` and `y` are its left and its top."""

    x: float
    y: float
    width: float
    height: float
    shade: Shade


class Stroke(Struct, frozen=True):
    """An upright line from `y` on."""

    x: float
    y: float
    height: float
    shade: Shade = Shade.RULE


class Words(Struct, frozen=True):
    """Words on one line; `y` is their base line."""

    x: float
    y: float
    text: str
    shade: Shade = Shade.INK
    anchor: Anchor = Anchor.START
    strong: bool = False


Shape = Bar | Stroke | Words


class Chart(Struct, frozen=True):
    """A chart without its title; `said` tells in words what it shows, a line each.

    One that has `bars` says something with them; else it only says why there are none.
    """

    title: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    said: tuple[str, ...]
    bars: bool = True


def chart_makers(overview: Overview) -> list[Callable[[float], Chart]]:
    """For each chart of an overview what makes it as wide as it is told (points)."""
    makers: list[Callable[[float], Chart]] = [partial(_whole, whole) for whole in overview.wholes]
    if any(line.compared for line in overview.lines):
        makers.append(partial(_both_years, overview))
    return makers


def framed(chart: Chart) -> Chart:
    """A chart as a picture that stands alone: with its title, and some room around."""
    top = _MARGIN + SIZE * 2
    title = Words(_MARGIN, _MARGIN + SIZE, chart.title, strong=True)
    moved = [replace(shape, x=shape.x + _MARGIN, y=shape.y + top) for shape in chart.shapes]
    width, height = chart.width + 2 * _MARGIN, top + chart.height + _MARGIN
    return replace(chart, width=width, height=height, shapes=(title, *moved))


def text_width(text: str) -> float:
    """How wide words may be at most (points)."""
    return SIZE * sum(map(_em, text))


def _em(char: str) -> float:
    wide = unicodedata.east_asian_width(char) in "WFA" or char in _BROAD or char.isupper()
    return _WIDE if wide else _NARROW


def _whole(whole: Whole, width: float) -> Chart:
    """Of what a whole is made up: a bar for each part, with its number and its share."""
    total, width = whole.total, max(width, NARROWEST)
    if not total:
        return _saying(whole.title, whole.nothing if total is not None else "还没有填写。", width)
    title = f"{whole.title}（共{format_value(total)}{whole.unit}）"
    values = [_with_share(part, total, whole.unit) for part in whole.parts]
    rows = _Rows([part.label for part in whole.parts], values, width)
    most = max(part.value or 0 for part in whole.parts)
    for part, value in zip(whole.parts, values, strict=True):
        rows.add(part.label, [(part.value, value, Shade.THIS)], most, _BAR)
    said = [f"{part.label} {value}" for part, value in zip(whole.parts, values, strict=True)]
    return Chart(title, width, rows.y, rows.shapes(0.0), tuple(said))


def _with_share(part: Part, total: Value, unit: str) -> str:
    if part.value is None:
        return _BLANK
    return f"{format_value(part.value)}{unit}" + (f"　{_percent(part.value, total)}" if part.value else "")


def _percent(value: Value, total: Value) -> str:
    """The share of a total, e.g. `12.5%`: nothing but zero is shown as none of it, nothing but all as all."""
    share = (Decimal(value) * 100 / Decimal(total)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if not share:
        return "<0.1%"
    if share == 100 and value != total:
        return ">99.9%"
    return f"{share}%"


def _both_years(overview: Overview, width: float) -> Chart:
    """Key figures of this year, each with last year's below."""
    title, width = "本年与上年", max(width, NARROWEST)
    lines = [line for line in overview.lines if line.compared]
    if overview.last_year is None:
        return _saying(title, _NO_LAST_YEAR, width)
    found = [value for line in lines for value in (line.this_year, line.last_year) if value is not None]
    if not any(found):
        return _saying(title, "本年和上年的这些数都是0。" if found else "还没有填写。", width)
    years = (
        (f"{overview.year}年" if overview.year else "本年"),
        (f"{overview.last_year}年" if overview.last_year else "上年"),
    )
    pairs = [
        (_or(line.this_year, line.unit, _BLANK), _or(line.last_year, line.unit, "没有")) for line in lines
    ]
    rows = _Rows([line.label for line in lines], [value for pair in pairs for value in pair], width)
    legend = tuple(_legend(years))
    rows.y = _ROW
    for line, (ours, theirs) in zip(lines, pairs, strict=True):
        both = [(line.this_year, ours, Shade.THIS), (line.last_year, theirs, Shade.BESIDE)]
        rows.add(line.label, both, max(found), _THIN)
    said = [_in_words(line, years, pair) for line, pair in zip(lines, pairs, strict=True)]
    return Chart(title, width, rows.y, (*legend, *rows.shapes(_ROW)), tuple(said))


def _or(value: Value | None, unit: str, otherwise: str) -> str:
    return otherwise if value is None else f"{format_value(value)}{unit}"


def _in_words(line: Line, years: tuple[str, str], pair: tuple[str, str]) -> str:
    return f"{line.label} {years[0]}{pair[0]}，{years[1]}{pair[1]}"


def _legend(years: tuple[str, str]) -> Iterator[Shape]:
    x = 0.0
    for year, shade in zip(years, (Shade.THIS, Shade.BESIDE), strict=True):
        yield Bar(x, 2.0, _THIN, _THIN, shade)
        yield Words(x + _THIN + _GAP, _middle(2.0, _THIN), year, Shade.QUIET)
        x += _THIN + 4 * _GAP + text_width(year)


class _Rows:
    """Bars below each other, their labels at the left and their numbers behind them."""

    def __init__(self, labels: Sequence[str], values: Sequence[str], width: float) -> None:
        self._label_room = min(width * _LABELS, max(map(text_width, labels)))
        self._axis = self._label_room + _GAP
        self._room = width - self._axis - _GAP - max(map(text_width, values))
        self._shapes: list[Shape] = []
        self.y = 0.0

    def add(
        self, label: str, bars: Sequence[tuple[Value | None, str, Shade]], most: Value, thickness: float
    ) -> None:
        """Adds a row: for each bar its value, the words behind it and its shade; `most` fills the room."""
        lines = _wrapped(label, self._label_room)
        pitch = max(thickness + 2.0, SIZE * _LEADING) if len(bars) > 1 else thickness
        inner = max(pitch * len(bars), SIZE * _LEADING * len(lines))
        height = max(_ROW, inner + _GAP)
        top = self.y + (height - SIZE * _LEADING * len(lines)) / 2
        for number, line in enumerate(lines):
            y = _middle(top + SIZE * _LEADING * number, SIZE * _LEADING)
            self._shapes.append(Words(self._label_room, y, line, anchor=Anchor.END))
        top = self.y + (height - pitch * len(bars)) / 2
        for number, (value, words, shade) in enumerate(bars):
            y = top + pitch * number + (pitch - thickness) / 2
            length = max(_LEAST, self._room * float(value) / float(most)) if value else 0.0
            if length:
                self._shapes.append(Bar(self._axis, y, length, thickness, shade))
            quiet = Shade.INK if value and shade is Shade.THIS else Shade.QUIET
            self._shapes.append(Words(self._axis + length + _GAP, _middle(y, thickness), words, quiet))
        self.y += height

    def shapes(self, top: float) -> tuple[Shape, ...]:
        """All of them, with the line from `top` on at which the bars begin."""
        return (*self._shapes, Stroke(self._axis, top, self.y - top))


def _middle(top: float, height: float) -> float:
    """The base line of words in the middle of a height."""
    return top + height / 2 + SIZE * 0.36


def _wrapped(text: str, room: float) -> list[str]:
    """Words in lines that have room."""
    lines = [""]
    for char in text:
        if lines[-1] and text_width(lines[-1] + char) > room + 0.01:
            lines.append("")
        lines[-1] += char
    return lines


def _saying(title: str, sentence: str, width: float) -> Chart:
    """Words in the place of bars."""
    leading = SIZE * _LEADING
    lines = _wrapped(sentence, width)
    shapes = tuple(
        Words(0.0, _middle(leading * number, leading), line, Shade.QUIET) for number, line in enumerate(lines)
    )
    return Chart(title, width, leading * len(lines), shapes, (sentence,), bars=False)
