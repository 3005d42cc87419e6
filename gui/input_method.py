"""Chinese input where Qt as it comes with the program cannot speak to the input method of the desktop."""

import re
from collections.abc import MutableMapping
from pathlib import Path

_FALLBACK = "ibus"


def choose_input_method(environment: MutableMapping[str, str], plugins: Path) -> None:
    """Makes Qt ask for an input method that it has a plug-in for; called before the application is made.

    On UOS and Kylin the desktop asks for fcitx, for which our Qt has none; fcitx 5 also answers to ibus.
    Where nothing is asked for but `XMODIFIERS=@im=…`, which Qt 6 does not read, it is the same.
    `QT_IM_MODULES`, a list with fallbacks, goes before `QT_IM_MODULE` in Qt; `plugins` is the folder of
    Qt's plug-ins.
    """
    listed = [name for name in environment.get("QT_IM_MODULES", "").split(";") if name]
    wanted = environment.get("QT_IM_MODULE") or _of_x11(environment.get("XMODIFIERS", ""))
    if listed:
        if not any(_has(name, plugins) for name in listed):
            environment["QT_IM_MODULES"] = ";".join([*listed, _FALLBACK])
    elif wanted and not _has(wanted, plugins):
        environment["QT_IM_MODULE"] = _FALLBACK
    elif wanted:
        environment["QT_IM_MODULE"] = wanted


def _of_x11(modifiers: str) -> str:
    found = re.search(r"@im=(\w+)", modifiers)
    name = found[1].lower() if found else ""
    return name if name.startswith(("fcitx", "ibus")) else ""


def _has(name: str, plugins: Path) -> bool:
    """Whether Qt has what it needs for an input method; some need no plug-in."""
    if not name.startswith("fcitx"):
        return True
    return any((plugins / "platforminputcontexts").glob(f"*{name}*"))
