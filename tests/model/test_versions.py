"""Drafts of every version of the format: read for ever, never changed unasked, newer ones left alone."""

import json
from pathlib import Path
from typing import Any

import pytest

from model import draft
from model.backups import Backups
from model.draft import MIGRATIONS, VERSION, NewerDraft, draft_bytes, read_draft, write_draft
from model.draft_file import DraftFile
from model.errors import UserError

GOLDEN = sorted((Path(__file__).parents[1] / "data" / "drafts").glob("version-*.gknb"))
"""Samples of each version, as the program of that version wrote them: never to be changed."""


def number(path: Path) -> int:
    return int(path.stem.split("-")[1])


def test_there_is_a_sample_and_a_step_for_each_version() -> None:
    assert {number(path) for path in GOLDEN} == set(range(1, VERSION + 1))
    assert set(MIGRATIONS) == set(range(1, VERSION))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_sample_opens_and_stays_what_it_is(path: Path) -> None:
    data = path.read_bytes()
    written = draft_bytes(read_draft(path))
    assert path.read_bytes() == data
    if number(path) == VERSION:
        assert written == data
    else:
        assert json.loads(written)["version"] == VERSION


def test_the_full_sample_has_every_key_that_there_can_be() -> None:
    document = json.loads(next(p for p in GOLDEN if p.stem == f"version-{VERSION}").read_bytes())
    report = document["last_year"] | document
    assert set(report) >= draft._KNOWN and set(report) - draft._KNOWN
    assert set(document["last_year"]) >= draft._REPORT
    assert all(document[key] for key in draft._KNOWN)


# A format that might have come before: agencies were called units, years were words.


def unit_to_agency(document: dict[str, Any]) -> dict[str, Any]:
    document["agency"] = document.pop("unit")
    if "last_year" in document:
        unit_to_agency(document["last_year"])
    return document | {"steps": [1]}


def year_to_number(document: dict[str, Any]) -> dict[str, Any]:
    document["steps"].append(2)
    return document | {"year": int(document["year"])}


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(draft, "VERSION", 3)
    monkeypatch.setattr(draft, "MIGRATIONS", {1: unit_to_agency, 2: year_to_number})
    path = tmp_path / "旧.gknb"
    last = {"unit": "青禾县水利局", "form": "2021", "year": 2024}
    document = {"format": "gknb", "version": 1, "form": "2021", "unit": "青禾县水务局", "year": "2025"}
    path.write_text(json.dumps(document | {"last_year": last}), encoding="utf-8")
    return path


def test_an_older_version_is_migrated_step_by_step(older: Path) -> None:
    report = read_draft(older)
    assert (report.agency, report.year, report.extra) == ("青禾县水务局", 2025, {"steps": [1, 2]})
    assert report.last_year and report.last_year.agency == "青禾县水利局"


def test_only_the_steps_that_are_missing_are_taken(older: Path) -> None:
    document = {"format": "gknb", "version": 2, "form": "2021", "agency": "甲局", "year": "2025", "steps": []}
    older.write_text(json.dumps(document), encoding="utf-8")
    assert read_draft(older).extra == {"steps": [2]}


def test_the_original_stays_until_the_first_save_and_then_among_the_versions(
    older: Path, tmp_path: Path
) -> None:
    original = older.read_bytes()
    backups = Backups(tmp_path / "backups")
    file, report = DraftFile.open(older)
    assert older.read_bytes() == original
    report.apply({"texts/other": "新程序里写的。"})
    file.save(report, backups)
    file.close()
    assert json.loads(older.read_bytes())["version"] == 3
    [version] = backups.versions(older)
    assert version.path.read_bytes() == original
    assert read_draft(version.path).agency == "青禾县水务局"


@pytest.mark.parametrize("over", [{"unit": None}, {"year": "今年"}, {"year": None}, {"last_year": 5}])
def test_an_older_version_with_something_wrong_is_refused_in_words(older: Path, over: dict[str, Any]) -> None:
    document = json.loads(older.read_bytes()) | over
    document = {key: value for key, value in document.items() if value is not None}
    older.write_text(json.dumps(document), encoding="utf-8")
    before = older.read_bytes()
    with pytest.raises(UserError, match="旧.gknb.*读不懂|旧.gknb.*应为"):
        read_draft(older)
    assert older.read_bytes() == before


def test_a_newer_version_is_refused_untouched(older: Path, tmp_path: Path) -> None:
    document = json.loads(older.read_bytes()) | {"version": 4, "form": "2030", "agency": {"new": "shape"}}
    older.write_text(json.dumps(document), encoding="utf-8")
    before = older.read_bytes(), older.stat().st_mtime_ns
    with pytest.raises(NewerDraft, match="版本4.*认识到版本3.*请升级程序"):
        DraftFile.open(older)
    assert (older.read_bytes(), older.stat().st_mtime_ns) == before
    assert list(tmp_path.iterdir()) == [older]


def test_what_is_written_is_of_the_newest_version(older: Path) -> None:
    write_draft(read_draft(older), older)
    assert json.loads(older.read_bytes())["version"] == 3
