"""Texts made ready for reading: normalised, and cut into paragraphs, sentences and clauses.

Normalised text has no white space, half-width letters and digits, full-width punctuation. What would be
misread is blanked out with `VOID`, so that every character keeps its place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from model.expression import Expression

VOID = "\u0000"

_NARROW = {0xFF01 + i: chr(0x21 + i) for i in range(94)} | {ord("〇"): "零", ord("﹪"): "%"}
_WIDE = str.maketrans(
    {";": "；", ":": "：", "(": "（", ")": "）", "[": "〔", "]": "〕", "!": "！", "?": "？"}
)
# Most texts have nothing to normalise but commas, and looking for it takes less than doing it.
_NORMAL = {at: as_.translate(_WIDE) for at, as_ in _NARROW.items() if as_ != ","} | _WIDE
_ABNORMAL = re.compile(f"[{re.escape(''.join(chr(at) for at, as_ in _NORMAL.items() if chr(at) != as_))}]")
# Each begins with characters and looks back from there: such a pattern is searched for far quicker.
_GROUPING = Expression("，(?<=[0-9]，)(?=[0-9]{3}(?![0-9]))")
_COMMA = Expression(r",(?:(?<![0-9],)|(?![0-9]{3}(?![0-9])))")
_STOP = Expression(r"\.(?:(?<![0-9A-Za-z]\.)|(?![0-9A-Za-z]))")
_TITLES = Expression(r"《[^《》]{0,200}》|〔[^〔〕]{0,20}〕")
_ADDRESSES = Expression(r"(?a:[A-Za-z][\w.:/?&=%#~+\-@]{5,})")
_SENTENCE = re.compile(r"[^。！？]{1,1000}[。！？]?")  # what has no stop is cut: nothing is read twice
_BRACKETS = Expression(r"（((?![一二三四五六七八九十0-9]{1,3}）)[^（）]{0,300})）")
_CUT = re.compile(
    "[，；：、](?:(?<=[，；：])|(?<=[0-9%]、)|(?<=[0-9][件份起宗条例封项个]、)|(?<=[0-9]件次、))"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, normalised; `places` says where each character stands in the text it is from."""

    text: str
    places: Sequence[int]
    aside: tuple[tuple[int, int], ...]  # what stands in brackets, blanked out in `text`
    whole: str  # the text with what stands in brackets

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the passage stands in the text."""
        return self.places[start], self.places[end - 1] + 1


def passages(text: str, year: int | None) -> Iterator[Passage]:
    """The paragraphs of a text; `year` is the report's, comparisons with others are blanked out."""
    offset = 0
    for paragraph in text.split("\n"):
        if paragraph.strip():
            yield _passage(paragraph, offset, year)
        offset += len(paragraph) + 1


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a passage begin and end."""
    for match in _SENTENCE.finditer(text):
        yield match.start(), match.end()


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the clauses of a sentence begin and end; 、 parts them only after a number."""
    begin = start
    for cut in _CUT.finditer(text, start, end):
        if cut.start() > begin:
            yield begin, cut.start()
        begin = cut.end()
    if end > begin:
        yield begin, end - (text[end - 1] in "。！？")


def _passage(paragraph: str, offset: int, year: int | None) -> Passage:
    text = "".join(paragraph.split())
    places: Sequence[int] = range(offset, offset + len(paragraph))
    if len(text) < len(paragraph):
        places = [offset + at for at, character in enumerate(paragraph) if not character.isspace()]
    if _ABNORMAL.search(text):
        text = text.translate(_NORMAL)
    text = _GROUPING.sub(",", text)
    if "," in text:
        text = _COMMA.sub("，", text)
    if "." in text:
        text = _STOP.sub("。", text)
    for pattern in (_TITLES, _ADDRESSES, _comparisons(year)):
        text = pattern.sub(_void, text)
    spans = tuple((m.start(1), m.end(1)) for m in _BRACKETS.finditer(text))
    return Passage(_BRACKETS.sub(_void, text), places, spans, text)


def _void(match: re.Match[str]) -> str:
    return VOID * len(match[0])


@lru_cache(maxsize=16)
def _comparisons(year: int | None) -> "re.Pattern[str]":
    """Comparisons with another year up to the end of their clause, with the old figure in brackets."""
    before = r"(?:上一?年|去年|往年|前年|上年度|同期|20[0-9]{2}年)"
    if year is not None:
        before = rf"(?:上一?年|去年|往年|前年|同期|(?!{year})20[0-9]{{2}}年)"
    rest = "[^，。；：（）]*"
    return re.compile(
        rf"[较比与同环上去（](?:(?<=[较比与同]){before}{rest}(?:（[^（）]*）{rest})?|(?<=[同环])比{rest}"
        rf"|(?:(?<=上)一?年度?|(?<=去)年)(?:同期)?(?:为|是){rest}"
        rf"|(?<=（)[^（）]*{before}(?:同期|度)?(?:为|是|：)?[0-9][^（）]*）)"
    )
