"""What every test may use: the form, an empty report and a finished one. Nothing here knows Qt."""

from pathlib import Path

import pytest
from hypothesis import settings

from model.draft import read_draft
from model.form import Form, load_form
from model.report import Report

SAMPLES = Path(__file__).parents[1] / "samples"

settings.register_profile("project", deadline=None, database=None, derandomize=True)
settings.load_profile("project")


@pytest.fixture
def form() -> Form:
    return load_form()


@pytest.fixture
def report(form: Form) -> Report:
    """An empty report with a header."""
    return Report(form, agency="青禾县水务局", year=2025)


@pytest.fixture
def finished() -> Report:
    """A report in which nothing is wrong."""
    return read_draft(SAMPLES / "clean-2025.gknb")
