"""Figures in the texts against the tables."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.checks import Finding, Severity, check
from model.checks.comparison import comparisons
from model.form import load_form, parse_form
from model.numbers import zero
from model.report import Content, Report
from model.resources import path

FORM = load_form()
FIGURES: dict[str, Content] = {
    "applications/new_received/natural_person": 9,
    "applications/new_received/commercial_enterprise": 2,
    "applications/carried_over/natural_person": 3,
    "applications/granted/natural_person": 5,
    "applications/partially_granted/natural_person": 2,
    "applications/refused_enforcement_files/natural_person": 1,
    "applications/refused_internal_affairs/commercial_enterprise": 1,
    "applications/unavailable_not_held/natural_person": 2,
    "applications/closed_other/natural_person": 1,
    "applications/carried_forward/natural_person": 1,
    "applications/carried_forward/commercial_enterprise": 1,
    "disputes/reconsideration/upheld": 3,
    "disputes/reconsideration/pending": 1,
    "disputes/litigation_direct/upheld": 1,
    "disputes/litigation_after_reconsideration/other_result": 1,
    "proactive/normative_documents/issued": 4,
    "proactive/normative_documents/repealed": 1,
    "proactive/normative_documents/in_force": 30,
    "proactive/licences/decisions": 120,
}
"""11 new, 3 carried over, 12 handled, 2 carried forward; 4 reconsiderations, 2 suits."""


def report(text: str, agency: str = "青禾县水务局", **figures: int) -> Report:
    made = Report(FORM, agency=agency, year=2024, texts={"overview": text})
    made.apply({address: zero(cell.kind) for address, cell in FORM.inputs.items()} | FIGURES)
    return made


def against_tables(made: Report) -> list[Finding]:
    return [f for f in check(made) if f.rule.startswith("text-")]


@pytest.mark.parametrize(
    "text",
    [
        "新收政府信息公开申请11件。",
        "收到政府信息公开申请11件。",
        "收到政府信息公开申请14件（含上年结转3件）。",
        "办理政府信息公开申请14件。",
        "办理政府信息公开申请12件，结转下年度2件。",
        "答复政府信息公开申请12件，2023年结转3件，结转2025年2件。",
        "收到政府信息公开申请10余件。",
        "收到政府信息公开申请11件，予以公开5件、部分公开2件、不予公开2件、无法提供2件、其他处理1件。",
        "办结信息公开申请12件，予以公开及部分公开7件，占58.3%。",
        "办结信息公开申请12件，予以公开及部分公开7件，占58.4%。",  # people round as they like
        "办结信息公开申请12件，不予公开占16.67%。",
        "收到信息公开申请11件，其中自然人申请9件，法人和其他组织申请2件。",
        "收到信息公开申请11件，申请人撤回1件。",
        "因政府信息公开引发行政复议4件，行政诉讼2件。",
        "因政府信息公开引发行政复议3件（1件未审结不计），行政诉讼1件。",
        "因政府信息公开引发行政复议、行政诉讼6件。",
        "政府信息公开行政复议4件，维持3件、尚未审结1件。",
        "制发行政规范性文件4件，废止1件，现行有效30件。",
        "作出行政许可决定120件。",
        "全市共收到政府信息公开申请300件，我局收到政府信息公开申请11件。",
        "共受理政府信息公开申请11件，含上年结转共14件。",
        "收到政府信息公开申请11件，办结9件，另办结上年结转3件。",
        "收到政府信息公开申请11件，已答复9件（不含上年结转3件）。",
        "收到水利工程信息公开申请3件，其他8件。",
        "编制依申请公开13个事项目录。",
    ],
)
def test_what_agrees_is_no_finding(text: str) -> None:
    assert against_tables(report(text)) == []


W, H = Severity.WARNING, Severity.HINT


@pytest.mark.parametrize(
    ("text", "rule", "severity", "expected", "actual"),
    [
        ("新收政府信息公开申请14件。", "text-applications", W, "11", "14"),
        ("收到政府信息公开申请12件。", "text-applications", W, "11", "12"),
        ("本年度未收到政府信息公开申请。", "text-applications", W, "11", "0"),
        ("收到政府信息公开申请20余件。", "text-applications", W, "11", "20"),
        ("办理政府信息公开申请13件。", "text-handled", W, "14", "13"),
        ("答复政府信息公开申请11件。", "text-handled", W, "12", "11"),  # two were carried forward
        ("收到信息公开申请11件，均已办结。", "text-handled", H, "2", "0"),
        ("收到信息公开申请11件，上年结转2件。", "text-carried-over", W, "3", "2"),
        ("收到信息公开申请11件，结转下年度3件。", "text-carried-forward", W, "2", "3"),
        ("收到信息公开申请11件，无结转。", "text-carried-forward", W, "2", "0"),
        ("收到信息公开申请11件，部分公开3件。", "text-results", H, "2", "3"),
        ("收到信息公开申请11件，予以公开及部分公开8件。", "text-results", H, "7", "8"),
        ("办结信息公开申请12件，不予公开占25%。", "text-results", H, "16.67%", "25%"),
        ("收到信息公开申请11件，申请人撤回2件。", "text-results", H, "1", "2"),
        ("收到信息公开申请11件，均为自然人申请。", "text-applicants", H, "2", "0"),
        ("因政府信息公开引发行政复议5件。", "text-disputes", W, "4", "5"),
        ("没有政府信息公开行政诉讼案件。", "text-disputes", W, "2", "0"),
        ("未发生政府信息公开行政诉讼。", "text-disputes", W, "2", "0"),
        ("政府信息公开行政复议4件，维持2件。", "text-disputes", H, "3", "2"),
        ("制发行政规范性文件5件。", "text-documents", W, "4", "5"),
        ("现行有效行政规范性文件31件。", "text-documents", W, "30", "31"),
        ("制定行政规范性文件5件。", "text-documents", H, "4", "5"),
        ("作出行政许可决定12件。", "text-decisions", H, "120", "12"),
        ("收到信息公开申请11件，其中当面申请4件，网络申请6件。", "text-sum", W, "11", "10"),
        ("办结信息公开申请12件，予以公开5件，占51.7%。", "text-percent", H, "41.67%", "51.7%"),
        ("全市共收到政府信息公开申请300件。", "text-applications", H, "11", "300"),
    ],
)
def test_what_differs_is_found(text: str, rule: str, severity: Severity, expected: str, actual: str) -> None:
    [finding] = against_tables(report(text))
    assert (finding.rule, finding.severity) == (rule, severity)
    assert (finding.expected, finding.actual) == (expected, actual)
    assert finding.section == "overview"
    assert finding.quote and finding.quote in text
    assert finding.cells or rule in ("text-sum", "text-percent")
    assert finding.quote[0] not in "有件"  # a negation is quoted whole


def test_a_government_speaks_for_its_whole_place() -> None:
    [finding] = against_tables(report("全县共收到政府信息公开申请300件。", agency="青禾县人民政府"))
    assert finding.severity is W


def test_blank_cells_say_nothing() -> None:
    made = report("收到政府信息公开申请12件，无行政复议。")
    made.apply(dict.fromkeys(FORM.inputs))
    assert against_tables(made) == []


def test_a_table_that_is_being_filled_in_is_no_trouble_yet() -> None:
    made = report("收到政府信息公开申请12件。")
    made.apply({"applications/new_received/research_institution": None})
    [finding] = against_tables(made)
    assert finding.unfinished


def test_a_live_figure_is_read_as_its_value_and_found_at_its_place() -> None:
    made = report("本年收到政府信息公开申请{=applications/handled_total/total}件。")
    [finding] = against_tables(made)
    assert (finding.actual, finding.quote) == (
        "12",
        "收到政府信息公开申请12件",
    )
    stored = made.texts["overview"]
    assert stored[finding.start : finding.end] == "收到政府信息公开申请{=applications/handled_total/total}件"
    made.apply({"texts/overview": "收到政府信息公开申请{=applications/new_received/total}件。"})
    assert against_tables(made) == []


def test_what_agrees_can_be_shown_as_well() -> None:
    shown = comparisons(report("收到政府信息公开申请11件，办结13件。"))
    assert [(c.message, c.agrees) for c in shown] == [
        ("收到申请：正文写11，表三是11", True),
        ("办结、答复申请：正文写13，表三是12", False),
    ]
    assert shown[0].quote == "收到政府信息公开申请11件"
    assert "applications/new_received/total" in shown[0].cells


def test_what_is_said_without_a_number_is_told_by_the_cells_that_are_zero() -> None:
    [_, only] = comparisons(report("收到政府信息公开申请11件，均为自然人申请。"))
    assert (only.message, only.agrees) == ("正文写均为自然人，表三“法人或其他组织”是2", False)


def test_a_list_of_results_that_leaves_one_out_is_noticed() -> None:
    text = "办结信息公开申请12件，其中予以公开5件、部分公开2件、不予公开2件、其他处理1件。"
    [finding] = against_tables(report(text))
    assert (finding.rule, finding.severity) == ("text-results", H)
    assert "无法提供2件" in finding.message and finding.quote
    assert finding.quote.startswith("予以公开5件") and finding.quote.endswith("其他处理1件")
    assert "applications/unavailable_not_held/total" in finding.cells
    assert (
        against_tables(report("办结信息公开申请12件，其中予以公开5件、部分公开2件。")) == []
    )  # some of them


def test_a_form_that_lacks_the_cells_is_silent() -> None:
    source = path("forms", "2021.toml").read_text("utf-8")
    start = source.index('[[sections]]\nkey = "disputes"')
    cut = source[:start] + source[source.index('[[sections]]\nkey = "problems"') :]
    lines = [line for line in cut.splitlines() if '"disputes/' not in line]
    made = Report(parse_form("\n".join(lines)), agency="青禾县水务局", year=2024)
    made.apply({"texts/overview": "因政府信息公开引发行政复议5件，行政诉讼2件。"})
    assert against_tables(made) == []


counts = st.integers(0, 40)


@given(st.lists(counts, min_size=12, max_size=12), st.booleans())
def test_a_balanced_report_whose_text_is_made_from_it_raises_nothing(
    figures: list[int], fields: bool
) -> None:
    """The text is written with the table's own figures, as plain numbers or as live fields."""
    over, granted, partial, refused, held, declined, closed, forward, upheld, suits, issued, in_force = (
        figures
    )
    handled = granted + partial + refused + held + declined + closed
    over = min(over, handled + forward)
    cells: dict[str, Content] = {
        "new_received": handled + forward - over,
        "carried_over": over,
        "granted": granted,
        "partially_granted": partial,
        "refused_process_information": refused,
        "unavailable_not_held": held,
        "declined_repeated": declined,
        "closed_other": closed,
        "carried_forward": forward,
    }
    made = report("")
    made.apply(dict.fromkeys(FIGURES, 0))
    made.apply({f"applications/{row}/natural_person": value for row, value in cells.items()})
    made.apply(
        {
            "disputes/reconsideration/upheld": upheld,
            "disputes/litigation_direct/upheld": suits,
            "proactive/normative_documents/issued": issued,
            "proactive/normative_documents/in_force": in_force,
        }
    )

    def figure(address: str) -> str:
        value = made.value(address)
        assert isinstance(value, int | Decimal)
        return f"{{={address}}}" if fields else str(value)

    def count(row: str) -> str:
        return figure(f"applications/{row}/total")

    text = (
        f"（二）依申请公开。2024年共收到政府信息公开申请{count('new_received')}件，上年结转{count('carried_over')}件，"
        f"办结{count('handled_total')}件，结转下年度{count('carried_forward')}件。其中，予以公开{count('granted')}件、"
        f"部分公开{count('partially_granted')}件、不予公开{count('refused')}件、无法提供{count('unavailable')}件、"
        f"不予处理{count('declined')}件、其他处理{count('closed')}件。因政府信息公开被申请行政复议"
        f"{figure('disputes/reconsideration/total')}件、提起行政诉讼{figure('disputes/litigation_direct/total')}件。\n"
        f"（三）政府信息管理。制发行政规范性文件{figure('proactive/normative_documents/issued')}件，"
        f"现行有效{figure('proactive/normative_documents/in_force')}件。"
    )
    made.apply({"texts/overview": text})
    assert against_tables(made) == []
    assert len(comparisons(made)) == 14
    assert all(comparison.agrees for comparison in comparisons(made))
