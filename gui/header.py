"""The strip above the tabs: agency, its kind, year, and the title and the deadline that follow from them."""

import unicodedata

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from gui.document import Document
from gui.elided import ElidedLabel
from gui.keys import Composing, LeavesWindowKeys
from gui.style import SPACE, heading, shades
from gui.toned import ToneLabel
from model.agency import guess_kind
from model.deadline import in_words, last_day, local_deadline
from model.report import AGENCY_KINDS, AGENCY_LIMIT, YEARS, clean_text, is_agency, is_year

_KINDS = dict(zip(AGENCY_KINDS, ("政府", "部门", "乡镇街道", "其他"), strict=True))
_NARROWEST_KIND = 7  # characters, the arrow included


class HeaderField(LeavesWindowKeys, Composing, QLineEdit):
    """A line of the header; its history is the document's."""


class KindField(LeavesWindowKeys, QComboBox):
    """The kind of the agency: the first choice is what its name tells, the others correct that."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("机关类型")
        self.addItem("", None)
        for kind, name in _KINDS.items():
            self.addItem(name, kind)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(13)
        self.setToolTip("政府、部门和乡镇街道公布的期限、可以有的内容不同。按名称判断得不对，请在这里改正。")

    def minimumSizeHint(self) -> QSize:
        """Where there is no room for all of it, the choice ends in “…”."""
        return QSize(
            self.fontMetrics().horizontalAdvance("汉") * _NARROWEST_KIND, super().minimumSizeHint().height()
        )

    def show_kind(self, agency: str, kind: str | None) -> None:
        """Shows the kind that somebody chose, or what the name tells."""
        self.setItemText(0, f"{_KINDS[guess_kind(agency)]}（按名称判断）" if agency else "按名称判断")
        self.setCurrentIndex(self.findData(kind))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Who scrolls past it does not mean to change it."""
        event.ignore()


class Header(QWidget):
    """Edits the agency's name, its kind and the year."""

    refused = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.agency = HeaderField(placeholderText="填写机关全称，例如：青禾县水务局")
        self.agency.setAccessibleName("机关名称")
        self.year = HeaderField(placeholderText="年度")
        self.year.setAccessibleName("年度")
        metrics = self.fontMetrics()
        self.kind = KindField()
        self.agency.setMinimumWidth(metrics.horizontalAdvance("汉") * 9)
        self.agency.setMaximumWidth(metrics.horizontalAdvance("汉") * 24)
        self.year.setFixedWidth(metrics.horizontalAdvance("8" * 4) + 7 * SPACE)
        self._title = ElidedLabel()
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, SPACE)
        row.setSpacing(2 * SPACE)
        self._deadline = ToneLabel("quiet_ink")
        for label, field, after in (("机关名称(&J)", self.agency, self.kind), ("年度(&D)", self.year, None)):
            caption = QLabel(label)
            caption.setBuddy(field)
            row.addWidget(caption)
            row.addWidget(field, 2 if after else 0)
            if after:
                row.addWidget(after)
        row.addSpacing(2 * SPACE)
        row.addWidget(self._title, 3)
        row.addWidget(self._deadline)
        self.agency.textEdited.connect(self._edit_agency)
        self.agency.editingFinished.connect(self._show)
        self.year.editingFinished.connect(self._edit_year)
        self.kind.activated.connect(self._edit_kind)
        document.changed.connect(self._on_changed)
        document.replaced.connect(self._show)
        document.standing_changed.connect(self._on_standing)
        self._show()

    def _edit_agency(self, text: str) -> None:
        name = _agency_of(text)
        if is_agency(name):
            self._document.edit({"agency": name}, "修改机关名称", merge="agency")
        else:
            self.refused.emit(f"机关名称不超过{AGENCY_LIMIT}个字。")

    def _edit_kind(self, row: int) -> None:
        self._document.edit({"agency_kind": self.kind.itemData(row)}, "修改机关类型")

    def commit_pending_edit(self) -> None:
        """Takes what is still being typed: the agency's name is taken with every key, the year is not."""
        for field in (self.agency, self.year):
            field.commit_composition()
        if self.year.hasFocus():
            self._edit_year()

    def _edit_year(self) -> None:
        """Takes the year that was typed, or says why it is none and shows the former one again."""
        text = self.year.text()
        year = _parse_year(text)
        if year is not None or not text.strip():
            self._document.edit({"year": year}, "修改年度")
        else:
            self.refused.emit(f"“{text[:20]}”不是年度，应为{YEARS[0]}至{YEARS[-1]}的四位数；年度没有改动。")
        self._show()

    def _on_changed(self, touched: frozenset[str]) -> None:
        if touched & {"agency", "agency_kind", "year", "options/deadline"}:
            report = self._document.report
            if _agency_of(self.agency.text()) != report.agency:
                self._show_agency()
            if "year" in touched:
                self.year.setText("" if report.year is None else str(report.year))
            self._show_title()

    def _on_standing(self) -> None:
        for field in (self.agency, self.year):
            field.setReadOnly(self._document.read_only)
        self.kind.setEnabled(not self._document.read_only)
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        """Gives fields that cannot be changed the window's ground; what they say can still be copied."""
        palette = QPalette()
        if self._document.read_only:
            palette.setColor(QPalette.ColorRole.Base, shades(self.palette()).window)
        for field in (self.agency, self.year):
            field.setPalette(palette)

    def _show(self) -> None:
        report = self._document.report
        self._show_agency()
        self.year.setText("" if report.year is None else str(report.year))
        self._show_title()

    def _show_agency(self) -> None:
        """Shows the agency's name, from its beginning where there is no room for all of it."""
        if self.agency.text() != self._document.report.agency:
            self.agency.setText(self._document.report.agency)
        if not self.agency.hasFocus():
            self.agency.setCursorPosition(0)

    def _show_title(self) -> None:
        report = self._document.report
        complete = report.agency and report.year
        self._title.setText(report.title if complete else "填写机关名称和年度后，这里显示报告的标题")
        self._title.setFont(heading(self.font()) if complete else self.font())
        self._title.set_tone("ink" if complete else "quiet_ink")
        self.kind.show_kind(report.agency, report.agency_kind)
        day = last_day(report)
        self._deadline.setText(f"{day.month}月{day.day}日前公布" if day and report.agency else "")
        self._deadline.setToolTip(
            f"应在{in_words(day)}前公布（{'本地规定' if local_deadline(report) else '条例第四十九条'}）"
            if day
            else ""
        )


def _agency_of(text: str) -> str:
    """The agency's name that somebody typed or pasted: on one line."""
    return clean_text(text).replace("\n", "").replace("\t", " ")


def _parse_year(text: str) -> int | None:
    """The year that was typed, full-width digits too; `None` while it is none."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("年")
    year = int(plain) if len(plain) == 4 and plain.isascii() and plain.isdigit() else None
    return year if is_year(year) else None
