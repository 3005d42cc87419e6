"""How well two colours can be told apart, as WCAG 2.1 measures it."""

from PySide6.QtGui import QColor

TEXT, SIGN = 4.5, 3.0  # level AA: letters, and what else has to be told apart


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of the luminances of two colours, from 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
