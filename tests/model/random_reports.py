"""Random reports for property tests: filled in everywhere, with columns that balance."""

from hypothesis import strategies as st

from model.form import load_form
from model.numbers import zero
from model.report import Content, Report

FORM = load_form()
TEXTS = {
    "texts/overview": "主动公开信息，办理公开申请，清理规范性文件，维护网站，组织培训。",
    "texts/problems": "解读不够生动，下一步多用图解。",
    "texts/other": "未收取信息处理费。",
}

_matrix = [a.split("/") for a in FORM.inputs if a.startswith("applications/")]
_persons = list(dict.fromkeys(person for _, _, person in _matrix))
_outcomes = list(dict.fromkeys(row for _, row, _ in _matrix))[2:]
_figures = st.integers(0, 3) | st.integers(0, 400)


@st.composite
def balanced(draw: st.DrawFn) -> Report:
    """A report of a city's government (it may have anything); most cells are zero."""
    report = Report(FORM, agency="青禾市人民政府", year=2025)
    report.cells = {address: zero(cell.kind) for address, cell in FORM.inputs.items()}
    outcomes = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(_outcomes), st.sampled_from(_persons)), _figures, max_size=9
        )
    )
    changes: dict[str, Content] = dict(TEXTS)
    changes |= {f"applications/{row}/{person}": value for (row, person), value in outcomes.items()}
    for person in _persons:
        right = sum(value for (_, column), value in outcomes.items() if column == person)
        over = draw(st.sampled_from([0, right, right // 2]))
        changes[f"applications/carried_over/{person}"] = over
        changes[f"applications/new_received/{person}"] = right - over
    counts = [a for a, c in FORM.inputs.items() if c.kind == "count" and not a.startswith("applications/")]
    changes |= draw(st.dictionaries(st.sampled_from(counts), _figures, max_size=9))
    amounts = [address for address, cell in FORM.inputs.items() if cell.kind == "amount"]
    changes |= {a: draw(st.decimals(0, 900, places=2).map(abs) | st.just(zero("amount"))) for a in amounts}
    report.apply(changes)
    return report
