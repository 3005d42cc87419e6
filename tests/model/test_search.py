"""Finding and replacing in all texts."""

import pytest

from model.report import Report, new_report
from model.search import matches, replace_all

NEW = "applications/new_received"
TOTAL = f"{{={NEW}/total}}"


@pytest.fixture
def report() -> Report:
    report = new_report("青禾县水务局", 2025)
    report.apply(
        {
            f"{NEW}/natural_person": 12,
            "texts/preface": "水务年报。",
            "texts/overview": f"12月收到{TOTAL}件，水务局办结12件。",
            "texts/other": "没有水务方面的事项，水务局负责。",
        }
    )
    return report


def found(report: Report, words: str) -> list[tuple[str, str, bool]]:
    return [(m.section, report.texts[m.section][m.start : m.end], m.fixed) for m in matches(report, words)]


def test_words_are_found_in_the_order_of_the_report(report: Report) -> None:
    assert [section for section, *_ in found(report, "水务")] == ["preface", "overview", "other", "other"]
    assert found(report, "水务局") == [("overview", "水务局", False), ("other", "水务局", False)]
    assert found(report, "") == found(report, "消防") == []


def test_what_is_shown_is_found_and_a_figure_taken_whole(report: Report) -> None:
    assert found(report, "12") == [
        ("overview", "12", False),
        ("overview", TOTAL, True),
        ("overview", "12", False),
    ]
    assert found(report, "到12件") == [("overview", f"到{TOTAL}件", True)]
    assert found(report, "到1") == [("overview", f"到{TOTAL}", True)]
    assert found(report, "natural") == found(report, "applications") == []


def test_words_right_beside_a_figure_are_no_part_of_it(report: Report) -> None:
    report.apply({"texts/other": f"件{TOTAL}件{TOTAL}{TOTAL}件"})
    assert found(report, "件")[-3:] == [("other", "件", False)] * 3
    assert replace_all(report, "件", "份").changes["texts/other"] == f"份{TOTAL}份{TOTAL}{TOTAL}份"


def test_replacing_all_leaves_figures_alone(report: Report) -> None:
    done = replace_all(report, "12", "十二")
    assert done.changes == {"texts/overview": f"十二月收到{TOTAL}件，水务局办结十二件。"}
    assert (done.count, done.fixed) == (2, 1)


def test_replacing_by_something_that_has_the_words_ends(report: Report) -> None:
    done = replace_all(report, "水务", "水务水务")
    assert done.count == 4
    assert done.changes["texts/other"] == "没有水务水务方面的事项，水务水务局负责。"
    assert replace_all(report, "水务", "").changes["texts/preface"] == "年报。"


def test_nothing_found_changes_nothing(report: Report) -> None:
    done = replace_all(report, "消防", "水务")
    assert (done.changes, done.count, done.fixed) == ({}, 0, 0)
