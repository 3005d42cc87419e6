"""How cost grows with the size of a report and the length of a working day.

`bench/growth [--json]` prints what a step costs at each size. Each study runs in a process of its own.
Exit status 0 when all were measured.
"""

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from bench.harness import Side, timed
from bench.subjects import draft_in, longest_report, own_copy, rewriting
from bench.terminal import table
from model.checks import check
from model.checks.setting_aside import may_be_set_aside, set_aside
from model.draft import draft_bytes, parse_draft
from model.report import Content, Report

PAGE = 28 * 22  # characters
_FLAT, _LINEAR = 0.3, 1.15  # exponents up to which a cost counts as flat, as linear


@dataclass(frozen=True)
class Growth:
    """What a step costs at each size of something."""

    what: str
    unit: str
    of: str
    sizes: tuple[int, ...]
    values: tuple[float, ...]

    @property
    def exponent(self) -> float:
        """The power of the size with which the cost grew from the second last size to the last."""
        (*_, small, large), (*_, low, high) = self.sizes, self.values
        return math.log(max(high, 1e-9) / max(low, 1e-9)) / math.log(large / small)

    @property
    def verdict(self) -> str:
        """How it grows, in words."""
        if self.exponent <= _FLAT:
            return "基本不变"
        return "不快于正比" if self.exponent <= _LINEAR else "快于正比"

    def as_json(self) -> dict[str, object]:
        return {
            "what": self.what,
            "unit": self.unit,
            "of": self.of,
            "sizes": self.sizes,
            "values": [round(value, 4) for value in self.values],
            "exponent": round(self.exponent, 2),
        }


