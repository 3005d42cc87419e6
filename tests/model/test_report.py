"""The report: every change can be taken back, totals follow at once, blank is not zero."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.draft import draft_bytes
from model.form import Form, load_form
from model.numbers import MAXIMUM
from model.report import Applied, Report, carried_from, clean_text, is_text, new_report

FORM = load_form()
COUNTS = sorted(address for address, cell in FORM.inputs.items() if cell.kind == "count")
PERSONS = [a.split("/")[2] for a in COUNTS if a.startswith("applications/granted/")]
RESULTS = ("granted", "partially_granted", "refused_", "unavailable_", "declined_", "closed_")

counts = st.integers(0, MAXIMUM)
amounts = st.decimals(0, MAXIMUM, places=2)
plain_text = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
some_changes = st.builds(
    lambda cells, fee, texts, header: cells | fee | texts | header,
    st.dictionaries(st.sampled_from(COUNTS), st.none() | counts, max_size=12),
    st.fixed_dictionaries({}, optional={"proactive/fees/amount": st.none() | amounts}),
    st.dictionaries(st.sampled_from([f"texts/{key}" for key in FORM.texts]), plain_text, max_size=2),
    st.fixed_dictionaries(
        {},
        optional={
            "agency": st.sampled_from(["", "甲局"]),
            "agency_kind": st.sampled_from([None, "township"]),
            "year": st.none() | st.integers(2008, 2100),
        },
    ),
)


def totals_of(address: str) -> set[str]:
    """The printed totals that an input cell counts in, by the test's own knowledge of the form."""
    table, row, column = address.split("/")
    if table == "proactive":
        return set()
    totals = {f"{table}/{row}/total"}
    if row.startswith(RESULTS):
        totals |= {f"{table}/handled_total/{column}", f"{table}/handled_total/total"}
    return totals


@given(some_changes, some_changes)
def test_a_change_taken_back_leaves_the_report_as_it_was(before: Any, changes: Any) -> None:
    report = Report(FORM)
    report.apply(before)
    untouched = draft_bytes(report)
    undo = report.apply(changes)
    redo = report.apply(undo.inverse)
    assert draft_bytes(report) == untouched
    assert redo.inverse == changes
    assert redo.touched == undo.touched


@given(some_changes)
def test_a_change_names_what_it_touched_and_nothing_else(changes: Any) -> None:
    totals = {total for address in changes if address in FORM.inputs for total in totals_of(address)}
    report = Report(FORM)
    assert report.apply(changes).touched == set(changes) | totals


@given(some_changes)
def test_totals_are_plain_sums(changes: Any) -> None:
    report = Report(FORM)
    report.apply(changes)
    sums = dict.fromkeys((a for a in FORM.cells if a not in FORM.inputs), 0)
    for address, value in report.cells.items():
        for total in totals_of(address):
            sums[total] += int(value)
    assert {total: report.value(total) or 0 for total in sums} == sums


def test_applying_tells_the_undo_command_all_it_needs(report: Report) -> None:
    address = "applications/granted/natural_person"
    assert report.apply({address: 3}) == Applied(
        {address: None},
        frozenset(
            {
                address,
                "applications/granted/total",
                "applications/handled_total/natural_person",
                "applications/handled_total/total",
            }
        ),
    )


def test_blank_is_not_zero(report: Report) -> None:
    cell, total = "applications/granted/natural_person", "applications/granted/total"
    assert (report.value(cell), report.value(total)) == (None, None)
    report.apply({cell: 0})
    assert (report.value(cell), report.value(total)) == (0, 0)
    report.apply({cell: None})
    assert (report.value(cell), report.value(total)) == (None, None)
    assert report.cells == {}


def test_group_sums_can_be_asked_for(report: Report) -> None:
    report.apply(
        {
            "applications/refused_state_secret/natural_person": 2,
            "applications/refused_enforcement_files/natural_person": 3,
            "applications/refused_enforcement_files/other_organization": 4,
            "applications/new_received/commercial_enterprise": 5,
            "applications/new_received/natural_person": 6,
        }
    )
    assert report.value("applications/refused/natural_person") == 5
    assert report.value("applications/refused/total") == 9
    assert report.value("applications/declined/total") is None
    assert report.value("applications/new_received/organizations") == 5


