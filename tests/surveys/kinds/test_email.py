import pytest

from tests.surveys.kinds.example import Example, drawn, fault, take

EXAMPLE = Example(
    kind="email",
    sent={"q1": "rosa@example.org"},
    answer={"value": "rosa@example.org"},
    said=["rosa@example.org"],
    counted=["_value"],
    cells=["rosa@example.org"],
    refused=({"q1": "rosa"},),
)


@pytest.mark.parametrize(
    "text",
    ["rosa@", "@example.org", "a b@example.org", "a@b", "a@example.org, b@c.org"],
)
def test_half_an_address_is_sent_back(text):
    assert fault(EXAMPLE.question(), {"q1": text}) == (
        "Write the whole address, such as name@example.org."
    )


def test_the_domain_is_kept_in_small_letters_and_the_name_as_typed():
    assert take(EXAMPLE.question(), {"q1": " Rosa@Example.ORG "}) == {
        "value": "Rosa@example.org"
    }


@pytest.mark.parametrize(
    "text",
    ["rosa＠example．org", "\u200erosa@example.org\u200f", "mailto:rosa@example.org"],
)
def test_signs_of_a_keyboard_or_of_copying_do_not_stand_in_the_way(text):
    assert take(EXAMPLE.question(), {"q1": text}) == {"value": "rosa@example.org"}


def test_a_phone_offers_the_right_keys_and_says_what_the_field_is_for():
    html = drawn(EXAMPLE.question())

    assert 'type="email"' in html
    assert 'autocomplete="email"' in html
