"""Texts made ready for reading keep the place of every character."""

from hypothesis import given
from hypothesis import strategies as st

from model.claims.passages import VOID, clauses, passages, sentences

YEAR = 2024


def plain(text: str) -> str:
    return "\n".join(p.text.replace(VOID, "") for p in passages(text, YEAR))


def test_blanks_go_and_widths_are_one() -> None:
    assert plain(" 收到 １２ 件 , 办结１件;") == "收到12件，办结1件；"
    assert plain("共1,234件,办结2件") == "共1,234件，办结2件"


def test_titles_and_addresses_are_no_text() -> None:
    assert plain("按照《2022年工作要点》办理5件，网址www.example.gov.cn/2023/。") == "按照办理5件，网址。"


def test_comparisons_with_other_years_are_dropped() -> None:
    assert plain("收到22件，比2023年（31件）减少9件，答复22件。") == "收到22件，，答复22件。"
    assert plain("收到22件，同比增长5%。") == "收到22件，。"
    assert plain("收到22件（上年31件）。") == "收到22件。"
    assert plain("比2024年计划数多2件") == "比2024年计划数多2件"  # the report's own year


def test_what_stands_in_brackets_is_set_apart_but_numbering_is_not() -> None:
    [passage] = passages("（二）收到3件（含上年结转1件）。", YEAR)
    assert passage.text.startswith("（二）收到3件") and "结转" not in passage.text
    [(start, end)] = passage.aside
    assert passage.whole[start:end] == "含上年结转1件"


def test_clauses_end_at_a_pause_and_at_a_listing_comma_behind_a_number() -> None:
    [passage] = passages("公民、法人申请5件、答复4件，转办1件。结束", YEAR)
    [first, _] = sentences(passage.text)
    assert [passage.text[a:b] for a, b in clauses(passage.text, *first)] == [
        "公民、法人申请5件",
        "答复4件",
        "转办1件",
    ]


@given(st.text(alphabet="收到12 件，。；、（）《》比上年\n\t１,.%a", max_size=80))
def test_every_character_knows_where_it_stood(text: str) -> None:
    for passage in passages(text, YEAR):
        assert len(passage.text) == len(passage.places) == len(passage.whole)
        assert all(not text[place].isspace() for place in passage.places)
        kept = [(c, text[p]) for c, p in zip(passage.text, passage.places, strict=True) if c in "收到件%a"]
        assert all(ours == theirs for ours, theirs in kept)
