"""The benchmark measures what it says: the peers do the same, what is missing is named."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pdfplumber
import pytest
from PySide6.QtWidgets import QApplication

from bench import growth, performance, run, shares
from bench.docx import docx_bytes
from bench.harness import Measure, Pair, Result, Spread, measure, quantile
from bench.measures import MEASURES
from bench.measures.exports import bare_pdf, bare_xlsx
from bench.processes import Place
from bench.recording import Recording
from bench.subjects import draft_in, longest_report
from export import pdf, xlsx
from model.report import Report

if sys.platform != "linux":
    pytest.skip("processes and their memory as Linux has them", allow_module_level=True)

ROOT = Path(__file__).parents[1]
CONTRACT = {
    "start": 1.3,
    "start-office": 0.3,
    "key": 0.25,
    "key-p99": 1,
    "pdf": 1.5,
    "pdf-office": 0.3,
    "xlsx": 1.3,
    "save": 2,
    "docx-read": 1.5,
    "check": 40,
    "merge": 4,
    "memory": 1.3,
}
UNBUILT = ("docx-read", "merge")
OFFICE = ("start-office", "pdf-office")


def quick(name: str) -> Measure:
    return replace(MEASURES[name], warm_up=0)


@pytest.fixture(autouse=True)
def prepared(qapp: QApplication) -> QApplication:
    return qapp


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.office.shutil.which", lambda name: None)


def test_the_names_and_goals_are_those_of_the_contract() -> None:
    assert {name: this.goal for name, this in MEASURES.items()} == CONTRACT


@pytest.mark.parametrize("name", [n for n in MEASURES if n not in (*UNBUILT, *OFFICE)])
def test_each_measurement_runs(name: str) -> None:
    result = measure(quick(name), 1)
    assert result.ours and result.peer and result.ratio
    assert result.runs == 1 and 0 < result.ours.value < 60_000 and 0 < result.peer.value < 60_000
    said = result.as_json()
    assert set(said) >= {"name", "unit", "ours", "peer_name", "peer", "ratio", "runs"}
    assert said["ratio"] == pytest.approx(result.ours.value / result.peer.value, abs=0.001)


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize("name", OFFICE)
def test_a_peer_that_is_not_installed_is_named_and_never_a_pass(name: str) -> None:
    result = measure(quick(name), 1)
    assert result.ours and result.ours.value > 0
    assert result.as_json()["ratio"] is None and result.as_json()["peer"] is None
    assert result.verdict == "缺少"
    assert "请安装软件包 libreoffice-writer" in "\n".join(run.report([result]))


@pytest.mark.parametrize("name", UNBUILT)
def test_what_the_program_cannot_do_yet_is_missing(name: str) -> None:
    result = measure(quick(name), 1)
    assert (result.ours, result.ratio, result.runs, result.verdict) == (None, None, 0, "缺少")
    assert f"{name} 缺少：程序还没有这一部分" in "\n".join(run.report([result]))


def test_office_that_converts_nothing_counts_as_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its Writer, LibreOffice says so and exits with 0."""
    from bench.office import Office

    monkeypatch.setattr("bench.office.shutil.which", lambda name: "/bin/true")
    office = Office(tmp_path)
    assert office.converting(longest_report()[1]) is None
    assert office.missing == "libreoffice-writer"


def test_sides_are_measured_in_turn() -> None:
    order: list[str] = []

    @contextmanager
    def prepare(folder: Path) -> Iterator[Pair]:
        def side(name: str, took: float) -> float:
            order.append(name)
            return took

        yield Pair(lambda: side("ours", 3.0), lambda: side("peer", 2.0))

    result = measure(Measure("x", "ms", "a", "b", 2, 4, prepare, warm_up=0))
    assert order == ["peer", "ours", "ours", "peer"] * 2
    assert (result.ratio, result.verdict) == (1.5, "达到")


def test_the_verdict_is_about_the_goal() -> None:
    def result(ours: float) -> Result:
        return Result("x", "ms", "a", "b", 2, 1, Spread(ours, ours, ours), Spread(1, 1, 1))

    assert [result(ours).verdict for ours in (1.9, 2.0, 2.1)] == ["达到", "达到", "未达到"]


def test_quantiles() -> None:
    samples = [float(number) for number in range(1, 102)]
    assert [quantile(samples, share) for share in (0.25, 0.5, 0.99)] == [26, 51, 100]


# Honest peers


def test_the_bare_canvas_draws_the_same_marks(finished: Report) -> None:
    def marks(data: bytes) -> list[object]:
        with pdfplumber.open(BytesIO(data)) as file:
            return [
                (
                    [(c["text"], round(c["x0"], 2), round(c["top"], 2), c["size"]) for c in page.chars],
                    [(round(a["x0"], 2), round(a["top"], 2), round(a["x1"], 2)) for a in page.lines],
                )
                for page in file.pages
            ]

    ours, bare = pdf.render(finished), bare_pdf(finished)()
    assert marks(ours) == marks(bare)
    assert len(marks(ours)) > 2
    assert len(bare) == pytest.approx(len(ours), rel=0.03)  # the fonts are embedded as subsets, too


