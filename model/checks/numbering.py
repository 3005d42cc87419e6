"""Whether the numbered headings of a text follow each other: `一、` `（一）` `1.` `（1）`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from model.checks.finding import Finding, Severity
from model.checks.wording import at_most
from model.fields import whole
from model.numbering import NUMBERING, chinese, value
from model.report import Report

_NUMBERING = re.compile(rf"^[ \t\u3000]*{NUMBERING}", re.MULTILINE)
_QUOTED = 16  # characters of a heading that a finding quotes


@dataclass(slots=True)
class _Level:
    """A level of headings: the styles in which it was numbered so far, the last one and its number."""

    styles: set[int]
    style: int
    number: int

    def goes_on(self, style: int, number: int) -> None:
        self.styles.add(style)
        self.style, self.number = style, number


@dataclass(slots=True)
class _Outline:
    """Where a text has got to: its levels from the outside in, and the last number of each style."""

    levels: list[_Level] = field(default_factory=list)
    last: dict[int, int] = field(default_factory=dict)


def heading_numbering(report: Report) -> Iterator[Finding]:
    """Numbers that skip, repeat, or change their style within a level.

    A list that starts anew below another heading or another paragraph is fine, and so is one that began
    inside of a paragraph.
    """
    for key, text in report.texts.items():
        yield from at_most(_findings(key, text))


def _findings(key: str, text: str) -> Iterator[Finding]:
    for start, problem in _problems(text):
        line = text[start : whole(text, start, start + _QUOTED)[1]].split("\n", maxsplit=1)[0].rstrip()
        message = f"“{line}”{problem}"
        yield Finding("heading-numbering", Severity.HINT, key, message, quote=line, start=start)


def _problems(text: str) -> Iterator[tuple[int, str]]:
    """Where a numbering does not follow from what stands before, and what is wrong with it."""
    outline = _Outline()
    before = 0  # where the last numbering stood
    for found in _NUMBERING.finditer(text):
        style = found.lastindex or 0
        number = value(found[style])
        if not number:
            continue
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        problem = _judge(outline, style, number, text[before:start])
        if problem:
            yield start, problem
        outline.last[style] = number
        before = start


def _judge(outline: _Outline, style: int, number: int, between: str) -> str:
    """What is wrong with the next numbering, empty if nothing; the outline then includes it."""
    levels = outline.levels
    at = next((at for at, level in enumerate(levels) if style in level.styles), None)
    if at is not None:
        level, expected = levels[at], levels[at].number + 1
        level.goes_on(style, number)
        del levels[at + 1 :]
        if number == expected or (number == 1 and _parted(between)) or _begun_inside(between, style, number):
            return ""
        if number == expected - 1:
            return f"的编号重复，这里应为“{_written(style, expected)}”。"
        return f"的编号没有接上，这里应为“{_written(style, expected)}”。请核对是否漏写、写错。"
    if number == 1 or outline.last.get(style) == number - 1 or _begun_inside(between, style, number):
        levels.append(_Level({style}, style, number))
        return ""
    for at in reversed(range(len(levels))):
        if levels[at].number == number - 1:
            other = _written(levels[at].style, number - 1)
            levels[at].goes_on(style, number)
            del levels[at + 1 :]
            return f"的编号与前面的“{other}”写法不同。同一层次的编号写法要一致。"
    levels.append(_Level({style}, style, number))
    return f"前面没有“{_written(style, number - 1)}”。请核对编号是否漏写、写错。"


def _parted(between: str) -> bool:
    """Whether another paragraph stands between two numberings, below which a list may start anew."""
    return len([line for line in between.split("\n") if line.strip()]) > 1


def _begun_inside(between: str, style: int, number: int) -> bool:
    """Whether the number before stands inside of a paragraph, as in 主要做法：1.…；2.…"""
    stops = "．、" if style == 3 else ""
    written = _written(style, number - 1)
    forms = (written, written.translate({ord("（"): "(", ord("）"): ")"}), *(written[:-1] + s for s in stops))
    return any(form in between for form in forms)


def _written(style: int, number: int) -> str:
    return ("{}、", "（{}）", "{}.", "（{}）")[style - 1].format(chinese(number) if style < 3 else number)
