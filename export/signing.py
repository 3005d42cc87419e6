"""What is printed for people who sign: the sign-off sheet, the marks of a draft, and the closing lines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from export.composer import compose
from export.page import (
    ALWAYS,
    BODY_SIZE,
    COLUMNS,
    HEIGHT,
    LINE,
    NUMBER_DROP,
    NUMBER_SIZE,
    PITCH,
    TOP,
    WIDTH,
    Block,
    Page,
    base_line,
    flow,
    plain_text,
    set_text,
)
from export.paragraphs import cleaned, title_blocks
from export.tables import table_blocks
from export.typefaces import FANG, HEI, Typeface
from model.checks import Finding, check
from model.layout import LayoutCell, Role, TableLayout
from model.numbers import Value, format_value
from model.report import Report
from model.signoff import short_code

SHEET_TITLE = "政府信息公开工作年度报告审签单"
DRAFT_MARK = "送审稿"
SIGNATURE = "签名：　　　　　　　　年　　月　　日"
_SMALL = 10.5  # points: marks and the list of findings
_SMALL_LINE = 16.0
_RIGHT_MARGIN = 4  # characters that a date keeps from the right (GB/T 9704, 7.3.5)

_Cell = tuple[str, int]  # text and how many columns it takes
_SHEET_WIDTHS = (30.0, 48.0, 30.0, 48.0)  # mm
_FIGURE_WIDTHS = (66.0, 30.0, 30.0, 30.0)


def sign_off_sheet(report: Report) -> list[Page]:
    """The sheet that goes round with the report: who signs, the figures at a glance, open findings."""
    blocks = [
        *title_blocks([SHEET_TITLE]),
        *_table(report, _SHEET_WIDTHS, _sheet_rows(report)),
        *_heading("数据核对摘要"),
        *_table(report, _FIGURE_WIDTHS, _figure_rows(report)),
        *_findings(check(report)),
    ]
    return flow(blocks)


def mark_draft(pages: Sequence[Page], report: Report) -> None:
    """Marks pages as a draft for signature, with the code that ties them to the file."""
    code = f"校验码　{short_code(report)}"
    top = plain_text(DRAFT_MARK, 0, 0, NUMBER_SIZE)
    for page in pages:
        page.place(-TOP / 2, Block(0, (replace(top, x=WIDTH - sum(top.advances)),)))
        foot = plain_text(code, 0, NUMBER_DROP + 2 * NUMBER_SIZE, _SMALL)
        page.place(HEIGHT, Block(0, (replace(foot, x=(WIDTH - sum(foot.advances)) / 2),)))


def closing_blocks(report: Report, for_seal: bool) -> Iterator[Block]:
    """The lines below the last section: agency and date, `for_seal` with room for signature and seal."""
    lines = []
    if for_seal:
        lines += ["主要负责人（签字）：", "", "（单位盖章）", ""]
    date = report.sign_off.get("closing_date") or "　　　　年　　月　　日"
    width = max(_em(report.agency), _em(date))
    for text in ("", *lines, report.agency, date):
        # Agency and date are centred above each other, the wider one four characters from the right.
        wide = width if text in (report.agency, date) else _em("主要负责人（签字）：") + 6
        x = PITCH * (COLUMNS - _RIGHT_MARGIN - wide)
        if text in (report.agency, date):
            x += PITCH * (width - _em(text)) / 2
        yield _line(FANG, text, max(0.0, x), keep=text != date)


def heading_lines(report: Report) -> Iterator[Block]:
    """The document number above the title."""
    if number := report.sign_off.get("document_number"):
        yield _centred(number)
        yield Block(LINE, keep=ALWAYS)


def date_lines(report: Report) -> Iterator[Block]:
    """The date in brackets below the title."""
    if date := report.sign_off.get("title_date"):
        yield _centred(f"（{date}）")


def _sheet_rows(report: Report) -> list[tuple[int, list[_Cell]]]:
    """The rows of the form: how many lines high, and the cells from left to right."""
    return [
        (2, [("标题", 1), (report.title, 3)]),
        (1, [("年度", 1), (f"{report.year or ''}年", 1), ("拟稿单位", 1), (report.agency, 1)]),
        (1, [("拟稿人", 1), ("", 1), ("联系电话", 1), ("", 1)]),
        (1, [("拟稿日期", 1), ("", 1), ("校对", 1), ("", 1)]),
        (2, [("科室负责人核稿", 1), ("", 1), ("办公室核稿", 1), ("", 1)]),
        (2, [("保密审查", 1), ("是否涉密：□是　□否　　审查人：", 3)]),
        (1, [("公开属性", 1), ("□主动公开　　□依申请公开　　□不予公开", 3)]),
        (2, [("会签（法制、业务科室）", 1), (SIGNATURE, 3)]),
        (3, [("分管领导意见", 1), (SIGNATURE, 3)]),
        (3, [("主要负责人签发", 1), (SIGNATURE, 3)]),
        (1, [("发布栏目（网址）", 1), ("", 3)]),
        (1, [("拟发布日期", 1), ("", 1), ("印制份数", 1), ("", 1)]),
    ]


def _figure_rows(report: Report) -> list[tuple[int, list[_Cell]]]:
    rows: list[tuple[int, list[_Cell]]] = [
        (1, [("项目", 1), ("本年", 1), ("上年", 1), ("增减", 1)]),
    ]
    for figure in report.form.summary:
        ours = report.sum_of(figure.cells)
        theirs = report.last_year.sum_of(figure.cells) if report.last_year else None
        change = _signed(ours - theirs) if ours is not None and theirs is not None else "—"
        values = (format_value(ours) or "—", format_value(theirs) or "—", change)
        rows.append((1, [(figure.label, 1), *((value, 1) for value in values)]))
    return rows


def _signed(value: Value) -> str:
    return f"+{format_value(value)}" if value > 0 else format_value(value)


def _table(report: Report, widths: tuple[float, ...], rows: list[tuple[int, list[_Cell]]]) -> list[Block]:
    """A table of texts, drawn as the form's own tables are."""
    cells: list[LayoutCell] = []
    top = 0
    for height, row in rows:
        column = 0
        for text, span in row:
            cells.append(LayoutCell(top, column, height, span, Role.HEAD, text))
            column += span
        top += height
    layout = TableLayout("", top, 0, 0, widths, tuple(cells), {})
    return table_blocks(report, layout)


