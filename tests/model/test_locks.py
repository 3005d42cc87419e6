"""Two people do not overwrite each other's work: who holds a draft, and who may take it over."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from model.locks import DraftLock, Locked, lock_path
from model.owner import this_process

ROOT = Path(__file__).parents[2]

HOLDER = """
import sys
from pathlib import Path
from model.locks import DraftLock
lock = DraftLock.take(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""

RACER = """
import sys
from pathlib import Path
from model.locks import DraftLock, Locked
held = []
for line in sys.stdin:
    try:
        held.append(DraftLock.take(Path(line.rstrip("\\n"))))
        print("won", flush=True)
    except Locked as locked:
        print(locked.owner.pid if locked.owner else "nobody", flush=True)
"""


def started(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "年报.gknb"
    path.write_bytes(b"{}")
    return path


def lock_of(draft: Path, since: str = "2026-01-05T01:32:00Z", **over: Any) -> bytes:
    """Puts down a lock of somebody else: of this process, but for some facts."""
    lock = DraftLock.take(draft)
    document = msgspec.json.decode(lock_path(draft).read_bytes())
    lock.release()
    document["owner"] |= over
    document["since"] = since
    content = msgspec.json.encode(document)
    lock_path(draft).write_bytes(content)
    return content


def refused(draft: Path, over: Locked | None = None) -> Locked:
    with pytest.raises(Locked) as locked:
        DraftLock.take(draft, over)
    return locked.value


def test_a_lock_lies_beside_the_draft_and_goes_with_its_holder(draft: Path) -> None:
    lock = DraftLock.take(draft)
    assert lock.is_ours
    assert lock_path(draft).parent == draft.parent and lock_path(draft).name == ".~年报.gknb.lock"
    lock.release()
    assert list(draft.parent.iterdir()) == [draft]


def test_two_windows_of_one_program_are_told_apart(draft: Path) -> None:
    first = DraftLock.take(draft)
    locked = refused(draft)
    assert locked.owner == this_process()
    second = DraftLock.take(draft, over=locked)
    assert second.is_ours and not first.is_ours
    first.release()
    assert second.is_ours and lock_path(draft).exists()
    second.release()
    assert not lock_path(draft).exists()


def test_a_link_leads_to_the_same_lock(draft: Path) -> None:
    link = draft.with_name("快捷.gknb")
    link.symlink_to(draft)
    lock = DraftLock.take(draft)
    refused(link)
    lock.release()


def test_who_has_it_is_said_in_words(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    other = {"machine": "other", "boot": "other", "host": "PC-2", "user": "li"}
    lock_of(draft, **other)
    assert refused(draft).words == "电脑“PC-2”上的用户“li”（1月5日09:32起）"
    lock_path(draft).unlink()
    lock_of(draft, since="9999-12-31T23:59:59Z", **other)
    assert refused(draft).words == "电脑“PC-2”上的用户“li”"
    lock_path(draft).write_bytes(b"")
    assert refused(draft).words == ""
    monkeypatch.undo()
    time.tzset()


def test_long_names_do_not_share_a_lock(tmp_path: Path) -> None:
    one, other = tmp_path / ("局" * 70 + "甲.gknb"), tmp_path / ("局" * 70 + "乙.gknb")
    locks = [DraftLock.take(one), DraftLock.take(other)]
    assert len(list(tmp_path.iterdir())) == 2
    for lock in locks:
        lock.release()


def test_a_live_process_keeps_its_lock_and_a_killed_one_loses_it(draft: Path) -> None:
    with started(HOLDER, str(draft)) as other:
        assert answer(other) == "held"
        locked = refused(draft)
        assert locked.owner and locked.owner.pid == other.pid and locked.words.startswith(locked.owner.words)
        other.kill()
        other.wait()
    lock = DraftLock.take(draft)
    assert lock.is_ours
    lock.release()
    assert list(draft.parent.iterdir()) == [draft]


def test_a_process_that_only_has_the_number_of_the_holder_keeps_nobody_out(draft: Path) -> None:
    lock_of(draft, started="1")
    assert DraftLock.take(draft).is_ours


def test_a_lock_of_another_machine_is_taken_only_by_somebody_who_saw_it(draft: Path) -> None:
    lock_of(draft, machine="other", boot="other", host="PC-2", pid=2**22 + 1)
    locked = refused(draft)
    assert locked.owner and locked.owner.host == "PC-2"
    lock_path(draft).unlink()
    lock_of(draft, machine="other", boot="other", host="PC-3", pid=2**22 + 1)
    newer = refused(draft, over=locked)  # that was another one
    assert newer.owner and newer.owner.host == "PC-3"
    lock = DraftLock.take(draft, over=newer)
    assert lock.is_ours
    lock.release()
    assert list(draft.parent.iterdir()) == [draft]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"\xff\x00",
        b'{"owner": {}}',
        b'{"since": "2026-01-01T00:00:00"}',
        b'{"a":' * 50_000,
        b"x" * 10**6,
    ],
)
def test_a_lock_that_says_nothing_is_removed_only_when_somebody_agrees(draft: Path, content: bytes) -> None:
    lock_path(draft).write_bytes(content)
    locked = refused(draft)
    assert locked.owner is None
    assert lock_path(draft).read_bytes() == content
    assert DraftLock.take(draft, over=locked).is_ours


def test_the_former_holder_notices_before_saving(draft: Path) -> None:
    former = DraftLock.take(draft)
    assert former.is_ours
    former.renew()
    lock_path(draft).unlink()
    lock_of(draft, machine="other", boot="other")
    assert not former.is_ours
    with pytest.raises(Locked):
        former.renew()


def test_a_lock_that_somebody_deleted_is_made_anew(draft: Path) -> None:
    lock = DraftLock.take(draft)
    lock_path(draft).unlink()
    assert lock.is_ours
    lock.renew()
    assert lock_path(draft).exists()
    refused(draft)


def test_where_no_lock_can_be_kept_work_goes_on(tmp_path: Path) -> None:
    lock = DraftLock.take(tmp_path / "没有" / "年报.gknb")
    assert lock.is_ours
    lock.renew()
    lock.release()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions as on Linux")
def test_a_lock_beside_a_draft_on_a_file_system_without_links(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    lock_of(draft, started="1")
    lock = DraftLock.take(draft)
    assert lock.is_ours
    refused(draft)
    lock.release()
    assert list(draft.parent.iterdir()) == [draft]


def test_a_claim_that_a_killed_program_left_needs_somebody_to_agree(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model.locks._PAUSE", 0)
    lock_of(draft, started="1")
    with pytest.MonkeyPatch.context() as patched:
        # Killed after it claimed the right to replace the lock, before it did.
        patched.setattr("model.files.replace", _killed)
        patched.setattr(os, "unlink", lambda _: None)
        with pytest.raises(SystemExit):
            DraftLock.take(draft)
    locked = refused(draft)
    assert locked.owner and locked.owner.is_gone
    lock = DraftLock.take(draft, over=locked)
    assert lock.is_ours


def _killed(*_: object) -> None:
    raise SystemExit


@pytest.mark.parametrize("before", ["no lock", "a dead lock"])
def test_of_programs_that_take_a_draft_at_once_one_gets_it(tmp_path: Path, before: str) -> None:
    racers = [started(RACER) for _ in range(3)]
    try:
        for number in range(100):
            draft = tmp_path / f"{number}.gknb"
            if before == "a dead lock":
                lock_of(draft, started="1")
            for racer in racers:
                assert racer.stdin
                racer.stdin.write(f"{draft}\n")
                racer.stdin.flush()
            answers = [answer(racer) for racer in racers]
            assert sorted(answers)[-1] == "won" and answers.count("won") == 1, (number, answers)
            winner = racers[answers.index("won")]
            assert set(answers) == {"won", str(winner.pid)}
            held = msgspec.json.decode(lock_path(draft).read_bytes())
            assert held["owner"]["pid"] == winner.pid
    finally:
        for racer in racers:
            racer.kill()
            racer.communicate()
    assert {path.suffix for path in tmp_path.iterdir()} == {".lock"}
