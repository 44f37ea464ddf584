import pytest

from studies.wording.checks import check, coverage
from studies.wording.findings import Finding, Level, Rule, TextKind


def broken(text, language="en", kind=TextKind.MESSAGE):
    return [
        (finding.rule.value, text[finding.start : finding.end])
        for finding in check(text, language, kind)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You shall pay.", ("shall", "shall")),
        ("Call and/or write.", ("and_or", "and/or")),
        ("Spring/Summer hours", ("slash", "Spring/Summer")),
        ("Your form was quickly checked.", ("passive", "was quickly checked")),
        ("The letter was written by us.", ("passive", "was written")),
        ("We make a quick decision.", ("hidden_verb", "make a quick decision")),
        ("It is not uncommon.", ("double_negative", "not uncommon")),
        ("Do not call without a number.", ("double_negative", "not call without")),
        ("Bring no fewer than two.", ("double_negative", "no fewer than")),
        (
            "our community health worker training",
            ("noun_string", "community health worker training"),
        ),
        ("Ask the DDSO.", ("abbreviation", "DDSO")),
        ("Help the applicant.", ("not_you", "the applicant")),
        ("It is important that you call.", ("empty_start", "It is important that")),
    ],
)
def test_each_rule_marks_the_words_that_break_it(text, expected):
    assert broken(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "You must pay. You may call in May.",
        "Open 24/7 at https://example.org/a/b, by 4/30.",
        "You are married, retired or disabled, and we are interested.",
        "Make an appointment. Give us your location. Do the question again.",
        "You do not know, and I do not either.",
        "We will not send the new letter until it works.",
        "Stop at Harbor Lane Community House or the Renewal Letter Team.",
        "Show your ID. Reply STOP. WEAR YOUR SEAT BELT AT ALL TIMES.",
        "The Department of Disability Services Office (DDSO) helps. Ask the DDSO.",
        "Ask the applicant who came first.",
        "It is raining. There is a bus.",
    ],
)
def test_plain_text_raises_no_alarm(text):
    assert broken(text) == []


def test_a_finding_carries_its_place_reason_and_one_click_fix():
    text = "We make a decision."

    found = check(text, "en", TextKind.MESSAGE, place="message.body")

    assert found == [
        Finding(
            Rule.HIDDEN_VERB,
            "message.body",
            3,
            18,
            suggestion="decide",
            facts=(("noun", "decision"),),
        )
    ]
    assert str(found[0].reason) == (
        "The action hides in the noun “decision”. Use the verb."
    )


def test_an_abbreviation_is_marked_only_where_it_first_stands():
    assert broken("Ask the DDSO. The DDSO helps.") == [("abbreviation", "DDSO")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (20, []),
        (21, [(Rule.LONG_SENTENCE, Level.NOTE)]),
        (40, [(Rule.LONG_SENTENCE, Level.NOTE)]),
        (41, [(Rule.VERY_LONG_SENTENCE, Level.WARNING)]),
    ],
)
def test_sentences_aim_at_20_words_and_stop_at_40(words, expected):
    found = check("so " * (words - 1) + "so.", "ht", TextKind.MESSAGE)

    assert [(finding.rule, finding.level) for finding in found] == expected


def test_a_paragraph_may_have_five_sentences_and_not_six():
    five = "We help. " * 5

    assert broken(f"{five}\n\n{five}") == []
    assert [rule for rule, _ in broken(five + "You call.")] == ["long_paragraph"]


def test_a_choice_may_be_passive():
    text = "The day the letter was written"

    assert broken(text, kind=TextKind.CHOICE) == []
    assert broken(text, kind=TextKind.HINT) == [("passive", "was written")]


def test_legal_text_is_exempt():
    assert broken("You shall comply with it.", kind=TextKind.LEGAL) == []


@pytest.mark.parametrize("language", ["ar", "zh-hans", "fr"])
def test_languages_without_word_rules_are_checked_for_length_alone(language):
    assert broken("You shall and/or utilize it, y/o percibir.", language=language) == []
    assert "Not checked: words" in coverage(language)


def test_each_language_has_its_own_word_rules():
    assert broken("You shall utilize it.", language="es-MX") == []
    assert broken("Puede percibir una ayuda.", language="en-US") == []
    assert broken("Puede percibir una ayuda.", language="es-MX") == [
        ("hard_word", "percibir")
    ]
    assert "our own" in coverage("es-MX")
    assert coverage("en-US") != coverage("ar") != coverage("es")