def test_an_unknown_address_is_a_key_error(report: Report) -> None:
    for address in ("applications/granted/nobody", "nothing", "texts/nothing", ""):
        with pytest.raises(KeyError):
            report.content(address)


@pytest.mark.parametrize(
    ("address", "content"),
    [
        ("applications/granted/natural_person", -1),
        ("applications/granted/natural_person", MAXIMUM + 1),
        ("applications/granted/natural_person", True),
        ("applications/granted/natural_person", 1.0),
        ("applications/granted/natural_person", "1"),
        ("applications/granted/natural_person", Decimal(1)),
        ("applications/granted/total", 1),
        ("applications/refused/natural_person", 1),
        ("applications/handled_total/natural_person", 1),
        ("applications/nobody/natural_person", 1),
        ("proactive/fees/amount", 1),
        ("proactive/fees/amount", Decimal("1.2345678")),
        ("proactive/fees/amount", Decimal("-0.01")),
        ("proactive/fees/amount", Decimal("NaN")),
        ("proactive/fees/amount", Decimal("Infinity")),
        ("texts/overview", "铃\x07"),
        ("texts/overview", "行\r\n"),
        ("texts/overview", "\ud800"),
        ("texts/overview", "\ufffe"),
        ("texts/overview", None),
        ("texts/nothing", "字"),
        ("agency", "两\n行"),
        ("agency", "局" * 201),
        ("agency", None),
        ("agency_kind", "ministry"),
        ("year", 2007),
        ("year", 2101),
        ("year", True),
        ("year", "2025"),
        ("last_year", None),
        ("extra", None),
        ("", 1),
    ],
)
def test_one_wrong_change_spoils_all(report: Report, address: str, content: Any) -> None:
    before = draft_bytes(report)
    with pytest.raises(ValueError, match="cannot hold"):
        report.apply({"applications/carried_over/natural_person": 1, "agency": "乙局", address: content})
    assert draft_bytes(report) == before


@pytest.mark.parametrize(
    ("address", "content"),
    [
        ("applications/granted/natural_person", MAXIMUM),
        ("proactive/fees/amount", Decimal("0.000001")),
        ("texts/other", "两\n行\t表"),
        ("agency", "局" * 200),
        ("agency", ""),
        ("year", 2008),
        ("year", 2100),
        ("year", None),
        ("agency_kind", None),
    ],
)
def test_the_ends_of_the_ranges_are_allowed(report: Report, address: str, content: Any) -> None:
    report.apply({address: content})
    assert report.content(address) == content


def test_this_year_takes_over_what_last_year_carried_forward(form: Form, finished: Report) -> None:
    report = new_report("青禾县水务局", 2026, finished)
    assert report.cells == {
        f"applications/carried_over/{person}": int(person == "natural_person") for person in PERSONS
    }
    assert report.last_year is finished
    assert report.texts == dict.fromkeys(form.texts, "")


def test_what_last_year_left_blank_stays_blank(form: Form) -> None:
    last_year = Report(form, cells={"applications/carried_forward/natural_person": 2})
    carried = carried_from(last_year, form)
    assert carried.pop("applications/carried_over/natural_person") == 2
    assert set(carried.values()) == {None} and len(carried) == 5


def test_a_new_report_without_last_year_is_empty() -> None:
    report = new_report("甲局", 2025)
    assert (report.agency, report.year, report.cells, report.last_year) == ("甲局", 2025, {}, None)
    assert report.title == "甲局2025年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("pasted", "clean"),
    [
        ("一行\r\n二行\r三行", "一行\n二行\n三行"),
        ("软回车\x0b分页\x0c段\u2029行\u2028完", "软回车\n分页\n段\n行\n完"),
        ("铃\x07声\x00", "铃声"),
        ("表\t格　全角 空格", "表\t格　全角 空格"),
        ("半个\ud83d字", "半个字"),
        ("𠮷😀", "𠮷😀"),
    ],
)
def test_pasted_text_becomes_plain(pasted: str, clean: str) -> None:
    assert clean_text(pasted) == clean


@given(st.text(st.characters(), max_size=40))
def test_whatever_is_pasted_becomes_a_text_that_the_report_takes(pasted: str) -> None:
    assert is_text(clean_text(pasted))
    assert clean_text(clean_text(pasted)) == clean_text(pasted)
