"""How the house is built: imports point one way, and the form is written down once.

Everything is read from the syntax trees, so that a word in a comment does not count.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import resolve_name
from pathlib import Path

import pytest

from model.checks.catalogue import catalogue
from model.form import load_form

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "model": {"model"},
    "ingest": {"ingest", "model"},
    "export": {"export", "model"},
    "cli": {"cli", "export", "ingest", "model"},
    "gui": {"cli", "export", "gui", "ingest", "model"},
    "bench": {"bench", "cli", "export", "gui", "ingest", "model"},
}
PROJECT = {*MAY_IMPORT, "main", "packaging", "tests"}
OF_MODEL = {"model", "msgspec", "psutil", *sys.stdlib_module_names}

MODULES = {
    str(path.relative_to(ROOT)): path
    for room in sorted(MAY_IMPORT)
    for path in sorted((ROOT / room).rglob("*.py"))
}
every_module = pytest.mark.parametrize("name", MODULES)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def modules_of(*rooms: str) -> list[Path]:
    return [path for name, path in MODULES.items() if Path(name).parts[0] in rooms]


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> set[str]:
    """The top-level names of everything that a module imports, wherever it does so."""
    package = ".".join(path.parent.relative_to(ROOT).parts)
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(resolve_name("." * node.level + (node.module or ""), package))
    return {name.partition(".")[0] for name in names}


def spoken(path: Path) -> Iterator[tuple[int, str]]:
    """The line and the text of each string that the program uses; docstrings are none."""
    silent = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.lineno, node.value


@every_module
def test_rooms_import_only_the_rooms_below_them(name: str) -> None:
    assert imported(MODULES[name]) & PROJECT <= MAY_IMPORT[Path(name).parts[0]]


def test_the_model_is_plain_python() -> None:
    assert {name for path in modules_of("model") for name in imported(path)} <= OF_MODEL


def test_only_the_window_knows_qt() -> None:
    others = modules_of("model", "ingest", "export", "cli")
    assert [str(path) for path in others if "PySide6" in imported(path)] == []


def test_resources_hold_data_only() -> None:
    assert list((ROOT / "resources").rglob("*.py")) == []


def test_what_works_without_a_window_does_not_load_qt() -> None:
    names = [dotted(path) for path in modules_of("model", "cli")]
    script = f"import sys\nfor name in {names!r}: __import__(name)\nprint('PySide6' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


@every_module
def test_no_module_spells_the_form(name: str) -> None:
    """A second form must work without a line of Python changed."""
    form = load_form()
    printed = {cell.text for layout in form.layouts.values() for cell in layout.cells}
    labels = {text for text in printed if len(text) >= 4}
    rows = {address.split("/")[1] for address in form.cells}
    assert len(labels) > 40 and len(rows) == 34
    spelled = [
        f"{name}:{line}: {word}"
        for line, text in spoken(MODULES[name])
        for word in labels | rows
        if word in text
    ]
    assert spelled == []


@every_module
def test_every_rule_is_explained(name: str) -> None:
    """Whoever sees a finding can read what it rests on and what to do."""
    calls = [node for node in ast.walk(tree(MODULES[name])) if isinstance(node, ast.Call)]
    rules = {
        argument.value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "Finding"
        for argument in [*call.args[:1], *(at.value for at in call.keywords if at.arg == "rule")]
        if isinstance(argument, ast.Constant)
    }
    assert rules <= catalogue().keys()
