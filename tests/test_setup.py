"""The two commands and what they pin."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from model.version import VERSION

ROOT = Path(__file__).parents[1]
needs_bash = pytest.mark.skipif(os.name == "nt", reason="run and test are for bash")


def call(command: Path, *arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    kept.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(
        [command, *arguments], cwd=cwd, capture_output=True, text=True, env=kept | environment, timeout=300
    )


@needs_bash
def test_run_works_through_a_link_from_anywhere_and_keeps_the_status(tmp_path: Path) -> None:
    link = tmp_path / "链 接"
    link.symlink_to(ROOT / "run")
    assert call(link, "--version", cwd=tmp_path).stdout.strip()
    assert call(link, "check", str(ROOT / "samples" / "clean-2025.gknb"), cwd=tmp_path).returncode == 0
    assert call(link, "check", str(ROOT / "samples" / "zhangdian-2023.gknb"), cwd=tmp_path).returncode == 1
    assert call(link, "什么", cwd=tmp_path).returncode == 2


@needs_bash
@pytest.mark.parametrize("display", [{}, {"DISPLAY": ":4711"}])
def test_without_a_display_there_is_one_line(display: dict[str, str], tmp_path: Path) -> None:
    done = call(ROOT / "run", cwd=tmp_path, **display)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "图形界面" in done.stderr


@needs_bash
@pytest.mark.parametrize(
    "script", ["run", "test", "packaging/setup.sh", ".ci/run", "bench/start.sh", "bench/fuzz", "bench/kills"]
)
def test_scripts_are_sound_bash(script: str) -> None:
    subprocess.run(["bash", "-n", ROOT / script], check=True)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_and_hashed(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    packages = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    assert packages
    for line in packages:
        assert re.match(r"[\w.-]+==[\w.]+ ", line), line
        assert "--hash=sha256:" in line, line


def test_no_tracked_file_names_a_package_registry() -> None:
    hosts = [b"py" + b"pi.org", b"python" + b"hosted", b"registry." + b"npmjs", b"deb." + b"debian.org"]
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    for name in filter(None, tracked.stdout.decode().split("\0")):
        path = ROOT / name
        if path.is_file():
            content = path.read_bytes()
            assert not [host for host in hosts if host in content], name


def test_the_version_is_the_same_everywhere() -> None:
    with open(ROOT / "pyproject.toml", "rb") as file:
        assert tomllib.load(file)["project"]["version"] == VERSION
