"""Real texts in the report of their year, and left unchanged in the next year's."""

import json
from pathlib import Path

import pytest

from model.checks import Finding, check
from model.form import load_form
from model.report import Report

REPORTS = Path(__file__).parents[2].parent / "shared" / "reports"
SEED = REPORTS.parent / "seed" / "zhangdian-2023.txt"
RULES = {"stale-year", "unchanged-from-last-year", "fee-unreported", "fee-contradiction"}

if not REPORTS.is_dir():
    pytest.skip(f"no real reports at {REPORTS}", allow_module_level=True)

FORM = load_form()


def texts() -> list[tuple[str, int, str, str]]:
    """Where it is from, its year, its section and the words of every real text."""
    found = [("seed", 2023, "overview", SEED.read_text("utf-8"))]
    for path in sorted(REPORTS.glob("*-*.json")):
        report = json.loads(path.read_text("utf-8"))
        for key, text in report["texts"].items():
            found.append((path.stem, report["year"], key if key in FORM.texts else "preface", text))
    for sentence in json.loads((REPORTS / "sentences.json").read_text("utf-8")):
        found.append((sentence["from"], sentence["year"], "overview", sentence["text"]))
    return found


TEXTS = texts()
DATED = [entry for entry in TEXTS if f"{entry[1]}年" in entry[3]]


def found(section: str, text: str, year: int) -> list[Finding]:
    report = Report(FORM, agency="青禾县水务局", year=year, texts={section: text})
    return [finding for finding in check(report) if finding.rule in RULES]


@pytest.mark.parametrize("entry", TEXTS, ids=[f"{i}-{e[0]}-{e[2]}" for i, e in enumerate(TEXTS)])
def test_a_real_text_is_right_in_its_year(entry: tuple[str, int, str, str]) -> None:
    name, year, section, text = entry
    rules = {finding.rule for finding in found(section, text, year)}
    assert rules == ({"fee-unreported"} if section == "other" and "处理费" not in text else set()), name


def test_most_real_texts_are_noticed_in_the_report_of_the_next_year() -> None:
    noticed = [e for e in DATED if any(f.rule == "stale-year" for f in found(e[2], e[3], e[1] + 1))]
    assert len(noticed) > 0.9 * len(DATED) > 40
