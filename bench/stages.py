"""Opens a draft in the real window step by step: what each step takes. `python -m bench.stages DRAFT`."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bench.memory import now

if TYPE_CHECKING:
    from gui.window import MainWindow

_start, _memory = time.perf_counter(), now()
stages: list[tuple[str, float, float]] = []  # a step, its milliseconds, its MB


def stage(name: str, work: Callable[[], object]) -> None:
    """Does a step and notes what it took."""
    before, start = now(), time.perf_counter()
    work()
    stages.append((name, 1000 * (time.perf_counter() - start), now() - before))


def main(draft: Path) -> None:
    """All steps."""
    stages.append(("Python 解释器", 0, _memory))
    stage("导入 PySide6（窗口部分）", _import_qt)
    stage("导入我们的模块", _import_ours)
    from PySide6.QtWidgets import QApplication

    import gui.app
    from gui.settings import load_settings
    from gui.style import STYLE
    from gui.window import MainWindow

    made: list[QApplication] = []
    stage("建立 QApplication", lambda: made.append(QApplication(["gknb", *STYLE])))
    stage("语言、样式、字体", lambda: gui.app.prepare(made[0]))
    windows: list[MainWindow] = []
    stage("建立窗口", lambda: windows.append(MainWindow(load_settings()[0])))
    window = windows[0]
    stage("读入草稿并显示", lambda: window.open(draft))
    stage("显示窗口、画第一帧", lambda: _show(window))
    stage("后续的重画", lambda: [QApplication.processEvents() for _ in range(5)])
    stage("导入并执行文字检查", window.document.checking.check_all)
    stage("打开每个页签", lambda: _open_tabs(window))
    print(json.dumps({"painted": time.monotonic_ns(), "stages": stages}, ensure_ascii=False))
    window.close()


def _show(window: "MainWindow") -> None:
    from PySide6.QtWidgets import QApplication

    window.show()
    QApplication.processEvents()


def _open_tabs(window: "MainWindow") -> None:
    from PySide6.QtWidgets import QApplication

    for at in range(window.tabs.count()):
        window.tabs.go_to(at)
        QApplication.processEvents()


def _import_qt() -> None:
    import PySide6.QtWidgets  # noqa: F401


def _import_ours() -> None:
    import gui.app  # noqa: F401


if __name__ == "__main__":
    main(Path(sys.argv[1]))