def of_texts(folder: Path, sizes: Sequence[int] = (1, 10, 100), runs: int = 7) -> list[Growth]:
    """A text of so many pages: the checks, the pages of the PDF, the draft, a key typed at its end."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from bench.desk import desk
    from export import pdf

    costs: dict[str, list[float]] = {"检查": [], "PDF": [], "存成草稿": [], "读入草稿": [], "打一个字": []}
    for size in sizes:
        report = with_pages(size)
        data = draft_bytes(report)
        costs["检查"].append(_median(_unread(report), runs))
        costs["PDF"].append(_median(timed(partial(pdf.render, report)), 3))
        costs["存成草稿"].append(_median(timed(partial(draft_bytes, report)), runs))
        costs["读入草稿"].append(_median(timed(partial(parse_draft, data, "")), runs))
        with desk(folder, draft_in(folder, report)) as opened:
            editor = opened.text()
            QTest.keyClick(editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
            opened.settle()
            key = [opened.press(Qt.Key.Key_A, editor.viewport()) for _ in range(3 * runs)]
            costs["打一个字"].append(median(key))
    return [Growth(what, "ms", "页文字", tuple(sizes), tuple(values)) for what, values in costs.items()]


def of_findings_set_aside(folder: Path, sizes: Sequence[int] = (1, 10, 100), runs: int = 15) -> list[Growth]:
    """So many findings that somebody set aside: the checks, which find them again, and the draft."""
    costs: dict[str, list[float]] = {"检查": [], "读入草稿": []}
    for size in sizes:
        report = with_findings_set_aside(size)
        data = draft_bytes(report)
        costs["检查"].append(_median(timed(partial(check, report)), runs))
        costs["读入草稿"].append(_median(timed(partial(parse_draft, data, "")), runs))
    return [Growth(what, "ms", "条已搁置", tuple(sizes), tuple(values)) for what, values in costs.items()]


def of_history(folder: Path, sizes: Sequence[int] = (1, 100, 10_000), runs: int = 40) -> list[Growth]:
    """So many edits by keys, all of which can be undone: the next one, an undo, the memory."""
    from bench.desk import desk
    from bench.memory import now

    edit: list[float] = []
    undo: list[float] = []
    memory: list[float] = []
    with desk(folder, draft_in(folder)) as opened:
        cells = cycle(opened.cells())
        done = 0
        stack = opened.window.document.undo_stack

        def type_one() -> float:
            nonlocal done
            done += 1
            return opened.type_into(next(cells), str(100 + done))

        def back_and_forth() -> float:
            taken = timed(stack.undo)()
            opened.settle()
            stack.redo()
            opened.settle()
            return taken

        for _ in range(runs):  # what is built with the first edits is no growth
            type_one()
        while stack.canUndo():
            stack.undo()
        opened.settle()
        done = 0
        for size in sizes:
            while stack.index() < size:
                type_one()
            memory.append(now())
            undo.append(median(back_and_forth() for _ in range(runs)))
            edit.append(median(type_one() for _ in range(runs)))
    of, at = "步历史", tuple(sizes)
    return [
        Growth("填一格", "ms", of, at, tuple(edit)),
        Growth("撤销一步", "ms", of, at, tuple(undo)),
        Growth("内存", "MB", of, at, tuple(memory)),
    ]


STUDIES: tuple[Callable[[Path], list[Growth]], ...] = (of_texts, of_findings_set_aside, of_history)


def with_pages(pages: int) -> Report:
    """The longest report with a text of so many pages."""
    report = own_copy(longest_report()[1])
    paragraphs = [p for text in report.texts.values() for p in text.splitlines() if p.strip()]
    text, length = [], 0
    for number, paragraph in enumerate(cycle(paragraphs)):
        if length >= pages * PAGE:
            break
        text.append(f"{paragraph}（第{number}段）")  # no paragraph stands twice
        length += len(text[-1])
    report.apply({"texts/overview": "\n".join(text)[: pages * PAGE]})
    return report


def with_findings_set_aside(number: int) -> Report:
    """A report in which so many findings are set aside: live figures whose cells are gone (at most 200)."""
    report = own_copy(longest_report()[1])
    keys = list(report.form.texts)
    gaps = [f"共印发材料{{=gone/{at}}}份。" for at in range(number)]
    texts: dict[str, Content] = {
        f"texts/{key}": report.texts[key] + "\n" + "".join(gaps[at :: len(keys)])
        for at, key in enumerate(keys)
    }
    report.apply(texts)
    found = [at for at in check(report) if at.rule == "placeholder-left" and may_be_set_aside(at)]
    assert len(found) >= number
    for finding in found[:number]:
        report.apply(set_aside(report, finding, "核实无误。"))
    return report


def _unread(report: Report) -> Side:
    """The checks on a report whose texts are others each time."""
    rewrite, checks = rewriting(report), timed(partial(check, report))

    def side() -> float:
        rewrite()
        return checks()

    return side


def _median(side: Side, runs: int) -> float:
    side()
    return median(side() for _ in range(runs))


def studied() -> Iterator[Growth]:
    """All studies, one after the other."""
    for study in STUDIES:
        print(f"正在测量 {study.__name__} ……", file=sys.stderr, flush=True)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            yield from pool.submit(_run, study).result()


def _run(study: Callable[[Path], list[Growth]]) -> list[Growth]:
    with tempfile.TemporaryDirectory(prefix="gknb-growth-") as folder:
        return study(Path(folder))


def rows(found: Sequence[Growth]) -> list[tuple[str, ...]]:
    """As a table: a line for what was studied, with its sizes, and what it costs at each."""
    lines: list[tuple[str, ...]] = [("每一步", "规模", "费用", "增长")]
    for growth in found:
        sizes = " / ".join(f"{size:,}" for size in growth.sizes)
        values = " / ".join(f"{value:.3g}" for value in growth.values)
        verdict = f"{growth.verdict}（指数 {growth.exponent:.2f}）"
        lines.append((growth.what, f"{sizes} {growth.of}", f"{values} {growth.unit}", verdict))
    return lines


def main(arguments: Sequence[str]) -> int:
    """Runs from the command line."""
    parser = argparse.ArgumentParser(prog="bench/growth", description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    found = list(studied())
    if options.json:
        print(json.dumps({"growth": [growth.as_json() for growth in found]}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(table(rows(found))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
