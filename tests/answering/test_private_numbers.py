import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studies.wording.number_shapes import luhn
from studies.wording.numbers_left_out import known, without
from studies.wording.private_numbers import find

SCRIPTS = [
    "0123456789",
    "٠١٢٣٤٥٦٧٨٩",
    "۰۱۲۳۴۵۶۷۸۹",
    "０１２３４５６７８９",
    "०१२३४५६७८९",
]
UNSEEN = ["", "\u200b", "\u200e", "\u2060"]
SENTENCES = [
    "The letter came on 2027-04-30, and I had 10 days.",
    "Send it by 04/30/2027 or 30.04.2027.",
    "I am 67 and my sons are 25, 30 and 35.",
    "They took $1,200,000.50 and then $400 a month, 2400.00 in all.",
    "I filled in form 1040 for 2023 2024 2025 2026.",
    "SNAP 2025, W-2, I-94, DS-2019 and form 1095-A",
    "I live at 12345 Main St Apt 300, Austin TX 78701-1234.",
    "between 500-1000 people in line from 9:00-17:30",
    "Call 911, 988 or 211. My case is 00123456.",
    "In 2019 2020 2021 2022 nobody wrote.",
    "1 2 3 4 5 6 7 8 9 10 steps, 3-4 weeks, 7/10",
    "Recibí 3 cartas en 2026 y pagué 1.200.000,50 pesos",
    "وصلت الرسالة في ٣٠/٠٤/٢٠٢٧ وعمري ٦٧",
    "我在2026年收到3封信，花了1200元",
    "see you @ 5.30 at the office",
    "$1,234.50, $12,345,678, $20000, 1,000,000 and $1,000,000-$2,000,000",
    "The phone company took $1,234,567.50 of 12,345,678.",
    "Ages 12,14,15,17,20,25,30 in 2019,2020,2021,2022, ranked 3,1,2,5,4,6,9,8,7",
    "",
]
AROUND = st.sampled_from(
    ["", "a", "my ", "(", "“", "：", "在", "هذا ", "in 2020 ", "3 "]
)
AFTER = st.sampled_from(["", " ok", ")", ".", ", 2", "。", " 12/27", "\nbye", "，"])


@pytest.mark.parametrize(
    "said, stored",
    [
        ("Write to ana.ruiz+help@mail.example.org.", "Write to [e-mail]."),
        ("ana (at) example.org", "[e-mail]"),
        ("邮箱ana@example.org。请", "邮箱[e-mail]。请"),
        ("josé＠example.org", "[e-mail]"),
        ("Call 555-0142 today", "Call [phone] today"),
        ("call (555) 555-0142 please", "call [phone] please"),
        ("(my number 555-0142)", "(my number [phone])"),
        ("call me: 5550142", "call me: [phone]"),
        ("+44 20 7946 0958 2 times", "[phone] 2 times"),
        ("555-555-0142 3 times", "[phone] 3 times"),
        ("5 5 5 5 5 5 0 1 4 2", "[phone]"),
        ("رقمي ٥٥٥٠١٤٢٠١", "رقمي [phone]"),
        ("Ａ：５５５－０１４２", "Ａ：[phone]"),
        ("my SSN is 000-12-3456", "my SSN is [ssn]"),
        ("000123456", "[ssn]"),
        ("ssn 12345-6789", "ssn [ssn]"),
        ("900-50-1234", "[itin]"),
        ("card 4111 1111 1111 1111 12/27", "card [card] 12/27"),
        ("$4111111111111111", "$[card]"),
        ("4111111111111111.0", "[card].0"),
        ("4111,1111,1111,1111", "[card]"),
        ("2025550142,1", "[phone],1"),
        ("$2025550142", "$[phone]"),
        ("202,555,0142", "[phone]"),
        ("call me: 5550142,1", "call me: [phone],1"),
        ("123,45,6789", "[ssn]"),
    ],
)
def test_addresses_and_numbers_are_left_out_and_the_rest_stays(said, stored):
    signs = {
        "[e-mail]": "[e-mail address left out]",
        "[phone]": "[phone number left out]",
        "[ssn]": "[Social Security number left out]",
        "[itin]": "[tax ID number left out]",
        "[card]": "[card number left out]",
    }
    for short, sign in signs.items():
        stored = stored.replace(short, sign)

    assert without(said) == stored


