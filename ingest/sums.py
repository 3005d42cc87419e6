"""Whether a formula of a workbook adds up what a total of the form has to add up.

Then a stored result that is wrong only means that the program which saved the file did not calculate.
"""

from collections.abc import Collection, Mapping

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.utils.cell import get_column_letter, range_boundaries

_FUNCTIONS = frozenset({"SUM(", "IF(", "COUNT(", "COUNTA(", "IFERROR("})
_OPERATORS = frozenset({"+", "=", ">", "<>"})
_HARMLESS = frozenset({Token.SEP, Token.PAREN, Token.WSPACE})
_REACH = 10_000  # cells that a reference may take in
_LENGTH = 8192  # characters; Excel takes no longer formulas


def adds_up(
    formula: str, formulas: Mapping[str, str], inputs: Collection[str], expected: Collection[str]
) -> bool:
    """Whether a formula sums exactly the `expected` of the `inputs`, directly or through other formulas.

    All are places of one sheet (`D7`), `formulas` those that hold one. What a sum takes in besides, such
    as labels, does not count.
    """
    reached: set[str] = set()
    waiting = [formula]
    while waiting:
        references = _references(waiting.pop())
        if references is None:
            return False
        for place in set(references) - reached:
            reached.add(place)
            if place in formulas:
                waiting.append(formulas[place])
    return reached.intersection(inputs) == set(expected)


def _references(formula: str) -> list[str] | None:
    if len(formula) > _LENGTH:
        return None
    try:
        tokens = Tokenizer(formula).items
        places: list[str] = []
        for token in tokens:
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                left, top, right, bottom = (edge or 0 for edge in range_boundaries(token.value))
                if not left or not top or (right - left + 1) * (bottom - top + 1) > _REACH:
                    return None
                places += [
                    f"{get_column_letter(column)}{row}"
                    for row in range(top, bottom + 1)
                    for column in range(left, right + 1)
                ]
            elif token.type == Token.FUNC and token.subtype == Token.OPEN:
                if token.value.upper() not in _FUNCTIONS:
                    return None
            elif token.type == Token.OP_IN:
                if token.value not in _OPERATORS:
                    return None
            elif token.type not in (Token.OPERAND, Token.FUNC, *_HARMLESS):
                return None
    except (TokenizerError, ValueError, IndexError, TypeError):
        return None
    return places
