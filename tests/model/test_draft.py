"""Draft files: what is saved comes back, and what is no draft is refused in words."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.draft import draft_bytes, parse_draft, read_draft, write_draft
from model.errors import UserError
from model.form import load_form
from model.numbers import MAXIMUM
from model.report import OPTIONS, Report
from model.set_aside import SetAside

FORM = load_form()
COUNTS = sorted(address for address, cell in FORM.inputs.items() if cell.kind == "count")
CONTRACT_KEYS = ["format", "version", "form", "agency", "agency_kind", "year", "texts", "cells"]

letters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
plain_text = st.text(letters | st.sampled_from("\n\t"), max_size=30)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | plain_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(plain_text, inner, max_size=3),
    max_leaves=5,
)
unknown_keys = st.text(letters, max_size=10).filter(
    lambda key: key not in {*CONTRACT_KEYS, "sign_off", "options", "set_aside", "last_year"}
)
lines = st.text(letters, min_size=1, max_size=20)
named_lines = st.builds(
    lambda some, day: some | day,
    st.dictionaries(st.sampled_from([*OPTIONS, "later"]).filter("deadline".__ne__), lines),
    st.fixed_dictionaries({}, optional={"deadline": st.dates().map(str)}),
)
asides = st.builds(
    SetAside,
    rule=st.sampled_from(["balance", "carried-over", "of-a-later-program"]),
    cells=st.lists(st.sampled_from(COUNTS), max_size=3).map(tuple),
    values=st.lists(plain_text, max_size=3).map(tuple),
    quote=st.none() | plain_text,
    reason=lines.filter(str.strip),
)
amounts = st.decimals(0, MAXIMUM, places=3)
years = st.builds(
    Report,
    st.just(FORM),
    agency=st.text(letters, max_size=20),
    agency_kind=st.sampled_from([None, "government", "department", "township", "other"]),
    year=st.none() | st.integers(2008, 2100),
    texts=st.dictionaries(st.sampled_from(FORM.texts), plain_text),
    cells=st.builds(
        lambda counts, fee: counts | fee,
        st.dictionaries(st.sampled_from(COUNTS), st.integers(0, MAXIMUM), max_size=8),
        st.fixed_dictionaries({}, optional={"proactive/fees/amount": amounts}),
    ),
    sign_off=st.dictionaries(st.sampled_from(["document_number", "later"]), lines),
    options=named_lines,
    set_aside=st.lists(asides, unique_by=lambda entry: entry.key, max_size=3).map(tuple),
    extra=st.dictionaries(unknown_keys, json_values, max_size=3),
)


def with_last_year(report: Report, last_year: Report | None) -> Report:
    report.last_year = last_year
    return report


reports = st.builds(with_last_year, years, st.none() | years)


def draft(**over: Any) -> dict[str, Any]:
    """A small valid draft as JSON, with some keys put differently."""
    return {"format": "gknb", "version": 1, "form": "2021", "agency": "甲局", "year": 2025} | over


def aside(**over: Any) -> dict[str, Any]:
    """A finding that was set aside, as JSON, with some keys put differently."""
    entry = {"rule": "carried-over", "cells": [COUNTS[0]], "values": ["1"], "quote": None, "reason": "已核实"}
    return entry | over


def refusal(data: bytes | str | dict[str, Any], name: str = "坏.gknb") -> str:
    """What the clerk reads when a file is refused."""
    if isinstance(data, dict):
        data = json.dumps(data, ensure_ascii=False)
    with pytest.raises(UserError) as refused:
        parse_draft(data if isinstance(data, bytes) else data.encode(), name)
    message = str(refused.value)
    assert message.startswith(f"无法打开“{name}”：") and "没有改动" in message and "\n" not in message
    return message


def with_cell(address: str, value: str) -> str:
    """A draft with one cell, its value written as given."""
    return json.dumps(draft(cells={address: "VALUE"})).replace('"VALUE"', value)


@given(reports)
def test_what_is_saved_comes_back(report: Report) -> None:
    data = draft_bytes(report)
    again = parse_draft(data, "x")
    assert again == report
    assert draft_bytes(again) == data


def test_saved_and_opened_on_disk(finished: Report, tmp_path: Path) -> None:
    path = tmp_path / "年报 草稿.gknb"
    write_draft(finished, path)
    assert path.read_bytes() == draft_bytes(finished)
    assert read_draft(path) == finished


def test_keys_stand_in_the_order_of_the_contract(finished: Report) -> None:
    finished.extra = {"signed": {"by": "李"}}
    finished.last_year = Report(FORM, agency="青禾县水利局", year=2024)
    data = draft_bytes(finished)
    document = json.loads(data)
    assert list(document) == [*CONTRACT_KEYS, "last_year", "signed"]
    assert list(document["texts"]) == ["preface", "overview", "problems", "other"]
    assert list(document["cells"]) == list(FORM.inputs)
    assert list(document["last_year"]) == ["form", "agency", "year", "texts", "cells"]
    assert data.endswith(b"}\n") and b"\r" not in data and "青禾县".encode() in data


def test_the_order_of_typing_does_not_show(report: Report) -> None:
    there_and_back = Report(FORM, agency=report.agency, year=report.year)
    for address in COUNTS[:5]:
        report.apply({address: 1})
    for address in reversed(COUNTS[:5]):
        there_and_back.apply({address: 1})
    assert draft_bytes(report) == draft_bytes(there_and_back)


def test_counts_are_numbers_and_amounts_exact_strings(report: Report) -> None:
    report.apply({"proactive/fees/amount": Decimal("96171.6"), "proactive/licences/decisions": 11398889})
    cells = json.loads(draft_bytes(report))["cells"]
    assert cells == {"proactive/licences/decisions": 11398889, "proactive/fees/amount": "96171.6"}


def test_a_draft_may_leave_out_what_is_not_known_yet() -> None:
    report = parse_draft(b'{"format": "gknb", "version": 1, "form": "2021"}', "x")
    assert (report.agency, report.year, report.agency_kind, report.cells) == ("", None, None, {})
    assert report.texts == dict.fromkeys(FORM.texts, "")


def test_last_year_of_the_same_agency_needs_no_name() -> None:
    report = parse_draft(json.dumps(draft(last_year={"form": "2021", "year": 2024})).encode(), "x")
    assert report.last_year and report.last_year.agency == "甲局"
    assert b"agency" not in draft_bytes(report).split(b"last_year")[1]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "第1行第1个字符"),
        (b"{", "第1行第2个字符"),
        (b'{"format": "gknb",\n "version": 1', "第2行"),
        (b"[1]", "format"),
        (b'"gknb"', "format"),
        (b"null", "format"),
        (b"{}", "format"),
        (b'{"format": "docx", "version": 1}', "format"),
        (b"PK\x03\x04\xff\xff", "UTF-8"),
        (b"\xff\xfe\x00", "UTF-8"),
        ('{"agency": "水务局"}'.encode("gbk"), "UTF-8"),
        ('{"format": "gknb"}'.encode("utf-16"), "UTF-8"),
        (b'{"format": "gknb", "agency": "a\nb"}', "第1行"),
        (b'{"format": "gknb", "agency": "a\x00b"}', "第1行"),
        (b"[" * 200_000, "层次太多"),
        (b'{"a":' * 100_000, "层次太多"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "层次太多"),
        (b'{"format": "gknb", "x": ' + b"9" * 5_000 + b"}", "长得离谱"),
        (b'{"format": "gknb", "x": 1e400}', "长得离谱"),
        (b'{"format": "gknb", "x": NaN}', "“NaN”不是数字"),
        (b'{"format": "gknb", "x": -Infinity}', "“-Infinity”不是数字"),
        (b'{"format": "gknb", "year": 2025, "year": 2024}', "“year”出现了两次"),
        (b'{"format": "gknb", "x": {"a": 1, "a": 1}}', "“a”出现了两次"),
        (b'{"format": "gknb", "agency": "\\ud800"}', "不成字的编码"),
        (b'{"format": "gknb", "x": {"\\udfff": 1}}', "不成字的编码"),
    ],
    ids=lambda value: repr(value[:30]) if isinstance(value, bytes) else "",
)
def test_what_is_no_draft_is_refused(data: bytes, says: str) -> None:
    assert says in refusal(data)


@pytest.mark.parametrize(
    ("over", "says"),
    [
        ({"version": 99}, "请升级程序"),
        ({"version": 2}, "请升级程序"),
        ({"version": 10**100}, "请升级程序"),
        ({"version": 0}, "“version”应为正整数，实为0"),
        ({"version": "1"}, '“version”应为正整数，实为"1"'),
        ({"version": True}, "“version”应为正整数"),
        ({"version": 1.0}, "“version”应为正整数"),
        ({"version": None}, "“version”应为正整数，实为空"),
        ({"form": "2020"}, "“form”应为2021"),
        ({"form": "../../x"}, "“form”应为2021"),
        ({"form": None}, "“form”应为2021"),
        ({"form": ["2021"]}, "“form”应为2021"),
        ({"agency": 5}, "“agency”"),
        ({"agency": None}, "“agency”"),
        ({"agency": "局" * 201}, "不超过200个字"),
        ({"agency": "两\n行"}, "“agency”"),
        ({"agency_kind": "ministry"}, "“agency_kind”"),
        ({"agency_kind": []}, "“agency_kind”"),
        ({"year": -1}, "“year”应为2008至2100的整数，实为-1"),
        ({"year": 2007}, "“year”"),
        ({"year": 2101}, "“year”"),
        ({"year": "2025"}, "“year”"),
        ({"year": 2025.0}, "“year”"),
        ({"year": True}, "“year”"),
        ({"texts": []}, "“texts”"),
        ({"texts": None}, "“texts”"),
        ({"texts": {"overview": 5}}, "“texts/overview”应为文字"),
        ({"texts": {"overview": None}}, "“texts/overview”"),
        ({"texts": {"overview": "铃\x07"}}, "不含控制字符"),
        ({"texts": {"summary": ""}}, "“summary”"),
        ({"cells": []}, "“cells”"),
        ({"cells": None}, "“cells”"),
        ({"sign_off": []}, "“sign_off”应为送签信息"),
        ({"sign_off": {"title_date": 5}}, "“sign_off”的“title_date”应为一行文字"),
        ({"options": "1000"}, "“options”应为选项"),
        ({"options": {"overview_limit": 1000}}, "“options”的“overview_limit”应为一行文字"),
        ({"options": {"overview_limit": ""}}, "“overview_limit”"),
        ({"options": {"overview_limit": "一\n二"}}, "一行文字"),
        ({"options": {"overview_limit": "1" * 101}}, "不超过100个字"),
        ({"set_aside": {}}, "“set_aside”应为搁置的问题"),
        ({"set_aside": None}, "“set_aside”应为搁置的问题，实为空"),
        ({"set_aside": ["balance"]}, "每一项应为一个搁置的问题"),
        ({"set_aside": [{}]}, "理由应为文字"),
        ({"set_aside": [aside(rule=None)]}, "理由应为文字"),
        ({"set_aside": [aside(reason=5)]}, "理由应为文字"),
        ({"set_aside": [aside(quote=5)]}, "理由应为文字"),
        ({"set_aside": [aside(cells="x")]}, "“cells”和“values”应为列表"),
        ({"set_aside": [aside(values={})]}, "“cells”和“values”应为列表"),
        ({"set_aside": [aside(cells=[1])]}, "理由应为文字"),
        ({"set_aside": [aside(values=[None])]}, "理由应为文字"),
        ({"set_aside": [aside(reason="")]}, "不能空着"),
        ({"set_aside": [aside(reason=" 　")]}, "不能空着"),
        ({"set_aside": [aside(reason="一\n二")]}, "应为一行文字"),
        ({"set_aside": [aside(reason="字" * 201)]}, "不超过200个字"),
        ({"set_aside": [aside(quote="字" * 1001)]}, "不超过1000个字"),
        ({"set_aside": [aside(quote=str(at)) for at in range(10_001)]}, "太多"),
        ({"last_year": []}, "“last_year”"),
        ({"last_year": {"form": "2021", "set_aside": [{}]}}, "last_year 中的“set_aside”"),
        ({"last_year": {"form": "2021", "options": []}}, "last_year 中的“options”"),
        ({"last_year": {"form": "2021", "year": 1}}, "last_year 中的“year”"),
        ({"last_year": {"form": "2021", "cells": {"x": 1}}}, "last_year 中的“x”"),
        ({"last_year": {}}, "last_year 中的“form”"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_wrong_value_is_refused_with_its_place(over: dict[str, Any], says: str) -> None:
    assert says in refusal(draft(**over))


@pytest.mark.parametrize(
    ("address", "value", "says"),
    [
        ("applications/new_received/total", "1", "自动计算的总计"),
        ("applications/handled_total/natural_person", "1", "自动计算的总计"),
        ("applications/refused/total", "1", "自动计算的总计"),
        ("applications/nobody/total", "1", "不是表中的格"),
        ("x" * 500, "1", "x" * 80 + "”不是表中的格"),
        ("applications/new_received/natural_person", "-1", "0至999999999999的整数，实为-1"),
        ("applications/new_received/natural_person", "1.5", "的整数，实为1.5"),
        ("applications/new_received/natural_person", "1.0", "的整数，实为1.0"),
        ("applications/new_received/natural_person", "1e3", "的整数，实为1000.0"),
        ("applications/new_received/natural_person", "1000000000000", "的整数"),
        ("applications/new_received/natural_person", '"1"', '的整数，实为"1"'),
        ("applications/new_received/natural_person", "true", "的整数，实为true"),
        ("applications/new_received/natural_person", "null", "的整数，实为空"),
        ("applications/new_received/natural_person", "[]", "的整数，实为[]"),
        ("applications/new_received/natural_person", "NaN", "“NaN”不是数字"),
        ("applications/new_received/natural_person", "1e400", "长得离谱"),
        ("proactive/fees/amount", "1", "带引号的金额"),
        ("proactive/fees/amount", "1.25", "带引号的金额"),
        ("proactive/fees/amount", '"1.2345678"', "最多六位小数"),
        ("proactive/fees/amount", '"-1"', "带引号的金额"),
        ("proactive/fees/amount", '"1e3"', "带引号的金额"),
        ("proactive/fees/amount", '"1,234"', "带引号的金额"),
        ("proactive/fees/amount", '"999999999999.5"', "带引号的金额"),
        ("proactive/fees/amount", '""', "带引号的金额"),
    ],
)
def test_a_wrong_cell_is_refused_by_its_name(address: str, value: str, says: str) -> None:
    message = refusal(with_cell(address, value))
    assert says in message
    if "不是表中的格" not in says and value not in ("NaN", "1e400"):
        assert f"“{address}”" in message


def test_a_cell_that_stands_twice_is_refused() -> None:
    address = "applications/new_received/natural_person"
    data = with_cell(address, "1").replace("}}", f', "{address}": 2}}}}')
    assert f"“{address}”出现了两次" in refusal(data)


def test_a_message_stays_short() -> None:
    assert len(refusal(draft(agency="局" * 100_000))) < 300
    assert len(refusal(draft(texts={"overview": ["字"] * 100_000}))) < 300


def test_a_refused_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "新.gknb"
    path.write_text(json.dumps(draft(version=99)), encoding="utf-8")
    before = path.read_bytes(), path.stat().st_mtime_ns
    with pytest.raises(UserError, match="新.gknb.*版本99.*请升级程序"):
        read_draft(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_cut_short_anywhere_is_refused(finished: Report) -> None:
    data = draft_bytes(finished)
    for length in range(0, len(data) - 2, 101):
        with pytest.raises(UserError):
            parse_draft(data[:length], "x")


def test_what_cannot_be_read_at_all(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有.gknb"):
        read_draft(tmp_path / "没有.gknb")
    with pytest.raises(UserError, match="文件夹"):
        read_draft(tmp_path)
    huge = tmp_path / "大.gknb"
    with huge.open("wb") as file:
        file.truncate(50 * 2**20)
    with pytest.raises(UserError, match="大.gknb.*32MB"):
        read_draft(huge)


def test_a_draft_that_notepad_saved_again_opens(finished: Report) -> None:
    data = draft_bytes(finished).replace(b"\n", b"\r\n")
    assert parse_draft(b"\xef\xbb\xbf" + data, "x") == finished


@pytest.mark.parametrize("name", ["zhangdian-2023.gknb", "clean-2025.gknb"])
def test_the_samples_are_written_as_the_program_writes(name: str) -> None:
    path = Path(__file__).parents[2] / "samples" / name
    assert draft_bytes(read_draft(path)) == path.read_bytes()


def test_last_years_report_is_kept_whole(finished: Report) -> None:
    document = json.loads(draft_bytes(finished))
    last = {"form": "2021", "year": 2024, "texts": {}, "cells": {}}
    document["last_year"] = last | {
        "sign_off": {"document_number": "甲〔2025〕1号"},
        "version": 1,
        "note": [1],
    }
    again = json.loads(draft_bytes(parse_draft(json.dumps(document).encode(), "x")))
    assert {key: again["last_year"][key] for key in ("sign_off", "version", "note")} == {
        "sign_off": {"document_number": "甲〔2025〕1号"},
        "version": 1,
        "note": [1],
    }


def test_lines_of_a_later_programs_sign_off_are_kept(finished: Report) -> None:
    finished.sign_off = {"later": "something", "title_date": "2026年1月13日"}
    assert parse_draft(draft_bytes(finished), "x") == finished


def test_decisions_are_kept_in_the_file_and_those_of_last_year_with_it(finished: Report) -> None:
    finished.options = {"overview_limit": "1000", "later": "x"}
    finished.set_aside = (SetAside("carried-over", (COUNTS[0],), ("1",), None, "机构合并"),)
    finished.last_year = Report(FORM, agency="青禾县水利局", agency_kind="other", year=2024)
    finished.last_year.options = {"overview_limit": "800"}
    finished.last_year.set_aside = (SetAside("later-rule", (), (), "原话", "当年已说明"),)
    data = draft_bytes(finished)
    document = json.loads(data)
    assert document["set_aside"] == [aside(reason="机构合并")]
    assert document["options"] == {"later": "x", "overview_limit": "1000"}
    assert document["last_year"]["set_aside"][0]["quote"] == "原话"
    again = parse_draft(data, "x")
    assert again == finished and again.last_year == finished.last_year
    assert draft_bytes(again) == data


def test_nothing_decided_leaves_no_trace_in_the_file(finished: Report) -> None:
    assert not {"options", "set_aside", "sign_off"} & set(json.loads(draft_bytes(finished)))


def test_a_finding_that_was_set_aside_twice_is_kept_once() -> None:
    document = draft(set_aside=[aside(reason="一"), aside(quote="别的"), aside(reason="二")])
    report = parse_draft(json.dumps(document).encode(), "x")
    assert [entry.reason for entry in report.set_aside] == ["二", "已核实"]


def test_what_a_person_may_leave_out_of_an_entry() -> None:
    entry = {"rule": "other-place", "reason": "已核实"}
    report = parse_draft(json.dumps(draft(set_aside=[entry])).encode(), "x")
    assert report.set_aside == (SetAside("other-place", (), (), None, "已核实"),)
