"""Everything that reads what others wrote, each with good samples and the ways to damage them.

A reader is given the bytes of a file and either understands them or raises `UserError` (a lock: `Locked`).
What it took is then used as the program would: checked, compared, written and read again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

import ingest
from bench import mutations
from bench.mutations import Mutation
from export.xlsx import render
from gui.settings import Settings, read_settings
from ingest import Imported
from model.checks import check
from model.compare import describe, restoring
from model.draft import draft_bytes, parse_draft
from model.errors import UserError
from model.files import exists
from model.locks import DraftLock, Locked, lock_path
from model.recovery import Recovery
from model.report import Report
from model.signoff import short_code

ROOT = Path(__file__).parents[1]

_CHECKED = 20_000  # characters of texts; rules take as long as the texts are, and nothing else


@dataclass(frozen=True)
class Reader:
    """One way in; `read` says whether it understood the file. `often` is its share of the cases."""

    name: str
    read: Callable[[bytes], bool]
    samples: tuple[bytes, ...]
    mutations: tuple[Mutation, ...]
    often: int


def readers(folder: Path) -> list[Reader]:
    """All readers, with files of theirs in a folder."""
    drafts = [*(ROOT / "samples").glob("*.gknb"), *(ROOT / "tests" / "data" / "drafts").glob("*.gknb")]
    samples = tuple(path.read_bytes() for path in sorted(drafts))
    by_json = (mutations.damage_json, mutations.damage_json, mutations.damage_bytes, mutations.damage_lines)
    places = {name: folder / name for name in ("recovery", "locks", "settings", "workbooks")}
    for place in places.values():
        place.mkdir()
    return [
        Reader("draft", read_draft, samples, by_json, often=8),
        Reader(
            "recovery copy",
            lambda data: read_copy(places["recovery"], data),
            copies(places["recovery"], samples),
            (mutations.damage_head, mutations.damage_head, mutations.damage_bytes),
            often=4,
        ),
        Reader(
            "lock", lambda data: read_lock(places["locks"], data), locks(places["locks"]), by_json, often=3
        ),
        Reader(
            "settings",
            lambda data: read_settings_file(places["settings"], data),
            (msgspec.json.encode(Settings(["/home/li/年报.gknb", "C:\\年报.gknb"])),),
            by_json,
            often=2,
        ),
        Reader(
            "workbook",
            lambda data: read_workbook(places["workbooks"], data),
            tuple(render(parse_draft(sample, "sample")) for sample in samples[:1]),
            (mutations.damage_archive, mutations.damage_archive, mutations.damage_bytes),
            often=2,
        ),
    ]


def read_draft(data: bytes) -> bool:
    """A draft: what was read is written and read again, the same."""
    try:
        report = parse_draft(data, "x.gknb")
    except UserError:
        return False
    written = draft_bytes(report)
    again = parse_draft(written, "x.gknb")
    assert again == report, "read again it is another"
    assert draft_bytes(again) == written, "written again it is another"
    use(report)
    return True


def use(report: Report) -> None:
    """What the program does with every report."""
    empty = Report(report.form)
    changes = restoring(empty, report)
    describe(empty, changes)
    empty.apply(changes)
    short_code(report)
    texts = [text for each in (report, report.last_year) if each for text in each.texts.values()]
    if sum(map(len, texts)) <= _CHECKED:
        check(report)


def copies(folder: Path, samples: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Recovery copies of a program that is gone, one of them of another machine."""
    found = []
    for number, sample in enumerate(samples):
        recovery, report = Recovery(folder), parse_draft(sample, "sample")
        refused = dict.fromkeys(report.form.inputs, "十几")
        recovery.write(report, Path("/dev/full"), 7, "0" * 64, refused)
        [file] = folder.glob("*.recovery")
        gone = (
            {"host": "elsewhere", "machine": "elsewhere", "boot": "another"}
            if number % 2
            else {"started": "never"}
        )
        head, _, draft = file.read_bytes().partition(b"\n")
        found.append(msgspec.json.encode(_other_owner(head, gone)) + b"\n" + draft)
        recovery.discard()
    return tuple(found)


def read_copy(folder: Path, data: bytes) -> bool:
    """A recovery copy, as the next start finds it."""
    file = folder / "a.recovery"
    file.write_bytes(data)
    found = [*Recovery(folder).left_behind(), *Recovery(folder).doubtful()]
    for copy in found:
        copy.describe()
        str(copy.owner.words)
        use(copy.report)
    for left in folder.iterdir():
        left.unlink()
    return bool(found)


def locks(folder: Path) -> tuple[bytes, ...]:
    """Locks of this process, of one that is gone, and of another machine."""
    draft = folder / "a.gknb"
    lock = DraftLock.take(draft)
    content = lock_path(draft).read_bytes()
    lock.release()
    others: tuple[dict[str, str], ...] = ({"started": "never"}, {"machine": "elsewhere", "boot": "another"})
    return (content, *(msgspec.json.encode(_other_owner(content, other)) for other in others))


def read_lock(folder: Path, data: bytes) -> bool:
    """A lock that lies beside a draft: respected, then taken over by somebody who agrees."""
    draft = folder / "a.gknb"
    lock_path(draft).write_bytes(data)
    try:
        lock = DraftLock.take(draft)
        understood = True
    except Locked as locked:
        understood = bool(locked.words)
        lock = DraftLock.take(draft, over=locked)
    assert lock.is_ours, "a lock that was taken over is not held"
    lock.release()
    assert not list(folder.iterdir()), "something is left beside the draft"
    return understood


def read_settings_file(folder: Path, data: bytes) -> bool:
    """Settings: a broken file is set aside."""
    file = folder / "settings.json"
    file.write_bytes(data)
    settings, told = read_settings(file)
    for name in settings.recent:
        exists(Path(name))
    understood = file.exists()
    assert understood is not bool(told), "a file is set aside in silence"
    for left in folder.iterdir():
        left.unlink()
    return understood


def read_workbook(folder: Path, data: bytes) -> bool:
    """A workbook: what was read is checked with its printed totals, and can be saved."""
    file = folder / "a.xlsx"
    file.write_bytes(data)
    try:
        imported: Imported = ingest.read(file)
    except UserError:
        return False
    assert parse_draft(draft_bytes(imported.report), "x.gknb") == imported.report
    if sum(map(len, imported.report.texts.values())) <= _CHECKED:
        ingest.check(imported)
    return True


def _other_owner(content: bytes, over: dict[str, str]) -> object:
    """A lock or the head of a copy with another owner."""
    document = msgspec.json.decode(content)
    document["owner"] |= over
    return document
