"""The measurements of `contracts.md`, section Benchmarks: their names, peers and goals."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path

from bench.harness import Measure, Pair, unbuilt


def _later(module: str, function: str) -> Callable[[Path], AbstractContextManager[Pair]]:
    """What prepares a measurement: its module is loaded when it is measured."""

    def prepare(folder: Path) -> AbstractContextManager[Pair]:
        pair: AbstractContextManager[Pair] = getattr(import_module(f"bench.measures.{module}"), function)(
            folder
        )
        return pair

    return prepare


_ALL = (
    Measure(
        "start",
        "ms",
        "冷启动，到显示草稿的第一帧",
        "只有一张表的 PySide6 窗口",
        1.3,
        20,
        _later("windows", "start"),
    ),
    Measure(
        "start-office",
        "ms",
        "冷启动，到显示草稿的第一帧",
        "LibreOffice 启动并转换空白表",
        0.3,
        8,
        _later("windows", "start_office"),
    ),
    Measure(
        "key",
        "ms",
        "填一格：合计、检查、重画",
        "一帧（16.7 ms）",
        0.25,
        600,
        _later("keys", "key"),
        warm_up=30,
    ),
    Measure(
        "key-p99",
        "ms",
        "同上，第99百分位",
        "一帧（16.7 ms）",
        1.0,
        1000,
        _later("keys", "key"),
        share=0.99,
        warm_up=30,
    ),
    Measure(
        "pdf",
        "ms",
        "整份年报的 PDF",
        "reportlab 直接画同样的内容",
        1.5,
        30,
        _later("exports", "pdf_pages"),
    ),
    Measure(
        "pdf-office",
        "ms",
        "./run export，从启动到写好",
        "LibreOffice DOCX→PDF",
        0.3,
        8,
        _later("exports", "pdf_office"),
    ),
    Measure(
        "xlsx",
        "ms",
        "整份年报的 XLSX",
        "XlsxWriter 直接写同样的格",
        1.3,
        40,
        _later("exports", "workbook"),
    ),
    Measure("save", "ms", "保存草稿", "写、同步、改名同样的字节", 2.0, 200, _later("drafts", "save")),
    Measure("docx-read", "ms", "读入 DOCX", "python-docx 打开并读每一格", 1.5, 20, unbuilt),
    Measure(
        "check", "ms", "检查一份长年报", "json.loads 读它的草稿", 40.0, 100, _later("drafts", "check_all")
    ),
    Measure("merge", "ms", "汇总一万份草稿", "json.load 读同样的文件", 4.0, 3, unbuilt),
    Measure(
        "memory",
        "MB",
        "打开草稿后的内存峰值",
        "只有一张表的 PySide6 窗口",
        1.3,
        8,
        _later("windows", "memory"),
        warm_up=1,
    ),
)

MEASURES = {measure.name: measure for measure in _ALL}
"""By name, in the order of the table."""
