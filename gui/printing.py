"""Printing: the pages of the PDF, through the system's print dialog."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from gui.pages import Pages, draw_page

_MOST_DPI = 300  # finer pictures take long and look the same


def has_printer() -> bool:
    """Whether the system knows a printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def new_printer(title: str) -> QPrinter:
    """A printer set up as the report wants it: A4 upright, no margins of its own, both sides."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    return printer


def ask_and_print(parent: QWidget, pages: Pages, title: str) -> bool:
    """Lets the person choose printer, pages and copies, and prints; whether anything was sent."""
    printer = new_printer(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印年报")
    dialog.setMinMax(1, len(pages.sizes))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    print_pages(pages, printer)
    return True


def print_pages(pages: Pages, printer: QPrinter) -> None:
    """Sends the chosen pages to a printer, each as large as on paper."""
    first = printer.fromPage() or 1
    last = printer.toPage() or len(pages.sizes)
    dpi = printer.resolution()
    scale = min(dpi, _MOST_DPI) / 72
    painter = QPainter(printer)
    for number in range(first - 1, min(last, len(pages.sizes))):
        if number > first - 1:
            printer.newPage()
        width, height = pages.sizes[number]
        place = QRectF(0, 0, width * dpi / 72, height * dpi / 72)
        painter.drawImage(place, draw_page(pages.data, number, scale))
    painter.end()
