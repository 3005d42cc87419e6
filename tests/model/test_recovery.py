"""After a crash: what was typed is there, is offered once, and goes only when somebody says so."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from model.draft import read_draft, write_draft
from model.errors import UserError
from model.locks import DraftLock, lock_path
from model.recovery import Recovery, RecoveryCopy
from model.report import Report

ROOT = Path(__file__).parents[2]
NEW = "applications/new_received/natural_person"
FEES = "proactive/fees/amount"

WRITER = """
import sys
from pathlib import Path
from model.form import load_form
from model.recovery import Recovery
from model.report import Report
Recovery(Path(sys.argv[1])).write(Report(load_form(), agency="青禾县水务局"), None, 3)
print("written", flush=True)
sys.stdin.read()
"""

TAKER = """
import sys
from pathlib import Path
from model.recovery import Recovery
for line in sys.stdin:
    recovery = Recovery(Path(line.rstrip("\\n")))
    [copy] = recovery.left_behind()
    print("offered", flush=True)
    sys.stdin.readline()
    print(recovery.take(copy), flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "数据" / "recovery"


@pytest.fixture
def draft(tmp_path: Path, report: Report) -> Path:
    path = tmp_path / "年报.gknb"
    write_draft(report, path)
    return path


def abandoned(folder: Path, **over: str) -> Path:
    """Makes the one copy there that of a program that is gone, or of what the owner's facts say."""
    [file] = (path for path in folder.glob("*.recovery") if b'"started":"gone"' not in path.read_bytes())
    head, _, rest = file.read_bytes().partition(b"\n")
    document = msgspec.json.decode(head)
    document["owner"] |= over or {"started": "gone"}
    file.write_bytes(msgspec.json.encode(document) + b"\n" + rest)
    return file


def only(folder: Path) -> RecoveryCopy:
    [copy] = Recovery(folder).left_behind()
    return copy


def test_a_copy_has_everything(folder: Path, draft: Path, report: Report) -> None:
    report.apply({NEW: 12, "texts/overview": "全年平稳。"})
    before = datetime.now(UTC)
    Recovery(folder).write(report, draft, 2, "0" * 64, {FEES: "十万\x00"})
    abandoned(folder)
    copy = only(folder)
    assert copy.report == report
    assert (copy.path, copy.changes, copy.digest, copy.refused) == (draft, 2, "0" * 64, {FEES: "十万"})
    assert before <= copy.saved <= datetime.now(UTC)


def test_a_report_that_was_never_saved(folder: Path, report: Report) -> None:
    Recovery(folder).write(report, None, 1)
    abandoned(folder)
    copy = only(folder)
    assert copy.path is None
    assert copy.describe() == ["机关名称：（空） → 青禾县水务局", "年度：（空） → 2025"]


def test_each_window_has_one_copy_and_live_ones_are_not_offered(folder: Path, report: Report) -> None:
    first, second = Recovery(folder), Recovery(folder)
    for changes in range(3):
        first.write(report, None, changes)
        second.write(report, None, changes)
    assert len(list(folder.iterdir())) == 2
    assert Recovery(folder).left_behind() == [] == Recovery(folder).doubtful()
    first.discard()
    assert len(list(folder.iterdir())) == 1
    first.discard()


def test_a_process_that_was_killed_leaves_its_copy(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout and process.stdout.readline() == b"written\n"
        assert Recovery(folder).left_behind() == []
        process.kill()
        process.wait()
    copy = only(folder)
    assert (copy.report.agency, copy.changes, copy.owner.pid) == ("青禾县水务局", 3, process.pid)


def test_several_copies_come_newest_first(folder: Path, report: Report) -> None:
    for changes in range(3):
        Recovery(folder).write(report, None, changes)
        abandoned(folder)
    copies = Recovery(folder).left_behind()
    assert [copy.changes for copy in copies] == [2, 1, 0]
    copies[1].discard()
    assert [copy.changes for copy in Recovery(folder).left_behind()] == [2, 0]


@pytest.mark.parametrize(
    "other", [{"machine": "other", "boot": "other", "host": "PC-2"}, {"space": "pid:[1]", "started": "1"}]
)
def test_copies_of_another_machine_or_container_are_not_offered_but_found(
    folder: Path, report: Report, other: dict[str, str]
) -> None:
    """Whether the program there runs, nobody knows."""
    Recovery(folder).write(report, None, 1)
    abandoned(folder, **other)
    assert Recovery(folder).left_behind() == []
    [copy] = Recovery(folder).doubtful()
    assert copy.changes == 1


def test_a_machine_with_another_network_card_finds_its_copies_after_a_power_cut(
    folder: Path, report: Report
) -> None:
    Recovery(folder).write(report, None, 1)
    abandoned(folder, machine="docked", boot="former")
    assert only(folder).changes == 1
    assert Recovery(folder).doubtful() == []


def test_the_preview_compares_with_the_file_as_it_is_now(folder: Path, draft: Path, report: Report) -> None:
    report.apply({NEW: 12, "options/overview_limit": "1000"})
    Recovery(folder).write(report, draft, 2)
    abandoned(folder)
    assert only(folder).describe() == [
        "字数上限：（空） → 1000",
        "三、收到和处理政府信息公开申请情况　一、本年新收政府信息公开申请数量 ／ 自然人：（空） → 12",
    ]
    write_draft(report, draft)
    assert only(folder).describe() == []
    draft.unlink()
    [line] = only(folder).describe()
    assert "没有这个文件" in line


def test_of_two_programs_that_are_offered_a_copy_one_gets_it(folder: Path, report: Report) -> None:
    Recovery(folder).write(report, None, 4)
    file = abandoned(folder)
    one, other = Recovery(folder), Recovery(folder)
    [offered], [offered_too] = one.left_behind(), other.left_behind()
    assert one.take(offered)
    assert not other.take(offered_too)
    assert not file.exists() and len(list(folder.iterdir())) == 1
    assert Recovery(folder).left_behind() == []  # it is a live program's now
    one.discard()
    assert not list(folder.iterdir())


def test_of_programs_that_take_a_copy_at_once_one_gets_it(tmp_path: Path, report: Report) -> None:
    takers = [
        subprocess.Popen(
            [sys.executable, "-c", TAKER],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]

    def all_of_them(line: str) -> list[str]:
        for taker in takers:
            assert taker.stdin
            taker.stdin.write(f"{line}\n")
            taker.stdin.flush()
        return [taker.stdout.readline().strip() for taker in takers if taker.stdout]

    try:
        for number in range(40):
            folder = tmp_path / str(number)
            Recovery(folder).write(report, None, number)
            abandoned(folder)
            assert all_of_them(str(folder)) == ["offered"] * 3
            assert sorted(all_of_them("take")) == ["False", "False", "True"]
            [file] = folder.iterdir()
            assert f'"changes":{number}'.encode() in file.read_bytes()
    finally:
        for taker in takers:
            taker.kill()
            taker.communicate()


def test_a_copy_that_another_program_is_just_taking_is_not_taken(folder: Path, report: Report) -> None:
    Recovery(folder).write(report, None, 4)
    file = abandoned(folder)
    lock = DraftLock.take(file)
    ours = Recovery(folder)
    assert not ours.take(only(folder))
    lock.release()
    assert ours.take(only(folder))
    assert not lock_path(file).exists()


def test_a_copy_that_cannot_be_made_ours_stays(
    folder: Path, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    Recovery(folder).write(report, None, 4)
    abandoned(folder)

    def full(*_: object) -> None:
        raise UserError("磁盘已满")

    with monkeypatch.context() as patched:
        patched.setattr("model.recovery.write_atomic", full)
        with pytest.raises(UserError):
            Recovery(folder).take(only(folder))
    assert only(folder).changes == 4
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:100],
        lambda data: data[:-100],
        lambda data: data.replace(b'"changes":1', b'"changes":-1'),
        lambda data: data.replace(b'"saved":"2', b'"saved":"x'),
        lambda data: data.replace(b"Z", b"", 1),
        lambda data: data.replace(b'"path":null', b'"path":"relative"'),
        lambda data: data.replace(b'"path":null', b'"path":"/a%00"'),
        lambda data: data.replace(b'"year": 2025', b'"year": -1'),
        lambda data: b'{"owner":' * 50_000 + data,
        lambda data: b"\xff" + data,
    ],
)
def test_a_broken_copy_is_set_aside_and_kept(
    folder: Path, report: Report, damage: Callable[[bytes], bytes]
) -> None:
    Recovery(folder).write(report, None, 1)
    file = abandoned(folder)
    broken = damage(file.read_bytes())
    assert broken != file.read_bytes()
    file.write_bytes(broken)
    assert Recovery(folder).left_behind() == []
    assert [path.name for path in folder.iterdir()] == [f"{file.name}.broken"]
    assert (folder / f"{file.name}.broken").read_bytes() == broken
    assert Recovery(folder).left_behind() == []


def test_a_copy_of_a_later_program_waits_for_it(folder: Path, report: Report) -> None:
    Recovery(folder).write(report, None, 1)
    file = abandoned(folder)
    file.write_bytes(file.read_bytes().replace(b'"version": 1', b'"version": 99'))
    assert Recovery(folder).left_behind() == []
    assert file.exists()


def test_refused_words_of_unknown_cells_are_left_out(folder: Path, report: Report) -> None:
    report.apply({NEW: 1})
    Recovery(folder).write(report, None, 1, None, {"x/y": "1", NEW: "已有数字", FEES: "长" * 5000})
    abandoned(folder)
    assert only(folder).refused == {FEES: "长" * 1000}


@pytest.mark.skipif(sys.platform != "linux", reason="names of bytes as on Linux")
def test_a_draft_whose_name_is_no_text(folder: Path, report: Report, tmp_path: Path) -> None:
    path = tmp_path / b"\xc4\xea\xb1\xa8.gknb".decode(errors="surrogateescape")  # 年报 in GBK
    write_draft(report, path)
    Recovery(folder).write(report, path, 1)
    abandoned(folder)
    copy = only(folder)
    assert copy.path == path and read_draft(path) == copy.report


def test_copies_are_nobody_elses_business(folder: Path, report: Report) -> None:
    Recovery(folder).write(report, None, 1)
    assert folder.stat().st_mode & 0o077 == 0


def test_where_it_cannot_be_written_it_says_why(tmp_path: Path, report: Report) -> None:
    (tmp_path / "数据").write_bytes(b"")
    recovery = Recovery(tmp_path / "数据" / "recovery")
    with pytest.raises(UserError, match="不是文件夹"):
        recovery.write(report, None, 1)
    recovery.discard()
    assert recovery.left_behind() == [] == recovery.doubtful()


def test_the_time_is_of_the_last_change(folder: Path, report: Report) -> None:
    recovery = Recovery(folder)
    recovery.write(report, None, 1)
    file = abandoned(folder)
    document = msgspec.json.decode(file.read_bytes().partition(b"\n")[0])
    saved = datetime.fromisoformat(document["saved"])
    assert datetime.now(UTC) - saved < timedelta(minutes=1) and saved.tzinfo
