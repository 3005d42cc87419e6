"""What does not belong into a published text: a paragraph twice, and numbers of persons."""

import re
from collections import deque
from collections.abc import Iterator

from model.checks.finding import Finding, Severity
from model.checks.wording import at_most, masked
from model.expression import Expression
from model.fields import resolve, whole
from model.report import Report

_SHORTEST = 30  # characters; shorter paragraphs may repeat
_QUOTED = 200  # characters of a paragraph that a finding quotes
_SHOWN = 12  # of them that its message shows

_NUMBERING = re.compile(r"\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．])?\s*")
_WIDE = re.compile("[０-９Ｘｘ]")
_LONG = re.compile("[0-9](?:[ -]?[0-9]){10}")  # what each of the numbers below begins with, or is
_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
# Each begins with characters and looks back from there: such a pattern is searched for far quicker.
_IDENTITY = Expression(
    r"[1-9](?<![0-9A-Za-z].)[0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
    r"(?![0-9A-Za-z])"
)
_CARD = Expression(r"[卡账帐](?:号|(?<!卡)户)[^0-9\n]{0,12}([0-9](?:[ -]?[0-9]){15,18})(?![0-9A-Za-z])")
_MOBILE = Expression(r"1(?<![0-9A-Za-z_./-]1)[3-9][0-9]{9}(?![0-9A-Za-z_])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def duplicate_paragraph(report: Report) -> Iterator[Finding]:
    """The same paragraph twice, in one text or in two; how it is numbered does not count."""
    seen: dict[str, str] = {}
    for key in report.texts:
        repeated = _repeated(report, key, seen)
        yield from at_most(repeated)
        deque(repeated, maxlen=0)  # what the rest says is seen as well


def _repeated(report: Report, key: str, seen: dict[str, str]) -> Iterator[Finding]:
    """Paragraphs of a text that were seen before; `seen` says in which text."""
    start = 0
    for line in report.texts[key].split("\n"):
        numbering = _NUMBERING.match(line)
        words = line[numbering.end() if numbering else 0 :].rstrip()
        if len(words) > _SHORTEST and words in seen and len(resolve(report, words)) > _SHORTEST:
            where = report.form.sections[seen[words]].name
            begins = words[: whole(words, 0, _SHOWN)[1]]
            message = f"“{begins}…”这一段在“{where}”里已经写过，一字不差。请删去多余的一段。"
            place = start + line.index(words)
            quote = words[: whole(words, 0, _QUOTED)[1]]
            yield Finding("duplicate-paragraph", Severity.WARNING, key, message, quote=quote, start=place)
        seen.setdefault(words, key)
        start += len(line) + 1


def personal_data(report: Report) -> Iterator[Finding]:
    """Numbers of identity cards, of bank cards beside the word for them, and of mobile telephones.

    The text without a heading gives the contact of the office: a mobile number may stand there.
    """
    for key, stored in report.texts.items():
        yield from at_most(_numbers_of_persons(key, stored, bool(report.form.sections[key].heading)))


def _numbers_of_persons(key: str, stored: str, mobiles: bool) -> Iterator[Finding]:
    text = stored.translate(_HALF_WIDTH) if _WIDE.search(stored) else stored
    found: list[tuple[int, str, str, Severity]] = []
    if not _LONG.search(text):
        return
    for at in _IDENTITY.finditer(text):
        if _is_identity(at[0]):
            found.append((at.start(), at[0], "身份证号", Severity.ERROR))
    for at in _CARD.found_in(text):
        digits = re.sub("[ -]", "", at[1])
        if _passes_luhn(digits) and not _is_identity(digits):
            found.append((at.start(1), at[1], "银行卡号", Severity.ERROR))
    if mobiles:
        found += [(at.start(), at[0], "手机号码", Severity.HINT) for at in _MOBILE.finditer(text)]
    for start, number, kind, severity in sorted(found):
        advice = "请删去，公开前要去掉个人信息。"
        if severity is Severity.HINT:
            advice = "如果是个人的号码，请删去或者改用办公电话。"
        message = f"“{masked(number)}”是{kind}。{advice}"
        quote = stored[start : start + len(number)]
        yield Finding("personal-data", severity, key, message, quote=quote, start=start)


def _is_identity(number: str) -> bool:
    """Whether 18 characters end with the check character that GB 11643 asks for."""
    if len(number) != len(_WEIGHTS) + 1:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return _CHECKS[total % 11] == number[-1].upper()


def _passes_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of a bank card (ISO/IEC 7812)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0
