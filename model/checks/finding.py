"""What a check finds."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from model.report import Content


class Severity(StrEnum):
    """How sure it is that the report has to change."""

    ERROR = "error"  # the report is wrong
    WARNING = "warning"  # very likely wrong
    HINT = "hint"  # worth a look

    @property
    def label(self) -> str:
        """The word that people see."""
        return {"error": "错误", "warning": "警告", "hint": "提示"}[self.value]


class Mending(Struct, frozen=True):
    """A sure way to put a finding right: what a button says and the changes that it makes."""

    label: str
    changes: dict[str, Content]

    def __hash__(self) -> int:
        return hash(self.label)


class Finding(Struct, frozen=True):
    """One thing that a check found.

    `cells` are the addresses it is about, in the order that `contracts.md` fixes for the rule; a finding
    about a text has the words (`quote`) and where they stand (`start`, in characters of the stored text;
    `stop` where that is not as long as the words, for live figures are quoted as they print).
    `set_aside` is the reason for which a person found that it does not count.
    `completeness` marks what is merely not filled in yet, `unfinished` what may still come right as the
    rest is filled in: a person at work is not told of it.
    """

    rule: str
    severity: Severity
    section: str | None
    message: str
    cells: tuple[str, ...] = ()
    expected: str | None = None
    actual: str | None = None
    quote: str | None = None
    start: int | None = None
    completeness: bool = False
    unfinished: bool = False
    mending: Mending | None = None
    set_aside: str | None = None
    stop: int | None = None

    @property
    def counts(self) -> bool:
        """Whether nobody has set it aside."""
        return self.set_aside is None

    @property
    def end(self) -> int | None:
        """Where the quoted words end in the stored text."""
        if self.stop is not None or self.start is None or self.quote is None:
            return self.stop
        return self.start + len(self.quote)

    def as_json(self) -> dict[str, object]:
        """The finding as `check --json` prints it (contracts.md)."""
        found: dict[str, object] = {
            "rule": self.rule,
            "severity": self.severity.value,
            "section": self.section,
            "cells": list(self.cells),
            "message": self.message,
            "expected": self.expected,
            "actual": self.actual,
        }
        if self.quote is not None:
            found["quote"] = self.quote
        if self.set_aside is not None:
            found["set_aside"] = self.set_aside
        return found


class Comparison(Struct, frozen=True):
    """A figure that a text tells and what the tables say of it, whether they agree or not.

    `start` and `end` are characters of the stored text of `section`, `quote` the words there; `cells` are
    the addresses that the figure was compared with; `message` is one Chinese line for a list, e.g.
    `收到申请：正文写12，表三是12`.
    """

    rule: str
    section: str
    start: int
    end: int
    quote: str
    cells: tuple[str, ...]
    message: str
    agrees: bool


def parted(findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The findings that count, and those that are set aside, each in their order."""
    every = list(findings)
    return [f for f in every if f.counts], [f for f in every if not f.counts]


def counted(findings: Iterable[Finding]) -> str:
    """How many of each severity, and how many set aside, e.g. `1个错误，2个提示，另有1个已搁置`."""
    open_, aside = parted(findings)
    numbers = Counter(finding.severity for finding in open_)
    words = [f"{numbers[severity]}个{severity.label}" for severity in Severity if numbers[severity]]
    found = "，".join(words) or "没有发现问题"
    return f"{found}，另有{len(aside)}个已搁置" if aside else found
