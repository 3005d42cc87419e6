"""The form of the program is the official one, and it is data: another form needs no Python."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from model import resources
from model.checks import check
from model.draft import draft_bytes, parse_draft
from model.form import Form, known_forms, load_form, parse_form
from model.layout import LayoutCell, Role
from model.report import Report

PRINTED: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "form-2021.json").read_text(encoding="utf-8")
)
TABLES: dict[str, Any] = PRINTED["tables"]

Place = tuple[int, int, int, int, str, str]


def printed_cells(key: str) -> Iterator[Place]:
    """The copied table as row, column, spans, role and text or address; placed as a browser does it."""
    table = TABLES[key]
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table["rows"]):
        cells = [*line["cells"]]
        for column in table["columns"] if "values" in line else ():
            total = column == "total" or line["values"] == "handled_total"
            cells.append(["total" if total else "input", f"{key}/{line['values']}/{column}", 1, 1])
        for role, text, row_span, column_span in cells:
            column = next(c for c in range(table["width"]) if (row, c) not in taken)
            place = {(row + r, column + c) for r in range(row_span) for c in range(column_span)}
            assert not place & taken
            taken |= place
            yield row, column, row_span, column_span, role, text
    assert taken == {(r, c) for r in range(len(table["rows"])) for c in range(table["width"])}


def as_place(cell: LayoutCell) -> Place:
    return cell.row, cell.column, cell.row_span, cell.column_span, str(cell.role), cell.address or cell.text


def test_sections_and_title_are_those_of_the_official_form(form: Form) -> None:
    sections = [[s.key, s.heading, "table" if s.table else "text"] for s in form.sections.values()]
    assert sections == PRINTED["sections"]
    assert form.texts == ("preface", "overview", "problems", "other")
    assert form.title_lines("甲局", 2025) == ["甲局", "2025年政府信息公开工作年度报告"]
    assert form.title("甲局", 2025) == "甲局2025年政府信息公开工作年度报告"


@pytest.mark.parametrize("key", TABLES)
def test_tables_are_printed_as_in_the_official_form(form: Form, key: str) -> None:
    layout = form.layouts[key]
    assert sorted(map(as_place, layout.cells)) == sorted(printed_cells(key))
    assert (layout.rows, layout.columns) == (len(TABLES[key]["rows"]), TABLES[key]["width"])


@pytest.mark.parametrize("key", TABLES)
def test_every_place_of_the_grid_belongs_to_one_cell(form: Form, key: str) -> None:
    layout = form.layouts[key]
    places = [
        (row, column)
        for cell in layout.cells
        for row in range(cell.row, cell.bottom)
        for column in range(cell.column, cell.right)
    ]
    assert sorted(places) == [(r, c) for r in range(layout.rows) for c in range(layout.columns)]
    assert all(layout.at(cell.row, cell.column) is cell for cell in layout.cells)
    with pytest.raises(KeyError):
        layout.at(layout.rows, 0)


def test_two_hundred_cells_of_which_thirty_four_are_totals(form: Form) -> None:
    totals = [cell for cell in form.cells.values() if cell.role is Role.TOTAL]
    assert (len(form.cells), len(totals), len(form.inputs)) == (200, 34, 166)
    assert [a for a, cell in form.cells.items() if cell.kind == "amount"] == ["proactive/fees/amount"]


def test_totals_add_up_what_the_form_says(form: Form) -> None:
    matrix, disputes = TABLES["applications"], TABLES["disputes"]
    persons = [column for column in matrix["columns"] if column != "total"]
    expected: dict[str, set[str]] = {}
    for row in ("new_received", "carried_over", *matrix["results"], "carried_forward"):
        expected[f"applications/{row}/total"] = {f"applications/{row}/{p}" for p in persons}
    for person in persons:
        column = {f"applications/{row}/{person}" for row in matrix["results"]}
        expected[f"applications/handled_total/{person}"] = column
    everything = {f"applications/{row}/{p}" for row in matrix["results"] for p in persons}
    expected["applications/handled_total/total"] = everything
    for group in disputes["groups"]:
        expected[f"disputes/{group}/total"] = {f"disputes/{group}/{o}" for o in disputes["outcomes"]}
    assert {a: set(form.summands[a]) for a in form.cells if a in form.summands} == expected


def test_groups_have_sums_in_every_column(form: Form) -> None:
    matrix = TABLES["applications"]
    for group, size in matrix["groups"].items():
        rows = [row for row in matrix["results"] if row.startswith(group)]
        assert len(rows) == size
        for column in matrix["columns"]:
            persons = [p for p in matrix["columns"] if p != "total"] if column == "total" else [column]
            cells = {f"applications/{row}/{p}" for row in rows for p in persons}
            assert set(form.summands[f"applications/{group}/{column}"]) == cells


def test_printed_totals_know_the_rule_that_compares_them(form: Form) -> None:
    rules = {a: cell.rule for a, cell in form.cells.items() if cell.rule}
    assert set(rules) == {a for a, cell in form.cells.items() if cell.role is Role.TOTAL}
    assert rules["applications/granted/total"] == "row-total"
    assert rules["applications/handled_total/natural_person"] == "handled-total"
    assert rules["applications/handled_total/total"] == "handled-total"
    assert rules["disputes/litigation_direct/total"] == "dispute-total"


def test_cells_have_full_names_and_help(form: Form) -> None:
    secret = form.cells["applications/refused_state_secret/commercial_enterprise"]
    assert secret.name == "（三）不予公开 1.属于国家秘密 ／ 法人或其他组织 商业企业"
    pending = form.cells["disputes/litigation_direct/pending"]
    assert (pending.row_name, pending.column_name) == ("未经复议直接起诉", "尚未审结")
    assert all(cell.help for cell in form.cells.values())


def test_pages_do_not_break_inside_a_group_or_behind_its_head(form: Form) -> None:
    breaks = form.layouts["proactive"].breaks
    assert breaks == (3, 4, 7, 10, 11)  # before a second row or a caption
    matrix = form.layouts["applications"]
    assert matrix.breaks == (4, 5, 27)  # 三、本年度办理结果 is one block
    assert (matrix.head_rows, matrix.label_columns) == (3, 3)


def test_a_form_that_does_not_exist_is_no_form() -> None:
    assert known_forms() == sorted(path.stem for path in resources.path("forms").glob("*.toml"))
    for name in ("2020", "../../x", "2021.toml", "", "2021\n"):
        with pytest.raises(KeyError):
            load_form(name)


TINY = """
id = "tiny"
name = "小表"
first_year = 2024
title = ["{year}年{agency}小报"]
local_rule = ""

