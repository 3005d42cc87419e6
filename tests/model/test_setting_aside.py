"""Findings that a person found right: they stay set aside as long as what they were about stays the same."""

import pytest

from model.checks import Finding, Severity, check, counted, errors
from model.checks.catalogue import catalogue
from model.checks.setting_aside import may_be_set_aside, set_aside, take_up
from model.draft import draft_bytes, parse_draft
from model.report import Content, Report, new_report
from model.set_aside import SetAside

OVER = "applications/carried_over/natural_person"


@pytest.fixture
def following(finished: Report) -> Report:
    """The report after the finished one, with another 上年结转 than that left, and a left-over word."""
    report = new_report("青禾县水务局", 2026, finished)
    report.apply({OVER: 3, "texts/overview": "公开信息XX条。"})
    return report


def find(report: Report, rule: str) -> Finding:
    [finding] = [finding for finding in check(report) if finding.rule == rule]
    return finding


def put_aside(report: Report, rule: str) -> None:
    report.apply(set_aside(report, find(report, rule), "已核实无误"))


@pytest.mark.parametrize("rule", ["placeholder-left", "carried-over", "overview-aspects"])
def test_it_stays_set_aside_when_the_checks_run_again_and_after_the_file(
    following: Report, rule: str
) -> None:
    put_aside(following, rule)
    for _ in range(2):
        assert find(following, rule).set_aside == "已核实无误"
    again = parse_draft(draft_bytes(following), "x")
    assert find(again, rule).set_aside == "已核实无误"
    assert [f for f in check(again) if f.counts] == [f for f in check(following) if f.counts]


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("carried-over", {OVER: 4}),
        ("placeholder-left", {"texts/overview": "公开信息____条。"}),
        ("overview-aspects", {"texts/overview": "公开信息XX条，组织培训。"}),
    ],
)
def test_it_comes_back_when_what_it_was_about_changes(
    following: Report, rule: str, change: dict[str, Content]
) -> None:
    put_aside(following, rule)
    before = following.apply(change).inverse
    assert find(following, rule).counts
    following.apply(before)
    assert not find(following, rule).counts  # as it was, it is known again


def test_a_change_elsewhere_does_not_bring_it_back(following: Report) -> None:
    put_aside(following, "placeholder-left")
    following.apply({"texts/overview": "2026年，公开信息XX条。", OVER: 5, "agency": "青禾县水利局"})
    assert not find(following, "placeholder-left").counts


def test_it_can_be_taken_up_again(following: Report) -> None:
    put_aside(following, "carried-over")
    put_aside(following, "placeholder-left")
    following.apply(take_up(following, find(following, "carried-over")))
    assert find(following, "carried-over").counts and not find(following, "placeholder-left").counts


def test_another_reason_takes_the_place_of_the_first(following: Report) -> None:
    put_aside(following, "carried-over")
    following.apply(set_aside(following, find(following, "carried-over"), "机构合并"))
    assert find(following, "carried-over").set_aside == "机构合并" and len(following.set_aside) == 1


def test_errors_cannot_be_set_aside_but_for_what_last_year_left(following: Report) -> None:
    exempt = {finding.rule for finding in errors(check(following)) if may_be_set_aside(finding)}
    assert exempt == {"carried-over"}
    assert [rule for rule, said in catalogue().items() if said.set_aside] == ["carried-over"]
    blank = next(finding for finding in check(following) if finding.rule == "blank-cell")
    following.apply(set_aside(following, blank, "不想填"))
    assert all(finding.counts for finding in check(following) if finding.rule == "blank-cell")


def test_an_error_that_is_set_aside_no_longer_counts_as_one(following: Report) -> None:
    before = errors(check(following))
    put_aside(following, "carried-over")
    after = errors(check(following))
    assert [f.rule for f in before if f not in after] == ["carried-over"]


def test_what_a_later_program_set_aside_is_kept_and_does_no_harm(following: Report) -> None:
    entry = SetAside("of-a-later-program", ("no/such/cell",), ("1",), None, "已核实")
    following.apply({"set_aside": (entry,)})
    assert all(finding.counts for finding in check(following))
    put_aside(following, "placeholder-left")
    assert entry in parse_draft(draft_bytes(following), "x").set_aside


def test_a_sum_that_is_no_printed_cell_counts_as_a_value_too(finished: Report) -> None:
    group = "applications/refused/total"
    finding = Finding("text-results", Severity.HINT, "overview", "…", cells=(group,), quote="不予公开9件")
    changes = set_aside(finished, finding, "已核实")
    finished.apply(changes)
    [entry] = finished.set_aside
    assert entry.values == (str(finished.value(group)),) != ("",)


def test_the_count_in_words(following: Report) -> None:
    put_aside(following, "carried-over")
    findings = check(following)
    number = {s: sum(f.severity is s and f.counts for f in findings) for s in Severity}
    assert number[Severity.ERROR] > 1 and number[Severity.HINT]
    assert counted(findings).startswith(f"{number[Severity.ERROR]}个错误，")
    assert counted(findings).endswith("，另有1个已搁置")
    assert counted([]) == "没有发现问题"
