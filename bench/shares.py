"""Where the time and the memory go: the largest shares of the start, of a key, of the checks, of the PDF.

`bench/shares` prints them. They are for finding what to mend; `bench/run` says whether it helped.
"""

import argparse
import cProfile
import pstats
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from bench.desk import desk
from bench.processes import Place
from bench.subjects import ROOT, draft_in, longest_report, rewriting
from bench.terminal import table

Row = tuple[str, ...]
Rows = list[Row]
_MOST = 10  # of the functions of a profile
_RUNS = 7  # of the steps of a start


def stages(folder: Path) -> Rows:
    """The steps from the start to the painted draft and beyond (medians)."""
    place, draft = Place(folder), draft_in(folder)
    runs = [place.ask("bench.stages", draft)["stages"] for _ in range(_RUNS + 1)][1:]
    rows: Rows = [("打开草稿", "毫秒", "MB")]
    for steps in zip(*runs, strict=True):
        time, memory = median(s[1] for s in steps), median(s[2] for s in steps)
        rows.append((steps[0][0], f"{time:.1f}", f"{memory:.1f}"))
    return rows


def imports(folder: Path) -> Rows:
    """What is imported until the draft is painted, by package (`-X importtime`, which doubles it)."""
    spent: dict[str, float] = {}
    for line in Place(folder).import_times("bench.window", draft_in(folder)):
        own, _, name = line.removeprefix("import time:").split("|")
        if own.strip().isdigit():
            package = name.strip().split(".")[0]
            spent[package] = spent.get(package, 0) + int(own) / 1000
    total = sum(spent.values())
    largest = sorted(spent.items(), key=lambda item: -item[1])[:_MOST]
    return [("导入", "毫秒", "占比"), *((n, f"{t:.1f}", f"{t / total:.0%}") for n, t in largest)]


def of_a_key(folder: Path, runs: int = 200) -> Rows:
    """A number typed into a cell, by function."""
    with desk(folder, draft_in(folder)) as opened:
        cells = cycle(opened.cells())
        numbers = iter(range(100, 10**6))
        return profiled(lambda: opened.type_into(next(cells), str(next(numbers))), runs, "填一格")


def of_the_checks(folder: Path, runs: int = 40) -> Rows:
    """All rules on texts that were never read, by function."""
    from bench.growth import with_pages
    from model.checks import check

    report = with_pages(7)
    rewrite = rewriting(report)

    def work() -> None:
        rewrite()
        check(report)

    return profiled(work, runs, "全部检查")


def of_the_pdf(folder: Path, runs: int = 10) -> Rows:
    """The PDF, by function."""
    from export import pdf

    report = longest_report()[1]
    return profiled(lambda: pdf.render(report), runs, "PDF")


SHARES: tuple[Callable[[Path], Rows], ...] = (stages, imports, of_a_key, of_the_checks, of_the_pdf)


def profiled(work: Callable[[], object], runs: int, name: str) -> Rows:
    """Where the time of some work goes, by the functions that took most themselves."""
    for _ in range(3):
        work()
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(runs):
        work()
    profile.disable()
    found = pstats.Stats(profile).get_stats_profile()
    largest = sorted(found.func_profiles.items(), key=lambda item: -item[1].tottime)[:_MOST]
    rows: Rows = [(f"{name}（函数自身）", "占比", "每次调用")]
    for function, figures in largest:
        place = figures.file_name.replace(f"{ROOT}/", "").rpartition("site-packages/")[2]
        where = f"{place}:{function}" if figures.line_number else re.sub(" at 0x[0-9a-f]+", "", function)
        share = figures.tottime / max(found.total_tt, 1e-9)
        rows.append(
            (where.replace("|", "¦"), f"{share:.0%}", f"{int(figures.ncalls.split('/')[0]) / runs:.0f}")
        )
    return rows


def all_shares() -> Iterator[Rows]:
    """All of them, each from a process of its own."""
    for share in SHARES:
        print(f"正在分析 {share.__name__} ……", file=sys.stderr, flush=True)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            yield pool.submit(_run, share).result()


def _run(share: Callable[[Path], Rows]) -> Rows:
    with tempfile.TemporaryDirectory(prefix="gknb-shares-") as folder:
        return share(Path(folder))


def main(arguments: Sequence[str]) -> int:
    """Runs from the command line."""
    argparse.ArgumentParser(prog="bench/shares", description=__doc__).parse_args(arguments)
    for rows in all_shares():
        print("\n".join([*table(rows), ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
