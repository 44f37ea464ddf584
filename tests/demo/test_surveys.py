import json
import re

import pytest

from feedback.demo import content
from feedback.surveys.kinds import KINDS

STARTERS = content.HERE.parent / "surveys" / "starters"


def surveys():
    for topic in ("survey_letter", "survey_workshop"):
        yield pytest.param(content.load(topic), id=topic)
    for path in sorted(STARTERS.glob("*.json")):
        yield pytest.param(json.loads(path.read_text("utf-8")), id=path.stem)


def starter(name):
    return json.loads((STARTERS / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("survey", surveys())
def test_keys_and_codes_are_short_and_unique(survey):
    keys = [question["key"] for question in survey["questions"]]
    code_lists = [[c["code"] for c in q["choices"]] for q in survey["questions"]]
    names = [*keys, *(code for codes in code_lists for code in codes)]

    assert len(keys) == len(set(keys))
    assert [codes for codes in code_lists if len(codes) != len(set(codes))] == []
    assert [n for n in names if not re.fullmatch(r"[a-z0-9_]{1,20}", n)] == []


@pytest.mark.parametrize("survey", surveys())
def test_questions_are_complete_in_every_language_of_the_survey(survey):
    texts = [survey["title"]]
    for question in survey["questions"]:
        texts += [question["label"], *(c["label"] for c in question["choices"])]
        texts += [question["hint"]] if question["hint"] else []

    assert [t for t in texts if list(t) != survey["languages"]] == []
    assert [t for t in texts if not all(text.strip() for text in t.values())] == []


@pytest.mark.parametrize("survey", surveys())
def test_choices_belong_to_kinds_that_have_them(survey):
    wrong = [
        question["key"]
        for question in survey["questions"]
        if KINDS[question["kind"]].has_choices != bool(question["choices"])
    ]

    assert wrong == []


@pytest.mark.parametrize("survey", surveys())
def test_questions_depend_on_choices_of_earlier_questions(survey):
    seen, dangling = {}, []
    for question in survey["questions"]:
        rule = question["show_when"]
        for key, codes in rule["any"] if rule else []:
            if not set(codes) <= seen.get(key, set()):
                dangling.append(question["key"])
        seen[question["key"]] = {choice["code"] for choice in question["choices"]}

    assert dangling == []


def test_the_letter_survey_asks_two_to_eight_only_after_yes():
    rules = {
        q["key"]: q["show_when"] for q in content.load("survey_letter")["questions"]
    }

    assert rules.pop("got_letter") is None
    assert len(rules) == 7
    assert set(map(str, rules.values())) == {str({"any": [["got_letter", ["yes"]]]})}


@pytest.mark.parametrize(
    "name, positive, negative",
    [("a11_v2", ["3", "4", "5"], ["1", "2", "3"]), ("a11_v2_thumbs", ["1"], ["0"])],
)
def test_federal_survey_follows_trust_with_the_right_lists(name, positive, negative):
    questions = {q["key"]: q for q in starter(name)["questions"]}

    assert list(questions) == ["trust", "positive", "negative", "comment"]
    assert [q["required"] for q in questions.values()] == [True, False, False, False]
    assert questions["positive"]["show_when"] == {"any": [["trust", positive]]}
    assert questions["negative"]["show_when"] == {"any": [["trust", negative]]}


@pytest.mark.parametrize("name", ["a11_v2", "a11_v2_thumbs"])
def test_federal_drivers_stand_in_their_order_and_only_staff_may_be_left_out(name):
    drivers = "effectiveness ease efficiency transparency humanity employee other"
    questions = {q["key"]: q for q in starter(name)["questions"]}

    for key in ("positive", "negative"):
        choices = questions[key]["choices"]
        assert " ".join(choice["driver"] for choice in choices) == drivers
        left_out = [c["driver"] for c in choices if c["may_leave_out"]]
        assert left_out == ["employee"]


@pytest.mark.parametrize("path", sorted(STARTERS.glob("*.json")), ids=lambda p: p.stem)
def test_starters_name_their_placeholders_and_who_drafted_the_spanish(path):
    survey = json.loads(path.read_text("utf-8"))
    words = json.dumps(survey["questions"], ensure_ascii=False)

    assert set(re.findall(r"\[([a-z]+)\]", words)) == set(survey["placeholders"])
    assert survey["translations"] == {"es": "machine"}