@pytest.mark.parametrize("sentence", SENTENCES)
def test_days_amounts_ages_addresses_and_forms_stay(sentence):
    assert without(sentence) == sentence


def test_what_the_agency_itself_gives_out_stays():
    stays = known("1-800-555-0199 or 555-0142", "help@example.org")
    said = "I called (800) 555-0199 and 555.0142, wrote HELP@example.org, not 555-0143"

    stored = without(said, stays)

    assert stored == said.replace("555-0143", "[phone number left out]")


def test_words_that_would_not_fit_become_a_short_sign():
    assert without("a@b.co, 555-0142", limit=20) == "[…], […]"


@st.composite
def planted(draw) -> tuple[str, str, str]:
    """A kind, its digits, and a way of writing them."""
    kind = draw(st.sampled_from(["ssn", "phone", "card"]))
    if kind == "ssn":
        digits, cuts = draw(_digits(9)), draw(st.sampled_from([(3, 2, 4), (9,)]))
    elif kind == "phone":
        digits = "2" + draw(_digits(9))
        cuts = draw(st.sampled_from([(3, 3, 4), (10,), (6, 4), (1,) * 10]))
    else:
        length = draw(st.integers(13, 19))
        start = draw(st.sampled_from("3456")) + draw(_digits(length - 2))
        digits = next(start + d for d in "0123456789" if luhn(start + d))
        cuts = draw(st.sampled_from([(4,) * 4 + (3,), (length,), (4, 6, 9)]))
    sep = draw(st.sampled_from([" ", "-", ".", "\u2011", "\u00a0", " - ", "－"]))
    parts, at = [], 0
    for size in cuts:
        parts.append(digits[at : at + size])
        at += size
    written = sep.join(part for part in parts if part)
    unseen = draw(st.sampled_from(UNSEEN))
    script = draw(st.sampled_from(SCRIPTS))
    shown = "".join(unseen + script[int(c)] if c.isdigit() else c for c in written)
    return kind, digits, shown


def _digits(count: int):
    return st.text("0123456789", min_size=count, max_size=count)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(before=AROUND, number=planted(), after=AFTER)
def test_no_planted_number_survives_in_any_form(before, number, after):
    _kind, digits, shown = number

    stored = without(before + shown + after)

    assert shown not in stored
    assert digits not in "".join(c for c in stored if c.isdigit())
    assert len(find(stored)) == 0


@settings(max_examples=200, deadline=None, derandomize=True)
@given(before=AROUND, number=planted(), after=AFTER)
def test_leaving_out_twice_changes_nothing(before, number, after):
    once = without(before + number[2] + after)

    assert without(once) == once


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(st.sampled_from(SENTENCES), max_size=4).map("\n".join),
    st.sampled_from(["ana@example.org", "555-555-0142", "000-12-3456"]),
    st.lists(st.sampled_from(SENTENCES), max_size=4).map("\n".join),
)
def test_everything_beside_the_number_is_kept(before, number, after):
    stored = without(f"{before}\n\n{number}\n\n{after}")

    assert stored.startswith(before)
    assert stored.endswith(after)
    assert number not in stored


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=300))
def test_any_text_is_read_and_what_has_no_digits_and_no_at_stays(text):
    stored = without(text)

    if not any(sign.isnumeric() for sign in text) and "@" not in text:
        assert stored == text or "at" in text


def test_twice_the_words_take_twice_the_work_not_four_times():
    def calls(times: int) -> int:
        made = 0

        def count(_frame, event, _value):
            nonlocal made
            made += event == "call"

        sys.setprofile(count)
        try:
            found = find("a@b.co 555-014-2222, " * times)
        finally:
            sys.setprofile(None)
        assert len(found) == 2 * times
        return made

    assert calls(200) < 3 * calls(100)
