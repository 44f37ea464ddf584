from studies.wording.checks import check_texts
from studies.wording.findings import Rule, Text, TextKind

# 12 words a sentence; Flesch–Kincaid between grade 6 and grade 8.
MIDDLE = "The office will look at each letter and answer within several working days. "
HARD = (
    "Eligibility verification necessitates comprehensive documentation of residency "
    "and household composition. "
)
SPANISH = (
    "La documentación administrativa correspondiente acredita la residencia legal. "
)


def levels(*texts):
    return [
        (finding.rule, finding.place, dict(finding.facts)["target"])
        for finding in check_texts(texts)
        if finding.rule in {Rule.READING_GRADE, Rule.READING_EASE, Rule.MEAN_LENGTH}
    ]


def test_consent_and_messages_are_held_to_grade_6_and_surveys_to_grade_8():
    text = MIDDLE * 10

    consent = levels(Text(text, "en", TextKind.CONSENT, "consent"))
    survey = levels(Text(text, "en", TextKind.QUESTION, "q1"))

    assert consent == [(Rule.READING_GRADE, "consent", 6)]
    assert survey == []


def test_the_texts_of_a_survey_are_measured_as_one_whole():
    parts = [Text(HARD, "en", TextKind.QUESTION, f"q{i}") for i in range(12)]

    assert levels(*parts[:3]) == []
    assert levels(*parts) == [(Rule.READING_GRADE, "q0", 8)]


def test_a_long_list_of_short_choices_does_not_make_hard_questions_easy():
    parts = [Text(HARD, "en", TextKind.QUESTION, f"q{i}") for i in range(12)]
    choices = [Text("Yes", "en", TextKind.CHOICE, f"c{i}") for i in range(400)]

    assert levels(*parts, *choices) == [(Rule.READING_GRADE, "q0", 8)]


def test_spanish_is_held_to_the_inflesz_scale():
    text = Text(SPANISH * 20, "es", TextKind.MESSAGE, "mail")

    assert levels(text) == [(Rule.READING_EASE, "mail", 65)]


def test_other_languages_are_held_to_the_length_of_sentences():
    long_one = Text("mot " * 30 + ". " + "mot " * 80 + ".", "fr", TextKind.MESSAGE, "m")

    assert levels(long_one) == [(Rule.MEAN_LENGTH, "m", 20)]


def test_legal_text_has_no_level():
    assert levels(Text(HARD * 20, "en", TextKind.LEGAL)) == []


def test_reasons_name_the_figure_and_the_aim():
    found = check_texts([Text("mot " * 120, "fr", TextKind.MESSAGE)])

    assert str(found[-1].reason) == (
        "Sentences have 120.0 words on average. Aim for 20 or fewer."
    )
