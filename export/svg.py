"""A chart as an SVG picture; the same chart gives the same text."""

from html import escape

from export.charts import PAPER, SIZE, Anchor, Bar, Chart, Shape, Stroke, framed

FONTS = "'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', SimHei, sans-serif"


def svg(chart: Chart) -> str:
    """The picture with its title, on white."""
    chart = framed(chart)
    size = f"{_number(chart.width)} {_number(chart.height)}"
    width, height = (f"{part}pt" for part in size.split())
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {size}">',
        f"<title>{escape(chart.title)}</title>",
        f"<desc>{escape('；'.join(chart.said))}</desc>",
        '<rect width="100%" height="100%" fill="#FFFFFF"/>',
        f'<g font-family="{FONTS}" font-size="{SIZE}">',
        *map(_element, chart.shapes),
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _element(shape: Shape) -> str:
    colour = PAPER[shape.shade]
    x, y = _number(shape.x), _number(shape.y)
    if isinstance(shape, Bar):
        size = f'width="{_number(shape.width)}" height="{_number(shape.height)}"'
        return f'<rect x="{x}" y="{y}" {size} fill="{colour}"/>'
    if isinstance(shape, Stroke):
        end = _number(shape.y + shape.height)
        return f'<line x1="{x}" y1="{y}" x2="{x}" y2="{end}" stroke="{colour}" stroke-width="0.75"/>'
    anchor = ' text-anchor="end"' if shape.anchor is Anchor.END else ""
    weight = ' font-weight="bold"' if shape.strong else ""
    return f'<text x="{x}" y="{y}" fill="{colour}"{anchor}{weight}>{escape(shape.text)}</text>'


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
