import pytest

from feedback.answering.masking import mask


@pytest.mark.parametrize(
    "said, read",
    [
        ("Write to ana.ruiz+help@mail.example.org.", "Write to [e-mail hidden]."),
        ("Call 555-0142 today", "Call [number hidden] today"),
        ("call (555) 555-0142 please", "call [number hidden] please"),
        ("+1 555 555 0142", "[number hidden]"),
        ("my SSN is 000-12-3456", "my SSN is [number hidden]"),
        ("case 00123456", "case [number hidden]"),
        ("card 4111 1111 1111 1111!", "card [number hidden]!"),
        ("رقمي ٥٥٥٠١٤٢٠١", "رقمي [number hidden]"),
        ("身份证11010119900101123X", "身份证[number hidden]"),
        ("Ａ：５５５－０１４２", "Ａ：[number hidden]"),
    ],
)
def test_addresses_and_long_numbers_are_hidden(said, read):
    assert mask(said) == read


@pytest.mark.parametrize(
    "said",
    [
        "It came on 2027-04-30.",
        "Send it by 04/30/2027 or 30.04.2027",
        "April 30, 2027",
        "They took $1,200,000.50",
        "I got 3 letters in 2026 and 2 in 2027",
        "Room 12, from 9 to 5",
        "",
    ],
)
def test_days_years_amounts_and_short_numbers_stay(said):
    assert mask(said) == said
