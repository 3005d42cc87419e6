"""The one way to the data files in `resources/`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "resources"


def path(*parts: str) -> Path:
    """The path of a data file, e.g. `path("fonts", "hei.ttf")`."""
    return ROOT.joinpath(*parts)