[[sections]]
key = "words"
number = "一"
title = "情况说明"
required = "error"

[[sections]]
key = "stock"
number = "二"
title = "库存"

[sections.table]
widths = [30, 20, 20, 20]
label_columns = 1
carries = { opening = "closing" }

[[sections.table.blocks]]
corner = "单位：台"
columns = [
  { key = "pumps", label = "水泵" },
  { key = "meters", label = "水表" },
  { key = "all", label = "合计", sum = ["pumps", "meters"], rule = "stock-total" },
]
rows = [
  { key = "opening", label = "年初" },
  { key = "bought", label = "购入" },
  { key = "used", label = "领用" },
  { key = "closing", label = "年末" },
]

[sections.table.identity]
rule = "stock-balance"
name = "收支"
left = ["opening", "bought"]
right = ["used", "closing"]
"""


def test_another_form_works_without_other_python(monkeypatch: pytest.MonkeyPatch) -> None:
    tiny = parse_form(TINY)
    assert [cell.text for cell in tiny.layouts["stock"].cells if cell.text][:4] == [
        "单位：台", "水泵", "水表", "合计",
    ]  # fmt: skip
    report = Report(tiny, agency="水厂", year=2025)
    assert report.title == "2025年水厂小报"
    report.apply({"stock/opening/pumps": 3, "stock/bought/pumps": 4, "stock/used/pumps": 5})
    report.apply({"stock/opening/meters": 1})
    assert (report.value("stock/opening/all"), report.value("stock/closing/all")) == (4, None)

    found = {finding.rule: finding for finding in check(report)}
    assert set(found) == {"empty-text", "blank-cell", "stock-balance"}
    assert found["stock-balance"].cells[0] == "stock/opening/meters"
    mending = found["blank-cell"].mending
    assert mending
    report.apply(mending.changes)
    report.apply({"stock/closing/pumps": 2, "stock/closing/meters": 1, "texts/words": "一年来库存情况平稳。"})
    assert check(report) == []
    assert [finding.rule for finding in check(report, {"stock/opening/all": 5})] == ["stock-total"]

    monkeypatch.setattr("model.draft.load_form", {"tiny": tiny}.__getitem__)
    data = draft_bytes(report)
    assert parse_draft(data, "小报.gknb") == report
    assert json.loads(data)["form"] == "tiny"


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ('sum = ["pumps", "meters"]', 'sum = ["pumps", "boats"]', "boats"),
        ('key = "bought"', 'key = "opening"', "twice"),
        ('key = "meters", label', 'key = "pumps", label', "twice"),
        ("widths = [30, 20, 20, 20]", "widths = [30, 20, 20]", "width"),
        ("widths = [30, 20, 20, 20]", "widths = [30, 20, 20, 20, 20]", "width"),
        ('right = ["used", "closing"]', 'right = ["used", "closed"]', "closed"),
        ('opening = "closing"', 'opening = "end"', "end"),
        ('key = "words"', 'key = "stock"', "twice"),
    ],
)
def test_a_form_that_contradicts_itself_is_refused(right: str, wrong: str, says: str) -> None:
    assert right in TINY
    with pytest.raises(ValueError, match=says):
        parse_form(TINY.replace(right, wrong, 1))


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ('part = "closed_other"', 'part = "closed_all"', "closed_all"),
        ('level = "in_force"', 'level = "valid"', "valid"),
    ],
)
def test_what_the_rules_look_at_must_be_in_the_form(right: str, wrong: str, says: str) -> None:
    source = resources.path("forms", "2021.toml").read_text("utf-8")
    assert source.count(right) == 1
    with pytest.raises(ValueError, match=says):
        parse_form(source.replace(right, wrong))


@pytest.mark.parametrize(
    "wrong",
    ['id = "tiny"\nlabels = 3', "id = 7", 'id = "tiny"\nsections = []'],
    ids=["unknown key", "wrong type", "key twice"],
)
def test_a_form_with_a_wrong_structure_is_refused(wrong: str) -> None:
    with pytest.raises((ValueError, msgspec.ValidationError)):
        parse_form(TINY.replace('id = "tiny"', wrong, 1))
