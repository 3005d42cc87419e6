"""Headings by their numbering: the editor shows, and the page sets, the same words as a heading."""

import pytest

from model.headings import heading


@pytest.mark.parametrize(
    ("paragraph", "level", "words"),
    [
        ("一、总体情况", 1, "一、总体情况"),
        ("（一）主动公开。2025年，我局……。", 2, "（一）主动公开。"),
        ("(十一)主动公开", 2, "(十一)主动公开"),
        ("（一）" + "甲" * 40 + "。乙。", 0, ""),
        ("（一）" + "甲" * 100, 0, ""),
        ("1.主动公开", 0, ""),
        ("（1）主动公开", 0, ""),
        ("一是主动公开", 0, ""),
        ("", 0, ""),
    ],
)
def test_levels_are_recognised_by_their_numbering(paragraph: str, level: int, words: str) -> None:
    found, end = heading(paragraph)
    assert (found, paragraph[:end]) == (level, words)
