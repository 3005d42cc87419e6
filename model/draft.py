"""The draft file `*.gknb`: one JSON object, read strictly, written in a stable order."""

import json
from collections.abc import Callable
from pathlib import Path

import msgspec

from model import strict_json
from model.errors import UserError
from model.files import read_limited, write_atomic
from model.form import Form, known_forms, load_form
from model.numbers import MAXIMUM, Value, format_value, is_valid, parse_amount
from model.report import (
    AGENCY_KINDS,
    AGENCY_LIMIT,
    LINE_LIMIT,
    YEARS,
    Report,
    are_set_aside,
    is_agency,
    is_line,
    is_option,
    is_text,
    is_year,
)
from model.set_aside import KEY_LIMIT, REASON_LIMIT, SetAside
from model.strict_json import NotStrict, quoted, shortened

SUFFIX = ".gknb"
FORMAT = "gknb"
VERSION = 1
SIZE_LIMIT = 32 * 2**20  # bytes; a draft with last year's report has some 100,000

JsonObject = dict[str, object]

MIGRATIONS: dict[int, Callable[[JsonObject], JsonObject]] = {}
"""For each older version: the step that makes the next version of it."""


class NewerDraft(UserError):
    """A draft of a version that this program does not know yet."""


class _Wrong(Exception):
    """Something in a draft is not as it must be; the message says where and what was expected."""

    error = UserError
    advice = "请检查是否选错了文件，或者打开备份。"


class _Newer(_Wrong):
    error = NewerDraft
    advice = "请升级程序后再打开。"


def read_draft(path: Path) -> Report:
    """The report in a draft file.

    Raises `UserError` that names the file, the place and what was expected; nothing is half-read.
    """
    return parse_draft(read_limited(path, SIZE_LIMIT), str(path))


def write_draft(report: Report, path: Path) -> None:
    """Writes a draft atomically; raises `UserError` where the file cannot be written."""
    write_atomic(path, draft_bytes(report))


def draft_bytes(report: Report) -> bytes:
    """The draft file of a report: the same report gives the same bytes."""
    known: JsonObject = {
        "format": FORMAT,
        "version": VERSION,
        "form": report.form.id,
    }
    known |= _header(report) | _content(report)
    known |= _decisions(report)
    if report.last_year:
        last = report.last_year
        stored = {"form": last.form.id} | _header(last) | _content(last) | _decisions(last) | last.extra
        if last.agency == report.agency:  # it differs where the agency was renamed
            del stored["agency"]
        known["last_year"] = stored
    # Python's encoder is quick on one line only, and writes numbers of other programs as it read them.
    line = json.dumps(known | report.extra, ensure_ascii=False)
    return msgspec.json.format(line.encode(), indent=2) + b"\n"


def _header(report: Report) -> JsonObject:
    kind = {} if report.agency_kind is None else {"agency_kind": report.agency_kind}
    return {"agency": report.agency, **kind, "year": report.year}


def _content(report: Report) -> JsonObject:
    form = report.form
    return {
        "texts": {key: report.texts[key] for key in form.texts},
        "cells": {a: _json_value(report.cells[a]) for a in form.inputs if a in report.cells},
    }


def _decisions(report: Report) -> JsonObject:
    """What people decided about the report; what is empty is left out."""
    found: JsonObject = {
        "sign_off": dict(sorted(report.sign_off.items())),
        "options": dict(sorted(report.options.items())),
        "set_aside": [
            {key: getattr(entry, key) for key in SetAside.__struct_fields__} for entry in report.set_aside
        ],
    }
    return {key: value for key, value in found.items() if value}


def _json_value(value: Value) -> int | str:
    return value if isinstance(value, int) else format_value(value)


