"""Slips of the pen in a text, each with what should stand there; all of a text are mended in one change."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from model.checks.finding import Finding, Mending, Severity
from model.checks.wording import around

_NAMED = 3  # slips that a message quotes


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
    """The finding of the slips in a section's text: a hint that leads to the first, with one change for all.

    `what` is what messages call several of them, `label` what the button does; `say` makes the message of
    a single one from the words as they stand and as they should be.
    """
    if not slips:
        return
    places = [around(text, slip.start, slip.end) for slip in slips[:_NAMED]]
    start, quote = places[0]
    if len(slips) == 1:
        message = say(quote, mended(text, slips, start, start + len(quote)))
    else:
        named = "".join(f"“{words}”" for _, words in places) + ("等" if len(slips) > _NAMED else "")
        message, label = f"{what}{len(slips)}处：{named}。可以一次全部改正。", f"{label}（{len(slips)}处）"
    actual = str(len(slips)) if len(slips) > 1 else None  # one more is another finding to set aside
    mending = Mending(label, {f"texts/{section}": mended(text, slips)})
    yield Finding(
        rule, Severity.HINT, section, message, quote=quote, start=start, mending=mending, actual=actual
    )


def mended(text: str, slips: Sequence[Slip], start: int = 0, end: int | None = None) -> str:
    """The text from `start` to `end` with these slips put right; they may be nested, their pieces not."""
    parts: list[str] = []
    for first, last, right in sorted(piece for slip in slips for piece in slip.pieces):
        parts += [text[start:first], right]
        start = last
    return "".join([*parts, text[start:end]])
