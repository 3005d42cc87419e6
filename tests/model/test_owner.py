"""A process is known again, and what cannot be proved dead counts as alive."""

import os
import subprocess
import sys
from collections.abc import Iterator

import msgspec
import psutil
import pytest
from msgspec.structs import replace

from model import owner
from model.owner import Owner, is_running, this_process

linux = pytest.mark.skipif(sys.platform != "linux", reason="as Linux tells of processes")


def of(pid: int) -> Owner:
    """The owner that a process of this number is."""
    return replace(this_process(), pid=pid, started=owner._started(pid) or "")


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def test_this_process_is_alive() -> None:
    assert this_process().runs and not this_process().is_gone
    assert this_process() == this_process()


def test_another_process_is_alive_until_it_is_killed(process: subprocess.Popen[bytes]) -> None:
    other = of(process.pid)
    assert not other.is_gone and is_running(process.pid)
    process.kill()
    process.wait()
    assert other.is_gone and not is_running(process.pid)


@linux
def test_who_was_killed_and_not_yet_buried_is_dead(process: subprocess.Popen[bytes]) -> None:
    other = of(process.pid)
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert other.is_gone


def test_another_process_that_got_the_number_is_not_the_owner(process: subprocess.Popen[bytes]) -> None:
    assert replace(of(process.pid), started="1").is_gone


def test_a_process_whose_start_nobody_knows_is_alive_while_the_number_is_taken(
    process: subprocess.Popen[bytes],
) -> None:
    other = replace(of(process.pid), started="")
    assert not other.is_gone
    process.kill()
    process.wait()
    assert other.is_gone


def test_of_another_machine_nothing_is_known() -> None:
    assert replace(this_process(), machine="other", boot="other", pid=2**22 + 1).runs is None


def test_before_this_machine_was_started_anew_everybody_is_dead() -> None:
    assert replace(this_process(), boot="former").is_gone


def test_a_machine_that_got_another_network_card_is_known_by_its_start() -> None:
    if not this_process().boot:
        pytest.skip("this system does not tell one start from another")
    assert replace(this_process(), machine="docked", pid=2**22 + 1).is_gone
    assert not replace(this_process(), machine="docked").is_gone


def test_numbers_of_another_container_say_nothing() -> None:
    assert replace(this_process(), space="pid:[1]", pid=2**22 + 1).runs is None
    assert replace(this_process(), space="pid:[1]", started="1").runs is None


def test_where_starts_are_not_told_apart_the_machine_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    here = replace(this_process(), boot="", space="")
    monkeypatch.setattr(owner, "this_process", lambda: here)
    assert not here.is_gone
    assert replace(here, started="1").is_gone
    assert not replace(here, machine="other", started="1").is_gone


def test_processes_of_other_systems_are_asked_of_psutil(
    process: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert psutil.pid_exists(process.pid)  # loaded, before the system seems to be another
    monkeypatch.setattr(sys, "platform", "win32")
    other = of(process.pid)
    assert other.started and not other.is_gone
    assert replace(other, started="1.0").is_gone
    process.kill()
    process.wait()
    assert other.is_gone


def test_words() -> None:
    named = replace(this_process(), host="PC-\n12", user="li\x1b[2J")
    assert named.words == "电脑“PC-12”上的用户“li[2J”"


@pytest.mark.parametrize("over", [{"pid": 0}, {"pid": -1}, {"pid": 2**40}, {"host": "x" * 201}])
def test_what_cannot_be_an_owner_is_none(over: dict[str, object]) -> None:
    document = msgspec.to_builtins(this_process()) | over
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(document, Owner)
