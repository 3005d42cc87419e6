"""A program that types and saves is killed at any moment: nothing that was saved or kept is lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.skipif(sys.platform != "linux", reason="forks and kills as Linux does")
def test_forty_kills_lose_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.kills", "40", "--seed", "20260131", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["kills"], result["losses"]) == (40, 0)
    assert result["steps"] > 40 and result["saves"] > 5  # else nothing was tried
    assert result["longest_gap"] < 5
    assert 0.9 < result["written_per_save"] / result["draft_bytes"] < 1.2  # its version was written before


@pytest.mark.skipif(sys.platform != "linux", reason="kills as Linux does")
def test_fifteen_windows_killed_while_a_typist_is_at_work() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.kills", "15", "--window", "--seed", "20260131", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["kills"], result["problems"]) == (15, [])
    assert result["steps"] > 100 and result["saves"] > 5 and result["recovered"] > 3  # else nothing was tried
    assert result["longest_gap"] < 5
