import pytest

from feedback.surveys.kinds import KINDS
from tests.surveys.kinds.example import Example, drawn, fault, take

POSTAL = KINDS["postal_code"]
EXAMPLE = Example(
    kind="postal_code",
    sent={"q1": "85004"},
    answer={"value": "85004"},
    said=["85004"],
    counted=["_value"],
    cells=["85004"],
    refused=({"q1": "8500"}, {"q1": "Phoenix"}),
)


def value(text: str, **settings) -> str:
    return take(EXAMPLE.question(settings=settings), {"q1": text}).get("value")


@pytest.mark.parametrize("text", ["85004-1234", "850041234", "٨٥٠٠٤", " 85004 "])
def test_a_zip_code_is_kept_to_five_digits(text):
    assert value(text) == "85004"


def test_nine_digits_are_kept_only_where_a_designer_asks_for_them():
    assert value("850041234", four_more=True) == "85004-1234"
    assert value("85004", four_more=True) == "85004"


@pytest.mark.parametrize(
    "country, text, kept",
    [
        ("CA", "k1a0b1", "K1A 0B1"),
        ("GB", "sw1a1aa", "SW1A 1AA"),
        ("MX", "06000", "06000"),
        ("free", "1010 ab", "1010 AB"),
    ],
)
def test_each_country_has_its_own_form(country, text, kept):
    assert value(text, country=country) == kept


def test_what_does_not_fit_is_sent_back_with_an_example():
    assert fault(EXAMPLE.question(), {"q1": "8500"}) == (
        "Write a postal code such as 85004."
    )
    anywhere = EXAMPLE.question(settings={"country": "free"})
    assert fault(anywhere, {"q1": "somewhere"}).startswith("A postal code has")


def test_only_what_differs_from_the_usual_is_kept_as_settings():
    assert POSTAL.checked_settings({"country": "US", "four_more": False}) == {}
    assert POSTAL.checked_settings({"country": "CA", "four_more": True}) == {
        "country": "CA"
    }


def test_keys_for_digits_show_only_where_codes_have_no_letters():
    assert 'inputmode="numeric"' in drawn(EXAMPLE.question())
    assert 'inputmode="text"' in drawn(EXAMPLE.question(settings={"country": "CA"}))
