"""A report as a plain DOCX, for LibreOffice to convert: the same texts and tables, nothing more."""

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from model.fields import resolve
from model.layout import LayoutCell, TableLayout
from model.numbers import format_value
from model.report import Report

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="http://schemas.'
    'openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"/></w:sectPr>'
)
_TWIP = 1440 / 25.4  # a mm


def docx_bytes(report: Report) -> bytes:
    """The file."""
    body = "".join(_blocks(report))
    document = f"{_HEAD}<w:document {_W}><w:body>{body}{_PAGE}</w:body></w:document>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", document)
    return file.getvalue()


def _blocks(report: Report) -> Iterator[str]:
    for line in report.form.title_lines(report.agency, report.year):
        yield _paragraph(line, "方正小标宋简体", 22, "center")
    for key, section in report.form.sections.items():
        if section.heading:
            yield _paragraph(section.heading, "黑体", 16)
        if section.table:
            yield _table(report, report.form.layouts[key])
        else:
            for line in resolve(report, report.texts[key]).splitlines():
                yield _paragraph(line, "仿宋", 16, "both")


def _paragraph(text: str, font: str, size: float, align: str = "left") -> str:
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'
    look = f'<w:rPr>{fonts}<w:sz w:val="{2 * size:.0f}"/></w:rPr>'
    return (
        f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr><w:r>{look}'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def _table(report: Report, layout: TableLayout) -> str:
    twips = [round(width * _TWIP) for width in layout.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in sides)
    rows = "".join(
        f"<w:tr>{''.join(_cells(report, layout, row, twips))}</w:tr>" for row in range(layout.rows)
    )
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type='fixed'/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{_paragraph('', '仿宋', 10)}"
    )


def _cells(report: Report, layout: TableLayout, row: int, twips: list[int]) -> Iterator[str]:
    column = 0
    while column < layout.columns:
        cell = layout.at(row, column)
        width = sum(twips[cell.column : cell.right])
        span = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
        merge = ""
        if cell.row_span > 1:
            merge = '<w:vMerge w:val="restart"/>' if cell.row == row else "<w:vMerge/>"
        text = _text(report, cell) if cell.row == row else ""
        properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr>'
        yield f"<w:tc>{properties}{_paragraph(text, '宋体', 10.5, 'center')}</w:tc>"
        column = cell.right


def _text(report: Report, cell: LayoutCell) -> str:
    return format_value(report.value(cell.address)) if cell.address else cell.text
