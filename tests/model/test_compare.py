"""What a workbook that came back changes, and what it must not change unasked."""

import pytest
from hypothesis import given

from model import resources
from model.compare import describe, describe_step, differences, restoring
from model.draft import draft_bytes
from model.errors import UserError
from model.form import Form, parse_form
from model.report import Report
from model.set_aside import SetAside
from tests.model.test_draft import reports

FORM_FILE = resources.path("forms", "2021.toml").read_text(encoding="utf-8")

NEW, CARRIED = "applications/new_received/natural_person", "applications/carried_over/natural_person"
FEES = "proactive/fees/amount"


@pytest.fixture
def old(form: Form) -> Report:
    report = Report(form, agency="青禾县水务局", year=2025, agency_kind="department")
    report.apply({NEW: 3, CARRIED: 0, "texts/other": "新收{=" + NEW + "}件，{=year}年{=agency}没有收费。"})
    return report


def copy_of(report: Report) -> Report:
    return Report(
        report.form, agency=report.agency, year=report.year, texts=report.texts, cells=dict(report.cells)
    )


def test_the_same_report_changes_nothing(old: Report) -> None:
    found = differences(old, copy_of(old))
    assert (found.changes, found.held_back) == ({}, {})


def test_figures_and_texts_that_differ(old: Report) -> None:
    new = copy_of(old)
    new.apply({NEW: 5, FEES: None, "texts/problems": "存在的问题。"})
    found = differences(old, new)
    assert found.changes == {NEW: 5, "texts/problems": "存在的问题。"}
    assert found.held_back == {}
    lines = describe(old, found.changes)
    assert lines == [
        "三、收到和处理政府信息公开申请情况　一、本年新收政府信息公开申请数量 ／ 自然人：3 → 5",
        "五、存在的主要问题及改进情况　文字：（空） → 6字",
    ]
    old.apply(found.changes)
    assert differences(old, new).changes == {}


def test_blanks_delete_nothing_unasked(old: Report) -> None:
    new = Report(old.form)
    found = differences(old, new)
    assert found.changes == {}
    assert found.held_back == {NEW: None, CARRIED: None, "texts/other": ""}
    assert describe(old, found.held_back)[0].endswith("：3 → （空）")
    assert describe(old, found.held_back)[-1].endswith("字 → （空）")


def test_what_the_file_does_not_speak_of_is_not_compared(old: Report) -> None:
    new = copy_of(old)
    new.apply({NEW: 9, CARRIED: None, "texts/overview": "有。"})
    found = differences(old, new, among={CARRIED})
    assert (found.changes, found.held_back) == ({}, {CARRIED: None})


def test_another_agency_or_year_is_held_back(old: Report) -> None:
    found = differences(old, Report(old.form, agency="别的局", year=2024), among=())
    assert (found.changes, found.held_back) == ({}, {"agency": "别的局", "year": 2024})
    assert describe(old, found.held_back) == ["机关名称：青禾县水务局 → 别的局", "年度：2025 → 2024"]
    found = differences(Report(old.form), Report(old.form, agency="别的局", year=2024))
    assert found.changes == {"agency": "别的局", "year": 2024}


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("新收3件，2025年青禾县水务局没有收费。", True),
        ("　　新收3件，2025年青禾县水务局没有收费。 \n", True),
        ("新收8件，2025年青禾县水务局没有收费。", True),  # the figure of the day when it was printed
        ("新收（空）件，2025年青禾县水务局没有收费。", True),
        ("新收三件，2025年青禾县水务局没有收费。", False),
        ("新收3件，2025年青禾县水务局收费。", False),
    ],
)
def test_live_figures_stay_alive_where_only_they_differ(old: Report, text: str, same: bool) -> None:
    new = copy_of(old)
    new.apply({"texts/other": text})
    found = differences(old, new)
    assert found.changes == ({} if same else {"texts/other": text})
    if not same:
        assert "自动更新的数字会变成普通文字" in describe(old, found.changes)[0]


# Restoring a former version.