def _findings(findings: Sequence[Finding]) -> Iterator[Block]:
    yield from _heading(f"检查发现的问题（{len(findings)}）" if findings else "检查没有发现问题")
    for number, finding in zip(count(1), findings, strict=False):
        text = cleaned(f"{number}.〔{finding.severity.label}〕{finding.message}")
        glyphs = FANG.glyphs(text)
        widths = [glyph.width for glyph in glyphs]
        for line in compose(text, widths, WIDTH / _SMALL, 0, justify=True):
            mark = set_text(glyphs, line, 0, base_line(_SMALL, _SMALL_LINE), _SMALL)
            yield Block(_SMALL_LINE, (mark,), on_grid=False)


def _heading(text: str) -> Iterator[Block]:
    yield Block(_SMALL_LINE / 2, on_grid=False, keep=ALWAYS)
    glyphs = HEI.glyphs(text)
    size = 12.0
    (line, *_) = compose(text, [glyph.width for glyph in glyphs], WIDTH / size, 0)
    yield Block(20.0, (set_text(glyphs, line, 0, base_line(size, 20.0), size),), keep=ALWAYS, on_grid=False)


def _centred(text: str) -> Block:
    return _line(FANG, text, max(0.0, PITCH * (COLUMNS - _em(text)) / 2), keep=True)


def _line(face: Typeface, text: str, x: float, keep: bool) -> Block:
    text = cleaned(text) if text.strip() else text
    glyphs = face.glyphs(text)
    lines = compose(text, [glyph.width for glyph in glyphs], float(COLUMNS), 0)
    marks = tuple(set_text(glyphs, line, x, base_line(BODY_SIZE), BODY_SIZE, PITCH) for line in lines[:1])
    return Block(LINE, marks, keep=ALWAYS if keep else 0.0)


def _em(text: str) -> float:
    return sum(glyph.width for glyph in FANG.glyphs(text))
