"""`import`, and the verbs that take what it reads."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from export import export
from main import main
from model.draft import read_draft, write_draft
from model.report import carried_from

ROOT = Path(__file__).parents[2]
SEED = ROOT / "samples" / "zhangdian-2023.gknb"
CLEAN = ROOT / "samples" / "clean-2025.gknb"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "工 作 簿.xlsx"
    export(read_draft(CLEAN), path)
    return path


def change(path: Path, cells: dict[str, Any]) -> None:
    """Changes cells of the third sheet, that of the matrix."""
    workbook = load_workbook(path)
    for place, value in cells.items():
        workbook.worksheets[2][place].value = value
    file = BytesIO()
    workbook.save(file)
    path.write_bytes(file.getvalue())


def test_import_of_a_clean_workbook(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "新.gknb"
    out.write_text("old")
    assert main(["import", str(book), str(out), "--json"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out) == {"draft": str(out), "findings": [], "unplaced": []}
    assert not captured.err
    assert read_draft(out).cells == read_draft(CLEAN).cells


def test_import_says_what_it_found(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(book, {"A6": "二、转来的", "D5": "=7", "J5": 3})
    out = tmp_path / "新.gknb"
    assert main(["import", str(book), str(out), "--json"]) == 1
    result = json.loads(capsys.readouterr().out)
    rules = {finding["rule"] for finding in result["findings"]}
    assert {"renamed-row", "row-total", "blank-cell"} <= rules
    assert len(result["unplaced"]) == 2
    assert any("公式（=7）" in line for line in result["unplaced"])
    assert "applications/new_received/natural_person" not in read_draft(out).cells
    assert main(["import", str(book), str(out)]) == 1
    captured = capsys.readouterr()
    assert "没有读入" in captured.out and "二、转来的" in captured.out


def test_a_hint_alone_is_no_finding(tmp_path: Path) -> None:
    report = read_draft(CLEAN)
    report.apply({"texts/problems": "存在的问题：解读形式单一，回应不够主动，渠道不多。"})
    export(report, tmp_path / "a.xlsx")
    write_draft(report, tmp_path / "a.gknb")
    assert main(["check", str(tmp_path / "a.gknb")]) == 0
    assert main(["import", str(tmp_path / "a.xlsx"), str(tmp_path / "b.gknb")]) == 0


@pytest.mark.parametrize(
    ("source", "out", "says"),
    [
        ("无.xlsx", "a.gknb", "没有这个文件"),
        ("坏.xlsx", "a.gknb", "不是Excel 工作簿"),
        ("坏.zip", "a.gknb", ".xlsx"),
        ("坏.xlsx", "a.json", ".gknb"),
        ("坏.xlsx", "", "用法"),
    ],
)
def test_import_that_cannot_be_done(
    source: str, out: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"nothing")
    (tmp_path / "a.gknb").write_bytes(b"old")
    assert main(["import", str(tmp_path / source), *([str(tmp_path / out)] if out else [])]) == 2
    captured = capsys.readouterr()
    assert says in captured.err
    assert not captured.out
    assert (tmp_path / "a.gknb").read_bytes() == b"old"


def test_check_takes_what_import_reads(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(book)]) == 0
    change(book, {"J5": 3, "J6": None})
    assert main(["check", str(CLEAN), str(book), "--last-year", str(SEED), "--json"]) == 1
    draft, workbook = json.loads(capsys.readouterr().out.partition("\n{")[2].join(["{", ""]))["files"]
    found = [finding for finding in workbook["findings"] if finding not in draft["findings"]]
    assert [(f["rule"], f["cells"], f["actual"]) for f in found] == [
        ("row-total", ["applications/new_received/total"], "3")
    ]


def test_new_takes_last_years_workbook(book: Path, tmp_path: Path) -> None:
    out, last = tmp_path / "新.gknb", read_draft(CLEAN)
    assert last.year is not None
    arguments = ["--agency", last.agency, "--year", str(last.year + 1), "--last-year", str(book)]
    assert main(["new", str(out), *arguments]) == 0
    report = read_draft(out)
    assert report.cells == {a: v for a, v in carried_from(last, report.form).items() if v is not None}
    assert report.last_year is not None and report.last_year.cells == last.cells


def test_what_check_and_new_cannot_place_is_told(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(book, {"A29": "四、别的", "D5": "=7"})
    assert main(["check", str(book)]) == 1
    assert "公式（=7）" in capsys.readouterr().err
    arguments = ["--agency", "甲", "--year", "2026", "--last-year", str(book)]
    assert main(["new", str(tmp_path / "a.gknb"), *arguments]) == 0
    told = capsys.readouterr().err
    assert "公式（=7）" in told and "四、别的" in told