def test_restoring_changes_everything_that_can_be_edited(form: Form) -> None:
    old = Report(form, agency="青禾县水务局", year=2025, agency_kind="department")
    old.apply({NEW: 3, "texts/other": "没有。", "sign_off/closing": "yes", "options/overview_limit": "1000"})
    old.apply({"set_aside": (SetAside("balance", (NEW,), ("3",), None, "核实无误"),)})
    now = Report(form, agency="青禾县水利局", year=2024, agency_kind="other")
    now.apply({CARRIED: 1, "texts/other": "没有其他事项。", "sign_off/document_number": "青水〔2026〕1号"})
    changes = restoring(now, old)
    assert describe(now, changes) == [
        "机关名称：青禾县水利局 → 青禾县水务局",
        "机关类型：其他 → 部门",
        "年度：2024 → 2025",
        "搁置的问题：多1项，少0项",
        "发文字号：青水〔2026〕1号 → （空）",
        "落款：（空） → 有",
        "字数上限：（空） → 1000",
        "三、收到和处理政府信息公开申请情况　一、本年新收政府信息公开申请数量 ／ 自然人：（空） → 3",
        "三、收到和处理政府信息公开申请情况　二、上年结转政府信息公开申请数量 ／ 自然人：1 → （空）",
        "六、其他需要报告的事项　文字有改动：7字 → 3字，删去“其他事项”",
    ]
    before = draft_bytes(now)
    applied = now.apply(changes)
    assert now == old and restoring(now, old) == {}
    now.apply(applied.inverse)
    assert draft_bytes(now) == before


@given(reports, reports)
def test_restoring_is_one_step_there_and_back(now: Report, former: Report) -> None:
    before = draft_bytes(now)
    changes = restoring(now, former)
    applied = now.apply(changes)
    assert restoring(now, former) == {}
    assert len(describe(now, changes)) == len(changes)
    now.apply(applied.inverse)
    assert draft_bytes(now) == before


def test_what_a_version_cannot_bring_back_stays(old: Report) -> None:
    former = copy_of(old)
    old.last_year = copy_of(old)
    old.extra = {"later": 1}
    old.sign_off = {"later": "kept", "title_date": "2026年1月5日"}
    changes = restoring(old, former)
    old.apply(changes)
    assert old.last_year and old.extra == {"later": 1} and old.sign_off == {"later": "kept"}


def test_a_version_in_another_form_is_no_version_of_this_report(old: Report) -> None:
    other = copy_of(old)
    other.form = parse_form(FORM_FILE.replace('id = "2021"', 'id = "2019"'))
    with pytest.raises(UserError, match="另存为一份草稿"):
        restoring(old, other)


def test_the_order_of_what_was_set_aside_says_nothing(old: Report) -> None:
    one, two = (SetAside(rule, (), (), None, "核实无误") for rule in ("a", "b"))
    former = copy_of(old)
    former.agency_kind = old.agency_kind
    old.set_aside, former.set_aside = (one, two), (two, one)
    assert restoring(old, former) == {}


def test_a_new_line_alone_is_told_as_such(form: Form) -> None:
    report = Report(form, year=2025)
    for becomes in ("一段。\n二段。", "一段。二段。\n"):
        line = describe_step(report, {"texts/other": "一段。二段。"}, {"texts/other": becomes})
        assert "换行" in line and "字 → " not in line


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ("全年受理3件。", "全年受理5件。", "，“3”改为“5”"),
        ("全年受理3件。", "全年受理3件，办结3件。", "，加了“，办结3件”"),
        ("第一段。\n第二段。", "第一段。\n\n第二段。", ""),
        ("甲" + "一" * 30 + "乙", "甲" + "二" * 30 + "乙", f"，“{'一' * 20}……”改为“{'二' * 20}……”"),
        ("共{=agency}", "共青禾县水务局", ""),
    ],
)
def test_a_changed_text_is_told_by_its_words(form: Form, was: str, becomes: str, words: str) -> None:
    report = Report(form, agency="青禾县水务局", year=2025)
    report.apply({"texts/other": was})
    (line,) = describe(report, {"texts/other": becomes})
    told = line.partition("文字有改动：")[2].partition("；")[0]
    assert told.partition("字 → ")[2].partition("字")[2] == words