def parse_draft(data: bytes, name: str) -> Report:
    """The report in the bytes of a draft; `name` is what messages call the file.

    Raises `UserError`, for a newer version `NewerDraft`.
    """
    try:
        document = _migrated(_parse_json(data))
        report = _read_report(document, "", _KNOWN)
        last = document.get("last_year")
        if last is not None:
            if not isinstance(last, dict):
                raise _Wrong(f"“last_year”应为上年报告，实为{_shown(last)}")
            report.last_year = _read_report({"agency": report.agency, **last}, "last_year 中的", _REPORT)
        return report
    except _Wrong as wrong:
        raise wrong.error(f"无法打开“{name}”：{wrong}。文件没有改动；{wrong.advice}") from None


_REPORT = frozenset(
    {"form", "agency", "agency_kind", "year", "texts", "cells", "sign_off", "options", "set_aside"}
)
_KNOWN = _REPORT | {"format", "version", "last_year"}


def _parse_json(data: bytes) -> JsonObject:
    try:
        document = strict_json.parse(data)
    except NotStrict as objection:
        raise _Wrong(str(objection)) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _Wrong(f"文件不是年报草稿（缺少标志“format”: “{FORMAT}”）")
    return document


def _migrated(document: JsonObject) -> JsonObject:
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _Wrong(f"“version”应为正整数，实为{_shown(version)}")
    if version > VERSION:
        raise _Newer(f"草稿由更新的程序写成（版本{_shown(version)}，本程序认识到版本{VERSION}）")
    for step in range(version, VERSION):
        migrate = MIGRATIONS[step]
        try:
            document = migrate(document)
        except (KeyError, IndexError, TypeError, AttributeError, ValueError):
            raise _Wrong(f"版本{step}的草稿里有内容读不懂") from None
    return document


def _read_report(document: JsonObject, where: str, known: frozenset[str]) -> Report:
    """A report from the object that holds it.

    `where` is put before the places that messages name; what has other keys than the `known` ones is kept.
    """
    form = _read_form(document.get("form"), where)
    agency = document.get("agency", "")
    if not is_agency(agency):
        raise _Wrong(f"{where}“agency”应为机关名称，一行，不超过{AGENCY_LIMIT}个字，实为{_shown(agency)}")
    kind = document.get("agency_kind")
    if kind is not None and kind not in AGENCY_KINDS:
        raise _Wrong(f"{where}“agency_kind”应为{'、'.join(AGENCY_KINDS)}之一，实为{_shown(kind)}")
    year = document.get("year")
    if year is not None and not is_year(year):
        raise _Wrong(f"{where}“year”应为{YEARS[0]}至{YEARS[-1]}的整数，实为{_shown(year)}")
    report = Report(form, agency=str(agency), texts=_read_texts(document.get("texts", {}), form, where))
    report.agency_kind = kind if isinstance(kind, str) else None
    report.year = year if isinstance(year, int) else None
    report.cells = _read_cells(document.get("cells", {}), form, where)
    report.sign_off = _read_lines(document.get("sign_off", {}), "sign_off", "送签信息", where)
    report.options = _read_lines(document.get("options", {}), "options", "选项", where)
    report.set_aside = _read_set_aside(document.get("set_aside", []), where)
    report.extra = {key: value for key, value in document.items() if key not in known}
    return report


def _read_form(form_id: object, where: str) -> Form:
    if isinstance(form_id, str):
        try:
            return load_form(form_id)
        except KeyError:
            pass
    raise _Wrong(f"{where}“form”应为{'、'.join(known_forms())}之一，实为{_shown(form_id)}")


def _read_texts(texts: object, form: Form, where: str) -> dict[str, str]:
    if not isinstance(texts, dict):
        raise _Wrong(f"{where}“texts”应为各部分的文字，实为{_shown(texts)}")
    texts = {
        key: text.replace("\r\n", "\n") if isinstance(text, str) else text for key, text in texts.items()
    }
    for key, text in texts.items():
        if key not in form.texts:
            raise _Wrong(f"{where}“texts”里有不认识的部分{quoted(key)}（应为{'、'.join(form.texts)}）")
        if not is_text(text):
            raise _Wrong(f"{where}“texts/{key}”应为文字，不含控制字符，实为{_shown(text)}")
    return texts


