"""The page of the overview: the report at a glance, and from here to everywhere."""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QLabel,
    QScrollArea,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from gui.document import Document
from gui.overview.due import Due
from gui.overview.figures import FiguresTable
from gui.overview.states import States
from gui.style import SPACE, heading
from model.checks import Comparison, Finding
from model.definition import Section
from model.overview import overview

if TYPE_CHECKING:
    from gui.overview.chart import ChartView

_SOON = 30  # milliseconds: by then the rest is painted
_TWO_COLUMNS = 66  # characters from which on there is room for two
_HELP = (
    "总览",
    "各部分填到什么程度，有几个问题：点一下，或者选中后按回车，就转到那里。",
    "公布的期限按机关类型算；本地另有规定的，填“本地截止日”。",
    "图可以复制到文档里，也可以另存为图片；导出PDF时可以附在年报后面。",
)


class _Content(QWidget):
    """What is scrolled."""

    holds_focus_ring = True


class OverviewPage(QScrollArea):
    """Up to date whenever it is seen; nothing is worked out for it while it is not.

    The charts come a moment after the rest: this is what a draft is opened with, and the first frame is not
    to wait for them.
    """

    said = Signal(str, object)  # a line for the status bar, and the Severity that it tells of or None
    done = Signal(str)  # what was done, for a while
    refused = Signal(str)  # why something typed was not taken
    section_wanted = Signal(int)
    problem_wanted = Signal(object)  # the Finding to go to
    picture_wanted = Signal(object)  # the Chart to save

    def __init__(self, document: Document, groups: Sequence[Sequence[Section]]) -> None:
        super().__init__()
        self._document = document
        self.states = States(document, groups)
        self.due = Due(document, date.today)
        self.figures = FiguresTable()
        self._charts: list[ChartView] | None = None
        self._up_to_date: date | None = None  # the day for which all is shown as it is
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._show_charts)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(self.states.in_order[0])
        self.setWidgetResizable(True)
        self.setAccessibleName("总览")
        self._build()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        self.states.section_wanted.connect(self.section_wanted)
        self.states.problem_wanted.connect(self.problem_wanted)
        self.due.refused.connect(self.refused)
        document.checking.checked.connect(self._on_changed)  # it follows every change
        document.standing_changed.connect(self._on_changed)

    def _build(self) -> None:
        content = _Content()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        self._columns.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 3 * SPACE)
        self._columns.setSpacing(6 * SPACE)
        report, self._drawn = QVBoxLayout(), QVBoxLayout()
        report.setSpacing(SPACE)
        self._drawn.setSpacing(3 * SPACE)
        for title, widget in (("各部分", self.states), ("公布期限", self.due), ("主要数据", self.figures)):
            label = QLabel(title)
            label.setFont(heading(self.font()))
            report.addWidget(label)
            report.addWidget(widget)
            report.addSpacing(3 * SPACE)
            if widget is self.figures and not self._document.report.form.overview.figures:
                label.hide()
                widget.hide()
        report.addStretch(1)
        self._columns.addLayout(report, 2)
        self._columns.addLayout(self._drawn, 3)
        self.setWidget(content)

    @property
    def charts(self) -> "list[ChartView]":
        """The charts, made now if nobody asked for them before."""
        from export.charts import chart_makers
        from gui.overview.chart import ChartView

        if self._charts is None:
            makers = chart_makers(overview(self._document.report))
            self._charts = [ChartView() for _ in makers]
            for chart, make in zip(self._charts, makers, strict=True):
                chart.show_chart(make)
                chart.said.connect(self.done)
                chart.save_wanted.connect(self.picture_wanted)
                self._drawn.addWidget(chart)
            self._drawn.addStretch(1)
            for before, after in pairwise(self.in_order):
                self.setTabOrder(before, after)
        return self._charts

    @property
    def in_order(self) -> list[QWidget]:
        charts = [widget for chart in self._charts or () for widget in chart.in_order]
        return [*self.states.in_order, self.due.field, self.figures, *charts]

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        """Brings into view what Tab comes to from outside; within the page Qt does."""
        if new is not None and self.isAncestorOf(new):
            self.ensureWidgetVisible(new)

    def enter(self) -> None:
        self.states.in_order[0].setFocus()
        self.verticalScrollBar().setValue(0)
        self.said.emit("总览", None)

    def commit_pending_edit(self) -> None:
        self.due.commit_pending_edit()

    def show_finding(self, finding: Finding | Comparison) -> None:
        """Findings are in the sections; the window leads there."""

    def show_change(self, addresses: Collection[str]) -> None:
        """All of it is in view or a scroll away."""

    def show_help(self) -> None:
        QToolTip.showText(self.viewport().mapToGlobal(QPoint(3 * SPACE, 3 * SPACE)), "\n".join(_HELP), self)

    def refresh(self) -> None:
        """Shows the report as it is now."""
        self._up_to_date = self.due.today()
        self.states.refresh()
        self.due.refresh()
        self.figures.show_lines(overview(self._document.report).lines)
        if self._charts is None:
            self._soon.start()
        else:
            self._show_charts()

    def _show_charts(self) -> None:
        from export.charts import chart_makers

        for chart, make in zip(self.charts, chart_makers(overview(self._document.report)), strict=True):
            chart.show_chart(make)

    def _on_changed(self) -> None:
        self._up_to_date = None
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        if self._up_to_date != self.due.today():
            self.refresh()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= self.fontMetrics().horizontalAdvance("汉") * _TWO_COLUMNS
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
