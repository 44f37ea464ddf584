"""Hypothesis strategies: random conditions, values and answers for a few questions."""

from hypothesis import strategies as st

KEYS = ["q1", "q2", "q3", "q4"]
CODES = ["yes", "no", "3", "4"]

names = st.sampled_from(KEYS)
codes = st.sampled_from(CODES)
lines = st.sampled_from(["staff", "forms"])
texts = st.sampled_from(["late", "It came late", "LATE ", "word"])
masks = st.sampled_from(["AAAA", "late", "A* 9999", "AA-99"])
numbers = st.one_of(
    st.integers(-20, 20),
    st.decimals(-20, 20, places=2, allow_nan=False).map(str),
)
days = st.dates().map(lambda day: day.isoformat())


def node(op, line=None, **fields):
    """A node; `line` is what it may say of one line of a question with several."""
    optional = {} if line is None else {"line": line}
    made = {"op": st.sampled_from(op.split()), **fields}
    return st.fixed_dictionaries(made, optional=optional)


def some(strategy):
    return st.lists(strategy, min_size=1, max_size=3)


leaves = st.one_of(
    node("is is_not", question=names, choice=codes, line=lines),
    node("one_of none_of", question=names, choices=some(codes), line=lines),
    node("answered empty", question=names, line=lines),
    node("declined", question=names),
    node("text_is text_is_not contains", question=names, text=texts),
    node("looks_like looks_unlike", question=names, text=masks),
)
plain_values = st.one_of(
    node("number", value=numbers),
    node("date", value=days),
    node("answer", question=names, line=lines),
    node("picked", question=names),
    node("calculated", name=st.sampled_from(["total", "gone"])),
)
values = st.recursive(
    plain_values,
    lambda inner: st.one_of(
        node("add multiply", of=some(inner)),
        node("subtract divide days", left=inner, right=inner),
        node("count", of=some(leaves)),
    ),
    max_leaves=5,
)
conditions = st.recursive(
    st.one_of(leaves, node("lt le gt ge eq ne", left=values, right=values)),
    lambda inner: st.one_of(
        node("and or", of=some(inner)),
        node("not", of=inner),
        node("at_least", count=st.integers(1, 3), of=some(inner)),
    ),
    max_leaves=8,
)
answer = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"code": st.sampled_from([*CODES, "_declined"])}),
    st.fixed_dictionaries({"codes": some(codes)}),
    st.fixed_dictionaries({"text": texts}),
    st.fixed_dictionaries({"rows": st.dictionaries(lines, codes, min_size=1)}),
    st.fixed_dictionaries({"value": numbers.map(str)}),
    st.fixed_dictionaries({"value": days}),
)
answers = st.dictionaries(names, answer)
