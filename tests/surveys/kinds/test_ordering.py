import pytest

from feedback.answering import editions
from feedback.answering.codes import receipt_code
from feedback.answering.models import SurveyResponse
from feedback.results.taking_back import take_back
from feedback.surveys import publishing
from feedback.surveys.kinds.ordering import choice_order, orders
from tests import make
from tests.answering.person import Person
from tests.surveys.kinds.example import Example, drawn, posted
from tests.surveys.kinds.markup import Page

EXAMPLE = Example(
    kind="several_choices",
    choices=tuple("abcdefgh"),
    settings={"shuffle": True},
    sent={},
    answer={},
    said=[],
    counted=[],
    cells=[],
)


def question(**flags: str) -> dict:
    made = EXAMPLE.question()
    for choice in made["choices"]:
        choice[flags.get(choice["code"], "other")] = choice["code"] in flags
    return made


def shown(made: dict, seed: str, **filling) -> list[str]:
    page = Page(drawn(made, seed=seed, **filling))
    return [c["value"] for c in page.controls if c["name"] == "q1"]


def test_each_person_gets_an_order_and_keeps_it():
    made = question()
    seen = {tuple(choice_order(made, str(person))) for person in range(50)}

    assert len(seen) > 40
    assert choice_order(made, "one") == choice_order(made, "one")
    assert {tuple(sorted(order)) for order in seen} == {tuple("abcdefgh")}


def test_the_page_shows_the_order_that_is_recorded_with_each_choice_once():
    made = question()

    assert shown(made, "one") == orders([made], "one")["q1"]
    assert shown(made, "two") == orders([made], "two")["q1"]
    assert shown(made, "") == list("abcdefgh")


def test_ways_out_stay_last_in_their_own_order():
    made = question(b="other", c="exclusive")
    made["settings"] = {"shuffle": True, "may_decline": True}

    for seed in ("one", "two", "three"):
        assert shown(made, seed)[-3:] == ["b", "c", "_declined"]


def test_what_was_ticked_stays_ticked_wherever_it_stands():
    made = question()

    again = Page(drawn(made, seed="one", answers={"q1": {"codes": ["b", "g"]}}))
    faulty = Page(drawn(made, seed="one", typed=posted({"q1": ["c"]})))

    assert sorted(again.sent["q1"]) == ["b", "g"]
    assert faulty.sent["q1"] == ["c"]


def test_a_question_in_its_written_order_records_none():
    made = question() | {"settings": {}}

    assert orders([made], "one") == {}
    assert shown(made, "one") == list("abcdefgh")


def test_chance_favors_no_place():
    made = question()
    first = [choice_order(made, str(person))[0] for person in range(4000)]

    assert all(400 < first.count(code) < 600 for code in "abcdefgh")


@pytest.mark.django_db
def test_the_order_that_a_person_saw_is_kept_with_the_answer_and_erased_with_it():
    survey = make.survey()
    labels = [f"Choice {number}" for number in range(8)]
    settings = {"shuffle": True}
    make.question(survey=survey, key="q1", choices=labels, settings=settings)
    publishing.publish(survey.pk, by=make.user())
    editions.forget()
    person = Person(f"/s/{survey.activity.slug}/").starts()
    seen = [c["value"] for c in Page(person.text).controls if c["name"] == "q1"]

    again = person.opens("q/1/")
    kept = [c["value"] for c in Page(again.text).controls if c["name"] == "q1"]
    person.sends({"q1": seen[0]}).sends()

    response = SurveyResponse.objects.get()
    assert response.is_anonymous
    assert kept == seen
    assert response.choice_orders == {"q1": seen}
    assert take_back(receipt_code(response.pk))
    response.refresh_from_db()
    assert (response.answers, response.choice_orders) == ({}, {})
