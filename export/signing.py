"""What is printed for people who sign: the sign-off sheet, the marks of a draft, and the closing lines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from export.composer import Line, balance
from export.lists import heading, item, number_pages, place_foot
from export.page import (
    ALWAYS,
    BODY_SIZE,
    COLUMNS,
    LINE,
    MM,
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
from export.paragraphs import BREAK_AFTER, cleaned, title_blocks
from export.tables import table_blocks
from export.typefaces import Faces, Glyph, Typeface
from model.checks import Finding, check, counted, parted
from model.layout import LayoutCell, Role, TableLayout
from model.numbers import Value, format_value
from model.report import Report
from model.signoff import short_code

SHEET_TITLE = "政府信息公开工作年度报告审签单"
DRAFT_MARK = "送审稿"
OPINION = "意见：　　　　　　　　　　　　签名：　　　　　　　年　　月　　日"
SECRECY = "是否涉密：□是　□否　　　　审查人：　　　　　　　年　　月　　日"
HEAD_SIGNATURE = "主要负责人（签字）："
SEAL = "（单位盖章）"
BLANK_DATE = "　　　　年　　月　　日"
_RIGHT_MARGIN = 4  # characters that a date keeps from the right (GB/T 9704, 7.3.5)
_HANDWRITING = 6  # characters that a signature takes

_Cell = tuple[str, int]  # text and how many columns it takes
_SHEET_WIDTHS = (30.0, 48.0, 30.0, 48.0)  # mm
_FIRST_WIDTH = 15.0  # mm: the names of the lines of figures; the others are then wide enough for words


def sign_off_sheet(report: Report, faces: Faces) -> list[Page]:
    """The sheet that goes round with the report: who signs, the figures at a glance, open findings."""
    *title, blank = title_blocks([SHEET_TITLE], faces)
    pages = flow(
        [
            *title,
            replace(blank, height=LINE / 2, on_grid=False),
            *_table(report, _SHEET_WIDTHS, _sheet_rows(report), faces.fang),
            *heading("数据核对摘要", faces.hei),
            *_table(report, _figure_widths(report), _figure_rows(report), faces.fang),
            *_findings(check(report), faces),
        ]
    )
    number_pages(pages, "审签单", faces.fang)
    return pages


def mark_draft(pages: Sequence[Page], report: Report, faces: Faces) -> None:
    """Marks pages as a draft for signature, with the code that ties them to the file."""
    top = plain_text(faces.fang, DRAFT_MARK, 0, 0, NUMBER_SIZE)
    code = f"校验码　{short_code(report)}"
    for page in pages:
        page.place(-TOP / 2, Block(0, (replace(top, x=WIDTH - sum(top.advances)),)))
        place_foot(page, code, NUMBER_DROP + 2 * NUMBER_SIZE, faces.fang)


def closing_blocks(report: Report, faces: Faces, for_seal: bool) -> Iterator[Block]:
    """The lines below the last section: agency and date, `for_seal` with room for what is written by hand.

    The place of the seal, agency and date are centred above each other, the widest one four characters from
    the right.
    """
    room = COLUMNS - _RIGHT_MARGIN
    yield Block(LINE, keep=ALWAYS)
    if for_seal:
        for glyphs, line in _balanced(HEAD_SIGNATURE, faces.fang, room):
            yield _line_block(glyphs, line, room - _HANDWRITING - line.width)
        yield Block(LINE, keep=ALWAYS)
    date = cleaned(report.sign_off.get("closing_date", ""))
    lines = [
        *(_balanced(SEAL, faces.fang, room) if for_seal else ()),
        *_balanced(report.agency, faces.fang, room),
        *_balanced(date, faces.fang, room),
        *([_as_it_is(BLANK_DATE, faces.fang)] if for_seal and not date else ()),
    ]
    width = max(line.width for _, line in lines)
    blocks = [_line_block(glyphs, line, room - (width + line.width) / 2) for glyphs, line in lines]
    yield from (*blocks[:-1], replace(blocks[-1], keep=0.0))


def heading_lines(report: Report, faces: Faces) -> Iterator[Block]:
    """The document number above the title."""
    if number := report.sign_off.get("document_number"):
        yield from _centred(number, faces.fang)
        yield Block(LINE, keep=ALWAYS)


def date_lines(report: Report, faces: Faces) -> Iterator[Block]:
    """The date in brackets below the title."""
    if date := report.sign_off.get("title_date", "").strip("（()） "):
        yield from _centred(f"（{date}）", faces.fang)


def _sheet_rows(report: Report) -> list[tuple[int, list[_Cell]]]:
    """The rows of the form: how many lines high, and the cells from left to right."""
    return [
        (1, [("标题", 1), (report.title, 3)]),
        (1, [("拟稿单位", 1), (report.agency, 3)]),
        (1, [("年度", 1), (f"{report.year or ''}年", 1), ("拟稿日期", 1), ("", 1)]),
        (1, [("拟稿人", 1), ("", 1), ("联系电话", 1), ("", 1)]),
        (1, [("校对", 1), ("", 1), ("印制份数", 1), ("", 1)]),
        (2, [("科室负责人核稿", 1), ("", 1), ("办公室核稿", 1), ("", 1)]),
        (2, [("保密审查", 1), (SECRECY, 3)]),
        (1, [("公开属性", 1), ("□主动公开　　□依申请公开　　□不予公开", 3)]),
        (2, [("会签（法制、业务科室）", 1), (OPINION, 3)]),
        (3, [("分管领导意见", 1), (OPINION, 3)]),
        (3, [("主要负责人签发", 1), (OPINION, 3)]),
        (1, [("发布栏目", 1), ("", 1), ("拟发布日期", 1), ("", 1)]),
    ]


def _figure_rows(report: Report) -> list[tuple[int, list[_Cell]]]:
    """The figures of the summary side by side: this year's, last year's, and the difference."""
    columns: list[tuple[str, ...]] = [("项目", "本年", "上年", "增减")]
    for figure in report.form.summary:
        ours = report.sum_of(figure.cells)
        theirs = report.last_year.sum_of(figure.cells) if report.last_year else None
        change = _signed(ours - theirs) if ours is not None and theirs is not None else "—"
        columns.append((figure.label, format_value(ours) or "—", format_value(theirs) or "—", change))
    return [(1, [(text, 1) for text in row]) for row in zip(*columns, strict=True)]


def _figure_widths(report: Report) -> tuple[float, ...]:
    """The widths of their columns (mm)."""
    others = len(report.form.summary)
    return _FIRST_WIDTH, *[(WIDTH / MM - _FIRST_WIDTH) / others] * others


def _signed(value: Value) -> str:
    return f"+{format_value(value)}" if value > 0 else format_value(value or 0)


def _table(
    report: Report, widths: tuple[float, ...], rows: list[tuple[int, list[_Cell]]], face: Typeface
) -> list[Block]:
    """A table of texts, drawn as the form's own tables are."""
    cells: list[LayoutCell] = []
    top = 0
    for height, row in rows:
        column = 0
        for text, span in row:
            cells.append(LayoutCell(top, column, height, span, Role.HEAD, cleaned(text)))
            column += span
        top += height
    layout = TableLayout("", top, 0, 0, widths, tuple(cells), {})
    return table_blocks(report, layout, face)


