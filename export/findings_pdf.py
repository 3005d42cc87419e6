"""What the checks found, as PDF: report by report what is open and what was set aside, then the rules."""

from collections.abc import Iterator, Sequence

from export.drawing import draw
from export.findings import TITLE, Checked, overview, place
from export.lists import SIZE, heading, item, number_pages
from export.page import Block, flow
from export.paragraphs import title_blocks
from export.typefaces import BUNDLED, Faces
from model.checks import Finding, counted, parted
from model.checks.catalogue import catalogue, explain
from model.report import Report


def render(files: Sequence[Checked]) -> bytes:
    """The PDF file; the same findings give the same bytes."""
    pages = flow(list(_blocks(files, BUNDLED)))
    number_pages(pages, "", BUNDLED.fang)
    return draw(pages, BUNDLED, title=TITLE, author="", subject=TITLE)


def _blocks(files: Sequence[Checked], faces: Faces) -> Iterator[Block]:
    yield from title_blocks([TITLE], faces)
    yield from item("", [overview(files)], faces.fang)
    for at, file in enumerate(files, 1):
        yield from _file(at, file, faces)
    rules = {finding.rule for file in files for finding in file.findings}
    if rules:
        yield from heading("检查依据和处理办法", faces.hei)
        for number, rule in enumerate((rule for rule in catalogue() if rule in rules), 1):
            said = explain(rule)
            yield from item(f"{number}.", [f"{said.title}。{said.why}处理：{said.mend}"], faces.fang)


def _file(at: int, file: Checked, faces: Faces) -> Iterator[Block]:
    name = file.report.title if file.report and file.report.agency else file.name
    yield from heading(f"{at}．{name}", faces.hei)
    open_, aside = parted(file.findings)
    if file.report is None:
        yield from item("", [f"没有读入：{file.problem}"], faces.fang)
        return
    more = bool(open_ or aside)
    yield from item("", [f"文件：{file.name}　{counted(file.findings)}"], faces.fang, keep=more)
    for number, finding in enumerate(open_, 1):
        yield from item(f"{number}.", [_said(file.report, finding)], faces.fang)
    if aside:
        yield from heading(f"已搁置的问题（{len(aside)}）", faces.hei, SIZE)
    for number, finding in enumerate(aside, 1):
        reason = f"搁置理由：{finding.set_aside}"
        yield from item(f"{number}.", [_said(file.report, finding), reason], faces.fang)


def _said(report: Report, finding: Finding) -> str:
    """A finding in one paragraph; its section is named where the message does not do so."""
    section = place(report, finding)
    where = "" if section in finding.message else f"{section}："
    return f"〔{finding.severity.label}〕{where}{finding.message}"
