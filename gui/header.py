"""The strip above the tabs: agency, year and the title that follows from them."""

import unicodedata

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from gui.document import Document
from gui.elided import ElidedLabel
from gui.keys import LeavesWindowKeys
from gui.style import SPACE, bold
from model.report import AGENCY_LIMIT, YEARS, clean_text, is_agency, is_year


class HeaderField(LeavesWindowKeys, QLineEdit):
    """A line of the header; its history is the document's."""


class Header(QWidget):
    """Edits the agency's name and the year."""

    refused = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.agency = HeaderField(placeholderText="填写机关全称，例如：青禾县水务局")
        self.agency.setAccessibleName("机关名称")
        self.year = HeaderField(placeholderText="年度")
        self.year.setAccessibleName("年度")
        metrics = self.fontMetrics()
        self.agency.setFixedWidth(metrics.horizontalAdvance("汉") * 22)
        self.year.setFixedWidth(metrics.horizontalAdvance("8" * 4) + 7 * SPACE)
        self._title = ElidedLabel()
        self._title.setFont(bold(self.font()))
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        row.setSpacing(2 * SPACE)
        for label, field in (("机关名称(&J)", self.agency), ("年度(&D)", self.year)):
            caption = QLabel(label)
            caption.setBuddy(field)
            row.addWidget(caption)
            row.addWidget(field)
        row.addSpacing(3 * SPACE)
        row.addWidget(self._title, 1)
        self.agency.textEdited.connect(self._edit_agency)
        self.agency.editingFinished.connect(self._show)
        self.year.editingFinished.connect(self.commit_pending_edit)
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

    def commit_pending_edit(self) -> None:
        """Takes the year that was typed, or says why it is none and shows the former one again."""
        text = self.year.text()
        year = _parse_year(text)
        if year is not None or not text.strip():
            self._document.edit({"year": year}, "修改年度")
        else:
            self.refused.emit(f"“{text[:20]}”不是年度，应为{YEARS[0]}至{YEARS[-1]}的四位数；年度没有改动。")
        self._show()

    def _on_changed(self, touched: frozenset[str]) -> None:
        if touched & {"agency", "year"}:
            report = self._document.report
            if _agency_of(self.agency.text()) != report.agency:
                self.agency.setText(report.agency)
            if "year" in touched:
                self.year.setText("" if report.year is None else str(report.year))
            self._show_title()

    def _on_standing(self) -> None:
        for field in (self.agency, self.year):
            field.setReadOnly(self._document.read_only)

    def _show(self) -> None:
        report = self._document.report
        self.agency.setText(report.agency)
        self.year.setText("" if report.year is None else str(report.year))
        self._show_title()

    def _show_title(self) -> None:
        report = self._document.report
        complete = report.agency and report.year
        self._title.setText(report.title if complete else "填写机关名称和年度后，这里显示报告的标题")
        self._title.setEnabled(bool(complete))


def _agency_of(text: str) -> str:
    """The agency's name that somebody typed or pasted: on one line."""
    return clean_text(text).replace("\n", "").replace("\t", " ")


def _parse_year(text: str) -> int | None:
    """The year that was typed, full-width digits too; `None` while it is none."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("年")
    year = int(plain) if len(plain) == 4 and plain.isascii() and plain.isdigit() else None
    return year if is_year(year) else None
