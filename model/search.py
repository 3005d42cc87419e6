"""Finding and replacing words in all texts of a report, exactly as they are written."""

from collections.abc import Iterator
from dataclasses import dataclass

from model.fields import resolved
from model.report import Report


@dataclass(frozen=True, slots=True)
class Match:
    """Where words stand in the stored text of a section; a live figure that they touch is taken whole.

    They are `fixed` where they touch one: it follows the table and cannot be replaced.
    """

    section: str
    start: int
    end: int
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Replacement:
    """The texts after replacing, by address; how often that was, and how many places stay as they are."""

    changes: dict[str, str]
    count: int
    fixed: int


def matches(report: Report, words: str) -> list[Match]:
    """Where words stand in the texts as they are shown, in the order of the report."""
    return [match for section in report.texts for match in _matches(report, section, words)]


def _matches(report: Report, section: str, words: str) -> Iterator[Match]:
    if not words:
        return
    stored = report.texts[section]
    text = resolved(report, stored)
    figures = [(begin, end) for begin, end, *_ in text.shifts]
    at = text.text.find(words)
    while at >= 0:
        stop = at + len(words)
        fixed = any(begin < stop and at < end for begin, end in figures)
        start, end = text.stored(at, stop)
        yield Match(section, start, end, fixed)
        at = text.text.find(words, stop)


def replace_all(report: Report, words: str, by: str) -> Replacement:
    """What replacing words wherever they stand would change."""
    found = matches(report, words)
    changes: dict[str, str] = {}
    for match in reversed(found):  # from the end, so that the places before stay right
        if not match.fixed:
            address = f"texts/{match.section}"
            text = changes.get(address, report.texts[match.section])
            changes[address] = text[: match.start] + by + text[match.end :]
    fixed = sum(match.fixed for match in found)
    return Replacement(changes, len(found) - fixed, fixed)
