"""Sets text into lines by the rules of Chinese typesetting; knows nothing of fonts and files.

A text comes with the width of each of its characters; all lengths here are in em, of which a square Chinese
character takes one. Closing marks never start a line and opening ones never end it (避头尾): a line that is
too full for that gives up the blank halves of its punctuation marks, it never hangs out of the measure.
Marks that meet share their blank halves from the start. Numbers and Latin words stay in one piece. What is
left over at the end of a line is spread over its gaps.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

HALF = 0.49  # em that a mark gives up to its neighbour; with more, poppler takes it for two lines of text
HALF_AT_END = 0.52  # em that a mark at the end of a line can give up; its ink takes less than 0.48
MAX_STRETCH = 0.2  # the widest a gap is stretched; a line with more to spare stays ragged
SENSE_WEIGHT = 0.15  # the weight of breaking by sense against balance
SPARE = 0.75  # a line with less to spare than this is not made fuller by squeezing
_EPSILON = 1e-6

# How a character behaves at the ends of lines: the bits of its traits.
BLANK = 1  # vanishes where a line breaks
CLOSES = 2  # may not start a line
OPENS = 4  # may not end a line
RUN = 8  # stays together with its like: digits, Latin letters and what stands between them
JOIN = 16  # joins its like to one long stroke or row of dots: —— and ……
SQUEEZE_RIGHT = 32  # its right half is blank
SQUEEZE_LEFT = 64  # its left half is blank

_CLOSING = "，。、；：！）〕】》〉」』”’］｝．"  # with a blank right half
_OPENING = "（〔【《〈「『“‘［｛"  # with a blank left half
_NO_START = _CLOSING + "？·•‧・～—―…‥％‰℃℉°′″々" + ",.;:?!)]}%"
_NO_END = _OPENING + "￥￡＄¥£$([{"
_JOINED = "—―…‥"
_DIGITS = "０１２３４５６７８９"


def _find_traits(char: str) -> int:
    category = unicodedata.category(char)
    if char.isspace() or category[0] == "Z":
        return BLANK
    traits = 0
    if char in _NO_START or category in ("Mn", "Mc", "Me", "Cf"):
        traits |= CLOSES
    if char in _NO_END:
        traits |= OPENS
    if char in _CLOSING:
        traits |= SQUEEZE_RIGHT
    if char in _OPENING:
        traits |= SQUEEZE_LEFT
    if char in _JOINED:
        traits |= JOIN
    if char in _DIGITS or ("!" <= char < "\u2000" and char not in "·°′″"):
        traits |= RUN
    return traits


class _Traits(dict[str, int]):
    def __missing__(self, char: str) -> int:
        self[char] = found = _find_traits(char)
        return found


_TRAITS = _Traits()


def traits_of(char: str) -> int:
    """How a character behaves at the ends of lines."""
    return _TRAITS[char]


@dataclass(frozen=True, slots=True)
class Line:
    """A set line: the characters `start` to `end` of the text, beginning `indent` em from the left.

    `advances` is for each character the distance (em) from its origin to the next one's.
    """

    start: int
    end: int
    indent: float
    advances: tuple[float, ...]

    @property
    def width(self) -> float:
        """From the first origin to the end of the last character (em)."""
        return sum(self.advances)


def compose(
    text: str, widths: Sequence[float], measure: float, indent: float = 0, justify: bool = False
) -> list[Line]:
    """Sets a paragraph into lines of `measure` em, the first one indented.

    Blanks at its start and where lines break are dropped. Every line but the last fills the measure when
    `justify` is set. A text of blanks has no lines.
    """
    traits, ends = _analysed(text, widths, measure)
    lines: list[Line] = []
    start = _next_ink(traits, 0)
    while start < len(text):
        end = _line_end(traits, ends, widths, start, measure - indent)
        following = _next_ink(traits, end)
        spread = justify and following < len(text)
        lines.append(_set_line(traits, widths, start, end, indent, measure - indent, spread))
        start, indent = following, 0
    return lines


def balance(text: str, widths: Sequence[float], measure: float, sense: str = "") -> list[Line]:
    """Sets a text into as few lines as it needs, about equally long, the longer ones above.

    Lines rather end after a character of `sense`, where that does not cost too much balance.
    """
    lines = compose(text, widths, measure)
    if len(lines) < 2:
        return lines
    traits, ends = _analysed(text, widths, measure)
    first, last = lines[0].start, lines[-1].end
    stops = [end for end in range(first + 1, last + 1) if ends[end]]
    average = sum(widths[first:last]) / len(lines)
    # The best way to each stop in a number of lines: its cost and the stops before it.
    best: dict[int, tuple[float, tuple[int, ...]]] = {first: (0.0, ())}
    for number in range(len(lines)):
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for end, (cost, path) in best.items():
            start = _next_ink(traits, end)
            width, summed = 0.0, start
            for stop in stops:
                if stop <= start:
                    continue
                width += sum(widths[summed:stop])
                summed = stop
                if width > measure + _EPSILON:
                    break
                total = cost + (width - average) ** 2 + 0.01 * number * width
                if stop != last and text[stop - 1] not in sense:
                    total += SENSE_WEIGHT * measure**2
                if stop not in reached or total < reached[stop][0]:
                    reached[stop] = total, (*path, stop)
        best = reached
    if last not in best:
        return lines
    balanced, start = [], first
    for stop in best[last][1]:
        balanced.append(_set_line(traits, widths, start, stop, 0, measure, False))
        start = _next_ink(traits, stop)
    return balanced


def _analysed(text: str, widths: Sequence[float], measure: float) -> tuple[list[int], list[bool]]:
    """The traits of all characters, and for each place in the text whether a line may end before it."""
    traits = [
        _TRAITS[char] if width >= 1 else _TRAITS[char] & ~(SQUEEZE_RIGHT | SQUEEZE_LEFT)
        for char, width in zip(text, widths, strict=True)
    ]
    ends = [False] * (len(text) + 1)
    before = -1  # the last character that is no blank
    for at, trait in enumerate(traits):
        if trait & BLANK:
            continue
        if before >= 0:
            adjoining = at == before + 1
            bound = trait & CLOSES or traits[before] & OPENS or (adjoining and trait & traits[before] & RUN)
            ends[before + 1] = not bound
        before = at
    if before >= 0:
        ends[before + 1] = True
    _free_long_runs(traits, widths, measure, ends)
    return traits, ends


def _free_long_runs(traits: list[int], widths: Sequence[float], measure: float, ends: list[bool]) -> None:
    """Lets lines end inside of runs that no line can hold."""
    at = 0
    while at < len(traits):
        start, width = at, 0.0
        while at < len(traits) and traits[at] & RUN:
            width += widths[at]
            at += 1
        if width > measure:
            for end in range(start + 1, at):
                ends[end] = not (traits[end] & CLOSES or traits[end - 1] & OPENS)
        at = max(at, start + 1)


def _next_ink(traits: list[int], at: int) -> int:
    """The first place from `at` on that holds no blank."""
    while at < len(traits) and traits[at] & BLANK:
        at += 1
    return at


def _line_end(traits: list[int], ends: list[bool], widths: Sequence[float], start: int, room: float) -> int:
    """Where the line that starts at `start` ends, at least one character further."""
    width = give = 0.0
    natural = fitting = start  # the last place to end without squeezing, and the last one by force
    spare = room
    for at in range(start, len(traits)):
        width += widths[at]
        trait = traits[at]
        if trait & BLANK:
            continue
        if at > start:
            shared, spared = _blank_between(traits[at - 1], trait)
            width -= shared
            give += spared
        at_end = HALF_AT_END if trait & SQUEEZE_RIGHT else 0.0
        if width <= room + _EPSILON:
            fitting = at + 1
            if ends[at + 1]:
                natural, spare = at + 1, room - width
        elif width - give - at_end > room + _EPSILON:
            break
        elif ends[at + 1]:  # the first place to end by squeezing
            over = width - room
            if natural == start or (spare >= SPARE and over <= spare + _EPSILON):
                return at + 1
            break
    if natural > start:
        return natural
    return max(fitting, start + 1)


def _set_line(
    traits: list[int],
    widths: Sequence[float],
    start: int,
    end: int,
    indent: float,
    room: float,
    spread: bool,
) -> Line:
    """The line of the characters `start` to `end`, squeezed or spread to the room that it has.

    A mark at the end of the line is squeezed first. One whose left half is blank moves up to what stands
    before it, so that it is the advance before it that gets shorter.
    """
    advances = list(widths[start:end])
    gives = [0.0] * len(advances)  # how much each advance can still lose
    for at in range(end - start - 1):
        shared, gives[at] = _blank_between(traits[start + at], traits[start + at + 1])
        advances[at] -= shared
    excess = sum(advances) - room
    if excess > _EPSILON:
        at_end = min(HALF_AT_END, excess) if traits[end - 1] & SQUEEZE_RIGHT else 0.0
        advances[-1] -= at_end
        if (most := sum(gives)) > 0:
            share = min(1.0, (excess - at_end) / most)
            advances = [advance - share * give for advance, give in zip(advances, gives, strict=True)]
    elif spread and excess < -_EPSILON:
        gaps = [at for at in range(end - start - 1) if not _tight(traits[start + at], traits[start + at + 1])]
        if gaps and (share := -excess / len(gaps)) <= MAX_STRETCH:
            for gap in gaps:
                advances[gap] += share
    return Line(start, end, indent, tuple(advances))


def _blank_between(left: int, right: int) -> tuple[float, float]:
    """What two neighbours give up at once, and what they can give up where a line is too full (em).

    Marks that meet share a blank half: ）。 and ”“ and ：“ and “《.
    """
    after, before = left & SQUEEZE_RIGHT, right & SQUEEZE_LEFT
    if (after and right & (SQUEEZE_RIGHT | SQUEEZE_LEFT)) or (before and left & SQUEEZE_LEFT):
        return HALF, 0.0
    return 0.0, HALF if after or before else 0.0


def _tight(left: int, right: int) -> bool:
    """Whether nothing may be put between two characters: inside of a number or word, ——, ……."""
    return bool(left & right & (RUN | JOIN))
