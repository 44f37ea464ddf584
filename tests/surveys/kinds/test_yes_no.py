from django.utils import translation

from feedback.surveys.kinds import KINDS, kind_of_xls
from tests.surveys.kinds.example import Example

EXAMPLE = Example(
    kind="yes_no",
    choices=("yes", "no"),
    sent={"q1": "no"},
    answer={"code": "no"},
    said=["No"],
    counted=["no"],
    cells=["no"],
    refused=({"q1": "maybe"},),
)


def test_its_words_come_in_the_language_of_the_survey():
    with translation.override("es"):
        ready = KINDS["yes_no"].ready_choices({})

    assert ready == [("yes", "Sí"), ("no", "No")]


def test_another_list_of_an_xlsform_is_one_choice():
    assert kind_of_xls("select_one yes_no") == "yes_no"
    assert kind_of_xls("select_one yes_no_unsure") == "one_choice"
