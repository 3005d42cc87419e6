"""The states of the window, and the preview beside it: each brings something about, and returns it."""

from pathlib import Path

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from docs.examples import (
    FINISHED,
    LONG_NAME,
    NAME,
    REASON,
    UNBALANCED,
    WHEN,
    declared_final,
    somebody,
    with_last_year,
)
from export import Product
from gui.preview import Preview
from gui.problems.entries import FILTERS, Kind
from gui.window import MainWindow
from model.checks import Severity
from model.checks.setting_aside import set_aside
from model.draft import read_draft
from model.report import Report, new_report
from model.sentences import sentences

TOLD_WRONG = ("2025年1月1日", "2024年1月1日")
_REFUSED = "7件"


def new(window: MainWindow) -> QWidget:
    """A report that nothing is written into yet."""
    window.document.start(new_report("", None))
    _list(window, Kind.ERROR)
    return window


def start(window: MainWindow) -> QWidget:
    """The ways to begin, after two drafts of which one is gone."""
    window.document.start(new_report())
    window.settings.recent = [str(FINISHED), f"/media/共享盘/年报/{NAME}"]
    window.beginning.show_start_page()
    return window


def first_start(window: MainWindow) -> QWidget:
    """The ways to begin, for who has no draft yet."""
    window.document.start(new_report())
    window.settings.recent = []
    window.beginning.show_start_page()
    return window


def section(window: MainWindow, at: int, draft: Path = FINISHED) -> QWidget:
    """A draft, at one of its sections."""
    return _open(window, read_draft(draft), at)


def at_a_glance(window: MainWindow) -> QWidget:
    """The overview of a report that has one of the year before."""
    window.tabs.overview.due.today = WHEN.date
    return _open(window, with_last_year(), -1)


def end_of_overview(window: MainWindow) -> QWidget:
    """What of it one has to scroll to."""
    at_a_glance(window)
    overview = window.tabs.overview
    _settled(overview)
    overview.verticalScrollBar().setValue(overview.verticalScrollBar().maximum())
    return window


def nothing_at_a_glance(window: MainWindow) -> QWidget:
    """The overview of a report that is just begun, after its last day."""
    window.tabs.overview.due.today = lambda: WHEN.date().replace(month=3)
    return _open(window, new_report("青禾县水务局", 2025), -1)


def long_name(window: MainWindow) -> QWidget:
    """An agency with a name as long as some are."""
    report = read_draft(FINISHED)
    report.apply({"agency": LONG_NAME})
    return _open(window, report, 1)


def searching(window: MainWindow, words: str = "公开") -> QWidget:
    """Words that are to be replaced in the texts."""
    section(window, 0)
    window.find_bar.open(replacing=True)
    window.find_bar.words.setText(words)
    return window


def searching_rows(window: MainWindow, words: str = "") -> QWidget:
    """A row of a table that is looked for."""
    section(window, 2)
    table = window.tabs.table_page
    assert table is not None
    table.find_row()
    table._find_line.field.setText(words)
    return window


def problem(window: MainWindow) -> QWidget:
    """A problem, with the focus in the list."""
    section(window, 2, UNBALANCED)
    window.problems.enter()
    return window


def marked_words(window: MainWindow) -> QWidget:
    """Live figures in a text, and words that are wrong."""
    report = with_last_year()
    told = "\n".join(sentence.text for sentence in sentences(report, "overview"))
    old, wrong = TOLD_WRONG
    preface = report.texts["preface"].replace(old, wrong)
    report.apply({"texts/overview": told, "texts/preface": preface})
    _open(window, report, 0)
    page = window.tabs.text_page
    assert page is not None
    page.editor.moveCursor(QTextCursor.MoveOperation.Start)
    return window


def set_aside_line(window: MainWindow) -> QWidget:
    """A warning that somebody set aside."""
    report = with_last_year()
    _open(window, report, 1)
    finding = next(f for f in window.document.checking.findings if f.severity is Severity.WARNING)
    window.document.edit(set_aside(report, finding, REASON), "搁置")
    window.document.checking.check_all()
    return _list(window, Kind.ASIDE)


def agreeing(window: MainWindow) -> QWidget:
    """The figures in the texts that agree with the tables."""
    section(window, 0)
    return _list(window, Kind.AGREES)


def refused(window: MainWindow) -> QWidget:
    """A cell with something that is no number, and blanks among its neighbours."""
    section(window, 1)
    table = window.tabs.table_page
    assert table is not None
    model = table.grid.grid_model
    model.put({"proactive/penalties/decisions": _REFUSED, "proactive/licences/decisions": ""}, "输入")
    window.document.checking.check_all()
    table.grid.go_to("proactive/penalties/decisions")
    return window


def selected(window: MainWindow) -> QWidget:
    """Some cells that are selected, with what they add up to."""
    section(window, 2)
    table = window.tabs.table_page
    assert table is not None
    table.grid.extend_to((7, 7))
    return window


def final(window: MainWindow) -> QWidget:
    """A report that cannot be changed any more."""
    return _open(window, declared_final(), 0)


def changed_after_signing(window: MainWindow) -> QWidget:
    """One that is no longer what was signed."""
    report = declared_final()
    report.apply({"sign_off/reopened": "yes", "proactive/licences/decisions": 187})
    return _open(window, report, 1)


def held(window: MainWindow) -> QWidget:
    """A report that somebody else has open."""
    window.document.start(read_draft(FINISHED), Path(NAME), holder=f"正由{somebody().words}编辑")
    window.tabs.go_to(2)
    return window


def changed_on_disk(window: MainWindow) -> QWidget:
    """A report whose file somebody else wrote meanwhile."""
    section(window, 0)
    strip = window.file_strip
    strip._tell(f"“{NAME}”在磁盘上被别人或者别的程序改过。", strip.compare)
    return window


def preview(window: MainWindow, product: Product = Product.PUBLICATION) -> QWidget:
    """The pages, as they are printed."""
    section(window, 0)
    pages = Preview(window.document, window)
    pages.show_product(product)
    pages.show()
    return pages


def _open(window: MainWindow, report: Report, at: int) -> QWidget:
    """A report at one of its sections, or at its overview (-1)."""
    window.document.start(report)
    window.document.checking.check_all()
    if at < 0:
        window.tabs.go_to_overview()
        assert window.tabs.overview.charts  # asked for, they come now; else at any turn, or after all of them
    else:
        window.tabs.go_to(at)
    return _list(window, Kind.ERROR)


def _list(window: MainWindow, kind: Kind) -> QWidget:
    """Lists problems or, where that is asked for, lines of another kind with the first of them current."""
    problems = window.problems
    problems.filters[next(at for at, choice in enumerate(FILTERS) if kind in choice.kinds)].click()
    if kind is not Kind.ERROR:
        problems.list.setCurrentIndex(problems.model.index(0, 0))
    return window


def _settled(widget: QWidget) -> None:
    """Gives a page the height that its parts ask for."""
    widget.ensurePolished()
    for part in (widget, *widget.findChildren(QWidget)):
        if layout := part.layout():
            layout.activate()