def test_the_bare_workbook_is_the_same(finished: Report) -> None:
    def parts(data: bytes) -> dict[str, bytes]:
        with ZipFile(BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}

    ours, bare = xlsx.render(finished), bare_xlsx(finished)()
    assert parts(ours) == parts(bare)
    assert len(openpyxl.load_workbook(BytesIO(bare)).sheetnames) > 3


def test_a_recording_does_the_same_without_the_program() -> None:
    recording = Recording()
    real: list[object] = []
    proxy = recording.of("made", real)
    proxy.append("字")
    proxy.extend([1, {"a": (2.5, None)}])
    again: list[object] = []
    recording.program("made")(again)
    assert again == real == ["字", 1, {"a": (2.5, None)}]


def test_the_docx_for_the_office_has_the_texts_and_all_figures(finished: Report) -> None:
    with ZipFile(BytesIO(docx_bytes(finished))) as archive:
        document = archive.read("word/document.xml").decode()
    texts = re.findall(r"<w:t [^>]*>([^<]*)</w:t>", document)
    assert all(line in texts for line in finished.texts["overview"].splitlines() if line)
    assert document.count("<w:tbl>") == len(finished.form.layouts)


# The command


def test_an_unknown_name_is_bad_usage() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.run", "pdfs"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stdout == "" and "没有“pdfs”这一项" in done.stderr and "pdf-office" in done.stderr


def test_json_and_the_table_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["merge", "xlsx", "--runs", "2", "--json"]) == 0
    results = json.loads(capsys.readouterr().out)["results"]
    assert [(at["name"], at["unit"], at["runs"]) for at in results] == [("xlsx", "ms", 2), ("merge", "ms", 0)]
    assert results[0]["ratio"] > 0 and results[1]["ratio"] is None


# Growth, shares and the page


def test_how_cost_grows_is_studied(tmp_path: Path) -> None:
    found = [
        *growth.of_texts(tmp_path, (1, 2), runs=1),
        *growth.of_findings_set_aside(tmp_path, (1, 2), runs=1),
        *growth.of_history(tmp_path, (1, 3), runs=1),
    ]
    assert [len(at.values) for at in found] == [2] * 10
    assert all(value > 0 for at in found for value in at.values)
    assert len(growth.rows(found)) == 11


def test_the_studied_reports_are_as_large_as_they_say() -> None:
    assert len(growth.with_pages(3).texts["overview"]) == 3 * growth.PAGE
    report = growth.with_findings_set_aside(12)
    assert len(report.set_aside) == 12


def test_growth_is_told_in_words() -> None:
    def verdict(*values: float) -> str:
        return growth.Growth("x", "ms", "页", (1, 10, 100), values).verdict

    assert [verdict(1, 1, 1.2), verdict(1, 10, 100), verdict(1, 10, 1000)] == [
        "基本不变",
        "不快于正比",
        "快于正比",
    ]


def test_the_page_keeps_what_was_written_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, chart = tmp_path / "performance.md", tmp_path / "performance.svg"
    path.write_text("旧的表\n\n## 说明\n\n这一段是手写的。\n", encoding="utf-8")
    monkeypatch.setattr(performance, "PAGE", path)
    monkeypatch.setattr(performance, "CHART", chart)
    monkeypatch.setattr(growth, "studied", lambda: iter(()))
    monkeypatch.setattr(shares, "all_shares", lambda: iter(()))
    spread = Spread(3, 2, 4)
    slow = Result("pdf", "ms", "整份", "直接画", 1.5, 9, spread, Spread(1, 1, 1))
    gone = Result("merge", "ms", "汇总", "读", 4, missing="程序还没有这一部分")
    performance.write([slow, gone])
    text = path.read_text(encoding="utf-8")
    assert "旧的表" not in text and text.endswith("## 说明\n\n这一段是手写的。\n")
    assert (
        "| `pdf` | 整份：3.00 ms（2.00–4.00） | 直接画：1.00 ms（1.00–1.00） | 3.00 | ≤ 1.5 | 未达到 |"
        in text
    )
    assert "`merge` 缺少：程序还没有这一部分" in text
    assert "#C62828" in chart.read_text(encoding="utf-8") and "缺少" in chart.read_text(encoding="utf-8")


def test_the_largest_shares_are_named(tmp_path: Path) -> None:
    rows = shares.profiled(lambda: pdf.render(longest_report()[1]), 1, "PDF")
    assert len(rows) > 5 and any("reportlab" in row[0] for row in rows)
    steps = Place(tmp_path).ask("bench.stages", draft_in(tmp_path))["stages"]
    assert len(steps) > 8 and all(milliseconds >= 0 for _, milliseconds, _ in steps)
