"""What the program remembers between two starts: one typed file in the user's configuration folder."""

import contextlib
from pathlib import Path

import msgspec
from PySide6.QtCore import QStandardPaths

from model.errors import UserError
from model.files import write_atomic

_RECENT = 8
_FILE = "settings.json"


class Settings(msgspec.Struct):
    """Everything that is remembered."""

    recent: list[str] = []

    def remember(self, path: Path) -> bool:
        """Puts a draft at the head of the recent ones; whether that changed anything."""
        name = str(path.resolve())
        before, self.recent = (
            self.recent,
            [name, *(other for other in self.recent if other != name)][:_RECENT],
        )
        return before != self.recent


def settings_path() -> Path:
    """Where the settings are kept."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(folder) / "gknb" / _FILE


def load_settings() -> Settings:
    """The settings, or fresh ones; a broken file is set aside, never a reason not to start."""
    path = settings_path()
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except msgspec.MsgspecError:
        with contextlib.suppress(OSError):
            path.replace(path.with_suffix(".broken.json"))
    except OSError:
        pass  # none yet, or not ours to read
    return Settings()


def save_settings(settings: Settings) -> None:
    """Keeps the settings; where that fails, the program works all the same."""
    path = settings_path()
    with contextlib.suppress(OSError, UserError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, msgspec.json.format(msgspec.json.encode(settings)))
