import re

from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.surveys.keys import slug_key

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


def test_a_key_is_made_of_the_words_of_the_label():
    assert slug_key("How easy was it?", []) == "how_easy_was_it"
    assert slug_key("¿Recibió una carta?", []) == "recibio_una_carta"
    assert slug_key("Straße & Œuvre", []) == "strasse_oeuvre"
    assert slug_key("18 to 24", []) == "n18_to_24"


def test_a_long_label_is_cut_between_words():
    label = "In the last 12 months, did you get a letter that asked you to renew?"

    assert slug_key(label, []) == "in_the_last_12_months_did_you_get_a"
    assert slug_key("a" * 60, []) == "a" * 40


def test_a_taken_key_gets_the_next_number_within_the_same_length():
    assert slug_key("Yes", ["yes"]) == "yes_2"
    assert slug_key("Yes", ["yes", "yes_2"]) == "yes_3"
    assert slug_key("a" * 60, ["a" * 40]) == "a" * 38 + "_2"


def test_labels_in_other_scripts_get_keys_that_stay_and_differ():
    labels = ["هل وصلت الرسالة؟", "نعم 12", "你收到信了吗？", "?", "🙂", ""]

    keys = [slug_key(label, []) for label in labels]

    assert keys == [slug_key(label, []) for label in labels]
    assert len(set(keys)) == len(labels)
    assert all(re.fullmatch(r"k_[0-9a-f]{10}", key) for key in keys)


@given(st.lists(st.text(max_size=80), max_size=20))
@settings(deadline=None, derandomize=True)
def test_any_labels_give_different_keys_that_the_database_takes(labels):
    taken = []
    for label in labels:
        taken.append(slug_key(label, taken))

    assert len(set(taken)) == len(labels)
    assert [key for key in taken if not KEY.fullmatch(key)] == []
