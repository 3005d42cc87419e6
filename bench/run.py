"""Measures this program against what one would use without it, side by side in one run.

`bench/run [NAME…] [--json] [--runs N] [--write]`. Every NAME is measured in a process of its own, ours
and its peer in turn. What cannot be measured is named as missing, with the package to install.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NoReturn

from bench.harness import Result, Spread, measure
from bench.measures import MEASURES
from bench.terminal import table

_HELP = """\
测量本程序，并与不用本程序时的做法对照，交替进行，取中位数。

不写名称时测量全部：{names}
结论：达到、未达到，或者缺少（没有可对照的程序，或者程序还没有这一部分；缺少不算达到）。"""
_STATUS = """\
退出状态：0 都测量了（是否达到目标看表）；1 有的测量中途出错；2 用法不对。
机器忙时数字会变大，倍数仍可比较：两边是交替测量的。"""


def main(arguments: Sequence[str]) -> int:
    """Runs from the command line."""
    parser = _Parser(
        prog="bench/run",
        description=_HELP.format(names="、".join(MEASURES)),
        epilog=_STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help="要测量的项目")
    parser.add_argument("--json", action="store_true", help="结果写成 JSON")
    parser.add_argument("--runs", type=int, metavar="N", help="每项最多测 N 次（粗看用）")
    parser.add_argument("--write", action="store_true", help="另外测量增长和占比，写入 docs/performance.md")
    parser.add_argument("--help", "-h", action="help", help="显示这一页")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.names if name not in MEASURES]:
        parser.error(f"没有“{unknown[0]}”这一项。可以测量的有：{'、'.join(MEASURES)}")
    if options.runs is not None and options.runs < 1:
        parser.error("--runs 后面要写一个大于0的整数，例如 --runs 5")
    names = [name for name in MEASURES if not options.names or name in options.names]
    if options.write and options.names:
        parser.error("--write 要测量全部项目，后面不能写名称")
    results = list(measured(names, options.runs))
    if options.json:
        print(json.dumps({"results": [result.as_json() for result in results]}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(report(results)))
    if options.write:
        from bench.performance import write

        write(results)
    return 1 if any(result.failed for result in results) else 0


def measured(names: Sequence[str], most: int | None) -> Iterator[Result]:
    """The results, one after the other, each from a process that did nothing else before."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name in names:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            try:
                yield pool.submit(_measure, name, most).result()
            except Exception as error:
                print(f"{name} 测量出错：{error!r}", file=sys.stderr)
                this = MEASURES[name]
                yield Result(this.name, this.unit, this.ours, this.peer, this.goal, failed=True)


def _measure(name: str, most: int | None) -> Result:
    return measure(MEASURES[name], most)


def report(results: Sequence[Result]) -> Iterator[str]:
    """The results as lines for a person."""
    rows = [("项目", "我们", "对照", "倍数", "目标", "结论", "次数", "我们做的 ／ 对照")]
    for result in results:
        rows.append(
            (
                result.name,
                figures(result.ours, result.unit),
                figures(result.peer, result.unit),
                f"{result.ratio:.2f}" if result.ratio else "—",
                f"≤ {result.goal:g}",
                result.verdict,
                str(result.runs or "—"),
                f"{result.ours_name} ／ {result.peer_name}",
            )
        )
    yield from table(rows)
    yield ""
    yield "数字是中位数（key-p99 是第99百分位），括号里是中间一半的范围。"
    for result in results:
        if result.missing:
            yield f"{result.name} 缺少：{missing(result)}"
        for name, spread in result.also.items():
            yield f"{result.name} 另有：{name} {figures(spread, result.unit)}"


def missing(result: Result) -> str:
    """What lacks, in words."""
    package = result.missing.isascii()
    return f"没有安装对照的程序。请安装软件包 {result.missing}" if package else result.missing


def figures(spread: Spread | None, unit: str) -> str:
    """A value with its spread, in words."""
    if spread is None:
        return "—"
    digits = 0 if spread.value >= 200 else 1 if spread.value >= 20 else 2 if spread.value >= 0.2 else 3
    value, low, high = (f"{number:.{digits}f}" for number in (spread.value, spread.low, spread.high))
    return f"{value} {unit}（{low}–{high}）"


class _Parser(argparse.ArgumentParser):
    """Speaks Chinese, and exits with 2 for bad usage."""

    def error(self, message: str) -> NoReturn:
        print(f"用法不对：{message}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
