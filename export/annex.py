"""The annex of the PDF: the charts of the overview, in black type like the rest of the page."""

from collections.abc import Iterator
from dataclasses import replace

from export import lists
from export.charts import PAPER, SIZE, Anchor, Bar, Chart, Stroke, chart_makers
from export.page import ALWAYS, WIDTH, Block, Box, Mark, Rule, plain_text
from export.paragraphs import heading_blocks
from export.typefaces import Faces
from model.overview import Overview, overview
from model.report import Report

HEADING = "附：数据图表"


def annex_blocks(report: Report, faces: Faces) -> Iterator[Block]:
    """The heading and the charts below each other."""
    seen = overview(report)
    if seen.last_year is None:  # how to come by one is nothing for paper
        seen = Overview(seen.year, None, (), seen.wholes)
    yield from heading_blocks(HEADING, faces, keep=True)
    for make in chart_makers(seen):
        chart = make(WIDTH)
        yield Block(lists.LINE / 2, on_grid=False, keep=ALWAYS)
        yield from lists.heading(chart.title, faces.hei)
        yield Block(lists.LINE / 2, on_grid=False, keep=ALWAYS)
        yield Block(chart.height, tuple(_marks(chart, faces)), on_grid=False)


def _marks(chart: Chart, faces: Faces) -> Iterator[Mark]:
    for shape in chart.shapes:
        if isinstance(shape, Bar):
            yield Box(shape.x, shape.y, shape.width, shape.height, PAPER[shape.shade])
        elif isinstance(shape, Stroke):
            yield Rule(shape.x, shape.y, shape.x, shape.y + shape.height)
        else:
            text = plain_text(faces.fang, shape.text, shape.x, shape.y, SIZE)
            width = sum(text.advances) if shape.anchor is Anchor.END else 0.0
            yield replace(text, x=shape.x - width)
