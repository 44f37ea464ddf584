import pytest
from django.forms import ValidationError

from feedback.surveys.kinds import KINDS
from tests.surveys.kinds.example import Example, take

HIDDEN = KINDS["hidden"]
EXAMPLE = Example(
    kind="hidden",
    settings={"parameter": "place"},
    sent={},
    answer={"value": "library"},
    said=["library"],
    counted=["_value"],
    cells=["library"],
)
LISTED = EXAMPLE.question(settings={"values": ["library", "clinic"]})


def brought(value: str, question=None) -> dict:
    return HIDDEN.from_link(question or EXAMPLE.question(), {"place": value})


def test_only_the_declared_name_is_read():
    assert brought("library") == {"value": "library"}
    assert HIDDEN.from_link(EXAMPLE.question(), {"site": "library"}) == {}


@pytest.mark.parametrize(
    "value",
    [
        "rosa@example.org",
        "202-555-0123",
        "2025550123",
        "123 45 6789",
        "x" * 41,
        "<script>",
        "a&b",
        "",
        "%00",
        "line\nbreak",
    ],
)
def test_what_looks_like_a_person_or_an_attack_is_not_kept(value):
    assert brought(value) == {}


def test_a_list_lets_in_what_is_on_it_and_nothing_else():
    assert brought("clinic", LISTED) == {"value": "clinic"}
    assert brought("shelter", LISTED) == {}
    assert HIDDEN.tally(LISTED, {"value": "clinic"}) == ["clinic"]
    assert HIDDEN.bins({"clinic": 2, "_answered": 3, "library": 1}) == [
        ("clinic", 2),
        ("library", 1),
    ]


def test_a_form_can_never_bring_it():
    assert take(EXAMPLE.question(), {"q1": "library", "place": "library"}) == {}


@pytest.mark.parametrize("name", ["", "Two words", "lang", "9", "x" * 41])
def test_a_name_that_no_link_can_carry_is_refused(name):
    with pytest.raises(ValidationError) as refused:
        HIDDEN.checked_settings({"parameter": name})

    assert list(refused.value.message_dict) == ["parameter"]


def test_listed_values_are_kept_once_and_must_be_harmless():
    kept = HIDDEN.checked_settings({"parameter": "Place", "values": "a\r\n\nb\na"})

    assert kept == {"parameter": "place", "values": ["a", "b"]}
    with pytest.raises(ValidationError) as refused:
        HIDDEN.checked_settings({"parameter": "place", "values": "me@example.org"})
    assert list(refused.value.message_dict) == ["values"]
