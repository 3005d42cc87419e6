"""Export, read back: the same report, whoever calculated the totals."""

import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.xlsx import TEXT_SHEET, render
from ingest import Imported, check, read
from model.draft import read_draft
from model.fields import resolve
from model.layout import Role
from model.numbers import MAXIMUM, Value
from model.report import Report, clean_text
from tests.ingest.books import (
    FORM,
    MATRIX,
    NEW,
    ROOT,
    back,
    cell,
    edited,
    full,
    rewritten,
    where,
)


def test_a_real_report_comes_back(tmp_path: Path) -> None:
    for sample in sorted((ROOT / "samples").glob("*.gknb")):
        report = read_draft(sample)
        imported = back(render(report), tmp_path)
        assert (imported.report.agency, imported.report.year) == (report.agency, report.year)
        assert imported.report.cells == report.cells
        assert {key: printed(text) for key, text in report.texts.items()} == imported.report.texts
        assert not imported.unplaced and not imported.findings
        assert imported.printed == {a: report.value(a) for a, c in FORM.cells.items() if c.role is Role.TOTAL}
        assert imported.seen == {*FORM.inputs, *(f"texts/{key}" for key in FORM.texts)}
        assert check(imported) == check(Imported(imported.report))


def printed(text: str) -> str:
    return "\n".join(line.strip() for line in clean_text(text).split("\n") if line.strip())


PARAGRAPHS = st.one_of(
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=60),
    st.sampled_from(
        [
            *(section.heading for section in FORM.sections.values()),
            "=1+1",
            "-1",
            "　　字" * 2000,
            "公开工作。" * 700,
            "words and more " * 300,
            "见工作表“二、主动公开政府信息情况”",
            "_x0041_",
            "12",
            "TRUE",
        ]
    ),
)


@settings(max_examples=25)
@given(
    st.dictionaries(st.sampled_from(sorted(FORM.inputs)), st.integers(0, MAXIMUM), max_size=30),
    st.lists(PARAGRAPHS, min_size=4, max_size=6),
    st.sampled_from(["", "甲局", "第32025局", "=1+1局", "2024年普查办公室", "a&b<c>"]),
    st.sampled_from([None, 2008, 2025, 2100]),
)
def test_any_report_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    numbers: dict[str, int],
    paragraphs: list[str],
    agency: str,
    year: int | None,
) -> None:
    cells: dict[str, Value] = {
        a: Decimal(n) / 10**6 if FORM.inputs[a].kind == "amount" else n for a, n in numbers.items()
    }
    cells = {a: v.normalize() + 0 if isinstance(v, Decimal) else v for a, v in cells.items()}
    texts = {key: clean_text("\n".join(paragraphs[n:])) for n, key in enumerate(FORM.texts)}
    report = Report(FORM, agency=agency, year=year, cells=cells, texts=texts)
    imported = back(render(report), tmp_path_factory.mktemp("book"))
    assert (imported.report.agency, imported.report.year) == (agency, year)
    assert imported.report.cells == cells
    assert imported.report.texts == {key: printed(text) for key, text in texts.items()}
    assert not imported.unplaced and not imported.findings


def test_live_figures_come_back_as_they_print(tmp_path: Path) -> None:
    report = full()
    report.apply({"texts/other": "{=agency}{=year}年新收{=" + NEW + "}件。"})
    text = back(render(report), tmp_path).report.texts["other"]
    assert text == resolve(report, report.texts["other"]) == f"青禾县水务局2025年新收{report.cells[NEW]}件。"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_workbook_that_libreoffice_calculated_and_saved(tmp_path: Path) -> None:
    report = full()

    def change(book: Any) -> None:
        cell(book, NEW).value = 7
        book[TEXT_SHEET]["A3"].value = "改过的第一段。"

    bare = tmp_path / "bare.xlsx"  # without stored results: LibreOffice has to calculate
    bare.write_bytes(edited(report, change))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "xlsx", "--outdir", tmp_path / "out", bare],
        check=True,
        capture_output=True,
        timeout=120,
    )
    imported = read(tmp_path / "out" / "bare.xlsx")
    report.apply({NEW: 7, "texts/preface": "改过的第一段。\n" + report.texts["preface"].split("\n")[1]})
    assert imported.report.cells == report.cells
    assert imported.report.texts == report.texts
    assert (imported.report.agency, imported.report.year) == (report.agency, report.year)
    assert not imported.unplaced and not imported.findings
    assert imported.printed == {a: report.value(a) for a, c in FORM.cells.items() if c.role is Role.TOTAL}


def test_totals_that_were_not_calculated_are_no_finding(tmp_path: Path) -> None:
    report = full()
    place = where(NEW)

    def change(name: str, data: bytes) -> bytes:
        pattern = f'(<c r="{place}"[^>]*><v>)[0-9]+'.encode()
        if name.endswith("sheet3.xml"):
            data, count = re.subn(pattern, rb"\g<1>99999", data)
            assert count == 1
        return data

    imported = back(rewritten(render(report), change), tmp_path)
    assert imported.report.cells[NEW] == 99999
    assert f"{MATRIX}/new_received/total" not in imported.printed
    assert not [f for f in check(imported) if f.rule in ("row-total", "handled-total")]
    without = back(edited(report, lambda book: None), tmp_path)
    assert set(without.printed.values()) == {None}
    assert without.report.cells == report.cells


def test_a_total_that_somebody_typed_or_summed_wrongly_is_found(tmp_path: Path) -> None:
    report = full()
    total, handled = f"{MATRIX}/new_received/total", f"{MATRIX}/handled_total/natural_person"
    wrong = where(total), where(handled)

    def change(name: str, data: bytes) -> bytes:
        if name.endswith("sheet3.xml"):
            data = re.sub(f'(<c r="{wrong[0]}"[^>]*>)<f>.*?</f><v>[0-9]+'.encode(), rb"\g<1><v>5", data)
            pattern = f'(<c r="{wrong[1]}"[^>]*>)<f>.*?</f><v>[0-9]+'.encode()
            data = re.sub(pattern, rb"\g<1><f>SUM(D7:D8)</f><v>6", data)
        return data

    imported = back(rewritten(render(report), change), tmp_path)
    assert (imported.printed[total], imported.printed[handled]) == (5, 6)
    found = [(f.rule, f.cells, f.actual) for f in check(imported) if f.actual in ("5", "6")]
    assert found == [("row-total", (total,), "5"), ("handled-total", (handled,), "6")]
    assert imported.report.cells == report.cells
