import pytest

from feedback.surveys.comparing.measure import says_the_same


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Was it easy?", "was it EASY"),
        ("We mend letters.", "We mend  letters !"),
        ("It’s “yours”", "It's yours"),
        ("Did you recieve it?", "Did you receive it?"),
        ("How was teh visit?", "How was the visit?"),
        ("What is your adress?", "What is your address?"),
        ("Did our servise help?", "Did our service help?"),
        ("One more questin", "One more question"),
        ("What is your ｎａｍｅ", "What is your name"),
    ],
)
def test_case_punctuation_spaces_and_typos_say_the_same(old, new):
    assert says_the_same(old, new, "en")
    assert says_the_same(new, old, "en")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Was it ever late?", "Was it never late?"),
        ("You can renew", "You can't renew"),
        ("You can renew", "You cannot renew"),
        ("In which county?", "In which country?"),
        ("In the last 2 months", "In the last 3 months"),
        ("It costs 1.5 dollars", "It costs 15 dollars"),
        ("A change of -5", "A change of 5"),
        ("Your filing", "Your filling"),
        ("It was better", "It was bitter"),
        ("Did you get the form?", "Did you get the form from us?"),
        ("Do you agree?", "Do you disagree?"),
        ("It is legal", "It is illegal"),
        ("Up to 50%", "Up to 50"),
        ("Hello {{name}}", "Hello {{place}}"),
        ("Hello {{name}}", "Hello name"),
        ("Now tell us", "Not tell us"),
        ("Was it hoping well", "Was it hopping well"),
    ],
)
def test_anything_else_may_mean_something_else(old, new):
    assert not says_the_same(old, new, "en")
    assert not says_the_same(new, old, "en")


def test_one_word_in_eight_may_be_a_mended_typo():
    old = "Did you recieve teh letter"
    long = "Think of the last time that you got a letter. Did you recieve teh form?"

    assert not says_the_same(old, "Did you receive the letter", "en")
    assert not says_the_same(long.replace("form", "frmo") + " Wsa it", long, "en")
    assert says_the_same(long, long.replace("recieve", "receive"), "en")


@pytest.mark.parametrize(
    ("language", "old", "new", "same"),
    [
        ("es", "¿Cuándo ahora?", "cuándo ahora", True),
        ("es", "¿Cuándo ahora?", "¿Cuándo ahorra?", False),
        ("es", "¿Está aquí?", "¿Esta aquí?", False),
        ("zh-hans", "你好，世界？", "你好,世界", True),
        ("zh-hans", "你好世界", "您好世界", False),
        ("ar", "هل وصلكم خطاب؟", "هل وصلكم خطاب", True),
    ],
)
def test_typos_are_known_in_english_alone(language, old, new, same):
    assert says_the_same(old, new, language) is same
