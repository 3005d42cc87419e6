"""Punctuation and document numbers as official documents write them (GB/T 15834, GB/T 9704)."""

import re
from collections.abc import Iterator

from model.checks.finding import Finding, Severity
from model.checks.slips import Slip, slip_findings
from model.checks.wording import around, at_most, is_han
from model.report import Report

_FULL = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）"}
_CLOSING, _OPENING = frozenset("）》”’〕】」』〉"), frozenset("（《“‘〔【「『〈")
_MARK = re.compile("[,;:]")
_BLANKS = (" ", "\u3000")
# Each begins with characters and looks back from there: such a pattern is searched for far quicker.
_BRACKETS = re.compile(r"([(（])(?<![A-Za-z0-9_].)([^()（）\n]{1,200})([)）])")
_REPEATED = re.compile(r"([。，；：、])(?:\1+|(?<!。)。)")
_PAIRS = {"》": "《", "”": "“"}
_PAIRED = re.compile("[《》“”\n]")
_YEAR = r"(?:19|20)[0-9]{2}"
_NUMBER = re.compile(rf"([〔\[［【（(])({_YEAR})([〕\]］】）)])(?=(?: ?第)? ?[0-9]{{1,5}} ?号)")


def punctuation(report: Report) -> Iterator[Finding]:
    """Half-width marks between Chinese characters, doubled full stops, and quotes that do not pair.

    URLs, e-mail addresses, times and decimals have no Chinese character on both sides of a mark.
    """
    for key, text in report.texts.items():
        slips = sorted((*_marks(text), *_brackets(text), *_repeated(text)), key=lambda slip: slip.start)
        yield from slip_findings(
            "punctuation",
            key,
            text,
            slips,
            "标点不规范的有",
            "改正标点",
            lambda wrong, right: f"“{wrong}”的标点不规范，应为“{right}”。",
        )
        yield from at_most(_half_pairs(key, text))


def document_number(report: Report) -> Iterator[Finding]:
    """The year in a document number stands in 〔〕 (GB/T 9704, 7.2.5), and 函 is no 涵."""
    for key, text in report.texts.items():
        slips = []
        for found in _NUMBER.finditer(text):
            opening, _, closing = found.groups()
            wrong = text[found.start() - 1 : found.start()] == "涵"
            start = found.start() - wrong
            if not is_han(text[start - 1 : start]):
                continue  # no name of who issued it
            if wrong or (opening, closing) != ("〔", "〕"):
                pieces = [(found.start(1), found.end(1), "〔"), (found.start(3), found.end(3), "〕")]
                if wrong:
                    pieces.append((start, start + 1, "函"))
                slips.append(Slip(start, found.end(), tuple(pieces)))
        yield from slip_findings(
            "document-number",
            key,
            text,
            slips,
            "文号写法不规范的有",
            "改正文号",
            lambda wrong, right: f"文号“{wrong}”不规范，应为“{right}”。",
        )


def _half_pairs(key: str, text: str) -> Iterator[Finding]:
    for at, mark in _unpaired(text):
        start, quote = around(text, at, at + 1, more=8)
        other = next(b if mark == a else a for a, b in _PAIRS.items() if mark in (a, b))
        message = f"“{quote}”里的{mark}没有与它配对的{other}。请补上另一半，或者删去多余的一半。"
        yield Finding("punctuation", Severity.HINT, key, message, quote=quote, start=start)


def _marks(text: str) -> Iterator[Slip]:
    """Half-width marks with a Chinese character on both sides, or at the end of a paragraph."""
    for found in _MARK.finditer(text):
        start, end = found.span()
        end += text[end : end + 1] in _BLANKS
        before, after = text[start - 1 : start], text[end : end + 1]
        ends = is_han(after) or after in _OPENING or after in ("", "\n")
        if ends and (is_han(before) or before in _CLOSING):
            yield Slip(start, end, ((start, end, _FULL[found[0]]),))


def _brackets(text: str) -> Iterator[Slip]:
    """Half-width brackets around Chinese words, also where only one of a pair is half-width."""
    for found in _BRACKETS.finditer(text):
        opening, inside, closing = found.groups()
        half = [found.start(at) for at, mark in ((1, opening), (3, closing)) if mark in _FULL]
        if half and (len(half) == 1 or is_han(inside[0])):
            pieces = tuple((at, at + 1, _FULL[text[at]]) for at in half)
            yield Slip(half[0], half[-1] + 1, pieces)


def _repeated(text: str) -> Iterator[Slip]:
    """Stops that stand twice; three or more 。 are meant for dots."""
    for found in _REPEATED.finditer(text):
        right = "……" if found[0].startswith("。。。") else found[0][-1]
        yield Slip(found.start(), found.end(), ((found.start(), found.end(), right),))


def _unpaired(text: str) -> Iterator[tuple[int, str]]:
    """The first mark of each paragraph without its other half, and where it stands."""
    opened: list[tuple[int, str]] = []
    reported = False
    for found in (*_PAIRED.finditer(text), None):
        mark = found[0] if found else "\n"
        if mark == "\n":
            if opened and not reported:
                yield opened[0]
            opened, reported = [], False
        elif found and mark in _PAIRS.values():
            opened.append((found.start(), mark))
        elif opened and opened[-1][1] == _PAIRS[mark]:
            opened.pop()
        elif found and not reported:
            yield found.start(), mark
            reported = True
