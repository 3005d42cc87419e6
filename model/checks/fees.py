"""The fee for information on request (信息处理费), which section 六 reports in words.

It has nothing to do with 行政事业性收费 in the tables: the two are never compared.
"""

import re
from collections.abc import Collection, Iterator

from model.checks.finding import Finding, Mending, Severity
from model.expression import Expression
from model.fields import resolve, resolved
from model.report import Report, is_text
from model.sentences import sentences

_QUOTED = 60  # characters
_NOTHING = re.compile(r"无?[。.]?")
_SENTENCE = re.compile(r"[^。；;\n]+")
_CLAUSE = Expression(r"(?:[^，,]|,(?=[0-9]{3}))+")
_YEAR = re.compile(r"(20[0-9]{2})\s?年")
_NOUGHT = r"(?<![0-9.])0(?:\.0{1,6})?\s?万?元"
_DENIED = Expression(
    r"(?:未|没有)(?:实际|发生|产生)?(?:收取|收过|收费)|(?:未|没有|无)[^，]{0,12}信息处理费|信息处理费(?:为|[：:])?"
    + _NOUGHT
)
_CHARGED = Expression(
    r"(?<!未)(?<!没有)(?<!无)(?<!不)(?<!应)(?<!拟)(?:收取|实收|收入|收缴|收费(?!通知|标准|办法|依据))[^，0-9]{0,16}"
    r"(?P<amount>[0-9][0-9,]{0,20}(?:\.[0-9]{1,6})?)\s?[余多]?万?元"
)
# What is not all that this agency took in this year, or is another fee.
_ASIDE = Expression(
    r"其余|其他|其它|部分|个别|本级|下属|所属|各[镇乡县区市局单部街]|上年|去年|上一年|标准|每[件页份张]|减免|免收|退[还费]|"
    r"行政事业性|复印|复制|邮寄|邮费|检索费"
)


def fee_unreported(report: Report) -> Iterator[Finding]:
    """Section 六 says whether the fee was charged (国办函〔2020〕109号); an empty text is another rule's."""
    for key, stored in report.texts.items():
        section = report.form.sections[key]
        text = resolve(report, stored)
        if not section.fee or not text.strip() or any(word in text for word in section.fee):
            continue
        before = "" if _NOTHING.fullmatch(text.strip()) else stored.rstrip() + "\n"
        mendings = [
            Mending(f"补写“{resolve(report, sentence.text)}”", {f"texts/{key}": before + sentence.text})
            for sentence in sentences(report, key)[:1]
            if is_text(before + sentence.text)
        ]
        yield Finding(
            "fee-unreported",
            Severity.HINT,
            key,
            f"“{section.name}”没有提到{section.fee[0]}。发出收费通知几件、收取多少元要写明，没有收取的也要写明。",
            mending=mendings[0] if mendings else None,
        )


def fee_contradiction(report: Report) -> Iterator[Finding]:
    """A text does not say both that no fee was charged and how much was."""
    words = {word for section in report.form.sections.values() for word in section.fee}
    for key, stored in report.texts.items():
        if not any(word in stored for word in words):
            continue
        shown = resolved(report, stored)
        denied: tuple[int, int] | None = None
        charged = ""
        for start, end, clause in _clauses_about(shown.text, words, report.year):
            amount = _CHARGED.search(clause)
            if amount and amount["amount"].strip("0,."):
                charged = charged or clause
            elif _DENIED.search(clause):
                denied = denied or (start, end)
        if denied and charged:
            start, end = shown.stored(*denied)
            quote = stored[start:end]
            yield Finding(
                "fee-contradiction",
                Severity.WARNING,
                key,
                f"一处写“{quote}”，另一处写“{charged}”，两处矛盾。请核对有没有收取，改成一致。",
                quote=quote,
                start=start,
            )


def _clauses_about(text: str, words: Collection[str], year: int | None) -> Iterator[tuple[int, int, str]]:
    """Start, end and words of the clauses that speak of the fee, of all of it, and of no other year."""
    for sentence in _SENTENCE.finditer(text):
        if not any(word in sentence[0] for word in words) or _ASIDE.search(sentence[0]):
            continue
        if any(int(other[1]) != year for other in _YEAR.finditer(sentence[0])):
            continue
        for clause in _CLAUSE.finditer(sentence[0]):
            said = clause[0].strip()[:_QUOTED]
            start = sentence.start() + clause.start() + clause[0].index(said)
            yield start, start + len(said), said
