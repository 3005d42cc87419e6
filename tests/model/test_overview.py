"""The report at a glance: which figures, beside which of last year's, and when it is due."""

from datetime import date

import pytest

from model import resources
from model.deadline import last_day, local_deadline, parse_day, time_left
from model.draft import draft_bytes, parse_draft
from model.errors import UserError
from model.form import load_form, parse_form
from model.numbers import format_value, zero
from model.overview import Overview, Whole, overview
from model.report import Report, new_report

NEW = "applications/new_received/natural_person"


def figures(seen: Overview) -> dict[str, tuple[str, str, str]]:
    """This year's, last year's and the difference by label; empty where not known."""
    return {
        line.label.strip(): (
            format_value(line.this_year),
            format_value(line.last_year),
            format_value(line.difference) if line.difference is not None else "",
        )
        for line in seen.lines
    }


def parts(whole: Whole) -> dict[str, str]:
    return {part.label: format_value(part.value) for part in whole.parts}


@pytest.fixture
def two_years(finished: Report) -> Report:
    """The finished report with one of the year before, in which one person more had asked."""
    finished.last_year = finished.snapshot()
    asked = finished.cells[NEW]
    finished.last_year.apply({"year": 2024, NEW: asked + 1, "proactive/fees/amount": None})
    return finished


def test_key_figures_are_the_totals_of_the_tables(finished: Report) -> None:
    told = figures(overview(finished))
    assert told["新收申请"] == ("12", "", "")
    assert told["不予公开"] == ("2", "", ""), "a sum that no table prints"
    assert told["行政诉讼"] == ("1", "", ""), "both ways to court together"
    assert told["行政事业性收费"] == ("12.35", "", "")


def test_last_year_stands_beside(two_years: Report) -> None:
    told = figures(overview(two_years))
    assert told["新收申请"] == ("12", "13", "-1")
    assert told["上年结转"] == ("1", "1", "0")
    assert told["行政事业性收费"] == ("12.35", "", ""), "blank last year: no difference is known"


def test_parts_add_up_to_their_whole(finished: Report) -> None:
    results, applicants = overview(finished).wholes
    assert results.total == finished.value("applications/handled_total/total")
    assert applicants.total == finished.value("applications/new_received/total")
    assert parts(applicants)["自然人"] == format_value(finished.value(NEW))


def test_a_blank_report_has_no_figures_and_no_zeros(report: Report) -> None:
    seen = overview(report)
    assert set(figures(seen).values()) == {("", "", "")}
    assert [whole.total for whole in seen.wholes] == [None, None]
    report.apply({address: zero(cell.kind) for address, cell in report.form.inputs.items()})
    assert [whole.total for whole in overview(report).wholes] == [0, 0]


def test_a_form_names_its_own_figures_or_none() -> None:
    source = resources.path("forms", "2021.toml").read_text(encoding="utf-8")
    head, _, rest = source.partition("[overview]")
    without = parse_form(head + rest[rest.index("[[sections]]") :])
    assert overview(Report(without)) == Overview(None, None, (), ())
    with pytest.raises(ValueError, match="overview names unknown cells"):
        parse_form(source.replace('"applications/refused/total"', '"applications/refusal/total"', 1))
    assert load_form().overview.figures


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026年2月28日", date(2026, 2, 28)),
        ("２０２６-2-28", date(2026, 2, 28)),
        (" 2026.02.28 ", date(2026, 2, 28)),
        ("20260228", date(2026, 2, 28)),
        ("2月28日", date(2026, 2, 28)),
        ("2/28", date(2026, 2, 28)),
        ("", None),
    ],
)
def test_a_day_is_understood_as_people_write_it(typed: str, day: date | None) -> None:
    assert parse_day(typed, new_report("甲局", 2025)) == day


@pytest.mark.parametrize("typed", ["2月30日", "月底", "2026", "2026-13-01", "28"])
def test_what_is_no_day_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UserError, match=f"“{typed}”不是日期.*2026-02-28"):
        parse_day(typed, new_report("甲局", 2025))


def test_a_day_without_a_year_needs_the_year_of_the_report() -> None:
    with pytest.raises(UserError, match="不是日期"):
        parse_day("2月28日", new_report("甲局"))


def test_a_local_deadline_goes_before_the_law() -> None:
    report = new_report("甲局", 2025)
    assert last_day(report) == date(2026, 1, 31)
    report.apply({"options/deadline": "2026-01-20"})
    assert (last_day(report), local_deadline(report)) == (date(2026, 1, 20), date(2026, 1, 20))
    report.apply({"options/deadline": ""})
    assert (last_day(report), report.options) == (date(2026, 1, 31), {})


@pytest.mark.parametrize("line", ["20260120", "2026-1-20", "2026-02-30", "明天", "2026-01-2x"])
def test_nothing_but_a_day_can_be_a_deadline(line: str) -> None:
    report = new_report("甲局", 2025)
    with pytest.raises(ValueError, match="options/deadline"):
        report.apply({"options/deadline": line})
    report.options["deadline"] = line
    with pytest.raises(UserError, match="“options”的“deadline”应为日期"):
        parse_draft(draft_bytes(report), "甲.gknb")


def test_a_draft_keeps_deadline_and_annex() -> None:
    report = new_report("甲局", 2025)
    report.apply({"options/deadline": "2026-03-01", "options/annex": "publication"})
    assert parse_draft(draft_bytes(report), "甲.gknb").options == report.options


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 1, 8), "还有23天"),
        (date(2026, 1, 30), "还有1天"),
        (date(2026, 1, 31), "今天截止"),
        (date(2026, 2, 5), "已过5天"),
    ],
)
def test_the_time_left_is_told_in_words(today: date, words: str) -> None:
    assert time_left(date(2026, 1, 31), today) == words
