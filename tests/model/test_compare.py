"""What a workbook that came back changes, and what it must not change unasked."""

import pytest

from model.compare import describe, differences
from model.form import Form
from model.report import Report

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
