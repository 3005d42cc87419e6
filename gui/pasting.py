"""What a clipboard or a drag brings for a text: paragraphs, without what no text of the report can hold."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from PySide6.QtCore import QMimeData

from gui.live_text import MIME
from model.report import clean_text

_LEFT_OUT = "{}不能放在文字里，{}。"
_TABLE = "表里的数请填在表格部分。"
_NOTHING, _REST = "没有粘贴", "只粘贴了其余的文字"
_EMPTY = "剪贴板里没有可以粘贴的文字。"

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffc]")
_SYMBOLS = re.compile("^[\uf000-\uf0ff·]\\s+")  # a bullet as Word gives it away, in a font of symbols
_AFTER_NUMBER = re.compile(
    r"^([•●○■◆►▪–*]|[0-9]{1,2}[.．、)）]|[（(]?[一二三四五六七八九十0-9]{1,3}[）)、])\s+"
)
# Where Word wraps its markup within Chinese words.
_WRAPPED = re.compile("(?<=[\u2e80-\uffef])[ \t]*\r?\n[ \t]*(?=[\u2e80-\uffef])")


@dataclass(frozen=True)
class Pasted:
    """Text to put in, and what to say of the rest; each may be empty."""

    text: str
    message: str = ""


def can_paste(source: QMimeData) -> bool:
    """Whether something for a text may be in it; a file is for the window."""
    return not any(url.isLocalFile() for url in source.urls()) and (
        source.hasText() or source.hasHtml() or source.hasImage() or source.hasFormat(MIME)
    )


def pasted(source: QMimeData) -> Pasted:
    """Reads the words; whatever they looked like is of no matter."""
    if source.hasFormat(MIME):
        return Pasted(clean_text(bytes(source.data(MIME).data()).decode()))
    text, had_table, had_picture = source.text(), False, source.hasImage() and not source.hasText()
    markup = source.html() if source.hasHtml() else ""
    if "<table" in markup.lower():
        reader = _Page()
        reader.feed(markup)
        reader.close()
        if reader.had_table:  # else they only arrange the text of a page
            text, had_table = reader.text, True
    else:
        text, had_table = _without_tables(text)
    had_picture = had_picture or "<img" in markup.lower()
    words = paragraphs(text)
    if had_table or had_picture:
        what = "和".join(name for name, had in (("表格", had_table), ("图片", had_picture)) if had)
        told = _LEFT_OUT.format(what, _REST if words else _NOTHING)
        return Pasted(words, told + (_TABLE if had_table else ""))
    return Pasted(words, "" if words else _EMPTY)


def paragraphs(text: str) -> str:
    """The paragraphs of a text from elsewhere: without indents, empty lines and odd blanks."""
    lines = (_paragraph(line) for line in clean_text(_UNSEEN.sub("", text)).split("\n"))
    return "\n".join(filter(None, lines))


def _paragraph(line: str) -> str:
    line = _SYMBOLS.sub("•", line.strip())
    line = _AFTER_NUMBER.sub(r"\1", line)
    return re.sub("[\t\u00a0\u2000-\u200a\u202f]+", " ", line)


def _without_tables(text: str) -> tuple[str, bool]:
    """Plain text without its tables, which are lines one after the other that all have cells."""
    lines = text.splitlines()
    filled = [at for at, line in enumerate(lines) if line.strip()]
    cells = {at for at in filled if "\t" in _AFTER_NUMBER.sub("", _SYMBOLS.sub("", lines[at].strip()))}
    alone = len(cells) < len(filled)  # one line with a tab among others is just a line
    table = {at for at in cells if not alone or at - 1 in cells or at + 1 in cells}
    return "\n".join(line for at, line in enumerate(lines) if at not in table), bool(table)


class _Table:
    """A table that is being read: its words, and whether any row has words in two cells."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.cells: list[int] = []  # where each cell of the row begins in `parts`
        self.is_table = False

    def end_row(self) -> None:
        ends = [*self.cells[1:], len(self.parts)]
        filled = [a for a, b in zip(self.cells, ends, strict=False) if "".join(self.parts[a:b]).strip()]
        self.is_table |= len(filled) > 1
        self.cells = []


class _Page(HTMLParser):
    """Reads the words of a page; a table counts as one where a row has words in two cells."""

    _HIDDEN = frozenset({"head", "style", "script", "title", "xml"})
    _BLOCKS = re.compile("p|div|li|h[1-6]|br|t[rdh]|table|[uo]l|blockquote|section|article")

    def __init__(self) -> None:
        super().__init__()
        self._open = [_Table()]  # the page itself, and the tables at whose inside it is
        self._hidden = 0
        self.had_table = False

    @property
    def text(self) -> str:
        return "".join(self._open[0].parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in self._HIDDEN
        if self._BLOCKS.fullmatch(tag):
            self._open[-1].parts.append("\n")
        if tag == "table":
            self._open.append(_Table())
        elif tag == "tr":
            self._open[-1].end_row()
        elif tag in ("td", "th"):
            self._open[-1].cells.append(len(self._open[-1].parts))

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in self._HIDDEN and self._hidden > 0
        if self._BLOCKS.fullmatch(tag):
            self._open[-1].parts.append("\n")
        if tag == "table" and len(self._open) > 1:
            self._end_table()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._open[-1].parts.append(re.sub("[ \t\r\n]+", " ", _WRAPPED.sub("", data)))

    def close(self) -> None:
        super().close()
        while len(self._open) > 1:
            self._end_table()

    def _end_table(self) -> None:
        table = self._open.pop()
        table.end_row()
        if table.is_table:
            self.had_table = True
        else:
            self._open[-1].parts += table.parts
