"""Headings inside a text, recognised as in official documents by how a paragraph is numbered."""

import re

RUN_IN = 25  # characters that a heading may have which its paragraph follows on the same line
LONGEST = 56  # characters that a heading on lines of its own may have

_CHINESE = "[一二三四五六七八九十百]{1,4}"
_LEVELS = (re.compile(f"{_CHINESE}、"), re.compile(f"[（(]{_CHINESE}[）)]"))


def heading(paragraph: str) -> tuple[int, int]:
    """The level of the heading that a paragraph begins with or consists of, and where the heading ends.

    Level 1 is `一、`, level 2 `（一）`; 0 is none. `1.` and `（1）` are set like the text (GB/T 9704, 7.3.3).
    The paragraph has no blanks around it.
    """
    for level, numbering in enumerate(_LEVELS, 1):
        if numbering.match(paragraph):
            stop = paragraph.find("。") + 1
            alone = not 0 < stop < len(paragraph)
            end, most = (len(paragraph), LONGEST) if alone else (stop, RUN_IN)
            return (level, end) if end <= most else (0, 0)
    return 0, 0
