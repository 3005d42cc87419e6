"""The number of last year where this year is meant: what remains of last year's report in a new one.

Last year's number stands rightly in many a sentence: comparisons, what was carried over, names and numbers
of documents, dates of what did happen then. So only the title, the counting period and sentences that
tell what was done in the year are looked at, and those that speak of both years are left alone.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from model.checks.finding import Finding, Mending, Severity
from model.checks.unchanged import NUMBER
from model.checks.wording import MOST, at_most
from model.fields import resolve, resolved
from model.report import Report

_QUOTED = 30  # characters

_NAMES = re.compile(r"《[^《》\n]{0,100}》|[〔\[［][0-9]{4}[〕\]］]|https?://[\w./?&=%#:~+\-]+", re.ASCII)
_WIDE = re.compile("[０-９]")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_YEAR = re.compile(r"20[0-9]{2}|２０[０-９]{2}")
_SENTENCE = re.compile(r"[^。；！？;\n]+")
_STOP = re.compile(r"[，,：:（(]")
_PERIOD = re.compile(
    r"统计[^，。；\n]{0,10}?(?:期限|时间|时限|期间|区间|周期|范围|时段|起止)"
    r"(?:[^，。；\n（(]|，(?=[至到止])){0,60}"
)
_DATE = re.compile(r"(20[0-9]{2})\s?年(?:度|\s?[0-9]{1,2}\s?月(?:\s?[0-9]{1,2}\s?日)?)")
_COUNTED = re.compile(r"[0-9]\s?[件条份起宗次个篇期%％]")
_HISTORY = re.compile(r"问题|整改|通报|考核|评估|测评|评为|荣获|获评|年报|年度报告|决算|预算")
_NUMBERING = r"\s*(?:[（(]?[一二三四五六七八九十0-9]{1,2}[）)、.．]\s*|[一二三四五六七八九十]是)*"
_DONE = (
    r"(?<!已)(?<!已经)(?<!按时)(?:收到|收办|接到|接收|受理|新收|办理|办结|答复|回复|公开|发布|制发|制定|印发|作出|处理|"
    r"召开|开展|组织|举办|承办|收取|发生)(?=[^的时后过，\s])"
)


class _Patterns(NamedTuple):
    """What to look for in the report of a year."""

    this: re.Pattern[str]
    telling: re.Pattern[str]  # words that tell what was done in the year before
    month: re.Pattern[str]  # a sentence that begins with a month of the year before
    title: re.Pattern[str]
    headline: re.Pattern[str]  # a title on a line of its own
    whole: re.Pattern[str]  # the year before from its first to its last day


@cache
def _patterns(year: int) -> _Patterns:
    last = rf"{year - 1}\s?年"
    event = r"\s?[0-9]|以来|起|至|到|[前后底末初的印修]|结转|相比|出台|颁布|施行|实施|建成"
    title = rf"{last}度?[^，。；\n]{{0,20}}?政府信息公开(?:工作)?(?:年度)?报告"
    return _Patterns(
        this=re.compile(rf"{year}\s?年"),
        telling=re.compile(
            rf"^{_NUMBERING}{last}(?:度|全年|[上下]半年)?\s?[，,]"
            rf"|^{_NUMBERING}{last}(?!{event})[^，。：\n]{{0,30}}?{_DONE}"
            rf"|截[至止]到?{last}(?:\s?12\s?月\s?31\s?日|\s?12\s?月底|[底末])"
            rf"|(?<![比较与和同从自至到、—－~～-]){last}度?(?:全年)?(?:共|累计|合计|总计|未|没有)[^，。；\n]{{0,6}}?{_DONE}"
        ),
        month=re.compile(rf"^{_NUMBERING}{last}\s?[0-9]{{1,2}}\s?月"),
        title=re.compile(title),
        headline=re.compile(rf"^[^，。；\n]{{0,60}}?{title}(?=[ \u3000]*$)", re.MULTILINE),
        whole=re.compile(
            rf"{last}\s?1\s?月\s?1\s?日[起始]?\s?[至到—－~～-]{{1,2}}\s?(?:{last})?\s?12\s?月\s?31\s?日"
        ),
    )


def stale_year(report: Report) -> Iterator[Finding]:
    """Last year's number in the title, the counting period and sentences about what was done in the year."""
    if report.year is None:
        return
    for key, stored in report.texts.items():
        shown = resolved(report, stored)
        plain = shown.text.translate(_DIGITS) if _WIDE.search(shown.text) else shown.text
        if str(report.year - 1) not in plain and not _PERIOD.search(plain):
            continue
        plain = _NAMES.sub(lambda match: "·" * len(match[0]), plain)
        header = list(islice(_stale_header(report, key, plain), MOST + 1))
        yield from at_most(_in_header(report, key, shown.stored(*span)) for span in header)
        sentences = (
            (start, end)
            for start, end in _stale_sentences(report, key, plain)
            if not any(start < other_end and other_start < end for other_start, other_end in header)
        )
        yield from at_most(_in_sentence(report, key, shown.stored(*span)) for span in sentences)


