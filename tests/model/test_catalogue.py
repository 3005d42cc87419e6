"""Every rule is explained, and the ids of contracts and reports stay."""

import ast
from pathlib import Path

from model.checks.catalogue import catalogue
from model.claims.vocabulary import vocabulary
from model.form import load_form

ROOT = Path(__file__).parents[2]


def ids_in_code() -> set[str]:
    """The ids that stand in the checks and importers: first arguments of `Finding` and `rule=`."""
    found = set()
    for path in [*(ROOT / "model" / "checks").glob("*.py"), *(ROOT / "ingest").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                given = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "rule")]
                found |= {str(arg.value) for arg in given if isinstance(arg, ast.Constant)}
    return found


def test_whatever_finds_something_is_explained() -> None:
    form = load_form()
    of_form = {cell.rule for cell in form.cells.values() if cell.rule}
    of_form |= {s.table.identity.rule for s in form.sections.values() if s.table and s.table.identity}
    words = vocabulary(form.id)
    assert words and len(words.kinds) > 30
    of_texts = {kind.rule for kind in words.kinds} | {statement.rule for statement in words.statements}
    assert ids_in_code() and ids_in_code() | of_form | of_texts <= catalogue().keys()


def test_an_explanation_is_short_and_complete() -> None:
    for rule, entry in catalogue().items():
        assert entry.title and entry.why.endswith("。") and entry.mend.endswith("。"), rule
        assert len(entry.title) <= 20 and len(entry.why) <= 80 and len(entry.mend) <= 80, rule


def test_ready_reasons_are_short_and_fit_what_can_be_set_aside() -> None:
    offered = {rule: entry.reasons for rule, entry in catalogue().items() if entry.reasons}
    assert len(offered) > 20
    for rule, reasons in offered.items():
        assert len(reasons) <= 3 and len(set(reasons)) == len(reasons), rule
        assert all(0 < len(reason) <= 14 for reason in reasons), rule
    assert not offered.keys() & {"balance", "blank-cell", "missing-header", "empty-text"}, "errors"


def test_only_one_error_can_be_set_aside() -> None:
    assert {rule for rule, entry in catalogue().items() if entry.set_aside} == {"carried-over"}
