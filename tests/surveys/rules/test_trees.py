import json

import pytest
from hypothesis import given

from feedback.surveys.rules import trees
from feedback.surveys.rules.evaluating import claim, reading
from feedback.surveys.rules.trees import BadTree
from tests.surveys.rules import random_trees

YES = {"op": "is", "question": "q1", "choice": "yes"}
ONE = {"op": "number", "value": 1}


@given(random_trees.conditions, random_trees.answers)
def test_a_condition_says_the_same_after_a_round_trip_through_json(tree, answers):
    node = trees.condition(tree)
    again = trees.condition(json.loads(json.dumps(trees.to_json(node))))

    assert again == node
    assert claim(again)(answers) == claim(node)(answers)


@given(random_trees.values, random_trees.answers)
def test_a_value_is_the_same_after_a_round_trip_through_json(tree, answers):
    node = trees.value(tree)
    again = trees.value(json.loads(json.dumps(trees.to_json(node))))

    assert again == node
    assert reading(again)(answers) == reading(node)(answers)


def test_rules_of_the_first_versions_are_read():
    one = {"any": [["q1", ["yes", "no"]]]}
    two = {"any": [["q1", ["yes"]], ["q2", ["3"]]]}

    assert trees.to_json(trees.condition(one)) == {
        "op": "one_of",
        "question": "q1",
        "choices": ["yes", "no"],
    }
    assert [part.question for part in trees.condition(two).of] == ["q1", "q2"]


def deep(levels):
    tree = YES
    for _ in range(levels):
        tree = {"op": "not", "of": tree}
    return tree


@pytest.mark.parametrize(
    ("tree", "place", "reason"),
    [
        (None, "", "a part with an “op” belongs here"),
        ([], "", "a part with an “op” belongs here"),
        ({"op": "sum"}, "", "“sum” is not known"),
        ({"op": ["and"]}, "", "is not known"),
        (ONE, "", "a condition belongs here"),
        ({"op": "is", "question": "q1"}, "", "has exactly: question, choice"),
        (YES | {"more": 1}, "", "has exactly: question, choice"),
        ({"op": "and", "of": []}, "of", "a list with at least one part"),
        ({"op": "and", "of": YES}, "of", "a list with at least one part"),
        ({"op": "or", "of": [YES, 3]}, "of.2", "a part with an “op”"),
        ({"op": "not", "of": ONE}, "of", "a condition belongs here"),
        ({"op": "at_least", "count": 0, "of": [YES]}, "count", "a whole number"),
        ({"op": "at_least", "count": True, "of": [YES]}, "count", "a whole number"),
        ({"op": "answered", "question": " "}, "question", "a short text"),
        ({"op": "is", "question": "q1", "choice": 3}, "choice", "a short text"),
        ({"op": "one_of", "question": "q1", "choices": "yes"}, "choices", "a list"),
        *(
            ({"op": "looks_like", "question": "q1", "text": mask}, "text", "1 to 40")
            for mask in ("", "  \u200f", "9" * 41, "9" * 401, 9)
        ),
        ({"op": "lt", "left": YES, "right": ONE}, "left", "a value belongs here"),
        (
            {"op": "lt", "left": ONE, "right": {"op": "number", "value": "many"}},
            "right.value",
            "a number",
        ),
        (
            {"op": "eq", "left": {"op": "number", "value": True}, "right": ONE},
            "left.value",
            "a number",
        ),
        (
            {"op": "eq", "left": {"op": "number", "value": "1e99"}, "right": ONE},
            "left.value",
            "a number",
        ),
        (
            {"op": "eq", "left": {"op": "date", "value": "31/1/2026"}, "right": ONE},
            "left.value",
            "a date such as 2026-01-31",
        ),
        ({"any": 3}, "any", "holds no list"),
        ({"any": [["q1"]]}, "any.1", "a question and its choices"),
        (deep(trees.DEEPEST), "of" + ".of" * 11, "nested too deeply"),
        ({"op": "or", "of": [YES] * trees.MOST_NODES}, "of.400", "too many parts"),
    ],
)
def test_a_malformed_tree_is_refused_at_the_part_that_is_wrong(tree, place, reason):
    with pytest.raises(BadTree) as refused:
        trees.condition(tree)

    assert (refused.value.place, refused.value.code) == (place, "bad_tree")
    assert reason in refused.value.message


def test_a_tree_nested_ten_thousand_deep_is_refused_and_nothing_else():
    tree = YES
    for _ in range(10_000):
        tree = {"op": "not", "of": tree}

    with pytest.raises(BadTree, match="nested too deeply"):
        trees.condition(tree)


def test_a_tree_says_what_it_asks_about():
    tree = {
        "op": "and",
        "of": [
            YES,
            {"op": "not", "of": {"op": "contains", "question": "q2", "text": "x"}},
            {
                "op": "ge",
                "left": {"op": "add", "of": [{"op": "calculated", "name": "total"}]},
                "right": {"op": "count", "of": [YES]},
            },
        ],
    }
    node = trees.condition(tree)

    assert trees.asked_questions(node) == ["q1", "q2"]
    assert trees.used_values(node) == ["total"]
