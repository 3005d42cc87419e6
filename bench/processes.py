"""Starts the processes that are measured: as an installed program, and away from the user's own files."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.subjects import ROOT

_PATIENCE = 120  # seconds after which a process hangs


class Place:
    """A folder in which processes find settings and data of their own."""

    def __init__(self, folder: Path) -> None:
        # Compiled modules are kept, as where a program is installed: the first run of each side makes them.
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self.environment = {
            **kept,
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM") or "offscreen",
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
        }

    def run(self, command: Sequence[str | Path]) -> float:
        """Runs a command to its end; milliseconds. Raises `RuntimeError` with what it says where it fails."""
        start = time.monotonic_ns()
        self._run(command)
        return (time.monotonic_ns() - start) / 1e6

    def ask(self, module: str, *arguments: str | Path) -> dict[str, Any]:
        """What a module prints as JSON; its `painted` becomes milliseconds since the start."""
        start = time.monotonic_ns()
        said: dict[str, Any] = json.loads(self._run([sys.executable, "-m", module, *arguments]))
        said["painted"] = (said["painted"] - start) / 1e6
        return said

    def import_times(self, module: str, *arguments: str | Path) -> list[str]:
        """What Python says of the time that a module's imports take, once they are compiled."""
        command = [sys.executable, "-X", "importtime", "-m", module, *arguments]
        self._run(command)
        said = self._done(command).stderr.decode(errors="replace")
        return [line for line in said.splitlines() if line.startswith("import time:")]

    def _run(self, command: Sequence[str | Path]) -> bytes:
        return self._done(command).stdout

    def _done(self, command: Sequence[str | Path]) -> "subprocess.CompletedProcess[bytes]":
        done = subprocess.run(
            command, check=False, env=self.environment, cwd=ROOT, capture_output=True, timeout=_PATIENCE
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]}: {done.stderr.decode(errors='replace')[-2000:]}")
        return done
