"""Writes `docs/performance.md` and its chart: what `bench/run --write` measured.

What stands in the page from `BY_HAND` on is kept as it is.
"""

import importlib.metadata
import math
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from bench import growth, shares
from bench.harness import Result
from bench.run import figures, missing
from bench.subjects import ROOT, longest_report

PAGE, CHART = ROOT / "docs" / "performance.md", ROOT / "docs" / "performance.svg"
BY_HAND = "## 说明"
_PACKAGES = ("PySide6-Essentials", "reportlab", "XlsxWriter", "msgspec")


def write(results: Sequence[Result]) -> None:
    """Studies growth and shares as well, and writes the page and the chart."""
    grown, parts = list(growth.studied()), list(shares.all_shares())
    kept = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    by_hand = kept[kept.index(BY_HAND) :] if BY_HAND in kept else f"{BY_HAND}\n"
    text = "\n".join([*page(results, grown, parts), "", by_hand.rstrip(), ""])
    PAGE.write_text(text, encoding="utf-8")
    CHART.write_text(chart(results), encoding="utf-8")


def page(
    results: Sequence[Result], grown: Sequence[growth.Growth], parts: Sequence[shares.Rows]
) -> Iterator[str]:
    """The lines of the page."""
    name, report = longest_report()
    length = sum(map(len, report.texts.values()))
    yield from ("# 快慢", "")
    yield "本页由 `bench/run --write` 写成，除最后一节外请勿手改。每一项都与不用本程序时的做法交替测量，"
    yield f"取中位数，括号里是中间一半的范围。年报：{name}（文字{length:,}字，{len(report.cells)}格）。"
    yield ""
    yield from table(list(environment()))
    yield from ("", "## 与对照相比", "", "![与目标相比的倍数](performance.svg)", "")
    rows = [("项目", "我们", "对照", "倍数", "目标", "结论")]
    for result in results:
        ratio = f"{result.ratio:.2f}" if result.ratio else "—"
        ours = f"{result.ours_name}：{figures(result.ours, result.unit)}"
        peer = f"{result.peer_name}：{figures(result.peer, result.unit)}"
        rows.append((f"`{result.name}`", ours, peer, ratio, f"≤ {result.goal:g}", result.verdict))
    yield from table(rows)
    notes = [f"- `{result.name}` 缺少：{missing(result)}" for result in results if result.missing]
    notes += [
        f"- `{result.name}` 另有：{what} {figures(spread, result.unit)}"
        for result in results
        for what, spread in result.also.items()
    ]
    yield from ("", *notes)
    yield from ("", "## 规模变大时", "", "指数是费用随规模增长的幂：0 不变，1 成正比。", "")
    yield from table(growth.rows(grown))
    yield from ("", "## 时间和内存用在哪里")
    for part in parts:
        yield ""
        yield from table(part)


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows in Markdown, the first one as the head."""
    head, *others = rows
    for row in (head, ["---"] * len(head), *others):
        yield f"| {' | '.join(cell.replace('|', '¦') for cell in row)} |"


def environment() -> Iterator[tuple[str, str]]:
    """What it was measured on; nothing that names the machine."""
    yield "日期", date.today().isoformat()
    yield "处理器", f"{_processor()}，{os.cpu_count()}核"
    yield "系统", _system()
    yield "Qt 平台", os.environ.get("QT_QPA_PLATFORM") or "offscreen"
    versions = [f"Python {platform.python_version()}"]
    versions += [f"{package} {importlib.metadata.version(package)}" for package in _PACKAGES]
    yield "版本", "，".join([*versions, *_office()])


def _processor() -> str:
    if sys.platform == "linux":
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
        if found:
            return found[1]
    return platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()


def _office() -> Iterator[str]:
    if command := shutil.which("soffice") or shutil.which("libreoffice"):
        said = subprocess.run([command, "--version"], capture_output=True, text=True, check=False).stdout
        if found := re.match(r"LibreOffice [0-9.]+", said):
            yield found[0]


_LEFT, _WIDTH, _LINE, _TOP = 110, 560, 26, 34  # pixels of the chart
_MOST = 8.0  # times the goal at the right end, at the left end its inverse


def chart(results: Sequence[Result]) -> str:
    """How each ratio lies to its goal, on a logarithmic scale: a bar to the left of the line reaches it."""
    parts = []
    middle = _LEFT + _WIDTH / 2
    for at, result in enumerate(results):
        y = _TOP + at * _LINE
        parts.append(f'<text x="{_LEFT - 10}" y="{y + 13}" text-anchor="end">{escape(result.name)}</text>')
        if result.ratio is None:
            parts.append(f'<text x="{middle + 8}" y="{y + 13}" fill="#5A6673">{result.verdict}</text>')
            continue
        share = max(-1.0, min(1.0, math.log(result.ratio / result.goal) / math.log(_MOST)))
        end = middle + share * _WIDTH / 2
        left, colour = min(middle, end), "#2E7D32" if share <= 0 else "#C62828"
        long = max(abs(end - middle), 1)
        parts.append(f'<rect x="{left:.1f}" y="{y}" width="{long:.1f}" height="16" fill="{colour}"/>')
        words = f"{result.ratio:.2f}（目标 {result.goal:g}）{result.verdict}"
        x, anchor = (middle + 8, "start") if share <= 0 else (middle - 8, "end")
        parts.append(f'<text x="{x}" y="{y + 13}" text-anchor="{anchor}">{words}</text>')
    height = _TOP + len(results) * _LINE + 8
    line = f'<line x1="{middle}" y1="{_TOP - 8}" x2="{middle}" y2="{height - 8}" stroke="#1C2530"/>'
    words = "← 比目标好　　目标　　比目标差 →"
    head = f'<text x="{middle}" y="18" text-anchor="middle" fill="#5A6673">{words}</text>'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _WIDTH + 20}" height="{height}"'
            ' font-family="sans-serif" font-size="13" fill="#1C2530">',
            '<rect width="100%" height="100%" fill="#FFFFFF"/>',
            *(head, *parts, line, "</svg>", ""),
        ]
    )
