"""Real published reports: every error that stands in print is found, and none is invented.

They lie beside the project and are no part of it.
"""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from model.checks import Severity, check
from model.draft import read_draft
from model.form import load_form
from model.numbers import Value
from model.report import Report

SHARED = Path(__file__).parents[2].parent / "shared"
SEED = SHARED / "seed" / "zhangdian-2023.txt"
SAMPLE = Path(__file__).parents[2] / "samples" / "zhangdian-2023.gknb"
ARITHMETIC = {"balance", "row-total", "handled-total", "dispute-total"}

if not (SHARED / "reports").is_dir():
    pytest.skip(f"no real reports at {SHARED / 'reports'}", allow_module_level=True)

REPORTS = {p.stem: json.loads(p.read_text("utf-8")) for p in (SHARED / "reports").glob("*-*.json")}
SENTENCES = json.loads((SHARED / "reports" / "sentences.json").read_text("utf-8"))
FORM = load_form()


def published(name: str) -> tuple[Report, dict[str, Value | None]]:
    """A published report in the 2021 form, and everything that is printed in it."""
    source = REPORTS[name]
    printed: dict[str, Value | None] = {}
    for address, value in source["printed"].items():
        place = address.replace("/other_handling/", "/closed_other/")  # one row in the older matrix
        if place in FORM.cells:
            amount = FORM.cells[place].kind == "amount" and value is not None
            printed[place] = Decimal(str(value)) if amount else value
    report = Report(FORM, agency=source["agency"], year=source["year"])
    report.apply({address: value for address, value in printed.items() if address in FORM.inputs})
    texts = {key: text for key, text in source["texts"].items() if key in FORM.texts}
    report.apply({f"texts/{key}": text for key, text in texts.items()})
    return report, printed


@pytest.mark.parametrize("name", REPORTS)
def test_the_printed_errors_are_found_and_no_others(name: str) -> None:
    report, printed = published(name)
    found = [f for f in check(report, printed) if f.rule in ARITHMETIC]
    assert [
        {
            "rule": f.rule,
            "cells": list(f.cells),
            "printed": int(f.actual or 0),
            "computed": int(f.expected or 0),
        }
        for f in found
    ] == REPORTS[name]["errors"]


@pytest.mark.parametrize("name", [n for n, r in REPORTS.items() if r["format"] == "2021"])
def test_a_correct_report_has_nothing_above_a_hint(name: str) -> None:
    report, printed = published(name)
    left_out = {f"texts/{key}": "本年度没有其他事项需要报告。" for key in FORM.texts if not report.texts[key]}
    report.apply(left_out)
    loud = [f for f in check(report, printed) if f.severity is not Severity.HINT]
    assert loud == []


@pytest.mark.parametrize("name", ["huaian-2024", "hongze-2023", "suqian-2023"])
def test_long_real_texts_speak_of_all_that_is_asked(name: str) -> None:
    rules = {finding.rule for finding in check(published(name)[0])}
    assert not rules & {"overview-aspects", "problems-halves"}


def real_texts() -> list[Any]:
    texts = [
        pytest.param(text, id=f"{name}-{key}")
        for name, report in REPORTS.items()
        for key, text in report["texts"].items()
    ]
    return texts + [pytest.param(s["text"], id=f"{i}-{s['from']}") for i, s in enumerate(SENTENCES)]


@pytest.mark.parametrize("text", real_texts())
def test_nothing_in_real_texts_looks_like_a_left_over(text: str) -> None:
    report = Report(FORM, texts={"overview": text})
    assert [f.quote for f in check(report) if f.rule in ("placeholder-left", "missing-number")] == []


HYGIENE = {"other-place", "heading-numbering", "duplicate-paragraph", "document-number", "personal-data"}


@pytest.mark.parametrize("name", REPORTS)
def test_the_hygiene_of_real_texts_is_not_doubted(name: str) -> None:
    assert [f for f in check(published(name)[0]) if f.rule in HYGIENE | {"punctuation"}] == []


def seed_texts() -> Report:
    """The seed report's texts, put into their sections."""
    lines = SEED.read_text("utf-8").splitlines()
    titles = {section.title: key for key, section in FORM.sections.items() if section.title}
    found: dict[str, list[str]] = {}
    at = "preface"
    for line in lines[1:]:
        at = titles.get(re.sub(r"^\s*[一二三四五六0-9]、\s*", "", line).strip(), at)
        found.setdefault(at, []).append(line)
    texts = {key: "\n".join(found[key][key != "preface" :]) for key in FORM.texts}
    return Report(FORM, agency="张店区退役军人事务局", year=2023, texts=texts)


def test_the_seeds_slips_are_found_and_no_others() -> None:
    found = [f for f in check(seed_texts()) if f.rule in HYGIENE | {"punctuation"}]
    assert [(f.rule, f.section, f.quote) for f in found if f.rule != "punctuation"] == [
        ("other-place", "overview", "文成新闻网"),
        ("heading-numbering", "overview", "（二）依申请公开"),
    ]
    assert all(f.severity is Severity.HINT for f in found)
    [marks] = [f for f in found if f.rule == "punctuation"]
    assert marks.section == "preface" and "3处" in marks.message


def seed_figures() -> dict[str, int]:
    """All figures of the seed report by address: in its text each stands on a line of its own."""
    lines = [line.strip() for line in SEED.read_text("utf-8").splitlines()]
    figures = [int(line) for line in lines if re.fullmatch(r"\d+", line)]
    return dict(zip(FORM.cells, figures, strict=True))


def test_the_sample_has_the_seeds_figures_and_its_one_imbalance() -> None:
    report = read_draft(SAMPLE)
    figures = seed_figures()
    assert {address: figures[address] for address in FORM.inputs} == report.cells
    [error] = [f for f in check(report) if f.severity is Severity.ERROR]
    assert error.rule == "balance" and error.cells[0] == "applications/new_received/natural_person"
    assert (error.expected, error.actual) == ("1", "2")


def test_the_seeds_wrong_totals_are_found() -> None:
    totals = {address: value for address, value in seed_figures().items() if address not in FORM.inputs}
    found = {
        f.cells[0]: (f.rule, f.actual, f.expected)
        for f in check(read_draft(SAMPLE), totals)
        if f.rule in ARITHMETIC - {"balance"}
    }
    assert found == {
        "applications/declined_repeated/total": ("row-total", "0", "1"),
        "applications/handled_total/natural_person": ("handled-total", "1", "2"),
        "applications/handled_total/total": ("handled-total", "1", "2"),
    }


def test_no_sentence_of_the_seed_stands_in_the_sample() -> None:
    def sentences(text: str) -> set[str]:
        return {s for s in re.split(r"[。；\n]", "".join(text.split(" "))) if len(s) > 20}

    assert not sentences(SEED.read_text("utf-8")) & sentences("\n".join(read_draft(SAMPLE).texts.values()))
