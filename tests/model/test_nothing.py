"""Tables in which nothing occurred."""

from decimal import Decimal

from model.checks import check
from model.form import load_form
from model.nothing import nothing_of, why_not, zeros
from model.report import new_report

FORM = load_form()


def test_the_form_says_in_which_tables_there_may_be_nothing() -> None:
    assert [(key, words.label) for key, words in nothing_of(FORM).items()] == [
        ("applications", "本年无申请"),
        ("disputes", "本年无复议诉讼"),
    ]


def test_only_blanks_of_the_table_become_zeros() -> None:
    report = new_report()
    report.apply({"applications/granted/natural_person": 0})
    changes = zeros(report, "applications")
    inputs = {a for a in FORM.inputs if a.startswith("applications/")}
    assert changes.keys() == inputs - {"applications/granted/natural_person"}
    assert set(changes.values()) == {0}
    report.apply(changes)
    assert zeros(report, "applications") == {}
    assert [f.section for f in check(report) if f.rule == "blank-cell"] == ["proactive", "disputes"]


def test_zeros_are_of_the_kind_of_their_cells() -> None:
    assert zeros(new_report(), "proactive")["proactive/fees/amount"] == Decimal(0)


def test_figures_that_are_not_zero_are_named() -> None:
    report = new_report()
    assert why_not(report, "applications") == ("", "")
    report.apply({f"applications/granted/{c}": 2 for c in ("natural_person", "other_organization")})
    words, address = why_not(report, "applications")
    assert "予以公开·自然人是2；予以公开·其他组织是2。" in words
    assert address == "applications/granted/natural_person"
    assert why_not(report, "disputes") == ("", "")
    report.apply({a: 7 for a in FORM.inputs if a.startswith("applications/refused")})
    words, _ = why_not(report, "applications")
    assert f"等{8 * 6 + 2}格" in words and len(words) < 120


def test_what_last_year_carried_over_is_told_apart() -> None:
    last = new_report("青禾县水务局", 2024)
    last.apply({"applications/carried_forward/natural_person": 2})
    report = new_report("青禾县水务局", 2025, last)
    words, address = why_not(report, "applications")
    assert "上年报告" in words and "上年结转·自然人是2" in words
    assert address == "applications/carried_over/natural_person"
    report.apply({"applications/granted/natural_person": 1})
    assert "上年报告" not in why_not(report, "applications")[0]
