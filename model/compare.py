"""What another version of a report says otherwise: a workbook that came back, a former or a saved version.

Nothing here changes a report: the window shows the list and applies the changes as one step.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from model.errors import UserError
from model.fields import FIELD, resolve
from model.numbers import format_value
from model.report import AGENCY_KINDS, OPTIONS, SIGN_OFF, Changes, Content, Report

_NAMES = {
    "agency": "机关名称",
    "agency_kind": "机关类型",
    "year": "年度",
    "sign_off/document_number": "发文字号",
    "sign_off/title_date": "标题下方的日期",
    "sign_off/closing": "落款",
    "sign_off/closing_date": "落款日期",
    "sign_off/final_date": "定稿日期",
    "sign_off/final_code": "定稿的校验码",
    "sign_off/reopened": "定稿后重新打开",
    "options/overview_limit": "字数上限",
    "options/deadline": "本地截止日",
    "options/annex": "附数据图表",
    "set_aside": "搁置的问题",
}
_WORDS = {
    "agency_kind": dict(zip(AGENCY_KINDS, ("政府", "部门", "乡镇街道", "其他"), strict=True)),
    "sign_off/closing": {"yes": "有"},
    "sign_off/reopened": {"yes": "是"},
    "options/annex": {"publication": "公布稿", "signature": "审签稿", "submission": "报送稿"},
}

_WORDS_SHOWN = 20  # characters of a text that was changed
_NAMED = 4  # changes of a step that are told

_FIGURE = r"(?:[0-9]+(?:\.[0-9]+)?|（空）)?"  # what a live figure may have shown


@dataclass(frozen=True)
class Differences:
    """Where a new version differs from the old one; both are changes that `Report.apply` takes.

    `changes` are figures, texts and header that the new version has and the old one lacks or has
    otherwise. `held_back` is what must not happen unasked: figures and texts of the old version that are
    blank in the new one (a department fills in its own part only), and another agency or year in the
    title (the wrong file, perhaps). They can be shown, and applied where somebody says so.
    """

    changes: dict[str, Content]
    held_back: dict[str, Content]


def differences(old: Report, new: Report, among: Collection[str] | None = None) -> Differences:
    """What `new` says otherwise than `old`; `among` are the addresses that it speaks of (all by default).

    A text counts as changed only where its words differ: live figures are compared as they print, blank
    lines and white space around paragraphs do not count. The kind of agency is left alone.
    """
    changes: dict[str, Content] = {}
    held_back: dict[str, Content] = {}
    for address in ("agency", "year"):
        was, becomes = old.content(address), new.content(address)
        if becomes and becomes != was:
            (held_back if was else changes)[address] = becomes
    for key in old.form.texts:
        address = f"texts/{key}"
        if key in new.texts and (among is None or address in among):
            text = new.texts[key]
            if not _same_words(old, old.texts[key], text):
                (changes if text.strip() else held_back)[address] = text
    for address in old.form.inputs:
        if address in new.form.inputs and (among is None or address in among):
            value = new.cells.get(address)
            if value != old.cells.get(address):
                (held_back if value is None else changes)[address] = value
    return Differences(changes, held_back)


def restoring(report: Report, former: Report) -> dict[str, Content]:
    """The changes that make a report what another version of it is, down to the last blank.

    That is all that can be edited: header, texts, cells, sign-off, options and findings that were set
    aside. Last year's report stays. Raises `UserError` where the version is in another form.
    """
    if former.form.id != report.form.id:
        raise UserError(
            f"这个版本用的是“{former.form.name}”，与现在的报告不同，不能恢复到这里。请另存为一份草稿，再打开它。"
        )
    addresses = [
        *("agency", "agency_kind", "year", "set_aside"),
        *(f"sign_off/{key}" for key in SIGN_OFF),
        *(f"options/{key}" for key in OPTIONS),
        *(f"texts/{key}" for key in report.form.texts),
        *report.form.inputs,
    ]
    changes = {a: former.content(a) for a in addresses if former.content(a) != report.content(a)}
    if set(former.set_aside) == set(report.set_aside):  # their order says nothing
        changes.pop("set_aside", None)
    return changes


def describe(report: Report, changes: Changes) -> list[str]:
    """What changes would do to a report, one Chinese line each, in printed order."""
    lines = []
    for address in printed_order(report, changes):
        becomes = changes[address]
        if cell := report.form.inputs.get(address):
            was = _shown(report.cells.get(address))
            section = report.form.sections[address.split("/")[0]].name
            lines.append(f"{section}　{cell.name}：{was} → {_shown(becomes)}")
        elif address.startswith("texts/"):
            key = address.removeprefix("texts/")
            what = _text_change(report, report.texts[key], str(becomes))
            lines.append(f"{report.form.sections[key].name}　{what}")
        elif isinstance(becomes, tuple):
            before, after = set(report.set_aside), set(becomes)
            lines.append(f"{_NAMES[address]}：多{len(after - before)}项，少{len(before - after)}项")
        else:
            words = _WORDS.get(address, {})
            was = _shown(report.content(address), words)
            lines.append(f"{_NAMES.get(address, address)}：{was} → {_shown(becomes, words)}")
    return lines


def describe_step(report: Report, old: Changes, new: Changes) -> str:
    """What a step of the history did, on one line: a few of its changes, from what stood there before."""
    lines = []
    for address in printed_order(report, new)[:_NAMED]:
        was, becomes = old.get(address), new[address]
        if cell := report.form.inputs.get(address):
            lines.append(f"{cell.brief}：{_shown(was)} → {_shown(becomes)}")
        elif address.startswith("texts/"):
            lines.append(_text_change(report, str(was or ""), str(becomes or "")).removeprefix("文字："))
        elif isinstance(becomes, tuple):
            lines.append(f"{_NAMES[address]}：{_shown(was)} → {_shown(becomes)}")
        else:
            words = _WORDS.get(address, {})
            lines.append(f"{_NAMES.get(address, address)}：{_shown(was, words)} → {_shown(becomes, words)}")
    more = f"……共{len(new)}处" if len(new) > _NAMED else ""
    return "；".join(lines) + more


def printed_order(report: Report, changes: Iterable[str]) -> list[str]:
    """Addresses as they are printed: header, then section by section."""
    sections = list(report.form.sections)
    inputs = list(report.form.inputs)

    def place(address: str) -> tuple[int, int]:
        table, _, rest = address.partition("/")
        key = rest if table == "texts" else table
        return (
            sections.index(key) if key in sections else -1,
            inputs.index(address) if address in report.form.inputs else 0,
        )

    return sorted(changes, key=place)


def _length(text: str) -> str:
    """How many characters a text has, as the window counts them: without white space."""
    return f"{len(''.join(text.split()))}字"


def _text_change(report: Report, was: str, becomes: str) -> str:
    if not was.strip():
        return f"文字：（空） → {_length(becomes)}"
    if not becomes.strip():
        return f"文字：{_length(was)} → （空）"
    more = "；其中自动更新的数字会变成普通文字" if FIELD.search(was) and not FIELD.search(becomes) else ""
    was, becomes = resolve(report, was), resolve(report, becomes)
    if was != becomes and "".join(was.split()) == "".join(becomes.split()):
        return f"文字：只有换行和空格有改动{more}"
    words = _changed_words(was, becomes)
    return f"文字有改动：{_length(was)} → {_length(becomes)}{words}{more}"


def _changed_words(was: str, becomes: str) -> str:
    """What is different between two printed texts, from the first changed character to the last."""
    was, becomes = (" ".join(text.split()) for text in (was, becomes))
    start = _alike(was, becomes)
    was, becomes = was[start:], becomes[start:]
    end = _alike(was[::-1], becomes[::-1])
    gone, come = (_shortened(text[: len(text) - end]) for text in (was, becomes))
    if gone and come:
        return f"，“{gone}”改为“{come}”"
    return f"，加了“{come}”" if come else f"，删去“{gone}”" if gone else ""


def _alike(was: str, becomes: str) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(was, becomes, strict=False))
    return next((at for at, (old, new) in pairs if old != new), min(len(was), len(becomes)))


def _shortened(words: str) -> str:
    return words if len(words) <= _WORDS_SHOWN else words[:_WORDS_SHOWN] + "……"


def _same_words(report: Report, was: str, text: str) -> bool:
    """Whether a text is what another printed, with whatever figures its live fields had at the time."""
    was, text = _plain(was), _plain(text)
    if was == text or _plain(resolve(report, was)) == text:
        return True
    if "{=" not in was:
        return False
    pattern = "".join(
        _FIGURE if number % 2 and resolve(report, part) != part else re.escape(part)
        for number, part in enumerate(FIELD.split(was.replace("{=agency}", report.agency)))
    )
    return re.fullmatch(pattern, text) is not None


def _plain(text: str) -> str:
    return "\n".join(line for part in text.split("\n") if (line := part.strip()))


def _shown(content: Content, words: Mapping[str, str] = MappingProxyType({})) -> str:
    if content is None or content == "":
        return "（空）"
    if isinstance(content, tuple):
        return f"{len(content)}项"
    if not isinstance(content, str):
        return format_value(content)
    return "、".join(words.get(word, word) for word in content.split()) if words else content
