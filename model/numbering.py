"""Numbers at the beginnings of paragraphs: `一、` `（一）` `1.` `（1）`, and which one comes next."""

import re

from model.expression import Expression

CHINESE = "一二三四五六七八九十"

# One group a style. Neither 十一、十二月 nor 1.5万 nor 1、2月 is a numbering.
NUMBERING = (
    rf"(?:([{CHINESE}]{{1,3}})、(?![{CHINESE}]{{1,3}}[、审月])|[（(]([{CHINESE}]{{1,3}})[）)]"
    r"|([1-9][0-9]?)(?:[.．](?![0-9])|、(?![0-9]{1,3}[^0-9年]))|[（(]([1-9][0-9]?)[）)])"
)

_BEGINNING = Expression(rf"[ \t\u3000]*(?:{NUMBERING}|第([{CHINESE}]{{1,3}})[、，])[ \t\u3000]*")
_ENDS = "。；！？;!?"


def numbered(paragraph: str) -> int:
    """How many characters the numbering takes at the beginning of a paragraph, with its blanks."""
    found = _BEGINNING.match(paragraph)
    return found.end() if found and _number(found) else 0


def following(paragraph: str) -> str:
    """The numbering that a paragraph after this one begins with, in its style; empty for none.

    Only sentences go on: a numbered paragraph that does not end like one is a heading, text follows it.
    """
    found = _BEGINNING.match(paragraph)
    if not found or not paragraph[found.end() :].rstrip().endswith(tuple(_ENDS)):
        return ""
    return _next(found)


def continues(paragraph: str, before: str) -> bool:
    """Whether a paragraph is, or begins with, just the numbering that follows the one before."""
    found = _BEGINNING.match(before)
    after = _next(found).strip() if found else ""
    return bool(after) and paragraph.lstrip().startswith(after)


def value(numeral: str) -> int:
    """The number of a numeral of up to 99, as `12` or `十二`; 0 for what is none."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    digit = {char: at for at, char in enumerate(CHINESE, 1)}
    return digit.get(ones, 0) + (10 * digit.get(tens, 1) if ten else 0)


def chinese(number: int) -> str:
    """A number from 0 to 99 as a Chinese numeral."""
    tens, ones = divmod(number, 10)
    first = "" if not tens else "十" if tens == 1 else CHINESE[tens - 1] + "十"
    return first + (CHINESE[ones - 1] if ones else "") or "零"


def _number(found: re.Match[str]) -> int:
    return value(found[found.lastindex or 0])


def _next(found: re.Match[str]) -> str:
    number, group = _number(found), found.lastindex or 0
    if not 0 < number < 99:
        return ""
    numeral = str(number + 1) if found[group].isdigit() else chinese(number + 1)
    start, end = found.span(group)
    text = found.string
    return text[:start].lstrip() + numeral + text[end : found.end()]
