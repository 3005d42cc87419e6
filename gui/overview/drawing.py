"""Draws the shapes of a chart with Qt: into the window in its colours, and as a picture on white."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QImageWriter, QPainter, QPen

from export.charts import PAPER, SIZE, Anchor, Bar, Chart, Shade, Stroke, framed
from gui.style import Shades, bold

_DOTS = 192  # an inch: twice as fine as a plain screen


def on_screen(shades: Shades) -> dict[Shade, QColor]:
    """The colours of a chart in the window, light or dark."""
    return {
        Shade.INK: shades.ink,
        Shade.QUIET: shades.quiet_ink,
        Shade.RULE: shades.rule,
        Shade.THIS: shades.accent,
        Shade.BESIDE: shades.faint_ink,
    }


def draw(painter: QPainter, chart: Chart, font: QFont, scale: float, colours: dict[Shade, QColor]) -> None:
    """Draws a chart at `scale` pixels a point; `font` has its words in their size."""
    for shape in chart.shapes:
        x, y, colour = shape.x * scale, shape.y * scale, colours[shape.shade]
        if isinstance(shape, Bar):
            painter.fillRect(QRectF(x, y, shape.width * scale, shape.height * scale), colour)
        elif isinstance(shape, Stroke):
            painter.setPen(QPen(colour, max(1.0, scale * 0.75)))
            painter.drawLine(QPointF(x, y), QPointF(x, y + shape.height * scale))
        else:
            painter.setFont(bold(font) if shape.strong else font)
            painter.setPen(colour)
            if shape.anchor is Anchor.END:
                x -= QFontMetricsF(painter.font()).horizontalAdvance(shape.text)
            painter.drawText(QPointF(x, y), shape.text)


def picture(chart: Chart, font: QFont) -> QImage:
    """A chart with its title, on white, for another program."""
    chart, scale = framed(chart), _DOTS / 72
    image = QImage(round(chart.width * scale), round(chart.height * scale), QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(_DOTS / 0.0254))
    image.setDotsPerMeterY(round(_DOTS / 0.0254))
    image.fill(QColor("white"))
    font = QFont(font)
    font.setPixelSize(round(SIZE * scale))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter, chart, font, scale, {shade: QColor(colour) for shade, colour in PAPER.items()})
    painter.end()
    return image


def png(chart: Chart, font: QFont) -> bytes:
    """The bytes of that picture as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture(chart, font))
    return bytes(buffer.data().data())
