"""Numbers as running text writes them: 12件, 1,234条, 14万余条, 三起, 58.5%."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8}
_COUNTER = r"件次|[件份起宗条例封项个笔次]"
_CHINESE = "".join(_DIGITS) + "".join(_UNITS) + "万"

# Where a number may begin. It begins with characters and looks back: that is searched for far quicker.
_BEGIN = re.compile(
    f"[0-9{_CHINESE}](?:(?<=[0-9])(?<![0-9.A-Za-z第].)|(?<=[{_CHINESE}])(?<![第每某之同逐统{_CHINESE}].))"
)
_NEAR = ("共计约", "大约", "将近", "超过", "不到", "近", "约", "超", "逾")
_NUMBER = re.compile(
    r"(?:(?P<digits>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?:\.[0-9]{1,8})?)(?P<scale>[万亿])?"
    rf"|(?P<chinese>[{_CHINESE}]{{1,9}})(?=(?:余|多)?(?:{_COUNTER})))"
    r"(?P<about>余|多)?"
    rf"(?:(?P<percent>%)|(?P<counter>{_COUNTER})?(?P<after>左右|以上|以下)?)"
    r"(?!(?<=个)(?:工作日|自然日|月|小时|季|年|方面|部门|单位|行政机关|机关|成员|科室|项目|环节|渠道|平台|网站|乡|镇|街|县|区|省|市|村|社区|科|栏|专|政务|微|账号|人|名|"
    r"类|百分点|点|重点|地|门户|领域|批)|[0-9A-Za-z])"
)
_NOUGHT = re.compile(r"零(?<=为零)(?=[，。；：、！？）]|$)")
_ALONE = frozenset("，。；：、！？）\0")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: where it stands with its counter, its value, and how it is meant.

    A percentage has the number of its `decimals`; `bare` says that it has no counter.
    """

    start: int
    end: int
    value: Decimal
    approximate: bool = False
    percent: bool = False
    decimals: int = 0
    bare: bool = False


def numbers(text: str, start: int, end: int) -> Iterator[Number]:
    """The counts and percentages in a stretch of normalised text; years, dates and the like are none."""
    done = start
    for begin in _BEGIN.finditer(text, start, end):
        match = _NUMBER.match(text, begin.start(), end) if begin.start() >= done else None
        if not match:
            continue
        first = begin.start()
        near = text.endswith(_NEAR, done, first)
        if near:
            first -= next(len(word) for word in _NEAR if text.endswith(word, done, first))
        done = match.end()
        digits, scale, chinese, about, percent, counter, after = match.groups()
        if digits is not None:
            value = Decimal(digits.replace(",", "")) * _SCALES.get(scale or "", 1)
        else:
            read = read_chinese(chinese)
            if read is None:
                continue
            value = Decimal(read)
        bare = percent is None and counter is None
        if bare and (near or about or scale or not _stands_alone(text, first, done, end)):
            continue
        _, _, fraction = (digits or "").partition(".")
        yield Number(
            first, done, value, bool(near or about or after), percent is not None, len(fraction), bare
        )
    for match in _NOUGHT.finditer(text, start, end):
        yield Number(match.start(), match.end(), Decimal(0))


def may_count(text: str, start: int, end: int) -> bool:
    """Whether there may be a number in a stretch of normalised text."""
    return _BEGIN.search(text, start, end) is not None


def read_chinese(text: str) -> int | None:
    """A number in Chinese numerals, e.g. 一百二十三 or 二零二三; `None` where it is none."""
    if not text or any(c not in _DIGITS and c not in _UNITS and c not in _SCALES for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text)) if len(text) < 10 else None
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            section += (digit or (0 if section else 1)) * _UNITS[character]
            digit = 0
        else:
            total = (total + section + digit) * _SCALES[character]
            section = digit = 0
    return total + section + digit


def _stands_alone(text: str, first: int, last: int, end: int) -> bool:
    """A number without a counter counts something only where its clause ends with it."""
    ends = last >= end or text[last] in _ALONE
    return ends and first > 0 and text[first - 1] not in "-—~/"
