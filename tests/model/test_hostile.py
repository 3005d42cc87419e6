"""Drafts made to do harm: refused in a sentence, within a second and 200 MB, however large they are."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from model.draft import SIZE_LIMIT, draft_bytes, parse_draft
from model.errors import UserError
from model.form import load_form
from model.report import TEXT_LIMIT, Report

ROOT = Path(__file__).parents[2]
SECONDS, MEGABYTES = 1.0, 200  # of the processor, and of memory beyond the file itself

READ = """
import resource, sys, time
from model.draft import parse_draft
from model.errors import UserError
parse_draft(b'{"format": "gknb", "version": 1, "form": "2021"}', "warm")
data = open(sys.argv[1], "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
try:
    parse_draft(data, "x")
    said = "taken"
except UserError as error:
    said = str(error)
took = time.process_time() - start
grew = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
print(took, grew, said)
"""

HEAD = b'{"format": "gknb", "version": 1, "form": "2021", '
ROOM = SIZE_LIMIT - 200


def filled(unit: bytes, room: int = ROOM) -> bytes:
    """A piece as often as there is room in a file."""
    return unit * (room // len(unit))


BOMBS = {
    "a list of empty lists": (HEAD + b'"x": [' + filled(b"[],") + b"0]}", "项目太多"),
    "a list of zeros": (HEAD + b'"x": [' + filled(b"0,") + b"0]}", "项目太多"),
    "a million keys": (
        HEAD + ",".join(f'"k{number}": {number}' for number in range(10**6)).encode() + b"}",
        "项目太多",
    ),
    "as many keys as there may be": (
        HEAD + ",".join(f'"k{number}": {number}' for number in range(330_000)).encode() + b"}",
        "taken",
    ),
    "brackets only": (filled(b"["), "项目太多"),
    "an agency without end": (HEAD + b'"agency": "' + filled(b"a") + b'"}', "字太多"),
    "letters that take four bytes": (HEAD + b'"x": "\xf0\x9f\x98\x80' + filled(b"a") + b'"}', "字太多"),
    "as many of them as there may be": (
        HEAD + b'"x": "\xf0\x9f\x98\x80' + filled(b"a", 11_000_000) + b'"}',
        "taken",
    ),
    "escapes": (HEAD + b'"x": "' + filled(b"\\ud83d\\ude00", 11_000_000) + b'"}', "taken"),
    "escaped quotation marks without an end": (HEAD + b'"x": "' + filled(b'\\"', 900_000), "不完整"),
    "backslashes without an end": (HEAD + b'"x": "' + filled(b"\\", 11_000_000), "不完整"),
    "blanks": (HEAD + filled(b" ") + b'"x": 1}', "字太多"),
    "one number": (HEAD + b'"x": ' + filled(b"9") + b"}", "字太多"),
    "numbers as long as they may be": (
        HEAD + b'"x": [' + filled(b"9" * 4_000 + b",", 11_000_000) + b"0]}",
        "taken",
    ),
    "small fractions": (HEAD + b'"x": [' + filled(b"1e-9,", 2_000_000) + b"0]}", "taken"),
}


@pytest.mark.skipif(sys.platform != "linux", reason="memory as Linux counts it")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_does_not_go_off(name: str, tmp_path: Path) -> None:
    data, says = BOMBS[name]
    assert len(data) <= SIZE_LIMIT
    path = tmp_path / "坏.gknb"
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", READ, path], cwd=ROOT, capture_output=True, text=True, check=True
    )
    took, grew, said = done.stdout.split(" ", 2)
    assert says in said
    assert float(took) < SECONDS and float(grew) < MEGABYTES


def test_the_longest_report_can_be_read_again() -> None:
    """The limits are beyond what somebody can write."""
    form = load_form()
    report = Report(form, texts=dict.fromkeys(form.texts, "局" * TEXT_LIMIT))
    report.last_year = Report(form, texts=dict.fromkeys(form.texts, "局" * TEXT_LIMIT))
    data = draft_bytes(report)
    assert len(data) < SIZE_LIMIT
    assert parse_draft(data, "x") == report


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"agency": "局" * 10**6}, "不超过200个字"),
        ({"agency": "甲\u2028局\x00"}, "“agency”"),
        ({"year": -1}, "2008至2100"),
        ({"year": 10**300}, "2008至2100"),
        ({"version": True}, "“version”"),
        ({"version": -1}, "“version”"),
        ({"version": 1.0}, "“version”"),
        ({"form": "../../x"}, "“form”"),
        ({"form": "2021\n"}, "“form”"),
        ({"texts": {"overview": "字" * (TEXT_LIMIT + 1)}}, "texts/overview"),
        ({"texts": {"overview": "\x1b[2J"}}, "不含控制字符"),
        ({"texts": {"overview": "\ufffe"}}, "不含控制字符"),
        ({"cells": {"\x1b[2J" * 100: 1}}, "不是表中的格"),
        ({"last_year": {"form": "2021", "last_year": {"form": "2021"}}}, "taken"),
    ],
)
def test_values_out_of_all_bounds(document: dict[str, object], says: str) -> None:
    data = json.dumps({"format": "gknb", "version": 1, "form": "2021"} | document).encode()
    try:
        parse_draft(data, "x")
        said = "taken"
    except UserError as error:
        said = str(error)
        assert said.isprintable() and len(said) < 400
    assert says in said
