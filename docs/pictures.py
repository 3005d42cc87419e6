"""Makes the pictures of the window that the manual and the README show.

    .venv/bin/python docs/pictures.py [--scale 1.5] [--dark] [OUT]
    .venv/bin/python docs/pictures.py --all OUT

They are drawn without a display, in the bundled 黑体 and from the samples, so that the same program gives the
same pictures on every machine of a kind. OUT is a folder, `docs/pictures` by default. The second makes those
to look at after a change: of every tab and dialog (`scenes.py`), at 100, 150 and 200 %, light and dark.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QMenu, QPushButton

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from docs.camera import SETTLING, Camera, wait_for
from docs.examples import FINISHED, REASON, ROOT, UNBALANCED, returned, with_last_year
from docs.scenes import SCENES, show
from export import Product, findings_pdf
from export.findings import Checked
from gui.export_dialog import ExportDialog
from gui.insert_figure import InsertFigureDialog
from gui.pages import make_pages
from gui.preview import Preview
from gui.problems.entries import FILTERS, Kind
from gui.sections import TablePage
from gui.set_aside import SetAsideDialog
from gui.style import Appearance
from gui.take_in import TakeInDialog
from gui.text_page import TextPage
from model.checks import Finding, check, errors
from model.checks.catalogue import explain
from model.checks.setting_aside import set_aside
from model.draft import read_draft
from model.report import Content, Report, new_report
from model.sentences import sentences

PREVIEW_SIZE = 1000, 768
SCREEN = 1366, 768  # pixels, of the window's
SMALLEST = 1024, 700
WHOLE = 1090  # pixels: the height of a window with all of the largest table
ROOMY = 830  # pixels: the height of a window with a text and all that is said of a problem
SHORT = 672  # pixels: the height of a window that ends with a small table
NARROW = 1040  # pixels: the width of a window of which a part is shown
TALL, FLAT = 265, 202  # pixels for the panel: with all that it says of a problem, and with whole lines
TOLD_WRONG = {
    "texts/preface": ("2025年1月1日", "2024年1月1日"),
    "texts/overview": ("申请12件，上年", "申请15件，上年", "停水检修、水价", "停水检修,水价"),
}
"""Words of the finished report, and others in their place: an error, a warning and a hint."""
BLANKED: dict[str, Content] = {
    "proactive/penalties/decisions": None,
    "proactive/compulsory_measures/decisions": None,
}
TYPED = {"proactive/penalties/decisions": "7件"}


def main() -> None:
    """Makes all pictures."""
    parser = argparse.ArgumentParser(description="Makes the pictures of the window.")
    parser.add_argument("out", nargs="?", type=Path, default=ROOT / "docs" / "pictures", metavar="OUT")
    parser.add_argument("--scale", type=float, default=1.0, help="pixels of a picture for one of the window")
    parser.add_argument("--dark", action="store_true", help="light letters on dark ground")
    parser.add_argument("--scenes", action="store_true", help="every tab and dialog instead of the manual's")
    parser.add_argument(
        "--all", action="store_true", help="every tab and dialog at 100, 150 and 200 %%, light and dark"
    )
    arguments = parser.parse_args()
    if arguments.all:
        take_all_sets(arguments.out)
        return
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        # What the window remembers and keeps stays out of the user's folders.
        os.environ |= dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME"), folder)
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen(Path(folder), arguments.scale)}"
        os.environ["QT_SCALE_FACTOR"] = str(arguments.scale)
        camera = Camera(arguments.out, Appearance.DARK if arguments.dark else Appearance.LIGHT)
        if arguments.scenes:
            take_scenes(camera)
        else:
            take_sections(camera)
            take_inserting(camera)
            take_problems(camera)
            take_setting_aside(camera)
            take_ways_out(camera)
        camera.window.document.undo_stack.setClean()
        camera.window.close()


def screen(folder: Path, scale: float) -> Path:
    """Describes to Qt's offscreen platform a screen that is as wide and high as a common one at any scale."""
    width, height = (round(side * scale) for side in SCREEN)
    dpi = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    place = {"name": "screen", "x": 0, "y": 0, "width": width, "height": height}
    file = folder / "screen.json"
    file.write_text(json.dumps({"screens": [place | dpi]}))
    return file


def take_all_sets(out: Path) -> None:
    """Every scene in six looks, a folder each; Qt wants to know the scale before it starts."""
    for scale in (1, 1.5, 2):
        for look, options in (("light", []), ("dark", ["--dark"])):
            folder = out / f"{round(scale * 100)}-{look}"
            subprocess.run(
                [sys.executable, __file__, str(folder), "--scenes", "--scale", str(scale), *options],
                check=True,
            )


def take_scenes(camera: Camera) -> None:
    """Every tab and dialog, in the smallest window that the program promises to work in."""
    camera.resize(*SMALLEST)
    for name in SCENES:
        show(name, camera.window, partial(camera.take, name), SETTLING)


def take_sections(camera: Camera) -> None:
    """The window with a new report and with a finished one, tab by tab."""
    window = camera.window
    camera.take("new")
    window.document.start(new_report("青禾县人民政府", 2025), None)
    camera.resize(1140)
    camera.take("header", window.header)
    camera.resize()
    window.open(FINISHED)
    window.tabs.overview.due.today = lambda: date(2026, 1, 8)  # the picture is to look the same every day
    window.tabs.overview.refresh()
    camera.take("overview")
    for at in range(len(window.tabs.groups)):
        window.tabs.go_to(at)
        camera.take(f"section-{at + 1}")


