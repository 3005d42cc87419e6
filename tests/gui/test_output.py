"""Export, preview, print and sign-off from the window."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pdfplumber
import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from export import Product
from gui.answers import AfterFailure
from gui.background import run_with_progress
from gui.dialogs import Dialogs
from gui.export_dialog import ExportChoice, ExportDialog
from gui.pages import draw_page, make_pages
from gui.preview import Preview
from gui.printing import new_printer, print_pages
from gui.sign_off import SignOffDialog, VerifyDialog
from model.draft import read_draft
from model.files import file_name
from model.signoff import Standing, declare_final, short_code, standing
from tests.gui.conftest import Clerk

SAMPLES = Path(__file__).parents[2] / "samples"
CLEAN = SAMPLES / "clean-2025.gknb"
NEW = "applications/new_received/natural_person"


@pytest.fixture
def clean(clerk: Clerk, tmp_path: Path) -> Clerk:
    """A clerk with a report without errors."""
    path = tmp_path / "a.gknb"
    path.write_bytes(CLEAN.read_bytes())
    clerk.window.open(path)
    return clerk


def text_of(path: Path) -> str:
    with pdfplumber.open(path) as pdf:
        return "".join("".join((page.extract_text() or "").split()) for page in pdf.pages)


@pytest.mark.parametrize("product", Product)
def test_each_product_is_exported(clean: Clerk, tmp_path: Path, product: Product) -> None:
    clean.answers.path = tmp_path / "out.pdf"
    assert clean.window.output.export(product)
    text = text_of(tmp_path / "out.pdf")
    code = short_code(clean.window.document.report)
    assert ("审签单" in text) == (product is Product.SIGNATURE)
    assert (code in text) == (product is Product.SIGNATURE)
    assert ("单位盖章" in text) == (product is Product.SUBMISSION)
    assert f"folder {tmp_path.name}" in clean.answers.asked


def test_a_target_that_cannot_be_written_leaves_a_choice(clean: Clerk, tmp_path: Path) -> None:
    blocked = tmp_path / "out.pdf"
    blocked.mkdir()
    clean.answers.path = blocked
    clean.answers.after_failure = [AfterFailure.AGAIN, AfterFailure.ELSEWHERE, AfterFailure.CANCEL]
    assert not clean.window.output.export()
    failures = [asked for asked in clean.answers.asked if "无法写入" in asked]
    assert len(failures) == 3
    assert sum(asked.startswith("export ") for asked in clean.answers.asked) == 2


def test_export_dialog_names_the_file_by_habit(qtbot: QtBot, clean: Clerk, tmp_path: Path) -> None:
    title = clean.window.document.report.title
    dialog = ExportDialog(clean.window, tmp_path, title, [])
    dialog.show()
    names = []
    for index in range(dialog.kind.count()):
        dialog.kind.setCurrentIndex(index)
        names.append(dialog.choice.path)
    assert names == [
        tmp_path / f"{title}{end}" for end in (".pdf", "（送审稿）.pdf", "（报送稿）.pdf", ".xlsx")
    ]
    dialog.folder.setText(str(tmp_path / "没有"))
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "不存在" in dialog._problem.text()
    dialog.folder.setText(str(tmp_path))
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_export_dialog_lists_errors_and_its_default_is_to_go_back(clerk: Clerk, tmp_path: Path) -> None:
    clerk.window.open(SAMPLES / "zhangdian-2023.gknb")
    errors = clerk.window.output._errors()
    dialog = ExportDialog(clerk.window, tmp_path, "标题", errors)
    assert dialog._cancel.isDefault()
    assert dialog._export.text() == "仍然导出"
    dialog.close()


def test_a_title_becomes_a_possible_file_name() -> None:
    for ending in (".pdf", "（送审稿）.pdf", ".gknb"):
        name = file_name('甲/乙:"局"' + "丙" * 200, ending)
        assert name.startswith("甲_乙__局_")
        assert name.endswith(ending)
        assert len(name.encode()) < 255


def test_preview_shows_the_pages_of_the_export(clean: Clerk, qtbot: QtBot) -> None:
    clean.ctrl(Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    preview = clean.window.output._preview
    assert isinstance(preview, Preview)
    qtbot.waitUntil(lambda: preview.pages is not None, timeout=10_000)
    assert preview.pages
    assert preview.pages.data == make_pages(clean.window.document.report, Product.PUBLICATION).data
    qtbot.waitUntil(lambda: bool(preview.view._pictures), timeout=10_000)
    preview.close()


def test_preview_follows_the_typing(clean: Clerk, qtbot: QtBot) -> None:
    clean.window.output.show_preview()
    preview = clean.window.output._preview
    assert isinstance(preview, Preview)
    qtbot.waitUntil(lambda: preview.pages is not None, timeout=10_000)
    before = preview.pages
    clean.window.document.edit({NEW: 77777}, "输入")
    qtbot.waitUntil(lambda: preview.pages is not before, timeout=10_000)
    assert preview.pages == make_pages(clean.window.document.report, Product.PUBLICATION)
    preview.show_product(Product.SIGNATURE)
    count = len(make_pages(clean.window.document.report, Product.SIGNATURE).sizes)
    qtbot.waitUntil(lambda: preview.pages is not None and len(preview.pages.sizes) == count, timeout=10_000)
    preview.close()


def test_preview_zoom_and_paging(clean: Clerk, qtbot: QtBot) -> None:
    clean.window.output.show_preview()
    preview = clean.window.output._preview
    assert isinstance(preview, Preview)
    qtbot.waitUntil(lambda: preview.pages is not None, timeout=10_000)
    view = preview.view
    view.set_zoom(1.0)
    view.step_zoom(1)
    assert view.zoom == 1.25
    view.step_zoom(-1)
    assert view.zoom == 1.0
    view.go_to_page(2)
    assert view.current_page() == 2
    assert "第3页" in preview._place.text()
    view.set_zoom(2.0)
    assert view.current_page() == 2
    preview.close()


def test_printing_sends_every_page(clean: Clerk, tmp_path: Path) -> None:
    pages = make_pages(clean.window.document.report, Product.PUBLICATION)
    printer = new_printer("年报")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setResolution(100)
    print_pages(pages, printer)
    with pdfplumber.open(tmp_path / "printed.pdf") as pdf:
        assert len(pdf.pages) == len(pages.sizes)
        assert abs(pdf.pages[0].width - 595) < 2
        (image,) = pdf.pages[0].images
        assert image["width"] > 590


def test_printing_without_a_printer_offers_a_pdf(
    clean: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.printing.has_printer", lambda: False)
    clean.answers.path = tmp_path / "out.pdf"
    clean.ctrl(Qt.Key.Key_P)
    assert clean.answers.asked[0] == "no printer"
    assert (tmp_path / "out.pdf").exists()


def test_lines_of_the_sign_off_are_one_step(clean: Clerk, qtbot: QtBot) -> None:
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, SignOffDialog)
        dialog.number.setText("青水务〔2026〕2号")
        dialog.closing.setChecked(True)
        dialog.closing_date.setText("2026年1月20日")
        qtbot.keyClick(dialog.number, Qt.Key.Key_Return)

    clean.answers.in_dialog = fill
    clean.window.output.edit_sign_off()
    assert clean.value("sign_off/document_number") == "青水务〔2026〕2号"
    assert clean.window.menus.undo.text() == "撤销 修改文号、日期和落款(&U)"
    clean.ctrl(Qt.Key.Key_Z)
    assert not clean.window.document.report.sign_off


def test_verify_dialog(clean: Clerk, qtbot: QtBot) -> None:
    answers = []

    def ask(dialog: QDialog) -> None:
        assert isinstance(dialog, VerifyDialog)
        for code in (short_code(clean.window.document.report).lower(), "0000-0000-0000", "x"):
            dialog.code.setText(code)
            qtbot.keyClick(dialog.code, Qt.Key.Key_Return)
            answers.append(dialog.answer.text()[:3])

    clean.answers.in_dialog = ask
    clean.window.output.verify()
    assert answers == ["一致：", "不一致", "“x”"]


def test_a_final_report_is_read_only_until_reopened(clean: Clerk, tmp_path: Path) -> None:
    window = clean.window
    strip = window.standing
    assert not strip.isVisible()
    before = clean.value(NEW)
    assert window.output.declare_final()
    assert strip.isVisible()
    clean.ctrl(Qt.Key.Key_Z)
    assert "已定稿" in strip._label.text()
    assert f"{date.today().year}年" in strip._label.text()
    clean.section(3)
    clean.type("9")
    assert not isinstance(clean.focus, QLineEdit)
    clean.clipboard("5\t5\n")
    clean.ctrl(Qt.Key.Key_V)
    clean.key(Qt.Key.Key_Delete)
    assert clean.value(NEW) == before
    assert "已定稿" in window.statusBar().currentMessage()
    clean.section(1)
    text = clean.value("texts/overview")
    clean.type("x")
    assert clean.value("texts/overview") == text
    assert window.header.agency.isReadOnly()
    clean.ctrl(Qt.Key.Key_S)
    clean.window.open(window.document.path or tmp_path)
    assert window.document.read_only
    strip.reopen.click()
    assert "与定稿一致" in strip._label.text()
    clean.section(3)
    clean.type("9")
    clean.key(Qt.Key.Key_Return)
    assert "不再一致" in strip._label.text()
    clean.ctrl(Qt.Key.Key_Z)
    assert "与定稿一致" in strip._label.text()


def test_a_report_with_errors_cannot_be_final(clerk: Clerk) -> None:
    clerk.window.open(SAMPLES / "zhangdian-2023.gknb")
    assert not clerk.window.output.declare_final()
    assert "不能定稿" in clerk.answers.asked[-1]
    assert not clerk.window.document.read_only


def test_standing_in_the_model() -> None:
    report = read_draft(CLEAN)
    assert standing(report) is Standing.OPEN
    report.apply(declare_final(report, date(2026, 1, 20)))
    assert standing(report) is Standing.FINAL
    assert report.sign_off["final_date"] == "2026-01-20"
    report.apply({"sign_off/reopened": "yes"})
    assert standing(report) is Standing.REOPENED
    report.apply({NEW: 4321})
    assert standing(report) is Standing.CHANGED


def test_closing_the_window_ends_the_preview(clean: Clerk, qtbot: QtBot) -> None:
    clean.window.output.show_preview()
    preview = clean.window.output._preview
    assert isinstance(preview, Preview)
    clean.window.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: not preview.isVisible(), timeout=5000)


def test_the_export_says_which_fonts_it_used(
    clean: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = ExportChoice(tmp_path / "a.pdf", Product.PUBLICATION, open_folder=False, system_fonts=True)
    monkeypatch.setattr(clean.answers, "export_choice", lambda *_: choice)
    assert clean.window.output.export()
    assert "自带" in clean.window.statusBar().currentMessage()


def test_the_fonts_of_the_machine_are_offered_for_pages_only(clean: Clerk, tmp_path: Path) -> None:
    dialog = ExportDialog(clean.window, tmp_path, "年报", [])
    dialog.system_fonts.setChecked(True)
    assert dialog.choice.system_fonts
    dialog.kind.setCurrentIndex(dialog.kind.count() - 1)
    assert not dialog.choice.system_fonts
    assert not dialog.system_fonts.isEnabled()
    dialog.close()


def test_a_long_name_is_exported_through_the_real_dialog(
    clean: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean.window.document.edit({"agency": "某" * 200}, "输入")
    dialogs = Dialogs(clean.window)

    def accept(dialog: QDialog) -> bool:
        assert isinstance(dialog, ExportDialog)
        dialog.folder.setText(str(tmp_path))
        return True

    monkeypatch.setattr(dialogs, "run", accept)
    monkeypatch.setattr(dialogs, "open_folder", lambda folder: True)
    clean.window.filing.dialogs = dialogs
    for product in Product:
        assert clean.window.output.export(product)
    assert len(list(tmp_path.glob("某*.pdf"))) == 3


def test_a_typed_name_survives_another_kind(clean: Clerk, tmp_path: Path) -> None:
    dialog = ExportDialog(clean.window, tmp_path, "年报", [])
    dialog.name.setText("我的.2025.pdf")
    dialog.kind.setCurrentIndex(dialog.kind.count() - 1)
    assert dialog.choice.path.name == "我的.2025.xlsx"
    dialog = ExportDialog(clean.window, tmp_path, "年报", [], Product.PUBLICATION, tmp_path / "a.xlsx")
    assert dialog.choice.path.name == "a.xlsx"
    dialog.close()


def test_the_progress_cannot_be_closed(qtbot: QtBot, clean: Clerk) -> None:
    gate = threading.Event()
    seen: list[bool] = []

    def press_escape() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(20, press_escape)
            return
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        seen.append(dialog.isVisible())
        gate.set()

    QTimer.singleShot(550, press_escape)

    def wait() -> None:
        gate.wait(10)

    run_with_progress(clean.window, "……", wait)
    assert seen == [True]


def test_the_code_belongs_to_what_is_printed(clean: Clerk) -> None:
    report = clean.window.document.report
    code = short_code(report)
    report.apply({"texts/overview": report.texts["overview"] + "\n\n"})
    report.agency_kind = "other"
    report.extra["x"] = 1
    assert short_code(report) == code
    report.apply({"sign_off/title_date": "2026年1月13日"})
    assert short_code(report) != code


def test_preview_and_print_at_once(clean: Clerk) -> None:
    """pdfium is one at a time, whoever asks."""
    report = clean.window.document.report
    pages = make_pages(report, Product.PUBLICATION)
    with ThreadPoolExecutor(4) as pool:
        pictures = list(pool.map(lambda n: draw_page(pages.data, n % len(pages.sizes), 0.5), range(24)))
    assert not any(picture.isNull() for picture in pictures)
