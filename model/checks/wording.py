"""What the rules for texts share: what a Chinese character is, how much is listed, how words are quoted."""

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from model.checks.finding import Finding
from model.fields import whole

MOST = 50
"""Findings of a kind in a text: who pasted a whole template need not see a list of thousands."""


def at_most(findings: Iterable[Finding], most: int = MOST) -> Iterator[Finding]:
    """The first findings of a kind in a text; where there are more, the next one only says so."""
    for number, finding in enumerate(findings):
        if number == most:
            message = "这样的地方还有更多。改正前面列出的以后，会接着列出。"
            yield replace(finding, message=message, mending=None)
            return
        yield finding


def is_han(char: str) -> bool:
    """Whether this is a Chinese character; a comparison, since patterns of so many are slow to compile."""
    return "\u3400" <= char <= "\u9fff" or char == "〇"


def around(text: str, start: int, end: int, more: int = 4) -> tuple[int, str]:
    """The words at a place with a few characters of its line on each side, and where they begin."""
    first = max(text.rfind("\n", max(0, start - more), start) + 1, start - more, 0)
    stop = text.find("\n", end, end + more)
    first, last = whole(text, first, end + more if stop < 0 else stop)
    return first, text[first:last]


_LONG_NUMBER = re.compile(r"(?<![0-9０-９])[0-9０-９](?:[ -]?[0-9０-９]){9,}(?:[ -]?[Xx])?")


def masked(text: str) -> str:
    """The text with what is long enough to be the number of a person (10 digits) made unreadable.

    The first three and the last four characters of a number stay, so that one can tell which is meant.
    """
    return _LONG_NUMBER.sub(lambda found: found[0][:3] + "*" * (len(found[0]) - 7) + found[0][-4:], text)
