"""Ten seconds of damaged files: no traceback, no long wait, no flood of memory. More in `bench/fuzz`."""

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("limits and alarms as POSIX has them", allow_module_level=True)

from bench.fuzz import fuzz


def test_whatever_is_read_is_understood_or_refused_in_words(tmp_path: Path) -> None:
    trial = fuzz(tmp_path, seconds=10, seed=20260131)
    assert [(f.reader, f.number, f.message) for f in trial.failures] == []
    assert len(trial.cases) == 5
    assert all(0 < trial.understood[name] < cases for name, cases in trial.cases.items())
