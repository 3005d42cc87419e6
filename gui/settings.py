"""What the program remembers between two starts: one typed file in the user's configuration folder."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, structs
from PySide6.QtCore import QStandardPaths

from gui.style import Appearance
from model.errors import UserError
from model.files import read_limited, sweep, write_atomic
from model.sentences import CONTACT

_RECENT = 8
_SIZE_LIMIT = 2**20  # bytes; settings have some 1,000
_ZOOM = range(70, 201)  # percent
_FILE = "settings.json"

LINE_LIMIT = 200  # characters
Line = Annotated[str, Meta(max_length=LINE_LIMIT, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""What a person writes into a line of the profile."""

_Pixels = Annotated[int, Meta(ge=-(2**15), le=2**15)]  # of a place on the screens
_Extent = Annotated[int, Meta(ge=1, le=2**15)]  # pixels of a side


class Place(Struct, frozen=True):
    """Where a window was: what it covers without its frame when it is not maximised, in Qt's pixels."""

    x: _Pixels
    y: _Pixels
    width: _Extent
    height: _Extent
    maximised: bool = False


class Left(Struct, frozen=True):
    """The draft that was left last, and in which section, counted from 0; -1 is the overview."""

    draft: str
    section: Annotated[int, Meta(ge=-1, le=99)]


class Profile(Struct, frozen=True):
    """The agency that the program is used for: what new reports and the contact sentence take from it."""

    agency: Line = ""
    kind: Literal["", "government", "department", "township", "other"] = ""
    address: Line = ""
    postcode: Line = ""
    phone: Line = ""
    email: Line = ""
    website: Line = ""


class Settings(Struct):
    """Everything that is remembered: what is to outlast the program is changed through `update`.

    What a field holds is replaced, never changed in itself.
    """

    recent: list[str] = []
    window: Place | None = None
    panel_height: _Extent | None = None  # of the problems, where somebody chose it
    panel_folded: bool = False
    left: Left | None = None
    profile: Profile = Profile()
    zoom: int = 100  # percent: how large the tables are
    appearance: Appearance = Appearance.SYSTEM

    def remember(self, path: Path) -> None:
        """Puts a draft at the head of the recent ones."""
        name = str(path.resolve())
        if _can_be_written(name):
            self.recent = [name, *(other for other in self.recent if other != name)][:_RECENT]

    def left_at(self, path: Path | None) -> int:
        """The section in which a draft was left, if it was the last one; else the overview, as in `Left`."""
        return self.left.section if path and self.left and self.left.draft == str(path) else -1

    def contact(self) -> dict[str, str]:
        """How the agency is reached, by the names in `model.sentences.CONTACT`."""
        return {name: getattr(self.profile, name) for name in CONTACT}

    def update(self, change: Callable[["Settings"], object]) -> None:
        """Makes a change and keeps it.

        It is made to what the file holds by now, since another program may have written it meanwhile. Where
        it cannot be kept, the program works all the same.
        """
        path = settings_path()
        kept = _kept(path)
        now = structs.replace(self) if kept is None else _typed(kept)
        before = structs.replace(now)
        change(now)
        for name in self.__struct_fields__:
            setattr(self, name, getattr(now, name))
        if now != before:
            # What a later version of the program remembers besides stays in the file.
            _write(path, (kept or {}) | msgspec.to_builtins(now))


def data_folder() -> Path:
    """Where recovery copies, former versions and logs are kept."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(folder) / "gknb"


def settings_path() -> Path:
    """Where the settings are kept."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(folder) / "gknb" / _FILE


def load_settings() -> tuple[Settings, str]:
    """The settings, and what is to be told of them: empty where all is well."""
    path = settings_path()
    sweep(path.parent)
    return read_settings(path)


def read_settings(path: Path) -> tuple[Settings, str]:
    """The settings in a file, or fresh ones, and what is to be told.

    A value that cannot be is left out. A file that is none of ours is set aside, never a reason not to start.
    """
    try:
        kept = _parsed(read_limited(path, _SIZE_LIMIT))
    except UserError:
        return Settings(), ""  # none yet, or not ours to read
    except ValueError:
        return Settings(), _set_aside(path)
    return _typed(kept), ""


def _set_aside(path: Path) -> str:
    aside = path.with_suffix(".broken.json")
    try:
        path.replace(aside)
    except OSError:
        return f"程序的设置文件“{path}”读不懂，这次用的是最初的设置；年报草稿不受影响。"
    return f"程序的设置文件读不懂，已改名为“{aside}”，现在用的是最初的设置；年报草稿不受影响。"


def _kept(path: Path) -> dict[str, object] | None:
    """What a file holds; nothing where that is of no use."""
    try:
        return _parsed(read_limited(path, _SIZE_LIMIT))
    except (UserError, ValueError):
        return None


def _parsed(data: bytes) -> dict[str, object]:
    """Raises `ValueError`, as msgspec's errors are, where it is no object."""
    try:
        return msgspec.json.decode(data, type=dict[str, object])
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _typed(kept: dict[str, object]) -> Settings:
    """Settings from a parsed file: each field by itself, so that one silly value costs no other."""
    settings = Settings()
    for field in structs.fields(Settings):
        with contextlib.suppress(ValueError, KeyError):
            setattr(settings, field.name, msgspec.convert(kept[field.name], field.type))
    settings.zoom = min(max(settings.zoom, _ZOOM[0]), _ZOOM[-1])
    settings.recent = list(filter(_can_be_written, settings.recent))[:_RECENT]
    return settings


def _write(path: Path, content: dict[str, object]) -> None:
    with contextlib.suppress(OSError, UserError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, msgspec.json.format(msgspec.json.encode(content)))


def _can_be_written(name: str) -> bool:
    """Whether a file's name is a text: some systems allow bytes that are none."""
    try:
        return "\0" not in name and bool(name.encode())
    except UnicodeEncodeError:
        return False
