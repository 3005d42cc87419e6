"""What is remembered: each value by itself, nothing lost between two programs, no reason not to start."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QRect

from gui.remembered import fitted
from gui.settings import Left, Place, Profile, Settings, load_settings, settings_path


def put(content: str) -> None:
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text(content, encoding="utf-8")


def test_what_is_remembered_is_there_at_the_next_start() -> None:
    settings = Settings()
    settings.update(lambda now: setattr(now, "window", Place(10, 20, 1100, 700, maximised=True)))
    settings.update(lambda now: setattr(now, "profile", Profile(agency="甲局", kind="other", phone="1")))
    settings.update(lambda now: setattr(now, "left", Left("/a.gknb", 3)))
    settings.update(lambda now: now.remember(Path("/a.gknb")))
    assert load_settings() == (settings, "")
    assert settings.recent == ["/a.gknb"]
    assert settings.contact()["phone"] == "1"
    assert (settings.left_at(Path("/a.gknb")), settings.left_at(Path("/b.gknb"))) == (3, -1)


@pytest.mark.parametrize(
    "silly",
    [
        {"window": {"x": 1, "y": 2, "width": 0, "height": 5}},
        {"window": "left"},
        {"panel_height": -3},
        {"panel_folded": "yes"},
        {"left": {"draft": "/a.gknb", "section": -2}},
        {"profile": {"agency": "甲\n局"}},
        {"profile": {"kind": "ministry"}},
        {"recent": 5},
    ],
)
def test_a_silly_value_costs_no_other(silly: dict[str, object]) -> None:
    good = {"recent": ["/a.gknb"], "panel_folded": True, "panel_height": 200, "left": None}
    put(json.dumps(good | silly))
    settings, told = load_settings()
    assert told == ""
    for name, value in good.items():
        assert getattr(settings, name) == (getattr(Settings(), name) if name in silly else value)


@pytest.mark.parametrize("content", ["", "{", "[]", "5", '{"recent": [', "[" * 100_000, "\udcff"])
def test_a_broken_file_is_set_aside_and_told(content: str) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_bytes(content.encode(errors="surrogateescape"))
    settings, told = load_settings()
    assert settings == Settings()
    aside = settings_path().with_suffix(".broken.json")
    assert str(aside) in told and aside.exists() and not settings_path().exists()
    assert load_settings() == (Settings(), "")


def test_two_programs_keep_what_each_remembers() -> None:
    one, two = load_settings()[0], load_settings()[0]
    one.update(lambda now: now.remember(Path("/一.gknb")))
    two.update(lambda now: now.remember(Path("/二.gknb")))
    two.update(lambda now: setattr(now, "panel_folded", True))
    one.update(lambda now: now.remember(Path("/三.gknb")))
    assert load_settings()[0].recent == ["/三.gknb", "/二.gknb", "/一.gknb"]
    assert load_settings()[0].panel_folded


def test_what_a_later_program_remembers_stays() -> None:
    put('{"recent": [], "colour": "blue"}')
    settings, _ = load_settings()
    settings.update(lambda now: now.remember(Path("/a.gknb")))
    assert json.loads(settings_path().read_text(encoding="utf-8"))["colour"] == "blue"


def test_nothing_is_written_where_nothing_changed() -> None:
    Settings().update(lambda now: setattr(now, "panel_folded", False))
    assert not settings_path().exists()


@pytest.mark.parametrize(
    ("rect", "becomes"),
    [
        (QRect(100, 100, 800, 500), QRect(100, 100, 800, 500)),
        (QRect(700, 600, 800, 500), QRect(566, 268, 800, 500)),  # half outside
        (QRect(-1500, -50, 3000, 2000), QRect(0, 32, 1366, 736)),  # of a larger screen
        (QRect(1300, 100, 800, 500), QRect(1366, 100, 800, 500)),  # on the second screen for the most part
        (QRect(5000, 100, 800, 500), None),  # on a screen that is gone
    ],
)
def test_a_window_comes_back_where_it_can_be_seen(rect: QRect, becomes: QRect | None) -> None:
    screens = [QRect(0, 0, 1366, 768), QRect(1366, 0, 1920, 1080)]
    assert fitted(rect, screens) == becomes
