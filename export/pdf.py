"""The report as PDF, on pages by GB/T 9704—2012."""

from collections.abc import Iterator

from export import Product
from export.drawing import draw
from export.page import HEIGHT, Block, flow, page_number
from export.paragraphs import heading_blocks, paragraph_blocks, title_blocks
from export.signing import closing_blocks, date_lines, heading_lines, mark_draft, sign_off_sheet
from export.tables import table_blocks
from model.fields import resolve
from model.report import Report


def render(report: Report, product: Product = Product.PUBLICATION) -> bytes:
    """The PDF file of a report; the same report gives the same bytes."""
    pages = flow(list(report_blocks(report, product)))
    for number, page in enumerate(pages, 1):
        page.place(HEIGHT, page_number(number))
    if product is Product.SIGNATURE:
        pages = [*sign_off_sheet(report), *pages]
        mark_draft(pages, report)
    return draw(pages, title=report.title, author=report.agency, subject=report.form.name)


def report_blocks(report: Report, product: Product = Product.PUBLICATION) -> Iterator[Block]:
    """All that the report prints: the title, each section's heading and its text or table, the closing."""
    yield from heading_lines(report)
    *title, blank = title_blocks(report.form.title_lines(report.agency, report.year))
    yield from (*title, *date_lines(report), blank)
    for key, section in report.form.sections.items():
        if section.table:
            content = table_blocks(report, report.form.layouts[key])
        else:
            content = list(paragraph_blocks(resolve(report, report.texts[key])))
        if section.heading:
            yield from heading_blocks(section.heading, keep=bool(content))
        yield from content
    if product is Product.SUBMISSION or report.sign_off.get("closing"):
        yield from closing_blocks(report, for_seal=product is Product.SUBMISSION)
