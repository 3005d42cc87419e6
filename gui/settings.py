"""What the program remembers between two starts: one typed file in the user's configuration folder."""

import contextlib
from pathlib import Path

import msgspec
from PySide6.QtCore import QStandardPaths

from gui.style import Appearance
from model.errors import UserError
from model.files import read_limited, sweep, write_atomic

_RECENT = 8
_SIZE_LIMIT = 2**20  # bytes; settings have some 1,000
_ZOOM = range(70, 201)  # percent
_FILE = "settings.json"


class Settings(msgspec.Struct):
    """Everything that is remembered."""

    recent: list[str] = []
    zoom: int = 100  # percent: how large the tables are
    appearance: Appearance = Appearance.SYSTEM

    def remember(self, path: Path) -> bool:
        """Puts a draft at the head of the recent ones; whether that changed anything."""
        name = str(path.resolve())
        if not _can_be_written(name):
            return False
        before, self.recent = (
            self.recent,
            [name, *(other for other in self.recent if other != name)][:_RECENT],
        )
        return before != self.recent


def data_folder() -> Path:
    """Where recovery copies, former versions and logs are kept."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(folder) / "gknb"


def settings_path() -> Path:
    """Where the settings are kept."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(folder) / "gknb" / _FILE


def load_settings() -> Settings:
    """The settings, or fresh ones."""
    path = settings_path()
    sweep(path.parent)
    return read_settings(path)


def read_settings(path: Path) -> Settings:
    """The settings in a file, or fresh ones; a broken file is set aside, never a reason not to start."""
    try:
        settings = msgspec.json.decode(read_limited(path, _SIZE_LIMIT), type=Settings)
    except UserError:
        return Settings()  # none yet, or not ours to read
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors
        with contextlib.suppress(OSError):
            path.replace(path.with_suffix(".broken.json"))
        return Settings()
    settings.zoom = min(max(settings.zoom, _ZOOM[0]), _ZOOM[-1])
    settings.recent = list(filter(_can_be_written, settings.recent))[:_RECENT]
    return settings


def save_settings(settings: Settings) -> None:
    """Keeps the settings; where that fails, the program works all the same."""
    path = settings_path()
    with contextlib.suppress(OSError, UserError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, msgspec.json.format(msgspec.json.encode(settings)))


def _can_be_written(name: str) -> bool:
    """Whether a file's name is a text: some systems allow bytes that are none."""
    try:
        return "\0" not in name and bool(name.encode())
    except UnicodeEncodeError:
        return False
