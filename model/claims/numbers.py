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

NUMBER = re.compile(
    r"(?P<near>近|约|大约|超过?|逾|不到|将近|共计约)?"
    r"(?:(?P<digits>(?<![0-9.A-Za-z第])(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?:\.[0-9]{1,8})?)(?P<scale>[万亿])?"
    rf"|(?P<chinese>(?<![第每某之同逐统{_CHINESE}])[{_CHINESE}]{{1,9}})(?=(?:余|多)?(?:{_COUNTER})))"
    r"(?P<about>余|多)?"
    rf"(?:(?P<percent>%)|(?P<counter>{_COUNTER})?(?P<after>左右|以上|以下)?)"
    r"(?!(?<=个)(?:工作日|自然日|月|小时|季|年|方面|部门|单位|行政机关|机关|成员|科室|项目|环节|渠道|平台|网站|乡|镇|街|县|区|省|市|村|社区|科|栏|专|政务|微|账号|人|名|"
    r"类|百分点|点|重点|地|门户|领域|批)|[0-9A-Za-z])"
)
_NUMERAL = re.compile(f"[0-9{_CHINESE}]")  # what has none of these has no number
_NOUGHT = re.compile(r"(?<=为)零(?=[，。；、）]|$)")


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
    for match in NUMBER.finditer(text, start, end) if _NUMERAL.search(text, start, end) else ():
        digits, chinese = match["digits"], match["chinese"]
        if digits is not None:
            value = Decimal(digits.replace(",", "")) * _SCALES.get(match["scale"] or "", 1)
        else:
            read = read_chinese(chinese)
            if read is None:
                continue
            value = Decimal(read)
        percent = match["percent"] is not None
        bare = not percent and match["counter"] is None
        if bare and not _stands_alone(text, match, end):
            continue
        _, _, fraction = (digits or "").partition(".")
        yield Number(
            match.start(),
            match.end(),
            value,
            any(match[name] for name in ("near", "about", "after")),
            percent,
            len(fraction),
            bare,
        )
    for match in _NOUGHT.finditer(text[start:end]) if "零" in text[start:end] else ():
        yield Number(start + match.start(), start + match.end(), Decimal(0))


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


def _stands_alone(text: str, match: "re.Match[str]", end: int) -> bool:
    """A number without a counter counts something only where its clause ends with it."""
    if match["near"] or match["about"] or match["scale"]:
        return False
    after = text[match.end() : min(match.end() + 1, end)]
    return after in ("", "，", "。", "；", "、", "）", "\u0000") and text[
        match.start() - 1 : match.start()
    ] not in (
        "",
        "-",
        "—",
        "~",
        "/",
    )
