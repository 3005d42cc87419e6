"""The matcher on grids of any kind, and on another form than ours."""

from collections.abc import Sequence

import pytest

from ingest.grid import Grid, Place, normalised
from ingest.matcher import Matched, match
from ingest.texts import Line, parse_title, split_sections
from model.form import load_form, parse_form
from model.layout import TableLayout

OTHER = parse_form("""
id = "other"
name = "另一种格式"
first_year = 2021
title = ["{year}年", "{agency}的报告"]
local_rule = ""

[[sections]]
key = "t"
number = "一"
title = "甲表"
[sections.table]
widths = [20, 20, 30, 30, 30]
label_columns = 2
[[sections.table.blocks]]
corner = "角"
columns = [
  { label = "人", children = [{ key = "a", label = "男" }, { key = "b", label = "女" }] },
  { key = "all", label = "共", rule = "sums", sum = ["a", "b"] },
]
rows = [
  { label = "上", children = [{ key = "up", label = "1.其他" }, { key = "up2", label = "2.别的" }] },
  { label = "下", children = [{ key = "down", label = "1.其他" }] },
]

[[sections]]
key = "words"
number = "二"
title = "文字"
""")
LAYOUT = OTHER.layouts["t"]
FULL = {"t/up/a": 1, "t/up/b": 2, "t/up2/a": 3, "t/up2/b": 4, "t/down/a": 5, "t/down/b": 6}


def places(layout: TableLayout, down: int = 0, right: int = 0, rows: Sequence[int] = ()) -> list[Place]:
    """The table as printed, its inputs numbered; of its value rows only some, where they are given."""
    inputs = [cell.address for cell in layout.values if not cell.parts]
    return [
        Place(
            down + cell.row,
            right + cell.column,
            cell.text or (str(inputs.index(cell.address) + 1) if cell.address in inputs else ""),
            f"p{down + cell.row}.{cell.column}",
            cell.row_span,
            cell.column_span,
        )
        for cell in layout.cells
        if not rows or cell.row < layout.head_rows or cell.row in rows
    ]


def read(*grids: list[Place]) -> Matched:
    return match(OTHER, [Grid(f"g{number}", grid) for number, grid in enumerate(grids)])


def test_every_form_is_read_by_its_own_labels() -> None:
    matched = read(places(LAYOUT, 3, 2))
    assert matched.cells == FULL
    assert matched.printed == {"t/up/all": None, "t/up2/all": None, "t/down/all": None}
    assert matched.seen == set(FULL)
    assert not matched.findings and not matched.unplaced and not matched.homeless


def test_a_table_may_go_on_under_a_repeated_head() -> None:
    first, rest = places(LAYOUT, rows=[2, 3]), places(LAYOUT, rows=[4])
    assert read(first, rest).cells == FULL
    below = [Place(p.row + 9, p.column, p.text, p.source, p.row_span, p.column_span) for p in rest]
    matched = read(first + below)
    assert matched.cells == FULL
    assert not matched.findings and not matched.unplaced


def test_a_label_that_stands_in_two_groups_needs_its_group() -> None:
    """But one that stands in one group only is known without it, as where a page cut the group's cell."""
    without = [place for place in places(LAYOUT) if place.text not in ("上", "下")]
    matched = read(without)
    assert matched.cells == {"t/up2/a": 3, "t/up2/b": 4}
    assert len(matched.unplaced) == 2
    assert all("行名" in line for line in matched.unplaced)


def test_heads_of_two_rows_of_which_one_is_blank() -> None:
    """HTML that lacks the row span: an empty cell stands below the head."""
    grid = [Place(p.row, p.column, p.text, p.source) if p.text == "共" else p for p in places(LAYOUT)] + [
        Place(1, 4, " ", "x")
    ]
    assert read(grid).cells == FULL


def test_two_figures_in_one_cell_and_cells_merged_across() -> None:
    grid = [p for p in places(LAYOUT) if p.text not in ("1", "2")]
    matched = read([*grid, Place(2, 2, "7", "both", 1, 2)])
    assert set(matched.cells) == set(FULL) - {"t/up/a", "t/up/b"}
    assert [line.startswith("both") for line in matched.unplaced] == [True, True]
    assert all("合并" in line for line in matched.unplaced)


def test_no_table_at_all() -> None:
    matched = read([Place(0, 0, "男", "x"), Place(1, 0, "3", "y")], [])
    assert [(f.rule, f.severity, f.section) for f in matched.findings] == [("missing-section", "error", "t")]
    assert not matched.cells and len(matched.homeless) == 2


@pytest.mark.parametrize(
    "spelled", ["（三）不予公开", "(三) 不予公开", "（三）不予\n公开", "　（三）、不 予 公 开："]
)
def test_labels_are_compared_without_what_people_vary(spelled: str) -> None:
    assert normalised(spelled) == normalised("（三）不予公开")


def test_titles_of_every_form() -> None:
    assert parse_title(OTHER, "2025年\n甲局的报告") == ("甲局", 2025)
    assert parse_title(OTHER, "2025年甲局的报告") == ("甲局", 2025)
    assert parse_title(OTHER, "甲局的汇报") is None
    form = load_form()
    assert parse_title(form, "甲局2025年政府信息公开工作年度报告") == ("甲局", 2025)
    assert parse_title(form, "甲局\n（本级）\n2025年政府信息公开工作年度报告") == ("甲局（本级）", 2025)
    assert parse_title(form, "甲局9025年政府信息公开工作年度报告") == ("甲局", None)
    assert parse_title(form, "甲" * 300 + "2025年政府信息公开工作年度报告") == ("", 2025)


def test_sections_by_their_headings() -> None:
    texts = ["前言", "二、文字", "第一段", "一、甲表", "散落", "见一、甲表"]
    parts = split_sections(OTHER, [Line(text, f"{n}") for n, text in enumerate(texts)])
    assert parts.texts == {"words": "第一段"}
    assert [(f.rule, f.section) for f in parts.findings] == [("missing-section", "t")]  # out of order
    assert [line[0] for line in parts.unplaced] == ["0", "4"]
    body = split_sections(OTHER, [Line("二、文字", "0"), Line("一、甲表", "1", body=True)])
    assert body.texts == {"words": "一、甲表"}


def test_a_text_that_may_have_got_another_ones_words_is_not_vouched_for() -> None:
    form = load_form()
    headings = [section.heading for section in form.sections.values() if section.heading]
    lines = [
        Line(text, "")
        for heading in headings
        if heading != form.sections["other"].heading
        for text in (heading, "话。")
    ]
    parts = split_sections(form, [line for line in lines if line.text])
    assert parts.seen == {"preface", "overview"}
    assert parts.texts["problems"] == "话。"
    assert [f.section for f in parts.findings] == ["other"]
