"""The report as PDF, on pages by GB/T 9704—2012."""

from collections.abc import Iterator
from dataclasses import replace

from export import Product, annexed
from export.annex import annex_blocks
from export.drawing import draw
from export.page import ALWAYS, HEIGHT, Block, flow, page_number
from export.paragraphs import heading_blocks, paragraph_blocks, title_blocks
from export.signing import closing_blocks, date_lines, heading_lines, mark_draft, sign_off_sheet
from export.tables import table_blocks
from export.typefaces import BUNDLED, Faces
from model.fields import resolve
from model.report import Report


def render(report: Report, product: Product = Product.PUBLICATION, faces: Faces = BUNDLED) -> bytes:
    """The PDF file of a report; the same report and the same fonts give the same bytes."""
    pages = flow(report_blocks(report, product, faces))
    if product in annexed(report):
        pages += flow(list(annex_blocks(report, faces)))
    for number, page in enumerate(pages, 1):
        page.place(HEIGHT, page_number(number, faces.fang))
    if product is Product.SIGNATURE:
        pages = [*sign_off_sheet(report, faces), *pages]
        mark_draft(pages, report, faces)
    return draw(pages, faces, title=report.title, author=report.agency, subject=report.form.name)


def report_blocks(
    report: Report, product: Product = Product.PUBLICATION, faces: Faces = BUNDLED
) -> list[Block]:
    """All that the report prints: the title, each section's heading and its text or table, the closing."""
    blocks = list(_content(report, faces))
    if product is Product.SUBMISSION or report.sign_off.get("closing"):
        blocks[-1] = replace(blocks[-1], keep=ALWAYS)  # the closing never stands on a page of its own
        blocks += closing_blocks(report, faces, for_seal=product is Product.SUBMISSION)
    return blocks


def _content(report: Report, faces: Faces) -> Iterator[Block]:
    yield from heading_lines(report, faces)
    *title, blank = title_blocks(report.form.title_lines(report.agency, report.year), faces)
    yield from (*title, *date_lines(report, faces), blank)
    for key, section in report.form.sections.items():
        if section.table:
            content = table_blocks(report, report.form.layouts[key], faces.fang)
        else:
            content = list(paragraph_blocks(resolve(report, report.texts[key]), faces))
        if section.heading:
            yield from heading_blocks(section.heading, faces, keep=bool(content))
        yield from content
