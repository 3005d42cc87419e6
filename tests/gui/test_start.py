"""The first frame waits for nothing that it does not show. What is loaded too early costs every start."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "clean-2025.gknb"
SCRIPT = """
import gc, json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
import gui.windows

class Watched(gui.windows.MainWindow):
    def showEvent(self, event):
        super().showEvent(event)
        said.update(modules=sorted(sys.modules), collects=gc.isenabled())
        QTimer.singleShot(0, self.on_frame)
        self.waiting = QTimer(interval=20)
        self.waiting.timeout.connect(self.end)
        self.waiting.start()

    def on_frame(self):
        said.update(fonts=maps.read_text().split() if maps.exists() else [])

    def end(self):
        if gc.isenabled() and self.tabs.overview._charts:  # what was put off has come
            self.close()

maps = Path("/proc/self/maps")
said = {}
gui.windows.MainWindow = Watched
sys.argv = ["main.py", sys.argv[1]]
import runpy
try:
    runpy.run_path("main.py", run_name="__main__")
except SystemExit:
    print(json.dumps(said))
"""
LATER = (
    "export.charts",
    "export.pdf",
    "gui.dialogs",
    "gui.export_dialog",
    "gui.finding",
    "gui.grid.view",
    "gui.sections",
    "gui.text_page",
    "hashlib",
    "html",
    "ingest",
    "model.checks.texts",
    "model.claims.reader",
    "model.recovery",
    "openpyxl",
    "pypdfium2",
    "reportlab",
    "socketserver",
    "xlsxwriter",
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a start with a draft told of itself when shown; it ended when all that was put off had come."""
    folder = tmp_path_factory.mktemp("start")
    draft = folder / "年报.gknb"
    draft.write_bytes(SAMPLE.read_bytes())
    own = {"XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config")}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, draft],
        cwd=ROOT,
        env=os.environ | own | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_nothing_is_loaded_that_the_first_frame_does_not_show(told: dict[str, Any]) -> None:
    loaded: list[str] = told["modules"]
    assert "gui.overview.page" in loaded
    assert [name for name in loaded if name in LATER or name.split(".")[0] in LATER] == []


def test_no_bold_font_is_loaded_for_it(told: dict[str, Any]) -> None:
    assert [part for part in told["fonts"] if "Bold" in part] == []


def test_no_garbage_is_looked_for_meanwhile(told: dict[str, Any]) -> None:
    assert told["collects"] is False
