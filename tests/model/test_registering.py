"""One application after the other: which cells change, and that columns stay balanced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.checks import check
from model.errors import UserError
from model.form import load_form
from model.numbers import MAXIMUM
from model.registering import Case, Registering
from model.report import Report, new_report
from tests.model.random_reports import balanced

FORM = load_form()
RESULTS = [choice.key for choice in Registering(new_report()).results]
PERSONS = [choice.key for choice in Registering(new_report()).who]
NEW, OVER, FORWARD = (f"applications/{row}" for row in ("new_received", "carried_over", "carried_forward"))
cases = st.builds(
    Case, st.sampled_from(PERSONS), st.sampled_from(["", *RESULTS]), st.booleans(), st.booleans()
)


def gap(report: Report, column: str) -> int:
    """By how much the applications of a column exceed what became of them."""

    def figure(row: str) -> int:
        return int(report.value(f"applications/{row}/{column}") or 0)

    return (
        figure("new_received") + figure("carried_over") - figure("handled_total") - figure("carried_forward")
    )


def entered(report: Report, *cases: Case) -> Report:
    for case in cases:
        report.apply(Registering(report).changes(case))
    return report


def after_last_year(**carried_forward: int) -> Report:
    last = new_report("青禾县水务局", 2024)
    last.apply({f"{FORWARD}/{column}": carried_forward.get(column, 0) for column in PERSONS})
    return new_report("青禾县水务局", 2025, last)


def test_the_choices_are_those_of_the_form() -> None:
    way = Registering(new_report())
    assert len(way.who) == 6 and len(way.results) == 21
    assert set(RESULTS) == {a.split("/")[1] for a in FORM.summands["applications/handled_total/total"]}
    assert all(choice.help for choice in [*way.who, *way.results])
    assert [choice.brief for choice in way.who] == [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他组织",
    ]
    briefs = [choice.brief for choice in way.results]
    assert len(set(briefs)) == 21 and max(map(len, briefs)) <= 12
    assert {choice.group for choice in way.results if choice.key.startswith("refused")} == {"（三）不予公开"}


def test_a_new_one_adds_one_to_two_cells() -> None:
    report = entered(new_report(), Case("natural_person", "granted"))
    assert report.cells == {f"{NEW}/natural_person": 1, "applications/granted/natural_person": 1}
    entered(report, Case("natural_person", "granted"), Case("commercial_enterprise"))
    assert report.value(f"{NEW}/total") == 3
    assert report.value("applications/granted/natural_person") == 2
    assert report.value(f"{FORWARD}/commercial_enterprise") == 1


def test_the_step_is_named_after_who_and_what() -> None:
    way = Registering(new_report())
    assert way.name(Case("natural_person", "granted")) == "登记一件申请（自然人，予以公开）"
    assert way.name(Case("other_organization", "closed_other")) == "登记一件申请（其他组织，其他处理）"
    assert way.name(Case("natural_person")) == "登记一件申请（自然人，结转下年度）"


def test_one_from_last_year_that_nobody_filled_in_is_added() -> None:
    way = Registering(new_report())
    assert not way.may_be_counted("natural_person")
    report = entered(way.report, Case("natural_person", "granted", from_last_year=True))
    assert report.cells == {f"{OVER}/natural_person": 1, "applications/granted/natural_person": 1}


def test_what_last_years_report_carried_over_is_not_added_again() -> None:
    report = after_last_year(natural_person=2)
    way = Registering(report)
    assert way.is_counted("natural_person") and not way.is_counted("commercial_enterprise")
    case = Case("natural_person", "granted", from_last_year=True, counted=True)
    assert way.changes(case) == {"applications/granted/natural_person": 1}
    assert "不再加" in way.note(case)[0]
    entered(report, case, Case("natural_person", "", from_last_year=True, counted=True))
    assert gap(report, "natural_person") == 0
    assert report.value(f"{OVER}/natural_person") == 2
    # Later in the winter the other one is answered too.
    assert way.is_counted("natural_person")
    assert way.changes(case) == {
        f"{FORWARD}/natural_person": 0,
        "applications/granted/natural_person": 2,
    }
    assert "减去" in way.note(case)[0]
    entered(report, case)
    assert not way.is_counted("natural_person"), "both have their results"
    assert not [f for f in check(report) if f.rule in ("carried-over", "balance")]


def test_one_more_than_last_years_report_knows_is_said() -> None:
    report = after_last_year(natural_person=1)
    entered(report, Case("natural_person", "granted", from_last_year=True, counted=True))
    way = Registering(report)
    note, doubtful = way.note(Case("natural_person", "granted", from_last_year=True))
    assert doubtful and "1件" in note and "2件" in note
    assert way.note(Case("natural_person", "granted")) == ("", False)
    assert way.note(Case("commercial_enterprise", "granted", from_last_year=True))[1]


def test_what_is_carried_on_already_needs_no_entry() -> None:
    report = after_last_year(natural_person=1)
    case = Case("natural_person", "", from_last_year=True, counted=True)
    entered(report, case)
    assert Registering(report).changes(case) == {}
    assert "不用登记" in Registering(report).note(case)[0]


def test_without_last_years_report_a_missing_result_decides() -> None:
    report = new_report()
    report.apply({f"{OVER}/natural_person": 2})
    way = Registering(report)
    assert way.is_counted("natural_person")
    case = Case("natural_person", "granted", from_last_year=True, counted=True)
    entered(report, case, case)
    assert not way.is_counted("natural_person") and gap(report, "natural_person") == 0


def test_a_full_cell_is_refused() -> None:
    report = new_report()
    report.apply({f"{NEW}/natural_person": MAXIMUM})
    with pytest.raises(UserError, match="不能再加"):
        Registering(report).changes(Case("natural_person", "granted"))


@given(balanced(), cases)
def test_what_balances_stays_balanced(report: Report, case: Case) -> None:
    before = dict(report.cells)
    way = Registering(report)
    changes = way.changes(case)
    undo = report.apply(changes).inverse
    assert {c: gap(report, c) for c in PERSONS} == dict.fromkeys(PERSONS, 0)
    changed = {a for a in FORM.inputs if report.cells.get(a) != before.get(a)}
    assert changed == changes.keys()
    assert all(address.endswith(f"/{case.column}") for address in changes)
    report.apply(undo)
    assert report.cells == before


@given(
    st.dictionaries(st.sampled_from([*FORM.inputs]).filter(lambda a: a.startswith("app")), st.integers(0, 3)),
    cases,
)
def test_no_gap_grows_and_one_case_more_is_told(cells: dict[str, int], case: Case) -> None:
    """Whatever stands there: a gap stays, or gets smaller by the one case whose result was missing."""
    report = new_report()
    report.apply(cells)
    way = Registering(report)
    before, counted = gap(report, case.column), way.may_be_counted(case.column) and case.counted
    told = sum(int(report.value(f"{row}/{case.column}") or 0) for row in (NEW, OVER))
    changes = way.changes(case)
    report.apply(changes)
    if case.from_last_year and counted:
        assert gap(report, case.column) == (before - 1 if before > 0 else before)
        assert sum(int(report.value(f"{row}/{case.column}") or 0) for row in (NEW, OVER)) == told
    else:
        assert gap(report, case.column) == before
        assert sum(int(report.value(f"{row}/{case.column}") or 0) for row in (NEW, OVER)) == told + 1