def _stale_header(report: Report, key: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a title or the counting period names another year."""
    assert report.year is not None
    patterns = _patterns(report.year)
    done = 0
    for match in _PERIOD.finditer(text):
        dates = [date for date in _DATE.finditer(match[0]) if int(date[1]) != report.year]
        if dates:
            done = match.start() + dates[-1].end()
            yield match.start() + dates[0].start(), done
    for match in patterns.whole.finditer(text):
        if match.start() >= done:
            yield match.span()
    introduces = not report.form.sections[key].heading  # the paragraph before the first section
    for match in (patterns.title if introduces else patterns.headline).finditer(text):
        yield text.index(str(report.year - 1), match.start()), match.end()


def _stale_sentences(report: Report, key: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a sentence tells what was done in the year, by last year's number."""
    assert report.year is not None
    last = str(report.year - 1)
    patterns = _patterns(report.year)
    repeated: set[str] | None = None
    begin = 0
    for line in text.split("\n"):
        sentences = list(_SENTENCE.finditer(line)) if last in line else []
        for number, sentence in enumerate(sentences):
            words = sentence[0]
            if last not in words or patterns.this.search(words):
                continue
            found = patterns.telling.search(words)
            if found and _HISTORY.search(words, found.start(), found.end() + _QUOTED):
                found = None
            if not found and (found := patterns.month.match(words)):
                if repeated is None:
                    repeated = _sentences_of_last_year(report, key)
                if _masked(words) not in repeated:
                    found = None
            if not found or _is_compared(sentences, number, patterns.this):
                continue
            start = words.index(last, found.start())
            stop = _STOP.search(words, found.end() + 1, start + _QUOTED)
            end = stop.start() if stop else min(len(words), start + _QUOTED)
            yield begin + sentence.start() + start, begin + sentence.start() + end
        begin += len(line) + 1


def _is_compared(sentences: list[re.Match[str]], number: int, this: re.Pattern[str]) -> bool:
    """Whether the sentence before or after gives this year's figure."""
    if not _COUNTED.search(sentences[number][0]):
        return False
    neighbours = sentences[max(0, number - 1) : number] + sentences[number + 1 : number + 2]
    return any(this.search(other[0]) and _COUNTED.search(other[0]) for other in neighbours)


def _sentences_of_last_year(report: Report, key: str) -> set[str]:
    """The sentences of last year's text, with its numbers masked."""
    last = report.last_year
    if not last or last.year is None or last.year + 1 != report.year:
        return set()
    return {_masked(sentence[0]) for sentence in _SENTENCE.finditer(resolve(last, last.texts.get(key, "")))}


def _masked(sentence: str) -> str:
    return NUMBER.sub("#", "".join(sentence.split()))


def _in_header(report: Report, key: str, span: tuple[int, int]) -> Finding:
    assert report.year is not None
    start, end = span
    stored = report.texts[key]
    quote = stored[start:end]
    right = _YEAR.sub(str(report.year), quote)
    return Finding(
        "stale-year",
        Severity.ERROR,
        key,
        f"这里写的是“{quote}”，但是这份报告的年度是{report.year}年。标题和统计期限要与年度一致，应为“{right}”。",
        expected=str(report.year),
        quote=quote,
        start=start,
        mending=Mending(f"改为“{right}”", {f"texts/{key}": stored[:start] + right + stored[end:]}),
    )


def _in_sentence(report: Report, key: str, span: tuple[int, int]) -> Finding:
    assert report.year is not None
    start, end = span
    quote = report.texts[key][start:end]
    return Finding(
        "stale-year",
        Severity.WARNING,
        key,
        f"“{quote}”说的是{report.year - 1}年，这份报告的年度是{report.year}年，像是上年留下的文字。"
        "请核对年份和内容；确实在说上一年的，可以说明理由后搁置。",
        expected=str(report.year),
        actual=str(report.year - 1),
        quote=quote,
        start=start,
    )
