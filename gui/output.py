"""What leaves the program: exports, preview, prints, and the final version."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from export import Product, annex_line, annexed, export
from gui.answers import AfterFailure
from gui.document import Document
from gui.filing import Filing
from model.checks import Finding, errors
from model.errors import UserError
from model.files import file_name, write_atomic
from model.signoff import declare_final, reopen

if TYPE_CHECKING:
    from export.charts import Chart
    from gui.export_dialog import ExportChoice


_LISTED = 8  # errors that a message spells out


class Output(QObject):
    """The actions that turn the report into pages and files; modules they need are loaded then."""

    said = Signal(str)

    def __init__(self, document: Document, filing: Filing, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._filing = filing
        self._window = window
        self._preview: QWidget | None = None

    def export(self, product: Product = Product.PUBLICATION) -> bool:
        """Exports the report; its errors are shown first. Whether a file was written."""
        found = self._errors()
        path: Path | None = None
        while True:
            choice = self._filing.dialogs.export_choice(
                self._filing.folder,
                self._filing.title,
                found,
                product,
                path,
                self._annexed,
                self._document.why_read_only,
            )
            if choice is None:
                return False
            path, product = choice.path, choice.product
            if choice.annex is not None:
                self._annex(product, choice.annex)
            while True:
                try:
                    self._write(choice)
                except UserError as error:
                    answer = self._filing.dialogs.export_failed(str(error))
                    if answer is AfterFailure.CANCEL:
                        return False
                    if answer is AfterFailure.ELSEWHERE:
                        break
                else:
                    shown = not choice.open_folder or self._filing.dialogs.open_folder(path.parent)
                    fonts = _fonts_used() if choice.system_fonts else ""
                    self.said.emit(f"已导出到“{path}”。{fonts}" + ("" if shown else "没能打开文件夹。"))
                    return True

    def export_findings(self) -> bool:
        """Writes what the checks found to a file for those who look after the report."""
        from export.findings import Checked, write

        self._document.checking.check_all()
        name = file_name(f"{self._filing.title}检查结果", ".xlsx")
        path = self._filing.dialogs.save_findings(self._filing.folder / name)
        if path is None:
            return False
        checked = Checked(
            self._filing.name, self._document.report.snapshot(), list(self._document.checking.findings)
        )
        try:
            _run(self._window, "正在导出……", lambda: write(path, [checked]))
        except UserError as error:
            self._filing.dialogs.failed(str(error))
            return False
        self.said.emit(f"检查结果已导出到“{path}”。")
        return True

    def save_picture(self, chart: "Chart") -> bool:
        """Saves a chart of the overview as a picture; whether that was done."""
        path = self._filing.dialogs.save_picture(self._filing.folder / file_name(chart.title, ".png"))
        if path is None:
            return False
        if path.suffix.lower() == ".svg":
            from export.svg import svg

            data = svg(chart).encode()
        else:
            from gui.overview.drawing import png

            data = png(chart, self._window.font())
        try:
            write_atomic(path, data)
        except UserError as error:
            self._filing.dialogs.failed(str(error))
            return False
        self.said.emit(f"图片已保存到“{path}”。")
        return True

    def show_preview(self) -> None:
        """Opens the preview, or brings it to the front."""
        from gui.preview import Preview

        if self._preview is None:
            preview = Preview(self._document, self._window)
            preview.export_asked.connect(self.export)
            preview.print_asked.connect(self.print)
            preview.annex_asked.connect(self._annex)
            self._preview = preview
        self._preview.show()
        self._preview.raise_()
        self._preview.activateWindow()

    def close_preview(self) -> None:
        """Closes the preview with the window that it belongs to."""
        if self._preview is not None:
            self._preview.close()

    def print(self, product: Product = Product.PUBLICATION) -> bool:
        """Prints the pages of the PDF; where there is no printer, offers to write the PDF instead."""
        from gui import printing
        from gui.pages import Pages, make_pages

        if not printing.has_printer():
            return self._filing.dialogs.no_printer() and self.export(product)
        made: list[Pages] = []
        snapshot = self._document.report.snapshot()
        try:
            _run(self._window, "正在排版……", lambda: made.append(make_pages(snapshot, product)))
        except UserError as error:
            self._filing.dialogs.failed(str(error))
            return False
        printed = printing.ask_and_print(self._window, made[0], self._document.report.title)
        if printed:
            self.said.emit("已送往打印机。")
        return printed

    def edit_sign_off(self) -> None:
        """Asks for document number, dates and closing."""
        from gui.sign_off import SignOffDialog

        self._filing.dialogs.run(SignOffDialog(self._document, self._window))

    def verify(self) -> None:
        """Compares a 校验码 with the report."""
        from gui.sign_off import VerifyDialog

        self._filing.dialogs.run(VerifyDialog(self._document, self._window))

    def declare_final(self) -> bool:
        """Declares the report final: it can be read, printed and exported, but not changed."""
        if found := self._errors():
            listed = "\n".join(f"· {finding.message}" for finding in found[:_LISTED])
            self._filing.dialogs.failed(f"报告还有{len(found)}个错误，不能定稿。请先改正：\n{listed}")
            return False
        if not self._filing.dialogs.confirm_final():
            return False
        self._document.edit(declare_final(self._document.report, date.today()), "定稿")
        return True

    def reopen(self) -> None:
        """Lets a final report be edited again."""
        self._document.edit(reopen(), "重新打开修改")

    def _errors(self) -> list[Finding]:
        self._document.checking.check_all()
        return errors(self._document.checking.findings)

    @property
    def _annexed(self) -> set[Product] | None:
        """The products that come with the charts; `None` where the form has no charts."""
        report = self._document.report
        return annexed(report) if report.form.overview.compositions else None

    def _annex(self, product: Product, wanted: bool) -> None:
        """Notes in the draft whether a product comes with the charts, so that everybody exports the same."""
        products = annexed(self._document.report) - {product} | ({product} if wanted else set())
        name = f"{product.label}{'附' if wanted else '不附'}数据图表"
        self._document.edit({"options/annex": annex_line(products)}, name)

    def _write(self, choice: "ExportChoice") -> None:
        snapshot = self._document.report.snapshot()
        _run(
            self._window,
            "正在导出……",
            lambda: export(snapshot, choice.path, choice.product, choice.system_fonts),
        )


def _fonts_used() -> str:
    """Which of this machine's fonts the file has."""
    from export.typefaces import describe, installed_faces

    return describe(installed_faces())


def _run(window: QWidget, message: str, work: Callable[[], None]) -> None:
    from gui.background import run_with_progress

    run_with_progress(window, message, work)
