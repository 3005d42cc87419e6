"""Figures that add up and still can hardly be right, and those that are merely unusual."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.checks import Finding, Severity, check
from model.checks.catalogue import catalogue
from model.definition import Definition, Section
from model.form import Form, load_form
from model.numbers import zero
from model.report import OPTIONS, Content, Report
from tests.model.random_reports import balanced

FORM = load_form()
REGULATIONS = tuple(f"proactive/regulations/{column}" for column in ("issued", "repealed", "in_force"))
DOCUMENTS = tuple(f"proactive/normative_documents/{column}" for column in ("in_force", "issued", "repealed"))
FEE = "proactive/fees/amount"
OTHER_MATTERS = "未发出收费通知，未收取信息处理费。"


@pytest.fixture
def quiet(finished: Report) -> Report:
    """A report without mistakes in which nothing happened."""
    finished.apply({address: zero(cell.kind) for address, cell in finished.form.inputs.items()})
    finished.apply({"agency_kind": None})
    finished.apply({"texts/overview": "主动公开、公开申请、信息管理、平台和保障各项工作平稳。"})
    return finished


def found(report: Report, rule: str) -> list[Finding]:
    return [finding for finding in check(report) if finding.rule == rule]


def person(**rows: int) -> dict[str, Content]:
    return {f"applications/{row}/natural_person": value for row, value in rows.items()}


# --- regulations


@pytest.mark.parametrize(
    ("agency", "severity"),
    [
        ("青禾县水务局", Severity.WARNING),
        ("青禾县人民政府", Severity.WARNING),
        ("南河镇人民政府", Severity.WARNING),
        ("青州市人民政府", Severity.HINT),
        ("淮安市人民政府", None),
        ("淮安市人民政府办公室", None),
        ("江南省人民政府", None),
        ("自然资源部", None),
        ("", None),
    ],
)
def test_regulations_by_who_cannot_make_them(quiet: Report, agency: str, severity: Severity | None) -> None:
    quiet.apply({"agency": agency, REGULATIONS[2]: 3})
    findings = found(quiet, "regulations-not-entitled")
    assert [f.severity for f in findings] == ([severity] if severity else [])
    assert all(f.cells == (REGULATIONS[2],) and f.section == "proactive" for f in findings)
    assert all(agency in f.message for f in findings)


def test_no_regulations_are_fine_for_everybody(quiet: Report) -> None:
    quiet.apply({"proactive/normative_documents/in_force": 9})
    assert not found(quiet, "regulations-not-entitled")
    quiet.apply(dict.fromkeys(REGULATIONS))
    assert not found(quiet, "regulations-not-entitled")


def test_the_kind_that_a_person_chose_counts(quiet: Report) -> None:
    quiet.apply({"agency": "南河镇", "agency_kind": "other", REGULATIONS[0]: 1})
    assert found(quiet, "regulations-not-entitled")[0].severity is Severity.HINT


# --- what is in force


def test_less_in_force_than_was_issued(quiet: Report) -> None:
    quiet.apply(dict(zip(DOCUMENTS, (2, 5, 1), strict=True)))
    [finding] = found(quiet, "in-force-below-issued")
    assert (finding.severity, finding.cells) == (Severity.WARNING, DOCUMENTS)
    assert (finding.expected, finding.actual) == ("4", "2")
    assert "行政规范性文件" in finding.message


@pytest.mark.parametrize("figures", [(4, 5, 1), (9, 0, 0), (0, 1, 1), (0, 1, 3), (None, 5, 1), (2, None, 1)])
def test_enough_in_force(quiet: Report, figures: tuple[int | None, ...]) -> None:
    quiet.apply(dict(zip(DOCUMENTS, figures, strict=True)))
    assert not found(quiet, "in-force-below-issued")


# --- results without an application


def test_results_without_an_application_stand_beside_the_imbalance(quiet: Report) -> None:
    quiet.apply(person(granted=2, refused_state_secret=1))
    [finding] = found(quiet, "result-without-application")
    assert finding.severity is Severity.ERROR and not finding.unfinished
    assert finding.cells == tuple(
        f"applications/{row}/natural_person" for row in ("new_received", "carried_over", "handled_total")
    )
    assert (finding.actual, "“自然人”列有3件" in finding.message) == ("3", True)
    assert len(found(quiet, "balance")) == 1


def test_each_column_is_looked_at_and_the_total_is_not(quiet: Report) -> None:
    quiet.apply({"applications/granted/research_institution": 1, **person(new_received=5, granted=5)})
    [finding] = found(quiet, "result-without-application")
    assert finding.cells[0].endswith("/research_institution")


def test_a_column_that_is_still_being_filled_in_is_left_alone(report: Report) -> None:
    report.apply(person(granted=2))
    assert found(report, "result-without-application")[0].unfinished
    report.apply(person(carried_over=0))
    assert found(report, "result-without-application")[0].unfinished
    report.apply(person(new_received=0))
    assert not found(report, "result-without-application")[0].unfinished


@pytest.mark.parametrize(
    "rows",
    [{"new_received": 1, "granted": 3}, {"carried_over": 1, "granted": 1}, {"carried_forward": 2}, {}],
)
def test_results_with_an_application_or_none(quiet: Report, rows: dict[str, int]) -> None:
    quiet.apply(person(**rows))
    assert not found(quiet, "result-without-application")


# --- amounts


@pytest.mark.parametrize(
    ("agency", "amount", "before", "says"),
    [
        ("青禾县水务局", "123500", None, "应当填12.35"),
        ("南河镇人民政府", "10000", None, "应当填1"),
        ("青禾县人民政府办公室", "10000.5", None, "应当填1.00005"),
        ("青禾县人民政府", "1235", "12.35", "上年（12.35）的100倍"),
        ("青禾县水务局", "9999.99", None, None),
        ("青禾县水务局", "1200", "12.35", None),
        ("青禾县水务局", "50", "0", None),
        ("青禾县人民政府", "96171.6", None, None),
        ("青禾县人民政府", "96171.6", "80000", None),
        ("青禾大学", "12000", None, None),
        ("青禾县水务局", "0", "12", None),
    ],
)
def test_an_amount_that_looks_like_yuan(
    quiet: Report, agency: str, amount: str, before: str | None, says: str | None
) -> None:
    quiet.apply({"agency": agency, FEE: Decimal(amount)})
    if before is not None:
        quiet.last_year = Report(FORM, agency=agency, year=2024, cells={FEE: Decimal(before)})
    findings = found(quiet, "fee-in-yuan")
    assert len(findings) == bool(says)
    assert all(f.severity is Severity.HINT and f.cells == (FEE,) and str(says) in f.message for f in findings)


# --- shares


@pytest.mark.parametrize(
    ("other", "granted", "hinted"),
    [(5, 5, True), (6, 14, True), (6, 15, False), (5, 12, False), (4, 0, False), (0, 0, False)],
)
def test_many_others(quiet: Report, other: int, granted: int, hinted: bool) -> None:
    quiet.apply(person(new_received=other + granted, granted=granted, closed_other=other))
    findings = found(quiet, "mostly-other")
    assert len(findings) == hinted
    assert all(f.severity is Severity.HINT for f in findings)
    assert all(
        f.cells == ("applications/closed_other/total", "applications/handled_total/total") for f in findings
    )


@pytest.mark.parametrize(
    ("forward", "new", "hinted"), [(5, 12, True), (6, 0, True), (6, 15, False), (5, 20, False), (4, 4, False)]
)
def test_many_carried_forward(quiet: Report, forward: int, new: int, hinted: bool) -> None:
    quiet.apply(person(new_received=new, carried_forward=forward))
    assert len(found(quiet, "mostly-carried-forward")) == hinted


def test_a_text_that_says_why_is_enough(quiet: Report) -> None:
    quiet.apply(person(new_received=10, closed_other=10, carried_forward=6))
    assert found(quiet, "mostly-other") and found(quiet, "mostly-carried-forward")
    quiet.apply({"texts/overview": "10件由申请人自行撤回，6件是年底集中收到的。"})
    assert not found(quiet, "mostly-other") and not found(quiet, "mostly-carried-forward")


# --- the length of a text


@pytest.mark.parametrize(
    ("option", "length", "found_it"),
    [
        ("20", 21, True),
        ("20字", 21, True),
        ("２０", 21, True),
        ("20", 20, False),
        ("", 5000, False),
        ("0", 5000, False),
        ("一千", 5000, False),
        ("1000", 999, False),
    ],
)
def test_an_overview_that_is_too_long(quiet: Report, option: str, length: int, found_it: bool) -> None:
    quiet.apply({"options/overview_limit": option, "texts/overview": " \n".join("字" * length)})
    findings = found(quiet, "overview-length")
    assert len(findings) == found_it
    for finding in findings:
        assert (finding.section, finding.expected, finding.actual) == ("overview", "20", str(length))


def test_the_limit_of_a_text_is_an_option_of_the_report() -> None:
    limits = {section.limit for section in FORM.sections.values() if section.limit}
    assert limits and limits <= set(OPTIONS)
    assert {explanation.option for explanation in catalogue().values()} - {""} <= set(OPTIONS)


def test_a_figure_counts_as_it_prints(quiet: Report) -> None:
    quiet.apply(
        {"options/overview_limit": "6", "texts/overview": "申请{=applications/new_received/total}件。"}
    )
    assert not found(quiet, "overview-length")


# --- all of them


@given(balanced())
def test_a_balanced_report_raises_only_what_its_figures_warrant(report: Report) -> None:
    report.apply({"texts/other": OTHER_MATTERS})
    expected = set()
    for row in ("regulations", "normative_documents"):
        issued, repealed, in_force = (
            report.cells[f"proactive/{row}/{column}"] for column in ("issued", "repealed", "in_force")
        )
        if in_force < issued - repealed:
            expected.add(("in-force-below-issued", f"proactive/{row}/in_force"))
    loud = [f for f in check(report) if f.severity is not Severity.HINT]
    assert {(f.rule, f.cells[0]) for f in loud} == expected


@given(balanced(), st.sampled_from(["青禾县水务局", "南河镇", "自然资源部", "青禾大学", "昆山市"]), st.data())
def test_every_finding_has_words_and_real_cells(report: Report, agency: str, data: st.DataObject) -> None:
    report.apply({"agency": agency})
    blank = data.draw(st.sets(st.sampled_from(sorted(FORM.inputs)), max_size=20))
    report.last_year = report.snapshot()
    report.apply(dict.fromkeys(blank))
    for finding in check(report):
        assert finding.rule in catalogue()
        assert set(finding.cells) <= set(FORM.cells)
        assert finding.message.endswith("。") or finding.message.endswith("？")


def test_a_form_without_such_rows_has_no_such_rules() -> None:
    plain = Form(Definition("1", "文字", 2008, ("{agency}",), "", (Section("overview", "一", "总体情况"),)))
    bare = Report(plain, agency="青禾县水务局", year=2025, texts={"overview": "2024年，共收到申请3件。"})
    bare.last_year = Report(plain, agency="青禾县水务局", year=2024)
    assert {finding.rule for finding in check(bare)} == {"stale-year"}
