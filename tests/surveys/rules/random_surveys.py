"""Hypothesis strategy: small surveys with rules of all sorts, and all their answers."""

from functools import cache
from itertools import product

from hypothesis import strategies as st

from tests.surveys.rules.documents import document, question, rule
from tests.surveys.rules.random_trees import node

KEYS = ["q1", "q2", "q3"]
SECTIONS = ["s1", "s2"]


def keys_before(place):
    return st.sampled_from(KEYS[:place])


@cache
def leaves(place):
    """Conditions on the questions before a place, all of which can be decided."""
    asked = keys_before(place)
    codes = st.sampled_from(["a", "b", "c", "1", "2"])
    answer = node("answer", question=asked, line=LINES)
    number = node("number", value=st.integers(0, 3))
    side = st.one_of(
        answer,
        node("picked", question=asked),
        number,
        node("calculated", name=st.just("points")),
    )
    return st.one_of(
        node("is is_not", question=asked, choice=codes, line=LINES),
        node(
            "one_of none_of",
            question=asked,
            choices=st.lists(codes, min_size=1),
            line=LINES,
        ),
        node("answered empty", question=asked, line=LINES),
        node("declined", question=asked),
        node("text_is contains text_is_not", question=asked, text=TEXTS),
        node("lt le gt ge eq ne", left=side, right=number),
        node("lt le gt ge eq ne", left=number, right=side),
        node("lt le gt ge eq ne", left=answer, right=answer),
    )


# Of a question with several lines; of any other a rule asks as a whole all the same.
LINES = st.sampled_from(["l1", "l2", "gone"])
TEXTS = st.sampled_from(["late", "very late", "x"])


@cache
def conditions(place):
    return st.recursive(
        leaves(place),
        lambda inner: st.one_of(
            node("and or", of=st.lists(inner, min_size=2, max_size=3)),
            node("not", of=inner),
            node(
                "at_least",
                count=st.integers(1, 2),
                of=st.lists(inner, min_size=2, max_size=3),
            ),
        ),
        max_leaves=4,
    )


@st.composite
def questions(draw, place, section):
    key = KEYS[place]
    rules = st.none() | conditions(place) if place else st.none()
    fields = {
        "required": draw(st.booleans()),
        "show_when": draw(rules),
        "require_when": draw(rules),
        "section": section,
        "settings": {"may_decline": True} if draw(st.booleans()) else {},
    }
    kinds = ["one", "several", "scale", "number", "text", "matrix"]
    kind = draw(st.sampled_from(kinds))
    if kind == "one":
        return question(key, "a", "b", "c", **fields)
    if kind == "several":
        made = question(key, "a", "b", "1", kind="several_choices", **fields)
        made["choices"][2]["exclusive"] = True
        return made
    if kind == "scale":
        return question(key, "1", "2", kind="scale", **fields)
    if kind == "matrix":
        fields["rows"] = [{"code": "l1"}, {"code": "l2"}]
        return question(key, "a", "1", kind="matrix", **fields)
    if kind == "number":
        fields["settings"] |= {"least": "0", "most": "3"}
        return question(key, kind="number", **fields)
    return question(key, **fields)


@st.composite
def surveys(draw):
    length = draw(st.integers(2, len(KEYS)))
    begins = draw(st.sampled_from([[], [1], [1, 2]]))
    rows, section = [], None
    for place in range(length):
        if place in begins:
            section = SECTIONS[begins.index(place)]
        rows.append(draw(questions(place, section)))
    rules = [value_rule(draw)]
    for number in range(draw(st.integers(0, 2))):
        place = draw(st.integers(1, length))
        effect = draw(st.sampled_from(["end", "go", "check"]))
        used = [r["section"] for r in rows[place:] if r["section"]]
        later = [s for s in used if s != rows[place - 1]["section"]]
        if effect == "go" and not later:
            effect = "end"
        rules.append(
            rule(
                effect,
                draw(conditions(place)),
                key=f"r{number}",
                after=KEYS[place - 1],
                to=later[0] if effect == "go" else None,
            )
        )
    if draw(st.booleans()):
        rules.append(draw(checks_together(KEYS[length - 1])))
    shown = {r["section"] for r in rows if r["section"]}
    sections = {key: None for key in SECTIONS if key in shown}
    if "s1" in sections:
        sections["s1"] = draw(st.none() | conditions(1))
    return document(*rows, rules=rules, **sections)


@cache
def checks_together(last):
    """A check that only another answer to the first question may pass."""
    whatever = {
        "op": "or",
        "of": [
            {"op": op, "question": last} for op in ("answered", "empty", "declined")
        ],
    }
    stated = node("answered empty declined", question=st.just(KEYS[0]))
    picked = node(
        "one_of none_of", question=st.just(KEYS[0]), choices=st.just(["a", "1"])
    )
    return st.builds(
        lambda first: rule("check", {"op": "and", "of": [first, whatever]}, key="both"),
        st.one_of(stated, picked, leaves(1)),
    )


def value_rule(draw):
    """A value that can be decided: how many of two conditions hold."""
    parts = st.lists(leaves(1), min_size=1, max_size=2)
    return rule("value", {"op": "count", "of": draw(parts)}, key="points")


def possible(asked):
    """Every answer to a question that its form takes, as far as rules tell apart."""
    kind, codes = asked["kind"], [c["code"] for c in asked["choices"]]
    found = [{}]
    if asked["settings"].get("may_decline"):
        found.append({"code": "_declined"})
    if kind == "several_choices":
        found += [{"codes": picked} for picked in (["a"], ["b"], ["a", "b"], ["1"])]
    elif kind == "matrix":
        picked = product([None, *codes], repeat=2)
        rows = [dict(zip(("l1", "l2"), pair, strict=True)) for pair in picked]
        held = [{line: code for line, code in row.items() if code} for row in rows]
        found += [{"rows": row} for row in held if row]
    elif codes:
        found += [{"code": code} for code in codes]
    elif kind == "number":
        found += [{"value": str(number)} for number in range(4)]
    else:
        words = ["late", "very late", "x", "very late x", "x late", "word"]
        found += [{"text": text} for text in words]
    return found


def all_answers(survey):
    keys = [q["key"] for q in survey["questions"]]
    for answers in product(*(possible(q) for q in survey["questions"])):
        yield dict(zip(keys, answers, strict=True))
