"""Beginning a report from last year's, as `new --last-year` does, after a look at what was not read."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from gui.background import run_with_progress
from gui.column_dialog import LISTING, ColumnDialog
from gui.comparing import Lines
from gui.dialogs import Dialogs
from ingest import Imported, read_any
from model.errors import UserError
from model.report import YEARS, Report, carried_from, new_report


class NotReadDialog(ColumnDialog):
    """Says what of last year's report was not read or is strange; accepted to go on all the same."""

    def __init__(self, parent: QWidget, name: str, notes: list[str]) -> None:
        super().__init__(parent, "从上年报告开始")
        self.head(f"“{name}”里有{len(notes)}处请先看一下：")
        self.notes = Lines("没有读入或者有疑问的内容", notes)
        self.column.addWidget(self.notes, 1)
        self.say("新的年报只取用上年的结转数字，其余留着对照。看过以后没有妨碍的，可以继续。")
        self.go_on = self.add_button("继续")
        self.go_on.clicked.connect(self.accept)
        self.add_button("取消").clicked.connect(self.reject)
        self.finish(LISTING)


def this_years(path: Path, dialogs: Dialogs, agency: str) -> tuple[Report, str] | None:
    """This year's report after the one in a file, and what was carried over in words.

    `agency` is whose it is where the file does not say. `None` where the file cannot be read, or the person
    thought better of it after a look at what was not read.
    """
    found: list[Imported] = []
    try:
        run_with_progress(dialogs.window, "正在读取……", lambda: found.append(read_any(path)))
    except UserError as error:
        dialogs.failed(str(error))
        return None
    last = found[0].report
    notes = [finding.message for finding in found[0].findings] + found[0].unplaced
    if last.year is None:
        last.year = date.today().year - 2
        notes.insert(0, f"没有写年度，当作{last.year}年的报告。")
    if last.year + 1 not in YEARS:
        dialogs.failed(f"“{path.name}”是{last.year}年的报告，后一年的年报这个程序做不了。请检查年度。")
        return None
    if notes and not dialogs.run(NotReadDialog(dialogs.window, path.name, notes)):
        return None
    report = new_report(last.agency or agency, last.year + 1, last)
    carried = sum(1 for value in carried_from(last, report.form).values() if value is not None)
    taken = f"填入上年结转{carried}格，请核对" if carried else "上年没有可以结转的数字"
    return report, f"已按“{path.name}”新建{report.year}年的年报：{taken}。"
