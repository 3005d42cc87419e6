"""Signs of expressions: a text without them has no match, whatever the expression is."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.checks import texts
from model.claims import wording
from model.claims.vocabulary import Words, vocabulary
from model.expression import Expression, Index, signs_of


def in_use() -> Iterator[str]:
    """The expressions of the program: those of the vocabulary and of the grammar."""
    source = vocabulary("2021")
    assert source
    for group in (source.topics, source.kinds, source.statements):
        for one in group:
            yield from one.words
    for module in (wording, texts):
        yield from (one.source for one in vars(module).values() if isinstance(one, Expression))


@pytest.mark.parametrize(
    ("source", "signs"),
    [
        ("收到", {"收到"}),
        ("(?<!未)办结(?!率)", {"办结"}),
        ("(?:政府|政务)?信息(?:依)?(?:申请公开|公开请求)", {"申请公开", "公开请求"}),
        ("一审|二审", {"一审", "二审"}),
        ("收件(?:数)?", {"收件"}),
        ("(?:收|办)文", {"文"}),
        ("(?:收|办)[文件]", {"收", "办"}),
        ("ab?cd+", {"cd"}),
        ("x{2,3}", {"x"}),
        ("x{0,3}y", {"y"}),
        (r"\.cn", {".cn"}),
        ("信息(?=.*依申请公开)", {"依申请公开"}),
        ("为$", {"为"}),
        ("收到|[0-9]+", set()),  # one that tells nothing makes the whole tell nothing
        ("[0-9]+件?", set()),
        ("(收)\\1", set()),
        ("", set()),
        ("(?!)", set()),
        ("a|", set()),
        ("(?i:ab)", set()),  # what is not known tells nothing
    ],
)
def test_what_every_match_has(source: str, signs: set[str]) -> None:
    assert set(signs_of(source)) == signs


@given(st.data())
def test_no_match_is_without_a_sign(data: st.DataObject) -> None:
    source = data.draw(st.sampled_from(sorted(set(in_use()))))
    expression = Expression(source)
    text = data.draw(st.from_regex(source, alphabet=st.characters(max_codepoint=0x9FFF)))
    if re.search(source, text):
        assert expression.may_be_in(text)
        assert expression.is_in(text)
        assert [found.span() for found in expression.found_in(text)] == [
            found.span() for found in re.finditer(source, text)
        ]


def test_words_of_a_form_that_are_changed_are_seen() -> None:
    """What is remembered belongs to one vocabulary, and goes with it."""
    source = vocabulary("2021")
    assert source
    assert [
        topic.key for word, topic in Words(source, 2025).topics.of("收到来信3件") if word.search("来信")
    ] == ["else"]
    assert Words(type(source)(topics=(), kinds=()), 2025).topics.of("收到来信3件") == []


@given(
    st.lists(st.sampled_from(["收到", "收", "来信", "信访", "[0-9]件", "办结|答复"]), max_size=8),
    st.text("收到来信访3件办结答复"),
)
def test_an_index_finds_whatever_may_be_in_a_text(sources: list[str], text: str) -> None:
    expressions = [Expression(source) for source in sources]
    index = Index((expression, (at, expression)) for at, expression in enumerate(expressions))
    assert index.of(text) == [
        (at, expression) for at, expression in enumerate(expressions) if expression.may_be_in(text)
    ]