def _findings(findings: Sequence[Finding], faces: Faces) -> Iterator[Block]:
    """The findings that count, and apart from them those that somebody set aside, with the reasons."""
    open_, aside = parted(findings)
    summary = f"检查发现的问题（{len(open_)}）：{counted(open_)}" if open_ else "检查没有发现问题"
    yield from heading(summary if open_ or not aside else "检查没有发现其他问题", faces.hei)
    for number, finding in enumerate(open_, 1):
        yield from item(f"{number}.", [f"〔{finding.severity.label}〕{finding.message}"], faces.fang)
    if aside:
        yield from heading(f"核实后搁置的问题（{len(aside)}）", faces.hei)
    for number, finding in enumerate(aside, 1):
        said = f"〔{finding.severity.label}〕{finding.message}"
        yield from item(f"{number}.", [said, f"理由：{finding.set_aside}"], faces.fang)


def _centred(text: str, face: Typeface) -> Iterator[Block]:
    for glyphs, line in _balanced(text, face, COLUMNS):
        yield _line_block(glyphs, line, (COLUMNS - line.width) / 2)


def _balanced(text: str, face: Typeface, room: float) -> list[tuple[list[Glyph], Line]]:
    """A text in lines of about the same length; `room` in characters."""
    text = cleaned(text)
    glyphs = face.glyphs(text)
    lines = balance(text, [glyph.width for glyph in glyphs], room, BREAK_AFTER)
    return [(glyphs, line) for line in lines]


def _as_it_is(text: str, face: Typeface) -> tuple[list[Glyph], Line]:
    """A text in one line, with the blanks at its ends."""
    glyphs = face.glyphs(text)
    return glyphs, Line(0, len(text), 0.0, tuple(glyph.width for glyph in glyphs))


def _line_block(glyphs: list[Glyph], line: Line, x: float) -> Block:
    """A line of body text `x` characters from the left, kept with what follows."""
    mark = set_text(glyphs, line, PITCH * x, base_line(BODY_SIZE), BODY_SIZE, PITCH)
    return Block(LINE, (mark,), keep=ALWAYS)
