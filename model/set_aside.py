"""What a person looked at and found right: findings that are set aside, with the reason."""

from msgspec import Struct

REASON_LIMIT = 200  # characters
KEY_LIMIT = 1_000  # characters of a rule's id, an address, a value or a quote


class SetAside(Struct, frozen=True):
    """A warning or hint that does not count, for as long as what it was about stays the same.

    It is known again by the rule, the cells with the values that stood in them (`""` for a blank) and the
    quoted words; a finding without cells and words has what it says as its one value.
    """

    rule: str
    cells: tuple[str, ...]
    values: tuple[str, ...]
    quote: str | None
    reason: str

    @property
    def key(self) -> tuple[object, ...]:
        """By what a finding is known again."""
        return self.rule, self.cells, self.values, self.quote
