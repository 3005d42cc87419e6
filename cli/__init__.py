"""The verbs that work without a window; one module a verb, none of which loads Qt.

A verb is a function from its parsed arguments to an exit status. Results go to standard output, messages
to standard error.
"""

import argparse
import contextlib
import gc
import os
import sys
from collections.abc import Callable
from importlib import import_module
from keyword import iskeyword
from typing import NoReturn

from model.errors import UserError
from model.files import why

OK, FOUND, FAILED = 0, 1, 2
"""Exit statuses: done; done, but something is wrong with the report; bad usage or unreadable."""

_GARBAGE = 100_000  # objects made until Python looks for cycles: a verb leaves few, and soon ends

VERBS = {
    "check": "check 文件… [--last-year 上年报告] [--json] [--report 检查结果.xlsx或.pdf]",
    "export": "export 草稿 导出文件 [--for-signature] [--system-fonts] [--force]",
    "import": "import 来源文件 新草稿.gknb [--json]",
    "new": "new 新草稿.gknb --agency 机关名称 --year 年度 [--last-year 上年报告]",
    "verify": "verify 草稿 校验码",
}


class Parser(argparse.ArgumentParser):
    """A parser that answers bad usage with one Chinese line."""

    def __init__(self, verb: str) -> None:
        super().__init__(prog=verb, usage=f"./run {VERBS[verb]}", add_help=False, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        raise UserError(f"命令写得不对{_in_chinese(message)}。用法：{self.usage}")


def usage() -> str:
    """How the program is called, in Chinese."""
    lines = ["用法：", "  ./run [草稿.gknb]    打开窗口"]
    return "\n".join(lines + [f"  ./run {text}" for text in VERBS.values()])


def run(verb: str, arguments: list[str]) -> int:
    """Runs a verb; returns its exit status."""
    if {"-h", "--help"} & set(arguments):
        result(f"用法：./run {VERBS[verb]}")
        return OK
    gc.set_threshold(_GARBAGE)
    module = import_module(f"cli.{verb}_" if iskeyword(verb) else f"cli.{verb}")
    action: Callable[[argparse.Namespace], int] = module.run
    parser = Parser(verb)
    module.add_arguments(parser)
    return action(parser.parse_args(arguments))


def result(text: str) -> None:
    """Writes a result to standard output.

    A reader that went away, as in `| head`, is no failure of ours. Raises `UserError` where the output
    cannot be written.
    """
    try:
        print(text, flush=True)
    except OSError as error:
        # Python writes what is left once more when it ends, and would fail again.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        if not isinstance(error, BrokenPipeError):
            raise UserError(f"结果写不出来：{why(error)}。") from error


def _in_chinese(message: str) -> str:
    """What argparse complains of, as far as it can be told in Chinese."""
    for english, chinese in (
        ("unrecognized arguments: ", "不认识"),
        ("the following arguments are required: ", "缺少"),
        ("invalid int value: ", "应为整数，实为"),
    ):
        _, found, rest = message.partition(english)
        if found:
            return f"：{chinese} {rest}"
    return ""


def say(message: str) -> None:
    """Tells the person at the terminal something that is not the result."""
    with contextlib.suppress(OSError):
        print(message, file=sys.stderr, flush=True)
