"""What the texts still lack: left-over placeholders, numbers and topics that are missing."""

import re
from collections.abc import Iterator

from model.checks.finding import Finding, Severity
from model.checks.wording import around, at_most
from model.expression import Expression
from model.fields import resolve, unknown_fields, whole
from model.report import Report

_ADDRESSES = Expression(
    r"(?a:(?:https?://|www\.)[\w./?&=%#:~+\-]+|(?<![\w.+\-])[\w.+\-]{1,64}@[\w.\-]+"
    r"|(?<![\w.\-])(?:[\w\-]{1,63}\.){1,6}(?:cn|com|net|org)\b[\w./?&=%#:~+\-]*)"
)
# Begins with characters and looks back from there: such a pattern is searched for far quicker.
_PLACEHOLDERS = Expression(
    r"[XＸxｘ×╳*＊_＿【（(待T](?:(?<=[XＸxｘ])(?<![A-Za-zＡ-Ｚａ-ｚ].)[XＸxｘ]+(?![A-Za-zＡ-Ｚａ-ｚ])"
    r"|(?<=[×╳])[×╳]+|(?<=[*＊])(?<![*＊].)(?:(?<![0-9].)[*＊]+|[*＊]++(?![0-9]))|(?<=[_＿])[_＿]+"
    r"|(?<=【)[\s　]*】|(?<=[（(])\s*文字描述[^（）()\n]{0,40}[）)]"
    r"|(?<=待)(?<![有尚亟].)补充(?!完善)|(?<=T)(?<![A-Za-z].)ODO(?![A-Za-z]))"
)
_BEFORE, _AFTER = 8, 2  # characters beside a placeholder that its message quotes
_CUTS = "，。；、,;\n"
_CUT = re.compile(f"[{_CUTS}]")
_FIGURE = r"0-9０-９〇零一二三四五六七八九十百千万亿两几多数余若{"
_SUM = r"(?:(?<!公)共(?![同享建有治和识产性商创]|公(?!开))|累计|合计|总计)"
_DONE = r"(?:公开|发布|收到|受理|办理|办结|答复|制发|制定|印发|回复|接到|处理|转载|收)"
_COUNTER = (  # none of 文件, 身份, 逐条 …
    r"(?:(?<![信头线链逐每])条|(?<![信文要来案邮函稿附条事证部软急快原印描逐每])件|(?<![年月身省股备逐每])份)"
)
_END = rf"(?=$|[（(：:][^{_FIGURE}]*$)"
_MISSING_NUMBERS = (
    Expression(rf"{_SUM}[^{_FIGURE}]{{0,40}}?{_DONE}[^{_FIGURE}]{{0,40}}?{_COUNTER}{_END}"),
    Expression(rf"(?:{_DONE}|结转|废止|申请)[ \u3000\xa0]{{1,20}}[条件份]{_END}|信息条{_END}"),
    Expression(r"(?:占比?|率[达为]?|达到?|[为长降升高低的])[ \u3000\xa0]{0,20}[%％]"),
)
# Where one may be missing: a counter behind no figure ends its clause but for a bracket, or a % stands alone.
_COUNTED = re.compile(
    rf"[条件份%％](?:(?<![%％])(?<![{_FIGURE}].)(?=[{_CUTS}（(：:]|\Z)"
    r"|(?<=[占比率达为到长降升高低的 \u3000\xa0][%％]))"
)


def left_overs(report: Report) -> Iterator[Finding]:
    """Words of a template that nobody replaced, and counters without their number."""
    for key, text in report.texts.items():
        # Blanked out, so that positions stay: xx and __ are ordinary in addresses.
        plain = text
        if _ADDRESSES.may_be_in(text):
            plain = _ADDRESSES.sub(lambda match: " " * len(match[0]), text)
        yield from at_most(_placeholders(report, key, plain))
        yield from at_most(_dead_fields(report, key, text))
        yield from at_most(_missing_numbers(key, plain))


def _placeholders(report: Report, key: str, text: str) -> Iterator[Finding]:
    for match in _PLACEHOLDERS.found_in(text):
        first, words = around(text, *match.span(), _BEFORE)  # the same one may stand at several places
        first, last = whole(text, first, min(first + len(words), match.end() + _AFTER))
        words = resolve(report, text[first:last]).strip()
        where = f"，在“{words}”里" if words != match[0] else ""
        message = f"“{match[0]}”是还没有填写的占位文字{where}。请换成实际内容，或者删去。"
        yield _quoting("placeholder-left", key, match.start(), match[0], message)


def _dead_fields(report: Report, key: str, text: str) -> Iterator[Finding]:
    for field in unknown_fields(report, text):
        message = f"“{field[0]}”指的不是表里的格，导出时会原样印出。请重新插入数字，或者直接写上数字。"
        yield _quoting("placeholder-left", key, field.start(), field[0], message)


def _missing_numbers(key: str, text: str) -> Iterator[Finding]:
    for start, words in _without_number(text):
        message = f"“{words}”里没有数字，像是漏填了。请补上数字。"
        yield _quoting("missing-number", key, start, words, message)


def _without_number(text: str) -> Iterator[tuple[int, str]]:
    """Where a clause counts something and has no number, and its words."""
    done = 0
    for counter in _COUNTED.finditer(text):
        at = counter.start()
        if at >= done:
            start = max(text.rfind(mark, done, at) for mark in _CUTS) + 1 or done
            cut = _CUT.search(text, at)
            done = cut.start() if cut else len(text)
            clause = text[start:done]
            found = next(filter(None, (words.search(clause) for words in _MISSING_NUMBERS)), None)
            if found:
                yield start + found.start(), found[0]


def text_topics(report: Report) -> Iterator[Finding]:
    """A text speaks of all that its section has to report (条例第五十条, 国办公开办函〔2021〕30号)."""
    for key, stored in report.texts.items():
        section = report.form.sections[key]
        text = resolve(report, stored)
        if not text.strip():
            continue
        missing = [topic for topic in section.aspects if not any(word in text for word in topic.words)]
        if missing:
            names = "".join(f"“{topic.label}”" for topic in missing)
            what = missing[0].guidance if len(missing) == 1 else ""
            message = f"“{section.name}”没有写到{names}。{what}"
            yield Finding("overview-aspects", Severity.HINT, key, message)
        present = [topic for topic in section.halves if any(word in text for word in topic.words)]
        if present and len(present) < len(section.halves):
            absent = "、".join(topic.label for topic in section.halves if topic not in present)
            there = "、".join(topic.label for topic in present)
            yield Finding(
                "problems-halves",
                Severity.HINT,
                key,
                f"“{section.name}”写了{there}，没有写{absent}。两方面都要写。",
            )


def _quoting(rule: str, section: str, start: int, quote: str, message: str) -> Finding:
    return Finding(rule, Severity.WARNING, section, message, quote=quote, start=start)
