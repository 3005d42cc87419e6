"""Slips of the pen in a text, each with what should stand there: found one by one, mended in one change."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from model.checks.finding import Finding, Mending, Severity
from model.checks.wording import around

SINGLY = 3
"""Up to so many slips of a rule in a text are findings of their own; more are one, mended together."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Characters `start` to `end` of a text that are wrong, and the pieces of it to be replaced.

    A piece is where it starts and ends in the text, and what stands there then.
    """

    start: int
    end: int
    pieces: tuple[tuple[int, int, str], ...]


def slip_findings(
    rule: str,
    section: str,
    text: str,
    slips: Sequence[Slip],
    what: str,
    label: str,
    say: Callable[[str, str], str],
) -> Iterator[Finding]:
    """Findings of the slips in a section's text, all of them hints that a button mends.

    `what` is what messages call several of them, `label` what the button does; `say` makes the message of
    a single one from the words as they stand and as they should be.
    """
    address = f"texts/{section}"
    if len(slips) > SINGLY:
        start, quote = around(text, slips[0].start, slips[0].end)
        mending = Mending(f"{label}（{len(slips)}处）", {address: mended(text, slips)})
        message = f"{what}{len(slips)}处，第一处是“{quote}”。可以一次全部改正。"
        yield Finding(rule, Severity.HINT, section, message, quote=quote, start=start, mending=mending)
        return
    for slip in slips:
        start, quote = around(text, slip.start, slip.end)
        right = mended(text, [slip], start, start + len(quote))
        mending = Mending(label, {address: mended(text, [slip])})
        yield Finding(
            rule, Severity.HINT, section, say(quote, right), quote=quote, start=start, mending=mending
        )


def mended(text: str, slips: Sequence[Slip], start: int = 0, end: int | None = None) -> str:
    """The text from `start` to `end` with these slips put right; they may be nested, their pieces not."""
    parts: list[str] = []
    for first, last, right in sorted(piece for slip in slips for piece in slip.pieces):
        parts += [text[start:first], right]
        start = last
    return "".join([*parts, text[start:end]])