def take_inserting(camera: Camera) -> None:
    """Figures and sentences that are put into a text."""
    window = camera.window
    dialog = InsertFigureDialog(window, window.document.report)
    dialog.show()
    dialog.search.setText("不予公开 总计")
    camera.take_dialog("insert-figure", dialog)
    camera.resize(NARROW, panel=FLAT)
    with changed(camera, {"texts/preface": "", "texts/overview": ""}):
        page = text_page(camera)
        camera.take_menu("sentences", page, *menu_of(page))
    with changed(camera, {"texts/preface": "", "texts/overview": ready_text(window.document.report)}):
        camera.take("live-figures", text_page(camera))
    camera.resize()


def take_problems(camera: Camera) -> None:
    """What is found, where it is marked and how it is put right."""
    window = camera.window
    wrong = {
        address: replaced(window.document.report, address, words) for address, words in TOLD_WRONG.items()
    }
    with changed(camera, wrong):
        camera.resize(NARROW, ROOMY, FLAT)
        camera.take("text-marks", text_page(camera))
        camera.resize(height=ROOMY, panel=TALL)
        choose(camera, Kind.WARNING, "text-applications")
        camera.take("problems")
    camera.resize(panel=FLAT)
    choose(camera, Kind.AGREES, "text-applications")
    camera.take("agreeing", window.problems)
    with changed(camera, BLANKED):
        choose(camera, Kind.ERROR, "blank-cell")
        camera.take("mending", window.problems)
    window.open(UNBALANCED)
    camera.resize(height=WHOLE, panel=TALL)
    choose(camera, Kind.ERROR, "balance")
    camera.take("imbalance")
    camera.resize()
    found = errors(window.document.checking.findings)
    camera.take_dialog("export", ExportDialog(window, Path("文档"), window.document.report.title, found))


def take_setting_aside(camera: Camera) -> None:
    """A warning that is right all the same, with the figures of an invented year before."""
    window = camera.window
    window.document.start(with_last_year(), None)
    camera.resize(NARROW, SHORT, FLAT)
    window.tabs.go_to(1)
    page = window.tabs.current_page
    assert isinstance(page, TablePage)
    page.grid.grid_model.put(TYPED, "输入")
    camera.take("cell-marks", page.grid)
    window.document.undo_stack.undo()
    camera.resize(panel=TALL)
    finding = choose(camera, Kind.WARNING, "in-force")
    assert finding is not None
    dialog = SetAsideDialog(window, finding.message, explain(finding.rule).reasons)
    dialog.show()
    dialog.line.setText(REASON)
    camera.take_dialog("set-aside", dialog)
    with changed(camera, set_aside(window.document.report, finding, REASON)):
        choose(camera, Kind.ASIDE, "in-force")
        camera.take("aside", window.problems)
        report = window.document.report.snapshot()
    camera.take_page("sign-off", make_pages(report, Product.SIGNATURE).data)
    reports = {"青禾县水务局.gknb": report, "张店区退役军人事务局.gknb": read_draft(UNBALANCED)}
    files = [Checked(name, report, check(report)) for name, report in reports.items()]
    camera.take_page("findings", findings_pdf.render(files))


def take_ways_out(camera: Camera) -> None:
    """The preview, and what comes back from a department."""
    window = camera.window
    window.open(FINISHED)
    preview = Preview(window.document, window)
    preview.resize(*PREVIEW_SIZE)
    preview.show()
    wait_for(preview.maker.drawn)
    camera.take("preview", preview)
    preview.close()
    report = window.document.report
    camera.take_dialog("take-in", TakeInDialog(window, report, returned(report), "许可股交回.xlsx"))


@contextmanager
def changed(camera: Camera, changes: Mapping[str, Content]) -> Iterator[None]:
    """The report of the window with changes that are taken back."""
    camera.window.document.edit(dict(changes), "修改")
    yield
    camera.window.document.undo_stack.undo()


def choose(camera: Camera, kind: Kind, rule: str) -> Finding | None:
    """Shows the lines of a kind, all problems together, and goes to the first that a rule found."""
    problems = camera.window.problems
    camera.window.document.checking.check_all()
    alone = kind in (Kind.ASIDE, Kind.AGREES)
    shown = next(
        at for at, choice in enumerate(FILTERS) if kind in choice.kinds and alone == (len(choice.kinds) == 1)
    )
    problems.filters[shown].click()
    entries = problems.model.entries
    row = next(at for at, entry in enumerate(entries) if entry.kind is kind and entry.item.rule == rule)
    problems.list.setCurrentIndex(problems.model.index(row, 0))
    problems.detail.go.click()
    return entries[row].finding


def replaced(report: Report, address: str, words: tuple[str, ...]) -> str:
    """A text of a report with words in the place of others."""
    text = str(report.content(address))
    for old, new in zip(words[::2], words[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    return text


def text_page(camera: Camera) -> TextPage:
    """The page of the first tab, shown, with its cursor at the beginning."""
    camera.window.tabs.go_to(0)
    page = camera.window.tabs.current_page
    assert isinstance(page, TextPage)
    page.editor.moveCursor(QTextCursor.MoveOperation.Start)
    return page


def ready_text(report: Report) -> str:
    """An overview of nothing but ready sentences."""
    offered = zip("一二三四五六七", sentences(report, "overview"), strict=True)
    return "\n".join(f"（{number}）{sentence.label}。{sentence.text}" for number, sentence in offered)


def menu_of(page: TextPage) -> tuple[QPushButton, QMenu]:
    """The button of a page that has a menu."""
    button = next(button for button in page.findChildren(QPushButton) if button.menu())
    return button, button.menu()


if __name__ == "__main__":
    main()