def _read_lines(lines: object, place: str, name: str, where: str) -> dict[str, str]:
    """Named lines of text; those of a later program are kept."""
    if not isinstance(lines, dict):
        raise _Wrong(f"{where}“{place}”应为{name}，实为{_shown(lines)}")
    for key, line in lines.items():
        if not is_line(line, LINE_LIMIT) or not line:
            raise _Wrong(
                f"{where}“{place}”的{quoted(key)}应为一行文字，不超过{LINE_LIMIT}个字，实为{_shown(line)}"
            )
        if not is_option(f"{place}/{key}", line):
            raise _Wrong(f"{where}“{place}”的{quoted(key)}应为日期，例如“2026-03-31”，实为{_shown(line)}")
    return lines


def _read_set_aside(entries: object, where: str) -> tuple[SetAside, ...]:
    """The findings that were set aside."""
    if not isinstance(entries, list):
        raise _Wrong(f"{where}“set_aside”应为搁置的问题，实为{_shown(entries)}")
    found: dict[object, SetAside] = {}
    for entry in entries:
        if not isinstance(entry, dict):
            raise _Wrong(f"{where}“set_aside”的每一项应为一个搁置的问题，实为{_shown(entry)}")
        cells, values = entry.get("cells", []), entry.get("values", [])
        rule, quote, reason = entry.get("rule"), entry.get("quote"), entry.get("reason")
        words = [rule, reason, *([] if quote is None else [quote])]
        if not isinstance(cells, list) or not isinstance(values, list):
            raise _Wrong(f"{where}“set_aside”的“cells”和“values”应为列表，实为{_shown(entry)}")
        if not all(isinstance(word, str) for word in (*words, *cells, *values)):
            raise _Wrong(f"{where}“set_aside”里的规则、格、数字和理由应为文字，实为{_shown(entry)}")
        aside = SetAside(str(rule), tuple(cells), tuple(values), quote, str(reason))
        if not are_set_aside((aside,)):
            raise _Wrong(
                f"{where}“set_aside”的理由应为一行文字，不能空着，不超过{REASON_LIMIT}个字，"
                f"其余各项不超过{KEY_LIMIT}个字，实为{_shown(entry)}"
            )
        found[aside.key] = aside
    if not are_set_aside(tuple(found.values())):
        raise _Wrong(f"{where}“set_aside”里搁置的问题太多，不是年报草稿")
    return tuple(found.values())


def _read_cells(cells: object, form: Form, where: str) -> dict[str, Value]:
    if not isinstance(cells, dict):
        raise _Wrong(f"{where}“cells”应为各格的数字，实为{_shown(cells)}")
    values: dict[str, Value] = {}
    for address, value in cells.items():
        cell = form.inputs.get(address)
        if cell is None:
            if address in form.summands:
                raise _Wrong(f"{where}“{address}”是自动计算的总计，不应写在草稿里")
            raise _Wrong(f"{where}{quoted(address)}不是表中的格")
        typed = parse_amount(value) if cell.kind == "amount" and isinstance(value, str) else value
        if not is_valid(typed, cell.kind):
            expected = (
                f"0至{MAXIMUM}的整数"
                if cell.kind == "count"
                else f"带引号的金额，如“1.25”，0至{MAXIMUM}，最多六位小数"
            )
            raise _Wrong(f"{where}“{address}”（{cell.name}）应为{expected}，实为{_shown(value)}")
        values[address] = typed  # type: ignore[assignment]  # is_valid has looked
    return values


def _shown(value: object) -> str:
    """A piece of what stands in the file, short enough for a message."""
    if value is None:
        return "空"
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (ValueError, RecursionError):
        return "读不懂的内容"
    return shortened(text, 60) + ("…" if len(text) > 60 else "")
