"""The program on a real display: what only a display, its clipboard and a second process can show."""

import json
from pathlib import Path

import pytest

from model.draft import write_draft
from model.report import new_report
from tests.display.conftest import PATIENCE, Desk, wait_for

NEW = "applications/new_received"
BEGUN = "applications/carried_over"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """An empty report with a header."""
    path = tmp_path / "甲局.gknb"
    write_draft(new_report("甲局", 2025), path)
    return path


def test_a_block_goes_to_other_programs_as_text_and_as_a_table(desk: Desk, draft: Path):
    program = desk.open(draft, title=draft.name)
    desk.press("ctrl+3")
    desk.type("12\t3\t")
    desk.saved(draft, lambda d: d["cells"].get(f"{NEW}/commercial_enterprise") == 3, "two figures")
    desk.press("ctrl+2", "ctrl+3", "shift+Right", "ctrl+c")
    wait_for(lambda: desk.clipboard("UTF8_STRING").splitlines() == ["12\t3"], "the block as text")
    table = desk.clipboard("text/html")
    assert "<table" in table and ">12<" in table and ">3<" in table
    desk.press("ctrl+q")
    assert program.wait(PATIENCE) == 0, "also with something of its own on the clipboard"


def test_a_block_from_elsewhere_is_placed_filled_down_and_taken_back(desk: Desk, draft: Path):
    desk.open(draft, title=draft.name)
    desk.copy("￥1,005\t－\r\n")
    desk.press("ctrl+3", "ctrl+v")
    desk.saved(
        draft,
        lambda d: d["cells"].get(f"{NEW}/natural_person") == 1005 and len(d["cells"]) == 1,
        "a figure with its sign, and a dash as a blank",
    )
    desk.press("shift+Down", "ctrl+d")
    desk.saved(draft, lambda d: d["cells"].get(f"{BEGUN}/natural_person") == 1005, "the figure filled down")
    desk.press("ctrl+z", "ctrl+z")
    desk.saved(draft, lambda d: d["cells"] == {}, "two steps taken back")


def test_what_was_pasted_is_selected_and_enter_goes_round_it(desk: Desk, draft: Path):
    desk.open(draft, title=draft.name)
    desk.copy("1\t2\n3\t4\n")
    desk.press("ctrl+3", "ctrl+v", "ctrl+c")
    wait_for(
        lambda: desk.clipboard("UTF8_STRING").splitlines() == ["1\t2", "3\t4"], "the block that was pasted"
    )
    desk.press("Return", "Return")
    desk.type("9\n")
    desk.saved(
        draft, lambda d: d["cells"].get(f"{NEW}/commercial_enterprise") == 9, "the second column's first"
    )


def test_a_second_start_opens_its_draft_in_the_running_program(desk: Desk, draft: Path, tmp_path: Path):
    other = tmp_path / "乙局.gknb"
    write_draft(new_report("乙局", 2025), other)
    first = desk.open(draft, title=draft.name)
    wait_for(lambda: list(tmp_path.glob("gknb-*")), "where starts meet")
    second = desk.start(other)
    assert second.wait(PATIENCE) == 0 and first.poll() is None
    wait_for(lambda: {draft.name, other.name} <= desk.shown(), "two windows")
    desk.press("ctrl+3")
    desk.type("7\n")
    desk.saved(other, lambda d: d["cells"].get(f"{NEW}/natural_person") == 7, "what was typed in the new one")
    assert json.loads(draft.read_text("utf-8"))["cells"] == {}


def test_a_killed_window_gives_way_to_the_next_start(desk: Desk, draft: Path):
    desk.open(draft, title=draft.name).kill()
    wait_for(lambda: draft.name not in desk.shown(), "no window")
    desk.open(draft, title=draft.name)


def test_one_begins_without_a_mouse(desk: Desk, tmp_path: Path):
    desk.open(title="公开年报")
    desk.press("ctrl+n")
    desk.press("ctrl+3")
    desk.type("4\n")
    desk.press("ctrl+s")
    desk.wait_for_focus("保存年报草稿")
    desk.type(str(tmp_path / "new"))
    saved = tmp_path / "new.gknb"

    def look() -> bool:
        desk.press("Return")  # the first goes to a suggestion
        return saved.exists()

    wait_for(look, "the draft")
    assert json.loads(saved.read_text("utf-8"))["cells"] == {f"{NEW}/natural_person": 4}
