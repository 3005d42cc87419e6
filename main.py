"""Starts the window, or one of the verbs that work without it."""

import gc
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Runs the program; returns the exit status of contracts.md."""
    from cli import FAILED, OK, VERBS, result, say, usage
    from cli import run as run_verb
    from model.errors import UserError
    from model.version import VERSION

    try:
        match arguments:
            case [verb, *rest] if verb in VERBS:
                return run_verb(verb, rest)
            case ["--help" | "-h"]:
                result(usage())
                return OK
            case ["--version"]:
                result(VERSION)
                return OK
            case []:
                return _window(None)
            case [path] if _is_file(path):
                return _window(Path(path))
            case [path, *_] if _is_file(path):
                say(f"一次只能打开一份草稿。\n{usage()}")
            case [word, *_]:
                say(f"“{word}”不是命令，也不是已有的文件。\n{usage()}")
    except UserError as error:
        say(str(error))
    except KeyboardInterrupt:
        return 130  # as a shell says of a program that was interrupted
    except Exception as error:
        import traceback

        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name} 第{place.lineno}行"
        say(f"程序内部出错（{type(error).__name__}，{where}）。文件没有改动；请把这一行告诉程序的维护者。")
    return FAILED


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except OSError:  # a name that is too long, a share that is gone
        return False


def _window(path: Path | None) -> int:
    from cli import OK
    from gui.compiled import compiled_once
    from gui.display import require_display

    require_display()
    gc.disable()  # until the window is shown: a start makes next to no garbage, and looking takes a while
    try:
        with compiled_once():
            import PySide6.QtCore  # noqa: F401
        from gui.other_starts import hand_over

        if hand_over(path):
            return OK
        from gui.app import run
    except ImportError as error:
        from model.errors import UserError

        raise UserError(f"打不开窗口，缺少系统库（{error}）。请按 ./run 的提示安装后再试。") from error
    return run(path)


def _speak_utf8() -> None:
    """Our output is Chinese, whatever the terminal's locale says."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # pythonw on Windows has neither
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


if __name__ == "__main__":
    _speak_utf8()
    sys.exit(main(sys.argv[1:]))
