"""`save` and `check`: what happens to a draft all day long."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.harness import Pair, Side, timed
from bench.subjects import draft_in, longest_report, own_copy, rewriting
from model.backups import Backups
from model.checks import FIGURE_RULES, check, run_rules
from model.draft import draft_bytes, parse_draft
from model.draft_file import DraftFile
from model.files import write_atomic


@contextmanager
def save(folder: Path) -> Iterator[Pair]:
    """Ours also looks whether somebody wrote the file, keeps the version before and syncs the folders."""
    path = draft_in(folder)
    report = own_copy(longest_report()[1])
    backups = Backups(folder / "versions")
    file, _ = DraftFile.open(path)
    change = rewriting(report)

    def ours() -> None:
        file.save(report, backups)

    def alone() -> None:
        write_atomic(path.with_name("alone.gknb"), draft_bytes(report))

    def peer() -> None:
        _write_plainly(folder / "plain.gknb", data)

    def peer_with_folder() -> None:
        peer()
        descriptor = os.open(folder, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)

    data = draft_bytes(report)
    peer()
    also = {
        "我们，但不留旧版本": timed(alone),
        "对照，另外同步文件夹": timed(peer_with_folder),
    }
    try:
        yield Pair(_after(change, timed(ours)), timed(peer), also=also)
    finally:
        file.close()


@contextmanager
def check_all(folder: Path) -> Iterator[Pair]:
    """Every text is one that was never read before, as if each had just been typed anew."""
    report = own_copy(longest_report()[1])
    data = draft_bytes(report)
    unread = rewriting(report)

    def ours() -> None:
        check(report)

    also = {
        "我们，文字没有变过": timed(ours),
        "我们，改一格时马上执行的规则": timed(lambda: run_rules(report, FIGURE_RULES)),
        "我们，读入这份草稿": timed(lambda: parse_draft(data, "")),
    }
    yield Pair(_after(unread, timed(ours)), timed(lambda: json.loads(data)), also=also)


def _after(before: Callable[[], None], side: Side) -> Side:
    """A side before which something is done that does not count."""

    def both() -> float:
        before()
        return side()

    return both


def _write_plainly(path: Path, data: bytes) -> None:
    temporary = path.with_suffix(".tmp")
    with open(temporary, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
