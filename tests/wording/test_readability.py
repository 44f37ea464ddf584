import pytest

from studies.wording.readability import figures, measure
from studies.wording.syllables import english_syllables, spanish_syllables

PLAIN = "We write the letter. You read it. Tell us what you think of it. " * 10
OFFICIAL = (
    "Recertification documentation necessitates verification of household "
    "composition, residency and income eligibility by authorized personnel. " * 10
)


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (1, "the are were our asked closed eye queue these rules you'll strengths"),
        (
            2,
            "any client being doing buyer people table handled social statement",
        ),
        (3, "requirement benefits idea employer management radio usual easier library"),
        (4, "security information community evaluate January"),
        (5, "opportunity university administration"),
    ],
)
def test_english_syllables_are_counted_by_rule(count, written):
    counts = {word: english_syllables(word.lower()) for word in written.split()}

    assert counts == dict.fromkeys(written.split(), count)


def test_a_number_is_one_syllable_and_a_hyphen_joins_two_words():
    counts = [english_syllables(word) for word in ["555-0142", "sign-in", "2027"]]

    assert counts == [1, 2, 1]


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (1, "y rey hoy pan"),
        (2, "bueno país leer ciudad día guerra quiere"),
        (3, "ahora pregunta ayuda pingüino"),
        (4, "teléfono renovación"),
    ],
)
def test_spanish_syllables_follow_strong_and_weak_vowels(count, written):
    counts = {word: spanish_syllables(word) for word in written.split()}

    assert counts == dict.fromkeys(written.split(), count)


def test_no_figure_is_given_below_100_words():
    assert measure("word " * 99, "en") is None
    assert measure("word " * 100, "en").words == 100


def test_english_gets_grade_and_smog_and_no_spanish_figure():
    reading = figures("The cat sat. The dog ran.", "en-US")

    # 3 words a sentence, 1 syllable a word: 0.39 * 3 + 11.8 - 15.59
    assert (reading.grade, reading.smog) == (-2.6, 3.1)
    assert (reading.huerta, reading.szigriszt, reading.inflesz) == (None, None, None)


def test_smog_counts_words_of_three_syllables_or_more():
    reading = figures("Eligibility documentation. Verification information.", "en")

    # 4 long words in 2 sentences: 1.0430 * sqrt(4 * 30 / 2) + 3.1291
    assert reading.smog == 11.2


def test_spanish_gets_both_published_scores():
    reading = figures("El pan es bueno. La casa es azul.", "es")

    # 11 syllables, 8 words, 2 sentences
    assert reading.huerta == round(206.84 - 60 * 11 / 8 - 1.02 * 4, 1)
    assert reading.szigriszt == round(206.835 - 62.3 * 11 / 8 - 4, 1)
    assert reading.inflesz == "very easy"


def test_other_languages_get_lengths_alone():
    reading = figures("اقرأ الرسالة. أرسل الورقة الآن؟", "ar")

    assert (reading.words, reading.sentences, reading.words_per_sentence) == (5, 2, 2.5)
    assert (reading.grade, reading.smog, reading.huerta) == (None, None, None)


def test_a_language_without_spaces_between_words_gets_nothing():
    assert figures("กรุณาอ่านจดหมาย", "th") is None


def test_official_language_reads_harder_than_plain_language():
    plain, official = measure(PLAIN, "en"), measure(OFFICIAL, "en")

    assert plain.grade < 3 < 15 < official.grade
    assert plain.smog < 6 < 15 < official.smog
