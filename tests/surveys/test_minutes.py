from feedback.surveys.choices import first_double, lines
from feedback.surveys.minutes import Burden, burden, minutes, too_long
from studies.wording.placeholders import lost, placeholders


def asked(kind, **texts):
    return [{"key": "q1", "kind": kind}], texts


def test_a_survey_takes_at_least_a_minute():
    assert minutes(*asked("scale", q1="How was it?")) == 1


def test_words_of_questions_hints_and_choices_count_and_other_texts_do_not():
    questions, texts = asked("one_choice")
    texts = {"q1": "word " * 300, "q1:hint": "word " * 300, "q1:yes": "word " * 150}

    assert minutes(questions, texts) == 5
    assert minutes(questions, {"purpose": "word " * 900}) == 1


def test_writing_takes_longer_than_choosing():
    ten = [{"key": f"q{n}", "kind": "long_text"} for n in range(10)]
    tens = [{"key": f"q{n}", "kind": "scale"} for n in range(10)]

    assert (minutes(ten, {}), minutes(tens, {})) == (8, 1)


def test_chinese_is_counted_by_characters():
    assert minutes(*asked("scale", q1="你" * 600)) == 2


def test_more_than_ten_minutes_are_too_long_and_the_finding_says_how_long():
    [finding] = too_long(11)

    assert list(too_long(10)) == []
    assert str(finding.reason).startswith("It takes about 11 minutes. Aim for 10")


def test_the_burden_is_told_in_hours_of_one_and_of_many():
    assert burden(4) == Burden(people=1000, each=0.07, total=67)
    assert burden(30, people=8) == Burden(people=8, each=0.5, total=4)


def test_choices_are_read_one_a_line_without_empty_ones():
    assert lines(" Yes \r\n\n No\n") == ["Yes", "No"]


def test_the_first_double_is_found_in_any_case():
    assert first_double(["Yes", "No", "yes"]) == "yes"
    assert first_double(["Yes", "No"]) is None


def test_placeholders_are_found_and_missed():
    assert placeholders("About [the service], {link}, [1] and {}") == [
        "[the service]",
        "{link}",
    ]
    assert lost("[agency] and [service]", "solo [agency]") == ["[service]"]
