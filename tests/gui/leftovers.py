"""What a program leaves that was killed: made by one that really ran and is gone."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_SCRIPT = """
import sys
from pathlib import Path
from model.draft import read_draft
from model.draft_file import DraftFile
from model.recovery import Recovery
from model.report import new_report
folder, draft, address, value, refused, keep_lock = sys.argv[1:]
if draft:
    file, report = DraftFile.open(Path(draft))
    digest = file.digest
    if keep_lock != "yes":
        file.close()
else:
    report, digest = new_report("某局", 2025), None
if address:
    report.apply({address: int(value) if value.isdigit() else value})
if refused:
    report.apply({refused: None})
if folder:
    Recovery(Path(folder)).write(
        report, Path(draft) if draft else None, 3, digest, {refused: "3件"} if refused else {}
    )
"""


def leave(
    data: Path | None = None,
    draft: Path | None = None,
    address: str = "",
    value: str = "",
    refused: str = "",
    keep_lock: bool = False,
) -> None:
    """Leaves a recovery copy in the user's data folder, and the draft's lock where that is wanted."""
    folder = str(data / "gknb" / "recovery") if data else ""
    arguments = [folder, str(draft or ""), address, value, refused, "yes" if keep_lock else "no"]
    subprocess.run([sys.executable, "-c", _SCRIPT, *arguments], cwd=ROOT, check=True)
