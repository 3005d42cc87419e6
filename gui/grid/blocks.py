"""What is done with the selected cells: exchanging them with other programs, clearing and filling them."""

from collections.abc import Collection, Iterable

from PySide6.QtGui import QGuiApplication

from gui.grid.clipboard import exchanged, parse_block
from gui.grid.moves import Place
from gui.grid.sheet import Sheet
from model.errors import UserError
from model.layout import LayoutCell, Role
from model.numbers import format_value, parse_value

_QUOTED, _LONGEST = 3, 12  # pasted texts that a message quotes, and characters of each
_COMPUTED = "灰色的格自动计算"


class Blocks(Sheet):
    """Each action is one step of the history, leaves totals alone and says what it left out."""

    # Exchange with spreadsheets and texts

    def copy(self) -> None:
        """Copies the block of cells around the selection."""
        cells = self.selected_cells()
        if not cells:
            return
        rows = range(min(c.row for c in cells), max(c.row for c in cells) + 1)
        columns = range(min(c.column for c in cells), max(c.column for c in cells) + 1)
        places = {(cell.row, cell.column): self.grid_model.text(cell) for cell in cells}
        block = [[places.get((row, column), "") for column in columns] for row in rows]
        QGuiApplication.clipboard().setMimeData(exchanged(block))

    def cut(self) -> None:
        """Copies the selection and blanks it."""
        self.copy()
        self.clear_selected("剪切")

    def paste(self) -> None:
        """Pastes a block at the top left of the selection, or one value into all of it.

        As in a spreadsheet a block is repeated where the selection is a multiple of it, and is selected then.
        """
        cells = self.selected_cells()
        if not cells:
            return
        clip = QGuiApplication.clipboard().text()
        if not clip.strip("\r\n"):
            self.grid_model.noted.emit("剪贴板里没有可以粘贴的数字。")
            return
        rows = parse_block(clip)
        if len(rows) == 1 and len(rows[0]) == 1:
            placed = {(cell.row, cell.column): rows[0][0] for cell in cells if cell.address}
        else:
            top, left = min(cell.row for cell in cells), min(cell.column for cell in cells)
            down, across = _times(rows, cells)
            width = max(map(len, rows))
            placed = {
                (row, left + copy * width + column): text
                for row, line in enumerate(rows * down, top)
                for copy in range(across)
                for column, text in enumerate(line)
            }
        texts: dict[str, str] = {}
        skipped: list[tuple[LayoutCell, str]] = []
        lost: list[str] = []
        for place, text in placed.items():
            cell = self._begins_at(*place)
            if cell and cell.role is Role.INPUT:
                texts[cell.address] = text
            elif cell and cell.role is Role.TOTAL and text.strip():
                skipped.append((cell, text))
            elif text.strip() and not (cell and cell.text == text.strip()):
                lost.append(text.strip())
        told = self.grid_model.put(texts, f"粘贴{len(texts)}格")
        if not self.grid_model.document.read_only:
            told += self._left_out(skipped, lost)
            self._select_pasted(placed)
        self.grid_model.noted.emit(told)

    def _select_pasted(self, places: Collection[Place]) -> None:
        """Selects what a block was pasted into, as far as it lies among the values."""
        layout = self.layout_
        inside = [(row, column) for row, column in places if row < layout.rows and column < layout.columns]
        rows, columns = [row for row, _ in inside], [column for _, column in inside]
        if len(inside) > 1:
            self.select_block((min(rows), min(columns)), (max(rows), max(columns)))

    def _begins_at(self, row: int, column: int) -> LayoutCell | None:
        """The cell that begins at a place of the printed grid."""
        if row >= self.layout_.rows or column >= self.layout_.columns:
            return None
        cell = self.layout_.at(row, column)
        return cell if (cell.row, cell.column) == (row, column) else None

    def _left_out(self, skipped: list[tuple[LayoutCell, str]], lost: list[str]) -> str:
        """Which pasted texts were not put in; a total is told with what it adds up to, where that differs."""
        told = ""
        if lost:
            told += f"有{len(lost)}个落在表外或者标题上，没有粘贴：{_quoted(lost)}。"
        if skipped:
            told += f"{_COMPUTED}，没有粘贴（{len(skipped)}格）。"
            differing = [(c, text) for c, text in skipped if _plain(text, c) != self.grid_model.text(c)]
            if differing:
                cell, text = differing[0]
                computed = self.grid_model.text(cell) or "空"
                told += f"{cell.name}：贴来的是{_short(text.strip())}，算出来是{computed}。"
        return told

    # Clearing and filling

    def clear_selected(self, verb: str = "清空") -> None:
        """Blanks the selected input cells; the verb names the step."""
        inputs = [cell for cell in self.selected_cells() if cell.role is Role.INPUT]
        what = f"“{inputs[0].brief}”" if len(inputs) == 1 else f"{len(inputs)}格"
        self.grid_model.noted.emit(
            self.grid_model.put(dict.fromkeys(_addresses(inputs), ""), f"{verb}{what}")
        )

    def fill(self, down: bool) -> None:
        """Puts the first row (column) of the selection into the rest of it.

        A single row (column) takes what stands above (on the left of) it.
        """
        name = "向下填充" if down else "向右填充"
        lines: dict[int, list[LayoutCell]] = {}
        for cell in self.selected_cells():
            if cell.address:
                lines.setdefault(cell.column if down else cell.row, []).append(cell)
        if all(len(line) == 1 for line in lines.values()):
            lines = {at: [*self._before(line[0], down), *line] for at, line in lines.items()}
        texts = {
            cell.address: self.grid_model.text(line[0])
            for line in lines.values()
            for cell in line[1:]
            if line[0].role is cell.role is Role.INPUT
        }
        if texts or self.grid_model.document.read_only:
            self.grid_model.noted.emit(self.grid_model.put(texts, f"{name}{len(texts)}格"))
        elif any(len(line) > 1 for line in lines.values()):
            self.grid_model.noted.emit(f"{_COMPUTED}，不参加填充。")
        else:
            self.grid_model.noted.emit(f"{'上面' if down else '左边'}没有可以填充的数。")

    def fill_blanks(self) -> None:
        """Puts 0 into the blank cells that are selected; where one cell is, into those of the whole table."""
        cells = self.selected_cells()
        where = "选中的" if len(cells) > 1 else "整张表"
        among = cells if len(cells) > 1 else self.layout_.values
        blanks = [cell for cell in among if cell.role is Role.INPUT and not self.grid_model.text(cell)]
        told = self.grid_model.put(
            dict.fromkeys(_addresses(blanks), "0"), f"空白填0（{where}{len(blanks)}格）"
        )
        done = f"{where}{len(blanks)}个空白的格填上了0。" if blanks else f"{where}格里没有空白的。"
        self.grid_model.noted.emit(told or done)

    def _before(self, cell: LayoutCell, down: bool) -> Iterable[LayoutCell]:
        """The value above a cell, or on its left; none at the edge."""
        if down:
            line = [c for c in self.layout_.values if c.column <= cell.column < c.right and c.row < cell.row]
        else:
            line = [c for c in self.layout_.values if c.row == cell.row and c.column < cell.column]
        return line[-1:]


def _times(rows: list[list[str]], cells: list[LayoutCell]) -> tuple[int, int]:
    """How often a block goes into the selected cells, downwards and across: once where it does not fit."""
    high = max(cell.bottom for cell in cells) - min(cell.row for cell in cells)
    wide = max(cell.right for cell in cells) - min(cell.column for cell in cells)
    down, rest_down = divmod(high, len(rows))
    across, rest_across = divmod(wide, max(map(len, rows)))
    return (1 if rest_down else max(1, down)), (1 if rest_across else max(1, across))


def _addresses(cells: Iterable[LayoutCell]) -> Iterable[str]:
    return (cell.address for cell in cells)


def _plain(text: str, cell: LayoutCell) -> str:
    """A pasted total as the cell would show it."""
    try:
        return format_value(parse_value(text, cell.kind))
    except UserError:
        return text


def _quoted(texts: list[str]) -> str:
    quoted = "".join(f"“{_short(text)}”" for text in texts[:_QUOTED])
    return f"{quoted}等" if len(texts) > _QUOTED else quoted


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
